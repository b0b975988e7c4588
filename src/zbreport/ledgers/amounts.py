"""Money and counts as registers write them, exact (`Decimal`).

The unit is the one that the header, the unit column or the cell names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from zbreport.text.compare import NULLS, plain_text

if TYPE_CHECKING:
    from zbreport.model import Scalar

YUAN = {
    "元": Decimal(1),
    "人民币元": Decimal(1),
    "rmb": Decimal(1),
    "元整": Decimal(1),
    "圆": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "万": Decimal(10_000),
    "亿元": Decimal(100_000_000),
}
"""How many yuan one of each unit is."""

_NUMBER = re.compile(r"[¥￥]?\s*([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(\D*)")
_UNIT_IN_HEADER = re.compile(r"(人民币元|千元|万元|亿元|元)")
_DIGITS = 18  # before or after the point: beyond this a cell holds no amount of an office
_BLANKS = {"", "-", "--", "—", "——", "/", "无", *NULLS}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and the unit written beside it (empty when there is none)."""

    value: Decimal
    unit: str


def read_amount(value: Scalar) -> Amount | str | None:
    """Reads one cell as a number with an optional unit.

    Args:
        value: the cell; thousands commas, full-width digits and a unit after the number are
            understood.

    Returns:
        The amount; None for a blank cell (also `-`, `/`, `无`, which are not zero); else the text
        that is no number.
    """
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, float)):
        return _exact(repr(value), "", str(value))
    text = plain_text(str(value)).strip()
    if text.lower() in _BLANKS:
        return None
    match = _NUMBER.fullmatch(text)
    return _exact(match[1].replace(",", ""), match[2].strip(), text) if match else text


def unit_in(header: str) -> str:
    """The money unit that a header names: `金额（万元）` → 万元; empty when none."""
    match = _UNIT_IN_HEADER.search(header)
    return match[1] if match else ""


def plain(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent."""
    whole = value.normalize()
    return whole.quantize(Decimal(1)) if whole == whole.to_integral_value() else whole


def _exact(digits: str, unit: str, text: str) -> Amount | str:
    try:
        number = Decimal(digits)
    except InvalidOperation:
        return text
    if not number.is_finite() or not -_DIGITS <= number.adjusted() <= _DIGITS:
        return text
    return Amount(plain(number), unit)
