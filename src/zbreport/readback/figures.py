"""The number that a cell of a published report says.

Thousands commas, full-width digits, units and signs are read; words are not.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.model import Number

MARKS = frozenset("-—–－―/／\\无") | {"--", "——", "－－"}
"""What stands in a cell instead of a number."""

_BEGINS = frozenset("0123456789０１２３４５６７８９") | {mark[0] for mark in MARKS}
"""What figures and marks begin with; the few others that there are stay as they are in `shape`."""

_MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_LONGEST, _MOST_DIGITS = 60, 30
_NOTE = re.compile(
    r"\s*[(\[【〔](?:含|其中|包括|不含|不包括|注|见|详见|均|全部|已|另|撤|因|系|为|较|比|同比|上年)"
    r"[^()\[\]【】〔〕]*[)\]】〕]"
)
"""A note in brackets behind a figure: `10（含撤回1件）`; other brackets may correct it."""

_MINUS = str.maketrans("−–", "--")
_FIGURE = re.compile(
    r"(?:([+-])|(增加?|减少?))?\s*"
    r"(\d{1,3}(?:[, ]\d{3})+|\d+)(\.\d+)?\s*"
    r"\(?(件|条|项|个|份|次|宗|起|元|万元|亿元)?\)?",
    re.ASCII,
)


def figure(text: str, unit: str) -> tuple[Number | None, str]:
    """Reads a cell.

    Args:
        text: as it stands in the cell, trimmed.
        unit: that the form wants.

    Returns:
        The number in the form's unit (int for whole counts, Decimal for money and for fractions),
        None when it says none; and the unit that is written in the cell, or nothing. Amounts in
        another unit of money are converted.
    """
    if text.isdigit() and text.isascii() and unit not in _MONEY and len(text) <= _MOST_DIGITS:
        return int(text), ""
    return _figure(text, unit) if 0 < len(text) <= _LONGEST else (None, "")


@lru_cache(maxsize=4096)
def _figure(text: str, unit: str) -> tuple[Number | None, str]:
    marked = any(
        unicodedata.category(char) == "No" for char in text
    )  # a note's ① or ² would become a digit
    plain = unicodedata.normalize("NFKC", text).translate(_MINUS)
    alone, _ = _without_note(plain)
    match = None if marked else _FIGURE.fullmatch(alone)
    if match is None:
        return None, ""
    sign, change, whole, decimals, said = match.groups()
    digits = whole.replace(",", "").replace(" ", "") + (decimals or "")
    if len(digits) > _MOST_DIGITS:
        return None, ""  # no office counts that far
    value = Decimal(digits)
    if sign == "-" or (change or "").startswith("减"):
        value = -value
    if unit in _MONEY:
        return value * _MONEY.get(said or unit, _MONEY[unit]) / _MONEY[unit], said or ""
    return (int(value) if value == value.to_integral_value() else value), said or ""


def _without_note(text: str) -> tuple[str, str]:
    """A figure and the note in brackets behind it, which may be none."""
    at = min((place for mark in "([【〔" if (place := text.find(mark)) > 0), default=0)
    note = _NOTE.fullmatch(text, at) if at else None
    return (text[:at].rstrip(), note[0]) if note else (text, "")


@lru_cache(maxsize=4096)
def is_figure(text: str) -> bool:
    """Whether a cell's text is a number or stands for one (`-`, `/`, `无`)."""
    return text in MARKS or figure(text, "件")[0] is not None


def shape(texts: Sequence[str]) -> str:
    """What the texts of a table's cells are to those that look for labels.

    One text in which every figure is `0`.
    """
    return "\0".join(
        [
            "0" if text.isdigit() or (text[:1] in _BEGINS and is_figure(text)) else text
            for text in texts
        ]
    )
