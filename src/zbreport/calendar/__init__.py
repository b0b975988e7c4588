"""Working days and the statutory clock of a disclosure request (条例 art. 31, 33).

The days off stand in `calendar.toml`, one section a year; an office adds a year in zbreport.toml
(`[calendar.2027]`). Beyond the known years a day is only bounded: whatever the notice will say, it
is no earlier and no later than `Calendar.bounds` gives. Everything else refuses.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ANSWER_DAYS = 20
"""Working days to answer, without the day of receipt; an extension adds no more (art. 33)."""

_OFF_AT_MOST = 40
"""An upper bound of the weekdays off in a year: twice as many as in any year since 2019."""

_ALWAYS_OFF = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
"""Days off by 全国年节及纪念日放假办法 (2024 revision) whose date does not move with the moon."""

_ONE = timedelta(days=1)
_FARTHEST = 2199  # the year in which counting on gives up


class BeyondCalendarError(ValueError):
    """A day outside the years for which the days off are known."""


@dataclass(frozen=True, slots=True)
class YearDays:
    """The working days of a year: weekdays off, weekend days at work, and their source."""

    off: tuple[date, ...]
    work: tuple[date, ...]
    source: str


class Bounds(NamedTuple):
    """Bounds of a last day: earliest, latest, and the years whose days off are not known."""

    earliest: date
    latest: date
    unknown: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of some years.

    Attributes:
        years: what is known of each.
        days: every working day of these years, in order; the years follow one another.
    """

    years: Mapping[int, YearDays]
    days: Sequence[date]

    def add(self, start: date, count: int) -> date:
        """The working day that is `count` working days after `start`, which is day 0 itself.

        Raises:
            BeyondCalendarError: the result or the start lies outside the known years.
        """
        place = bisect_right(self.days, start) + count - 1
        if start.year not in self.years or place >= len(self.days):
            last = self.days[-1].year
            message = f"工作日历只到 {last} 年，不能推算 {start} 之后第 {count} 个工作日"
            raise BeyondCalendarError(message)
        return self.days[place]

    def bounds(self, start: date, count: int) -> Bounds:
        """Between which days the working day lies that is `count` working days after `start`.

        Raises:
            BeyondCalendarError: the start lies before the known years.
        """
        try:
            day = self.add(start, count)
        except BeyondCalendarError:
            if start.year < min(self.years):
                raise
        else:
            return Bounds(day, day)
        known = len(self.days) - bisect_right(self.days, start) if start.year in self.years else 0
        after = max(start, date(max(self.years), 12, 31))
        earliest = _counted(after, count - known, always_open=True)
        latest = _counted(after, count - known, always_open=False)
        first = max(start.year, max(self.years) + 1)
        return Bounds(earliest, latest, tuple(range(first, latest.year + 1)))

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and with `end`.

        Raises:
            BeyondCalendarError: one of them lies outside the known years.
        """
        if start.year not in self.years or end.year > max(self.years):
            message = f"工作日历只到 {self.days[-1].year} 年"
            raise BeyondCalendarError(message)
        return bisect_right(self.days, end) - bisect_left(self.days, start + _ONE)


def _counted(after: date, count: int, *, always_open: bool) -> date:
    """The day that is so many working days after a day, in years of which nothing is known.

    With `always_open` every day may be a working day but those that the law fixes; else every year
    begins with as many weekdays off as a year has at most.
    """
    day, off = after, dict[int, int]()
    while count > 0 and day.year < _FARTHEST:
        day += _ONE
        if always_open:
            count -= (day.month, day.day) not in _ALWAYS_OFF
        elif day.weekday() < 5:
            if off.setdefault(day.year, 0) < _OFF_AT_MOST:
                off[day.year] += 1
            else:
                count -= 1
    return day


def calendar_with(own: Mapping[int, YearDays]) -> Calendar:
    """The calendar with an office's own years; years behind a gap are left out."""
    return _calendar(tuple(sorted(own.items())))


@lru_cache(maxsize=64)
def _calendar(own: tuple[tuple[int, YearDays], ...]) -> Calendar:
    years = {**_known_years(), **dict(own)}
    first = min(_known_years())
    row = [year for year in sorted(years) if all(one in years for one in range(first, year))]
    days = tuple(day for year in row for day in _working_days(year, years[year]))
    return Calendar({year: years[year] for year in row}, days)


@cache
def _known_years() -> Mapping[int, YearDays]:
    data = tomllib.loads((files("zbreport.calendar") / "calendar.toml").read_text(encoding="utf-8"))
    found = {}
    for year, section in data.items():
        off, work = (
            tuple(date.fromisoformat(f"{year}-{day}") for day in section[key])
            for key in ("off", "work")
        )
        notice = f"国务院办公厅关于{year}年部分节假日安排的通知"
        found[int(year)] = YearDays(off, work, notice)
    return found


def _working_days(year: int, days: YearDays) -> list[date]:
    off, work = set(days.off), set(days.work)
    first = date(year, 1, 1)
    every = (first + timedelta(days=step) for step in range((date(year + 1, 1, 1) - first).days))
    return [day for day in every if day in work or (day.weekday() < 5 and day not in off)]


def working_days() -> Sequence[date]:
    """Every working day of the years that zbreport knows, in order."""
    return calendar_with({}).days


def add_working_days(start: date, count: int) -> date:
    """See `Calendar.add`, by the years that zbreport knows."""
    return calendar_with({}).add(start, count)


def working_days_between(start: date, end: date) -> int:
    """See `Calendar.between`, by the years that zbreport knows."""
    return calendar_with({}).between(start, end)
