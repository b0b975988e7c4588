"""What a sheet is taken for: evidence decides, two candidates are a question with a line ready for zbreport.toml."""

from __future__ import annotations

import pytest

from helpers import (
    FIGURES,
    PUBLICATIONS,
    REQUESTS,
    channel,
    codes,
    found,
    place,
    ready,
    request,
    requests,
    run,
    sheet,
    website,
)
from zbreport.settings import ChannelSetting

COUNTED = requests(request())  # every test keeps one good ledger, which must still count

EITHER = sheet(
    ["标题", "类别", "发布日期", "状态"],
    ["甲", "规范性文件", "2024-01-01", "有效"],
    file="某表.xlsx",
)


def granted(outcome):
    return outcome.report.cells["requests.granted.natural_person"]


def test_two_ledgers_fit_is_a_question():
    outcome = run(EITHER, COUNTED)
    finding = found(outcome, "R204")
    assert place(finding) == ("某表.xlsx", "表", (1,), None)
    assert finding.message == "既像规章和行政规范性文件台账又像主动公开信息清单，没有计入"
    assert ready(finding, "documents") == {"ledgers": {"某表.xlsx": "documents"}}
    assert [word for word, _ in finding.answer.choices] == ["documents", "publications", "none"]
    assert dict(outcome.sources[0].set_aside) == {"unclear_table": 1}
    assert granted(outcome) == 1


def test_the_office_settles_which_ledger_it_is():
    outcome = run(EITHER, ledgers={"某表.xlsx": "documents"})
    assert outcome.report.cells["disclosure.normative_documents.issued"] == 1


def test_columns_that_many_ledgers_have_decide_little():
    page = sheet(
        ["标题", "类别", "发布日期", "状态", "链接"],
        ["甲", "通知公告", "2024-01-01", "已发布", ""],
        file="网站信息.xlsx",
    )
    assert channel(run(page), "website") == 1


def test_two_columns_for_one_field_is_a_question():
    page = website(["甲", "2024-01-01", "2024-01-02"], header=["标题", "发布时间", "发布时间"])
    outcome = run(page, COUNTED)
    finding = found(outcome, "R205")
    assert place(finding) == ("网站发布清单.xlsx", "清单", (1,), None)
    assert "B 列" in finding.message
    assert "C 列" in finding.message
    settled = run(page, columns=ready(finding, "B列")["columns"])
    assert settled.sources[0].letters["published_on"] == "B"
    assert not [code for code in codes(settled) if code.startswith("S4")]
    assert dict(outcome.sources[0].set_aside) == {"unclear_table": 1}
    assert granted(outcome) == 1


def test_the_preferred_header_wins_over_a_lesser_one():
    outcome = run(website(["甲", "2024-01-01", "2023-01-02"], header=["标题", "发布时间", "日期"]))
    assert outcome.sources[0].letters["published_on"] == "B"
    assert channel(outcome, "website") == 1


@pytest.mark.parametrize("gone", ["收到日期", "申请人类别", "答复日期"])
def test_a_needed_column_is_missing(gone):
    keep = [index for index, header in enumerate(REQUESTS) if header != gone]
    page = sheet(
        [REQUESTS[index] for index in keep],
        [request()[index] for index in keep],
        file="依申请公开台账2024.xlsx",
    )
    outcome = run(page, COUNTED)
    finding = found(outcome, "R203")
    assert place(finding) == ("依申请公开台账2024.xlsx", "表", (1,), None)
    assert f"“{gone}”" in finding.message
    (line,) = finding.answer.lines  # no column is left that could hold it
    assert line.path == ("ledgers",)
    assert [word for word, _ in finding.answer.choices] == ["none"]
    assert dict(outcome.sources[0].set_aside) == {"missing_column": 1}
    assert granted(outcome) == 1


def test_the_line_of_the_message_makes_the_column_known():
    page = requests(request(), header=["登记编号", "收文那天", *REQUESTS[2:]])
    assert "R203" in codes(run(page, website(["甲", "2024-01-01", ""])))
    outcome = run(page, columns={"依申请*.xlsx": {"收文那天": "received_on"}})
    assert granted(outcome) == 1
    assert codes(outcome).count("R203") == 0


def test_an_override_beats_the_alias_and_takes_the_column_away_from_others():
    page = website(["甲", "2024-01-01", "2025-01-02"], header=["标题", "发布时间", "审核时间"])
    assert channel(run(page), "website") == 1
    outcome = run(page, year=2025, columns={"网站*": {"审核时间": "published_on"}})
    assert outcome.sources[0].letters["published_on"] == "C"
    assert channel(outcome, "website") == 1


@pytest.mark.parametrize(
    ("rows", "marker"),
    [
        (
            [
                ["信息更新列表(信息总量：3)", ""],
                ["日期", "信息量"],
                ["2024-01-01", 2],
                ["2024-01-02", 1],
            ],
            "信息量",
        ),
        (
            [
                ["账号", "姓名", "图文", "阅读量", "视频", "阅读量", "总稿件数", "总阅读量"],
                ["a", "b", 1, 2, 3, 4, 5, 6],
            ],
            "总稿件数",
        ),
        ([["栏目名称", "标签名称", "文章总数", "阅读量"], ["要闻", "x", 5, 6]], "文章总数"),
        ([["日期", "粉丝总数", "发博数", "转发数"], ["2024-01-01", 9, 2, 6]], "发博数"),
    ],
)
def test_a_summary_is_no_list(rows, marker):
    outcome = run(sheet(*rows, file="统计.xlsx", name="汇总"), COUNTED)
    finding = found(outcome, "R206")
    header = next(number for number, row in enumerate(rows, start=1) if marker in row)
    assert place(finding) == ("统计.xlsx", "汇总", (header,), None)
    assert f"“{marker}”" in finding.message
    assert dict(outcome.sources[0].set_aside) == {"summary": len(rows) - header}
    assert granted(outcome) == 1


def test_toutiao_trend_is_no_item_list():
    page = sheet(
        ["时间", "展现量", "粉丝展现量", "阅读(播放)量", "粉丝阅读(播放)量", "点赞量", "评论量"],
        ["累计", 100, 50, 10, 5, 1, 0],
        ["2024-01-01", 50, 25, 5, 3, 1, 0],
        file="数据趋势_头条号.xlsx",
    )
    outcome = run(page, COUNTED)
    assert channel(outcome, "toutiao") is None
    assert outcome.sources[0].counted == 0
    assert place(found(outcome, "R213")) == ("数据趋势_头条号.xlsx", "表", (1,), None)
    assert granted(outcome) == 1


def test_channel_unclear():
    page = sheet(PUBLICATIONS, ["甲", "2024-01-01", ""], file="清单.xlsx", name="Sheet1")
    outcome = run(page, COUNTED)
    finding = found(outcome, "R207")
    assert place(finding)[:2] == ("清单.xlsx", "Sheet1")
    assert ready(finding, "website") == {"channels": {"website": {"files": ["清单.xlsx"]}}}
    assert finding.answer.suggested is None
    assert dict(outcome.sources[0].set_aside) == {"unclear_channel": 1}
    assert granted(outcome) == 1
    settled = run(page, channels=(ChannelSetting("website", None, ("清单.xlsx",)),))
    assert channel(settled, "website") == 1


@pytest.mark.parametrize(
    ("file", "near"), [("公从号.xlsx", "公众号"), ("今日头跳/1.xlsx", "今日头条")]
)
def test_a_channel_misspelt_in_a_name_is_said_and_not_taken(file, near):
    outcome = run(sheet(PUBLICATIONS, ["甲", "2024-01-01", ""], file=file, name="Sheet1"), COUNTED)
    finding = found(outcome, "R207")
    assert f"与“{near}”只差一个字" in finding.message
    assert not outcome.report.channels


def test_channel_that_shape_and_name_contradict():
    page = sheet(
        ["内容标题", "发表时间", "总阅读人数", "内容url"],
        ["甲", "20240101", 5, ""],
        file="微博.xlsx",
        name="Sheet1",
    )
    outcome = run(page, COUNTED)
    finding = found(outcome, "R208")
    assert "微信" in finding.message
    assert "微博" in finding.message
    assert dict(outcome.sources[0].set_aside) == {"unclear_channel": 1}
    assert granted(outcome) == 1


@pytest.mark.parametrize(
    ("page", "key"),
    [
        (
            sheet(
                ["内容标题", "发表时间", "总阅读人数"],
                ["甲", "20240101", 5],
                file="total_1.xls",
                name="New Sheet1",
            ),
            "wechat",
        ),
        (
            sheet(
                ["标题", "发布时间", "ID", "展现量", "粉丝展现量"],
                ["甲", "2024-01-01 08:00", "x1", 1, 1],
                file="图文_-_1-45.xlsx",
            ),
            "toutiao",
        ),
        (
            sheet(
                ["id", "bid", "正文", "日期", "完整日期"],
                ["1", "a", "甲", "2024-01-01", "2024-01-01 08:00"],
                file="u.csv",
                name="",
            ),
            "weibo",
        ),
        (
            sheet(
                ["作品名称", "发布时间", "体裁", "审核状态"],
                ["甲", "2024-01-01 14:11:20", "图文", "公开"],
                file="作品.xlsx",
            ),
            "douyin",
        ),
        (
            sheet(
                ["序号", "刊发媒体", "稿件标题", "刊发日期", "版面"],
                [1, "某日报", "甲", "2024.1.1", ""],
                file="表.xlsx",
            ),
            "press",
        ),
        (sheet(PUBLICATIONS, ["甲", "2024-01-01", ""], file="网站/要闻.csv", name=""), "website"),
        (sheet(PUBLICATIONS, ["甲", "2024-01-01", ""], file="1.xlsx", name="微博"), "weibo"),
        (
            sheet(["门户网站信息清单"], PUBLICATIONS, ["甲", "2024-01-01", ""], file="1.xlsx"),
            "website",
        ),
    ],
)
def test_channel_by_shape_name_or_title(page, key):
    outcome = run(page)
    assert {entry.key: entry.count for entry in outcome.report.channels} == {key: 1}


def test_channel_by_column_row_by_row():
    page = sheet(
        ["标题", "发布时间", "发布平台"],
        ["甲", "2024-01-01", "门户网站"],
        ["乙", "2024-01-02", "政务微博"],
        ["丙", "2024-01-03", "内网"],
        ["丁", "2024-01-04", ""],
        file="主动公开清单.xlsx",
    )
    outcome = run(page)
    assert {entry.key: entry.count for entry in outcome.report.channels} == {
        "website": 1,
        "weibo": 1,
    }
    assert place(found(outcome, "L113")) == ("主动公开清单.xlsx", "表", (4,), "C")
    assert place(found(outcome, "L150")) == ("主动公开清单.xlsx", "表", (5,), "C")
    settled = run(page, wordings={"channels": {"内网": "other:内网"}})
    assert channel(settled, "other:内网") == 1


def test_a_channel_of_the_office_s_own():
    page = sheet(PUBLICATIONS, ["甲", "2024-01-01", ""], file="局视频号.xlsx")
    outcome = run(page, channels=(ChannelSetting("shipinhao", "视频号", ("*视频号*",)),))
    (entry,) = outcome.report.channels
    assert (entry.key, entry.label, entry.count) == ("other:shipinhao", "视频号", 1)


def test_a_fall_back_column_is_said():
    outcome = run(requests(request(), header=["登记编号", "申请日期", *REQUESTS[2:]]))
    assert place(found(outcome, "R209"))[3] == "B"
    assert granted(outcome) == 1


def test_the_due_date_is_never_the_date_of_the_answer():
    page = sheet(
        ["登记编号", "收到日期", "申请人类别", "办理结果", "应答复日期"],
        ["2024-001", "2024-03-01", "自然人", "予以公开", "2024-03-20"],
        file="依申请公开台账.xlsx",
    )
    assert "R203" in codes(run(page, website(["甲", "2024-01-01", ""])))


def test_columns_of_the_reposted_post_are_never_read():
    page = sheet(
        ["源微博正文", "源微博日期", "正文", "日期"],
        ["乙", "2023-01-01", "甲", "2024-01-01"],
        file="微博.csv",
        name="",
    )
    outcome = run(page)
    assert outcome.sources[0].letters["title"] == "C"
    assert channel(outcome, "weibo") == 1


def test_personal_columns_are_not_read():
    page = requests(
        [*request(), "张三丰", "370303199001011234", "13800000000"],
        header=[*REQUESTS, "申请人", "身份证号码", "联系电话"],
    )
    outcome = run(page)
    assert set(outcome.sources[0].columns.values()) == set(REQUESTS)
    cells = {str(value) for value in outcome.frames["requests"].to_numpy().ravel()}
    assert not any("张三丰" in cell or "3703031990" in cell or "1380000" in cell for cell in cells)


def test_what_no_setting_reaches_is_told():
    outcome = run(
        COUNTED,
        columns={"没有*.xlsx": {"甲": "number"}, "依申请*": {"乙": "number", "登记编号": "numbr"}},
        ledgers={"无.xlsx": "fees"},
        channels=(ChannelSetting("website", None, ("*无*",)),),
    )
    said = {finding.message for finding in outcome.diagnostics if finding.code in {"S401", "S402"}}
    assert len(said) == 5
    assert any("numbr" in message and "“number”" in message for message in said)


def test_an_unknown_table_is_set_aside_whole():
    outcome = run(
        sheet(["甲", "乙", "丙"], ["1", "2", "3"], ["4", "5", "6"], file="通讯录.xlsx"), COUNTED
    )
    assert place(found(outcome, "R201"))[0] == "通讯录.xlsx"
    assert dict(outcome.sources[0].set_aside) == {"unrecognised": 2}
    assert granted(outcome) == 1


def test_figures_are_known_by_their_shape():
    outcome = run(sheet(FIGURES, ["行政许可", 12, "件"], file="数据表.xlsx"))
    assert outcome.report.cells["disclosure.licences"] == 12


@pytest.mark.parametrize(
    ("changed", "section", "near", "code"),
    [
        ({"outcome": "部份公开"}, "outcomes", "“部分公开”（部分公开）", "partially_granted"),
        (
            {"applicant": "律师事物所"},
            "applicants",
            "“律师事务所”（法律服务机构）",
            "legal_service",
        ),
    ],
)
def test_an_unknown_wording_comes_with_the_nearest_known_ones(changed, section, near, code):
    outcome = run(requests(request(), request(number="2", **changed)))
    finding = found(outcome, "L113")
    (word,) = changed.values()
    assert near in finding.message
    assert finding.answer.suggested is None  # near is not the same
    assert ready(finding, code) == {"wordings": {section: {word: code}}}
    assert granted(outcome) == 1
    settled = run(
        requests(request(), request(number="2", **changed)),
        wordings=ready(finding, code)["wordings"],
    )
    assert settled.report.cells["requests.total.total"] == 2


def test_a_platform_that_nobody_listed_becomes_a_channel_of_its_own_in_the_line():
    page = sheet(
        ["标题", "发布时间", "发布平台"],
        ["甲", "2024-01-01", "网站"],
        ["乙", "2024-01-02", "内网"],
        file="清单.xlsx",
    )
    answered = ready(found(run(page), "L113"), "other:内网")
    assert answered == {"wordings": {"channels": {"内网": "other:内网"}}}


def test_the_nearest_header_by_its_words_and_by_what_it_holds():
    page = requests(
        request(),
        header=[
            "登记编号",
            "收到申请书的日期",
            "申请人分属类别",
            "申请方式",
            "办理结果",
            "具体情形",
            "答复日期",
        ],
    )
    outcome = run(page, website(["甲", "2024-01-01", ""]))
    finding = found(outcome, "R203")
    assert finding.answer.choices[0][0] == "申请人分属类别"
    (file,) = ready(finding, "申请人分属类别")["columns"].items()
    assert file == ("依申请公开台账.xlsx", {"申请人分属类别": "applicant_type"})
