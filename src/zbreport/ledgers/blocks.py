"""Tables inside a sheet: where a header stands, which rows and columns belong to it.

A `Block` is geometry only. What ledger it is decides `recognise`; which of its rows are data
decides `rows`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zbreport.ledgers.headings import blank_rows, header_rows, hits, is_blank, is_title
from zbreport.text.compare import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.model import Scalar, Sheet

__all__ = ["Block", "blank_rows", "blocks_of", "is_blank"]


@dataclass(frozen=True, slots=True)
class Block:
    """One table: header `i` names column `left + i`, data in rows `start` to `stop - 1`.

    `alternatives[i]` are the other readings of a two-row header, most telling first. `title` is the
    text above the header. A block that is not `alone` has others beside it: only its own columns
    are its rows.
    """

    sheet: Sheet
    header_row: int
    start: int
    stop: int
    left: int
    headers: tuple[str, ...]
    alternatives: tuple[tuple[str, ...], ...]
    title: str
    alone: bool = True


def blocks_of(sheet: Sheet) -> tuple[Block, ...]:
    """Finds the tables of a sheet.

    Stacked ones are split at a header after a blank row, side-by-side ones at blank columns.

    Returns:
        No block when no row looks like a header.
    """
    rows = sheet.rows
    starts = list(header_rows(sheet))
    found: list[Block] = []
    above = 0
    for index, (top, depth) in enumerate(starts):
        stop = starts[index + 1][0] if index + 1 < len(starts) else len(rows)
        if index + 1 < len(starts):
            stop = _title_start(rows, top + depth, stop)
        found.extend(_side_by_side(_whole(sheet, top, depth, stop, above)))
        above = stop
    return tuple(found)


def _title_start(rows: Sequence[Sequence[Scalar]], start: int, header: int) -> int:
    """Where the table above a stacked header ends; titles just above it belong to the header."""
    stop = header
    while stop > start and is_title(rows[stop - 1]):
        stop -= 1
    return stop


def _whole(sheet: Sheet, top: int, depth: int, stop: int, above: int) -> Block:
    rows = sheet.rows
    width = max((len(row) for row in rows[top : top + depth]), default=0)
    lower = _texts(rows[top + depth - 1], width)
    titles = [
        " ".join(str(value).strip() for value in rows[index] if value != "")
        for index in range(above, top)
    ]
    headers, others = lower, [tuple[str, ...]()] * width
    if depth == 2:
        upper = _fill(sheet, top, _texts(rows[top], width), lower)
        headers = [below or above for above, below in zip(upper, lower, strict=True)]
        others = [
            (above + below,) if above and below else ()
            for above, below in zip(upper, lower, strict=True)
        ]
    return Block(
        sheet,
        top + depth - 1,
        top + depth,
        stop,
        0,
        tuple(headers),
        tuple(others),
        " ".join(filter(None, titles)),
    )


def _texts(row: Sequence[Scalar], width: int) -> list[str]:
    return [" ".join(str(value).split()) for value in row] + [""] * (width - len(row))


def _fill(sheet: Sheet, row: int, upper: list[str], lower: list[str]) -> list[str]:
    """Carries a merged group name over its columns.

    Without merge information, over the blank cells right of it that a lower name fills.
    """
    spans = [span for span in sheet.merged if span.top <= row <= span.bottom]
    filled = list(upper)
    for column in range(1, len(filled)):
        if filled[column]:
            continue
        merged = any(span.left < column <= span.right for span in spans)
        if merged or (not spans and lower[column]):
            filled[column] = filled[column - 1]
    return filled


def _side_by_side(block: Block) -> tuple[Block, ...]:
    """Splits a block at blank columns if its pieces repeat a header or have several known ones."""
    pieces: list[tuple[int, int]] = []
    start: int | None = None
    for column, header in enumerate((*block.headers, "")):
        if header and start is None:
            start = column
        elif not header and start is not None and _is_blank_column(block, column):
            pieces.append((start, column))
            start = None
    wide = [piece for piece in pieces if piece[1] - piece[0] >= 2]
    if len(wide) < 2:
        wide = _repeated(block.headers)
    if len(wide) < 2:
        return (block,)
    names = [
        {normalise(header) for header in block.headers[left:right] if header}
        for left, right in wide
    ]
    repeated = any(names[one] & names[other] for one in range(len(names)) for other in range(one))
    if not repeated and not all(hits(block.headers[left:right]) >= 2 for left, right in wide):
        return (block,)
    return tuple(
        replace(
            block,
            left=left,
            headers=block.headers[left:right],
            alternatives=block.alternatives[left:right],
            alone=False,
        )
        for left, right in wide
    )


def _repeated(headers: Sequence[str]) -> list[tuple[int, int]]:
    """The pieces of a header that repeats a few names without blank columns; may be empty."""
    names = [normalise(header) for header in headers]
    for width in range(2, len(names) // 2 + 1):
        whole = len(names) % width == 0 and all(
            name == names[place % width] for place, name in enumerate(names)
        )
        if whole and len(set(names[:width])) == width and hits(headers[:width]) >= 2:
            return [(left, left + width) for left in range(0, len(names), width)]
    return []


def _is_blank_column(block: Block, column: int) -> bool:
    """Whether a column has neither header nor cells; past the last header it ends a piece."""
    if column >= len(block.headers):
        return True
    rows = block.sheet.rows[block.start : block.stop]
    return all(column >= len(row) or is_blank(row[column : column + 1]) for row in rows)
