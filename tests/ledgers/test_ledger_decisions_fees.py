"""Section 二, articles 20(5), (6) and (8): decisions are counted, fees are added up exactly, in the unit that is written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from helpers import DECISIONS, FEES, conserved, found, place, reasons, run, sheet
from zbreport.model import NumberFormat

FEE = "disclosure.fees_wan_yuan"


def decisions(*rows, file="行政权力台账.xlsx", name="决定", header=DECISIONS, **more):
    return sheet(header, *rows, file=file, name=name, **more)


def fees(*rows, header=FEES, **more):
    return sheet(header, *rows, file="收费台账.xlsx", name="收费", **more)


def test_decisions_by_kind_and_year():
    outcome = run(
        decisions(
            ["文书号10001", "行政许可", "2024-01-01"],
            ["文书号10002", "行政处罚", "2024-12-31"],
            ["文书号10003", "扣押", "2024-06-01"],
            ["文书号10004", "行政处罚", "2023-12-31"],
            ["文书号10005", "行政处罚", ""],
            ["文书号10006", "", "2024-06-01"],
            ["文书号10007", "什么", "2024-06-01"],
            ["文书号10001", "行政许可", "2024-01-01"],
        )
    )
    cells = outcome.report.cells
    assert [
        cells[f"disclosure.{kind}"] for kind in ("licences", "penalties", "coercive_measures")
    ] == [1, 1, 1]
    assert reasons(outcome) == [
        (5, "outside_year"),
        (6, "no_date"),
        (7, "unknown_kind"),
        (8, "unknown_kind"),
        (9, "duplicate"),
    ]
    conserved(outcome)


def test_one_kind_a_list_says_nothing_about_the_others():
    cells = run(
        decisions(
            ["文书号10001", "2024-01-01"],
            header=["决定书文号", "处罚决定日期"],
            file="行政处罚台账.xlsx",
        )
    ).report.cells
    assert (cells["disclosure.penalties"], cells["disclosure.licences"]) == (1, None)


def test_other_services_in_the_edition_of_2019():
    cells = run(decisions(["文书号10001", "行政确认", "2020-01-01"]), year=2020).report.cells
    assert cells["disclosure.other_services.decisions"] == 1


@pytest.mark.parametrize(
    ("header", "rows", "wan"),
    [
        (
            "收费金额（元）",
            [["甲", 3940, "2024-01-01"], ["乙", "1,060.50", "2024-02-01"]],
            "0.50005",
        ),
        ("收费金额（万元）", [["甲", 96171.6, "2024-01-01"]], "96171.6"),
        ("收费金额", [["甲", "3940元", "2024-01-01"], ["乙", "2万元", "2024-02-01"]], "2.394"),
        ("收费金额（元）", [["甲", 0.1, "2024-01-01"], ["乙", 0.2, "2024-01-01"]], "0.00003"),
        ("收费金额（元）", [["甲", 100, "2023-12-31"]], "0"),
    ],
)
def test_fees_are_exact(header, rows, wan):
    outcome = run(fees(*rows, header=["收费项目", header, "收费日期"]))
    assert outcome.report.cells[FEE] == Decimal(wan)


def test_the_unit_column_is_read_when_it_holds_units():
    header = ["收费项目", "收费金额", "单位", "收费日期"]
    assert run(
        fees(["甲", 2, "万元", "2024-01-01"], ["乙", 5000, "元", "2024-01-01"], header=header)
    ).report.cells[FEE] == Decimal("2.5")
    header[1] = "收费金额（元）"
    assert run(fees(["甲", 2, "某公司", "2024-01-01"], header=header)).report.cells[FEE] == Decimal(
        "0.0002"
    )


@pytest.mark.parametrize(
    ("header", "amount", "code", "reason"),
    [
        ("收费金额（元）", "若干", "L160", "bad_amount"),
        ("收费金额（元）", "", "L160", "bad_amount"),
        ("收费金额（元）", True, "L160", "bad_amount"),
        ("收费金额", 100, "L161", "no_unit"),
        ("收费金额（元）", "3美元", "L161", "no_unit"),
    ],
)
def test_an_amount_without_number_or_unit_is_never_guessed(header, amount, code, reason):
    outcome = run(
        fees(
            ["甲", "5万元", "2024-01-01"],
            ["乙", amount, "2024-01-01"],
            header=["收费项目", header, "收费日期"],
        )
    )
    assert place(found(outcome, code)) == ("收费台账.xlsx", "收费", (3,), "B")
    assert reasons(outcome) == [(3, reason)]
    assert outcome.report.cells[FEE] == 5


@pytest.mark.parametrize(("unit", "wan"), [("元", "2.01"), ("万元", "102")])
def test_the_office_says_the_unit_once(unit, wan):
    page = fees(
        ["甲", 100, "2024-01-01"],
        ["乙", "2万元", "2024-01-01"],
        header=["收费项目", "收费金额", "收费日期"],
    )
    outcome = run(page, decisions={"fee_unit": unit})
    assert outcome.report.cells[FEE] == Decimal(wan)
    (choice,) = outcome.choices
    assert (choice.key, choice.value, choice.count) == ("decisions.fee_unit", unit, 1)


def test_a_broken_amount_is_not_a_blank_one():
    outcome = run(
        fees(["甲", 1, "2024-01-01"], ["乙", "", "2024-01-01"], faults={(3, 1): "#VALUE!"})
    )
    assert place(found(outcome, "L107"))[2:] == ((3,), "B")
    assert reasons(outcome) == [(3, "broken_cell")]


MATTERS = ["办件编号", "事项类型", "办结时间", "办结结果", "办件状态"]


def matters(*rows, header=MATTERS, file="行政许可办件.xlsx"):
    return sheet(header, *rows, file=file)


def licences(outcome):
    return outcome.report.cells["disclosure.licences"]


@pytest.mark.parametrize(
    ("result", "state", "reason"),
    [
        ("准予许可", "已办结", None),
        ("不予许可", "已办结", None),
        ("同意", "", None),
        ("不予受理", "已办结", "undecided"),
        ("申请人撤回", "已办结", "undecided"),
        ("退件", "已退件", "undecided"),
        ("", "补正中", "undecided"),
        ("NULL", "补正中", "undecided"),
        ("", "已办结", "no_outcome"),
        ("", "", "no_outcome"),
        ("办结", "", "no_outcome"),
        ("准予许可", "补正中", "contradictory"),
        ("不知道", "", "unknown_outcome"),
        ("", "不知道", "unknown_status"),
    ],
)
def test_only_a_matter_that_was_decided_is_a_decision(result, state, reason):
    outcome = run(
        matters(
            ["A1", "行政许可", "2024-01-05", result, state],
            ["A2", "行政许可", "2024-01-06", "准予许可", "已办结"],
        )
    )
    assert licences(outcome) == (2 if reason is None else 1)
    assert reasons(outcome) == ([] if reason is None else [(2, reason)])


def test_what_was_not_decided_needs_no_day_and_is_a_choice_in_the_notes():
    outcome = run(
        matters(
            ["A1", "", "", "", "补正中"],
            ["A2", "行政许可", "2024-01-06", "准予许可", "已办结"],
        )
    )
    assert not [one for one in outcome.diagnostics if one.level == "error"]
    (choice,) = outcome.choices
    assert choice.text.startswith("不予受理、撤回、退件")
    assert choice.count == 1


def test_a_list_with_states_only_counts_what_is_over():
    header = ["办件编号", "事项类型", "办结时间", "办件状态"]
    outcome = run(
        matters(
            ["A1", "行政许可", "2024-01-05", "已办结"],
            ["A2", "行政许可", "2024-01-05", ""],
            ["A3", "行政许可", "2024-01-05", "撤件"],
            header=header,
        )
    )
    assert licences(outcome) == 2


def test_the_office_says_what_a_bare_end_means():
    page = matters(["A1", "行政许可", "2024-01-05", "办结", ""])
    assert licences(run(page)) is None
    settled = run(page, wordings={"decision_results": {"办结": "decided"}})
    assert licences(settled) == 1


def test_penalties_in_words_are_decisions():
    page = matters(
        ["1", "行政处罚", "2024-01-05", "罚款人民币叁仟元"],
        ["2", "行政处罚", "2024-01-06", "责令改正，给予警告"],
        ["3", "行政处罚", "2024-01-07", "不予立案"],
        header=["案件编号", "事项类型", "决定日期", "处罚结果"],
        file="行政处罚台账.xlsx",
    )
    assert run(page).report.cells["disclosure.penalties"] == 2


def displayed(header, number, divisor, unit=""):
    return fees(
        ["考试费", number, "2024-02-01"],
        header=["收费项目", header, "收费日期"],
        number_formats={(2, 1): NumberFormat(divisor, unit)},
    )


@pytest.mark.parametrize(
    ("page", "wan"),
    [
        (displayed("金额（万元）", 12000, 10_000), Decimal("1.2")),
        (displayed("金额（万元）", 12000, 10_000, "万元"), Decimal("1.2")),
        (displayed("金额", 12000, 10_000), Decimal("1.2")),
        (displayed("金额", 12000, 10_000, "万元"), Decimal("1.2")),
        (displayed("金额", "1.2", 1, "万元"), Decimal("1.2")),
        (displayed("金额", 12000, 1, "元"), Decimal("1.2")),
        (displayed("金额（千元）", 12000, 1000), Decimal("1.2")),
        (displayed("金额（元）", 12000, 10_000), None),
        (displayed("金额（万元）", 12000, 1000), None),
    ],
)
def test_money_that_its_format_shows_in_another_unit(page, wan):
    outcome = run(page)
    assert outcome.report.cells[FEE] == wan
    if wan is None:
        assert place(found(outcome, "L162"))[2:] == ((2,), "B")


def test_days_as_numbers_in_a_workbook_that_counts_from_1904():
    page = sheet(FEES, ["考试费", 100, 43894.0], file="收费.xlsx", since_1904=True)
    assert run(page, year=2024).report.cells[FEE] == Decimal("0.01")
