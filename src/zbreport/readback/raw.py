"""What every format is turned into before anything is looked for.

Tables of cells with their places, and text, in document order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from zbreport.readback import figures
from zbreport.text.compare import column_letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zbreport.diagnostics import Diagnostic


@dataclass(slots=True, eq=False)
class RawCell:
    """One cell of a table: its text, trimmed, and its columns (`right` is the one behind it).

    A cell that covers several rows is the same object in each of them; `top` is the first.
    """

    text: str
    left: int
    right: int
    top: int = 0


RawRow: TypeAlias = list[RawCell]


class RawTable:
    """One table as it stands in the file.

    Attributes:
        place: what people call it (`表 3`, or the name of a sheet).
        rows: every row's cells from left to right, those included that reach down from further up.
        is_sheet: whether places are addresses (`三 依申请公开!D7`) instead of row numbers.
    """

    def __init__(self, place: str, rows: Iterable[RawRow] = (), *, is_sheet: bool = False) -> None:
        self.place = place
        self.is_sheet = is_sheet
        self.rows = list(rows)

    @cached_property
    def texts(self) -> list[str]:
        """The text of every cell once, in reading order; cells are known by their number in it."""
        return [cell.text for cell in self.cells()]

    def cells(self) -> list[RawCell]:
        """Every cell once, in reading order."""
        return list({id(cell): cell for row in self.rows for cell in row}.values())

    def shape(self) -> tuple[object, ...]:
        """Where its cells are, and what their texts are to those that look for labels.

        Equal for tables that differ in their figures only.
        """
        places = tuple(
            tuple((cell.left, cell.right, cell.top) for cell in row) for row in self.rows
        )
        return places, figures.shape(self.texts)

    def where(self, row: int, cell: RawCell | None = None) -> str:
        """The place of a row or a cell, for people; `row` counts from 0."""
        if self.is_sheet:
            return f"{self.place}!{column_letter(cell.left if cell else 0)}{row + 1}"
        return f"{self.place} 第 {row + 1} 行"


@dataclass(slots=True, eq=False)
class Document:
    """A file, neutral of its format.

    Attributes:
        items: paragraphs and tables in order.
        titles: what else may be the title, likeliest first; looked for, once, only when no
            paragraph is it.
        date: when a web page says that it was published.
        shown: the items without what hidden rows hold, where a workbook has such rows.
        told: what reading a workbook had to say of its sheets.
    """

    items: list[str | RawTable] = field(default_factory=list)
    titles: Iterable[str] = ()
    date: str = ""
    shown: list[str | RawTable] | None = None
    told: Sequence[Diagnostic] = ()

    @property
    def tables(self) -> list[RawTable]:
        """The tables alone."""
        return [item for item in self.items if isinstance(item, RawTable)]


def width(rows: Sequence[RawRow]) -> int:
    """How many physical columns rows take."""
    return max((row[-1].right for row in rows if row), default=0)
