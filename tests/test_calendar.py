"""The working year: bounds where a notice is not out yet, the office's own year, a page of months."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from typer.testing import CliRunner

from helpers import REQUESTS, request, requests, run
from zbreport.calendar import BeyondCalendarError, calendar_with, working_days
from zbreport.calendar.page import page
from zbreport.cli import app
from zbreport.errors import SettingsError
from zbreport.prose.sentences import given
from zbreport.settings import load
from zbreport.settings.holidays import year_days

DEFAULT = calendar_with({})
OWN = year_days("2027", ("2027-01-01", "2027-02-05..2027-02-11"), ("2027-02-14",))


def test_what_no_day_off_can_change_is_known():
    bounds = DEFAULT.bounds(date(2026, 12, 7), 20)
    assert bounds.earliest == date(2027, 1, 3)
    assert bounds.earliest >= date(2026, 12, 28)
    assert bounds.unknown == (2027,)
    assert DEFAULT.bounds(date(2026, 11, 2), 20)[:2] == (date(2026, 11, 30),) * 2


@pytest.mark.parametrize("year", [2020, 2022, 2025])
@pytest.mark.parametrize("start", ["12-01", "12-20", "12-31"])
def test_bounds_hold_the_day_that_a_notice_turned_out_to_give(year, start):
    """As if the notice of a year that is known were not out."""
    known = calendar_with({})
    until = type(known)(
        {one: days for one, days in known.years.items() if one < year},
        tuple(day for day in known.days if day.year < year),
    )
    first = date.fromisoformat(f"{year - 1}-{start}")
    bounds = until.bounds(first, 20)
    assert bounds.earliest <= known.add(first, 20) <= bounds.latest


def test_bounds_before_the_known_years_are_refused():
    with pytest.raises(BeyondCalendarError):
        DEFAULT.bounds(date(2001, 1, 1), 20)


def test_a_year_of_the_office_settles_the_day():
    calendar = calendar_with({2027: OWN})
    assert calendar.bounds(date(2026, 12, 7), 20)[:2] == (date(2027, 1, 5),) * 2
    assert date(2027, 2, 14) in calendar.days
    assert date(2027, 2, 8) not in calendar.days


def test_a_year_behind_a_gap_is_not_used():
    far = year_days("2029", ("2029-01-01",), ())
    assert 2029 not in calendar_with({2029: far}).years


@pytest.mark.parametrize(
    ("section", "wrong"),
    [
        ('[calendar.2027]\noff = ["2027-01-01"]\nwork = ["2027-02-15"]', "不是周末"),
        ('[calendar.2027]\noff = ["2027-02-13..2027-02-20"]\nwork = ["2027-02-14"]', "既在 off"),
        ('[calendar.2027]\noff = ["2026-01-01"]', "不是 2027 年的日期"),
        ('[calendar.2027]\noff = ["2027-02-30"]', "不是 2027 年的日期"),
        ('[calendar.2027]\noff = ["2027-02-11..2027-02-05"]', "不是 2027 年的日期"),
        ("[calendar.2027]\noff = []", "没有放假"),
        ('[calendar.next]\noff = ["2027-01-01"]', "不是年份"),
    ],
)
def test_a_section_that_means_nothing_is_refused(tmp_path, section, wrong):
    path = tmp_path / "zbreport.toml"
    path.write_text(section, encoding="utf-8")
    with pytest.raises(SettingsError, match=wrong):
        load(path)


def test_the_section_is_read(tmp_path):
    path = tmp_path / "zbreport.toml"
    path.write_text(
        '[calendar.2027]\noff = ["2027-01-01", "2027-02-05..2027-02-11"]\nwork = ["2027-02-14"]',
        encoding="utf-8",
    )
    assert load(path)[0].calendar == {2027: OWN}


def late(answered, **settings):
    register = requests(request(received="2026-12-10", answered=answered), header=[*REQUESTS])
    outcome = run(register, year=int(answered[:4]), **settings)
    text = next(one.text for one in given(outcome)["一"] if one.name == "依申请公开")
    return "均在法定期限内" in text


def test_the_text_says_in_time_where_nothing_can_change_it():
    assert late("2026-12-28")
    assert late("2027-01-05")
    assert not late("2027-01-20")
    assert not late("2027-03-31")
    assert late("2027-01-08", calendar={2027: OWN})
    assert not late("2027-01-11", calendar={2027: OWN})


def test_the_year_of_the_office_is_said_in_the_notes():
    outcome = run(
        requests(request(received="2026-12-10", answered="2026-12-20")),
        year=2026,
        calendar={2027: OWN},
    )
    assert any(one.key == "calendar.2027" for one in outcome.choices)


def test_the_page_shows_every_month_with_its_working_days():
    text = page(2026, DEFAULT)
    total = sum(day.year == 2026 for day in working_days())
    assert text.startswith(f"2026 年工作日历（{total} 个工作日）\n来源：国务院办公厅")
    assert text.count(" 月（") == 12
    assert "14班" in text
    assert "16休" in text


def test_the_command(tmp_path):
    runner = CliRunner()
    shown = runner.invoke(app, ["calendar", "2026"])
    assert (shown.exit_code, "2026 年工作日历" in shown.output) == (0, True)
    assert runner.invoke(app, ["calendar", "2031"]).exit_code == 3
    path = tmp_path / "own.toml"
    path.write_text('[calendar.2027]\noff = ["2027-01-01"]', encoding="utf-8")
    own = runner.invoke(app, ["calendar", "2027", "--config", str(path)])
    assert "来源：zbreport.toml" in own.output


def test_the_calendar_agrees_with_libraries():
    worked, abroad = set(DEFAULT.days), holidays.country_holidays("CN", years=list(DEFAULT.years))
    for year in DEFAULT.years:
        for step in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
            day = date(year, 1, 1) + timedelta(days=step)
            assert abroad.is_working_day(day) == (day in worked), day
            assert chinese_calendar.is_workday(day) == (day in worked), day
