"""Dates as registers and exports write them, to days; anything else gets a diagnostic's code.

Nothing is guessed: day-first or month-first text, a number that may be a year with a month, two
dates in one cell are refused. Source of the forms: exports of WeChat, Toutiao, Weibo and Douyin,
website systems, hand-kept registers.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import numpy as np

from zbreport.ledgers.distinct import Column
from zbreport.ledgers.timestamps import day_of_epoch, read_timestamp
from zbreport.text.compare import NULLS, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zbreport.model import Scalar

NOT_A_DATE, AMBIGUOUS, A_DECIMAL, OUT_OF_RANGE, TWO_DATES, NO_YEAR = (
    "L102",
    "L103",
    "L104",
    "L105",
    "L106",
    "L108",
)
"""Codes of the catalogue, as `read_date` gives them."""

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_SERIALS = range(36526, 49675)  # 2000-01-01 to 2035-12-31
_EXCEL_EPOCH = date(1899, 12, 30)
SINCE_1904 = 1462
"""Days between Excel's two date systems: numbers in a workbook of 1904 are so much later."""

_ZERO_DAYS = {date(1, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1904, 1, 1)}
"""What a reference to a blank cell shows (day 0 of either system), and .NET's smallest date."""

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_ZEROS = "〇零○◯０oоο"  # the letters O of three alphabets among them
_CHINESE_DIGITS = str.maketrans(f"{_ZEROS}一二三四五六七八九", f"{'0' * len(_ZEROS)}123456789")
_LETTER_O = re.compile(rf"(?<=[\d{_ZEROS}])[oоο]|[oоο](?=\d)")
_SMALL = "(?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_CHINESE_NUMBER = re.compile(
    rf"[{_ZEROS}一二三四五六七八九\d]{{4}}(?=年)|{_SMALL}(?=[月日号])|(?<=月){_SMALL}$"
)
_MARKS = str.maketrans(
    {**dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"), "。": ".", "\\": "/"}
)
_YEAR_FIRST = re.compile(r"((?:19|20|21)\d\d)[-/.年](\d{1,2})(?:[-/.月](\d{1,2})[日号]?|月)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[t_\s]?\d{4}(?:\d\d)?|[t_\s]\d{1,2}:\d\d(?::\d\d)?)?")
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_NOT_YEAR_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{1,4}")
_BLANKS = {"", "-", "--", "—", "——", "/", "无", "暂无", "空", "n/a", "na", *NULLS}
_ZERO_TEXT = re.compile(
    r"(?:0{4}[-/.]?0{1,2}[-/.]?0{1,2}|1900[-/.]0?1[-/.]00?|1900年0?1月00?日|0001[-/.]0?1[-/.]0?1|0(?:\.0+)?)?"
    r"(?:[t\s]*0?0:00(?::00)?(?:\.0+)?)?"
)
_FROM_A_PROGRAM = re.compile(r"[a-z]|:\d\d.*[+-]\d|\d[+-]\d\d:")
_PLAIN_DAY = re.compile(r"\d{4}([-/])\d\d\1\d\d", re.ASCII)
_PLAIN_TIME = re.compile(r"(?:[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?", re.ASCII)
_TIME = re.compile(
    r"[t,，\s]*(?:\(?(?:星期|周)[一二三四五六日天]\)?)?\s*(?:上午|下午|中午|am|pm)?\s*"
    r"(?:\d{1,2}(?:[:时点]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?分?|[时点]整?))?\s*(?:am|pm)?\s*"
)


def read_date(
    value: Scalar, year: int | None = None, *, since_1904: bool = False
) -> date | str | None:
    """Reads one cell as a date.

    Args:
        value: the cell as the reader gave it.
        year: the year that file name or title name, for `3月5日`; None when they name none.
        since_1904: whether numbers count days from 1904 on.

    Returns:
        The date; None for a blank cell; else the code of the diagnostic that says why it is not
        one.
    """
    found: date | str | None
    if isinstance(value, datetime):
        found = value.date()
    elif isinstance(value, date):
        found = value
    elif isinstance(value, (time, timedelta)):
        found = NOT_A_DATE if value not in {time(0), timedelta(0)} else None
    elif isinstance(value, bool):
        found = NOT_A_DATE
    elif isinstance(value, (int, float)):
        found = _from_number(value, since_1904=since_1904)
    else:
        found = _from_text(value, year)
    if found in _ZERO_DAYS:
        return None
    if isinstance(found, date) and not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return OUT_OF_RANGE
    return found


class DateReader(Protocol):
    """Reads one cell as `read_date` does."""

    def __call__(
        self, value: Scalar, year: int | None = None, *, since_1904: bool = False
    ) -> date | str | None:
        """Arguments and result as `read_date`."""
        ...


def read_dates(
    cells: Column | Sequence[Scalar],
    year: int | None = None,
    *,
    since_1904: bool = False,
    read: DateReader = read_date,
) -> tuple[np.ndarray, np.ndarray]:
    """Reads a column of dates, each distinct value once.

    Args:
        cells: n cells.
        year: as in `read_date`.
        since_1904: as in `read_date`.
        read: reads one cell.

    Returns:
        An array of n `datetime64[s]` (NaT where there is no date) and one of n objects: the code of
        the problem, or None.
    """
    column = cells if isinstance(cells, Column) else Column.of(days_of(cells))
    found = [read(value, year, since_1904=since_1904) for value in column.distinct]
    days = np.array(
        [np.datetime64(day if isinstance(day, date) else "NaT", "s") for day in found],
        dtype="datetime64[s]",
    )
    problems = np.array([day if isinstance(day, str) else None for day in found], dtype=object)
    return days[column.codes], problems[column.codes]


def days_of(values: Iterable[Scalar]) -> list[Scalar]:
    """The same cells without plain times of day: a year has few days, and many minutes."""
    return [_day_of(value) for value in values]


def _day_of(value: Scalar) -> Scalar:
    if type(value) is datetime:
        return value.date()
    if type(value) is str and _is_plain_day(value[:10]) and _is_plain_time(value[10:]):
        return value[:10]
    return value


@lru_cache(maxsize=4096)
def _is_plain_day(text: str) -> bool:
    return _PLAIN_DAY.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _is_plain_time(text: str) -> bool:
    return _PLAIN_TIME.fullmatch(text) is not None


def _from_number(value: float, *, since_1904: bool = False) -> date | str | None:
    if not math.isfinite(value):
        return None if math.isnan(value) else NOT_A_DATE
    if value == 0:
        return None
    serial = value + SINCE_1904 if since_1904 else value
    if value != int(value):
        return A_DECIMAL if _FIRST_YEAR - 90 <= value < _LAST_YEAR + 1 else _from_serial(serial)
    whole = int(value)
    if 19000101 <= whole <= 21001231:
        return _day(whole // 10000, whole // 100 % 100, whole % 100)
    if 10**9 <= whole < 2 * 10**9 or 10**12 <= whole < 2 * 10**12:
        return day_of_epoch(whole)
    return A_DECIMAL if _FIRST_YEAR - 90 <= whole <= _LAST_YEAR else _from_serial(serial)


def _from_serial(value: float) -> date | str:
    return _EXCEL_EPOCH + timedelta(days=int(value)) if int(value) in _SERIALS else NOT_A_DATE


def _from_text(value: str, year: int | None) -> date | str | None:
    text = plain_text(value).strip().strip("'").lower()
    if text in _BLANKS or _ZERO_TEXT.fullmatch(text):
        return None
    if _FROM_A_PROGRAM.search(text) and (moment := read_timestamp(text)):
        return moment
    text = with_arabic(text.translate(_MARKS).rstrip("."))
    text = (
        re.sub(r"\s*([-/.年月日号])\s*", r"\1", text)
        if "年" in text or "月" in text
        else re.sub(r"(?<=\d)\s*([-/.])\s*(?=\d)", r"\1", text)
    )
    for read in (_year_first, _compact, _number_text):
        if (found := read(text)) is not None:
            return found
    if _NOT_YEAR_FIRST.match(text):
        return AMBIGUOUS
    return _month_day(text, year)


def _year_first(text: str) -> date | str | None:
    match = _YEAR_FIRST.match(text)
    if not match or (match[3] is None and "月" not in match[0]):
        return A_DECIMAL if match and re.fullmatch(r"\d{4}\.\d{1,2}", text) else None
    rest = text[match.end() :]
    if _YEAR_FIRST.search(rest) or _MONTH_DAY.search(rest):
        return TWO_DATES
    if rest and not _TIME.fullmatch(rest):
        return (
            TWO_DATES
            if re.search(r"[,，;；、/至~]\s*\d{1,2}[.月/-]\d|[,;、至~-]\d{1,2}[日号]", rest)
            else NOT_A_DATE
        )
    return _day(int(match[1]), int(match[2]), int(match[3] or 1))


def with_arabic(text: str) -> str:
    """A text with the Chinese numbers of its dates in digits: 二〇二五年三月四日 → 2025年3月4日.

    Letters O are zeros.
    """
    return _CHINESE_NUMBER.sub(_arabic, _LETTER_O.sub("0", text.translate(_FORMAL)))


def _arabic(match: re.Match[str]) -> str:
    """Chinese numerals of a date to digits: 二〇二五 → 2025, 十二 → 12, 三十一 → 31."""
    tens, ten, ones = match[0].translate(_CHINESE_DIGITS).rpartition("十")
    return str(int(tens or 1) * 10 + int(ones or 0)) if ten else ones


def _compact(text: str) -> date | str | None:
    match = _COMPACT.fullmatch(text)
    return (
        _day(int(match[1]), int(match[2]), int(match[3]))
        if match and match[1][:2] in {"19", "20", "21"}
        else None
    )


def _number_text(text: str) -> date | str | None:
    if not re.fullmatch(r"\d+(?:\.\d+)?", text):
        return None
    return _from_number(float(text))


def _month_day(text: str, year: int | None) -> date | str:
    match = _MONTH_DAY.match(text)
    if not match or not _TIME.fullmatch(text[match.end() :]):
        return TWO_DATES if len(re.findall(r"\d{1,2}[.月/-]\d{1,2}", text)) > 1 else NOT_A_DATE
    return NO_YEAR if year is None else _day(year, int(match[1]), int(match[2]))


def _day(year: int, month: int, day: int) -> date | str:
    try:
        return date(year, month, day)
    except ValueError:
        return NOT_A_DATE
