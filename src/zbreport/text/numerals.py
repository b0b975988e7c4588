"""Small numbers as Chinese writes them."""

from __future__ import annotations

NUMERALS = "一二三四五六七八九"


def numeral(number: int) -> str:
    """A small number in Chinese: 3 → 三, 12 → 十二, 20 → 二十."""
    tens, units = divmod(number, 10)
    ahead = "" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十"
    return ahead + (NUMERALS[units - 1] if units else "")
