"""Sentences are written only where their figures are whole; a gap says what is missing and why."""

from __future__ import annotations

import pytest

from helpers import FEES, PROCEEDINGS, REQUESTS, request, requests, run, sheet, website
from zbreport.prose.sentences import given


def text(outcome, part):
    return next(one.text for parts in given(outcome).values() for one in parts if one.name == part)


REQUESTED, FEE = "依申请公开", "收取信息处理费情况"


def test_a_register_with_rows_that_could_not_be_used_is_not_told():
    outcome = run(requests(request(), request("2", received="某天")))
    said = text(outcome, REQUESTED)
    assert "（有 1 行未计入）" in said
    assert "共收到" not in said
    assert "法定期限" not in said
    whole = text(run(requests(request())), REQUESTED)
    assert "共收到政府信息公开申请1件" in whole


def test_no_request_is_said_of_an_empty_register_or_by_the_office_only():
    assert "未收到政府信息公开申请" in text(run(requests(), year=2024), REQUESTED)
    lost = run(requests(request(received="某天")))
    assert "未收到" not in text(lost, REQUESTED)
    others = run(requests(request(received="2022-03-01", answered="2022-03-20")))
    assert "未收到" not in text(others, REQUESTED)


def test_a_table_that_was_not_recognised_is_named_in_the_gap():
    lacking = sheet(
        ["登记编号", "申请人类别", "办理结果"],
        ["2", "自然人", "予以公开"],
        file="依申请公开登记二季度.xlsx",
    )
    outcome = run(requests(request()), lacking)
    assert "有 1 张表没有认出" in text(outcome, REQUESTED)


def test_proceedings_and_channels_that_are_not_whole_are_gaps():
    case = sheet(
        PROCEEDINGS, ["1", "行政诉讼", "", "2024-02-01", "2024-03-01", "维持"], file="诉讼.xlsx"
    )
    outcome = run(requests(request()), case)
    assert "【请补充：行政复议、行政诉讼的件数和结果（有 1 行未计入）】" in text(outcome, REQUESTED)
    site = website(
        ["甲", "2024-02-01", "https://a.example.cn/1"], ["乙", "某天", "https://a.example.cn/2"]
    )
    assert "有 1 行未计入" in text(run(site), "主动公开")


def with_fee(*cells, header="信息处理费（元）"):
    rows = [[*request(str(number)), cell] for number, cell in enumerate(cells, start=1)]
    return requests(*rows, header=[*REQUESTS, header])


def fees(*rows):
    return sheet(FEES, *rows, file="收费台账.xlsx")


EXAM = ["考试费", 1000, "2024-02-01"]


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ([with_fee(300, ""), fees(EXAM)], "收取政府信息公开信息处理费300元"),
        ([with_fee("0.03", header="信息处理费（万元）"), fees(EXAM)], "信息处理费300元"),
        ([with_fee(""), fees(EXAM)], "未收取"),
        ([requests(request()), fees(EXAM)], "未收取"),
        (
            [requests(request()), fees(["政府信息公开收费", 300, "2024-02-01"], EXAM)],
            "信息处理费300元",
        ),
        ([fees(["依申请公开信息处理费", 300, "2024-02-01"])], "信息处理费300元"),
        ([fees(["污水处理费", 300, "2024-02-01"])], "未收取"),
        ([with_fee(300), fees(["信息处理费", 300, "2024-02-01"])], "信息处理费300元"),
        ([with_fee(300), fees(["信息处理费", 200, "2024-02-01"])], "【请补充"),
        ([with_fee("若干"), fees(EXAM)], "【请补充"),
        ([fees(EXAM, ["信息处理费", "若干", "2024-02-01"])], "有 1 行未计入"),
        ([fees(["", 1000, "2024-02-01"])], "【请补充"),
        ([requests(request())], "【请补充"),
    ],
)
def test_the_fee_for_processing_information(sheets, said):
    assert said in text(run(*sheets), FEE)


def test_the_notes_tell_what_an_office_publishes_and_no_mapping():
    outcome = run(
        requests(request(outcome="撤回申请"), request("2", outcome="告知获取途径")),
        sheet(
            PROCEEDINGS, ["1", "行政复议", "", "2024-02-01", "2024-03-01", "维持"], file="复议.xlsx"
        ),
        wordings={"outcomes": {"告知获取途径": "granted"}},
    )
    notes = text(outcome, "年报数据统计需要说明的事项")
    assert "本年内存续的案件" in notes
    assert "申请人撤回的申请计入" in notes
    assert "告知获取途径" not in notes
    assert "zbreport" not in notes


def test_an_account_that_the_office_names_itself_is_new_media():
    page = sheet(
        ["标题", "发布时间", "渠道"],
        ["甲", "2024-02-01", "微信公众号"],
        ["乙", "2024-02-02", "视频号"],
        ["丙", "2024-02-03", "公告栏"],
        file="信息发布清单.xlsx",
    )
    words = {"channels": {"视频号": "other:视频号", "公告栏": "other:公告栏"}}
    said = text(run(page, wordings=words), "主动公开")
    assert "政务新媒体发布信息2条" in said
    assert "通过公告栏发布信息1条" in said
