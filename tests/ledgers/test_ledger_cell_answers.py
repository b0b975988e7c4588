"""Answers to single cells and to years: offered where they settle a question, and read as if they stood there."""

from __future__ import annotations

import pytest

from helpers import (
    REQUESTS,
    channel,
    codes,
    conserved,
    found,
    ready,
    request,
    requests,
    run,
    sheet,
    website,
)
from zbreport.model import Span

NAME = "依申请公开台账.xlsx"


def cells(**texts):
    return {NAME: {f"台账!{place}": text for place, text in texts.items()}}


@pytest.mark.parametrize(
    ("row", "code", "place", "word"),
    [
        (request(received=""), "L101", "B2", "2024-03-01"),
        (request(received="三月初"), "L102", "B2", "2024-03-01"),
        (request(received="3/4/2024"), "L103", "B2", "2024-03-04"),
        (request(answered="2024-02-01"), "L110", "G2", "2024-03-20"),
        (request(outcome=""), "L111", "E2", "予以公开"),
        (request(answered=""), "L112", "G2", "2024-03-20"),
        (request(outcome="不予公开"), "L117", "E2", "属于国家秘密"),
        (request(applicant=""), "L120", "C2", "自然人"),
        (request(applicant="法人"), "L121", "C2", "科研机构"),
    ],
)
def test_a_cell_is_answered_without_an_edit_of_the_ledger(row, code, place, word):
    outcome = run(requests(row))
    (line,) = found(outcome, code).answer.lines
    assert (line.path, line.key) == (("cells", NAME), f"台账!{place}")
    choices = dict(found(outcome, code).answer.choices)
    assert not choices or word in choices
    settled = run(requests(row), cells=cells(**{place: word}))
    assert not [one for one in settled.diagnostics if one.level == "error"]
    assert settled.report.cells["requests.received.total"] == 1
    assert settled.report.cells["requests.total.total"] == 1
    conserved(settled)


def test_every_row_is_answered_by_itself():
    rows = [request(f"A{number}", outcome="不予公开") for number in (1, 2)]
    answer = found(run(requests(*rows)), "L117").answer
    assert [part.lines[0].key for part in answer.parts] == ["台账!E2", "台账!E3"]
    outcome = run(requests(*rows), cells=cells(E2="属于国家秘密", E3="属于行政查询事项"))
    assert outcome.report.cells["requests.state_secret.total"] == 1
    assert outcome.report.cells["requests.administrative_query.total"] == 1


def test_more_cells_than_anybody_answers_are_not_offered_one_by_one():
    rows = [request(f"A{number}", received="") for number in range(30)]
    assert found(run(requests(*rows)), "L101").answer is None


def test_the_reason_under_remarks_is_offered_as_the_column_of_reasons():
    header = [name if name != "具体情形" else "备注" for name in REQUESTS]
    rows = [
        request("A1", outcome="不予公开", detail="属于国家秘密"),
        request("A2", detail="已寄出"),
    ]
    outcome = run(requests(*rows, header=header))
    settings = ready(found(outcome, "L117"))
    assert settings == {"columns": {NAME: {"备注": "detail"}}}
    settled = run(requests(*rows, header=header), **settings)
    assert settled.report.cells["requests.state_secret.total"] == 1
    assert settled.report.cells["requests.granted.total"] == 1
    assert not [one for one in settled.diagnostics if one.level == "error"]


def test_the_reason_under_remarks_is_suggested_beside_a_column_of_reasons():
    rows = [[*request(outcome="不予公开"), "属于国家秘密"]]
    finding = found(run(requests(*rows, header=[*REQUESTS, "备注"])), "L117")
    assert finding.answer.suggested == "属于国家秘密"
    assert ready(finding) == {"cells": cells(E2="属于国家秘密")}


def test_days_without_a_year_take_that_of_the_setting():
    rows = requests(request(received="9月16日", answered="10月8日"))
    finding = found(run(rows), "L108")
    assert dict(finding.answer.choices) == {"2024": "2024 年", "2023": "2023 年"}
    assert ready(finding, "2024") == {"years": {NAME: "2024"}}
    settled = run(rows, years={NAME: 2024})
    assert settled.report.cells["requests.granted.total"] == 1
    before = run(rows, years={"依申请*": 2023})
    assert before.report.cells["requests.received.total"] == 0


def test_sheets_of_months_without_a_year_are_asked_about():
    month = sheet(["序号", "推文标题"], [1, "甲"], [2, "乙"], file="公众号推文.xlsx", name="3月")
    finding = found(run(month, requests(request())), "R220")
    assert ready(finding, "2024") == {"years": {"公众号推文.xlsx": "2024"}}
    settled = run(month, requests(request()), years={"公众号推文.xlsx": 2024})
    assert channel(settled, "wechat") == 2


def test_a_formula_without_a_result_is_answered_by_its_cell():
    rows = requests(request(received=""), faults={(2, 1): "#REF!"})
    assert found(run(rows), "L107").answer.lines[0].key == "台账!B2"
    settled = run(rows, cells=cells(B2="2024-03-01"))
    assert "L107" not in codes(settled)
    assert settled.report.cells["requests.received.total"] == 1


def test_a_copy_that_the_office_calls_different_counts():
    header = ["收到日期", "申请人类别", "办理结果", "答复日期"]
    rows = [[f"2024-03-0{day}", "自然人", "予以公开", "2024-03-20"] for day in (1, 2, 3)]
    two = [requests(*rows, header=header, name=name) for name in ("上半年", "全年")]
    outcome = run(*two)
    assert outcome.report.cells["requests.received.total"] == 3
    key = found(outcome, "L183").answer.lines[0].key
    assert key == "上半年!2-4"
    assert ready(found(outcome, "L183")) == {"rows": {NAME: {key: "not_counted"}}}
    both = run(*two, rows={NAME: {key: "counted"}})
    assert both.report.cells["requests.received.total"] == 6
    assert "L183" not in codes(both)


def test_two_requests_of_one_number_count_where_the_office_says_so():
    rows = requests(request("A1"), request("A1", received="2024-05-06", answered="2024-05-20"))
    outcome = run(rows)
    assert outcome.report.cells["requests.received.total"] == 1
    line = ready(found(outcome, "L130"), "counted")
    settled = run(rows, **line)
    assert settled.report.cells["requests.received.total"] == 2
    assert "L130" not in codes(settled)


def test_a_summary_declared_none_is_still_held_against_the_lists():
    summary = sheet(["渠道", "条数"], ["网站", 5], file="统计.xlsx")
    listed = website(*[[f"甲{day}", f"2024-03-0{day}", ""] for day in (1, 2)])
    outcome = run(summary, listed, ledgers={"统计.xlsx": "none"})
    assert "相差 3 条" in found(outcome, "R212").message
    assert dict(outcome.sources[0].set_aside) == {"not_a_ledger": 1}


def test_a_total_of_one_group_is_compared_with_that_group():
    header = ["登记编号", "收到日期", "申请人类别", "办理结果", "答复日期", "数量"]

    def row(number, who):
        return [f"A{number}", f"2024-03-0{number}", who, "予以公开", "2024-03-20", ""]

    rows = [
        row(1, "自然人"),
        row(2, "商业企业"),
        ["", "", "小计", "", "", 2],
        row(3, "商业企业"),
        ["", "", "商业企业 计数", "", "", 2],
    ]
    assert "R218" not in codes(run(requests(*rows, header=header)))
    rows[-1][-1] = 9
    assert found(run(requests(*rows, header=header)), "R218").rows == (6,)


def test_merged_cells_and_answers_go_together():
    rows = [request("A1", applicant="法人"), request("A2", applicant="")]
    merged = requests(*rows, merged=(Span(1, 2, 2, 2),))
    settled = run(merged, cells=cells(C2="科研机构"))
    assert settled.report.cells["requests.received.research"] == 2
