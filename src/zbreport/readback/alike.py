"""Tables that pages draw alike but for their figures: taken out of a page before it is parsed, and taken apart once for all of them.

A site draws the official tables of all its offices with the same markup, and that is most of what
there is to parse in a page. Whatever is not plainly such a table stays in the page, and is read
there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from zbreport.readback.figures import is_figure, shape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zbreport.readback.raw import Unspread

MARK = "zbreport-alike"
"""The attribute that an emptied table bears: which one it is."""

_FIGURE = re.compile(rb">\s*+(\d[\d.,]*+)\s*+<")
_OPEN, _CLOSE = b"<table", b"</table>"
_GAP = b"\x00"
_SLOT = "\ue000"
"""Stands before the number of a figure while its table is taken apart."""

_MARKED = _SLOT.encode()
_KEPT = (b"<h1", b"<h2", b"<!--", b"<script", _MARKED)
"""A table with one of these stays in its page."""


def take_out(
    page: bytes, take_apart: Callable[[bytes], Unspread]
) -> tuple[bytes, Mapping[str, Unspread]]:
    """Empties the tables of a page that can be told apart from their markup.

    Args:
        page: in UTF-8, without control characters.
        take_apart: gives the cells of one table, from its markup.

    Returns:
        The page in which every table that was taken out is empty and bears its number (see `MARK`),
        and their cells by number.
    """
    *pieces, rest = page.split(_CLOSE)
    starts = [piece.find(_OPEN) for piece in pieces]
    if _OPEN in rest or any(
        start < 0 or _OPEN in piece[start + 1 :]
        for start, piece in zip(starts, pieces, strict=True)
    ):
        return page, {}  # tables inside tables, or not closed
    found: dict[str, Unspread] = {}
    for number, (start, piece) in enumerate(zip(starts, pieces, strict=True)):
        if cells := _cells(piece[start:], take_apart):
            found[str(number)] = cells
            pieces[number] = b'%b<table %b="%d">' % (piece[:start], MARK.encode(), number)
    return _CLOSE.join((*pieces, rest)), found


class _Known(NamedTuple):
    """A table without its figures: its cells, and which of them hold the figures of the markup, in order."""

    cells: Unspread
    slots: tuple[int, ...]


def _cells(markup: bytes, take_apart: Callable[[bytes], Unspread]) -> Unspread | None:
    """The cells of a table; None where it must be read in its page."""
    parts = _FIGURE.split(markup)
    known = _taken_apart(_GAP.join(parts[::2]), take_apart)
    if known is None:
        return None
    figures = b" ".join(parts[1::2]).decode().split(" ")
    texts = list(known.cells.texts)
    for slot, figure in zip(
        known.slots, figures, strict=False
    ):  # without figures there is still the empty text between none
        texts[slot] = figure
    odd = not all(map(is_figure, (figure for figure in figures if not figure.isdigit())))
    return known.cells._replace(texts=texts, shape="" if odd else known.cells.shape)


@lru_cache(maxsize=256)
def _taken_apart(frame: bytes, take_apart: Callable[[bytes], Unspread]) -> _Known | None:
    """Takes a table apart whose figures were cut out; None when it must be read in its page, or a figure is not alone in its cell."""
    if any(kept in frame for kept in _KEPT):
        return None
    first, *others = frame.split(_GAP)
    markup = b"".join(
        (
            first,
            *(b">%b%d<%b" % (_MARKED, number, part) for number, part in enumerate(others)),
            _CLOSE,
        )
    )
    cells = take_apart(markup)
    slots = {
        int(text[1:]): at
        for at, text in enumerate(cells.texts)
        if text[:1] == _SLOT and text[1:].isdecimal()
    }
    if len(others) != len(slots):
        return None
    for at in slots.values():
        cells.texts[at] = "0"
    return _Known(
        cells._replace(shape=shape(cells.texts)),
        tuple(slots[number] for number in range(len(slots))),
    )
