"""Which rows are items: totals, notes, continuations and repeated headers are named and listed, never lost."""

from __future__ import annotations

import pytest

from helpers import (
    PUBLICATIONS,
    REQUESTS,
    channel,
    codes,
    conserved,
    place,
    reasons,
    request,
    requests,
    run,
    sheet,
    website,
)
from zbreport.model import Span


@pytest.mark.parametrize(
    "row",
    [
        ["合计", "", ""],
        ["合计", "484条", ""],
        ["", "小计", ""],
        ["总计：", "12", ""],
        ["合 计", "", ""],
        ["累计", "累计", 100],
        ["本页合计", "", ""],
        ["3月合计", "", ""],
        ["一季度小计", "", ""],
        ["2024年合计", "", ""],
        ["上半年小计", "", ""],
        ["共120条", "", ""],
        ["合计", 35, ""],
        ["合计", "35条", ""],
        ["合计(共3条)", "", ""],
    ],
)
def test_totals_are_no_items(row):
    outcome = run(website(["甲", "2024-01-02", ""], row, ["乙", "2024-01-03", ""]))
    assert channel(outcome, "website") == 2
    assert reasons(outcome) == [(3, "total_row")]
    assert not [code for code in codes(outcome) if code.startswith("L")]


def test_a_total_at_the_top():
    assert reasons(run(website(["累计", "", ""], ["甲", "2024-01-02", ""]))) == [(2, "total_row")]


def test_an_item_whose_title_starts_like_a_total_is_an_item():
    outcome = run(
        website(["合计投入5亿元的项目开工", "2024-01-02", ""], ["总计划发布", "2024-01-03", ""])
    )
    assert channel(outcome, "website") == 2


@pytest.mark.parametrize(
    "row",
    [
        ["填表人：张三", "", "审核人：李四"],
        ["注：数据截至12月31日", "", ""],
        ["", "", "负责人签字："],
        ["备注：无", "", ""],
        ["制表单位：某局", "", ""],
    ],
)
def test_notes_and_signatures_are_no_items(row):
    outcome = run(website(["甲", "2024-01-02", ""], row))
    assert channel(outcome, "website") == 1
    assert [reason for _, reason in reasons(outcome)] == ["note_row"]
    assert not [code for code in codes(outcome) if code.startswith("L")]


def test_an_item_with_nothing_but_its_title_is_asked_about():
    outcome = run(
        sheet(
            ["序号", *PUBLICATIONS],
            [1, "甲", "2024-01-02", ""],
            ["", "乙", "", ""],
            file="网站.xlsx",
        )
    )
    assert reasons(outcome) == [(3, "no_date")]
    assert "L101" in codes(outcome)


def test_blank_rows_do_not_count_but_keep_their_numbers():
    outcome = run(website(["甲", "2024-01-02", ""], [], ["", " ", ""], ["乙", "无日期", ""]))
    assert outcome.sources[0].rows == 2
    assert reasons(outcome) == [(5, "bad_date")]


def test_rows_shorter_and_longer_than_the_header():
    outcome = run(website(["甲", "2024-01-02"], ["乙", "2024-01-03", "", "多余", "多余"]))
    assert channel(outcome, "website") == 2


def test_merged_cells_describe_every_row_they_cover():
    page = requests(
        request("2024-001", "2024-03-01", "自然人"),
        ["2024-002", "", "", "网络", "予以公开", "", "2024-03-20"],
        ["2024-003", "", "", "网络", "予以公开", "", "2024-03-20"],
        merged=(Span(1, 1, 3, 1), Span(1, 2, 2, 2)),
    )
    outcome = run(page)
    assert outcome.report.cells["requests.granted.natural_person"] == 2
    assert place(next(one for one in outcome.diagnostics if one.code == "L120"))[2] == (
        4,
    )  # only two rows share the applicant's cell


def test_a_merged_number_is_one_item():
    page = requests(request(), ["", "", "", "", "", "第二项内容", ""], merged=(Span(1, 0, 2, 0),))
    outcome = run(page)
    assert outcome.report.cells["requests.granted.natural_person"] == 1
    assert reasons(outcome) == [(3, "continuation")]


def test_every_row_below_the_header_has_one_fate():
    page = requests(
        request(),
        ["合计", "1", "", "", "", "", ""],
        REQUESTS,
        ["填表人：某", "", "", "", "", "", "审核人：某"],
        request("2024-002", "何时"),
        request("2024-003", "2023-01-01", answered="2023-02-01"),
        file="依申请公开台账.xlsx",
    )
    outcome = run(page)
    conserved(outcome)
    (source,) = outcome.sources
    assert (source.rows, source.counted) == (6, 1)
    assert dict(source.set_aside) == {
        "total_row": 1,
        "repeated_header": 1,
        "note_row": 1,
        "bad_date": 1,
        "outside_year": 1,
    }
