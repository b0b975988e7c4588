"""Placeholders: every name of the README gives its text, nothing is evaluated, and a name that nobody knows is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zbreport.forms import form_for
from zbreport.model import Channel, Report
from zbreport.prose.placeholders import fill, names, unknown
from zbreport.settings import Settings
from zbreport.tabulation.tally import Tally

CELLS = {
    **dict.fromkeys(form_for(2024).cells, 0),
    "requests.received.total": 3119,
    "requests.total.total": 400,
    "requests.petition.total": 100,
    "requests.repeated.total": 33,
    "proceedings.litigation_direct.upheld": 13,
    "proceedings.litigation_after_review.upheld": 12,
    "disclosure.fees_wan_yuan": Decimal("96171.60"),
    "requests.granted.total": None,
}


@pytest.fixture
def known():
    channels = (
        Channel("weibo", "微博", 231, (1, 2, 3, *[25] * 9)),
        Channel("wechat", "微信", 288, None),
        Channel("website", "网站", 447, None),
    )
    extras = {"request_methods.信函": 2, "proposals.npc.total": 5, "proposals.npc.answered": 4}
    report = Report(2024, "2021", "某市某局", CELLS, channels, extras)
    return names(Tally(report, (), (), (), {}, Settings(phone="0517-8")))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("unit", "某市某局"),
        ("year", "2024"),
        ("last_year", "2023"),
        ("next_year", "2025"),
        ("title", "某市某局2024年政府信息公开工作年度报告"),
        ("period", "2024年1月1日至2024年12月31日"),
        ("phone", "0517-8"),
        ("address", "【请补充：地址】"),
        ("requests.received.total", "3119"),
        ("requests.granted.total", "【请补充：三/（一）予以公开/总计】"),
        ("disclosure.fees_wan_yuan", "96171.6"),
        ("outcomes.不予处理", "133"),
        ("outcomes.不予处理.share", "33.3"),
        ("outcomes.予以公开", "【请补充：三/予以公开】"),
        ("proceedings.litigation.upheld", "25"),
        ("channels.weibo", "231"),
        ("channels.weibo.3", "3"),
        ("channels.wechat.3", "【请补充：微信3月公开信息的数量】"),
        ("channels.new_media", "519"),
        ("request_methods.信函", "2"),
        ("proposals.npc.answered", "4"),
        ("channels.total", "966"),
        ("channels.douyin", "【请补充：抖音公开信息的数量】"),
        ("request_methods.传真", "【请补充：传真提出的申请件数】"),
        ("proposals.cppcc.total", "【请补充：政协提案的办理件数】"),
        ("edition", "2021 年版（国办公开办函〔2021〕30号）"),
        ("三/信访举报投诉类申请/总计", "100"),
        ("单位", "某市某局"),
        ("processing_fee", "【请补充：信息处理费（元）】"),
    ],
)
def test_a_name_gives_its_text(known, name, text):
    assert fill(f"甲{{{{ {name} }}}}乙", known) == f"甲{text}乙"
    assert fill(f"{{{{{name}}}}}", known) == text


@pytest.mark.parametrize(
    "text",
    [
        "{{ unit.__class__ }}",
        "{{ 1 + 1 }}",
        "{{ unit | upper }}",
        "{% if unit %}",
        "{ unit }",
        "{{ }}",
        "{{{}}}",
    ],
)
def test_nothing_is_evaluated(known, text):
    assert fill(text, known) == text


def test_an_unknown_name_is_told_once_with_the_nearest(known):
    told = list(
        unknown(
            "{{ request.received.total }}{{ request.received.total }}{{ unit }}",
            known,
            file="一.md",
        )
    )
    assert [one.code for one in told] == ["P501"]
    assert "占位符“request.received.total”" in told[0].message
    assert "是否想写“requests.received.total”？" in told[0].message
    assert "{{ requests.received.total }}" in told[0].remedy
    assert told[0].place == "一.md"


def test_a_name_like_none_is_told_without_a_guess(known):
    (told,) = unknown("{{ 天气 }}", known, file="一.md")
    assert "是否想写" not in told.message
