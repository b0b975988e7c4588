"""Counts the figures outside the form, as `forms.extras` declares them, with the selection that `explain` lists."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from zbreport.forms.extras import all_extras
from zbreport.ledgers.amounts import plain
from zbreport.tabulation.selection import select

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from zbreport.forms.extras import Extra, ExtraFigure
    from zbreport.model import Number


def count_extras(frames: Mapping[str, pd.DataFrame]) -> Mapping[str, Number]:
    """Counts what the ledgers tell beside the form.

    Args:
        frames: ledger → its frame, judged for the year.

    Returns:
        Key → number, for every figure whose ledger was handed in, row by row.
    """
    return dict(
        pair
        for extra in all_extras()
        if extra.ledger in frames
        for pair in _count(extra, frames[extra.ledger])
    )


def _count(extra: Extra, frame: pd.DataFrame) -> Iterator[tuple[str, Number]]:
    for value in _values(extra, frame):
        for figure in extra.figures:
            rows = select(frame, extra.facts(value, figure))
            yield extra.figure_key(value, figure), _number(rows, figure)


def _number(rows: pd.DataFrame, figure: ExtraFigure) -> Number:
    if figure.total is None:
        return len(rows)
    total = plain(sum(rows[figure.total].dropna(), Decimal(0)))
    return total if figure.is_money else int(total)


def _values(extra: Extra, frame: pd.DataFrame) -> list[str]:
    """The rows that there are: the known ones in their order, then the others."""
    if not extra.by:
        return [""]
    rows = frame if extra.keeps_zero else select(frame, extra.where)
    found = {str(value) for value in rows[extra.by].dropna().unique() if value != ""}
    known = [value for value in extra.labels if value in found]
    return known + sorted(found.difference(known))
