"""Reads a workbook, ours or any with the official tables; a sheet is one table.

Hidden sheets are not read: they hold lists to choose from, or an older draft. Hidden rows are
passed over where the rows that are shown make the whole form (an older copy was hidden); else they
are read like all others, for the sums of the table include them. All that is reported. Text that
is struck out is not read.
"""

from __future__ import annotations

import math
import zlib
from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from lxml.etree import LxmlError
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from zbreport.diagnostics import diagnose
from zbreport.errors import ZbreportError
from zbreport.model import InputFile, Limits, Scalar, Sheet, Span
from zbreport.readback.raw import Document, RawCell, RawRow, RawTable
from zbreport.readback.sheetlook import SheetLook, looks_of
from zbreport.sources import read_content
from zbreport.sources.package import is_ours, open_package, sheet_parts
from zbreport.sources.scan import Scan, scan
from zbreport.sources.sniff import Kind
from zbreport.text.compare import without_marks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from zbreport.diagnostics import Diagnostic

_MOST_ROWS = 5000
"""Rows of a sheet that are looked at: the tables of a report take 60, and the ledgers beside them
do not matter here."""


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
    sheets, told = _our_sheets(label, data) if kind is Kind.XLSX else ((), ())
    if not sheets:
        sheets, told = read_content(InputFile(path, label), data)
        if not sheets:
            raise ZbreportError("；".join(f"{one.message}。{one.remedy}" for one in told), told)
    looks = _looks(data) if kind is Kind.XLSX else {}
    shown: list[str | RawTable] = []
    every: list[str | RawTable] = []
    for sheet in sheets:
        look = looks.get(sheet.name, SheetLook())
        every.append(RawTable(sheet.name, _rows(sheet, look.texts), is_sheet=True))
        hidden = {
            (row, column): ""
            for row in look.hidden
            if row < len(sheet.rows)
            for column in range(len(sheet.rows[row]))
        }
        shown.append(RawTable(sheet.name, _rows(sheet, look.texts | hidden), is_sheet=True))
    any_hidden = any(look.hidden for look in looks.values())
    return Document(every, told=told, shown=shown if any_hidden else None)


def _looks(data: bytes) -> dict[str, SheetLook]:
    """What is hidden and struck out on the sheets; nothing where that cannot be told."""
    try:
        with open_package(data, Limits()) as archive:
            return looks_of(archive)
    except (LxmlError, BadZipFile, zlib.error, OSError, ValueError):
        return {}  # the values were read all the same


def _our_sheets(label: str, data: bytes) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """The visible sheets of a workbook that `export` wrote, which `sources` leaves alone.

    None for other workbooks.
    """
    with open_package(data, Limits()) as archive:
        if not is_ours(archive):
            return (), ()
        scans = {
            name: scan(partial(archive.open, part)) for name, part in sheet_parts(archive).items()
        }
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    sheets: list[Sheet] = []
    told: list[Diagnostic] = []
    for entry in book.sheets_metadata:
        if entry.visible is not SheetVisibleEnum.Visible:
            told.append(diagnose("F110", sheet=Sheet(label, entry.name, ())))
            continue
        table, found = book.get_sheet_by_name(entry.name), scans.get(entry.name, Scan())
        spans = tuple(
            Span(top, left, bottom, right)
            for (top, left), (bottom, right) in table.merged_cell_ranges or ()
        )
        sheets.append(
            Sheet(
                label,
                entry.name,
                table.to_python(skip_empty_area=False),
                spans,
                found.faults,
                found.hidden_rows,
            )
        )
        if found.hidden_rows:
            told.append(diagnose("F111", sheet=sheets[-1], count=found.hidden_rows))
    return tuple(sheets), tuple(told)


def _rows(sheet: Sheet, texts: Mapping[tuple[int, int], str]) -> list[RawRow]:
    """A sheet's rows as cells; a merged range is one cell in every row that it covers.

    Args:
        sheet: as read.
        texts: what is seen of cells (row, column) that show something else than they hold.
    """
    spans: dict[int, list[Span]] = {}
    for span in sheet.merged:
        for row in range(span.top, min(span.bottom, _MOST_ROWS) + 1):
            spans.setdefault(row, []).append(span)
    placed: dict[Span, RawCell] = {}
    rows: list[RawRow] = []
    for index, values in enumerate(_lines(sheet)):
        here = {span.left: span for span in spans.get(index, ())}
        wide = max([len(values), *(span.right + 1 for span in here.values())])
        cells: RawRow = []
        col = 0
        while col < wide:
            reach = here.get(col)
            cell = placed.get(reach) if reach else None
            if cell is None:
                cell = RawCell(
                    texts[index, col].strip()
                    if (index, col) in texts
                    else _text(sheet, values, index, col),
                    col,
                    reach.right + 1 if reach else col + 1,
                    index,
                )
            if reach:
                placed[reach] = cell
            cells.append(cell)
            col = cell.right
        rows.append(cells)
    return rows


def _lines(sheet: Sheet) -> list[Sequence[Scalar]]:
    """A sheet's rows, and a blank one.

    Rows without a value are not in a file, yet the row below the last header may be its table's.
    """
    lines = list(sheet.rows[:_MOST_ROWS])
    if lines:
        last = max([len(lines) - 1, *(span.bottom for span in sheet.merged)])
        blank: Sequence[Scalar] = [""] * max(map(len, lines))
        lines += [blank] * (min(last + 2, _MOST_ROWS) - len(lines))
    return lines


def _text(sheet: Sheet, values: Sequence[Scalar], row: int, col: int) -> str:
    """A cell as people see it.

    An error value, and `=` for a formula without a stored result, as it is.
    """
    text = _shown(values[col]) if col < len(values) else ""
    return text or sheet.faults.get((row + 1, col), "")


def _shown(value: Scalar) -> str:
    """A value as text: whole numbers without a point, others with Excel's 15 digits."""
    if isinstance(value, float) and math.isfinite(value):
        return f"{Decimal(f'{value:.15g}'):f}"
    return without_marks(value).strip() if isinstance(value, str) else str(value)
