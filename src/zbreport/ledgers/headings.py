"""Where headers stand in a sheet: the best of the first rows, then any that begins a further table.

A row is known for a header by the words that it has in common with the ledgers' columns
(`vocabulary`). Geometry is left to `blocks`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from zbreport.ledgers.dates import read_date
from zbreport.sources.columns import ColumnRows
from zbreport.text.compare import normalise
from zbreport.vocabulary import is_known_header

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.model import Scalar, Sheet

_HEADER_SEARCH = 30  # rows in which the best header is looked for
_FAR_SEARCH = 1000  # rows in which any is looked for, when the first have none
_LONGEST_HEADER = 40  # characters; a longer cell is text, not a header
_VALUE = re.compile(
    r"\d{4,}|\d[-/.年月]\d|[@￥]|^\d+(?:\.\d+)?%?$"
)  # what a cell of data holds, and no header
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def header_rows(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Yields (row, depth) of every header, in order.

    After the first come those that follow a blank row and are no repetition, and repetitions under
    a title that names a year: the rows below are of that year. A table above the best header,
    though no ledger knows its columns, is a table all the same: its rows are told, not taken for a
    title.
    """
    rows = sheet.rows
    first = _first_header(sheet)
    if first is None:
        return
    if above := _unknown_header(rows[: first[0]]):
        yield above
    yield first
    top, depth = first
    titled = set(_under_years(rows, top, top + depth))
    previous = _named(rows[top + depth - 1])
    after = top + depth
    for index in sorted({*_after_blanks(rows, after), *titled}):
        if (
            index < after
            or not looks_like_header(rows[index])
            or (_named(rows[index]) == previous and index not in titled)
        ):
            continue
        depth = _depth(sheet, index)
        yield index, depth
        after = index + depth
        previous = _named(rows[after - 1])


def has_header(
    above: Sequence[Sequence[Scalar]],
    rows: Sequence[Sequence[Scalar]],
    header: Sequence[str],
    title: str,
) -> bool:
    """Whether another table may begin further down: other headers, or another year.

    Args:
        above: the last rows above them, below which one may begin as well.
        rows: what stands below the header and its first rows.
        header: of the table.
        title: of the table.
    """
    if not (blank_rows(above) or blank_rows(rows) or _YEAR.search(title)):
        return False
    rows = [*above, *rows]
    named = _named(header)
    if any(
        looks_like_header(rows[index]) and _named(rows[index]) != named
        for index in _after_blanks(rows, 0)
    ):
        return True
    return _YEAR.search(title) is not None and any(_names_year(row) for row in rows)


def _named(row: Sequence[Scalar]) -> list[str]:
    """A header's texts, up to the last one."""
    texts = [normalise(str(value)) for value in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _after_blanks(rows: Sequence[Sequence[Scalar]], after: int) -> Iterator[int]:
    """The rows that follow a blank one, titles and further blanks left out."""
    for blank in blank_rows(rows):
        if blank < after:
            continue
        index = blank + 1
        while index < len(rows) and (is_title(rows[index]) or is_blank(rows[index])):
            index += 1
        after = index  # the blank rows in between, maybe a million, lead to the same row
        if index < len(rows):
            yield index


def _under_years(rows: Sequence[Sequence[Scalar]], top: int, after: int) -> Iterator[int]:
    """Repeated headers right under a title with a year, if the sheet's first title has one."""
    if not any(_names_year(row) for row in rows[:top]):
        return
    column = next((column for column, value in enumerate(rows[top]) if value != ""), 0)
    text = rows[top][column]
    for index in range(after + 1, len(rows)):
        if (
            len(rows[index]) > column
            and rows[index][column] == text
            and _names_year(rows[index - 1])
        ):
            yield index


def _names_year(row: Sequence[Scalar]) -> bool:
    return is_title(row) and any(_YEAR.search(str(value)) for value in row)


def blank_rows(rows: Sequence[Sequence[Scalar]], glance: int = 0) -> list[int]:
    """Indices of blank rows; a glance at the first cell, or at one column, settles most."""
    if isinstance(rows, ColumnRows):
        return rows.blank_rows(glance)
    return [
        index
        for index, row in enumerate(rows)
        if (not row or not (first := row[0]) or (type(first) is str and first.isspace()))
        and is_blank(row)
    ]


def is_blank(row: Sequence[Scalar]) -> bool:
    """Whether no cell of a row holds anything but white space."""
    return all(type(value) is str and (not value or value.isspace()) for value in row)


def hits(row: Sequence[Scalar]) -> int:
    """How many known headers a row holds."""
    return len(
        {
            value
            for value in row
            if isinstance(value, str)
            and value
            and len(value) <= _LONGEST_HEADER
            and is_known_header(value)
        }
    )


def _first_header(sheet: Sheet) -> tuple[int, int] | None:
    rows = sheet.rows
    best, best_score = None, 1
    seen = 0
    for index, row in enumerate(rows):
        if is_blank(row):
            if best is not None and looks_like_header(rows[best]) and index > best + 1:
                break  # the table above is complete: a longer header below is another table's
            continue
        seen += 1
        if seen > _HEADER_SEARCH:
            break
        if (score := hits(row)) > best_score:
            best, best_score = index, score
    if best is None:
        far = (index for index, row in enumerate(rows[:_FAR_SEARCH]) if looks_like_header(row))
        best = next(far, None)
    if best is None:
        return _unknown_header(rows)
    if best > 0 and _is_upper_row(rows[best - 1], rows[best]):
        return best - 1, 2
    return best, _depth(sheet, best)


def _unknown_header(rows: Sequence[Sequence[Scalar]]) -> tuple[int, int] | None:
    """A row of short texts above further rows: a table, though no ledger knows its columns.

    Three texts make one, or two of which one is a known header, where a date stands below.
    """
    for index, row in enumerate(rows[:_HEADER_SEARCH]):
        texts = [
            value
            for value in row
            if isinstance(value, str) and value.strip() and len(value) <= _LONGEST_HEADER
        ]
        filled = sum(1 for value in row if value != "")
        below = [value for row in rows[index + 1 : index + 3] for value in row if value != ""]
        if not below or len(texts) != filled or any(_VALUE.search(text) for text in texts):
            continue
        if len(texts) >= 3 or (
            len(texts) == 2
            and hits(row)
            and any(isinstance(read_date(value, 2000), date) for value in below)
        ):
            return index, 1
    return None


def _is_upper_row(upper: Sequence[Scalar], lower: Sequence[Scalar]) -> bool:
    """Whether the row above a header names groups of its columns and is not a title.

    As in `申请情况 | 办理情况`.
    """
    texts = [value for value in upper if value != ""]
    names_blank_columns = any(
        below == "" and above != "" for above, below in zip(upper, lower, strict=False)
    )
    short = all(isinstance(value, str) and len(value.strip()) <= 12 for value in texts)
    return (
        short
        and (len(texts) >= 2)
        and (names_blank_columns or len(texts) < sum(1 for value in lower if value != ""))
    )


def _depth(sheet: Sheet, top: int) -> int:
    """2 when the row below continues the header: it names only columns left unnamed."""
    rows = sheet.rows
    if top + 1 >= len(rows):
        return 1
    upper, lower = rows[top], rows[top + 1]
    texts = [value for value in lower if value != ""]
    if not texts or not all(isinstance(value, str) and len(value.strip()) <= 20 for value in texts):
        return 1
    if any(span.top == top and span.bottom == top + 1 for span in sheet.merged):
        return 2
    under_unnamed = sum(
        1 for above, below in zip(upper, lower, strict=False) if above == "" and below != ""
    )
    return (
        2
        if under_unnamed and hits(lower) >= max(1, len(texts) // 2) and list(lower) != list(upper)
        else 1
    )


def looks_like_header(row: Sequence[Scalar]) -> bool:
    """Whether a row holds nothing but texts, and at least half of them are known headers."""
    filled = [value for value in row if value != ""]
    return (
        len(filled) >= 2
        and all(isinstance(value, str) for value in filled)
        and hits(row) >= max(2, len(filled) // 2)
    )


def is_title(row: Sequence[Scalar]) -> bool:
    """Whether a row holds one cell only."""
    return sum(1 for value in row if value != "") == 1
