"""The text of the report: preface and sections 一, 五 and 六, sentences that follow from an outcome's figures.

Runs after `tabulate`, for every format that writes the whole report. Nothing is said where a figure is missing, or where no
ledger can know (problems, plans): a marked gap `【请补充：…】` stands there instead. The sentences are worded so that `check` binds
each figure to its cell of the form (domain 5, `checks/phrases.toml`).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from zbreport.layout import MISSING, form_of
from zbreport.prose.disclosure import documents_text, publications_text
from zbreport.prose.gaps import gap, pieces
from zbreport.prose.matters import fee_text, notes_text, proposals_text
from zbreport.prose.preface import preface_text
from zbreport.prose.proceedings import proceedings_text
from zbreport.prose.requests import outcomes_text, requests_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zbreport.forms import Table
    from zbreport.model import Outcome, Report

__all__ = ["Paragraph", "Prose", "compose", "pieces"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the report: `lead` is the small heading that runs into its text (`（一）主动公开。`), or empty."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """The text of a report: what stands before section 一, and the paragraphs by section (`一` to `六`; of a table, above it)."""

    preface: tuple[Paragraph, ...]
    sections: Mapping[str, tuple[Paragraph, ...]]

    def section(self, number: str) -> tuple[Paragraph, ...]:
        """The paragraphs of a section; none where it is a complete table only."""
        return self.sections.get(number, ())


def compose(outcome: Outcome) -> Prose:
    """Writes the text of a report.

    Args:
        outcome: of a finished run; figures come from its report, who to ask from its settings.
    """
    tables = {table.section: _missing(outcome.report, table) for table in form_of(outcome.report).tables}
    sections = {"一": _overview(outcome), **tables, "五": _problems(), "六": _matters(outcome)}
    return Prose((Paragraph(preface_text(outcome.report, outcome.settings)),), MappingProxyType(sections))


def _overview(outcome: Outcome) -> tuple[Paragraph, ...]:
    report = outcome.report
    return _numbered(
        ("主动公开", publications_text(report) + documents_text(report)),
        ("依申请公开", requests_text(outcome) + outcomes_text(report) + proceedings_text(report)),
        ("政府信息管理", gap("政府信息管理情况")),
        ("政府信息公开平台建设", gap("政府信息公开平台建设情况")),
        ("监督保障", gap("监督保障情况")),
    )


def _missing(report: Report, table: Table) -> tuple[Paragraph, ...]:
    """A gap above a table in which figures are missing."""
    keys = (table.cell_key(row, column) for _, row, column in table.lines())
    complete = all(report.cells.get(key) is not None for key in keys)
    return () if complete else (Paragraph(gap(f"下表中以“{MISSING}”表示的数据")),)


def _problems() -> tuple[Paragraph, ...]:
    return _numbered(
        ("存在的主要问题", gap("政府信息公开工作存在的主要问题")),
        ("改进情况", gap("上年问题的整改情况和本年问题的改进措施")),
    )


def _matters(outcome: Outcome) -> tuple[Paragraph, ...]:
    return _numbered(
        ("收取信息处理费情况", fee_text(outcome)),
        ("建议提案办理结果公开情况", proposals_text(outcome.report)),
        ("年报数据统计需要说明的事项", notes_text(outcome.choices)),
        ("其他", gap("其他需要报告的事项，例如落实上级政务公开工作要点、创新做法")),
    )


def _numbered(*parts: tuple[str, str]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text, f"（{number}）{lead}。") for number, (lead, text) in zip("一二三四五六七八九", parts, strict=False))
