"""A year's working days as a page of months, for the command `calendar`."""

from __future__ import annotations

import calendar as months
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from zbreport.calendar import Calendar

_WEEK = "一二三四五六日"


def page(year: int, calendar: Calendar) -> str:
    """The page of a year.

    Args:
        year: a year that the calendar knows.
        calendar: the working days.

    Returns:
        The source, then every month by weeks: `休` behind a weekday off, `班` behind a weekend day
        at work, and how many working days the month has.

    Raises:
        KeyError: the calendar does not know the year.
    """
    known, worked = calendar.years[year], {day for day in calendar.days if day.year == year}
    lines = [f"{year} 年工作日历（{len(worked)} 个工作日）", f"来源：{known.source}", ""]
    for month in range(1, 13):
        lines += [*_month(year, month, worked), ""]
    lines.append("休：放假的工作日　班：上班的周末　括号：周末")
    return "\n".join(lines)


def _month(year: int, month: int, worked: set[date]) -> Iterator[str]:
    count = sum(day.month == month for day in worked)
    yield f"{month} 月（{count} 个工作日）"
    yield "".join(f"  {name}  " for name in _WEEK).rstrip()
    for week in months.Calendar().monthdatescalendar(year, month):
        cells = (_cell(day, worked) if day.month == month else " " * 6 for day in week)
        yield "".join(cells).rstrip()


def _cell(day: date, worked: set[date]) -> str:
    """Six columns wide: the day, and what is unusual about it."""
    if day.weekday() < 5:
        return f" {day.day:>2}   " if day in worked else f" {day.day:>2}休 "
    return f" {day.day:>2}班 " if day in worked else f"({day.day:>2})  "
