"""What the text of a report states: figures, and the cells of the form that they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from decimal import Decimal

    from zbreport.checks.binding import Cells


class Claim(NamedTuple):
    """One figure that the text states.

    Attributes:
        figure: the number, in the unit of the cells; of a share, percent.
        said: as written, with its unit.
        quote: the words around it.
        section: `一` to `六`, or empty for the preface.
        readings: the sums of cells that the words mean; all of them must equal the figure. Empty when the figure is none of the form's.
        also: sums that the office may have meant instead.
        kind: `count`, `none` (the text says there are none), `all` (all of the figure before), `share`,
            `named` (no figure: what a share is of, by the words).
        dimension: what kind of part it is in a breakdown.
        part_of: index of the claim whose 其中 it belongs to.
        numerator, base: of a share, the claims that it relates; base cells stand in `readings` and `also`.
    """

    figure: Decimal
    said: str
    quote: str
    section: str
    readings: tuple[Cells, ...] = ()
    also: tuple[Cells, ...] = ()
    kind: str = "count"
    dimension: str = "free"
    part_of: int | None = None
    numerator: Claim | None = None
    base: Claim | None = None


@dataclass(frozen=True, slots=True)
class Narrative:
    """What the text says: figures, statements that all answers were in time, and totals of what was published."""

    claims: tuple[Claim, ...] = ()
    timely: tuple[str, ...] = ()
    totals: tuple[tuple[int, str], ...] = ()
