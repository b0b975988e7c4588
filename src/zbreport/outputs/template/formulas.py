"""What a formula of sums gives.

`SUM(D6:I6)`, `D6+E6`. Enough to see whether a template's totals agree with the report's; no more.

Formulas are looked at, never run: whatever is not a sum of cells has no result here.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from zbreport.sources.markup import column_of

if TYPE_CHECKING:
    from collections.abc import Callable

_CELL = r"[A-Z]{1,3}\d{1,7}"
_RANGE = rf"{_CELL}(?::{_CELL})?"
_TERM = rf"(?:SUM\({_RANGE}(?:,{_RANGE})*\)|{_CELL})"
_SUM = re.compile(rf"\+?{_TERM}(?:\+{_TERM})*")
_RANGES = re.compile(rf"({_CELL})(?::({_CELL}))?")
_MOST = 10_000


def result(formula: str, value: Callable[[int, int], Decimal | None]) -> Decimal | None:
    """The sum that a formula asks for.

    Args:
        formula: without its `=`.
        value: row and column, counted from 0 → what the cell holds: 0 if blank, None if that is no
            number.

    Returns:
        The sum; None if the formula is anything else, or a cell of it is no number.
    """
    plain = "".join(formula.split()).replace("$", "").upper()
    if not _SUM.fullmatch(plain):
        return None
    total = Decimal(0)
    for first, last in _RANGES.findall(plain):
        (top, left), (bottom, right) = _place(first), _place(last or first)
        if (bottom - top + 1) * (right - left + 1) > _MOST:
            return None
        for row in range(top, bottom + 1):
            for col in range(left, right + 1):
                found = value(row, col)
                if found is None:
                    return None
                total += found
    return total


def _place(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]) - 1, column_of(letters.encode())
