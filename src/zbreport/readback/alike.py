"""Tables that pages draw alike but for their figures: taken out of a page before it is parsed, and taken apart once for all of them.

A site draws the official tables of all its offices with the same markup, and that is most of what there is to parse in a page. Whatever is
not plainly such a table stays in the page, and is read there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zbreport.readback.raw import Unspread

MARK = "zbreport-alike"
"""The attribute that an emptied table bears: which one it is."""

_FIGURE = re.compile(rb">\s*(\d[\d.,]*)\s*<")
_OPEN, _CLOSE = b"<table", b"</table>"
_GAP = b"\x00"
_SLOT = re.compile("\ue000\\d+")
_KEPT = (b"<h1", b"<h2", b"<!--", b"<script", "\ue000".encode())
"""A table with one of these stays in its page."""


def take_out(page: bytes, take_apart: Callable[[bytes], Unspread]) -> tuple[bytes, Mapping[str, Unspread]]:
    """Empties the tables of a page that can be told apart from their markup.

    Args:
        page: in UTF-8, without control characters.
        take_apart: gives the cells of one table, from its markup.

    Returns:
        The page in which every table that was taken out is empty and bears its number (see `MARK`), and their cells by number.
    """
    *pieces, rest = page.split(_CLOSE)
    if _OPEN in rest or any(piece.count(_OPEN) != 1 for piece in pieces):
        return page, {}  # tables inside tables, or not closed
    found: dict[str, Unspread] = {}
    for number, piece in enumerate(pieces):
        start = piece.index(_OPEN)
        if cells := _cells(piece[start:], take_apart):
            found[str(number)] = cells
            pieces[number] = b'%b<table %b="%d">' % (piece[:start], MARK.encode(), number)
    return _CLOSE.join((*pieces, rest)), found


class _Known(NamedTuple):
    """A table without its figures: its cells, and for every text whether it is the n-th figure of the markup."""

    cells: Unspread
    slots: tuple[int | None, ...]


def _cells(markup: bytes, take_apart: Callable[[bytes], Unspread]) -> Unspread | None:
    """The cells of a table; None where it must be read in its page."""
    parts = _FIGURE.split(markup)
    known = _taken_apart(_GAP.join(parts[::2]), take_apart)
    if known is None:
        return None
    figures = b" ".join(parts[1::2]).decode().split(" ")
    texts = [text if slot is None else figures[slot] for text, slot in zip(known.cells.texts, known.slots, strict=True)]
    return known.cells._replace(texts=texts)


@lru_cache(maxsize=256)
def _taken_apart(frame: bytes, take_apart: Callable[[bytes], Unspread]) -> _Known | None:
    """Takes a table apart whose figures were cut out; None when it must be read in its page, or a figure is not alone in its cell."""
    if any(kept in frame for kept in _KEPT):
        return None
    first, *others = frame.split(_GAP)
    markup = b"".join((first, *(f">\ue000{number}<".encode() + part for number, part in enumerate(others)), _CLOSE))
    cells = take_apart(markup)
    slots = tuple(int(text[1:]) if _SLOT.fullmatch(text) else None for text in cells.texts)
    if len(others) != sum(slot is not None for slot in slots):
        return None
    return _Known(cells, slots)
