"""Section 二, articles 20(5), (6) and (8): decisions are counted, fees are added up exactly, in the unit that is written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from helpers import DECISIONS, FEES, conserved, found, place, reasons, run, sheet

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
