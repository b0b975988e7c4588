"""Reads zipped workbooks (`.xlsx`, `.xlsb`, some `.et`) with calamine.

calamine is by far the fastest reader, and tells neither error values nor hidden rows nor number
formats: those are found by `scan` and `xlsb`, which look through the sheets before it reads them.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.errors import UnreadableFileError
from zbreport.model import Sheet, Span
from zbreport.sources.cells import rows_of
from zbreport.sources.package import (
    check_parts,
    is_ours,
    open_package,
    scaled_styles,
    sheet_parts,
    since_1904,
    with_unique_names,
)
from zbreport.sources.quiet import quiet_stderr
from zbreport.sources.scan import Scan, scan
from zbreport.sources.sniff import Kind
from zbreport.sources.visible import Entry, visible_sheets
from zbreport.sources.xlsb import counts_since_1904, scan_package

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zipfile import ZipFile

    from zbreport.model import InputFile


def read(
    file: InputFile, data: bytes, kind: Kind
) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Reads every visible worksheet of a workbook.

    Args:
        file: where the workbook comes from.
        data: its content.
        kind: `Kind.XLSX` or `Kind.XLSB`.

    Returns:
        The sheets, blank ones included, with faults, hidden rows and merged cells; F110 for hidden
        sheets, F111 for hidden rows. No sheets for our own reports (F106) and for extents beyond
        reading (F109).

    Raises:
        UnreadableFileError: F102 password, F103 nothing in any sheet, F101 unpacks to an absurd
            size.
        BaseException: what calamine raises for damaged files; its panics are no `Exception`.
    """
    with quiet_stderr(), _no_collection():
        with open_package(data, file.limits) as package:
            if is_ours(package):
                return (), (diagnose("F106", file=file.label, why="这是 zbreport 生成的统计表"),)
            check_parts(package)
            scans = _scans(package, kind, file.limits.cells)
            old_calendar = (since_1904 if kind is Kind.XLSX else counts_since_1904)(package)
            content = with_unique_names(data, package) if kind is Kind.XLSX else data
        for name, found in scans.items():
            if found.exceeds(file.limits.cells):
                return (), (_too_large(Sheet(file.label, name, ()), found),)
        try:
            book = CalamineWorkbook.from_filelike(BytesIO(content))
            return visible_sheets(file.label, _entries(file.label, book, scans, old_calendar))
        except PasswordError as error:
            raise UnreadableFileError("F102") from error


def _scans(package: ZipFile, kind: Kind, most_cells: int) -> Mapping[str, Scan]:
    """What the parts of the visible sheets say, by the sheet's name."""
    if kind is Kind.XLSB:
        return scan_package(package)
    styles = scaled_styles(package)
    return {
        name: scan(partial(package.open, part), most_cells, styles)
        for name, part in sheet_parts(package).items()
    }


def _too_large(sheet: Sheet, found: Scan) -> Diagnostic:
    return diagnose(
        "F109", sheet=sheet, address=found.stray, height=found.rows, width=found.columns
    )


def _entries(
    file: str,
    book: CalamineWorkbook,
    scans: Mapping[str, Scan],
    old_calendar: bool,  # noqa: FBT001  (of the workbook, as `Sheet.since_1904`)
) -> Iterator[Entry]:
    for index, entry in enumerate(book.sheets_metadata):
        if entry.typ is SheetTypeEnum.WorkSheet:
            hidden = entry.visible is not SheetVisibleEnum.Visible
            scanned = scans.get(entry.name, Scan())
            yield Entry(
                entry.name,
                hidden,
                partial(_sheet, file, book, index, entry.name, scanned, old_calendar),
            )


def _sheet(
    file: str,
    book: CalamineWorkbook,
    index: int,
    name: str,
    scanned: Scan,
    old_calendar: bool,  # noqa: FBT001  (of the workbook, as `Sheet.since_1904`)
) -> Sheet:
    table = book.get_sheet_by_index(index)
    spans = tuple(
        Span(top, left, bottom, right)
        for (top, left), (bottom, right) in table.merged_cell_ranges or ()
    )
    return Sheet(
        file,
        name,
        rows_of(table),
        spans or scanned.merged,
        scanned.faults,
        scanned.hidden_rows,
        old_calendar,
        scanned.number_formats,
    )


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pauses the garbage collector, which would search millions of new cells in vain."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
