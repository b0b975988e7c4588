"""Amounts are exact, with the unit that stands beside them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zbreport.ledgers.amounts import Amount, plain, read_amount, unit_in


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (96171.6, Amount(Decimal("96171.6"), "")),
        (3, Amount(Decimal(3), "")),
        (0, Amount(Decimal(0), "")),
        (-8, Amount(Decimal(-8), "")),
        (0.1, Amount(Decimal("0.1"), "")),
        ("1,925", Amount(Decimal(1925), "")),
        ("３，９４０．００元", Amount(Decimal(3940), "元")),
        ("251000元", Amount(Decimal(251000), "元")),
        ("9.61716 万元", Amount(Decimal("9.61716"), "万元")),
        ("¥120.50", Amount(Decimal("120.5"), "")),
        ("447228件", Amount(Decimal(447228), "件")),
        ("-12", Amount(Decimal(-12), "")),
    ],
)
def test_numbers(value, amount):
    assert read_amount(value) == amount


@pytest.mark.parametrize("value", ["", " ", "-", "--", "—", "/", "无"])
def test_blank_is_not_zero(value):
    assert read_amount(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "约3000元",
        "3000-4000",
        "1,92",
        "叁仟",
        "1.2.3",
        True,
        float("nan"),
        float("inf"),
        1e300,
        1e-300,
        "9" * 60,
    ],
)
def test_what_is_no_number_comes_back_as_text(value):
    assert isinstance(read_amount(value), str)


@pytest.mark.parametrize(
    ("header", "unit"),
    [("金额（万元）", "万元"), ("收费金额(元)", "元"), ("金额/千元", "千元"), ("收费金额", "")],
)
def test_unit_of_a_header(header, unit):
    assert unit_in(header) == unit


def test_plain_has_no_exponent_and_no_trailing_zeros():
    assert str(plain(Decimal("1E+3"))) == "1000"
    assert str(plain(Decimal("3940.00"))) == "3940"
    assert str(plain(Decimal("96171.600"))) == "96171.6"
