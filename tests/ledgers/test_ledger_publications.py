"""Publications: one per item and channel; what never appeared, other years and repetitions are set aside with their reason."""

from __future__ import annotations

from itertools import permutations

import pytest

from helpers import channel, codes, conserved, figures, found, place, reasons, run, sheet, website
from zbreport.ledgers.identity import plain_url, platform_id

HEADER = ["标题", "发布时间", "链接", "ID", "状态"]


def items(*rows, file="网站清单.xlsx", header=HEADER, **more):
    return sheet(
        header, *[[*row, *[""] * (len(header) - len(row))] for row in rows], file=file, **more
    )


def test_status_year_title_and_date():
    outcome = run(
        items(
            ["甲", "2024-01-01", "", "", "已发布"],
            ["乙", "2024-01-01", "", "", ""],
            ["丙", "2024-01-02", "", "", "草稿"],
            ["丁", "", "", "", "草稿"],
            ["戊", "2023-12-31", "", "", "已发布"],
            ["", "2024-01-05"],
            ["己", "2024-13-01", "http://a.cn/1"],
            ["庚", "2024-01-06", "", "", "神秘"],
            ["辛", "2024-01-06", "", "", "已归档"],
            ["壬", "", "http://a.cn/2"],
        )
    )
    assert channel(outcome, "website") == 2
    assert reasons(outcome) == [
        (4, "not_published"),
        (5, "not_published"),
        (6, "outside_year"),
        (7, "no_title"),
        (8, "bad_date"),
        (9, "unknown_status"),
        (10, "unknown_status"),
        (11, "no_date"),
    ]
    conserved(outcome)


def test_by_month():
    outcome = run(items(["甲", "2024-01-01"], ["乙", "2024-12-31"], ["丙", "2024-12-01"]))
    assert outcome.report.channels[0].by_month == (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2)
    assert outcome.sources[0].months == (1, 12)


def test_a_hole_in_a_year_that_is_otherwise_full_is_said():
    rows = [
        [f"标题{month}-{number}", f"2024-{month:02}-0{number}"]
        for month in range(1, 12)
        for number in (1, 2)
    ]
    assert "12 月" in found(run(items(*rows)), "T303").message
    assert "T303" not in codes(run(items(*rows[:10])))


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("http://www.a.gov.cn/art/1.html", "www.a.gov.cn/art/1.html"),
        ("https://www.a.gov.cn/art/1.html#top", "www.a.gov.cn/art/1.html"),
        (
            "http://mp.weixin.qq.com/s?__biz=MzA&mid=22&idx=1&sn=ab&chksm=cd&mpshare=1&scene=1&srcid=0#rd",
            "mp.weixin.qq.com/s?__biz=MzA&mid=22&idx=1&sn=ab",
        ),
        ("http://mp.weixin.qq.com/s/abc?scene=21&from=x", "mp.weixin.qq.com/s/abc"),
        ("http://a.cn/?mpshare=1&id=7", "a.cn/?id=7"),
        ("无", ""),
        ("点击查看", ""),
        ("www.a.gov.cn", ""),
        ("http://www.a.gov.cn/", ""),
    ],
)
def test_a_url_as_identity(url, plain):
    assert plain_url(url) == plain


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("6910000000000000000", "6910000000000000000"),
        ("12", ""),
        ("7.412345678901235e+18", ""),
        ("abc", "abc"),
    ],
)
def test_an_id_as_identity(text, identity):
    assert platform_id(text) == identity


A, B = "http://a.cn/x/1", "http://a.cn/x/2"


@pytest.mark.parametrize(
    ("tables", "count"),
    [
        # by url
        ([[["甲", "2024-01-01", A]], [["甲", "2024-01-01", A]]], 1),
        ([[["甲", "2024-01-01", f"{A}?mpshare=1#rd"]], [["甲", "2024-01-01", A]]], 1),
        ([[["甲", "2024-01-01", A], ["甲", "2024-01-01", A]]], 1),
        ([[["甲", "2024-01-01", A]], [["甲（改）", "2024-01-01", A]]], 2),
        ([[["甲", "2024-01-01", A]], [["甲", "2024-02-01", A]]], 1),
        ([[["甲", "2024-01-01", A]], [["乙", "2024-02-01", A]]], 2),
        ([[["甲", "2024-01-01", A]], [["甲", "2024-02-01", A]], [["乙", "2024-02-01", A]]], 2),
        (
            [
                [["甲", "2024-01-01", A], ["乙", "2024-02-01", A]],
                [["甲", "2024-01-01", A], ["乙", "2024-02-01", A]],
            ],
            2,
        ),
        ([[["甲", "2024-01-01", A], ["甲", "2024-01-01", B]]], 2),
        # by id
        (
            [
                [["甲", "2024-01-01", "", "6910000000001"]],
                [["甲", "2024-01-01", "", "6910000000001"]],
            ],
            1,
        ),
        (
            [
                [["甲", "2024-01-01", A, "6910000000001"]],
                [["甲（改）", "2024-01-01", "", "6910000000001"]],
            ],
            1,
        ),
        (
            [
                [["甲", "2024-01-01", A, "6910000000001"]],
                [["乙", "2024-01-01", A, "6910000000002"]],
            ],
            2,
        ),
        ([[["甲", "2024-01-01", "", "5"]], [["乙", "2024-01-01", "", "5"]]], 2),
        ([[["甲", "2024-01-01", A, "1"]], [["甲", "2024-01-01", A, "7"]]], 1),
        # by day and title
        ([[["甲", "2024-01-01"]], [["甲", "2024-01-01"]]], 1),
        ([[["甲 乙", "2024-01-01 08:00"]], [["甲乙", "2024-01-01 09:30"]]], 1),
        ([[["甲", "2024-01-01"]], [["甲", "2024-01-02"]]], 2),
        ([[["甲", "2024-01-01"], ["甲", "2024-01-01"]]], 2),
        ([[["甲", "2024-01-01"], ["甲", "2024-01-01"]], [["甲", "2024-01-01"]]], 2),
        ([[["甲", "2024-01-01", A]], [["甲", "2024-01-01"]]], 1),
        ([[["甲", "2024-01-01", A], ["甲", "2024-01-01"]], [["甲", "2024-01-01"]]], 2),
        ([[["甲", "2024-01-01", A]], [["甲", "2024-01-01", B]], [["甲", "2024-01-01"]]], 2),
        ([[["甲", "2024-01-01", A], ["甲", "2024-01-01"]], [["甲", "2024-01-01", B]]], 2),
        ([[["甲", "2024-01-01", A]], [["甲", "2024-01-01", A], ["甲", "2024-01-01"]]], 2),
        ([[["甲", "2024-01-01", A]], [["甲", "2024-01-02", A]], [["甲", "2024-01-02"]]], 1),
    ],
)
def test_overlapping_lists_count_an_item_once_in_any_order(tables, count):
    for order in permutations(range(len(tables))):
        for turned in (False, True):
            pages = [
                items(*(tables[index][::-1] if turned else tables[index]), file=f"网站{index}.xlsx")
                for index in order
            ]
            outcome = run(*pages)
            assert channel(outcome, "website") == count
            conserved(outcome)


def test_what_was_taken_as_the_same_is_listed():
    outcome = run(
        items(["甲", "2024-01-01", A], ["乙", "2024-01-02", B], file="网站1.xlsx"),
        items(["乙", "2024-01-02", B], file="网站2.xlsx"),
    )
    (aside,) = outcome.set_aside_rows()
    assert (aside.file, aside.row, aside.reason) == ("网站2.xlsx", 2, "duplicate")
    assert (aside.same_as.file, aside.same_as.row) == ("网站1.xlsx", 3)
    finding = found(outcome, "L141")
    assert place(finding)[:3] == ("网站2.xlsx", "表", (2,))
    assert "“网站1.xlsx”" in finding.message


def test_the_row_named_as_the_same_is_one_that_counts():
    outcome = run(
        items(["甲", "2024-01-01", A], file="网站1.xlsx"),
        items(["甲", "2024-01-02", A], file="网站2.xlsx"),
        items(["甲", "2024-01-02"], file="网站3.xlsx"),
    )
    aside = {(one.file, one.row) for one in outcome.set_aside_rows()}
    assert aside == {("网站2.xlsx", 2), ("网站3.xlsx", 2)}
    assert {(one.same_as.file, one.same_as.row) for one in outcome.set_aside_rows()} == {
        ("网站1.xlsx", 2)
    }


def test_overlaps_over_sheets_of_one_file():
    outcome = run(
        items(["甲", "2024-01-01", A], name="一季度"), items(["甲", "2024-01-01", A], name="上半年")
    )
    assert channel(outcome, "website") == 1
    assert "网站清单.xlsx / 一季度" in found(outcome, "L141").message


def test_one_item_on_two_channels_counts_on_both():
    outcome = run(items(["甲", "2024-01-01", A]), items(["甲", "2024-01-01", A], file="微博.xlsx"))
    assert (channel(outcome, "website"), channel(outcome, "weibo")) == (1, 1)


def test_equal_titles_of_one_day_are_asked_about():
    finding = found(run(items(["甲", "2024-01-01"], ["甲", "2024-01-01"])), "L140")
    assert place(finding) == ("网站清单.xlsx", "表", (2, 3), "A")


def test_one_url_with_two_titles_is_asked_about():
    finding = found(run(items(["甲", "2024-01-01", A], ["乙", "2024-02-01", A])), "L142")
    assert place(finding) == ("网站清单.xlsx", "表", (3,), "C")


def test_a_row_set_aside_hides_no_other():
    outcome = run(items(["甲", "2024-01-01", A, "", "草稿"], ["甲", "2024-01-01", A, "", "已发布"]))
    assert channel(outcome, "website") == 1


def test_weibo_without_titles_and_with_repeated_headers():
    header = ["微博id", "微博正文", "头条文章url", "发布时间", "发布工具", "点赞数"]
    rows = [["4590000000000000", "#甲# 正文\n详见\u200b", "", "2024-01-04 08:00", "微博", "0"]]
    outcome = run(
        sheet(
            header,
            *rows,
            header,
            *rows,
            ["4590000000000001", *rows[0][1:]],
            file="官微.csv",
            name="",
        )
    )
    assert channel(outcome, "weibo") == 2  # two ids are two posts, the same id twice is one
    assert reasons(outcome) == [(3, "repeated_header"), (4, "duplicate")]


def test_douyin_keeps_what_is_public():
    header = ["作品名称", "发布时间", "体裁", "审核状态", "播放量"]
    rows = [
        [f"作品{number}", f"2024-07-18 14:11:{number}0", "1min-视频", status, "-"]
        for number, status in enumerate(("公开", "通过", "待审核", "私密"))
    ]
    outcome = run(sheet(header, *rows, file="作品列表.xlsx"))
    assert channel(outcome, "douyin") == 2


def test_the_choice_of_the_same_row_does_not_change_any_figure():
    one = items(["甲", "2024-01-31", A], ["乙", "2024-02-01"], file="网站1.xlsx")
    two = items(
        ["甲", "2024-01-31", A], ["乙", "2024-02-01"], ["丙", "2024-03-01"], file="网站2.xlsx"
    )
    assert figures(run(one, two)) == figures(run(two, one))


def test_a_broken_title_without_url():
    outcome = run(
        website(["", "2024-01-01", ""], ["甲", "2024-01-01", ""], faults={(2, 0): "#NAME?"})
    )
    assert place(found(outcome, "L107"))[2:] == ((2,), "A")
    assert reasons(outcome) == [(2, "broken_cell")]


def test_an_item_with_two_days_counts_on_the_first_wherever_it_stands():
    rows = [
        ["某通知", "2024-05-05", "http://a.cn/1"],
        ["某通知", "2024.1.7", "http://a.cn/1"],
        ["另一条", "2024-03-01", "http://a.cn/2"],
    ]
    months = [
        run(website(*order)).report.channels[0].by_month
        for order in (rows, rows[::-1], [rows[2], rows[0], rows[1]])
    ]
    assert months == [(1, 0, 1, *[0] * 9)] * 3


def test_a_day_without_a_year_is_of_the_year_that_its_own_list_names():
    rows = [["甲", "3月5日"], ["乙", "3月6日"]]
    outcome = run(
        items(*rows, file="网站2023年清单.xlsx"),
        items(*rows, file="网站2024年清单.xlsx"),
        items(["丙", "3月7日"]),
    )
    assert channel(outcome, "website") == 2
    assert [source.set_aside for source in outcome.sources] == [
        {"outside_year": 2},
        {},
        {"bad_date": 1},
    ]


def test_channels_of_a_list_come_most_first_and_of_as_many_the_first():
    header = ["标题", "发布时间", "发布平台"]
    rows = [
        [f"第{number}条", "2024-05-06", name]
        for number, name in enumerate(["微信", "网站", "微博", "网站", "抖音", "", "神秘台"])
    ]
    outcome = run(items(*rows, header=header, file="清单.xlsx"), website(["甲", "2024-01-01", ""]))
    assert list(outcome.sources[0].channels.items()) == [
        ("website", 2),
        ("wechat", 1),
        ("weibo", 1),
        ("douyin", 1),
    ]
    assert outcome.sources[1].channels == {"website": 1}
    assert outcome.sources[0].set_aside == {"unknown_channel": 2}
    conserved(outcome)
    frame = outcome.frames["publications"]
    assert frame["channel"].dtype == "category"
    assert frame["channel"].isna().sum() == 2


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_where_rows_went_is_told_of_their_own_table_in_any_order(order):
    lists = [
        items(
            ["甲", "2024-01-01", "http://a.cn/1"],
            ["乙", "2023-01-01", "http://a.cn/2"],
            file="网站清单.xlsx",
        ),
        items(["丙", "2024-03-01", "http://b.cn/1"], file="微信清单.xlsx"),
        sheet(["什么", "都", "不是"], [1, 2, 3], [4, 5, 6], file="别的.xlsx"),
    ]
    outcome = run(*(lists[place] for place in order))
    told = {
        source.file: (source.rows, source.counted, dict(source.channels), source.months)
        for source in outcome.sources
    }
    assert told["网站清单.xlsx"] == (2, 1, {"website": 1}, (1,))
    assert told["微信清单.xlsx"] == (1, 1, {"wechat": 1}, (3,))
    assert told["别的.xlsx"][1:] == (0, {}, ())
    conserved(outcome)
