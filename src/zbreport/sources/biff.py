"""Checks where a binary workbook (`.xls`) says that its cells are. Runs before calamine reads one.

calamine reserves memory for the stated dimensions before it reads a cell, and then for the range of the cells that it
found. Where a damaged record states four billion rows, or a column far out, the process ends without an exception.
"""

from __future__ import annotations

import struct
from array import array
from typing import TYPE_CHECKING

from zbreport.errors import UnreadableFileError
from zbreport.sources.sniff import stream_entry

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_ROW, _MAX_COLUMN = 65_536, 256
_BOUNDSHEET, _DIMENSIONS, _EOF = 0x85, 0x200, 0x0A
_CELLS = frozenset({0x06, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E})
"""Records of cells with a value: row and column, two bytes each, come first, and no column has a high byte."""

_LAST_SECTOR = 0xFFFFFFF9
"""Sector numbers above this one are marks: end of chain, unused."""


def check_places(data: bytes) -> None:
    """Checks every sheet of a workbook.

    Args:
        data: the whole file.

    Raises:
        UnreadableFileError: F101, a sheet states dimensions that no sheet has, or a cell stands outside them.
        struct.error: a record is cut off.
    """
    stream = _workbook(data)
    sheets = [struct.unpack_from("<I", body)[0] for kind, body in _records(stream, 0) if kind == _BOUNDSHEET]
    for start in sheets:
        for kind, body in _records(stream, start):
            if (kind in _CELLS and body[3:4] > b"\x00") or (kind == _DIMENSIONS and not _plausible(body)):
                raise UnreadableFileError("F101", detail="记录的表格范围有误")


def _plausible(dimensions: bytes) -> bool:
    """Whether a record of dimensions fits the format; the ends are exclusive."""
    top, bottom, left, right = struct.unpack_from("<IIHH" if len(dimensions) >= 14 else "<HHHH", dimensions)
    return bool(top <= bottom <= _MAX_ROW and left <= right <= _MAX_COLUMN)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records from an offset to the end of the part of the stream that begins there."""
    kind = 0
    while at + 4 <= len(stream) and kind != _EOF:
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _workbook(data: bytes) -> bytes:
    """The workbook stream of a compound file, put together from its sectors ([MS-CFB] 2.3)."""
    entry = next((found for name in ("Workbook", "Book") if (found := stream_entry(data, name)) is not None), None)
    if entry is None:
        return b""
    size = 1 << min(int.from_bytes(data[30:32], "little"), 12)
    tables = list(_numbers(data[76:512]))
    more = int.from_bytes(data[68:72], "little")
    while more <= _LAST_SECTOR and len(tables) * size < len(data):
        *numbers, more = _numbers(_sector(data, more, size)) or (_LAST_SECTOR + 1,)
        tables += numbers
    links = array("I", b"".join(_sector(data, number, size) for number in tables if number <= _LAST_SECTOR))
    chain: list[bytes] = []
    number = int.from_bytes(data[entry + 116 : entry + 120], "little")
    while number < len(links) and len(chain) <= len(links):
        chain.append(_sector(data, number, size))
        number = links[number]
    return b"".join(chain)


def _sector(data: bytes, number: int, size: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
