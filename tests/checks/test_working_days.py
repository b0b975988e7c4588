"""The working-day calendar, against dates worked out from the State Council's notices."""

from __future__ import annotations

from datetime import date

import pytest

from zbreport.calendar import (
    BeyondCalendarError,
    add_working_days,
    working_days,
    working_days_between,
)

VECTORS = [
    ("2021-09-06", "2021-09-15", "2021-09-27", "2021-10-09", "2021-11-05"),
    ("2021-12-06", "2021-12-15", "2021-12-27", "2022-01-04", "2022-01-30"),
    ("2021-12-20", "2021-12-29", "2022-01-11", "2022-01-18", "2022-02-18"),
    ("2023-12-29", "2024-01-10", "2024-01-22", "2024-01-29", "2024-02-29"),
    ("2024-02-09", "2024-02-26", "2024-03-07", "2024-03-14", "2024-04-12"),
    ("2024-09-02", "2024-09-11", "2024-09-24", "2024-09-30", "2024-11-01"),
    ("2024-09-14", "2024-09-26", "2024-10-12", "2024-10-18", "2024-11-15"),
    ("2025-01-20", "2025-02-05", "2025-02-14", "2025-02-21", "2025-03-21"),
    ("2025-09-26", "2025-10-13", "2025-10-23", "2025-10-30", "2025-11-27"),
]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector[0])
def test_days_are_added(vector):
    start, *ends = (date.fromisoformat(day) for day in vector)
    assert [add_working_days(start, count) for count in (7, 15, 20, 40)] == ends


def test_days_between_undo_days_added():
    for start in (date(2021, 9, 6), date(2024, 2, 9), date(2024, 10, 1)):
        assert working_days_between(start, add_working_days(start, 20)) == 20
    assert working_days_between(date(2024, 3, 11), date(2024, 3, 22)) == 9


def test_it_refuses_beyond_its_years():
    last = working_days()[-1]
    with pytest.raises(BeyondCalendarError):
        add_working_days(last, 1)
    with pytest.raises(BeyondCalendarError):
        add_working_days(date(1999, 1, 1), 1)
    with pytest.raises(BeyondCalendarError):
        working_days_between(last, date(last.year + 1, 1, 1))
