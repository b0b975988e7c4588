"""Reads a workbook: our own, or any that has the official tables on some sheet; a sheet is one table."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from zbreport.errors import ZbreportError
from zbreport.model import InputFile, Scalar, Sheet, Span
from zbreport.outputs.xlsx.form_sheets import SHEETS
from zbreport.readback.raw import Document, RawCell, RawRow, RawTable
from zbreport.sources import read as read_sheets
from zbreport.sources.package import is_ours, open_package, sheet_parts
from zbreport.sources.scan import scan
from zbreport.sources.sniff import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def read(path: Path, label: str, data: bytes, kind: Kind) -> Document:
    """Reads the sheets of a workbook.

    Args:
        path: of the file.
        label: for messages.
        data: its content.
        kind: of workbook.

    Raises:
        ZbreportError: no sheet could be read; its diagnostics say why.
    """
    sheets = _our_sheets(label, data) if kind is Kind.XLSX else ()
    if not sheets:
        sheets, told = read_sheets(InputFile(path, label))
        if not sheets:
            raise ZbreportError("".join(f"{one.message}。{one.remedy}" for one in told), told)
    return Document([RawTable(sheet.name, _rows(sheet), is_sheet=True) for sheet in sheets])


def _our_sheets(label: str, data: bytes) -> tuple[Sheet, ...]:
    """The sheets of the form in a workbook that `export` wrote, which `sources` leaves alone; none for other workbooks."""
    with open_package(data) as archive:
        if not is_ours(archive):
            return ()
        faults = {name: scan(partial(archive.open, part)).faults for name, part in sheet_parts(archive).items()}
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    visible = {entry.name for entry in book.sheets_metadata if entry.visible is SheetVisibleEnum.Visible}
    sheets: list[Sheet] = []
    for name in (name for name in SHEETS.values() if name in visible):
        table = book.get_sheet_by_name(name)
        spans = tuple(Span(top, left, bottom, right) for (top, left), (bottom, right) in table.merged_cell_ranges or ())
        sheets.append(Sheet(label, name, table.to_python(skip_empty_area=False), spans, faults.get(name, {})))
    return tuple(sheets)


def _rows(sheet: Sheet) -> list[RawRow]:
    merged = {(row, col): span for span in sheet.merged for row in range(span.top, span.bottom + 1) for col in range(span.left, span.right + 1)}
    placed: dict[int, RawCell] = {}
    rows: list[RawRow] = []
    for index, values in enumerate(sheet.rows):
        cells: RawRow = []
        wide = max([len(values), *(span.right + 1 for span in sheet.merged if span.top <= index <= span.bottom)])
        col = 0
        while col < wide:
            span = merged.get((index, col))
            if span is None:
                cell = RawCell(_shown(sheet.faults, index, col, values), col, col + 1)
            elif span.top == index:
                cell = placed[id(span)] = RawCell(_shown(sheet.faults, index, col, values), col, span.right + 1)
            else:
                cell = placed[id(span)]
            cells.append(cell)
            col = cell.right
        rows.append(cells)
    return rows


def _shown(faults: Mapping[tuple[int, int], str], row: int, col: int, values: object) -> str:
    """A cell as people see it; an error value, and `=` for a formula without a stored result, as it is."""
    ...


def _text(value: Scalar) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{Decimal(repr(value)).normalize():f}" if value == value and abs(value) != float("inf") else str(value)
    if isinstance(value, (datetime, date, time, timedelta)):
        return str(value)
    return value.strip() if isinstance(value, str) else str(value)
