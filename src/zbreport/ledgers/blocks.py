"""Tables inside a sheet: where a header stands, which rows and columns belong to it.

A `Block` is geometry only. What ledger it is decides `recognise`; which of its rows are data decides `rows`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zbreport.text import normalise
from zbreport.vocabulary import is_known_header

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.model import Scalar, Sheet

_HEADER_SEARCH = 30  # rows in which a first header is looked for
_VALUE = re.compile(r"\d{4,}|\d[-/.年月]\d|[@￥]|^\d+(?:\.\d+)?%?$")  # what a cell of data holds, and no header
_LONGEST_HEADER = 40  # characters; a longer cell is text, not a header


@dataclass(frozen=True, slots=True)
class Block:
    """One table: `headers[i]` names the column `left + i`; data stand in rows `start` to `stop - 1` (zero-based).

    `alternatives[i]` are the other readings of a two-row header, most telling first. `title` is the text above the header. A block that is
    not `alone` has others beside it: only its own columns are its rows.
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
    """Finds the tables of a sheet: stacked ones split at a header after a blank row, side-by-side ones at blank columns.

    Returns:
        No block when no row looks like a header.
    """
    rows = sheet.rows
    starts = list(_header_rows(sheet))
    found: list[Block] = []
    above = 0
    for index, (top, depth) in enumerate(starts):
        stop = starts[index + 1][0] if index + 1 < len(starts) else len(rows)
        if index + 1 < len(starts):
            stop = _title_start(rows, top + depth, stop)
        found.extend(_side_by_side(_whole(sheet, top, depth, stop, above)))
        above = stop
    return tuple(found)


def blank_rows(rows: Sequence[Sequence[Scalar]]) -> list[int]:
    """Indices of the rows that hold nothing; a glance at the first cell settles most."""
    return [
        index
        for index, row in enumerate(rows)
        if (not row or not (first := row[0]) or (type(first) is str and first.isspace())) and is_blank(row)
    ]


def is_blank(row: Sequence[Scalar]) -> bool:
    """Whether no cell of a row holds anything but white space."""
    return all(type(value) is str and (not value or value.isspace()) for value in row)


def _hits(row: Sequence[Scalar]) -> int:
    return len({value for value in row if isinstance(value, str) and value and len(value) <= _LONGEST_HEADER and is_known_header(value)})


def _header_rows(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Yields (row, depth) of every header: the best of the first rows, then any that follows a blank row and is not a repetition.

    A table above the best header, though no ledger knows its columns, is a table all the same: its rows are told, not taken for a title.
    """
    rows = sheet.rows
    first = _first_header(sheet)
    if first is None:
        return
    if above := _unknown_header(rows[: first[0]]):
        yield above
    yield first
    top, depth = first
    previous = [normalise(str(value)) for value in rows[top + depth - 1]]
    after = top + depth
    for blank in blank_rows(rows):
        index = blank + 1
        while index < len(rows) and (_is_title(rows[index]) or is_blank(rows[index])):
            index += 1
        if blank < after or index == len(rows):
            continue
        after = index
        if _looks_like_header(rows[index]) and [normalise(str(value)) for value in rows[index]] != previous:
            depth = _depth(sheet, index)
            yield index, depth
            after = index + depth
            previous = [normalise(str(value)) for value in rows[after - 1]]


def _first_header(sheet: Sheet) -> tuple[int, int] | None:
    rows = sheet.rows
    best, best_score = None, 1
    seen = 0
    for index, row in enumerate(rows):
        if is_blank(row):
            if best is not None and _looks_like_header(rows[best]) and index > best + 1:
                break  # the table above is complete: a longer header below is another table's
            continue
        seen += 1
        if seen > _HEADER_SEARCH:
            break
        if (score := _hits(row)) > best_score:
            best, best_score = index, score
    if best is None:
        return _unknown_header(rows)
    if best > 0 and _is_upper_row(rows[best - 1], rows[best]):
        return best - 1, 2
    return best, _depth(sheet, best)


def _unknown_header(rows: Sequence[Sequence[Scalar]]) -> tuple[int, int] | None:
    """A row of at least three short texts above rows of the same width: a table, though no ledger knows its columns."""
    for index, row in enumerate(rows[:_HEADER_SEARCH]):
        texts = [value for value in row if isinstance(value, str) and value.strip() and len(value) <= _LONGEST_HEADER]
        filled = sum(1 for value in row if value != "")
        names = len(texts) >= 3 and len(texts) == filled and not any(_VALUE.search(text) for text in texts)
        if names and any(not is_blank(below) for below in rows[index + 1 : index + 3]):
            return index, 1
    return None


def _is_upper_row(upper: Sequence[Scalar], lower: Sequence[Scalar]) -> bool:
    """Whether the row above a header names groups of its columns (`申请情况 | 办理情况`) and is not a title."""
    texts = [value for value in upper if value != ""]
    names_blank_columns = any(below == "" and above != "" for above, below in zip(upper, lower, strict=False))
    short = all(isinstance(value, str) and len(value.strip()) <= 12 for value in texts)
    return short and (len(texts) >= 2) and (names_blank_columns or len(texts) < sum(1 for value in lower if value != ""))


def _depth(sheet: Sheet, top: int) -> int:
    """2 when the row below continues the header: it names only columns that a merged or blank cell leaves unnamed."""
    rows = sheet.rows
    if top + 1 >= len(rows):
        return 1
    upper, lower = rows[top], rows[top + 1]
    texts = [value for value in lower if value != ""]
    if not texts or not all(isinstance(value, str) and len(value.strip()) <= 20 for value in texts):
        return 1
    if any(span.top == top and span.bottom == top + 1 for span in sheet.merged):
        return 2
    under_unnamed = sum(1 for above, below in zip(upper, lower, strict=False) if above == "" and below != "")
    return 2 if under_unnamed and _hits(lower) >= max(1, len(texts) // 2) and list(lower) != list(upper) else 1


def _looks_like_header(row: Sequence[Scalar]) -> bool:
    filled = [value for value in row if value != ""]
    return len(filled) >= 2 and all(isinstance(value, str) for value in filled) and _hits(row) >= max(2, len(filled) // 2)


def _is_title(row: Sequence[Scalar]) -> bool:
    return sum(1 for value in row if value != "") == 1


def _title_start(rows: Sequence[Sequence[Scalar]], start: int, header: int) -> int:
    """Where the table above a stacked header ends: title rows just above the header belong to the header."""
    stop = header
    while stop > start and _is_title(rows[stop - 1]):
        stop -= 1
    return stop


def _whole(sheet: Sheet, top: int, depth: int, stop: int, above: int) -> Block:
    rows = sheet.rows
    width = max((len(row) for row in rows[top : top + depth]), default=0)
    lower = _texts(rows[top + depth - 1], width)
    titles = [" ".join(str(value).strip() for value in rows[index] if value != "") for index in range(above, top)]
    headers, others = lower, [tuple[str, ...]()] * width
    if depth == 2:
        upper = _fill(sheet, top, _texts(rows[top], width), lower)
        headers = [below or above for above, below in zip(upper, lower, strict=True)]
        others = [(above + below,) if above and below else () for above, below in zip(upper, lower, strict=True)]
    return Block(sheet, top + depth - 1, top + depth, stop, 0, tuple(headers), tuple(others), " ".join(filter(None, titles)))


def _texts(row: Sequence[Scalar], width: int) -> list[str]:
    return [" ".join(str(value).split()) for value in row] + [""] * (width - len(row))


def _fill(sheet: Sheet, row: int, upper: list[str], lower: list[str]) -> list[str]:
    """Carries a merged group name over its columns; without merge information, to the blank cells right of it that a lower name fills."""
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
    """Splits a block at blank columns when the pieces repeat a header or each has several known ones."""
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
        return (block,)
    names = [{normalise(header) for header in block.headers[left:right] if header} for left, right in wide]
    repeated = any(names[one] & names[other] for one in range(len(names)) for other in range(one))
    if not repeated and not all(_hits(block.headers[left:right]) >= 2 for left, right in wide):
        return (block,)
    return tuple(
        replace(block, left=left, headers=block.headers[left:right], alternatives=block.alternatives[left:right], alone=False)
        for left, right in wide
    )


def _is_blank_column(block: Block, column: int) -> bool:
    """Whether a column without a header holds nothing either; beyond the last header it ends the last piece."""
    if column >= len(block.headers):
        return True
    rows = block.sheet.rows[block.start : block.stop]
    return all(column >= len(row) or is_blank(row[column : column + 1]) for row in rows)
