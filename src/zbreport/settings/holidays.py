"""The section `[calendar.2027]` of zbreport.toml: days off and working weekends of a year."""

from __future__ import annotations

import re
from datetime import date, timedelta

from zbreport.calendar import YearDays

_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?")


def year_days(name: str, off: tuple[str, ...], work: tuple[str, ...]) -> YearDays:
    """Reads the two lists of a year.

    Args:
        name: the year, as the section is called.
        off: days and spans of days off, `2027-01-01`, `2027-02-05..2027-02-11`.
        work: weekend days at work.

    Raises:
        ValueError: what is wrong with which entry, in Chinese.
    """
    if not re.fullmatch(r"(?:20|21)\d\d", name):
        message = f"“{name}”不是年份，请写成 [calendar.2027]"
        raise ValueError(message)
    days_off = tuple(day for text in off for day in _days(text, int(name)))
    days_at_work = tuple(day for text in work for day in _days(text, int(name)))
    if not days_off:
        message = "off 里没有放假的日子"
        raise ValueError(message)
    for day in days_at_work:
        if day.weekday() < 5:
            message = f"work 里的 {day} 不是周末"
            raise ValueError(message)
        if day in days_off:
            message = f"{day} 既在 off 里又在 work 里"
            raise ValueError(message)
    return YearDays(days_off, days_at_work, "zbreport.toml")


def _days(text: str, year: int) -> list[date]:
    match = _SPAN.fullmatch(text.strip())
    try:
        first = date.fromisoformat(match[1]) if match else None
        last = date.fromisoformat(match[2]) if match and match[2] else first
    except ValueError:
        first = last = None
    if first is None or last is None or first.year != year or last.year != year or last < first:
        message = f"“{text}”不是 {year} 年的日期，请写成 {year}-01-01 或 {year}-02-05..{year}-02-11"
        raise ValueError(message)
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]
