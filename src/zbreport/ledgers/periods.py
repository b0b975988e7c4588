"""Periods in titles and summaries: a day, month, quarter, half or year, or two days.

Used where a number or a list is given for a stretch of time; single days of rows are read by
`dates`.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from zbreport.ledgers.dates import read_date
from zbreport.text.compare import plain_text

if TYPE_CHECKING:
    from zbreport.model import Scalar

Period = tuple[date, date]
"""First and last day, both in."""

_DAY = r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_RANGE = re.compile(rf"({_DAY})\s*(?:[-~—–至到]+)\s*({_DAY}|\d{{1,2}}[月.]\d{{1,2}}日?)")
_COMPACT_RANGE = re.compile(r"(?<!\d)((?:19|20)\d{6})[-_~至]((?:19|20)\d{6})(?!\d)")
_YEAR = r"(?:((?:19|20)\d\d)[年-]?)"
_MONTH = re.compile(rf"{_YEAR}?[-/.]?(\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月份?")
_YEAR_MONTH = re.compile(r"((?:19|20)\d\d)[-/](\d{1,2})")
_QUARTER = re.compile(rf"{_YEAR}?第?([一二三四1234])季度?")
_HALF = re.compile(rf"{_YEAR}?([上下])半年")
_WHOLE = re.compile(rf"{_YEAR}度?(?:全年)?|全年|年度|本年")
_DIGITS = "零一二三四五六七八九十"


def read_period(value: Scalar, year: int | None = None) -> Period | None:
    """Reads one cell or text as a period.

    Args:
        value: a date cell or a text; `2024-03-05`, `2024年3月`, `3月份`, `一季度`, `上半年`,
            `2024年`, `2024.07.14-2024.08.12`.
        year: the year that file name or title name, for what names none.

    Returns:
        First and last day; None when it is no period, or its year is not known. A bare number is
        never one: 2024.1 may be October.
    """
    if isinstance(value, str):
        text = re.sub(r"\s", "", plain_text(value))
        found = _between(text) or _named(text, year)
        if found:
            return found
    elif isinstance(value, (int, float)):
        value = str(int(value)) if 19900101 <= value <= 21001231 else ""
    day = read_date(value, year)
    return (day, day) if isinstance(day, date) else None


def find_period(text: str) -> Period | None:
    """The period between two days in a text: `数据趋势概况(2024.07.14-2024.08.12)`."""
    plain = re.sub(r"\s", "", plain_text(text))
    match = _RANGE.search(plain) or _COMPACT_RANGE.search(plain)
    return _between(match[0]) if match else None


def month_named(text: str, year: int | None) -> date | None:
    """The first day of the month that a name is: `3月`, `2024年3月`, `三月份`.

    None when it says more, or no year is known.
    """
    match = _MONTH.fullmatch(re.sub(r"\s", "", plain_text(text)))
    found = _month(match, year) if match else None
    return found[0] if found else None


def _between(text: str) -> Period | None:
    match = _RANGE.fullmatch(text) or _COMPACT_RANGE.fullmatch(text)
    if not match:
        return None
    first = read_date(match[1])
    last = read_date(
        match[2].replace(".", "月") if len(match[2]) < 8 else match[2],
        first.year if isinstance(first, date) else None,
    )
    return (
        (first, last)
        if isinstance(first, date) and isinstance(last, date) and first <= last
        else None
    )


def _named(text: str, year: int | None) -> Period | None:
    if match := _MONTH.fullmatch(text) or _YEAR_MONTH.fullmatch(text):
        return _month(match, year)
    if match := _QUARTER.fullmatch(text):
        quarter = _number(match[2])
        return _months(match[1], year, 3 * quarter - 2, 3 * quarter)
    if match := _HALF.fullmatch(text):
        return _months(match[1], year, *((1, 6) if match[2] == "上" else (7, 12)))
    if match := _WHOLE.fullmatch(text):
        return _months(match[1], year, 1, 12)
    return None


def _month(match: re.Match[str], year: int | None) -> Period | None:
    month = _number(match[2])
    return _months(match[1], year, month, month)


def _months(named: str | None, year: int | None, first: int, last: int) -> Period | None:
    known = int(named) if named else year
    if known is None or not 1 <= first <= last <= 12:
        return None
    return date(known, first, 1), date(known, last, 1) + timedelta(
        calendar.monthrange(known, last)[1] - 1
    )


def _number(text: str) -> int:
    """十一 → 11, 3 → 3; what is no month gives a number that is none either."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.index(tens or "一") if ten else 0) * 10 + (_DIGITS.index(ones) if ones else 0)
