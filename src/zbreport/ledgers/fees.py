"""Administrative fees collected: section 二, article 20(8).

Frame: `amount_yuan` (object of Decimal), `paid_on` (datetime64[s]). The unit comes from the cell,
the unit column, the header, or zbreport.toml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zbreport.ledgers.amounts import YUAN, Amount, plain, read_amount, unit_in
from zbreport.ledgers.displayed import OTHERWISE, as_shown, formats
from zbreport.ledgers.same_numbers import mark_same_numbers
from zbreport.model import CHOICE, Answer, SettingLine

if TYPE_CHECKING:
    from decimal import Decimal

    import numpy as np

    from zbreport.ledgers.judge import Judge

DATE = "paid_on"


FEE_UNIT = Answer(
    (SettingLine(("decisions",), "fee_unit", CHOICE),), (("元", "元"), ("万元", "万元"))
)
"""The line that says in which unit amounts are that name none."""


def typed(judge: Judge) -> None:
    """Types the columns; an amount without a unit is never taken for one or the other."""
    frame = judge.frame
    judge.dates("paid_on")
    judge.needs_date("paid_on")
    judge.faults("amount")
    text = judge.text("amount")
    cells = judge.cells("amount")
    read = [read_amount(value) for value in cells.distinct]
    amounts = pd.Series(cells.spread(read), index=frame.index, dtype=object)
    units = _units(judge, cells.spread(one.unit if isinstance(one, Amount) else "" for one in read))
    known = cells.spread(isinstance(one, Amount) for one in read).astype(bool)
    judge.say(pd.Series(~known, index=frame.index), "L160", "amount", by=text, reason="bad_amount")
    amounts, units = _shown(judge, amounts, units)
    frame["item_text"] = judge.text("item")
    frame["by_setting"] = units == ""
    units = units.where(units != "", judge.settings.decision("fee_unit"))
    judge.say(
        ~units.isin(list(YUAN)), "L161", "amount", by=units, reason="no_unit", answer=FEE_UNIT
    )
    yuan = [_in_yuan(amount, unit) for amount, unit in zip(amounts, units, strict=True)]
    frame["amount_yuan"] = pd.Series(yuan, index=frame.index, dtype=object)


def _shown(judge: Judge, amounts: pd.Series, units: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Amounts and units as number formats show them; contradictions with the unit are asked."""
    looks = formats(judge, "amount")
    if looks.isna().all():
        return amounts, units
    found = [as_shown(*cell) for cell in zip(amounts, units, looks, strict=True)]
    shown = pd.Series([unit for _, unit in found], index=units.index, dtype=object)
    judge.say(shown == OTHERWISE, "L162", "amount", by=units, reason="no_unit")
    values = pd.Series([amount for amount, _ in found], index=units.index, dtype=object)
    return values, shown.where(shown != OTHERWISE, units)


def facts(judge: Judge, year: int) -> None:
    """Sets aside other years and receipts registered twice; one receipt may have several lines."""
    judge.put_aside(judge.frame["paid_on"].dt.year != year, "outside_year")
    mark_same_numbers(judge, ["paid_on", "amount_yuan", "item_text"], lines=True)
    unit, count = (
        judge.settings.decision("fee_unit"),
        int((judge.open & judge.frame["by_setting"]).sum()),
    )
    judge.chose(
        "decisions.fee_unit",
        unit,
        f"没有写明单位的收费金额按{unit}计",
        judge.settings.origin_of("fee_unit"),
        count,
    )


def _in_yuan(amount: object, unit: str) -> Decimal | None:
    return plain(amount.value * YUAN[unit]) if isinstance(amount, Amount) and unit in YUAN else None


def _units(judge: Judge, in_cell: np.ndarray) -> pd.Series:
    """The unit of every row: in the cell, else in the unit column, else in the header; or empty.

    A column headed 单位 may name who paid: only what is a unit of money is one.
    """
    units = pd.Series(in_cell, index=judge.frame.index, dtype=object)
    column = judge.text("unit")
    for other in (
        column.where(column.isin(list(YUAN)), ""),
        judge.by_table(lambda table: unit_in(table.header("amount"))),
    ):
        units = units.where(units != "", other)
    return units
