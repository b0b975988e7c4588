"""Tables that nobody would draw up, and that come in all the same: nothing of them is lost without a word."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import (
    PUBLICATIONS,
    REQUESTS,
    channel,
    codes,
    conserved,
    found,
    place,
    reasons,
    request,
    requests,
    run,
    sheet,
    website,
)
from zbreport.ledgers.blocks import blocks_of, is_blank
from zbreport.settings import load
from zbreport.settings.answers import added

YEARS = [
    ["甲", "2023-12-31", ""],
    ["乙", "2024-01-01", ""],
    ["丙", "2024-12-31 23:59:59", ""],
    ["丁", "2025-01-01", ""],
]


def answered(finding, tmp_path, word=""):
    """The settings after the lines that a finding offers were pasted, with `word` chosen."""
    path = tmp_path / "zbreport.toml"
    path.write_text(added("", finding.answer.chosen(word)), encoding="utf-8")
    return load(path)[0]


def test_two_years_in_one_file():
    outcome = run(website(*YEARS))
    assert channel(outcome, "website") == 2
    assert reasons(outcome) == [(2, "outside_year"), (5, "outside_year")]


@pytest.mark.parametrize("gap", [[], [[]]])
def test_two_years_one_below_the_other_under_their_titles(gap):
    rows = [
        ["2023年"],
        PUBLICATIONS,
        ["甲", "3月5日", ""],
        *gap,
        ["2024年"],
        PUBLICATIONS,
        ["乙", "3月5日", ""],
        ["丙", "3月6日", ""],
    ]
    outcome = run(sheet(*rows, file="网站.xlsx"))
    assert channel(outcome, "website") == 2
    assert reasons(outcome) == [(3, "outside_year")]


def test_title_and_date_the_wrong_way_round(tmp_path):
    page = website(*[[f"2024-01-{day:02}", f"第{day}号公告", ""] for day in range(1, 6)])
    outcome = run(page, requests(request()))
    finding = found(outcome, "R217")
    assert place(finding) == ("网站发布清单.xlsx", "清单", (1,), None)
    assert finding.message == "“发布时间（B 列）”和“标题（A 列）”的内容像是写反了，没有计入"
    assert dict(outcome.sources[0].set_aside) == {"unclear_table": 5}
    assert channel(run(page, columns=answered(finding, tmp_path).columns), "website") == 5


def test_applicant_and_outcome_the_wrong_way_round(tmp_path):
    page = requests(
        *[request(number=str(n), applicant="予以公开", outcome="自然人") for n in range(3)]
    )
    finding = found(run(page, website(["甲", "2024-01-01", ""])), "R217")
    assert "申请人类别（C 列）" in finding.message
    assert "办理结果（E 列）" in finding.message
    settled = run(page, columns=answered(finding, tmp_path).columns)
    assert settled.report.cells["requests.granted.natural_person"] == 3


def test_dates_that_are_all_wrong_are_no_swap():
    outcome = run(website(["2024年1月工作动态", "03/04/2024", ""], ["通知", "不详", ""]))
    assert "R217" not in codes(outcome)
    assert {"L102", "L103"} <= set(codes(outcome))


@pytest.mark.parametrize("row", [30, 31, 200])
def test_a_header_far_below(row):
    outcome = run(
        sheet(
            *[[f"说明第{n}条"] for n in range(1, row)],
            PUBLICATIONS,
            ["甲", "2024-01-01", ""],
            file="网站.xlsx",
        )
    )
    assert outcome.sources[0].header_row == row
    assert channel(outcome, "website") == 1


@pytest.mark.parametrize("gap", [[], [""]])
def test_forty_tables_side_by_side(gap):
    header = [name for _ in range(40) for name in ("标题", "发布时间", *gap)]
    rows = [
        [cell for table in range(40) for cell in (f"{row}-{table}", "2024-01-02", *gap)]
        for row in range(3)
    ]
    outcome = run(sheet(header, *rows, file="网站.xlsx"))
    assert channel(outcome, "website") == 120
    assert len(outcome.sources) == 40


def test_the_same_header_twice_is_asked_about_only_where_it_matters():
    assert (
        channel(
            run(
                sheet(
                    ["标题", "阅读量", "发布时间", "阅读量"],
                    ["甲", 1, "2024-01-01", 2],
                    file="网站.xlsx",
                )
            ),
            "website",
        )
        == 1
    )
    outcome = run(
        sheet(["标题", "标题", "发布时间"], ["甲", "乙", "2024-01-01"], file="网站.xlsx"),
        requests(request()),
    )
    assert place(found(outcome, "R205"))[0] == "网站.xlsx"


@pytest.mark.parametrize("below", [[], [["合计"]], [["填表人："], [""]]])
def test_a_ledger_with_a_header_only(below):
    outcome = run(
        sheet(["某局台账"], REQUESTS, *below, file="依申请公开.xlsx"),
        website(["甲", "2024-01-01", ""]),
    )
    assert outcome.report.cells["requests.received.total"] == 0
    assert "T306" in codes(outcome)
    conserved(outcome)


def test_a_table_above_the_list_is_told():
    page = sheet(
        ["姓名", "科室", "应出勤"],
        ["张三", "办公室", 22],
        ["李四", "办公室", 20],
        [],
        PUBLICATIONS,
        ["甲", "2024-01-01", ""],
        file="网站.xlsx",
    )
    outcome = run(page)
    assert channel(outcome, "website") == 1
    assert place(found(outcome, "R201"))[2] == (1,)
    assert [source.rows for source in outcome.sources] == [2, 1]


def test_rows_without_a_header_are_no_prose_and_never_quoted():
    page = sheet(
        ["张三", "2024-01-01", "13800000000"],
        ["李四", "2024-01-02", "13900000000"],
        file="名单.xlsx",
    )
    outcome = run(page, requests(request()))
    finding = found(outcome, "R215")
    assert place(finding)[:2] == ("名单.xlsx", "表")
    assert not any("张三" in text or "1380" in text for text in (finding.message, finding.remedy))


CELLS = st.sampled_from(
    [
        "",
        "",
        "标题",
        "发布时间",
        "链接",
        "2023年",
        "2024年",
        "甲",
        "2024-01-02",
        "3月5日",
        "合计",
        "渠道",
        "条数",
        "网站",
        3,
        "姓名",
        "科室",
        "1月",
        "公民",
        "√",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELLS, max_size=7), max_size=12))
def test_every_row_is_a_title_a_header_or_a_row_of_some_table(rows):
    page = sheet(*rows, file="2024年网站.xlsx", name="3月")
    blocks = blocks_of(page)
    held = {row for block in blocks for row in range(block.start - 1, block.stop)}
    first = min((block.header_row for block in blocks), default=0)
    for row, cells in enumerate(rows):
        filled = sum(1 for cell in cells if cell != "")
        if blocks and row > first and filled > 1 and not is_blank(cells):
            assert row in held or any(row == block.header_row - 1 for block in blocks), (row, cells)
    if any(not is_blank(cells) for cells in rows):
        conserved(run(page, requests(request())))
