"""Reads binary workbooks (`.xls`, most `.et`) with xlrd.

It tells errors, hidden rows, merged cells and formats.

xlrd trusts an end-of-file record wherever one stands, so what follows it is looked at here.
"""

from __future__ import annotations

import os
import struct
from datetime import date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, cast

import xlrd
from xlrd.xldate import xldate_as_datetime

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.errors import UnreadableFileError
from zbreport.model import NumberFormat, Scalar, Sheet, Span
from zbreport.sources.error_values import error_of
from zbreport.sources.number_formats import number_format
from zbreport.sources.visible import Entry, unique_names, visible_sheets
from zbreport.text.compare import column_letter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zbreport.model import InputFile

_CHINESE = "gb18030"
_UNICODE_SINCE = 80
"""xlrd's number of the first version whose texts are Unicode (BIFF8)."""

_NOT_TOLD = frozenset({None, 936, 1200})
"""Code pages of older versions that say no more than that the texts are Chinese, or nothing."""

_RECORD = struct.Struct("<HH")
"""What a record begins with: its kind and its size."""

_BEGINNING, _END = 0x809, 0x0A


def read(file: InputFile, data: bytes) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Reads every visible worksheet.

    Args:
        file: where the workbook comes from.
        data: its content.

    Returns:
        The sheets, with faults, hidden rows and merged cells; F110 and F111 as for other workbooks,
        F123 for sheets that end before they should.

    Raises:
        UnreadableFileError: F103, nothing in any sheet; F109, a sheet is larger than is allowed.
        Exception: what xlrd raises for damaged files.
    """
    book = _opened(data)
    names = unique_names(book.sheet_names())
    cut_off: list[Diagnostic] = []
    entries = [
        Entry(
            name,
            bool(book._sheet_visibility[index]),
            partial(_sheet, file, book, index, name, cut_off),
        )
        for index, name in enumerate(names)
    ]
    sheets, found = visible_sheets(file.label, entries)
    return sheets, (*found, *cut_off)


def _opened(data: bytes) -> xlrd.Book:
    """Opens a workbook whose sheets are read when they are asked for."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123  (os.devnull is no path on every system)
        open_book = partial(
            xlrd.open_workbook,
            file_contents=data,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            logfile=nowhere,
        )
        try:
            book = open_book()
            told = book.biff_version >= _UNICODE_SINCE or book.codepage not in _NOT_TOLD
        except LookupError:  # a code page that nobody knows
            told = False
        book = book if told else open_book(encoding_override=_CHINESE)
    book.logfile = _Nowhere()
    return book


class _Nowhere:
    """Takes xlrd's remarks."""

    def write(self, text: str) -> None:
        """Drops a text."""


def _sheet(
    file: InputFile, book: xlrd.Book, index: int, name: str, cut_off: list[Diagnostic]
) -> Sheet:
    """One worksheet; what is to be said of its end is put into `cut_off`."""
    table = book.get_sheet(index)
    if table.nrows * table.ncols > file.limits.cells:
        raise UnreadableFileError(
            "F109",
            address=f"{column_letter(table.ncols - 1)}{table.nrows}",
            height=table.nrows,
            width=table.ncols,
        )
    rows = [_row(book, table, row) for row in range(table.nrows)]
    while rows and not any(value != "" for value in rows[-1]):
        rows.pop()
    hidden = sum(
        bool(info.hidden) and row < len(rows) and any(value != "" for value in rows[row])
        for row, info in table.rowinfo_map.items()
    )
    merged = tuple(
        Span(top, left, bottom - 1, right - 1)
        for top, bottom, left, right in table.merged_cells
        if bottom > top and right > left
    )
    sheet = Sheet(
        file.label,
        name,
        rows,
        merged,
        dict(_faults(table)),
        hidden,
        book.datemode == 1,
        dict(_number_formats(book, table)),
    )
    if _goes_on(book.mem, book._sh_abs_posn[index]) or _stated_rows(table) > max(
        len(rows), table.nrows
    ):
        cut_off.append(
            diagnose("F123", sheet=sheet, rows=[len(rows)], detail="工作表在中间就结束了")
        )
    return sheet


def _goes_on(stream: bytes, at: int) -> bool:
    """Whether records follow the end of a sheet, where only another part of the workbook may begin.

    Args:
        stream: the workbook's stream.
        at: where the sheet begins in it.
    """
    depth = 1
    _, size = _RECORD.unpack_from(stream, at)
    while depth and (at := at + 4 + size) + 4 <= len(stream):
        kind, size = _RECORD.unpack_from(stream, at)
        # Charts in the sheet have a beginning and an end of their own.
        depth += (kind == _BEGINNING) - (kind == _END)
    following = stream[at + 4 + size : at + 6 + size]
    return len(following) == 2 and int.from_bytes(following, "little") not in {0, _BEGINNING}


def _stated_rows(table: xlrd.sheet.Sheet) -> int:
    """Rows that the sheet says it has, without those at its end that only have a height."""
    stated = int(table._dimnrows)
    while stated and (info := table.rowinfo_map.get(stated - 1)) and info.height:
        stated -= 1
    return stated


def _row(book: xlrd.Book, table: xlrd.sheet.Sheet, row: int) -> list[Scalar]:
    """The cells of a row, as many as the sheet has columns."""
    kinds = table.row_types(row)
    values = table.row_values(row)
    cells: list[Scalar] = [
        value
        if kind in {xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER}
        else _moment(value, book.datemode)
        if kind == xlrd.XL_CELL_DATE
        else bool(value)
        if kind == xlrd.XL_CELL_BOOLEAN
        else ""
        for kind, value in zip(kinds, values, strict=True)
    ]
    return cells + [""] * (table.ncols - len(cells))


def _moment(days: float, datemode: int) -> Scalar:
    """A day, a moment, or a time of day; a number that is no day in the calendar stays a number."""
    try:
        moment = cast("datetime", xldate_as_datetime(days, datemode))
    except (ValueError, OverflowError):
        return days
    if 0 <= days < 1:
        return moment.time()
    return date(moment.year, moment.month, moment.day) if moment.time() == time() else moment


def _faults(table: xlrd.sheet.Sheet) -> Iterator[tuple[tuple[int, int], str]]:
    for row in range(table.nrows):
        for column, kind in enumerate(table.row_types(row)):
            if kind == xlrd.XL_CELL_ERROR:
                yield (row + 1, column), error_of(table.cell_value(row, column))


def _number_formats(
    book: xlrd.Book, table: xlrd.sheet.Sheet
) -> Iterator[tuple[tuple[int, int], NumberFormat]]:
    styles: Mapping[int, NumberFormat] = {
        index: found
        for index, style in enumerate(book.xf_list)
        if (form := book.format_map.get(style.format_key))
        and (found := number_format(form.format_str))
    }
    for row in range(table.nrows) if styles else ():
        for column, kind in enumerate(table.row_types(row)):
            if kind == xlrd.XL_CELL_NUMBER:
                found = styles.get(table.cell_xf_index(row, column))
                if found:
                    yield (row + 1, column), found
