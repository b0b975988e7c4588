"""Periods as titles and summaries write them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbreport.ledgers.periods import find_period, month_named, read_period

JULY = (date(2026, 7, 14), date(2026, 8, 12))


@pytest.mark.parametrize(
    ("value", "year", "period"),
    [
        ("2026.07.14-2026.08.12", None, JULY),
        ("2026-07-14 至 2026-08-12", None, JULY),
        ("2026年7月14日—2026年8月12日", None, JULY),
        ("2026年7月14日至8月12日", None, JULY),
        ("20260714-20260812", None, JULY),
        ("2024-03-05", None, (date(2024, 3, 5), date(2024, 3, 5))),
        (date(2024, 3, 5), None, (date(2024, 3, 5), date(2024, 3, 5))),
        (20240305, None, (date(2024, 3, 5), date(2024, 3, 5))),
        ("2024年2月", None, (date(2024, 2, 1), date(2024, 2, 29))),
        ("2024-02", None, (date(2024, 2, 1), date(2024, 2, 29))),
        ("2月份", 2023, (date(2023, 2, 1), date(2023, 2, 28))),
        ("十一月", 2023, (date(2023, 11, 1), date(2023, 11, 30))),
        ("2024年第一季度", None, (date(2024, 1, 1), date(2024, 3, 31))),
        ("四季度", 2024, (date(2024, 10, 1), date(2024, 12, 31))),
        ("下半年", 2024, (date(2024, 7, 1), date(2024, 12, 31))),
        ("2024年度", None, (date(2024, 1, 1), date(2024, 12, 31))),
        ("全年", 2024, (date(2024, 1, 1), date(2024, 12, 31))),
        ("3月", None, None),
        ("13月", 2024, None),
        (2024.1, 2024, None),
        (3, 2024, None),
        ("2026.08.12-2026.07.14", None, None),
        ("若干", 2024, None),
        ("", 2024, None),
    ],
)
def test_periods(value, year, period):
    assert read_period(value, year) == period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("数据趋势概况(2026.07.14-2026.08.12)", JULY),
        ("tendency_20260714_20260812.xls", JULY),
        ("2026年信息发布情况", None),
        ("电话12345678-87654321", None),
    ],
)
def test_a_period_in_a_title(text, period):
    assert find_period(text) == period


@pytest.mark.parametrize(
    ("name", "year", "month"),
    [
        ("3月", 2024, date(2024, 3, 1)),
        ("2023年3月", 2024, date(2023, 3, 1)),
        ("十二月份", 2024, date(2024, 12, 1)),
        ("3月", None, None),
        ("1-3月", 2024, None),
        ("3月5日", 2024, None),
        ("一季度", 2024, None),
        ("Sheet3", 2024, None),
    ],
)
def test_a_sheet_that_is_a_month(name, year, month):
    assert month_named(name, year) == month


@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["-", "至", "—", "~"]),
)
def test_a_period_is_read_back(one, other, mark):
    first, last = sorted([one, other])
    assert read_period(f"{first:%Y.%m.%d}{mark}{last:%Y.%m.%d}") == (first, last)
    assert read_period(f"{first.year}年{first.month}月") == (
        first.replace(day=1),
        first.replace(day=monthrange(first.year, first.month)[1]),
    )


@given(
    st.text(st.sampled_from("0123456789年月日季度半上下全一二三十-.至 "), max_size=14),
    st.one_of(st.none(), st.integers(1990, 2100)),
)
def test_any_text_is_a_period_or_none(text, year):
    found = read_period(text, year)
    assert found is None or found[0] <= found[1]
    month_named(text, year)
    find_period(text)
