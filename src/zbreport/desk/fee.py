"""The fee for processing information, by items or by pages, with its steps.

Source: 国办函〔2020〕109号, articles 3 to 5. By items: those of one applicant in one calendar
month; by pages: those of one request. A request is charged by one of the two scales, never by both;
the part of a number inside a step is charged at the price of that step.
"""

from __future__ import annotations

from itertools import chain, count
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SOURCE = "国办函〔2020〕109号"

_ITEMS = ((10, 0), (30, 100))
_BLOCK, _RISE = 10, 100  # from item 31 on: every further ten items cost 100 yuan more each
_PAGES = ((30, 0), (100, 10), (200, 20))
_PRICE_OF_FURTHER_PAGES = 40


class Step(NamedTuple):
    """One step of a scale: from which to which piece, how many of them, and yuan for each."""

    first: int
    last: int
    price: int

    @property
    def pieces(self) -> int:
        """How many pieces are charged in it."""
        return self.last - self.first + 1

    @property
    def amount(self) -> int:
        """What they cost, in yuan."""
        return self.pieces * self.price


def by_items(items: int) -> tuple[Step, ...]:
    """The steps of a number of items, of one applicant in one calendar month.

    Raises:
        ValueError: there are none.
    """
    last, price = _ITEMS[-1]
    further = ((last + _BLOCK * block, price + _RISE * block) for block in count(1))
    return tuple(_steps(items, chain(_ITEMS, further)))


def by_pages(pages: int) -> tuple[Step, ...]:
    """The steps of a number of pages of one request.

    Raises:
        ValueError: there are none.
    """
    return tuple(_steps(pages, (*_PAGES, (pages, _PRICE_OF_FURTHER_PAGES))))


def total(steps: Iterable[Step]) -> int:
    """What all steps cost, in yuan."""
    return sum(step.amount for step in steps)


def _steps(pieces: int, scale: Iterable[tuple[int, int]]) -> Iterator[Step]:
    if pieces < 1:
        message = f"at least one piece is charged, not {pieces}"
        raise ValueError(message)
    charged = 0
    for last, price in scale:
        yield Step(charged + 1, min(last, pieces), price)
        charged = min(last, pieces)
        if charged == pieces:
            return
