"""Takes streams out of a compound file ([MS-CFB]), which `.xls`, `.doc` and locked workbooks are. Used by `sniff` and `biff`.

Made for files that may be damaged in any way: what is missing is left out, and no chain of sectors
is followed longer than the file.
"""

from __future__ import annotations

import struct
from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_LAST_SECTOR = 0xFFFFFFF9
"""Sector numbers above this one are marks: end of chain, unused."""


def has_stream(data: bytes, name: str) -> bool:
    """Whether a compound file has a stream of this name, or had one before its directory was damaged."""
    return _entry(_directory(data), name) is not None or _entry(data, name) is not None


def stream_of(data: bytes, name: str) -> bytes | None:
    """The content of a stream, put together from its sectors; None if there is no such stream.

    Short streams stand in pieces of 64 bytes inside the stream of the directory's root, which has a
    table of its own.
    """
    directory = _directory(data)
    entry = _entry(directory, name)
    if entry is None:
        return None
    (start, size), links, sector = _place(entry), _links(data), 1 << _shift(data, 30)
    if size >= int.from_bytes(data[56:60], "little"):
        return _joined(data, sector, 1, start, links)
    pieces = _joined(data, sector, 1, _place(directory[:_ENTRY])[0], links)
    table = _joined(data, sector, 1, int.from_bytes(data[60:64], "little"), links)
    return _joined(pieces, 1 << _shift(data, 32), 0, start, _links_in(table))[:size]


def is_endless(data: bytes, entries: Iterable[str]) -> bool:
    """Whether a chain of sectors that a reader follows comes back to itself: of the directory, of the short streams, of these entries."""
    directory, links = _directory(data), _links(data)
    found = [_entry(directory, name) for name in entries]
    starts = [_place(entry)[0] for entry in (directory[:_ENTRY], *found) if entry]
    return any(
        _comes_back(start, links)
        for start in (*starts, *(int.from_bytes(data[at : at + 4], "little") for at in (48, 60)))
    )


def _comes_back(start: int, links: array[int]) -> bool:
    seen: set[int] = set()
    while start < len(links):
        if start in seen:
            return True
        seen.add(start)
        start = links[start]
    return False


def _directory(data: bytes) -> bytes:
    return _joined(
        data, 1 << _shift(data, 30), 1, int.from_bytes(data[48:52], "little"), _links(data)
    )


def _entry(directory: bytes, name: str) -> bytes | None:
    """The 128 bytes of a stream's entry ([MS-CFB] 2.6)."""
    wide = name.encode("utf-16-le") + b"\x00\x00"
    beginning = wide.ljust(64, b"\x00") + len(wide).to_bytes(2, "little")
    at = directory.find(beginning)
    while at % _ENTRY and at >= 0:
        at = directory.find(beginning, at + 1)
    return directory[at : at + _ENTRY].ljust(_ENTRY, b"\x00") if at >= 0 else None


def _place(entry: bytes) -> tuple[int, int]:
    """First sector and size of the stream of an entry."""
    start, size = struct.unpack_from("<II", entry.ljust(_ENTRY, b"\x00"), 116)
    return start, size


def _shift(data: bytes, at: int) -> int:
    return min(int.from_bytes(data[at : at + 2], "little"), 12)


def _links(data: bytes) -> array[int]:
    """For every sector, the one that follows it ([MS-CFB] 2.3)."""
    size = 1 << _shift(data, 30)
    tables = list(_numbers(data[76:512]))
    more = int.from_bytes(data[68:72], "little")
    while more <= _LAST_SECTOR and len(tables) * size < len(data):
        *numbers, more = _numbers(_sector(data, more, size)) or (_LAST_SECTOR + 1,)
        tables += numbers
    return _links_in(
        b"".join(_sector(data, number, size) for number in tables if number <= _LAST_SECTOR)
    )


def _links_in(table: bytes) -> array[int]:
    return array("I", _numbers(table))


def _joined(data: bytes, size: int, headers: int, start: int, links: array[int]) -> bytes:
    """The sectors of a chain; `headers` is how many sectors stand before the first."""
    chain: list[bytes] = []
    while start < len(links) and len(chain) <= len(links):
        chain.append(_sector(data, start, size, headers))
        start = links[start]
    return b"".join(chain)


def _sector(data: bytes, number: int, size: int, headers: int = 1) -> bytes:
    return data[(number + headers) * size : (number + headers + 1) * size]


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
