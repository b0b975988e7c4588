"""Counts the figures outside the form (`forms.extras`), with the selection of `explain`."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.forms.extras import all_extras
from zbreport.ledgers.amounts import plain
from zbreport.ledgers.proposals import UNCLEAR
from zbreport.tabulation.absence import unusable
from zbreport.tabulation.selection import select
from zbreport.vocabulary import ledger_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from zbreport.forms.extras import Extra, ExtraFigure
    from zbreport.forms.form import Where
    from zbreport.ledgers.judge import Judge
    from zbreport.model import Number


def count_extras(
    judges: Mapping[str, Judge],
) -> tuple[Mapping[str, Number | None], tuple[Diagnostic, ...]]:
    """Counts what the ledgers tell beside the form.

    Args:
        judges: the ledgers, judged for the year.

    Returns:
        Key → number, for every figure whose ledger was handed in, row by row, None where its rows
        cannot tell; and what there is to say about that.
    """
    numbers: dict[str, Number | None] = {}
    said: list[Diagnostic] = []
    for extra in all_extras():
        if extra.ledger in judges:
            found, remarks = _count(extra, judges[extra.ledger])
            numbers |= found
            said += remarks
    return numbers, tuple(said)


def _count(extra: Extra, judge: Judge) -> tuple[dict[str, Number | None], list[Diagnostic]]:
    numbers: dict[str, Number | None] = {}
    said = list(_partly_known(extra, judge))
    for value in _values(extra, judge.frame):
        what = "/".join(filter(None, (extra.name, extra.labels.get(value, value))))
        kinds = (value,) if extra.by == "kind" else ()
        unread = unusable(judge.frame, judge.ledger, kinds)
        if unread:
            facts = {"what": f"“{what}”", "count": len(extra.figures), **dict(unread.facts)}
            said.append(diagnose(unread.code, cell=f"{extra.key}.{value}", facts=facts))
        for figure in extra.figures:
            key = extra.figure_key(value, figure)
            lacking = () if unread else tuple(_lacking(extra, figure, value, judge))
            for field, count in lacking:
                cell = f"“{what}/{figure.label}”"
                said.append(diagnose("T311", cell=key, what=cell, field=field, count=count))
            rows = select(judge.frame, extra.facts(value, figure))
            blank = unread or lacking or _is_unclear(extra, figure, value, judge.frame)
            numbers[key] = None if blank else _number(rows, figure)
    return numbers, said


def _lacking(
    extra: Extra, figure: ExtraFigure, value: str, judge: Judge
) -> Iterator[tuple[str, int]]:
    """The columns that a figure needs and some tables lack: their names, and the rows left open."""
    fields = ledger_columns()[extra.ledger].fields
    for column in figure.where:
        if column not in fields:
            continue
        rows = select(judge.frame, _but_for(column, extra.facts(value, figure)))
        without = [source for source in judge.sources if column not in judge.tables[source].fields]
        if count := int(rows["source"].isin(without).sum()):
            yield fields[column].label, count


def _is_unclear(extra: Extra, figure: ExtraFigure, value: str, frame: pd.DataFrame) -> bool:
    """Whether no row says if it belongs to a figure; an error asks about its words."""
    facts = extra.facts(value, figure)
    told = [select(frame, _but_for(column, facts))[column] for column in figure.where]
    return any(len(words) > 0 and bool(words.eq(UNCLEAR).all()) for words in told)


def _but_for(column: str, facts: Where) -> Where:
    return {name: wanted for name, wanted in facts.items() if name != column}


def _partly_known(extra: Extra, judge: Judge) -> Iterator[Diagnostic]:
    """Says where only some of the rows tell what the figures are split by."""
    if not extra.by or extra.by == "kind":
        return
    rows = select(judge.frame, extra.where)
    known = int((rows[extra.by].notna() & (rows[extra.by] != "")).sum())
    if 0 < known < len(rows):
        what = f"“{extra.title}”"
        yield diagnose("T310", cell=extra.key, what=what, known=known, total=len(rows))


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
