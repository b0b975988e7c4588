"""Sentences of section 六: 信息处理费, suggestions and proposals, what must be said about the figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from zbreport.forms.layout import number_text
from zbreport.text.gaps import gap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zbreport.model import Choice, Number, Report
    from zbreport.tabulation.tally import Tally

_FEE = "信息处理费"
PROPOSALS = (("npc", "人大代表建议"), ("cppcc", "政协提案"))
_SAID = (("answered", "答复"), ("satisfied", "反馈满意"), ("published", "公开办理结果"))


def fee_text(outcome: Tally) -> str:
    """What was collected for processing information, in 元."""
    fee = processing_fee(outcome)
    if fee is None:
        return gap("政府信息公开信息处理费的收取金额")
    year = outcome.report.year
    return (
        f"{year}年，收取政府信息公开信息处理费{number_text(fee)}元。"
        if fee
        else f"{year}年，未收取政府信息公开信息处理费。"
    )


def processing_fee(outcome: Tally) -> Number | None:
    """信息处理费 in 元: the rows of the fee register whose item says so; 0 where the office collected no fee at all; else unknown."""
    if outcome.report.cells.get("disclosure.fees_wan_yuan") == 0:
        return 0
    frame = outcome.frames.get("fees")
    if frame is None or "item" not in frame:
        return None
    rows = frame[frame["set_aside"].isna()]
    mine = rows["item"].astype(str).str.contains(_FEE, regex=False)
    return sum(rows.loc[mine, "amount_yuan"], Decimal(0))


def proposals_text(report: Report) -> str:
    """Suggestions of deputies and proposals of the CPPCC: handled, answered, satisfied, published."""
    clauses = [
        _clause(name, report.proposals[key]) for key, name in PROPOSALS if key in report.proposals
    ]
    return (
        f"{report.year}年，{'；'.join(clauses)}。"
        if clauses
        else gap("人大代表建议、政协提案的办理和公开情况")
    )


def _clause(name: str, counts: Mapping[str, int]) -> str:
    total = counts.get("total", 0)
    told = [f"{word}{counts[key]}件" for key, word in _SAID if key in counts]
    return "，".join([f"办理{name}{total}件", *told]) if total else f"办理{name}0件"


def notes_text(choices: Sequence[Choice]) -> str:
    """The counting rules that no official text makes and that this report uses; 无 where there are none."""
    return f"{'；'.join(dict.fromkeys(choice.text for choice in choices))}。" if choices else "无。"
