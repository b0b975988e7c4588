"""The text of the report: every figure in it means a cell of the form and equals it, and nothing is said that nobody knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reference
from helpers import FEES, request, requests, run, sheet
from zbreport import tally
from zbreport.checks import check
from zbreport.checks.draft import published
from zbreport.checks.narrative import read_narrative
from zbreport.checks.verdicts import Verdict
from zbreport.forms import form_for
from zbreport.model import Channel, Report
from zbreport.prose import compose, pieces
from zbreport.settings import Settings
from zbreport.tabulation.tally import Tally

ROOT = Path(__file__).parents[1]
FOLDERS = [
    ROOT / "examples" / "2021-clean",
    ROOT / "examples" / "2020-clean",
    reference.city(),
    reference.bureau(),
]
ON_TEXT = {"C13", "C14", "C15", "C16", "C17", "C18", "C19", "C25", "C33", "C40"}
TOTALS = ["received", "carried_in", "total", "carried_forward"]


def outcome_of(report, previous=None, **settings):
    return Tally(report, (), (), (), {}, Settings(**settings), previous=previous)


def filled(year, base):
    """Every cell of the form: those that are no sum from `base` (key → figure), sums added up; None where a part is."""
    form = form_for(year)

    def value(key):
        addends = form.cells[key].addends
        parts = [value(part) for part in addends]
        return base.get(key) if not addends else None if None in parts else sum(parts)

    return {key: value(key) for key in form.cells}


def zeros(year, **figures):
    return {**dict.fromkeys(form_for(year).cells, 0), **figures}


def faults(outcome):
    found = check(
        published(outcome), tally=outcome if outcome.frames else None, settings=outcome.settings
    )
    return [
        (one.rule, one.message)
        for one in found.findings
        if one.verdict is Verdict.FAIL and one.rule in ON_TEXT
    ]


def bound(outcome):
    """The cells that the figures of the text mean."""
    claims = read_narrative(published(outcome), form_for(outcome.report.year)).claims
    return {
        key for claim in claims for reading in (*claim.readings, *claim.also) for key in reading
    }


def text_of(outcome, section):
    return "".join(part.lead + part.text for part in compose(outcome).section(section))


def said_of(outcome, section):
    """A section without its gaps."""
    return "".join(piece for piece, is_gap in pieces(text_of(outcome, section)) if not is_gap)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_check_binds_the_text_and_passes_it(folder):
    outcome = tally([folder])
    assert faults(outcome) == []
    assert {f"requests.{row}.total" for row in TOTALS} <= bound(outcome)


@st.composite
def reports(draw):
    year = draw(st.sampled_from([2024, 2020]))
    form = form_for(year)
    plain = [key for key, cell in form.cells.items() if not cell.addends]
    numbers = draw(
        st.sampled_from(
            [
                st.just(0),
                st.integers(0, 2),
                st.one_of(st.none(), st.integers(0, 99_999)),
                st.integers(0, 99_999),
            ]
        )
    )
    cells = filled(year, {key: draw(numbers) for key in plain})
    received = cells["requests.received.total"] or 0
    by_letter = draw(st.integers(0, received))
    ways = {
        way: count for way, count in (("信函", by_letter), ("网络", received - by_letter)) if count
    }
    channels = (
        Channel("weibo", "微博", draw(st.integers(0, 999)), None),
        Channel("wechat", "微信", 7, None),
        Channel("press", "媒体", 3, None),
    )
    counts = {"total": draw(st.integers(0, 9)), "answered": 2, "satisfied": 2, "published": 1}
    extras = {
        **{f"request_methods.{way}": count for way, count in ways.items()},
        **{f"proposals.npc.{key}": count for key, count in counts.items()},
    }
    return Report(year, form.edition, "某市某局", cells, channels, extras)


@settings(max_examples=120, deadline=None)
@given(report=reports(), before=st.none() | st.integers(0, 99_999))
def test_whatever_the_figures_the_text_agrees_with_the_tables(report, before):
    last = (
        None
        if before is None
        else Report(report.year - 1, report.edition, None, {"requests.received.total": before})
    )
    outcome = outcome_of(report, last)
    assert faults(outcome) == []
    known = {
        f"requests.{row}.total"
        for row in TOTALS
        if report.cells[f"requests.{row}.total"] is not None
    }
    both_none = (
        report.cells["requests.received.total"] == report.cells["requests.carried_in.total"] == 0
    )
    assert known - bound(outcome) <= (
        {f"requests.{row}.total" for row in ("total", "carried_forward")} if both_none else set()
    )


def test_nothing_is_said_where_nothing_is_known():
    outcome = outcome_of(Report(2024, "2021", None, dict.fromkeys(form_for(2024).cells)))
    for section in "一二三四五六":
        assert not re.search(r"\d", said_of(outcome, section)), section
        assert "【请补充：" in text_of(outcome, section)
    assert faults(outcome) == []


def test_none_at_all_is_said_in_words():
    outcome = outcome_of(Report(2024, "2021", "某市某局", zeros(2024)))
    text = text_of(outcome, "一")
    assert "2024年，未收到政府信息公开申请，也没有上年结转的申请。" in text
    assert "未发生政府信息公开行政复议、行政诉讼。" in text
    assert "未收取政府信息公开信息处理费" in text_of(outcome, "六")
    assert [text_of(outcome, section) for section in "二三四"] == ["", "", ""]
    assert faults(outcome) == []


def test_accounts_of_an_office_are_told_together_and_channels_are_not_added_up():
    outcome = tally([reference.bureau()])
    text = text_of(outcome, "一")
    assert (
        "通过网站发布信息447条，通过政务新媒体发布信息704条（微博231条、微信288条、头条号185条）"
        in text
    )
    assert "共收到政府信息公开申请2件，均以信函方式提出。" in text
    assert "1224" not in text
    assert "办理人大代表建议5件" in text_of(outcome, "六")
    assert "办理政协提案5件" in text_of(outcome, "六")


@pytest.mark.parametrize(
    ("before", "said"),
    [(3, "（比上年增加2件）"), (9, "（比上年减少4件）"), (5, "（与上年持平）"), (None, "5件，【")],
)
def test_last_year_is_named_where_its_report_says_how_many(before, said):
    cells = zeros(2024, **{"requests.received.total": 5})
    last = Report(2023, "2021", None, {"requests.received.total": before})
    assert said in text_of(outcome_of(Report(2024, "2021", "某局", cells), last), "一")
    assert "上年增加" not in text_of(outcome_of(Report(2024, "2021", "某局", cells)), "一")


def test_ways_of_application_that_do_not_add_up_are_asked_for():
    cells = zeros(2024, **{"requests.received.total": 5})
    said = {
        way: text_of(
            outcome_of(
                Report(
                    *(2024, "2021", "某局", cells),
                    extras={f"request_methods.{key}": count for key, count in ways.items()},
                )
            ),
            "一",
        )
        for way, ways in (
            ("all", {"信函": 3, "网络": 2}),
            ("some", {"信函": 3}),
            ("unknown", {"信函": 3, "未识别": 2}),
        )
    }
    assert "5件，其中信函3件、网络2件。" in said["all"]
    for way in ("some", "unknown"):
        assert "5件，【请补充：" in said[way]
        assert "信函3件" not in said[way]
        assert "未识别" not in said[way]


@pytest.mark.parametrize(("answered", "in_time"), [("2024-03-29", True), ("2024-04-01", False)])
def test_in_time_is_said_only_where_every_row_shows_it(answered, in_time):
    outcome = run(
        requests(
            request(received="2024-03-01", answered=answered),
            request(number="2", answered="2024-03-02"),
        )
    )
    assert ("均在法定期限内" in text_of(outcome, "一")) is in_time
    assert ("【请补充：答复期限" in text_of(outcome, "一")) is not in_time


@pytest.mark.parametrize(
    ("answered", "in_time"), [("2038-03-02", True), ("2038-03-20", True), ("2038-03-25", False)]
)
def test_answers_beyond_the_calendar_are_in_time_where_no_day_off_can_matter(answered, in_time):
    outcome = run(requests(request(received="2038-03-01", answered=answered)), year=2038)
    assert ("均在法定期限内" in text_of(outcome, "一")) is in_time
    assert ("【请补充：答复期限" in text_of(outcome, "一")) is not in_time


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (("政府信息公开信息处理费", "占道费"), "收取政府信息公开信息处理费300元。"),
        (("占道费", "占道费"), "未收取政府信息公开信息处理费。"),
    ],
)
def test_the_fee_is_told_in_yuan_from_its_own_rows(items, said):
    outcome = run(
        sheet(
            FEES,
            [items[0], 300, "2024-03-01"],
            [items[1], 2000, "2024-05-01"],
            file="收费台账.xlsx",
        )
    )
    assert said in text_of(outcome, "六")


def test_rules_are_named_only_where_there_are_any():
    with_rules = zeros(2024, **{"disclosure.rules.in_force": 11})
    assert "规章0件" not in text_of(outcome_of(Report(2024, "2021", "某局", zeros(2024))), "一")
    assert "制发规章0件，废止0件，现行有效11件；" in text_of(
        outcome_of(Report(2024, "2021", "某局", with_rules)), "一"
    )


def test_the_preface_says_whom_to_ask():
    report = Report(2024, "2021", "某市某局", zeros(2024))
    (full,) = compose(
        outcome_of(
            report,
            contact="某局\n办公室",
            address="甲路1号",
            postcode="223001",
            phone="0517-8",
            email="a@b.cn",
        )
    ).preface
    assert (
        "请与某局 办公室联系（地址：甲路1号，邮编：223001，电话：0517-8，电子邮箱：a@b.cn）"
        in full.text
    )
    assert "【" not in full.text
    (bare,) = compose(outcome_of(report)).preface
    assert "请与某市某局联系（地址：【请补充：地址】" in bare.text


def test_gaps_are_cut_out_whole():
    assert list(pieces("甲【请补充：乙】丙")) == [
        ("甲", False),
        ("【请补充：乙】", True),
        ("丙", False),
    ]
    assert list(pieces("")) == []
