"""Looks into compound files ([MS-CFB]) with olefile: `.xls`, `.doc`, locked workbooks."""

from __future__ import annotations

from io import BytesIO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR_SHIFTS = (9, 12)
"""Sectors have 512 or 4096 bytes; a file with others makes readers follow chains without an end."""


def streams_of(data: bytes, names: tuple[str, ...]) -> dict[str, bytes]:
    """The streams that a compound file has.

    Args:
        data: the whole file.
        names: of the streams that are wanted.

    Returns:
        Name → content of those that are there; of a file whose directory makes no sense, those
        whose names stand anywhere, with no content.
    """
    import olefile

    if _is_plausible(data):
        try:
            with olefile.OleFileIO(BytesIO(data)) as file:
                return {
                    name: file.openstream(name).read()
                    for name in names
                    if file.exists(name) and file.get_size(name) <= len(data)
                }
        except (OSError, ValueError, LookupError, RecursionError, TypeError):
            pass  # damaged in one of the ways that olefile meets with these
    return {name: b"" for name in names if name.encode("utf-16-le") in data}


def _is_plausible(data: bytes) -> bool:
    """Whether the header fits the file.

    Sectors of a known size, and no more tables of them than the file has room for.
    """
    shift = int.from_bytes(data[30:32], "little")
    tables = int.from_bytes(data[44:48], "little") + int.from_bytes(data[72:76], "little")
    return shift in _SECTOR_SHIFTS and tables << shift <= len(data)
