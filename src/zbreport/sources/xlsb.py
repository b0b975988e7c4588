"""Finds the extent of a sheet of a binary workbook: as with `scan`, a far cell would abort the process."""

from __future__ import annotations

from zbreport.sources.scan import Scan, extent

_ROW_HEADER = 0
_CELLS_WITH_VALUE = range(2, 12)
"""Record types of cells, from BrtCellRk to BrtFmlaError ([MS-XLSB] 2.3); 1 is a blank cell that only has a format."""


def scan_binary(data: bytes) -> Scan:
    """Walks the records of a sheet's part.

    Args:
        data: the part, unpacked.

    Returns:
        The exact extent; faults and hidden rows are not looked for.
    """
    reach: dict[int, int] = {}
    row = at = 0
    while at < len(data):
        kind, at = _varint(data, at, 2)
        size, at = _varint(data, at, 4)
        if kind == _ROW_HEADER:
            row = int.from_bytes(data[at : at + 4], "little") + 1
        elif kind in _CELLS_WITH_VALUE:
            reach[row] = max(reach.get(row, 0), int.from_bytes(data[at : at + 4], "little"))
        at += size
    return extent(reach)


def _varint(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of up to `most` bytes of seven bits each, low bits first, and where it ends."""
    value = 0
    for index, byte in enumerate(data[at : at + most]):
        value |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            return value, at + index + 1
    return value, at + most
