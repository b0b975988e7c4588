"""Every way of writing a date that inputs are known to have, and what is refused."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbreport.ledgers.dates import (
    A_DECIMAL,
    AMBIGUOUS,
    NO_YEAR,
    NOT_A_DATE,
    OUT_OF_RANGE,
    TWO_DATES,
    read_date,
    read_dates,
)
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
        ("二〇二五年三月", date(2025, 3, 1)),
        ("20220329", date(2022, 3, 29)),
        (20220329.0, date(2022, 3, 29)),
        ("2026-08-14", date(2026, 8, 14)),
        ("2026/5/29", date(2026, 5, 29)),
        ("2026/08/14", date(2026, 8, 14)),
        ("2026-06-10 12:34", date(2026, 6, 10)),
        ("2026-07-18 14:11:20", date(2026, 7, 18)),
        ("2022/10/17 9:05", date(2022, 10, 17)),
        ("2026年06月10日", date(2026, 6, 10)),
        ("2026年05月29日 12:40:34", date(2026, 5, 29)),
        ("2026年05月19日15时39分28秒", date(2026, 5, 19)),
        ("2026年08月11日 09:05", date(2026, 8, 11)),
        ("2025年3月4日上午9时", DAY),
        ("2025年3月4日14点整", DAY),
        ("2025-03-04 上午 9:05", DAY),
        ("2025/03/04 12:30 PM", DAY),
        ("2025年3月4日（周二）", DAY),
        ("2025年3月4日 星期二 下午", DAY),
        ("2025-03-04\n12:30", DAY),
        ("20250304 12:30", DAY),
        ("20250304T123000", DAY),
        ("2025年三月四日", DAY),
        ("二0二五年三月四日", DAY),
        ("二零二五年三月四日上午", DAY),
        ("2025.3.4.", DAY),
        ("2025。3。4", DAY),
        ("2025\\3\\4", DAY),
        ("2025—3—4", DAY),
        ("2025–03–04", DAY),
        ("1741059000123", DAY),
        (45720.99999999, DAY),
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
    ("value", "day"),
    [
        ("Tue Mar 04 2025 10:20:30 GMT+0800 (中国标准时间)", DAY),
        ("Tue Mar 04 2025 10:20:30 GMT+0800 (China Standard Time)", DAY),
        ("Mon Mar 03 2025 20:20:30 GMT+0000 (协调世界时)", DAY),
        ("Tue Mar 4 10:20:30 UTC+0800 2025", DAY),
        ("Mon, 03 Mar 2025 16:20:30 GMT", DAY),
        ("Tue Mar 04 2025", DAY),
        ("Tue Mar 04 10:20:30 CST 2025", DAY),
        ("Tue Mar 04 10:20:30 GMT+08:00 2025", DAY),
        ("Mon Mar 03 16:00:00 UTC 2025", DAY),
        ("Mar 4, 2025 10:20:30 AM", DAY),
        ("Mar 3, 2025, 10:20:30 PM GMT", DAY),
        ("4 March 2025", DAY),
        ("04-Mar-2025", DAY),
        ("2025-03-03T16:00:00.123Z", DAY),
        ("2025-03-03T15:59:59.999999999Z", date(2025, 3, 3)),
        ("2025-03-03 16:20:30 +0000", DAY),
        ("2025-03-03 16:20:30 UTC", DAY),
        ("2025-03-04T10:20:30+08:00[Asia/Shanghai]", DAY),
        ("2025-03-04T10:20:30+0800", DAY),
        ("2025-03-03T23:20:30-05:00", DAY),
        ("2025-03-03T24:00:00Z", DAY),
        ("2025-03-04+08:00", DAY),
        ("20250303T162030Z", DAY),
        ("2025年3月4日 10:20:30 CST", DAY),
        ("/Date(1741059000000+0800)/", DAY),
    ],
)
def test_a_moment_with_its_time_zone_is_the_day_in_china(value, day):
    assert read_date(value) == day


@pytest.mark.parametrize(
    "value",
    [
        "二O二五年三月四日",
        "二Ｏ二五年三月四日",
        "二o二五年三月四日",
        "二О二五年三月四日",
        "二◯二五年三月四日",
        "贰零贰伍年叁月肆日",
        "2O25-O3-O4",
        "\u200e2025\u200e/\u200e3\u200e/\u200e4",
        "\u202a2025-03-04\u202c",
        "\u20662025年3月4日\u2069",
        "2025年3⽉4⽇",
        "2025年3⺝4⺜",
        "２０２５\u00ad年３月４日",
    ],
)
def test_what_looks_like_a_date_is_read_as_one(value):
    assert read_date(value) == DAY


@pytest.mark.parametrize(
    "value",
    [
        *("NULL", "null", "NaT", "nan", "None", "\\N", "<NA>", "(null)", "N/A", "undefined"),
        *("0000-00-00", "0000-00-00 00:00:00", "0000/00/00", "00:00:00", "0:00", "0", "0.0"),
        *("1900-01-00", "1900/1/0", "1900/1/0 0:00", "1900年1月0日", "0001-01-01T00:00:00"),
        *(0, 0.0, time(0), timedelta(0), date(1899, 12, 30), datetime(1899, 12, 31), float("nan")),
    ],
)
def test_what_stands_for_no_date_is_blank(value):
    assert read_date(value) is None


def test_numbers_of_a_workbook_of_1904_are_four_years_later():
    assert read_date(44258.0, since_1904=True) == date(2025, 3, 4)
    assert read_date(44258.5, since_1904=True) == date(2025, 3, 4)
    assert read_date(20250304, since_1904=True) == date(2025, 3, 4)
    assert read_date(44258.0) == date(2021, 3, 3)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1900-01-01", OUT_OF_RANGE),
        ("04-MAR-25", NOT_A_DATE),
        ("2025-03-04 10:20:30 EST", NOT_A_DATE),
        ("Octopus", NOT_A_DATE),
        ("Feb 30, 2025", NOT_A_DATE),
        ("12:30", NOT_A_DATE),
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
        (float("inf"), NOT_A_DATE),
        (99999.0, NOT_A_DATE),
        (2958465, NOT_A_DATE),
        (60, NOT_A_DATE),
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
        ("2026.07.14-2026.08.12", TWO_DATES),
        ("2025年3月4日（补正3月8日）", TWO_DATES),
        ("2025年3月4-5日", TWO_DATES),
        ("2025年3月4日、5日", TWO_DATES),
        ("今天 12:30", NOT_A_DATE),
        ("03-05", NOT_A_DATE),
        ("民国114年3月4日", NOT_A_DATE),
        ("二十十月一日", NOT_A_DATE),
        ("2025年二月三十日", NOT_A_DATE),
        ("3月5日", NO_YEAR),
        ("三月五日", NO_YEAR),
    ],
)
def test_refused_with_its_code(value, code):
    assert read_date(value) == code


def test_first_and_last_year_are_in():
    assert read_date("1990-01-01") == date(1990, 1, 1)
    assert read_date("2100-12-31") == date(2100, 12, 31)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("3月5日", date(2021, 3, 5)),
        ("十二月三十一日", date(2021, 12, 31)),
        ("12月31日 08:30", date(2021, 12, 31)),
        ("2月30日", NOT_A_DATE),
    ],
)
def test_a_day_without_a_year_takes_that_of_the_title(value, day):
    assert read_date(value, 2021) == day


def test_a_column_keeps_problems_beside_days():
    days, problems = read_dates(["2025-03-04", "", "03/04/2025", 20250304, True, "2025-03-04"])
    assert [str(day)[:10] for day in days] == [
        "2025-03-04",
        "NaT",
        "NaT",
        "2025-03-04",
        "NaT",
        "2025-03-04",
    ]
    assert problems.tolist() == [None, None, AMBIGUOUS, None, NOT_A_DATE, None]


def test_true_is_not_one():
    codes, distinct = factorise([1, True, 1.0, "1", False, 0])
    assert codes.tolist() == [0, 1, 0, 2, 3, 4]
    assert [type(value) for value in distinct] == [int, bool, str, bool, int]


def chinese(number):
    """3 → 三, 10 → 十, 21 → 二十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十") + (
        DIGITS[ones] if ones else ""
    )


DIGITS = "〇一二三四五六七八九"
WIDE = str.maketrans("0123456789-/: ", "０１２３４５６７８９－／：　")
FORMS = (
    lambda day: day,
    lambda day: datetime(day.year, day.month, day.day, 23, 59, 59),
    lambda day: int(f"{day:%Y%m%d}"),
    lambda day: float(f"{day:%Y%m%d}"),
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day:%Y%m%d}235959",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}/{day.month}/{day.day} 9:05",
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day:%Y-%m-%d} 00:00:00",
    lambda day: f"{day:%Y-%m-%d}T23:59:59+08:00",
    lambda day: f"{day:%Y年%m月%d日}",
    lambda day: f"{day.year}年{day.month}月{day.day}日 23:59",
    lambda day: f"{day.year} 年 {day.month} 月 {day.day} 号",
    lambda day: f"{day:%Y年%m月%d日%H时%M分%S秒}",
    lambda day: f"{day:%Y-%m-%d}(星期{'一二三四五六日'[day.weekday()]})",
    lambda day: f"{day:%Y-%m-%d} 下午 3:20",
    lambda day: f"{day:%Y-%m-%d %H:%M}".translate(WIDE),
    lambda day: (
        "".join(DIGITS[int(digit)] for digit in f"{day.year}")
        + f"年{chinese(day.month)}月{chinese(day.day)}日"
    ),
    lambda day: datetime(day.year, day.month, day.day).strftime("%a %b %d 12:30:00 +0800 %Y"),
    lambda day: f" '{day:%Y-%m-%d}\u200b",
)
"""Every way of writing a day that is accepted."""


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.sampled_from(FORMS))
def test_a_day_written_in_any_form_is_read_back(day, form):
    assert read_date(form(day)) == day


@given(st.dates(date(2000, 1, 1), date(2035, 12, 31)), st.floats(0, 0.9999), st.booleans())
def test_a_serial_of_excel_is_the_day(day, time_of_day, as_text):
    serial = (day - date(1899, 12, 30)).days + time_of_day
    assert read_date(f"{serial:.4f}" if as_text else serial) == day


@given(
    st.dates(date(2001, 9, 10), date(2033, 5, 17)),
    st.integers(0, 86399),
    st.sampled_from([1, 1000]),
)
def test_seconds_and_milliseconds_since_1970_are_the_day_in_beijing(day, second, unit):
    since = (
        int((datetime(day.year, day.month, day.day) - datetime(1970, 1, 1)).total_seconds())
        + second
        - 8 * 3600
    )
    assert read_date(since * unit) == read_date(str(since * unit)) == day


@given(st.integers(1, 31), st.integers(1, 12), st.integers(0, 2100), st.sampled_from("-/."))
def test_a_day_or_month_in_front_is_never_guessed(first, second, year, mark):
    assert read_date(f"{first}{mark}{second}{mark}{year}") in {AMBIGUOUS, NOT_A_DATE}


@given(st.integers(1990, 2100), st.integers(1, 12))
def test_a_year_with_a_month_as_a_number_is_never_a_day(year, month):
    assert read_date(float(f"{year}.{month}")) == A_DECIMAL
    assert read_date(f"{year}.{month}") == A_DECIMAL


ALPHABET = st.sampled_from(
    "0123456789零〇一二三四五六七八九十年月日号时分秒上下午星期周 -/.:、，至T'\n（）①"
)


@given(
    st.one_of(st.text(ALPHABET, max_size=16), st.text(max_size=12)),
    st.one_of(st.none(), st.integers(1990, 2100)),
)
def test_any_text_is_a_day_a_blank_or_a_code(text, year):
    found = read_date(text, year)
    assert (
        found is None
        or isinstance(found, date)
        or found in {NOT_A_DATE, AMBIGUOUS, A_DECIMAL, OUT_OF_RANGE, TWO_DATES, NO_YEAR}
    )
