"""Figures outside the form that a report tells, declared in `extras.toml`: 申请方式, 建议提案.

`tabulate` counts them, `explain` lists their rows, every output and the prose show them, and all
walk the declaration: a new figure is an entry of data. Keys of an entry:

* `key`: its name in JSON and in placeholders; `title`: its heading; `name`: the short name that
  stands before a row (`本年新收申请/信函`).
* `ledger`: which ledger is counted; `where`: facts of the rows that count at all.
* `by`: the fact that splits the figures into rows; without it there is one row. `heading` is what
  the rows are (`方式`), `vocabulary` names them and gives their order; values that it does not have
  follow. With `keeps_zero` a row is shown, as 0, where the ledger has rows of it and none counts.
* `figures`: what is counted of each row: `key`, `label`, `unit` (件), facts in `where`; `total`
  adds up a column instead of counting. `wanted` names the figure where it is missing, `said` is its
  clause in a sentence; both may use `{row}`, and `said` uses `{number}`.
* `section`, `part`, `gap`: where the text of a report tells the figures, under which small heading,
  and what it asks for where there are none; without `gap` the part is left out then.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from zbreport.forms.form import MONEY
from zbreport.forms.parse import dicts, line_facts
from zbreport.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zbreport.forms.form import Where
    from zbreport.model import Number


@dataclass(frozen=True, slots=True)
class ExtraFigure:
    """What is counted of each row of an extra; see the module for what each attribute means."""

    key: str
    label: str
    wanted: str
    said: str
    unit: str
    where: Where
    total: str | None

    @property
    def is_money(self) -> bool:
        """Whether the figure is an amount of money (Decimal) and not a count (int)."""
        return self.unit in MONEY


@dataclass(frozen=True, slots=True)
class Extra:
    """A group of figures outside the form; see the module for what each attribute means."""

    key: str
    title: str
    name: str
    ledger: str
    where: Where
    by: str
    heading: str
    vocabulary: str
    keeps_zero: bool
    figures: tuple[ExtraFigure, ...]
    section: str
    part: str
    gap: str

    @property
    def labels(self) -> Mapping[str, str]:
        """Value of the fact that splits the figures → its name, in the order of the rows."""
        return vocabulary(self.vocabulary).labels() if self.vocabulary else {"": ""}

    @property
    def is_single(self) -> bool:
        """Whether there is one figure a row, which needs no name of its own."""
        return len(self.figures) == 1 and bool(self.by)

    @property
    def unit(self) -> str:
        """The unit of all its figures; empty where they differ."""
        units = {figure.unit for figure in self.figures}
        return units.pop() if len(units) == 1 else ""

    def facts(self, value: str, figure: ExtraFigure) -> Where:
        """The facts of the rows behind one figure."""
        return {**self.where, **({self.by: (value,)} if self.by else {}), **figure.where}

    def figure_key(self, value: str, figure: ExtraFigure) -> str:
        """The key of one figure: `proposals.npc.total`, `request_methods.信函`."""
        return ".".join(filter(None, (self.key, value, figure.key)))


class ExtraNumber(NamedTuple):
    """One figure of a report: where it belongs, its key, its number (None: nothing gives one)."""

    extra: Extra
    value: str
    figure: ExtraFigure
    key: str
    number: Number | None

    @property
    def row(self) -> str:
        """What its row is called; empty where there is one row."""
        return self.extra.labels.get(self.value, self.value)

    @property
    def column(self) -> str:
        """What the figure of the row is called; empty where a row has one figure only."""
        return "" if self.extra.is_single else self.figure.label

    @property
    def label(self) -> str:
        """The figure in words: `建议提案/人大代表建议/已答复`, `本年新收申请/信函`."""
        return "/".join(filter(None, (self.extra.name, self.row, self.column)))

    @property
    def wanted(self) -> str:
        """What to ask for where the figure is missing: `人大代表建议的答复件数`."""
        return self.figure.wanted.format(row=self.row)


@cache
def all_extras() -> tuple[Extra, ...]:
    """Every group of figures outside the form, in the order in which outputs show them."""
    return parse_extras(_declared())


def _declared() -> str:
    return (files("zbreport.forms") / "extras.toml").read_text(encoding="utf-8")


def parse_extras(text: str) -> tuple[Extra, ...]:
    """Builds the declared groups from their TOML text.

    Raises:
        KeyError: an entry lacks what every entry has.
    """
    return tuple(_extra(entry) for entry in dicts(tomllib.loads(text)["extras"]))


def _extra(entry: Mapping[str, object]) -> Extra:
    return Extra(
        key=str(entry["key"]),
        title=str(entry["title"]),
        name=str(entry["name"]),
        ledger=str(entry["ledger"]),
        where=line_facts(entry),
        by=str(entry.get("by", "")),
        heading=str(entry.get("heading", "")),
        vocabulary=str(entry.get("vocabulary", "")),
        keeps_zero=bool(entry.get("keeps_zero", False)),
        figures=tuple(_figure(figure) for figure in dicts(entry["figures"])),
        section=str(entry.get("section", "")),
        part=str(entry.get("part", "")),
        gap=str(entry.get("gap", "")),
    )


def _figure(entry: Mapping[str, object]) -> ExtraFigure:
    return ExtraFigure(
        key=str(entry["key"]),
        label=str(entry["label"]),
        wanted=str(entry["wanted"]),
        said=str(entry.get("said", "")),
        unit=str(entry.get("unit", "件")),
        where=line_facts(entry),
        total=None if "total" not in entry else str(entry["total"]),
    )


def groups_with_figures(
    figures: Mapping[str, Number | None],
) -> Iterator[tuple[Extra, tuple[ExtraNumber, ...]]]:
    """The groups that have figures, in their order, with every figure by row.

    Args:
        figures: `Report.extras`: key → number.
    """
    for extra in all_extras():
        found = tuple(
            number for key in figures if (number := _read(extra, key, figures[key])) is not None
        )
        if found:
            yield extra, found


def possible_figures() -> Iterator[ExtraNumber]:
    """Every figure that a report might have, without a number: what placeholders may name."""
    for extra in all_extras():
        for value in extra.labels:
            for figure in extra.figures:
                yield ExtraNumber(extra, value, figure, extra.figure_key(value, figure), None)


def nested(figures: Mapping[str, Number | None]) -> Mapping[str, Mapping[str, object]]:
    """The figures as JSON has them: group → row → figure, without levels that have no name."""
    shown: dict[str, dict[str, object]] = {extra.key: {} for extra in all_extras()}
    for extra, numbers in groups_with_figures(figures):
        for one in numbers:
            place: dict[str, object] = shown[extra.key]
            if one.value and one.figure.key:
                inner = place.setdefault(one.value, {})
                assert isinstance(inner, dict)  # noqa: S101  (made in the line above)
                place = inner
            place[one.figure.key or one.value] = one.number
    return MappingProxyType(shown)


def _read(extra: Extra, key: str, number: Number | None) -> ExtraNumber | None:
    """The figure that a key names; None where it belongs to another group."""
    if not key.startswith(f"{extra.key}."):
        return None
    for figure in extra.figures:
        value = key.removeprefix(f"{extra.key}.").removesuffix(figure.key).removesuffix(".")
        if extra.figure_key(value if extra.by else "", figure) == key:
            return ExtraNumber(extra, value if extra.by else "", figure, key, number)
    return None
