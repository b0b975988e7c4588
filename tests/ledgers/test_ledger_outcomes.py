"""Tally and detail are read together; only what is certain, set or defaulted has a row of the form."""

from __future__ import annotations

import pytest

from zbreport.ledgers.outcomes import resolve_outcomes, resolve_pair
from zbreport.vocabulary import vocabulary

WORDS = vocabulary("outcomes")


@pytest.mark.parametrize(
    ("outcome", "detail", "kind", "code"),
    [
        ("予以公开", "", "certain", "granted"),
        ("（一）予以公开", "", "certain", "granted"),
        ("不予公开", "2.其他法律行政法规禁止公开", "certain", "prohibited_by_law"),
        ("不予公开", "（三）1.属于国家秘密", "certain", "state_secret"),
        ("无法提供", "1.本机关不掌握相关政府信息", "certain", "not_held"),
        ("不予处理", "2.重复申请", "certain", "repeated"),
        ("", "1.属于国家秘密", "certain", "state_secret"),
        ("已答复", "予以公开", "certain", "granted"),
        ("已答复,部分公开", "", "certain", "partially_granted"),
        ("部分公开", "商业秘密", "certain", "partially_granted"),
        ("予以公开", "详见告知书", "certain", "granted"),
        ("予以公开、不予公开", "", "partial", "partially_granted"),
        ("信访", "", "certain", "petition"),
        ("撤回", "", "default", "other"),
        ("咨询", "", "default", "other"),
        ("部分公开部分不存在", "", "default", "partially_granted"),
        ("", "", "blank", None),
        ("", "以公函答复申请人", "blank", None),
        ("延期答复", "", "open", None),
        ("待补正", "", "open", None),
        ("办理中", "", "open", None),
        ("不予公开", "", "needs_detail", None),
        ("无法提供", "", "needs_detail", None),
        ("已答复", "", "needs_detail", None),
        ("", "不予公开", "needs_detail", None),
        ("不予公开", "按领导意见", "unknown", None),
        ("按领导意见", "", "unknown", None),
        ("不予公开", "1.本机关不掌握相关政府信息", "contradiction", None),
        ("予以公开", "属于国家秘密", "contradiction", None),
        ("内部管理、过程性信息", "", "must_ask", None),
        ("内部管理、过程性信息", "内部事务", "certain", "internal_affairs"),
        ("免予公开范围2", "", "must_ask", None),
        ("不予公开", "内部管理、过程性信息", "needs_detail", None),
    ],
)
def test_pairs(outcome, detail, kind, code):
    found = resolve_pair(outcome, detail, WORDS)
    assert (found.kind, found.code) == (kind, code)


@pytest.mark.parametrize(
    ("outcome", "detail", "about"),
    [
        ("按领导意见", "", "按领导意见"),
        ("不予公开", "按领导意见", "按领导意见"),
        ("撤回", "x", "撤回"),
    ],
)
def test_the_text_to_settle_is_that_of_one_column(outcome, detail, about):
    assert resolve_pair(outcome, detail, WORDS).about == about
    settled = vocabulary("outcomes", {about: "state_secret"})
    assert resolve_pair(outcome, detail, settled).code == "state_secret"


def test_what_the_office_says_wins():
    words = vocabulary("outcomes", {"撤回": "not_counted", "按领导意见": "granted"})
    assert (resolve_pair("撤回", "", words).kind, resolve_pair("撤回", "", words).code) == (
        "set",
        "not_counted",
    )
    assert resolve_pair("按领导意见", "", words).code == "granted"


def test_a_column_is_resolved_row_by_row():
    import pandas as pd

    outcomes = pd.Series(["予以公开", "不予公开", "予以公开", ""], index=[3, 5, 8, 9])
    details = pd.Series(["", "国家秘密", "", ""], index=[3, 5, 8, 9])
    case, known = resolve_outcomes(outcomes, details, WORDS)
    assert case.index.tolist() == [3, 5, 8, 9]
    assert case["code"].tolist() == ["granted", "state_secret", "granted", None]
    assert case["text"].tolist() == ["予以公开", "不予公开 / 国家秘密", "予以公开", ""]
    assert known["不予公开 / 国家秘密"].code == "state_secret"
