"""A figure that its ledger cannot give is blank and said, never 0; 0 only where a ledger that covers it has no such row."""

from __future__ import annotations

import pytest

from helpers import (
    FEES,
    PROPOSALS,
    codes,
    conserved,
    found,
    request,
    requests,
    run,
    sheet,
    website,
)
from zbreport.errors import YearError


def decisions(
    *rows, file="决定台账.xlsx", name="Sheet1", header=("决定类别", "决定日期", "决定书文号")
):
    return sheet(list(header), *rows, file=file, name=name)


def powers(outcome):
    kinds = ("licences", "penalties", "coercive_measures")
    return tuple(outcome.report.cells[f"disclosure.{kind}"] for kind in kinds)


LICENCE = ["行政许可", "2024-02-01", "许1号"]
PENALTY = ["行政处罚", "2024-03-01", "罚1号"]


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        ([decisions(LICENCE, file="行政许可办件.xlsx")], (1, None, None)),
        ([decisions(LICENCE)], (1, None, None)),
        ([decisions(LICENCE, PENALTY)], (1, 1, 0)),
        ([decisions(LICENCE, file="行政许可、行政处罚台账.xlsx")], (1, 0, None)),
        ([decisions(LICENCE, file="行政许可处罚强制台账.xlsx")], (1, 0, 0)),
        (
            [decisions(LICENCE, file="行政许可.xlsx"), decisions(PENALTY, file="行政处罚.xlsx")],
            (1, 1, None),
        ),
        (
            [
                decisions(LICENCE[1:], name="许可", header=("决定日期", "决定书文号")),
                decisions(["2023-03-01", "罚"], name="处罚", header=("决定日期", "决定书文号")),
            ],
            (1, 0, None),
        ),
    ],
)
def test_a_list_of_one_kind_says_nothing_of_another(sheets, expected):
    outcome = run(*sheets)
    assert powers(outcome) == expected
    assert ("T309" in codes(outcome)) == (None in expected)


def test_the_office_may_say_that_there_were_none():
    outcome = run(decisions(LICENCE), none=("disclosure.penalties",))
    assert powers(outcome) == (1, 0, None)
    assert powers(run(decisions(LICENCE), missing="zero")) == (1, 0, 0)


@pytest.mark.parametrize(
    ("page", "cell"),
    [
        (
            sheet(FEES, ["考试费", "很多", "2024-02-01"], file="收费台账.xlsx"),
            "disclosure.fees_wan_yuan",
        ),
        (
            sheet(["收费日期", "金额"], ["2024-02-01", 10], file="收费台账.xlsx"),
            "disclosure.fees_wan_yuan",
        ),
        (requests(request(received="三月"), request("2", received="")), "requests.received.total"),
        (requests(request(applicant="")), "requests.granted.natural_person"),
        (decisions(["行政许可", "不详", "1"]), "disclosure.licences"),
    ],
)
def test_a_ledger_of_which_every_row_is_set_aside_gives_no_figure(page, cell):
    outcome = run(page)
    assert outcome.report.cells[cell] is None
    assert "T308" in codes(outcome)
    assert "T307" in codes(outcome)
    conserved(outcome)


def test_missing_zero_is_no_zero_for_rows_that_could_not_be_used():
    page = sheet(FEES, ["考试费", "很多", "2024-02-01"], file="收费台账.xlsx")
    assert run(page, missing="zero").report.cells["disclosure.fees_wan_yuan"] is None
    none = run(page, none=("disclosure.fees_wan_yuan",))
    assert none.report.cells["disclosure.fees_wan_yuan"] == 0


def test_rows_of_other_years_and_rows_that_are_no_items_are_no_fault():
    fees = sheet(FEES, ["考试费", 100, "2023-02-01"], ["合计", 100, ""], file="收费台账.xlsx")
    outcome = run(fees)
    assert outcome.report.cells["disclosure.fees_wan_yuan"] == 0
    assert "T308" not in codes(outcome)


def test_a_channel_of_which_no_row_could_be_used_has_no_figure():
    outcome = run(website(["甲", "某天", "https://a.example.cn/1"]), requests(request()))
    assert outcome.report.channels == ()
    assert "网站" in found(outcome, "T308").message


def proposals(*rows, header=PROPOSALS, file="建议提案.xlsx"):
    return sheet(list(header), *rows, file=file)


SHORT = ["建议提案编号", "类型", "答复日期"]


def extras(outcome):
    return {key.removeprefix("proposals."): number for key, number in outcome.report.extras.items()}


def test_a_column_that_is_missing_gives_no_figure():
    outcome = run(proposals(["1", "建议", "2024-05-08"], header=SHORT))
    assert extras(outcome) == {
        "npc.total": 1,
        "npc.answered": 1,
        "npc.satisfied": None,
        "npc.published": None,
    }
    assert codes(outcome).count("T311") == 2


def test_a_column_that_one_of_two_lists_lacks_leaves_its_kind_open():
    outcome = run(
        proposals(
            ["1", "建议", "", "2024-05-08", "满意", "是"], ["2", "提案", "", "2024-05-08", "", ""]
        ),
        proposals(["3", "建议", "2024-05-08"], header=SHORT, file="补充.xlsx"),
    )
    assert (extras(outcome)["npc.satisfied"], extras(outcome)["cppcc.satisfied"]) == (None, 0)
    assert found_all(outcome, "T311")[0].message.startswith("“建议提案/人大代表建议")


def found_all(outcome, code):
    return [one for one in outcome.diagnostics if one.code == code]


def test_ways_of_application_that_only_some_rows_tell_are_said_to_be_a_part():
    outcome = run(requests(request(), request("2", method=""), request("3", method="NULL")))
    finding = found(outcome, "T310")
    assert "1 件，共 3 件" in finding.message
    assert "T310" not in codes(run(requests(request(), request("2"))))


def test_no_year_is_only_said_for_want_of_dates_where_there_are_none():
    page = requests(request(applicant="外星人", received="某天"), request("2", received=""))
    with pytest.raises(YearError, match="没有一行带日期") as caught:
        run(page, year=None)
    assert {one.code for one in caught.value.diagnostics} >= {"L101", "L102"}
    assert run(decisions(["奇怪", "2024-02-01", "1"]), year=None).report.year == 2024


def test_nothing_to_count_says_what_became_of_the_rows():
    outcome = run(
        requests(
            request(received="某天"), request("2", received="2023-03-01", answered="2023-04-01")
        )
    )
    assert "日期无法识别 1 行" in found(outcome, "T307").message
    assert "不属于本年度 1 行" in found(outcome, "T307").message


@pytest.mark.parametrize(
    ("opinion", "satisfied"),
    [
        ("满意", 1),
        ("对办理结果表示满意", 1),
        ("非常满意，感谢", 1),
        ("不满意", 0),
        ("对答复不太满意，建议重办", 0),
        ("未反馈", 0),
        ("", 0),
        ("再研究研究", None),
    ],
)
@pytest.mark.parametrize("header", ["委员意见", "是否满意", "代表反馈"])
def test_opinions_in_words(header, opinion, satisfied):
    page = proposals(
        ["1", "提案", "2024-05-08", opinion, "是"],
        header=["提案编号", "类型", "办复时间", header, "是否网上公开"],
    )
    outcome = run(page)
    assert (extras(outcome)["cppcc.satisfied"], extras(outcome)["cppcc.published"]) == (
        satisfied,
        1,
    )
    assert (satisfied is None) == ("L113" in codes(outcome))
