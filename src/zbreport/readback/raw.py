"""What every format is turned into before anything is looked for: tables of cells with their places, and text, in document order."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from zbreport.readback import figures
from zbreport.text.compare import column_letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zbreport.diagnostics import Diagnostic


@dataclass(slots=True, eq=False)
class RawCell:
    """One cell of a table: its text, trimmed, and the physical columns it covers (`right` is the first one behind it).

    A cell that covers several rows is the same object in each of them; `top` is the first.
    """

    text: str
    left: int
    right: int
    top: int = 0


RawRow: TypeAlias = list[RawCell]


class Unspread(NamedTuple):
    """The cells of a table as its source lists them, row by row: each where it begins.

    Attributes:
        texts: of the cells.
        spans: the columns and rows that each covers; None for one of each.
        lengths: how many cells begin in each row.
        shape: of the texts (see `figures.shape`), where it is known already.
    """

    texts: list[str]
    spans: tuple[tuple[int, int] | None, ...]
    lengths: tuple[int, ...]
    shape: str = ""


class RawTable:
    """One table as it stands in the file.

    Attributes:
        place: what people call it (`表 3`, or the name of a sheet).
        is_sheet: whether places are addresses (`三 依申请公开!D7`) instead of row numbers.
    """

    def __init__(
        self,
        place: str,
        rows: Iterable[RawRow] = (),
        *,
        is_sheet: bool = False,
        unspread: Unspread | None = None,
    ) -> None:
        """Takes rows whose cells have their places, or cells that only say how far they reach (see `spread`)."""
        self.place = place
        self.is_sheet = is_sheet
        self._rows = None if unspread else list(rows)
        self._unspread = unspread or Unspread([], (), ())

    @property
    def rows(self) -> list[RawRow]:
        """Every row's cells from left to right, those included that reach down from further up."""
        if self._rows is None:
            self._rows = spread(self._unspread)
        return self._rows

    @cached_property
    def texts(self) -> list[str]:
        """The text of every cell once, in reading order; cells are known by their number in it."""
        if self._rows is None:
            return self._unspread.texts
        return [cell.text for cell in self.cells()]

    def cells(self) -> list[RawCell]:
        """Every cell once, in reading order."""
        return list({id(cell): cell for row in self.rows for cell in row}.values())

    def shape(self) -> tuple[object, ...]:
        """Where its cells are, and what they are to those that look for labels: equal for tables that differ in their figures only."""
        if self._rows is None:
            source = self._unspread
            return source.spans, source.lengths, source.shape or figures.shape(source.texts)
        return tuple(
            tuple((cell.left, cell.right, cell.top) for cell in row) for row in self._rows
        ), figures.shape(self.texts)

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
        told: what reading a workbook had to say of its sheets.
    """

    items: list[str | RawTable] = field(default_factory=list)
    titles: Iterable[str] = ()
    date: str = ""
    told: Sequence[Diagnostic] = ()

    @property
    def tables(self) -> list[RawTable]:
        """The tables alone."""
        return [item for item in self.items if isinstance(item, RawTable)]


def spread(source: Unspread) -> list[RawRow]:
    """Places cells that say how far they reach: the rows with every cell at its columns, as a browser would lay them out."""
    placed: list[RawRow] = []
    reaching: list[
        tuple[RawCell, int]
    ] = []  # cells from further up, by column, and how many more rows they cover
    waiting = zip(source.texts, source.spans, strict=True)
    for top, length in enumerate(source.lengths):
        cells: RawRow = []
        kept: list[tuple[RawCell, int]] = []
        col = 0
        for text, span in itertools.islice(waiting, length):
            across, down = span or (1, 1)
            while reaching and reaching[0][0].left <= col:
                col = _pass(reaching, cells, kept)
            cell = RawCell(text, col, col + across, top)
            cells.append(cell)
            col += across
            if down > 1:
                kept.append((cell, down - 1))
        while reaching:
            _pass(reaching, cells, kept)
        kept.sort(key=lambda item: item[0].left)
        reaching = kept
        placed.append(cells)
    return placed


def _pass(
    reaching: list[tuple[RawCell, int]], cells: RawRow, kept: list[tuple[RawCell, int]]
) -> int:
    cell, more = reaching.pop(0)
    cells.append(cell)
    if more > 1:
        kept.append((cell, more - 1))
    return cell.right


def width(rows: Sequence[RawRow]) -> int:
    """How many physical columns rows take."""
    return max((row[-1].right for row in rows if row), default=0)
