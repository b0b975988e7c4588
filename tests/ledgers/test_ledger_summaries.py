"""Tables that give numbers instead of items: never counted, and held against the lists of the same channel and time."""

from __future__ import annotations

import pytest

from helpers import (
    channel,
    codes,
    conserved,
    found,
    place,
    ready,
    request,
    requests,
    run,
    sheet,
    website,
)

LIST = [["甲", "2024-01-01", ""], ["乙", "2024-01-02", ""], ["丙", "2024-03-02", ""]]


def listed(*rows, **more):
    return website(*(rows or LIST), **more)


def test_totals_that_agree_are_told_as_agreeing():
    page = sheet(
        ["日期", "信息量"], ["2024-01-01", 1], ["2024-01-02", 1], file="网站统计.xlsx", name="按日"
    )
    outcome = run(page, listed())
    finding = found(outcome, "R211")
    assert place(finding) == ("网站统计.xlsx", "按日", (2, 3), "B")
    assert "1月1日—1月2日 合计 2 条" in finding.message
    assert "网站发布清单.xlsx" in finding.message
    assert "R206" not in codes(outcome)  # the list is there: the summary is no fault
    assert channel(outcome, "website") == 3


def test_totals_that_differ_name_both_numbers_and_both_places():
    page = sheet(
        ["渠道", "条数"],
        ["网站", 5],
        ["微博", 7],
        ["合计", 12],
        file="2024年信息公开统计.xlsx",
        name="渠道",
    )
    outcome = run(page, listed())
    finding = found(outcome, "R212")
    assert place(finding) == ("2024年信息公开统计.xlsx", "渠道", (2,), "B")
    assert "合计 5 条" in finding.message
    assert "逐条计入 3 条（网站发布清单.xlsx），相差 2 条" in finding.message
    assert finding.level == "warning"
    assert "R206" in codes(outcome)  # of the other channel there is no list
    assert channel(outcome, "website") == 3
    assert channel(outcome, "weibo") is None


def test_a_list_of_which_nothing_counts_is_compared_too():
    page = sheet(["渠道", "条数"], ["网站", 5], file="2024年信息公开统计.xlsx")
    outcome = run(page, listed(["甲", "2023-01-01", ""]), requests(request()))
    assert "合计 5 条，清单逐条计入 0 条（网站发布清单.xlsx）" in found(outcome, "R212").message


def test_a_channel_in_each_column():
    page = sheet(
        ["月份", "网站", "微博", "合计"],
        ["1月", 2, 9, 11],
        ["2月", 0, 9, 9],
        ["3月", 1, 9, 10],
        file="2024年统计.xlsx",
        name="汇总",
    )
    outcome = run(page, listed(), website(["丁", "2024-01-09", ""], file="微博.xlsx"))
    assert "合计 3 条" in found(outcome, "R211").message
    assert "合计 27 条，清单逐条计入 1 条（微博.xlsx）" in found(outcome, "R212").message
    assert {entry.key: entry.count for entry in outcome.report.channels} == {
        "website": 3,
        "weibo": 1,
    }


def test_rows_of_totals_are_not_added_to_the_days():
    page = sheet(
        ["日期", "信息量"],
        ["累计", 3],
        ["2024-01-01", 1],
        ["2024-01-02", 1],
        ["2024-03-02", 1],
        file="网站统计.xlsx",
    )
    assert "合计 3 条" in found(run(page, listed()), "R211").message


@pytest.mark.parametrize(
    "rows",
    [
        [["日期", "信息量"], ["2024-01-01", "若干"]],  # a number that cannot be read
        [["日期", "信息量"], ["某天", 3]],  # a day that cannot be read
        [["月份", "信息量"], [2024.1, 3]],  # January or October
        [["日期", "信息量"], ["2023-01-01", 3]],  # another year
    ],
)
def test_what_cannot_be_compared_is_not_compared(rows):
    outcome = run(sheet(*rows, file="网站统计.xlsx"), listed())
    assert not {"R211", "R212"} & set(codes(outcome))
    assert dict(outcome.sources[0].set_aside) == {"summary": 1}


def test_a_summary_of_another_year_is_not_compared():
    outcome = run(sheet(["渠道", "条数"], ["网站", 5], file="2023年统计.xlsx"), listed())
    assert not {"R211", "R212"} & set(codes(outcome))


def test_a_summary_without_a_list_is_an_error_with_a_way_out():
    outcome = run(sheet(["渠道", "条数"], ["网站", 5], file="统计.xlsx"), requests(request()))
    assert ready(found(outcome, "R206")) == {"ledgers": {"统计.xlsx": "none"}}
    settled = run(
        sheet(["渠道", "条数"], ["网站", 5], file="统计.xlsx"),
        requests(request()),
        ledgers={"统计.xlsx": "none"},
    )
    assert "R206" not in codes(settled)
    assert dict(settled.sources[0].set_aside) == {"not_a_ledger": 1}


@pytest.mark.parametrize(
    ("header", "row", "file"),
    [
        (
            ["日期", "件数"],
            ["2024-01-01", 12],
            "行政处罚月报.xlsx",
        ),  # fits decisions: kind by name, date by a lesser column
        (
            ["名称", "日期", "条数"],
            ["网站", "2024-01-01", 12],
            "信息发布.xlsx",
        ),  # fits publications by lesser columns
    ],
)
def test_a_ledger_that_is_really_a_summary(header, row, file):
    outcome = run(sheet(header, row, file=file), requests(request()))
    assert outcome.sources[0].counted == 0
    assert dict(outcome.sources[0].set_aside) == {"summary": 1}
    assert place(found(outcome, "R206"))[0] == file


def test_a_row_that_stands_for_several_items_is_told():
    page = website(
        ["甲", "2024-01-01", 1], ["乙", "2024-01-02", 3], header=["标题", "发布时间", "条数"]
    )
    outcome = run(page)
    assert channel(outcome, "website") == 2
    assert place(found(outcome, "R214"))[2] == (3,)


@pytest.mark.parametrize(
    "header",
    [
        ["时间", "新关注人数", "取消关注人数", "净增关注人数", "累积关注人数"],
        ["日期", "渠道", "阅读人数"],
        ["日期", "阅读总量", "赞同数", "喜欢数", "评论数"],
    ],
)
def test_statistics_of_readers_are_neither_list_nor_summary(header):
    outcome = run(
        sheet(header, ["2024-01-01", *[5] * (len(header) - 1)], file="统计.xlsx"),
        requests(request()),
    )
    assert place(found(outcome, "R213")) == ("统计.xlsx", "表", (1,), None)
    assert dict(outcome.sources[0].set_aside) == {"summary": 1}


def test_titles_with_readers_but_without_dates_are_asked_about():
    outcome = run(
        sheet(["文章标题", "总阅读人数", "分享次数"], ["甲", 5, 1], file="公众号.xlsx"),
        requests(request()),
    )
    assert "R213" not in codes(outcome)
    assert "最接近的是主动公开信息清单：“文章标题”像“标题”" in found(outcome, "R201").message
    assert outcome.sources[0].counted == 0


def test_sheets_named_for_months_date_their_rows():
    pages = [
        sheet(
            ["文章标题", "总阅读人数"], [title, 5], ["合计", 5], file="2024年公众号.xlsx", name=name
        )
        for title, name in (("甲", "3月"), ("乙", "十二月"))
    ]
    outcome = run(*pages)
    (entry,) = outcome.report.channels
    assert (entry.key, entry.by_month) == ("wechat", (0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1))
    assert {source.set_aside["total_row"] for source in outcome.sources} == {1}
    conserved(outcome)
    unnamed = run(
        sheet(["文章标题", "总阅读人数"], ["甲", 5], file="公众号.xlsx", name="3月"),
        requests(request()),
    )
    assert channel(unnamed, "wechat") is None  # of which year?


def test_a_month_does_not_stand_in_for_a_column_that_may_be_the_date():
    page = sheet(
        ["文章标题", "上线那天"],
        ["甲", "2024-03-05"],
        ["乙", "2024-03-06"],
        file="2024年公众号.xlsx",
        name="3月",
    )
    outcome = run(page, requests(request()))
    assert "R216" not in codes(outcome)
    assert "“上线那天”像“发布日期”" in found(outcome, "R201").message


def test_a_number_of_one_in_every_row_makes_no_summary():
    outcome = run(
        sheet(
            ["许可事项", "决定日期", "数量"],
            ["甲", "2024-03-05", 1],
            ["乙", "2024-03-06", 1],
            file="行政许可台账.xlsx",
        )
    )
    assert outcome.report.cells["disclosure.licences"] == 2


def test_ticks_in_columns_of_kinds_are_read_and_names_are_not():
    header = ["登记编号", "收到日期", "公民", "法律服务机构", "其他", "答复结果", "答复日期"]
    rows = [
        ["1", "2024-03-01", "张三丰", "", "", "予以公开", "2024-03-10"],
        ["2", "2024-03-01", "", "√", "", "予以公开", "2024-03-10"],
        ["3", "2024-03-01", "", "", "1", "予以公开", "2024-03-10"],
        ["4", "2024-03-01", "√", "√", "", "予以公开", "2024-03-10"],
        ["5", "2024-03-01", "", "", "", "予以公开", "2024-03-10"],
    ]
    outcome = run(sheet(header, *rows, file="依申请公开登记表.xlsx"))
    received = {
        key.rpartition(".")[2]: number
        for key, number in outcome.report.cells.items()
        if key.startswith("requests.received") and number
    }
    assert received == {"natural_person": 1, "legal_service": 1, "other": 1, "total": 3}
    assert place(found(outcome, "L113")) == ("依申请公开登记表.xlsx", "表", (5,), "C")
    assert place(found(outcome, "L120"))[2] == (6,)
    assert not any("张三丰" in one.message for one in outcome.diagnostics)
    assert not any("张三丰" in str(cell) for cell in outcome.frames["requests"].to_numpy().ravel())
