"""Section 二, article 20(1): made, repealed, in force on 31 December; what lapsed is repealed or not, as the office says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpers import DOCUMENTS, conserved, found, place, ready, reasons, run, sheet


def papers(*rows, header=DOCUMENTS, **more):
    return sheet(header, *rows, file="规范性文件台账.xlsx", name="文件", **more)


def paper(
    number="某发〔2024〕1号",
    kind="行政规范性文件",
    issued="2024-03-01",
    repealed="",
    expires="",
    validity="",
):
    return [number, "关于某事的通知", kind, issued, repealed, expires, validity]


def three(outcome, kind="normative_documents"):
    return tuple(
        outcome.report.cells[f"disclosure.{kind}.{what}"]
        for what in ("issued", "repealed", "in_force")
    )


@pytest.mark.parametrize(
    ("issued", "repealed", "expires", "validity", "expected"),
    [
        ("2024-03-01", "", "", "有效", (1, 0, 1)),
        ("2024-03-01", "", "", "", (1, 0, 1)),
        ("2020-03-01", "", "", "有效", (0, 0, 1)),
        ("2020-03-01", "2024-12-31", "", "废止", (0, 1, 0)),
        ("2020-03-01", "2025-01-01", "", "废止", (0, 0, 1)),
        ("2024-03-01", "2024-06-01", "", "废止", (1, 1, 0)),
        ("2020-03-01", "2023-06-01", "", "废止", (0, 0, 0)),
        ("2020-03-01", "", "2024-06-01", "失效", (0, 1, 0)),
        ("2020-03-01", "", "2023-06-01", "失效", (0, 0, 0)),
        ("2020-03-01", "", "2025-06-01", "有效", (0, 0, 1)),
        ("2024-12-01", "", "", "待生效", (1, 0, 0)),
        ("2025-01-01", "", "", "有效", (0, 0, 0)),
    ],
)
def test_the_year_of_a_document(issued, repealed, expires, validity, expected):
    outcome = run(
        papers(paper(issued=issued, repealed=repealed, expires=expires, validity=validity))
    )
    assert three(outcome) == expected
    conserved(outcome)


@pytest.mark.parametrize(
    ("value", "expected"), [("repealed", (1, 2, 1)), ("not_counted", (1, 1, 1))]
)
def test_lapsed_documents_are_a_choice(value, expected):
    page = papers(
        paper("某发〔2020〕1号", issued="2020-01-01", expires="2024-06-01"),
        paper("某发〔2020〕2号", issued="2020-01-01", repealed="2024-06-01"),
        paper("某发〔2024〕3号"),
    )
    outcome = run(page, decisions={"lapsed_documents": value} if value != "repealed" else {})
    assert three(outcome) == expected
    (choice,) = outcome.choices
    assert (choice.key, choice.value, choice.count) == ("decisions.lapsed_documents", value, 1)


def test_kinds():
    page = papers(
        paper("1号文", "政府规章"),
        paper("2号文", "规范性文件"),
        paper("3号文", "政策解读"),
        paper("4号文", "通知"),
        paper("5号文", "奇怪的文"),
        paper("6号文", ""),
    )
    outcome = run(page)
    assert (three(outcome, "rules"), three(outcome)) == ((1, 0, 1), (1, 0, 1))
    assert reasons(outcome) == [
        (4, "other_document"),
        (5, "unknown_kind"),
        (6, "unknown_kind"),
        (7, "unknown_kind"),
    ]
    assert {one.code for one in outcome.diagnostics if one.level == "error"} == {
        "L113",
        "L115",
        "L150",
    }


@pytest.mark.parametrize(
    ("row", "code", "reason", "column"),
    [
        (paper(issued=""), "L101", "no_date", "D"),
        (paper(repealed="2024-02-01"), "L155", "contradictory", "E"),
        (paper(validity="废止"), "L152", "contradictory", "G"),
        (paper(repealed="2024-06-01", validity="有效"), "L152", "contradictory", "G"),
        (paper(validity="大概有效"), "L113", "unknown_status", "G"),
        (paper(repealed="拟废止"), "L102", "bad_date", "E"),
    ],
)
def test_faults(row, code, reason, column):
    outcome = run(papers(paper("某发〔2024〕9号"), row))
    assert place(found(outcome, code)) == ("规范性文件台账.xlsx", "文件", (3,), column)
    assert reasons(outcome) == [(3, reason)]
    assert three(outcome) == (1, 0, 1)


def test_amended_documents_count_as_in_force_and_are_said():
    outcome = run(papers(paper(validity="已修改")))
    assert three(outcome) == (1, 0, 1)
    assert found(outcome, "L114").rows == (2,)


def test_the_edition_of_2019_asks_what_was_made_and_shown():
    header = [*DOCUMENTS, "公开日期"]
    page = papers(
        [*paper("1号文", issued="2020-03-01"), "2020-03-05"],
        [*paper("2号文", issued="2019-12-30"), "2020-01-05"],
        [*paper("3号文", issued="2020-12-30"), "2021-01-05"],
        [*paper("4号文", issued="2018-01-01"), ""],
        header=header,
    )
    cells = run(page, year=2020).report.cells
    figures = [
        cells[f"disclosure.normative_documents.{what}"]
        for what in ("newly_made", "newly_disclosed", "total_disclosed")
    ]
    assert figures == [2, 2, 3]


def test_a_list_that_never_names_a_kind_gives_no_figure_of_it():
    outcome = run(papers(paper()))
    assert three(outcome, "rules") == (None, None, None)
    assert "只是行政规范性文件的清单" in found(outcome, "T309").message
    none = ready(found(outcome, "T309"))["report"]["none"]
    settled = run(papers(paper()), none=tuple(none))
    assert three(settled, "rules") == (0, 0, 0)


def test_a_list_that_names_both_kinds_says_zero_of_the_one_that_it_lacks():
    both = replace(papers(paper()), file="规章和规范性文件目录.xlsx")
    outcome = run(both)
    assert three(outcome, "rules") == (0, 0, 0)
    assert "规章" in found(outcome, "T306").message


def test_a_list_without_repeal_and_validity_gives_what_was_made_and_nothing_else():
    header = ["文号", "文件标题", "文件类别", "印发日期"]
    page = papers(paper()[:4], paper("某发〔2023〕1号", issued="2023-05-01")[:4], header=header)
    outcome = run(page)
    assert three(outcome) == (1, None, None)
    said = [one for one in outcome.diagnostics if one.code == "T311"]
    assert {one.cell for one in said} == {
        "disclosure.normative_documents.repealed",
        "disclosure.normative_documents.in_force",
    }
    assert all("“废止日期、有效性、有效期至”" in one.message for one in said)
    conserved(outcome)


def test_one_list_without_these_columns_leaves_the_sum_of_two_open():
    whole = papers(paper("某发〔2022〕9号", issued="2022-05-01", validity="有效"))
    bare = sheet(
        ["文号", "文件标题", "文件类别", "印发日期"],
        paper()[:4],
        file="新发文件.xlsx",
        name="规范性文件",
    )
    assert three(run(whole)) == (0, 0, 1)
    assert three(run(whole, bare)) == (1, None, None)


def test_a_list_with_addresses_may_be_the_websites():
    header = ["标题", "发文字号", "发布时间", "链接"]
    row = ["关于某事的通知", "某发〔2024〕1号", "2024-03-01", "http://www.example.invalid/1.html"]
    page = sheet(header, row, file="网站规范性文件栏目.xlsx", name="清单")
    asked = found(run(page, papers(paper())), "R204")
    assert {word for word, _ in asked.answer.choices} == {"documents", "publications", "none"}
