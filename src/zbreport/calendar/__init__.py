"""Working days and the statutory clock of a disclosure request (条例 art. 31, 33).

The days off stand in `calendar.toml`, one section a year; beyond the years it holds, every function
refuses and never guesses.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ANSWER_DAYS = 20
"""Working days to answer, the day of receipt not counted (art. 33); an extension adds at most as many again."""


class BeyondCalendarError(ValueError):
    """A day outside the years for which the days off are known."""


@cache
def working_days() -> Sequence[date]:
    """Every working day of the known years, in order."""
    data = tomllib.loads((files("zbreport.calendar") / "calendar.toml").read_text(encoding="utf-8"))
    found: list[date] = []
    for name, section in sorted(data.items()):
        year = int(name)
        off, work = (
            {date.fromisoformat(f"{year}-{day}") for day in section[key]} for key in ("off", "work")
        )
        first = date(year, 1, 1)
        days = (first + timedelta(days=step) for step in range((date(year + 1, 1, 1) - first).days))
        found += [day for day in days if day in work or (day.weekday() < 5 and day not in off)]
    return tuple(found)


@lru_cache(maxsize=8192)
def add_working_days(start: date, count: int) -> date:
    """The working day that is `count` working days after `start`, which is day 0 itself.

    Raises:
        BeyondCalendarError: the result or the start lies outside the known years.
    """
    days = working_days()
    place = bisect_right(days, start) + count - 1
    if start.year < days[0].year or place >= len(days):
        message = f"工作日历只到 {days[-1].year} 年，不能推算 {start} 之后第 {count} 个工作日"
        raise BeyondCalendarError(message)
    return days[place]


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start`, up to and with `end`."""
    days = working_days()
    if start.year < days[0].year or end.year > days[-1].year:
        message = f"工作日历只到 {days[-1].year} 年"
        raise BeyondCalendarError(message)
    return bisect_right(days, end) - bisect_left(days, start + timedelta(days=1))
