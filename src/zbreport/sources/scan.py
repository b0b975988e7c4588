"""Looks through a worksheet's XML for what calamine does not tell.

Runs on every `.xlsx` sheet before calamine does.

calamine aborts the process on a value in a far cell, and gives error values and formulas without a
stored result as blanks. The scan must cost a fraction of the reading itself, so it searches the
bytes for the few marks that matter, and takes single cells apart only where one is found. Sheets
that are too large by that count, or whose cells do not name their place, are walked cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import IO, TYPE_CHECKING

from zbreport.errors import UnreadableFileError
from zbreport.model import Limits, NumberFormat, Span
from zbreport.sources.markup import (
    PLACE,
    ROW_NUMBER,
    STYLE,
    Tags,
    column_of,
    fault_of,
    is_hidden,
    tags_of,
)
from zbreport.text.compare import column_letter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST_CELLS = Limits().cells
_CHUNK = 64 * 1024
"""Bytes searched at a time.

Few enough to stay in the processor's cache from one search to the next.
"""

_MAX_ROW_BYTES = 64 * 1024**2
_DATA = re.compile(rb"<((?:\w{1,64}:)?)sheetData\b[^<>]*?(/?)>")
_HIDDEN_HINT = re.compile(rb' hidden=["\']')
_ERROR_HINT = re.compile(rb't="e"')
_TIERS: tuple[tuple[int, bytes], ...] = (
    (16, rb"[Q-Z]|[A-P](?:[A-Z]|%b)"),
    (26, rb"[A-Z](?:[A-Z]|%b)"),
    (52, rb"[B-Z][A-Z]|[A-Z]{3}|[A-Z]{1,2}%b"),
    (104, rb"[D-Z][A-Z]|[A-Z]{3}|[A-Z]{1,2}%b"),
    (234, rb"[I-Z][A-Z]|[A-Z]{3}|[A-Z]{1,2}%b"),
    (702, rb"[A-Z]{3}|[A-Z]{1,2}%b"),
    (16_384, rb"[A-Z]{1,3}%b"),
)
"""Widths, and the beginning of an address beyond them or (its last part) beyond the rows."""

Faults = dict[tuple[int, int], str]
NumberFormats = dict[tuple[int, int], NumberFormat]
Styles = Mapping[int, NumberFormat]
"""Number of a style → how it shows numbers."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a sheet's XML says.

    Attributes:
        rows, columns: at least the extent of the cells with a value, and exactly that when it is
            too large.
        stray: address of the cell that makes the extent so large, when it is too large.
        faults: as in `model.Sheet`.
        hidden_rows: how many rows with a value are hidden.
        merged: merged ranges, of formats whose reader does not give them.
        number_formats: as in `model.Sheet`.
    """

    rows: int = 0
    columns: int = 0
    stray: str = ""
    faults: Faults = field(default_factory=dict)
    hidden_rows: int = 0
    merged: tuple[Span, ...] = ()
    number_formats: NumberFormats = field(default_factory=dict)

    def exceeds(self, cells: int) -> bool:
        """Whether the extent has more than so many cells.

        Each costs calamine some 30 bytes, filled or not.
        """
        return self.rows * self.columns > cells


class PlacelessError(Exception):
    """A cell or row names no place, or another than its own: places are read one by one."""


def scan(
    open_part: Callable[[], IO[bytes]],
    most_cells: int = _MOST_CELLS,
    styles: Styles = MappingProxyType({}),
) -> Scan:
    """Looks through one worksheet.

    Args:
        open_part: opens the worksheet's XML, unpacked.
        most_cells: an extent beyond it is looked at cell by cell.
        styles: those whose cells are wanted (see `model.Sheet.number_formats`).

    Returns:
        What was found.

    Raises:
        UnreadableFileError: F101, the XML is no worksheet at all.
        zipfile.BadZipFile, zlib.error: the part is damaged.
    """
    try:
        with open_part() as stream:
            quick = _search(stream, styles)
        if not quick.exceeds(most_cells):
            return quick
    except PlacelessError:
        pass
    with open_part() as stream:
        return _walk(stream, styles)


def pieces(stream: IO[bytes]) -> Iterator[tuple[Tags, bytes]]:
    """Cuts the sheet's data into whole rows, to the end, where the checksum is verified."""
    buffer, start, looked_at = b"", None, 0
    while not (start := _DATA.search(buffer, looked_at)):
        looked_at = max(buffer.rfind(b"<"), looked_at)
        more = _more(stream, buffer)
        if not more:
            return
        buffer += more
    buffer = buffer[start.end() :]
    if not start[2]:
        yield from _cut(stream, tags_of(start[1]), buffer)
    while stream.read(_CHUNK):
        pass


def _cut(stream: IO[bytes], tags: Tags, buffer: bytes) -> Iterator[tuple[Tags, bytes]]:
    """The pieces of the data, of which the buffer holds the beginning."""
    end = -1
    while end < 0:
        last = buffer.rfind(tags.row_end)
        # Rows without cells have no end tag; what stands before the last row is whole in any case.
        cut = last + len(tags.row_end) if last >= 0 else max(buffer.rfind(tags.row_start), 0)
        end = buffer.find(tags.data_end, cut)
        more = b"" if end >= 0 else _more(stream, buffer[cut:])
        if end < 0 and not more:
            end = len(buffer)
        if end >= 0:
            cut = end
        if cut:
            yield tags, buffer[:cut]
        buffer = buffer[cut:] + more


def _more(stream: IO[bytes], left: bytes) -> bytes:
    """Reads as much again as is left over, so that an endless row is searched only once."""
    if len(left) > _MAX_ROW_BYTES:
        raise UnreadableFileError("F101", detail="工作表里有一行大得不正常")
    return stream.read(max(_CHUNK, len(left)))


def _search(stream: IO[bytes], styles: Styles) -> Scan:
    """The quick look: a bound of the extent, faults, hidden rows, by searches over pieces."""
    rows = tier = hidden = 0
    faults: Faults = {}
    formats: NumberFormats = {}
    for tags, piece in pieces(stream):
        bound, digits = _bound(_last_row(tags, piece))
        rows = max(rows, bound)
        while beyond := _beyond(tier, digits).search(piece):
            if beyond[0][-1:].isdigit():
                raise PlacelessError
            tier += 1
        if _HIDDEN_HINT.search(piece):
            hidden += sum(
                1
                for row in tags.whole_row.finditer(piece)
                if is_hidden(row[1]) and tags.content.search(row[2])
            )
        faults.update(_faults(tags, piece))
        if styles:
            formats.update(_formats(tags, piece, styles))
    return Scan(rows, _TIERS[tier][0] if rows else 0, "", faults, hidden, number_formats=formats)


def _formats(
    tags: Tags, piece: bytes, styles: Styles
) -> Iterator[tuple[tuple[int, int], NumberFormat]]:
    """The cells with one of these styles."""
    for cell in tags.cell.finditer(piece):
        if found := _format(cell[1], cell[2], styles):
            if (place := PLACE.search(cell[1])) is None:
                raise PlacelessError
            yield (int(place[2]), column_of(place[1])), found


def _format(attributes: bytes, content: bytes | None, styles: Styles) -> NumberFormat | None:
    """How a cell shows its number; None for a cell without one, or without one of these styles."""
    style = STYLE.search(attributes) if content else None
    return styles.get(int(style[1])) if style else None


def _bound(row: int) -> tuple[int, bytes]:
    """A row number not far above another one, and what the numbers of rows above it begin with."""
    digits = len(str(row))
    if digits < 6:
        return 10**digits - 1, rb"\d{%d}" % (digits + 1)
    if digits == 6 and row < 900_000:
        first = row // 100_000
        return (first + 1) * 100_000 - 1, rb"(?:\d{7}|[%d-9]\d{5})" % (first + 1)
    return max(row, 1_099_999), rb"(?:\d{8}|[2-9]\d{6}|1[1-9]\d{5})"


@lru_cache(maxsize=256)
def _beyond(tier: int, rows: bytes) -> re.Pattern[bytes]:
    """Finds a cell beyond the columns of a tier, or beyond the rows that begin like this.

    A cell may name a row that is not the one it stands in, and the reader goes by the cell.
    Patterns that begin with plain bytes are the fast ones of `re`.
    """
    return re.compile(rb' r="(?:%b)' % (_TIERS[tier][1] % rows))


def _last_row(tags: Tags, piece: bytes) -> int:
    """Number of a piece's last row; its first cell shows whether cells name their places."""
    row = tags.row.match(piece, max(piece.rfind(tags.row_start), 0))
    if row is None:
        return 0
    number = ROW_NUMBER.search(row[1])
    cell = tags.cell.search(piece)
    # The tiers look for ` r="`, so a writer with another style of quotes needs the walk as well.
    if number is None or (cell and not (PLACE.search(cell[1]) and b' r="' in cell[1])):
        raise PlacelessError
    return int(number[1])


def _faults(tags: Tags, piece: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """Faults of the cells around every mark of one.

    A cell is looked at once, however many marks it has.
    """
    for hint in (_ERROR_HINT, tags.unstored):
        looked_at = 0
        for hit in hint.finditer(piece):
            start = piece.rfind(tags.cell_start, looked_at, hit.start())
            looked_at = hit.start()
            cell = tags.cell.match(piece, start) if start >= 0 else None
            if (
                cell
                and cell.end() >= hit.end()
                and (fault := fault_of(tags, cell[1], cell[2] or b""))
            ):
                place = PLACE.search(cell[1])
                if place is None:
                    raise PlacelessError
                yield (int(place[2]), column_of(place[1])), fault


def _walk(stream: IO[bytes], styles: Styles) -> Scan:
    """The careful look: every cell, counting places where they are not named."""
    reach: dict[int, int] = {}
    faults: Faults = {}
    hidden: set[int] = set()
    formats: NumberFormats = {}
    row, column = 0, -1
    for tags, piece in pieces(stream):
        for tag in tags.row_or_cell.finditer(piece):
            if tag[2] is None:
                number = ROW_NUMBER.search(tag[1])
                row, column = int(number[1]) if number else row + 1, -1
                if is_hidden(tag[1]):
                    hidden.add(row)
                continue
            place = PLACE.search(tag[2])
            if place is None and b' r="' in tag[2]:
                raise UnreadableFileError("F101", detail="工作表里有格子的地址不合规定")
            row, column = (int(place[2]), column_of(place[1])) if place else (row, column + 1)
            content = tag[3]
            if content and tags.content.search(content):
                reach[row] = max(reach.get(row, 0), column)
                if fault := fault_of(tags, tag[2], content):
                    faults[row, column] = fault
                if shown := _format(tag[2], content, styles):
                    formats[row, column] = shown
    return extent(reach, faults, len(hidden & reach.keys()), number_formats=formats)


def extent(
    reach: Mapping[int, int],
    faults: Faults | None = None,
    hidden_rows: int = 0,
    merged: tuple[Span, ...] = (),
    number_formats: NumberFormats | None = None,
) -> Scan:
    """Makes a scan of an exact extent.

    Args:
        reach: Excel row → zero-based column of its last cell with a value.
        faults: as in `Scan`.
        hidden_rows: as in `Scan`.
        merged: as in `Scan`.
        number_formats: as in `Scan`.

    Returns:
        The scan; `stray` is the last cell of the one row without which the extent would shrink
        most.
    """
    if not reach:
        return Scan(0, 0, "", faults or {}, hidden_rows, merged, number_formats or {})
    last, widest = max(reach), max(reach, key=lambda row: (reach[row], row))
    columns = reach[widest] + 1
    without_last = max((row for row in reach if row != last), default=0) * columns
    without_widest = last * (
        max((width for row, width in reach.items() if row != widest), default=-1) + 1
    )
    blamed = last if without_last <= without_widest else widest
    return Scan(
        last,
        columns,
        f"{column_letter(reach[blamed])}{blamed}",
        faults or {},
        hidden_rows,
        merged,
        number_formats or {},
    )
