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
        readings: the sums of cells that the words mean; all of them must equal the figure. Empty
            when the figure is none of the form's.
        also: sums that the office may have meant instead.
        kind: `count`, `none` (the text says there are none), `all` (all of the figure before),
            `share`, `total` (of what was published), `named` (no figure: what a share is of, by the
            words).
        dimension: what kind of part it is in a breakdown.
        part_of: index of the claim whose 其中 it belongs to.
        numerator, base: of a share, the claims that it relates; base cells stand in `readings` and
            `also`.
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

    @property
    def said(self) -> str:
        """The figure as written."""
        return self.sentence[self.start : self.end]

    @property
    def quote(self) -> str:
        """The words around it."""
        left, right = max(self.start - _BEFORE, 0), min(self.end + _AFTER, len(self.sentence))
        return f"{'…' if left else ''}{self.sentence[left:right]}{'…' if right < len(self.sentence) else ''}"


@dataclass(frozen=True, slots=True)
class Narrative:
    """What the text says: figures, statements that all answers were in time, and totals of what was published."""

    claims: tuple[Claim, ...] = ()
    timely: tuple[str, ...] = ()
    totals: tuple[Claim, ...] = ()
