"""What zbreport itself can say in a section: parts of sentences from figures, or of gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zbreport.prose.disclosure import documents_text, publications_text
from zbreport.prose.extras import extra_parts
from zbreport.prose.matters import fee_text, notes_text
from zbreport.prose.preface import preface_text
from zbreport.prose.proceedings import proceedings_text
from zbreport.prose.requests import outcomes_text, requests_text
from zbreport.prose.whole import whole_or_gap
from zbreport.text.gaps import gap, pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zbreport.tabulation.tally import Tally

PREFACE = "前言"
OTHER = "其他"
"""The last part of section 六: no gap any more once the office has written a part of its own."""


class Given(NamedTuple):
    """A part of a section: its small heading, its text, whether only the office can write it."""

    name: str
    text: str
    by_office: bool = False

    @property
    def is_known(self) -> bool:
        """Whether it says something and is not a mere gap."""
        return any(not is_gap for _, is_gap in pieces(self.text))


def _published(tally: Tally) -> str:
    """What was published and which documents were made, as far as the lists are whole."""
    documents = documents_text(tally.report)
    return publications_text(tally) + whole_or_gap(
        tally, "documents", documents, "制发、废止和现行有效文件的件数"
    )


def _requested(tally: Tally) -> str:
    """Requests, their answers and the proceedings over them, as far as registers are whole."""
    requests = requests_text(tally) + outcomes_text(tally.report)
    return whole_or_gap(
        tally, "requests", requests, "收到、答复和结转申请的件数和办理结果"
    ) + whole_or_gap(
        tally, "proceedings", proceedings_text(tally.report), "行政复议、行政诉讼的件数和结果"
    )


def given(tally: Tally) -> Mapping[str, tuple[Given, ...]]:
    """The parts of sections 一, 五 and 六; the preface under the empty key."""
    report = tally.report
    return {
        "": (Given(PREFACE, preface_text(report, tally.settings)),),
        "一": (
            Given("主动公开", _published(tally)),
            Given("依申请公开", _requested(tally)),
            *(Given(*part) for part in extra_parts(tally, "一")),
            Given("政府信息管理", gap("政府信息管理情况"), by_office=True),
            Given("政府信息公开平台建设", gap("政府信息公开平台建设情况"), by_office=True),
            Given("监督保障", gap("监督保障情况"), by_office=True),
        ),
        "五": (
            Given("存在的主要问题", gap("政府信息公开工作存在的主要问题"), by_office=True),
            Given("改进情况", gap("上年问题的整改情况和本年问题的改进措施"), by_office=True),
        ),
        "六": (
            Given("收取信息处理费情况", fee_text(tally)),
            *(Given(*part) for part in extra_parts(tally, "六")),
            Given("年报数据统计需要说明的事项", notes_text(tally.choices)),
            Given(
                OTHER,
                gap("其他需要报告的事项，例如落实上级政务公开工作要点、创新做法"),
                by_office=True,
            ),
        ),
    }
