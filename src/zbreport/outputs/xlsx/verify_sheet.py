"""The sheet 待核实: every finding, then every row that does not count, in one list to be filtered.

It is printed at the size of the other sheets: rows stand in ranges, a line for each reason, and the
columns fit a page.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from zbreport.diagnostics import REASONS, place_text, row_runs
from zbreport.forms.layout import form_of
from zbreport.outputs import wording
from zbreport.render.cells import HEADER, TEXT, CellWriter, fit_height, writable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zbreport.model import SetAside
    from zbreport.tabulation.tally import Tally

NAME = "待核实"
HEADS = ("级别", "代码", "文件", "工作表", "行", "列", "内容", "处理建议")
NOT_COUNTED = "未计入"
MOST_LINES = 1_000_000
"""Of rows that do not count: Excel ends at row 1,048,576, and the findings need some of these."""

_WIDTHS = (7, 8, 22, 12, 14, 4, 36, 34)
_MOST_FINDINGS = 40_000
_RUNS = 24
"""Rows and ranges of rows that one line names."""

_WHOLE_TABLES = frozenset(("summary", "traffic_row"))
"""Reasons that concern a table rather than its rows: how many there are is enough."""


class _Kind(NamedTuple):
    """What rows set aside have in common that share a line."""

    file: str
    sheet: str
    reason: str
    ledger: str | None
    same_file: str | None
    same_sheet: str | None


def write(writer: CellWriter, tally: Tally) -> None:
    """Writes the sheet; a list longer than Excel can hold ends with a note that says so."""
    sheet = writer.sheet(NAME, landscape=True, repeat=(0, 0))
    sheet.hide_gridlines(1)
    for col, (head, width) in enumerate(zip(HEADS, _WIDTHS, strict=True)):
        sheet.set_column(col, col, width)
        writer.text((sheet, 0, col), head, HEADER)
    look = writer.look(TEXT, {"valign": "top", "border_color": "#BFBFBF"})
    row = 0
    for row, cells in enumerate(_lines(tally), start=1):
        for col, value in enumerate(cells):
            if isinstance(value, int):
                sheet.write_number(row, col, value, look)
            else:
                sheet.write_string(row, col, writable(value), look)
        fit_height(sheet, row, cells, _WIDTHS)
    sheet.autofilter(0, 0, max(row, 1), len(HEADS) - 1)
    sheet.freeze_panes(1, 0)


def _lines(tally: Tally) -> Iterator[tuple[str | int, ...]]:
    yield from islice(_findings(tally), _MOST_FINDINGS)
    if len(tally.diagnostics) > _MOST_FINDINGS:
        yield _note(f"发现的问题共 {len(tally.diagnostics)} 条，这里没有列完，{wording.SEE_ALL}")
    aside = tally.set_aside_rows()
    lines = _set_aside(aside)
    yield from islice(lines, MOST_LINES)
    if next(lines, None) is not None:
        yield _note(f"未计入的行共 {len(aside)} 行，这里没有列完，{wording.SEE_ALL}")


def _findings(tally: Tally) -> Iterator[tuple[str | int, ...]]:
    form = form_of(tally.report)
    for entry in wording.joined(tally.diagnostics):
        rows = entry.rows[0] if len(entry.rows) == 1 else wording.row_numbers(entry.rows)
        message = entry.message
        if not entry.file:
            message = "：".join(filter(None, (wording.place(entry, form), message)))
        place = (entry.file or "", entry.sheet or "", rows, entry.column or "")
        yield entry.level.label, entry.code, *place, message, entry.remedy


def _set_aside(aside: Iterable[SetAside]) -> Iterator[tuple[str | int, ...]]:
    """A line for each reason in each table, or several where its rows are many ranges."""
    kinds: dict[_Kind, list[SetAside]] = {}
    for entry in aside:
        twin = entry.same_as
        kind = _Kind(
            entry.file,
            entry.sheet,
            entry.reason,
            entry.ledger,
            twin.file if twin else None,
            twin.sheet if twin else None,
        )
        kinds.setdefault(kind, []).append(entry)
    for kind, entries in kinds.items():
        ledger = wording.ledger_name(kind.ledger or "")
        reason = REASONS.get(kind.reason, kind.reason) + (f"（{ledger}）" if ledger else "")
        count = f"，共 {len(entries)} 行" if len(entries) > 1 else ""
        twins = [entry.same_as.row for entry in entries if entry.same_as]
        same = ""
        if twins:
            same = f"：{place_text(kind.same_file, kind.same_sheet, twins, shown=_RUNS)}"
        for rows in _row_cells(kind.reason, entries):
            yield NOT_COUNTED, "", kind.file, kind.sheet, rows, "", reason + count + same, ""


def _row_cells(reason: str, entries: list[SetAside]) -> Iterator[str | int]:
    """What stands in the column of rows, line by line."""
    rows = sorted(entry.row for entry in entries)
    if len(rows) == 1:
        yield rows[0]
    elif reason in _WHOLE_TABLES:
        yield f"共 {len(rows)} 行"
    else:
        runs = row_runs(rows)
        for start in range(0, len(runs), _RUNS):
            yield "、".join(runs[start : start + _RUNS])


def _note(text: str) -> tuple[str, ...]:
    return (NOT_COUNTED, "", "", "", "", "", text, "")
