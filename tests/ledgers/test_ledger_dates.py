"""Every way of writing a date that inputs are known to have, and what is refused."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from zbreport.ledgers.dates import A_DECIMAL, AMBIGUOUS, NO_YEAR, NOT_A_DATE, OUT_OF_RANGE, TWO_DATES, read_date, read_dates
from zbreport.ledgers.distinct import factorise

DAY = date(2025, 3, 4)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (date(2025, 3, 4), DAY),
        (datetime(2025, 3, 4, 23, 59, 59, 999000), DAY),
        ("20250304", DAY),
        (20250304, DAY),
        (20250304.0, DAY),
        ("20250304123000", DAY),
        ("2025-03-04", DAY),
        ("2025/3/4", DAY),
        ("2025/03/04", DAY),
        ("2025.3.4", DAY),
        ("2025-03-04 12:34", DAY),
        ("2025-03-04 12:34:56", DAY),
        ("2025/3/4 9:05", DAY),
        ("2025年03月04日", DAY),
        ("2025年3月4日 12:40:34", DAY),
        ("2025年03月04日15时39分28秒", DAY),
        ("2025 年 3 月 4 日", DAY),
        ("2025年3月4号", DAY),
        ("２０２５－０３－０４　１２：３０", DAY),
        ("二〇二五年三月四日", DAY),
        ("二○二五年十二月三十一日", date(2025, 12, 31)),
        ("二〇二五年十月二十日", date(2025, 10, 20)),
        ("2025-03-04T10:20:30+08:00", DAY),
        ("2025-03-04T20:20:30Z", date(2025, 3, 5)),
        ("2025-03-04T10:20:30+00:00", DAY),
        ("2025-03-04(星期二)", DAY),
        ("2025-03-04 下午 3:20", DAY),
        ("Tue Mar 04 12:30:00 +0800 2025", DAY),
        ("'2025-03-04", DAY),
        ("\u200b2025-03-04 ", DAY),
        ("2025年3月", date(2025, 3, 1)),
        (45720, date(2025, 3, 4)),
        (45720.5, date(2025, 3, 4)),
        ("45720", date(2025, 3, 4)),
        (1741059000, DAY),
        (1741059000000, DAY),
        ("1741059000", DAY),
        ("", None),
        ("  ", None),
        ("-", None),
        ("——", None),
        ("/", None),
        ("无", None),
    ],
)
def test_accepted(value, day):
    assert read_date(value) == day


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("尽快", NOT_A_DATE),
        ("2025-13-04", NOT_A_DATE),
        ("2025-02-30", NOT_A_DATE),
        ("20251340", NOT_A_DATE),
        ("2025-03", NOT_A_DATE),
        ("2025-03-04以前", NOT_A_DATE),
        ("5分钟前", NOT_A_DATE),
        (True, NOT_A_DATE),
        (time(12, 0), NOT_A_DATE),
        (timedelta(hours=30), NOT_A_DATE),
        (12, NOT_A_DATE),
        (-1, NOT_A_DATE),
        (1e300, NOT_A_DATE),
        (float("nan"), NOT_A_DATE),
        (float("inf"), NOT_A_DATE),
        (99999.0, NOT_A_DATE),
        ("03/04/2025", AMBIGUOUS),
        ("3-4-25", AMBIGUOUS),
        ("25.3.4", AMBIGUOUS),
        (2025.1, A_DECIMAL),
        (2025.3, A_DECIMAL),
        (2025, A_DECIMAL),
        (1950, A_DECIMAL),
        ("2025.10", A_DECIMAL),
        ("2025", A_DECIMAL),
        (date(1989, 12, 31), OUT_OF_RANGE),
        (date(2101, 1, 1), OUT_OF_RANGE),
        ("1989-12-31", OUT_OF_RANGE),
        ("2101年1月1日", OUT_OF_RANGE),
        (19891231, OUT_OF_RANGE),
        ("3.4收到,3.6补正", TWO_DATES),
        ("2025-03-04、2025-03-08", TWO_DATES),
        ("2025.03.04-2025.03.12", TWO_DATES),
        ("2025年3月4日至3月8日", TWO_DATES),
        ("3月5日", NO_YEAR),
    ],
)
def test_refused_with_its_code(value, code):
    assert read_date(value) == code


def test_first_and_last_year_are_in():
    assert read_date("1990-01-01") == date(1990, 1, 1)
    assert read_date("2100-12-31") == date(2100, 12, 31)


@pytest.mark.parametrize(("value", "day"), [("3月5日", date(2021, 3, 5)), ("12月31日 08:30", date(2021, 12, 31)), ("2月30日", NOT_A_DATE)])
def test_a_day_without_a_year_takes_that_of_the_title(value, day):
    assert read_date(value, 2021) == day


def test_a_column_keeps_problems_beside_days():
    days, problems = read_dates(["2025-03-04", "", "03/04/2025", 20250304, True, "2025-03-04"])
    assert [str(day)[:10] for day in days] == ["2025-03-04", "NaT", "NaT", "2025-03-04", "NaT", "2025-03-04"]
    assert problems.tolist() == [None, None, AMBIGUOUS, None, NOT_A_DATE, None]


def test_true_is_not_one():
    codes, distinct = factorise([1, True, 1.0, "1", False, 0])
    assert codes.tolist() == [0, 1, 0, 2, 3, 4]
    assert [type(value) for value in distinct] == [int, bool, str, bool, int]
