"""Questions of ledgers that an office answers in zbreport.toml, without touching its files."""

from __future__ import annotations

import csv

import pytest

from helpers import codes, found, ready, reasons, request, requests, run, sheet
from zbreport import tally

TICKED = ["编号", "收到日期", "公民", "法人", "答复结果", "答复日期"]


def ways(tally_):
    """Way of application → requests."""
    listed = tally_.report.extras.items()
    return {
        key.removeprefix("request_methods."): number
        for key, number in listed
        if key.startswith("request_methods.") and number
    }


def counted(tally_):
    """Channel → items."""
    return {entry.key: entry.count for entry in tally_.report.channels if entry.count}


def ticked(person, organisation, number="1"):
    return [number, "2024-01-05", person, organisation, "予以公开", "2024-01-15"]


@pytest.mark.parametrize(
    ("person", "organisation", "column"),
    [
        ("√", "", "natural_person"),
        ("1", "0", "natural_person"),
        ("王小明", "", "natural_person"),
        ("", "商业企业", "business"),
        ("", "律师事务所", "legal_service"),
    ],
)
def test_a_tick_or_the_finer_type_under_the_column_of_a_kind(person, organisation, column):
    page = sheet(TICKED, ticked(person, organisation), file="依申请公开登记簿.xlsx")
    assert run(page).report.cells[f"requests.received.{column}"] == 1


@pytest.mark.parametrize("organisation", ["√", "清源县恒达商贸有限公司"])
def test_an_organisation_without_its_finer_type_is_asked_about(organisation):
    tally_ = run(sheet(TICKED, ticked("", organisation), file="依申请公开登记簿.xlsx"))
    assert reasons(tally_) == [(2, "unknown_applicant")]
    assert not any("恒达" in one.message + one.remedy for one in tally_.diagnostics)


@pytest.mark.parametrize("header", ["申请方式", "方式", "途径"])
def test_ways_of_application_under_a_short_header(header):
    page = requests(
        request("1", method="网络"),
        request("2", method="信函"),
        header=["登记编号", "收到日期", "申请人类别", header, "办理结果", "具体情形", "答复日期"],
    )
    assert ways(run(page)) == {"网络": 1, "信函": 1}


def test_a_way_of_application_that_may_be_two_is_asked_about_and_the_request_counts():
    page = requests(request("1", method="邮件"), request("2", method="信鸽传书"))
    tally_ = run(page)
    asked = {one.answer.lines[0].key: one.answer for one in tally_.diagnostics if one.answer}
    assert [word for word, _ in asked["邮件"].choices] == ["信函", "当面", "电子邮件"]
    assert asked["邮件"].suggested is None
    assert asked["信鸽传书"].lines[0].path == ("wordings", "methods")
    assert tally_.report.cells["requests.received.total"] == 2
    told = run(page, wordings={"methods": {"邮件": "电子邮件", "信鸽传书": "其他"}})
    assert ways(told) == {"电子邮件": 1, "其他": 1}
    assert "L190" not in codes(told)


def test_a_platform_that_no_text_lists_is_its_own_channel_until_the_office_says_otherwise():
    rows = [["甲", "2024-01-05", "快手"], ["乙", "2024-01-06", "新媒体"]]
    page = sheet(["标题", "发布时间", "发布渠道"], *rows, file="信息清单.xlsx")
    tally_ = run(page)
    answers = {one.answer.lines[0].key: one.answer for one in tally_.diagnostics if one.answer}
    assert answers["快手"].suggested == "other:快手"
    assert answers["新媒体"].suggested is None
    offered = [word for word, _ in answers["新媒体"].choices]
    assert "press" not in offered
    assert {"weibo", "wechat", "douyin", "other:新媒体"} <= set(offered)
    assert reasons(tally_) == [(3, "unknown_channel")]


def test_names_of_media_in_a_list_of_the_press_are_the_press():
    rows = [["市日报", "甲"], ["市电视台", "乙"], ["学习强国", "丙"]]
    page = sheet(
        ["媒体", "标题", "刊发时间"],
        *[[*row, "2024-01-05"] for row in rows],
        file="新闻媒体宣传统计表.xlsx",
    )
    assert counted(run(page)) == {"press": 3}


def test_platforms_of_the_office_stay_apart_in_a_list_named_for_media():
    rows = [["市日报", "甲"], ["微信公众号", "乙"]]
    page = sheet(
        ["媒体", "标题", "发布时间"],
        *[[*row, "2024-01-05"] for row in rows],
        file="媒体发布情况.xlsx",
    )
    assert counted(run(page)) == {"press": 1, "wechat": 1}


@pytest.fixture
def folder(tmp_path):
    with (tmp_path / "网站清单.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["标题", "发布时间", "链接"], ["甲", "2024-01-05", ""]])
    (tmp_path / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 64)
    (tmp_path / "上年年报.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 64)
    return tmp_path


def test_pictures_and_reports_beside_ledgers_are_notes(folder):
    found = tally([folder], year=2024).diagnostics
    levels = {(one.file, one.code): one.level.value for one in found if one.file}
    assert levels["照片.jpg", "F125"] == levels["上年年报.pdf", "F125"] == "info"
    assert "error" not in levels.values()


def test_a_picture_alone_is_an_error(folder):
    (folder / "网站清单.csv").write_text("只有一句话", encoding="utf-8")
    from zbreport.pipeline import inspect

    levels = {one.file: one.level.value for one in inspect([folder], year=2024).diagnostics}
    assert levels["照片.jpg"] == "error"


def test_files_that_the_office_says_are_none_are_skipped_in_silence(folder):
    (folder / "zbreport.toml").write_text(
        '[ledgers]\n"*.jpg" = "none"\n"*.pdf" = "none"\n', encoding="utf-8"
    )
    found = tally([folder], year=2024).diagnostics
    assert {"F105", "F125", "S402"}.isdisjoint({one.code for one in found})
    assert {one.file for one in found if one.code == "F106"} >= {"照片.jpg", "上年年报.pdf"}


NAMED = ["登记编号", "收到日期", "申请人", "办理结果", "答复日期"]
BY_NAME = {"applicants_by_name": "used"}


def named(*names, header=NAMED):
    rows = [
        [str(place), "2024-03-01", name, "予以公开", "2024-03-20"]
        for place, name in enumerate(names, start=1)
    ]
    return sheet(header, *rows, file="依申请公开登记簿.xlsx")


def received(tally_):
    return {
        key.split(".")[2]: number
        for key, number in tally_.report.cells.items()
        if key.startswith("requests.received.") and number and not key.endswith("total")
    }


NAMES = ["王小明", "李某某", "张*", "清源县恒达商贸有限公司", "正义律师事务所", "某某合作社"]


def test_applicants_by_name_only_are_offered_by_kind_without_their_names():
    tally_ = run(named(*NAMES))
    asked = found(tally_, "R219")
    assert "自然人 3、商业企业 1、法律服务机构 1、看不出 1" in asked.message
    assert ready(asked) == {"decisions": BY_NAME}
    shown = "".join(one.message + one.remedy for one in tally_.diagnostics)
    assert not any(name in shown for name in NAMES)


def test_applicants_by_name_count_where_the_office_accepts_it():
    tally_ = run(named(*NAMES), decisions=BY_NAME)
    assert received(tally_) == {"natural_person": 3, "business": 1, "legal_service": 1}
    assert reasons(tally_) == [(7, "unknown_applicant")]
    assert any(one.key == "decisions.applicants_by_name" for one in tally_.choices)


def test_a_kind_that_is_written_stands_above_the_name_and_a_heading_is_split_by_it():
    header = ["登记编号", "收到日期", "申请人", "申请人类别", "办理结果", "答复日期"]
    rows = [
        ["1", "2024-03-01", "清源县恒达商贸有限公司", "法人", "予以公开", "2024-03-20"],
        ["2", "2024-03-01", "王小明", "科研机构", "予以公开", "2024-03-20"],
        ["3", "2024-03-01", "王小明", "法人", "予以公开", "2024-03-20"],
    ]
    page = sheet(header, *rows, file="依申请公开登记簿.xlsx")
    before = run(page)
    assert received(before) == {"research": 1}
    assert ready(found(before, "L121")) == {"decisions": BY_NAME}
    after = run(page, decisions=BY_NAME)
    assert received(after) == {"business": 1, "research": 1}
    assert reasons(after) == [(4, "unknown_applicant")]


def test_names_under_the_columns_of_kinds_are_split_too():
    page = sheet(
        TICKED,
        ticked("", "清源县恒达商贸有限公司"),
        ticked("", "√", "2"),
        ticked("王小明", "", "3"),
        file="依申请公开登记簿.xlsx",
    )
    assert received(run(page)) == {"natural_person": 1}
    tally_ = run(page, decisions=BY_NAME)
    assert received(tally_) == {"natural_person": 1, "business": 1}
    assert reasons(tally_) == [(3, "unknown_applicant")]
