"""The whole report as a Word document to edit and sign.

Title, preface, sections 一 to 六, the tables as the form has them.

Written part by part as strings: no library, a few milliseconds, the same tally gives the same
bytes. What does not depend on the figures stands in `parts/`; styles are named after what they are
for, so that an office can change the look in one place. The package is sealed like the workbook, so
that an unedited document may be written over.
"""

from __future__ import annotations

import io
import zipfile
from importlib.resources import files
from typing import TYPE_CHECKING

from zbreport import __version__
from zbreport.forms.layout import by_section, form_of, layout
from zbreport.outputs.docx.body import HEADING, TITLE, block, document, plain
from zbreport.outputs.docx.tables import table
from zbreport.outputs.fingerprint import NO_DIGEST, PROPERTY, with_digest
from zbreport.prose import compose
from zbreport.render.markup import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.model import Report
    from zbreport.tabulation.tally import Tally

_PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "fontTable.xml",
    "word/footer_odd.xml": "footer_odd.xml",
    "word/footer_even.xml": "footer_even.xml",
}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_LINE = 20
"""Characters of the title's size on one line."""


def render(tally: Tally) -> bytes:
    """The report as a `.docx` document."""
    folder = files("zbreport.outputs.docx") / "parts"
    parts = {name: (folder / source).read_text(encoding="utf-8") for name, source in _PARTS.items()}
    parts["word/document.xml"] = _HEAD + document(_body(tally))
    parts["docProps/core.xml"] = _HEAD + _core(tally.report)
    parts["docProps/custom.xml"] = _HEAD + _custom()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text.encode())
    return with_digest(target.getvalue())


def _body(tally: Tally) -> Iterator[str]:
    """Paragraphs and tables in order."""
    report, prose = tally.report, compose(tally)
    form = form_of(report)
    grids = by_section(form, layout(form, report))
    yield plain(_title(report), style=TITLE)
    yield from map(block, prose.preface)
    for heading in form.sections:
        number = heading.partition("、")[0]
        yield plain(heading, style=HEADING)
        yield from (block(part, keep=number in grids) for part in prose.section(number))
        yield from map(table, grids.get(number, ()))


def _title(report: Report) -> str:
    """The title; one that is too long for a line is broken behind the office's name."""
    title, unit = report.title, report.unit or ""
    return f"{unit}\n{title.removeprefix(unit)}" if unit and len(title) > _LINE else title


def _core(report: Report) -> str:
    """Title and a fixed date: no author, no clock."""
    made = f"{report.year + 1}-01-01T00:00:00Z"
    return (
        f'<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(report.title)}</dc:title>"
        f"<dc:description>zbreport {__version__}</dc:description>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created></cp:coreProperties>'
    )


def _custom() -> str:
    return (
        f'<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_VALUES}">'
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{PROPERTY}">'
        f"<vt:lpwstr>{NO_DIGEST}</vt:lpwstr></property>"
        "</Properties>"
    )
