"""What a form is made of: tables of blocks, rows and columns with labels, cells, relations."""

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
    """The rows of one ledger whose facts are all among `where`.

    `total` names the column to add up instead of counting rows.
    """

    ledger: str
    where: Where
    total: str | None = None
    divide_by: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One row or column of a block.

    Attributes:
        key: stands in the keys of its cells; empty where there is nothing to tell apart.
        path: its official labels from the outside in.
        where: facts of the ledger rows that count.
        sum: keys of the lines that it adds up.
        ledger: what is counted; None where the other line of the cell says so.
        total: the column to add up instead of counting rows.
        divide_by: from the ledger's unit to the form's.
        unit: of its figures.
        signed: whether they may be negative.
        said: the verb by which the text of a report tells the figure: `制发`.
        terms: which words of `checks/phrases.toml` mean this line in texts.
    """

    key: str
    path: tuple[str, ...]
    where: Where
    sum: tuple[str, ...] = ()
    ledger: str | None = None
    total: str | None = None
    divide_by: int = 1
    unit: str = "件"
    signed: bool = False
    said: str = ""
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a table with header rows of its own.

    `heading` spans the table, `stub` labels the corner above the row labels.
    """

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
    """One of the nationally fixed tables.

    Attributes:
        key: its name in JSON and in the keys of its cells.
        section: the Chinese number of the section it stands in.
        title: its official heading.
        blocks: its pieces, from top to bottom.
        short: by what a sheet of a workbook is called, behind the section.
    """

    key: str
    section: str
    title: str
    blocks: tuple[Block, ...]
    short: str = ""

    @property
    def sheet(self) -> str:
        """The name of its sheet in a workbook: `二 主动公开`."""
        return f"{self.section} {self.short or self.title.partition('、')[2]}"[:31]

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


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One edition of the official form; equal only to itself, so that it can be a cache key."""

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
        """The edition and its notice: `2021 年版（国办公开办函〔2021〕30号）`."""
        return f"{self.edition} 年版（{self.notice}）"

    def covers(self, year: int) -> bool:
        """Whether this edition is the one for a report year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def table(self, key: str) -> Table:
        """The table of a key.

        Raises:
            KeyError: there is none.
        """
        for table in self.tables:
            if table.key == key:
                return table
        raise KeyError(key)

    def table_of(self, key: str) -> Table:
        """The table that a cell stands in."""
        return self.table(key.partition(".")[0])

    @property
    def numerals(self) -> tuple[str, ...]:
        """The Chinese numbers of its sections, in order."""
        return tuple(heading.partition("、")[0] for heading in self.sections)

    def label(self, key: str) -> str:
        """A cell in the form's own words: `三/（一）予以公开/自然人`."""
        cell = self.cells[key]
        column = cell.column[-1:] if cell.row else cell.column[-2:]
        return "/".join([self.table_of(key).section, *cell.row[-1:], *column])
