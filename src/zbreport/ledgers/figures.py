"""Figures that an office only has as numbers: item and number, for any cell or channel.

Frame: `cell` (cell key, or `channels.<key>`), `value` (object of int or Decimal, in the unit of the
form).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from zbreport.forms import Form, form_for
from zbreport.forms.names import find_cells
from zbreport.ledgers.amounts import YUAN, Amount, plain, read_amount, unit_in
from zbreport.ledgers.channels import channel_words
from zbreport.ledgers.displayed import OTHERWISE, as_shown, formats
from zbreport.text.compare import plain_text
from zbreport.text.privacy import shown

if TYPE_CHECKING:
    from decimal import Decimal

    from zbreport.ledgers.judge import Judge

DATE = None
_COUNT_UNITS = {"", "件", "条", "项", "个", "次", "篇", "份", "宗", "部", "起", "人次", "期", "例"}
_UNITS = "|".join([*YUAN, *filter(None, _COUNT_UNITS)])
_UNIT_AT_END = re.compile(rf"\s*[(（\[【](?:单位[:：]?\s*)?({_UNITS})[)）\]】]\s*$")
_NUMBER_AT_END = re.compile(
    r"(?:作出)?(?:的)?(?:处理)?(?:决定|办件|发布|公开|信息|刊发)*(?:数量|件数|条数|总数|总量|数|量|金额|额)$"
)


def typed(judge: Judge) -> None:
    """Reads items and exact numbers; which cells they are depends on the edition."""
    frame = judge.frame
    for field in ("item", "value"):
        judge.faults(field)
    frame["item"], frame["value_text"] = judge.text("item"), judge.text("value")
    values = judge.cells("value")
    frame["said"] = pd.Series(
        values.spread(read_amount(value) for value in values.distinct),
        index=frame.index,
        dtype=object,
    )
    judge.say(
        frame["item"] == "", "L150", "item", by=_blank(judge), reason="unknown_item", what="项目"
    )


def facts(judge: Judge, year: int) -> None:
    """Finds the cell of every item and turns its number into the form's unit."""
    frame, form = judge.frame, form_for(year)
    _other_years(judge, year)
    found = {item: _cells(judge, form, item) for item in frame["item"].unique()}
    cells = (
        frame["item"]
        .map(lambda item: found[item][0] if len(found[item]) == 1 else None)
        .astype(object)
    )
    judge.say(
        cells.isna(),
        "L170",
        "item",
        by=frame["item"],
        reason="unknown_item",
        facts=lambda item: {"detail": _candidates(form, found[item])},
    )
    frame["cell"] = cells
    texts = frame["value_text"]
    found_as = [
        as_shown(*cell)
        for cell in zip(frame["said"], _units(judge), formats(judge, "value"), strict=True)
    ]
    units = pd.Series([unit for _, unit in found_as], index=frame.index, dtype=object)
    values = [
        _in_form(form, cell, said, unit) for cell, (said, unit) in zip(cells, found_as, strict=True)
    ]
    frame["value"] = pd.Series(
        [None if isinstance(value, str) else value for value in values],
        index=frame.index,
        dtype=object,
    )
    problem = pd.Series(
        [value if isinstance(value, str) else "" for value in values],
        index=frame.index,
        dtype=object,
    )
    judge.say(problem == "otherwise", "L162", "value", by=_units(judge), reason="no_unit")
    judge.say(problem == "number", "L171", "value", by=texts, reason="not_a_number", item="这一项")
    judge.say(problem == "no_unit", "L161", "value", by=_blank(judge), reason="no_unit")
    judge.say(
        problem == "unit",
        "L173",
        "value",
        by=units,
        reason="no_unit",
        item="这一项",
        expected="表样的单位",
    )
    _twice(judge)


def _blank(judge: Judge) -> pd.Series:
    return pd.Series("", index=judge.frame.index, dtype=object)


def _other_years(judge: Judge, year: int) -> None:
    """The year of figures: by a year column, else by the name of file, sheet or title."""
    named = judge.by_table(lambda table: table.year)
    column = pd.to_numeric(
        judge.text("year").str.extract(r"(\d{4})", expand=False), errors="coerce"
    )
    years = column.where(column.notna(), pd.to_numeric(named, errors="coerce"))
    judge.put_aside(years.notna() & (years != year), "outside_year")


def _cells(judge: Judge, form: Form, item: str) -> tuple[str, ...]:
    """The cells or the channel that an item may be, with or without its unit and 数 at its end."""
    words = channel_words(judge.settings)
    bare = _UNIT_AT_END.sub("", item).strip()
    for name in dict.fromkeys((item, bare, _NUMBER_AT_END.sub("", bare))):
        if found := find_cells(form, name):
            return found
        channel = words.resolve(name)
        if channel and channel.code:
            return (f"channels.{channel.code}",)
    return ()


def _unit_of(item: str) -> str:
    """The unit in brackets at an item's end: `行政事业性收费（万元）` → 万元; empty when none."""
    match = _UNIT_AT_END.search(plain_text(item))
    return match[1] if match else ""


def _candidates(form: Form, found: tuple[str, ...]) -> str:
    if not found:
        return ""
    labels = "、".join(form.label(key) for key in found[:4])
    return f"；它可能是：{labels}{'……' * (len(found) > 4)}"


def _units(judge: Judge) -> pd.Series:
    frame = judge.frame
    in_cell = (
        frame["said"].map(lambda said: said.unit if isinstance(said, Amount) else "").astype(object)
    )
    column = judge.text("unit")
    in_header = judge.by_table(lambda table: unit_in(table.header("value")))
    in_item = frame["item"].map(_unit_of).astype(object)
    units = in_cell.where(in_cell != "", column)
    for other in (in_item, in_header):
        units = units.where(units != "", other)
    return units


def _in_form(form: Form, cell: str | None, said: object, unit: str) -> int | Decimal | str | None:
    """The number in the form's unit; `no_unit`, `unit` or `number` where it cannot be."""
    if cell is None:
        return None
    if not isinstance(said, Amount):
        return "number"
    if unit == OTHERWISE:
        return OTHERWISE
    entry = form.cells.get(cell)
    if entry is not None and entry.is_money:
        if not unit:
            return "no_unit"
        return plain(said.value * YUAN[unit] / YUAN[entry.unit]) if unit in YUAN else "unit"
    if unit not in _COUNT_UNITS:
        return "unit"
    signed = entry is not None and entry.signed
    return (
        int(said.value)
        if said.value == said.value.to_integral_value() and (signed or said.value >= 0)
        else "number"
    )


def _twice(judge: Judge) -> None:
    """The same cell given twice: once is enough when equal, neither holds when not."""
    frame = judge.frame
    work = frame[judge.open]
    for cell, group in work[work.duplicated("cell", keep=False)].groupby("cell"):
        values = list(dict.fromkeys(group["value"]))
        if len(values) == 1:
            judge.put_aside(
                pd.Series(frame.index.isin(group.index[1:]), index=frame.index), "duplicate"
            )
            continue
        judge.say(
            pd.Series(frame.index.isin(group.index), index=frame.index),
            "L172",
            "item",
            reason="figure_conflict",
            item=shown(str(cell)),
            first=values[0],
            second=values[1],
        )
