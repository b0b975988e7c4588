"""Sentences of section 六: 信息处理费, and what must be said about the figures."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from zbreport.forms.layout import number_text
from zbreport.ledgers.amounts import YUAN, plain, read_amount, unit_in
from zbreport.prose.whole import lost
from zbreport.text.compare import NULLS, plain_text
from zbreport.text.gaps import gap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.model import Choice, Number
    from zbreport.tabulation.tally import Tally

_FEE = re.compile(
    r"信息(?:公开)?.{0,4}处理费|^处理费$|(?:信息公开|公开信息|依申请公开?|公开申请).{0,6}费"
)
"""What lists call the fee of 国办函〔2020〕109号; 污水处理费 and its like are others."""

_BLANKS = {"", "-", "--", "—", "——", "/", "无", "否", *NULLS}
_PUBLISHED = {
    *("decisions.withdrawn", "decisions.proceedings_basis", "decisions.instances"),
    *("decisions.lapsed_documents", "wordings.decision_results"),
}
"""The office's choices that readers are told: what 其他 contains, what section 四 rests on."""


def fee_text(tally: Tally) -> str:
    """Fees for processing information, in 元; no “none” where rows are missing."""
    what = "政府信息公开信息处理费的收取金额"
    fee = processing_fee(tally)
    why = "，".join(filter(None, (lost(tally, "fees"), lost(tally, "requests"))))
    if fee is None or why:
        return gap(f"{what}（{why}）" if why else what)
    year = tally.report.year
    return (
        f"{year}年，收取政府信息公开信息处理费{number_text(fee)}元。"
        if fee
        else f"{year}年，未收取政府信息公开信息处理费。"
    )


def processing_fee(tally: Tally) -> Number | None:
    """信息处理费 in 元, by the fee list and by the column of the request register.

    0 where a list of fees has none of it, or there were no fees at all, and the register tells of
    none either; None where nothing tells, or the two differ.
    """
    listed, registered = _by_list(tally), _by_register(tally)
    if listed and registered and listed != registered:
        return None
    return listed or registered or (listed if registered is not None else None)


def _by_list(tally: Tally) -> Number | None:
    frame = tally.frames.get("fees")
    if frame is not None and "item" in frame:
        rows = frame[frame["set_aside"].isna()]
        items = rows["item"].map(lambda item: plain_text(str(item)).strip())
        if items.ne("").all():
            mine = items.map(lambda item: bool(_FEE.search(item))).astype(bool)
            return sum(rows.loc[mine, "amount_yuan"], Decimal(0))
    return 0 if tally.report.cells.get("disclosure.fees_wan_yuan") == 0 else None


def _by_register(tally: Tally) -> Number | None:
    """The fees in the register of requests.

    0 where it has no such column and no sign of a fee; None where a cell is no amount.
    """
    frame = tally.frames.get("requests")
    if frame is None:
        return Decimal(0)
    rows = frame[frame["set_aside"].isna()]
    if "fee" not in rows:
        told = [field for field in ("fee_notice", "payment") if field in rows]
        texts = [str(cell).strip() for field in told for cell in rows[field]]
        return None if set(texts) - _BLANKS else Decimal(0)
    total = Decimal(0)
    for source, cell in zip(rows["source"], rows["fee"], strict=True):
        amount = read_amount(cell) if cell != "" else None
        header = tally.sources[int(source)].columns.get("fee", "")
        if isinstance(amount, str):
            return None
        if amount is not None:
            unit = amount.unit or unit_in(header) or "元"
            if unit not in YUAN:
                return None
            total += amount.value * YUAN[unit]
    return plain(total)


def notes_text(choices: Sequence[Choice]) -> str:
    """The counting rules without an official text that an office publishes with its figures, or 无.

    How single wordings were read, and what only matters to whoever keeps the ledgers, is no part.
    """
    told = dict.fromkeys(choice.text for choice in choices if choice.key in _PUBLISHED)
    return f"{'；'.join(told)}。" if told else "无。"
