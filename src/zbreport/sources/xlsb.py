"""Scans the sheets of an `.xlsb` for what calamine does not tell, before it reads them.

As with `scan`, a far cell would abort the process, and error values come out as blanks.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from zbreport.errors import UnreadableFileError
from zbreport.model import Span
from zbreport.sources.error_values import error_of
from zbreport.sources.package import part_targets
from zbreport.sources.scan import Faults, Scan, extent

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping

_ROW_HEADER, _MERGED, _SHEET, _PROPERTIES, _END_OF_DATA = 0, 176, 156, 153, 146
_CELLS_WITH_VALUE = range(2, 12)
"""Record types of cells, from BrtCellRk to BrtFmlaError ([MS-XLSB] 2.3).

1 is a blank cell that only has a format.
"""

_CELLS = frozenset({*range(13), 62})
"""Records that begin with a row or a column: row headers and all cells."""

_LEAST, _MOST_ROWS = 8, 1_048_576
_ERRORS = frozenset({3, 11})
_ROW_HIDDEN = 0x10


def scan_package(package: zipfile.ZipFile) -> Mapping[str, Scan]:
    """What the parts of the visible sheets say, by the sheet's name."""
    entries, targets = part_targets(package, "workbook.bin")
    workbook = next((name for name in entries if name.rpartition("/")[2] == "workbook.bin"), "")
    found: dict[str, Scan] = {}
    for kind, body in _records(package.read(entries[workbook]) if workbook else b""):
        if kind == _SHEET and body[:4] == bytes(4):
            relation, at = _string(body, 8)
            name, _ = _string(body, at)
            if part := entries.get(targets.get(relation, "")):
                found[name] = scan_binary(package.read(part))
    # Where the list of sheets makes no sense, every part is looked at: calamine may make sense of
    # it.
    parts = (
        {}
        if found
        else {
            name: entry
            for name, entry in entries.items()
            if "worksheets/" in name and name.endswith(".bin")
        }
    )
    return found or {name: scan_binary(package.read(entry)) for name, entry in parts.items()}


def counts_since_1904(package: zipfile.ZipFile) -> bool:
    """Whether the workbook counts days from 1904 on ([MS-XLSB] 2.4.822)."""
    return any(
        kind == _PROPERTIES and body[:1] and body[0] & 1
        for name in package.namelist()
        if name.rpartition("/")[2] == "workbook.bin"
        for kind, body in _records(package.read(name))
    )


def scan_binary(data: bytes) -> Scan:
    """Walks the records of a sheet's part, unpacked.

    Raises:
        UnreadableFileError: F101, a row or a cell says less than where it stands, or the data have
            no end.
    """
    reach: dict[int, int] = {}
    faults: Faults = {}
    hidden: set[int] = set()
    merged: list[Span] = []
    row, ended = 0, False
    for kind, body in _records(data):
        ended |= kind == _END_OF_DATA
        if kind in _CELLS and (
            len(body) < _LEAST or int.from_bytes(body[:4], "little") >= _MOST_ROWS
        ):
            # calamine would go by what is left of the record before, which may be any row and
            # column.
            raise UnreadableFileError("F101", detail="工作表的记录不完整")
        if kind == _ROW_HEADER:
            row = int.from_bytes(body[:4], "little") + 1
            if len(body) > 11 and body[11] & _ROW_HIDDEN:
                hidden.add(row)
        elif kind in _CELLS_WITH_VALUE:
            column = int.from_bytes(body[:4], "little")
            reach[row] = max(reach.get(row, 0), column)
            if kind in _ERRORS and len(body) > 8:
                faults[row, column] = error_of(body[8])
        elif kind == _MERGED and len(body) >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", body)
            merged.append(Span(top, left, bottom, right))
    if reach and not ended:
        raise UnreadableFileError("F101", detail="工作表没有结尾，多半是没有传完")
    return extent(reach, faults, len(hidden & reach.keys()), tuple(merged))


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        kind, at = _varint(data, at, 2)
        size, at = _varint(data, at, 4)
        yield kind, data[at : at + size]
        at += size


def _string(body: bytes, at: int) -> tuple[str, int]:
    """A string with its length in front, and where it ends."""
    end = at + 4 + 2 * int.from_bytes(body[at : at + 4], "little")
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _varint(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of up to `most` bytes of seven bits each, low bits first, and where it ends."""
    value = 0
    for index, byte in enumerate(data[at : at + most]):
        value |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            return value, at + index + 1
    return value, at + most
