"""Counts and sums of a ledger by the facts that the form selects on.

They go over the distinct combinations of facts, not over the rows once per cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from zbreport.ledgers.amounts import plain
from zbreport.tabulation.selection import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from zbreport.forms import Form, Selection
    from zbreport.model import Number


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts and sums of one ledger; `groups` has an entry for each combination of facts."""

    groups: tuple[Mapping[str, object], ...]

    def number(self, selection: Selection) -> Number:
        """The count, or the sum, of the rows that a selection selects."""
        where = selection.where.items()
        found = [
            group
            for group in self.groups
            if all(group[column] in values for column, values in where)
        ]
        if selection.total is None:
            return sum(int(str(group["rows"])) for group in found)
        return plain(
            sum((Decimal(str(group["amount"])) for group in found), Decimal(0))
            / selection.divide_by
        )


def groups(frame: pd.DataFrame, form: Form, ledger: str) -> tuple[Mapping[str, object], ...]:
    """Counted rows by combination of the facts that the form selects on: a few hundred at most."""
    selections = [
        cell.selection
        for cell in form.cells.values()
        if cell.selection and cell.selection.ledger == ledger
    ]
    columns = list(dict.fromkeys(column for selection in selections for column in selection.where))
    total = next((selection.total for selection in selections if selection.total), None)
    rows = counted(frame)
    if total:
        return tuple({"amount": amount} for amount in rows[total])
    return _combinations(rows, columns)


def _combinations(rows: pd.DataFrame, columns: list[str]) -> tuple[Mapping[str, object], ...]:
    """How many rows there are of every combination of facts that occurs."""
    if not columns:
        return ({"rows": len(rows)},)
    sizes = rows.groupby(columns, dropna=False, sort=False).size()
    keys = sizes.index if len(columns) > 1 else [(key,) for key in sizes.index]
    return tuple(
        {"rows": count, **dict(zip(columns, key, strict=True))}
        for key, count in zip(keys, sizes.tolist(), strict=True)
    )
