"""What the text of a report states: figures, and the cells of the form that they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from zbreport.checks.binding import Cells
    from zbreport.model import Number

_BEFORE, _AFTER = 40, 14
"""How much of a sentence is quoted before and behind a figure."""


class Claim(NamedTuple):
    """One figure that the text states.

    Attributes:
        figure: the number, in the unit of the cells; of a share, percent.
        sentence: that states it, without white space.
        start, end: where the figure stands in it, with its unit.
        section: `一` to `六`, or empty for the preface.
        readings: the sums of cells that the words mean. Empty when the figure is none of the
            form's.
        also: sums that the office may have meant instead. A figure is right when it equals one of
            all these.
        kind: `count`, `none` (the text says there are none), `done` (all were answered), `all` (all
            of the figure before), `share`, `rate` (of all requests, how many were answered),
            `total` (of what was published), `named` (no figure: what a share is of, by the words),
            `slip` (a figure that the text dates with another year).
        dimension: what kind of part it is in a breakdown.
        part_of: index of the claim whose 其中 it belongs to.
        numerator, base: of a share, the claims that it relates; base cells stand in `readings` and
            `also`.
        on: index of the claim that says how many requests there were: its parts by applicant stand
            on what it means.
        each: whether the figure is said of each of the readings (`行政复议、行政诉讼均为 0 件`).
        scope: whether the sentence names one office, so that in the report of a whole government
            the figure may be that office's.
        complete: whether the figure belongs to a list that must add up to its whole.
        mild: whether the words are only a warning's worth when they are wrong.
    """

    figure: Number
    sentence: str
    start: int
    end: int
    section: str
    readings: tuple[Cells, ...] = ()
    also: tuple[Cells, ...] = ()
    kind: str = "count"
    dimension: str = "free"
    part_of: int | None = None
    numerator: Claim | None = None
    base: Claim | None = None
    on: int | None = None
    each: bool = False
    scope: bool = False
    complete: bool = False
    mild: bool = False

    @property
    def candidates(self) -> tuple[Cells, ...]:
        """Every sum of cells that the figure may mean, the likeliest first."""
        return self.readings + self.also

    @property
    def said(self) -> str:
        """The figure as written."""
        return self.sentence[self.start : self.end]

    @property
    def quote(self) -> str:
        """The words around it."""
        left, right = max(self.start - _BEFORE, 0), min(self.end + _AFTER, len(self.sentence))
        before, after = "…" * bool(left), "…" * (right < len(self.sentence))
        return f"{before}{self.sentence[left:right]}{after}"


class Growth(NamedTuple):
    """What a sentence says of the change of a figure since last year.

    Attributes:
        of: the claim that states this year's figure.
        before: last year's figure, where the sentence states it.
        change: this year's less last year's, as stated.
        percent: the change in percent of last year's figure, as stated.
        start, end: where the last of these stands in the sentence of `of`.
    """

    of: Claim
    before: Number | None = None
    change: Number | None = None
    percent: Number | None = None
    start: int = 0
    end: int = 0

    @property
    def quote(self) -> str:
        """The words from this year's figure to the last one."""
        return self.of.sentence[max(self.of.start - _BEFORE, 0) : self.end + _AFTER]


@dataclass(frozen=True, slots=True)
class Narrative:
    """What a text states: figures, changes, that all answers were in time, totals published."""

    claims: tuple[Claim, ...] = ()
    growth: tuple[Growth, ...] = ()
    timely: tuple[str, ...] = ()
    totals: tuple[Claim, ...] = ()
