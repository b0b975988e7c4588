"""What a rule is handed, and how it says what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from zbreport.checks.catalogue import RULES
from zbreport.checks.verdicts import Finding, Passed, Result, Verdict
from zbreport.diagnostics import Level
from zbreport.layout import number_text

if TYPE_CHECKING:
    from zbreport.checks.narrative import Narrative
    from zbreport.checks.relations import Figures
    from zbreport.forms import Form
    from zbreport.model import Number, Outcome, RowPlace
    from zbreport.readback.published import Published
    from zbreport.settings import Settings


class Need(StrEnum):
    """What a rule cannot run without."""

    TABLES = "tables"
    TEXT = "text"
    PREVIOUS = "previous"
    LEDGERS = "ledgers"


@dataclass(frozen=True)
class Case:
    """One report under judgement.

    Attributes:
        published: the report as read.
        form: the edition that its tables follow; None when no table was found.
        previous: last year's report, if given.
        outcome: the tally of its ledgers, if given.
        settings: what the office set.
    """

    published: Published
    form: Form | None
    previous: Published | None
    outcome: Outcome | None
    settings: Settings

    @cached_property
    def figures(self) -> Figures:
        """Cell → number, None where the cell was not found or holds none; every cell of the form."""
        return figures_of(self.published, self.form)

    @cached_property
    def narrative(self) -> Narrative:
        """The figures that the text states."""
        from zbreport.checks.narrative import read_narrative

        return read_narrative(self.published, self.form)

    def label(self, key: str) -> str:
        """A cell in the form's own words."""
        return self.form.label(key) if self.form and key in self.form.cells else key


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of `RULES`: the code, the function that tests it, and what it needs besides the report."""

    code: str
    test: Callable[[Case], Iterable[Result]]
    needs: tuple[Need, ...] = (Need.TABLES,)


def figures_of(published: Published, form: Form | None) -> Figures:
    """Cell → number for every cell of a form."""
    return {key: published.value(key) for key in form.cells} if form else {}


def compare(
    rule: str,
    place: str,
    said: Number | None,
    expected: Number | None,
    message: str,
    *,
    cells: tuple[str, ...] = (),
    level: Level | None = None,
    quote: str = "",
    remedy: str = "",
) -> Result:
    """Passes equal numbers, cannot judge a missing one, fails the rest.

    Args:
        rule: code.
        place: in the form's own words.
        said: what the report says.
        expected: what it should say.
        message: says the fault, without the difference.
        cells: operands.
        level: else the catalogue's.
        quote: sentence of the report.
        remedy: else the catalogue's.
    """
    if said is None or expected is None:
        return unjudged(rule, place, "有的格子没有数", cells=cells, quote=quote)
    if said == expected:
        return Passed(cells)
    return failed(
        rule, place, f"{message}，相差 {number_text(said - expected)}", cells=cells, level=level, quote=quote, remedy=remedy,
        said=number_text(said), expected=number_text(expected), difference=number_text(said - expected),
    )  # fmt: skip


def failed(
    rule: str,
    place: str,
    message: str,
    *,
    cells: tuple[str, ...] = (),
    level: Level | None = None,
    said: str = "",
    expected: str = "",
    difference: str = "",
    quote: str = "",
    remedy: str = "",
    rows: tuple[RowPlace, ...] = (),
) -> Finding:
    """A fault; level and remedy are the catalogue's unless given."""
    entry = RULES[rule]
    return Finding(
        rule, level or entry.level, Verdict.FAIL, place, message, cells, said, expected, difference, quote, remedy or entry.remedy, rows
    )  # fmt: skip


def unjudged(rule: str, place: str, reason: str, *, cells: tuple[str, ...] = (), quote: str = "", said: str = "") -> Finding:
    """A comparison that lacks an operand."""
    return Finding(rule, Level.INFO, Verdict.CANNOT_JUDGE, place, f"无法判断：{reason}", cells, said=said, quote=quote)


def question(
    rule: str, place: str, message: str, *, cells: tuple[str, ...] = (), said: str = "", expected: str = "", quote: str = "", remedy: str = ""
) -> Finding:  # fmt: skip
    """Something that only the office can answer."""
    return Finding(
        rule, Level.WARNING, Verdict.CANNOT_JUDGE, place, message, cells, said, expected, quote=quote, remedy=remedy or "请核对后写得明确些"
    )  # fmt: skip


def remark(rule: str, place: str, message: str, *, said: str = "", expected: str = "") -> Finding:
    """Something worth saying about what is right."""
    return Finding(rule, RULES[rule].level, Verdict.PASS, place, message, said=said, expected=expected, remedy=RULES[rule].remedy)
