"""The letters of a PDF's page that are no part of its text.

Struck out, raised marks of notes, marks that nobody sees.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from zbreport.text.compare import without_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pdfplumber.page import Page

_THIN = 2.0
"""Points that a line through letters is high at most."""

_MIDDLE = (0.3, 0.75)
"""Where a line through a letter runs, from its top; one that underlines it runs lower."""

_EDGE = 1.5
"""Points by which a line may begin and end beside the letters that it strikes out."""

_SMALLER, _RAISED = 0.9, 0.12
"""A raised mark is smaller than the letter before it, and ends higher, by a share of that letter's
size."""


def without_unseen(page: Page) -> Page:
    """A page without such letters."""
    unseen = {
        id(char)
        for found in (_struck(page), _raised(page.chars), _invisible(page.chars))
        for char in found
    }
    return page.filter(lambda thing: id(thing) not in unseen) if unseen else page


def _struck(page: Page) -> Iterator[Mapping[str, Any]]:
    """The letters that a level line strikes out: it begins, runs and ends with them.

    The rules of a table, which may run through letters that are too large for their row, do not.
    """
    chars = sorted(page.chars, key=lambda char: float(char["top"]))
    tops = [float(char["top"]) for char in chars]
    highest = max((char["bottom"] - char["top"] for char in chars), default=0.0)
    for line in (*page.lines, *page.rects):
        if line["bottom"] - line["top"] > _THIN or line["x1"] - line["x0"] <= _THIN:
            continue
        level, left, right = (float(line[name]) for name in ("top", "x0", "x1"))
        near = chars[bisect_left(tops, level - highest) : bisect_left(tops, level)]
        through = [
            char
            for char in near
            if left <= (char["x0"] + char["x1"]) / 2 <= right
            and _MIDDLE[0] <= (level - char["top"]) / (char["bottom"] - char["top"]) <= _MIDDLE[1]
        ]
        if (
            through
            and abs(min(char["x0"] for char in through) - left) <= _EDGE
            and abs(max(char["x1"] for char in through) - right) <= _EDGE
        ):
            yield from through


def _raised(chars: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Small raised letters that follow a digit, as marks of notes do: they are no digits of it."""
    base: Mapping[str, Any] | None = None
    for char in chars:
        if (
            base is not None
            and char["size"] < _SMALLER * base["size"]
            and char["bottom"] < base["bottom"] - _RAISED * base["size"]
            and char["bottom"] > base["top"]
            and 0 <= char["x0"] - base["x1"] + base["size"] <= 3 * base["size"]
        ):
            yield char
        else:
            base = char if char["text"].isdigit() else None


def _invisible(chars: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    return (char for char in chars if not without_marks(char["text"]))
