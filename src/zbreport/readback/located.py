"""What `locate` finds in the tables of a report.

Where every cell of the form stands, and what was odd about finding it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from zbreport.readback.published import Oddity

if TYPE_CHECKING:
    from zbreport.forms import Form


class Spot(NamedTuple):
    """Where a cell of the form stands: raw table, and number of the cell in it.

    The rest is as in `ReadCell`.
    """

    table: int
    cell: int
    unit: str
    exact: bool
    place: str


class WholeGroup(NamedTuple):
    """A row that stands for a whole group of the form's rows (see `published.Unsplit`).

    `cells` are where its figures stand, by column key.
    """

    table: str
    label: str
    rows: tuple[str, ...]
    cells: dict[str, Spot]
    place: str


@dataclass(slots=True, eq=False)
class Located:
    """What was found of one edition.

    Attributes:
        cells: cell key → where it stands.
        oddities: what reading met, each once.
        used: (raw table, row) of every row that belongs to the form, by number.
        loose: raw table → the cells of rows around the form's that have one text only, by number.
        again: cell key → where else the cell stands.
        merged: cell key → the place of a cell that is merged out of several cells of the form, this
            one among them.
        unsplit: rows that stand for a whole group of the form's rows.
        strays: place → label of rows that the form does not have, blank ones too.
    """

    form: Form
    cells: dict[str, Spot] = field(default_factory=dict)
    oddities: dict[Oddity, None] = field(default_factory=dict)
    used: set[tuple[int, int]] = field(default_factory=set)
    loose: dict[int, list[int]] = field(default_factory=dict)
    again: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    unsplit: list[WholeGroup] = field(default_factory=list)
    strays: dict[str, str] = field(default_factory=dict)
    said: set[tuple[str, ...]] = field(default_factory=set)

    def tell(
        self, kind: str, table: str, said: str = "", expected: str = "", place: str = ""
    ) -> None:
        """Notes an oddity, once for what it says; extra rows each."""
        key = (kind, table, said, expected, place if kind == "row_extra" else "")
        if key not in self.said:
            self.said.add(key)
            self.oddities[Oddity(kind, table, said, expected, place)] = None
