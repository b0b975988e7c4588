"""Looks through a binary workbook (`.xls`, and most `.et`) for what calamine does not tell. Runs before calamine reads one.

calamine reserves memory for the stated dimensions before it reads a cell, and then for the range of
the cells that it found. Where a damaged record states four billion rows, or a column far out, the
process ends without an exception. And error values come out of it as blanks.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from zbreport.errors import UnreadableFileError
from zbreport.sources.compound import is_endless, stream_of
from zbreport.sources.faults import error_of
from zbreport.sources.scan import Faults, Scan, extent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MAX_ROW, _MAX_COLUMN = 65_536, 256
_BOF, _CODEPAGE, _BOUNDSHEET, _ROW, _DIMENSIONS, _EOF = 0x809, 0x42, 0x85, 0x208, 0x200, 0x0A
_FORMULA, _SEVERAL, _BOOL_OR_ERROR = 0x06, 0xBD, 0x205
_CELLS = frozenset({_FORMULA, _SEVERAL, 0xD6, 0xFD, 0x203, 0x204, _BOOL_OR_ERROR, 0x27E})
"""Records of cells with a value: row and column, two bytes each, come first, and no column has a high byte."""

_STREAMS = ("Workbook", "Book")
_BIFF8 = b"\x00\x06"
_HIDDEN = 0x20


def scan_biff(data: bytes) -> Mapping[str, Scan]:
    """Walks the records of every visible sheet.

    Args:
        data: the whole file.

    Returns:
        What each sheet's records say, by its name. (A formula always has a result in this format,
        if only a stale one.)

    Raises:
        UnreadableFileError: F101, there is no workbook inside or no end to it, a sheet states
            dimensions that no sheet has, or a cell stands outside them.
        struct.error: a record is cut off.
    """
    if is_endless(data, _STREAMS):
        raise UnreadableFileError("F101", detail="内部的链接绕成了圈")
    stream = next((stream for name in _STREAMS if (stream := stream_of(data, name))), None)
    if stream is None:
        raise UnreadableFileError("F101", detail="找不到工作簿的内容")
    return {name: _sheet(stream, start) for name, start in _sheets(stream)}


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """Names of the sheets, and where in the stream they begin ([MS-XLS] 2.4.28)."""
    wide, codec = False, "gb18030"
    for kind, body in _records(stream, 0):
        if kind == _BOF:
            wide = body[:2] == _BIFF8
        elif kind == _CODEPAGE and body[:2] not in {b"\xb0\x04", b"\xa8\x03"}:
            codec = f"cp{int.from_bytes(body[:2], 'little')}"
        elif kind == _BOUNDSHEET and len(body) > 6:
            (start,) = struct.unpack_from("<I", body)
            size = body[6]
            if not wide:
                yield _text(body[7 : 7 + size], codec), start
            elif body[7:8] == b"\x01":
                yield _text(body[8 : 8 + 2 * size], "utf-16-le"), start
            else:
                yield _text(body[8 : 8 + size], "latin-1"), start


def _text(raw: bytes, codec: str) -> str:
    try:
        return raw.decode(codec, "replace")
    except LookupError:
        return raw.decode("gb18030", "replace")


def _sheet(stream: bytes, start: int) -> Scan:
    reach: dict[int, int] = {}
    faults: Faults = {}
    hidden: set[int] = set()
    kind = _EOF
    for kind, body in _records(stream, start):
        if kind in _CELLS:
            row, column = struct.unpack_from("<HH", body)
            if column >= _MAX_COLUMN:
                raise UnreadableFileError("F101", detail="记录的表格范围有误")
            last = int.from_bytes(body[-2:], "little") if kind == _SEVERAL else column
            reach[row + 1] = max(reach.get(row + 1, 0), last)
            if fault := _fault(kind, body):
                faults[row + 1, column] = fault
        elif kind == _ROW and len(body) > 12 and body[12] & _HIDDEN:
            hidden.add(int.from_bytes(body[:2], "little") + 1)
        elif kind == _DIMENSIONS and not _plausible(body):
            raise UnreadableFileError("F101", detail="记录的表格范围有误")
    if kind != _EOF:
        raise UnreadableFileError("F101", detail="工作表没有结尾，多半是没有传完")
    return extent(reach, faults, len(hidden & reach.keys()))


def _fault(kind: int, body: bytes) -> str | None:
    """The error value of a cell, written as such or as the result of a formula."""
    if kind == _BOOL_OR_ERROR:
        return error_of(body[6]) if body[7:8] == b"\x01" else None
    # A result that is no number ends in two bytes of ones, and begins with what it is: 2 for an
    # error.
    return (
        error_of(body[8])
        if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2
        else None
    )


def _plausible(dimensions: bytes) -> bool:
    """Whether a record of dimensions fits the format; the ends are exclusive."""
    top, bottom, left, right = struct.unpack_from(
        "<IIHH" if len(dimensions) >= 14 else "<HHHH", dimensions
    )
    return bool(top <= bottom <= _MAX_ROW and left <= right <= _MAX_COLUMN)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records from an offset to the end of the part of the stream that begins there."""
    kind = 0
    while at + 4 <= len(stream) and kind != _EOF:
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
