"""Money stored in one unit and shown in another by its number format.

12000 under `金额（万元）`, shown as 1.2.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd

from zbreport.ledgers.amounts import YUAN, Amount, plain

if TYPE_CHECKING:
    from zbreport.ledgers.judge import Judge
    from zbreport.model import NumberFormat

_UNIT_OF = {10_000: "万元", 1000: "千元"}
"""The unit in which a number is shown that a format divides, where nothing else says."""

OTHERWISE = "otherwise"
"""Stands for an amount whose format and unit say different things."""


def formats(judge: Judge, field: str) -> pd.Series:
    """The number format of every cell of a field, where it divides or writes a unit.

    `NumberFormat` or None, n rows.
    """
    found = pd.Series([None] * len(judge.frame), index=judge.frame.index, dtype=object)
    for source in judge.sources:
        table = judge.tables[source]
        column = table.fields.get(field)
        if column is None or not table.sheet.number_formats:
            continue
        mine = judge.frame.index[judge.frame["source"] == source]
        found.loc[mine] = [
            table.sheet.number_formats.get((int(row), column))
            for row in judge.frame.loc[mine, "row"]
        ]
    return found


def as_shown(amount: object, unit: str, shown: NumberFormat | None) -> tuple[object, str]:
    """An amount and its unit as the sheet shows them.

    Args:
        amount: the stored `Amount`; anything else stays as it is.
        unit: the unit by cell, column or header; empty where none says.
        shown: the number format of the cell, if it divides or writes a unit.

    Returns:
        The amount and its unit; the unit is `OTHERWISE` where the number is shown divided by
        something else than the unit that is named: then nobody can tell which of the two is meant.
    """
    if shown is None or not isinstance(amount, Amount):
        return amount, unit
    named = shown.unit or unit or _UNIT_OF.get(shown.divisor, "")
    if shown.divisor == 1:
        return amount, named
    if YUAN.get(named) != shown.divisor:
        return amount, OTHERWISE
    return Amount(plain(amount.value / Decimal(shown.divisor)), amount.unit), named
