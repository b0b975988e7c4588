"""A tally's figures as one flat CSV table, for spreadsheets and scripts.

UTF-8 with a byte order mark, so that Excel shows Chinese; text that Excel would run as a formula is
guarded.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from zbreport.forms.extras import groups_with_figures
from zbreport.forms.layout import CHANNELS_TITLE, channel_grid, form_of, number_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.model import Report
    from zbreport.tabulation.tally import Tally

HEADER = ("部分", "行", "列", "键", "数值", "单位")
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def render(tally: Tally) -> bytes:
    """Every figure of the report, one a line.

    Where it stands, its key, its value (`—` for none), its unit.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    for part, row, column, key, number, unit in _figures(tally.report):
        writer.writerow(
            [guarded(part), guarded(row), guarded(column), guarded(key), number, guarded(unit)]
        )
    return text.getvalue().encode("utf-8-sig", errors="replace")


def guarded(text: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_ACTIVE) else text


def _figures(report: Report) -> Iterator[tuple[str, str, str, str, str, str]]:
    grid = channel_grid(report)
    labels = {cell.row: cell.text for cell in grid.cells if cell.role == "label"}
    heads = {cell.col: cell.text for cell in grid.cells if cell.role == "header"}
    for cell in grid.numbers:
        if cell.key is not None:  # the row 合计 would count everything twice
            yield CHANNELS_TITLE, labels[cell.row], heads[cell.col], cell.key, cell.text, "条"
    form = form_of(report)
    for table in form.tables:
        for _, row, column in table.lines():
            figure = form.cells[table.cell_key(row, column)]
            number = number_text(report.cells.get(figure.key))
            yield (
                table.title,
                " / ".join(figure.row),
                " / ".join(figure.column),
                figure.key,
                number,
                figure.unit,
            )
    for extra, numbers in groups_with_figures(report.extras):
        for one in numbers:
            number = number_text(one.number)
            yield extra.title, one.row, one.column, one.key, number, one.figure.unit
