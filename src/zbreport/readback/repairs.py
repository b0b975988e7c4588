"""What is put right in a document before the form's cells are looked for.

Heads on two rows, tables written as text.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from zbreport.readback.figures import is_figure
from zbreport.readback.labels import is_known
from zbreport.readback.raw import RawCell, RawRow, RawTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BARS = str.maketrans("｜│┃∣", "||||")
_RULE = re.compile(r"[\s|:=+*—–─━-]+")
_LEAST_LINES = 3
"""Lines in a row with bars, and labels of the form among their cells, that make a table."""


def join_split_heads(raw: RawTable) -> None:
    """Joins column heads on two rows (`商业` over `企业`); the lower row becomes blank.

    The pieces are found by their order alone: where such a table lost its spans, they stand below
    other columns.

    Args:
        raw: a table; is changed.
    """
    for index, (upper, lower) in enumerate(pairwise(raw.rows)):
        if lower and lower[-1].text.isdigit():
            continue  # a row of figures, as most are
        below = [cell for cell in lower if cell.top == index + 1 and cell.text]
        if len(below) < 2 or any(is_figure(cell.text) or is_known(cell.text) for cell in below):
            continue
        above = [cell for cell in upper if cell.text]
        pairs = list(_pieces(above, below))
        if len(pairs) != len(below):
            continue
        for first, second in pairs:
            first.text += second.text
            second.text = ""
        raw.__dict__.pop("texts", None)


def _pieces(
    above: Sequence[RawCell], below: Sequence[RawCell]
) -> Iterator[tuple[RawCell, RawCell]]:
    """The cells of two rows that make a label together, in order."""
    waiting = list(below)
    for cell in above:
        if waiting and not is_known(cell.text) and is_known(cell.text + waiting[0].text):
            yield cell, waiting.pop(0)


def with_text_tables(items: Iterable[str | RawTable]) -> Iterator[str | RawTable]:
    """The items of a document with tables where lines of text draw them (`| 规章 | 0 | 0 | 0 |`).

    Args:
        items: paragraphs and tables, in order.
    """
    lines: list[str] = []
    number = 0
    for item in items:
        if isinstance(item, str) and _is_line(item):
            lines.append(item)
            continue
        if lines:
            number += 1
            yield from _table(lines, number)
            lines = []
        yield item
    if lines:
        yield from _table(lines, number + 1)


def _is_line(text: str) -> bool:
    plain = text.translate(_BARS).strip()
    return "|" in plain and (plain.count("|") > 1 or plain[0] == "|" or plain[-1] == "|")


def _table(lines: Sequence[str], number: int) -> Iterator[str | RawTable]:
    """The table that lines draw; the lines themselves where they draw none of the form."""
    rows = [_cells(line) for line in lines if not _RULE.fullmatch(line.translate(_BARS))]
    known = sum(is_known(text) for row in rows for text in row)
    if len(rows) < _LEAST_LINES or known < _LEAST_LINES:
        yield from lines
        return
    yield RawTable(f"文字表 {number}", [_row(texts, top) for top, texts in enumerate(rows)])


def _cells(line: str) -> list[str]:
    plain = line.translate(_BARS).strip()
    return [text.strip() for text in plain.removeprefix("|").removesuffix("|").split("|")]


def _row(texts: Sequence[str], top: int) -> RawRow:
    return [RawCell(text, at, at + 1, top) for at, text in enumerate(texts)]
