"""What a workbook says outside its sheets: asked of calamine with a small workbook that has the same parts, and one sheet of samples.

Which of a workbook's styles show dates, in which of Excel's calendars, and what its shared texts
are once their markup is resolved, is calamine's knowledge. Used for workbooks whose sheets `plain`
reads.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError, fromstring

from python_calamine import CalamineWorkbook

from zbreport.sources.long import RereadError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SAMPLE = 45000.5
_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c><v>0</v></c></row>%b</sheetData></worksheet>'
_TABLE = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*<sst\b[^>]*>(.*)</sst>\s*", re.DOTALL)
_EMPTY = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*<sst\b[^>]*/>\s*")
_TEXT = re.compile(
    rb'<si><t(?: xml:space="preserve">|>(?![ \t\r\n])(?=[^<]*(?<![ \t\r\n])<))([^<]*)</t></si>'
)
_ESCAPED = re.compile(rb"_x[0-9A-Fa-f]{4}_")
_SPACE = re.compile(rb"&#(?:0*(?:9|10|13|32)|x0*(?:9|[aAdD]|20));")
"""Of these calamine makes something else than XML does: Excel's own escapes, and white space that is not plainly typed."""

_MOST_STYLES = 4096
_MOST_TEXTS = 64 * 1024**2
"""Bytes of shared texts: they are kept while the sheets are read."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a workbook says outside its sheets.

    Attributes:
        book: has the names, kinds and states of the workbook's sheets, but not their cells.
        texts: the shared texts, by number.
        moments: number of a style → when its day 0 is; None for a style of plain numbers. Other
            styles are left out.
    """

    book: CalamineWorkbook
    texts: Sequence[str]
    moments: Mapping[int, datetime | None]


def frame_of(package: zipfile.ZipFile, sheets: Mapping[str, str]) -> Frame:
    """Asks calamine what stands outside the sheets.

    Args:
        package: the workbook.
        sheets: name of every visible sheet → its entry; samples are put in the place of the first.

    Raises:
        RereadError: there is no sheet, or there are too many styles or texts to ask for.
        BaseException: what zipfile and calamine raise for damaged files.
    """
    parts = {entry.filename: package.read(entry) for entry in package.infolist() if _tells(entry)}
    styles = sum(
        data.count(b"xf ") for name, data in parts.items() if name.lower().endswith("styles.xml")
    )
    if styles > _MOST_STYLES:
        raise RereadError
    shared = next((name for name in parts if name.lower().endswith("sharedstrings.xml")), "")
    plain = plain_texts(parts[shared]) if shared else []
    if plain is not None:
        parts.pop(shared, None)
    texts = (
        0 if plain is not None else parts[shared].count(b"</si>") + parts[shared].count(b"<si/>")
    )
    samples = [b'<row><c s="%d"><v>%f</v></c></row>' % (style, _SAMPLE) for style in range(styles)]
    samples += [b'<row><c t="s"><v>%d</v></c></row>' % number for number in range(texts)]
    name, part = next(iter(sheets.items()), ("", ""))
    if not part:
        raise RereadError
    parts[part] = _SHEET % b"".join(samples)
    book = CalamineWorkbook.from_filelike(_packed(parts))
    _, *answers = (row[0] for row in book.get_sheet_by_name(name).to_python())
    asked = [str(text) for text in answers[styles:]] + [""] * (styles + texts - len(answers))
    return Frame(book, asked if plain is None else plain, _moments(answers[:styles]))


def plain_texts(xml: bytes) -> list[str] | None:
    """The table of shared texts where every one is plain; None where calamine has to say what they are."""
    table = _TABLE.fullmatch(xml)
    if table is None:
        return [] if _EMPTY.fullmatch(xml) else None
    found = _TEXT.split(table[1])
    if any(found[::2]):
        return None
    return decoded(b"\0".join(found[1::2]), len(found) // 2)


def decoded(joined: bytes, count: int) -> list[str] | None:
    """Texts of XML that a byte of value 0 stands between; None where calamine has to say what they are."""
    if not count:
        return []
    if b"\r" in joined or (b"_x" in joined and _ESCAPED.search(joined)):
        return None
    try:
        if b"&" in joined:
            if _SPACE.search(joined):
                return None
            table = b"<a><b>%b</b></a>" % joined.replace(b"\0", b"</b><b>")
            texts = [text.text or "" for text in fromstring(table)]  # noqa: S314  (no DTD)
        else:
            texts = joined.decode().split("\0")
    except (UnicodeDecodeError, ParseError):
        return None
    return texts if len(texts) == count else None


def _tells(entry: zipfile.ZipInfo) -> bool:
    """Whether a part says what is asked for."""
    tells = (
        entry.filename.endswith((".xml", ".rels"))
        and "worksheets/" not in entry.filename
        and "theme/" not in entry.filename
    )
    if tells and entry.file_size > _MOST_TEXTS:
        raise RereadError
    return tells


def _packed(parts: Mapping[str, bytes]) -> BytesIO:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    target.seek(0)
    return target


def _moments(samples: Sequence[object]) -> dict[int, datetime | None]:
    """When the day 0 of every style is, from what a sample of it is shown as."""
    first = timedelta(days=_SAMPLE)
    known = {
        style: shown - first if isinstance(shown, datetime) else None
        for style, shown in enumerate(samples)
        if isinstance(shown, (datetime, float))
    }
    return {0: None, **known}
