"""Administrative fees collected: section 二, article 20(8).

Frame: `amount_yuan` (object of Decimal), `paid_on` (datetime64[s]). The unit comes from the cell, the unit column,
the header, or zbreport.toml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zbreport.ledgers.amounts import YUAN, Amount, plain, read_amount, unit_in
from zbreport.ledgers.distinct import factorise

if TYPE_CHECKING:
    from decimal import Decimal

    from zbreport.ledgers.judge import Judge

DATE = "paid_on"


def typed(judge: Judge) -> None:
    """Types the columns; an amount without a unit is never taken for one or the other."""
    frame = judge.frame
    judge.dates("paid_on")
    judge.needs_date("paid_on")
    text = judge.text("amount")
    codes, distinct = factorise(judge.raw("amount").tolist())
    read = [read_amount(value) for value in distinct]
    amounts = pd.Series([read[code] for code in codes], index=frame.index, dtype=object)
    judge.say(amounts.isna(), "L160", "amount", by=text, reason="bad_amount")
    judge.say(amounts.map(lambda amount: isinstance(amount, str)).astype(bool), "L160", "amount", by=text, reason="bad_amount")
    units = _units(judge, amounts)
    judge.say(~units.isin(YUAN), "L161", "amount", by=_blank(judge), reason="no_unit")
    yuan = [_in_yuan(amount, unit) for amount, unit in zip(amounts, units, strict=True)]
    frame["amount_yuan"] = pd.Series(yuan, index=frame.index, dtype=object)


def facts(judge: Judge, year: int) -> None:
    """Sets aside other years."""
    judge.put_aside(judge.frame["paid_on"].dt.year != year, "outside_year")
    unit = judge.settings.decision("fee_unit")
    if unit:
        judge.chose(
            "decisions.fee_unit",
            unit,
            f"没有写明单位的收费金额按{unit}计",
            judge.settings.origin_of("fee_unit"),
            int(judge.open.sum()),
        )


def _in_yuan(amount: object, unit: str) -> Decimal | None:
    return plain(amount.value * YUAN[unit]) if isinstance(amount, Amount) and unit in YUAN else None


def _units(judge: Judge, amounts: pd.Series) -> pd.Series:
    """The unit of every row, the most specific first: in the cell, in the unit column, in the header, by setting."""
    frame = judge.frame
    in_cell = amounts.map(lambda amount: amount.unit if isinstance(amount, Amount) else "").astype(object)
    in_header = (
        frame["source"]
        .map({source: unit_in(judge.tables[int(source)].header("amount")) for source in frame["source"].unique()})
        .astype(object)
    )
    units = in_cell
    for other in (judge.text("unit"), in_header):
        units = units.where(units != "", other)
    return units.where(units != "", judge.settings.decision("fee_unit"))


def _blank(judge: Judge) -> pd.Series:
    return pd.Series("", index=judge.frame.index, dtype=object)
