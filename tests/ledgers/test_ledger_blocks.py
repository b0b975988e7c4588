"""Where tables stand in a sheet: titles, merged headers, leading blanks, stacked and side-by-side tables."""

from __future__ import annotations

from helpers import channel, conserved, reasons, request, requests, run, sheet, website
from zbreport.ledgers.blocks import blocks_of
from zbreport.model import Span

HEADER = ["登记编号", "收到日期", "申请人类别", "办理结果", "答复日期"]
ROW = ["2024-001", "2024-03-01", "自然人", "予以公开", "2024-03-20"]
TRAFFIC = ["全部", "公众号消息", "朋友圈", "搜一搜"]


def test_title_unit_and_blank_rows_stand_above():
    (block,) = blocks_of(
        sheet(
            ["某局2024年依申请公开台账"],
            ["填报单位：某局", "", "截至：2024-12-31"],
            [],
            HEADER,
            ROW,
        )
    )
    assert (block.header_row, block.start, block.stop) == (3, 4, 5)
    assert block.headers == tuple(HEADER)
    assert "某局2024年依申请公开台账" in block.title


def test_leading_blank_column_and_row():
    page = sheet([""], ["", *HEADER], ["", *ROW], file="依申请公开.xlsx")
    (block,) = blocks_of(page)
    assert block.headers[0] == ""
    outcome = run(page)
    assert outcome.report.cells["requests.granted.natural_person"] == 1
    assert outcome.sources[0].letters["received_on"] == "C"
    assert outcome.sources[0].header_row == 2


def test_two_row_merged_header():
    page = sheet(
        ["某局依申请公开台账", "", "", "", "", ""],
        ["登记编号", "申请情况", "", "", "答复情况", ""],
        ["", "收到日期", "申请人类别", "申请方式", "答复日期", "答复结果"],
        ["2024-001", "2024-03-01", "自然人", "网络", "2024-03-20", "予以公开"],
        merged=(Span(0, 0, 0, 5), Span(1, 0, 2, 0), Span(1, 1, 1, 3), Span(1, 4, 1, 5)),
        file="台账.xlsx",
    )
    (block,) = blocks_of(page)
    assert (block.header_row, block.start) == (2, 3)
    assert block.headers == (
        "登记编号",
        "收到日期",
        "申请人类别",
        "申请方式",
        "答复日期",
        "答复结果",
    )
    assert run(page).report.cells["requests.granted.natural_person"] == 1


def test_two_row_header_reads_the_group_with_the_name():
    page = sheet(
        ["登记编号", "申请情况", "", "答复", "", ""],
        ["", "收到日期", "申请人类别", "结果", "日期", "文号"],
        ["2024-001", "2024-03-01", "自然人", "予以公开", "2024-03-20", "X"],
        merged=(Span(0, 0, 1, 0), Span(0, 1, 0, 2), Span(0, 3, 0, 5)),
        file="依申请公开台账.xlsx",
    )
    assert run(page).report.cells["requests.granted.natural_person"] == 1  # 答复 + 日期 is 答复日期


def test_stacked_tables_are_two_and_lose_no_row():
    page = sheet(
        ["一月"],
        HEADER,
        ROW,
        ["2024-002", *ROW[1:]],
        [],
        ["二月"],
        [*HEADER, "备注"],
        ["2024-003", *ROW[1:], ""],
        file="依申请公开.xlsx",
    )
    assert [(block.start, block.stop) for block in blocks_of(page)] == [(2, 5), (7, 8)]
    outcome = run(page)
    assert outcome.report.cells["requests.granted.natural_person"] == 3
    assert [source.rows for source in outcome.sources] == [2, 1]


def test_a_longer_header_below_does_not_swallow_the_table_above():
    page = sheet(
        ["标题", "发布时间", "链接"],
        ["甲", "2024-01-02", ""],
        ["乙", "2024-01-03", ""],
        [],
        [
            "登记编号",
            "收到日期",
            "申请人类别",
            "申请方式",
            "办理结果",
            "具体情形",
            "答复日期",
            "是否延期",
        ],
        [*request(), "否"],
        file="网站.xlsx",
    )
    outcome = run(page)
    assert channel(outcome, "website") == 2
    assert outcome.report.cells["requests.granted.natural_person"] == 1


def test_a_header_written_again_after_a_blank_row_is_a_repetition():
    page = website(
        ["甲", "2024-01-02", ""], [], ["标题", "发布时间", "链接"], ["乙", "2024-01-03", ""]
    )
    outcome = run(page)
    assert channel(outcome, "website") == 2
    assert reasons(outcome) == [(4, "repeated_header")]


def test_a_header_written_again_without_a_blank_row():
    outcome = run(
        website(["甲", "2024-01-02", ""], ["标题", "发布时间", "链接"], ["乙", "2024-01-03", ""])
    )
    assert channel(outcome, "website") == 2
    assert reasons(outcome) == [(3, "repeated_header")]


def trend_export():
    """数据趋势概况: three tables side by side, of different lengths; the third has a row per article and traffic source."""
    head = [
        "",
        "日期",
        "渠道",
        "阅读人数",
        "",
        "日期",
        "分享人数",
        "跳转阅读原文人数",
        "微信收藏人数",
        "发表篇数",
        "",
        "传播渠道",
        "发表日期",
        "内容标题",
        "阅读人数",
        "阅读人数占比",
    ]
    title = [
        "",
        "数据趋势概况(2024.07.14-2024.08.12)",
        "",
        "",
        "",
        "数据趋势概况(2024.07.14-2024.08.12)",
        "",
        "",
        "",
        "",
        "",
        "数据来源概况(2024.07.14-2024.08.12)",
        "",
        "",
        "",
        "",
    ]
    articles = [
        [source, day, name, 12, 0.5]
        for day, name in (("20240715", "甲"), (20240716, "乙"), ("20240716", "丙"))
        for source in TRAFFIC
    ]
    rows = []
    for index, article in enumerate(articles):
        left = [f"2024-07-{14 + index}", "全部", 5] if index < 3 else ["", "", ""]
        middle = [f"2024-07-{14 + index}", 1, 2, 3, 1] if index < 5 else [""] * 5
        rows.append(["", *left, "", *middle, "", *article])
    return sheet(title, head, *rows, file="tendency_20240714_20240812.xls", name="New Sheet1")


def test_wechat_trend_export_counts_articles_once():
    page = trend_export()
    assert [block.headers[0] for block in blocks_of(page)] == ["日期", "日期", "传播渠道"]
    outcome = run(page)
    assert channel(outcome, "wechat") == 3
    articles = outcome.sources[2]
    assert (articles.rows, dict(articles.set_aside)) == (12, {"traffic_row": 9})
    assert [source.rows for source in outcome.sources[:2]] == [
        3,
        5,
    ]  # the blank rows beside the longer table are no rows of theirs
    conserved(outcome)


def test_a_column_without_a_header_does_not_cut_a_table_in_two():
    page = sheet(
        ["序号", "标题", "", "发布时间", "链接"],
        [1, "甲", "张科长", "2024-01-02", ""],
        [2, "乙", "李科长", "2024-01-03", ""],
        file="网站.xlsx",
    )
    assert len(blocks_of(page)) == 1
    assert channel(run(page), "website") == 2


def test_months_side_by_side():
    page = sheet(
        ["标题", "发布时间", "", "标题", "发布时间"],
        ["甲", "2024-01-02", "", "丙", "2024-02-02"],
        ["乙", "2024-01-03", "", "", ""],
        file="网站.xlsx",
    )
    outcome = run(page)
    assert channel(outcome, "website") == 3
    assert [source.rows for source in outcome.sources] == [2, 1]
    assert [source.letters["published_on"] for source in outcome.sources] == ["B", "E"]


def test_a_sheet_of_prose_has_no_table():
    outcome = run(sheet(["填报说明"], ["请如实填写"], file="说明.xlsx"), requests(request()))
    assert outcome.sources[0].ledger is None
    assert dict(outcome.sources[0].set_aside) == {"unrecognised": 2}


def test_a_blank_sheet_is_no_source():
    outcome = run(sheet(["", " "], []), requests(request()))
    assert len(outcome.sources) == 1


def test_a_stray_row_below_thousands_of_blank_ones_is_reached():
    """With every blank row leading on to the next rows anew, this would take hours."""
    page = sheet(HEADER, ROW, *[[""] * 5] * 60_000, ["完", "", "", "", ""], file="依申请公开.xlsx")
    outcome = run(page)
    assert outcome.report.cells["requests.granted.natural_person"] == 1
    conserved(outcome)
