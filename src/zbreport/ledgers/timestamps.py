"""Dates as programs write them, with time zones: ISO 8601, JavaScript, Java, e-mail, .NET.

Used by `dates` for texts. What names a time zone is a moment, and becomes the day that it is in
China.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?\s*(?P<half>[ap]m)?"
_SIGNED = r"(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?"
_ZONE = rf"(?:(?P<name>z|gmt|utc|ut|cst|bjt|hkt)?(?:{_SIGNED})?)"
_COMMENT = r"(?:\s*(?:\([^()]*\)|\[[\w/+-]*\]))?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s*)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        # Mon Mar 04 2024 10:20:30 GMT+0800 (中国标准时间); Mar 4, 2024 10:20:30 AM; March 4, 2024
        rf"{_WEEKDAY}{_MONTH}\s*{_DAY},?\s+{_YEAR}(?:,?\s+(?:at\s+)?{_TIME})?\s*{_ZONE}{_COMMENT}",
        # Mon Mar 04 10:20:30 CST 2024; Mon Mar 04 12:30:00 +0800 2024
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}\s+{_TIME}\s*{_ZONE}\s+{_YEAR}",
        # Mon, 04 Mar 2024 02:20:30 GMT; 4 March 2024; 04-Mar-2024 10:20:30
        rf"{_WEEKDAY}{_DAY}[\s-]{_MONTH}[\s,-]\s*{_YEAR}(?:,?\s+{_TIME})?\s*{_ZONE}{_COMMENT}",
        # 2024-03-04T16:20:30Z; 2024/3/4 16:20 UTC+8; 2024-03-04T10:20:30+08:00[Asia/Shanghai]
        rf"{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.]{_DAY}(?:[t\s]\s*{_TIME})\s*{_ZONE}{_COMMENT}",
        rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)t?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?{_ZONE}",
        rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?:z|[+-]\d\d:\d\d)",
        # 2024年3月4日 10:20:30 CST
        rf"{_YEAR}年(?P<month>\d{{1,2}})月{_DAY}日\s*{_TIME}\s*{_ZONE}",
    )
)
_ZONES = {"cst": 8, "bjt": 8, "hkt": 8}
"""Hours ahead of UTC; CST is China's in what offices here export."""

_MILLISECONDS = re.compile(r"/date\((\d{12,13})(?:[+-]\d{4})?\)/")


def read_timestamp(text: str) -> date | None:
    """Reads a date as a program writes it.

    Args:
        text: NFKC and lower case.

    Returns:
        The day, in China where the text names a time zone; None when it is no such date.
    """
    if match := _MILLISECONDS.fullmatch(text):
        return day_of_epoch(int(match[1]))
    match = next(filter(None, (form.fullmatch(text) for form in _FORMS)), None)
    if match is None:
        return None
    try:
        return _day(match.groupdict())
    except (ValueError, OverflowError):
        return None


def day_of_epoch(number: int) -> date:
    """The day in China of a Unix time in seconds (10 digits) or milliseconds."""
    seconds = number if number < 10**10 else number // 1000
    return datetime.fromtimestamp(seconds, tz=UTC).astimezone(BEIJING).date()


def _day(parts: dict[str, str | None]) -> date:
    month = str(parts["month"])
    day = date(
        int(parts["year"] or 0),
        int(month) if month.isdigit() else _MONTHS.index(month) + 1,
        int(parts["day"] or 0),
    )
    zone = _zone(parts)
    if parts.get("hour") is None or zone is None:
        return day
    hour = int(parts["hour"] or 0)
    if parts.get("half"):
        hour = hour % 12 + (12 if parts["half"] == "pm" else 0)
    moment = datetime(  # 24:00:00 is the midnight after the day
        day.year, day.month, day.day, tzinfo=timezone(zone)
    ) + timedelta(hours=hour, minutes=int(parts["minute"] or 0), seconds=int(parts["second"] or 0))
    return moment.astimezone(BEIJING).date()


def _zone(parts: dict[str, str | None]) -> timedelta | None:
    """How far ahead of UTC the zone is that a text names; None when it names none."""
    name, sign = parts.get("name"), parts.get("sign")
    if sign:
        ahead = timedelta(hours=int(parts["hours"] or 0), minutes=int(parts["minutes"] or 0))
        return ahead if sign == "+" else -ahead
    return timedelta(hours=_ZONES.get(name, 0)) if name else None
