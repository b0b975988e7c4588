"""Sentences of section 六: 信息处理费, and what must be said about the figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from zbreport.forms.layout import number_text
from zbreport.text.gaps import gap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.model import Choice, Number
    from zbreport.tabulation.tally import Tally

_FEE = "信息处理费"


def fee_text(tally: Tally) -> str:
    """What was collected for processing information, in 元."""
    fee = processing_fee(tally)
    if fee is None:
        return gap("政府信息公开信息处理费的收取金额")
    year = tally.report.year
    return (
        f"{year}年，收取政府信息公开信息处理费{number_text(fee)}元。"
        if fee
        else f"{year}年，未收取政府信息公开信息处理费。"
    )


def processing_fee(tally: Tally) -> Number | None:
    """信息处理费 in 元: the rows of the fee register whose item says so.

    0 where the office collected no fee at all; None where no register tells.
    """
    if tally.report.cells.get("disclosure.fees_wan_yuan") == 0:
        return 0
    frame = tally.frames.get("fees")
    if frame is None or "item" not in frame:
        return None
    rows = frame[frame["set_aside"].isna()]
    mine = rows["item"].astype(str).str.contains(_FEE, regex=False)
    return sum(rows.loc[mine, "amount_yuan"], Decimal(0))


def notes_text(choices: Sequence[Choice]) -> str:
    """The counting rules without an official text that this report uses, or 无."""
    return f"{'；'.join(dict.fromkeys(choice.text for choice in choices))}。" if choices else "无。"
