"""Reads workbooks (`.xlsx`, `.xlsb`, `.ods`, `.xls`, and `.et`, which is one of them) with calamine.

Runs when `sniff` says workbook, and is imported only then.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.errors import UnreadableFileError
from zbreport.model import Sheet, Span
from zbreport.sources.biff import scan_biff
from zbreport.sources.cells import rows_of
from zbreport.sources.frame import frame_of
from zbreport.sources.long import LongRows, RereadError
from zbreport.sources.package import check_parts, is_ours, open_package, sheet_parts
from zbreport.sources.plain import plain_rows
from zbreport.sources.scan import Scan, scan
from zbreport.sources.silence import silence
from zbreport.sources.slices import read_slices, sliceable
from zbreport.sources.sniff import Kind
from zbreport.sources.xlsb import scan_package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from zipfile import ZipFile

    from zbreport.model import InputFile, Limits
    from zbreport.sources.long import Piece


_SMALL = 300_000  # bytes; below it a thread costs more than it gives


def read(
    file: InputFile, data: bytes, kind: Kind, *, careful: bool = True
) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Reads every visible worksheet of a workbook.

    Args:
        file: where the workbook comes from.
        data: its content.
        kind: one of the workbook kinds.
        careful: whether to leave out the quick way for plain sheets, whose rows may raise
            RereadError when they are looked at.

    Returns:
        The sheets, blank ones included, with faults, hidden rows and merged cells; F110 for hidden
        sheets, F111 for hidden rows. No sheets for our own reports (F106) and for extents beyond
        reading (F109).

    Raises:
        UnreadableFileError: F102 password, F103 nothing in any sheet, F101 unpacks to an absurd
            size.
        BaseException: what calamine raises for damaged files; its panics are no `Exception`.
    """
    with silence(), _no_collection():
        with nullcontext() if kind is Kind.XLS else open_package(data, file.limits) as package:
            if package and is_ours(package):
                return (), (diagnose("F106", file=file.label, why="这是 zbreport 生成的统计表"),)
            if package:
                check_parts(package)
            if package and kind is Kind.XLSX and not careful:
                with suppress(RereadError):
                    return _plainly(file, data, package)
            opened, scans = _open_and_scan(data, package, kind, file.limits)
            for name, found in scans.items():
                if found.exceeds(file.limits.cells):
                    sheet = Sheet(file.label, name, ())
                    told = diagnose(
                        "F109",
                        sheet=sheet,
                        address=found.stray,
                        height=found.rows,
                        width=found.columns,
                    )
                    return (), (told,)
            parts = sheet_parts(package) if package and kind is Kind.XLSX else {}
            long = {
                name: part
                for name, part in parts.items()
                if package and scans[name].plain and sliceable(package, part)
            }
        try:
            book = opened()
            slices = {name: partial(read_slices, data, part) for name, part in long.items()}
            return _sheets(file, book, _sheet_reader(file.label, book, scans, slices))
        except PasswordError as error:
            raise UnreadableFileError("F102") from error


def _plainly(
    file: InputFile, data: bytes, package: ZipFile
) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Reads a workbook whose sheets are plain (RereadError: one of them is not, as far as it was looked at)."""
    parts = sheet_parts(package)
    try:
        frame = frame_of(package, parts)
    except CalamineError as error:
        raise RereadError from error

    def sheet(_: int, name: str) -> Sheet:
        if name not in parts:
            raise RereadError
        return Sheet(
            file.label,
            name,
            plain_rows(data, package.getinfo(parts[name]), frame, file.limits.cells),
        )

    return _sheets(file, frame.book, sheet)


def _open_and_scan(
    data: bytes, package: ZipFile | None, kind: Kind, limits: Limits
) -> tuple[Callable[[], CalamineWorkbook], Mapping[str, Scan]]:
    """Opens a workbook with calamine and scans its sheets.

    calamine works without the interpreter lock: while it unpacks the texts of a large workbook, the
    sheets are scanned. A sheet that is too large is known before calamine is asked for it; an
    `.ods` or `.xls` is scanned before it is opened, for then all sheets are built.
    """
    open_it = partial(CalamineWorkbook.from_filelike, BytesIO(data))
    if package is None:
        return open_it, scan_biff(data)
    if len(data) < _SMALL or kind is Kind.ODS:
        return open_it, _scans(package, kind, limits)
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(open_it)
        return opening.result, _scans(package, kind, limits)


def _scans(package: ZipFile, kind: Kind, limits: Limits) -> Mapping[str, Scan]:
    """What the sheets' parts say, by sheet name."""
    if kind is Kind.XLSX:
        return {
            name: scan(partial(package.open, part), limits.cells)
            for name, part in sheet_parts(package).items()
        }
    if kind is Kind.XLSB:
        return scan_package(package)
    from zbreport.sources.ods import scan_content  # lxml is needed for this kind only

    with package.open("content.xml") as stream:
        return scan_content(stream)


def _sheets(
    file: InputFile, book: CalamineWorkbook, read_sheet: Callable[[int, str], Sheet]
) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """The visible worksheets, each read by its place and name."""
    sheets: list[Sheet] = []
    told: list[Diagnostic] = []
    for index, entry in enumerate(book.sheets_metadata):
        if entry.typ is not SheetTypeEnum.WorkSheet:
            continue
        if entry.visible is not SheetVisibleEnum.Visible:
            told.append(diagnose("F110", sheet=Sheet(file.label, entry.name, ())))
            continue
        sheet = read_sheet(index, entry.name)
        sheets.append(sheet)
        if sheet.hidden_rows:
            told.append(diagnose("F111", sheet=sheet, count=sheet.hidden_rows))
    if not any(sheet.rows for sheet in sheets) and not any(entry.code == "F110" for entry in told):
        raise UnreadableFileError("F103", detail="工作表都是空白的")
    return tuple(sheets), tuple(told)


def _sheet_reader(
    file: str,
    book: CalamineWorkbook,
    scans: Mapping[str, Scan],
    long: Mapping[str, Callable[[int], Iterator[Piece]]],
) -> Callable[[int, str], Sheet]:
    """What reads a sheet by its place and name, once all are scanned; `long` has the readers of those that are read in slices."""
    # Names of old workbooks can be read in two ways; where every sheet was scanned, its place tells
    # which is which.
    by_place = dict(enumerate(scans.values())) if len(scans) == len(book.sheets_metadata) else {}

    def sheet(index: int, name: str) -> Sheet:
        found = scans.get(name) or by_place.get(index, Scan())
        if name in long:
            return Sheet(
                file,
                name,
                LongRows(partial(long[name], index)),
                (),
                found.faults,
                found.hidden_rows,
            )
        table = book.get_sheet_by_index(index)
        spans = tuple(
            Span(top, left, bottom, right)
            for (top, left), (bottom, right) in table.merged_cell_ranges or ()
        )
        return Sheet(
            file, name, rows_of(table), spans or found.merged, found.faults, found.hidden_rows
        )

    return sheet


@contextmanager
def _no_collection() -> Iterator[None]:
    """Rests the garbage collector, which would search the millions of cells that arrive again and again for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
