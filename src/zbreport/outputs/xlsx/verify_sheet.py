"""The sheet 待核实: every finding, then every row that does not count, in one list that can be filtered by file."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from zbreport.diagnostics import REASONS
from zbreport.forms.layout import form_of
from zbreport.outputs import wording
from zbreport.render.cells import HEADER, CellWriter, fit_height, writable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.tabulation.tally import Tally

NAME = "待核实"
HEADS = ("级别", "代码", "文件", "工作表", "行", "列", "内容", "处理建议", "台账", "同哪一行")
NOT_COUNTED = "未计入"
MOST_ROWS = 1_000_000
"""Excel ends at row 1,048,576; the findings need some of these."""

_WIDTHS = (8, 16, 34, 18, 12, 6, 50, 50, 16, 34)
_MOST_FINDINGS = 40_000


def write(writer: CellWriter, tally: Tally) -> None:
    """Writes the sheet; a list longer than Excel can hold ends with a note that says so."""
    sheet = writer.sheet(NAME, landscape=True, repeat=(0, 0))
    sheet.hide_gridlines(1)
    for col, (head, width) in enumerate(zip(HEADS, _WIDTHS, strict=True)):
        sheet.set_column(col, col, width)
        writer.text((sheet, 0, col), head, HEADER)
    look = writer.look({"valign": "top"})
    row = 0
    for row, cells in enumerate(_rows(tally), start=1):
        for col, value in enumerate(cells):
            if isinstance(value, int):
                sheet.write_number(row, col, value, look)
            elif value:
                sheet.write_string(row, col, writable(value), look)
        fit_height(sheet, row, cells, _WIDTHS)
    sheet.autofilter(0, 0, max(row, 1), len(HEADS) - 1)
    sheet.freeze_panes(1, 0)


def _rows(tally: Tally) -> Iterator[tuple[str | int, ...]]:
    aside = tally.set_aside_rows()
    yield from islice(_findings(tally), _MOST_FINDINGS)
    if len(tally.diagnostics) > _MOST_FINDINGS:
        yield _note(f"发现的问题共 {len(tally.diagnostics)} 条，这里列出前 {_MOST_FINDINGS} 条")
    for entry in islice(aside, MOST_ROWS):
        ledger = wording.LEDGERS.get(entry.ledger or "", "")
        same = entry.same_as
        twin = f"{same.file} / {same.sheet} / 第 {same.row} 行" if same else ""
        reason = REASONS.get(entry.reason, entry.reason)
        yield (
            NOT_COUNTED,
            entry.reason,
            entry.file,
            entry.sheet,
            entry.row,
            "",
            reason,
            "",
            ledger,
            twin,
        )
    if len(aside) > MOST_ROWS:
        yield _note(f"未计入的行共 {len(aside)} 行，这里列出前 {MOST_ROWS} 行，{wording.SEE_ALL}")


def _findings(tally: Tally) -> Iterator[tuple[str | int, ...]]:
    form = form_of(tally.report)
    for entry in tally.diagnostics:
        rows = entry.rows[0] if len(entry.rows) == 1 else wording.row_numbers(entry.rows)
        message = (
            entry.message
            if entry.file
            else "：".join(filter(None, (wording.place(entry, form), entry.message)))
        )
        place = (entry.file or "", entry.sheet or "", rows, entry.column or "")
        yield entry.level.label, entry.code, *place, message, entry.remedy, "", ""


def _note(text: str) -> tuple[str, ...]:
    return (NOT_COUNTED, "", "", "", "", "", text, "", "", "")
