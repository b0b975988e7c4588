"""The workbook.

The tables as the official form has them, channels, relations with formulas, notes, what to verify.

Written with XlsxWriter, which stores a result beside every formula, so that previews and readers
that do not calculate show values. The same tally gives the same bytes; `fingerprint` puts the
digest in by which an unedited workbook is known.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import xlsxwriter

from zbreport import __version__
from zbreport.forms.layout import form_of, layout
from zbreport.outputs.fingerprint import NO_DIGEST, PROPERTY, with_digest
from zbreport.outputs.xlsx import (
    channel_sheet,
    form_sheets,
    note_sheet,
    relation_sheet,
    verify_sheet,
    year_sheet,
)
from zbreport.render.cells import CellWriter

if TYPE_CHECKING:
    from zbreport.tabulation.tally import Tally


def render(tally: Tally) -> bytes:
    """A tally as an `.xlsx` workbook."""
    report = tally.report
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _options())
    book.set_properties(
        {
            "title": report.title,
            "comments": f"zbreport {__version__}",
            "created": datetime(
                report.year + 1, 1, 1, tzinfo=UTC
            ),  # fixed: the same figures, the same bytes
        }
    )
    book.set_custom_property(PROPERTY, NO_DIGEST, "text")
    book.set_calc_mode("auto")
    writer = CellWriter(book)
    form = form_of(report)
    places = form_sheets.write(writer, layout(form, report), form, report.title)
    channel_sheet.write(writer, report)
    relation_sheet.write(writer, form, report, places)
    if tally.previous:
        year_sheet.write(writer, report, tally.previous, places)
    note_sheet.write(writer, tally)
    verify_sheet.write(writer, tally)
    book.close()
    return with_digest(target.getvalue())


def _options() -> dict[str, object]:
    """Options of XlsxWriter, a new dictionary each time.

    It takes entries out of the one it is given.
    """
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {
            "font_name": "宋体",
            "font_size": 11,
        },  # column widths are measured in its digits
    }
