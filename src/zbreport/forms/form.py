"""What a form is made of: tables of blocks of rows and columns with label paths, the cells where they meet, the printed relations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

Where: TypeAlias = Mapping[str, tuple[str, ...]]

MONEY = frozenset({"元", "万元"})
"""Units of money: figures in them may have decimals."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows of one ledger: those whose facts are all among `where`; `total` names the column to add up instead of counting rows."""

    ledger: str
    where: Where
    total: str | None = None
    divide_by: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One row or column of a block: its key, its official labels from the outside in, and what it selects or sums."""

    key: str
    path: tuple[str, ...]
    where: Where
    sum: tuple[str, ...] = ()
    ledger: str | None = None
    total: str | None = None
    divide_by: int = 1
    unit: str = "件"
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a table with its own header rows; `heading` spans the table, `stub` labels the corner above the row labels."""

    heading: str
    stub: str
    columns: tuple[Line, ...]
    rows: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the form.

    A cell with `addends` is their sum; a cell with a `selection` counts ledger rows; a cell with
    neither is only ever given as a number. `unit` is 件, 项, 个, 万元 or 元; money units allow
    decimals. `signed` cells may be negative.
    """

    key: str
    row: tuple[str, ...]
    column: tuple[str, ...]
    unit: str
    signed: bool
    selection: Selection | None
    addends: tuple[str, ...]

    @property
    def is_money(self) -> bool:
        """Whether the figure is an amount of money (Decimal) and not a count (int)."""
        return self.unit in MONEY


@dataclass(frozen=True, slots=True)
class Identity:
    """A relation that the form itself prints: the sums of the two sides are equal."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Table:
    """One of the nationally fixed tables: `key` in JSON, `section` its Chinese number, `title` its official heading."""

    key: str
    section: str
    title: str
    blocks: tuple[Block, ...]

    def lines(self) -> Iterator[tuple[Block, Line, Line]]:
        """Every (block, row, column) in the form's order."""
        for block in self.blocks:
            for row in block.rows:
                for column in block.columns:
                    yield block, row, column

    def cell_key(self, row: Line, column: Line) -> str:
        """The key of the cell where a row meets a column: the non-empty keys, joined by dots."""
        return _joined(self.key, row.key, column.key)


@cache
def _joined(*keys: str) -> str:
    """The keys of a form's cells, each made once: reports are read by them over and over."""
    return ".".join(filter(None, keys))


@dataclass(frozen=True, slots=True)
class Form:
    """One edition of the official form."""

    edition: str
    notice: str
    first_year: int
    last_year: int | None
    sections: tuple[str, ...]
    tables: tuple[Table, ...]
    cells: Mapping[str, Cell]
    identities: tuple[Identity, ...]

    @property
    def name(self) -> str:
        """The edition and the notice that made it official: `2021 年版（国办公开办函〔2021〕30号）`."""
        return f"{self.edition} 年版（{self.notice}）"

    def covers(self, year: int) -> bool:
        """Whether this edition is the one for a report year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def table(self, key: str) -> Table:
        """The table of a key; KeyError when there is none."""
        return next(table for table in self.tables if table.key == key)

    def label(self, key: str) -> str:
        """A cell in the form's own words: `三/（一）予以公开/自然人`."""
        cell = self.cells[key]
        section = next(table.section for table in self.tables if key.startswith(f"{table.key}."))
        return "/".join(
            [
                section,
                *_last(cell.row),
                *_last(cell.column, 2 if key.startswith("proceedings") else 1),
            ]
        )


def _last(path: tuple[str, ...], count: int = 1) -> tuple[str, ...]:
    return path[-count:]
