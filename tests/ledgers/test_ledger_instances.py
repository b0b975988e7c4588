"""A suit of several instances is one case with its latest result; an appeal under way is pending."""

from __future__ import annotations

import pytest

from helpers import codes, conserved, found, reasons, run, sheet
from zbreport.ledgers.instances import deciding

COLUMNS = ["案号", "是否经过复议", "立案日期", "一审结果", "二审结果", "再审结果", "结案日期"]
ROWS = ["案号", "案件类型", "是否经过复议", "审级", "原审案号", "受理日期", "结案日期", "结果"]


def suits(*rows, header=COLUMNS):
    return sheet(header, *rows, file="行政诉讼台账.xlsx")


def direct(outcome):
    return {
        key.rpartition(".")[2]: number
        for key, number in outcome.report.cells.items()
        if key.startswith("proceedings.litigation_direct.") and number and not key.endswith("total")
    }


@pytest.mark.parametrize(
    ("results", "decides"),
    [
        (("驳回诉讼请求", "", ""), (0, "驳回诉讼请求")),
        (("驳回诉讼请求", "撤销一审判决，撤销答复", ""), (1, "撤销答复")),
        (("撤销答复", "驳回上诉，维持原判", ""), (0, "撤销答复")),
        (("撤销答复", "未上诉", "无"), (0, "撤销答复")),
        (("撤销答复", "撤回上诉", ""), (0, "撤销答复")),
        (("撤销答复", "撤销原判，驳回诉讼请求", "驳回再审申请"), (1, "驳回诉讼请求")),
        (("", "驳回上诉", ""), (1, "驳回上诉")),
        (("", "", ""), (-1, "")),
    ],
)
def test_the_result_that_decides(results, decides):
    assert deciding(results) == decides


@pytest.mark.parametrize(
    ("first", "second", "third", "expected"),
    [
        ("驳回诉讼请求", "撤销一审判决，撤销答复", "", {"corrected": 1}),
        ("驳回诉讼请求", "二审审理中", "", {"pending": 1}),
        ("驳回诉讼请求", "已上诉", "", {"pending": 1}),
        ("撤销答复", "", "", {"corrected": 1}),
        ("撤销答复", "驳回上诉，维持原判", "", {"corrected": 1}),
        ("驳回诉讼请求", "维持原判", "未申请再审", {"upheld": 1}),
        ("驳回诉讼请求", "撤销原判，发回重审", "", {"pending": 1}),
        ("驳回诉讼请求", "驳回上诉", "再审审查中", {"pending": 1}),
        ("驳回诉讼请求", "驳回上诉", "撤销二审判决，责令重新答复", {"corrected": 1}),
    ],
)
def test_columns_of_instances(first, second, third, expected):
    outcome = run(suits(["1号", "否", "2024-02-01", first, second, third, "2024-11-01"]))
    assert direct(outcome) == expected
    assert not [one for one in outcome.diagnostics if one.level == "error"]


def test_a_reversal_that_does_not_say_to_what_is_asked_about():
    outcome = run(suits(["1号", "否", "2024-02-01", "驳回诉讼请求", "改判", "", "2024-11-01"]))
    finding = found(outcome, "L115")
    assert (finding.rows, finding.column) == ((2,), "E")
    assert outcome.report.cells["proceedings.litigation_direct.total"] is None


def test_the_latest_result_is_a_choice_in_the_notes():
    outcome = run(
        suits(
            ["1号", "否", "2024-02-01", "驳回诉讼请求", "二审审理中", "", "2024-08-01"],
            ["2号", "否", "2024-02-01", "驳回诉讼请求", "", "", "2024-08-01"],
        )
    )
    choice = next(one for one in outcome.choices if one.key == "decisions.instances")
    assert choice.count == 1
    assert run(
        suits(["1号", "否", "2024-02-01", "撤诉", "", "", "2024-08-01"]),
        decisions={"instances": "latest"},
    )


def test_rows_of_instances_are_one_case():
    outcome = run(
        suits(
            ["行初1号", "行政诉讼", "否", "一审", "", "2023-10-01", "2024-02-01", "驳回诉讼请求"],
            [
                "行终5号",
                "行政诉讼",
                "否",
                "二审",
                "行初1号",
                "2024-03-01",
                "2024-06-01",
                "撤销一审判决，责令重新答复",
            ],
            ["行初2号", "行政诉讼", "否", "一审", "", "2024-04-01", "2024-09-01", "撤销答复"],
            ["行终9号", "行政诉讼", "否", "二审", "行初2号", "2024-10-01", "", "审理中"],
            ["行初3号", "行政诉讼", "否", "一审", "", "2024-04-01", "2024-09-01", "驳回诉讼请求"],
            header=ROWS,
        )
    )
    assert direct(outcome) == {"corrected": 1, "pending": 1, "upheld": 1}
    assert reasons(outcome) == [(2, "earlier_instance"), (4, "earlier_instance")]
    conserved(outcome)


def test_an_appeal_that_is_dismissed_keeps_the_result_of_the_first_instance_across_rows():
    outcome = run(
        suits(
            ["行初1号", "行政诉讼", "否", "一审", "", "2024-01-01", "2024-02-01", "撤销答复"],
            [
                "行终5号",
                "行政诉讼",
                "否",
                "二审",
                "行初1号",
                "2024-03-01",
                "2024-06-01",
                "驳回上诉，维持原判",
            ],
            header=ROWS,
        )
    )
    assert direct(outcome) == {"corrected": 1}


def test_an_appeal_by_itself_is_counted_with_a_warning():
    outcome = run(
        suits(
            [
                "行终5号",
                "行政诉讼",
                "否",
                "二审",
                "",
                "2024-03-01",
                "2024-06-01",
                "驳回上诉，维持原判",
            ],
            header=ROWS,
        )
    )
    assert direct(outcome) == {"upheld": 1}
    assert "L114" in codes(outcome)
