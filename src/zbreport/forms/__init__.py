"""The official form as data: one TOML file per edition, loaded, expanded to cells and validated here.

Source: 国办公开办函〔2019〕60号 (editions for report years 2019 and 2020) and 国办公开办函〔2021〕30号 (from 2021 on).
A form is tables; a table is blocks of rows and columns with label paths; a cell is where a row meets a column. What a cell counts is
the union of its row's and its column's `where`. `sum` makes a row or a column the sum of others.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import TypeAlias

from zbreport.errors import YearError

Where: TypeAlias = Mapping[str, tuple[str, ...]]


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

    A cell with `addends` is their sum; a cell with a `selection` counts ledger rows; a cell with neither is only ever given as a
    number. `unit` is 件, 项, 个, 万元 or 元; money units allow decimals. `signed` cells may be negative.
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
        return self.unit in {"元", "万元"}


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
        return ".".join(part for part in (self.key, row.key, column.key) if part)


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
        return "/".join([section, *_last(cell.row), *_last(cell.column, 2 if key.startswith("proceedings") else 1)])


def _last(path: tuple[str, ...], count: int = 1) -> tuple[str, ...]:
    return path[-count:]


def form_for(year: int) -> Form:
    """Gives the edition that a report year must use.

    Raises:
        YearError: no edition covers the year.
    """
    for name in reversed(_names()):
        if (form := _load(name)).covers(year):
            return form
    first = min(form.first_year for form in all_forms())
    message = f"{year} 年没有对应的表样：全国统一格式自 {first} 年度起施行。请用 --year 指定 {first} 年及以后的年度。"
    raise YearError(message)


@cache
def all_forms() -> tuple[Form, ...]:
    """Every edition shipped, oldest first, validated together (no gap and no overlap of years)."""
    forms = tuple(map(_load, _names()))
    check_years(forms)
    return forms


def edition(name: str) -> Form:
    """One edition by its name; ValueError when there is none."""
    if f"{name}.toml" not in _names():
        message = f"there is no edition {name}"
        raise ValueError(message)
    return _load(f"{name}.toml")


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(entry.name for entry in files("zbreport.forms").iterdir() if entry.name.endswith(".toml")))


@cache
def _load(name: str) -> Form:
    return parse_form((files("zbreport.forms") / name).read_text(encoding="utf-8"), name)


def check_years(forms: tuple[Form, ...]) -> None:
    """Refuses editions that leave a year uncovered or cover it twice.

    Raises:
        ValueError: naming the two editions.
    """
    for older, newer in pairwise(forms):
        if older.last_year is None or older.last_year + 1 != newer.first_year:
            message = f"editions {older.edition} and {newer.edition} leave a gap or overlap"
            raise ValueError(message)


def parse_form(text: str, name: str) -> Form:
    """Builds a form from its TOML text and validates it.

    Args:
        text: contents of a `forms/YYYY.toml`.
        name: for messages.

    Raises:
        ValueError: a key twice, or a sum or relation that names a line or cell that does not exist.
    """
    data = tomllib.loads(text)
    tables = tuple(_table(entry) for entry in data["tables"])
    cells: dict[str, Cell] = {}
    for table in tables:
        for block, row, column in table.lines():
            cell = _cell(table, block, row, column)
            if cell.key in cells:
                message = f"{name}: cell {cell.key} stands twice"
                raise ValueError(message)
            cells[cell.key] = cell
    identities = tuple(_identities(data, tables))
    _require_cells(name, cells, identities)
    return Form(
        edition=data["edition"],
        notice=data["notice"],
        first_year=data["first_year"],
        last_year=data.get("last_year"),
        sections=tuple(data["sections"]),
        tables=tables,
        cells=MappingProxyType(cells),
        identities=identities,
    )


def _table(entry: dict[str, object]) -> Table:
    blocks = tuple(_block(block) for block in _dicts(entry["blocks"]))
    return Table(str(entry["key"]), str(entry["section"]), str(entry["title"]), blocks)


def _block(entry: dict[str, object]) -> Block:
    return Block(
        heading=str(entry.get("heading", "")),
        stub=str(entry.get("stub", "")),
        columns=tuple(_line(line) for line in _dicts(entry["columns"])),
        rows=tuple(_line(line) for line in _dicts(entry["rows"])),
    )


def _line(entry: dict[str, object]) -> Line:
    where = {key: _texts(value) for key, value in dict(_dict(entry.get("where", {}))).items()}
    return Line(
        key=str(entry["key"]),
        path=_texts(entry.get("path", [])),
        where=MappingProxyType(where),
        sum=_texts(entry.get("sum", [])),
        ledger=_text(entry.get("ledger")),
        total=_text(entry.get("total")),
        divide_by=int(str(entry.get("divide_by", 1))),
        unit=str(entry.get("unit", "")),
        signed=bool(entry.get("signed", False)),
    )


def _cell(table: Table, block: Block, row: Line, column: Line) -> Cell:
    key = table.cell_key(row, column)
    addends: tuple[str, ...] = ()
    if column.sum:
        addends = tuple(table.cell_key(row, _find(block.columns, part, key)) for part in column.sum)
    elif row.sum:
        addends = tuple(table.cell_key(_find(block.rows, part, key), column) for part in row.sum)
    return Cell(
        key=key,
        row=row.path,
        column=column.path,
        unit=column.unit or row.unit or "件",
        signed=column.signed or row.signed,
        selection=None if addends else _selection(row, column),
        addends=addends,
    )


def _selection(row: Line, column: Line) -> Selection | None:
    ledger = column.ledger or row.ledger
    if not ledger or ledger == "none":
        return None
    where = MappingProxyType({**row.where, **column.where})
    return Selection(ledger, where, column.total or row.total, max(row.divide_by, column.divide_by))


def _identities(data: dict[str, object], tables: tuple[Table, ...]) -> Iterator[Identity]:
    for entry in _dicts(data.get("identities", [])):
        table = next(table for table in tables if table.key == entry["table"])
        (block,) = table.blocks
        for column in block.columns:
            left, right = (
                tuple(table.cell_key(_find(block.rows, part, "identity"), column) for part in _texts(entry[side]))
                for side in ("left", "right")
            )
            yield Identity(left, right, str(entry["label"]))


def _require_cells(name: str, cells: Mapping[str, Cell], identities: tuple[Identity, ...]) -> None:
    named = {part for cell in cells.values() for part in cell.addends}
    named |= {part for identity in identities for part in (*identity.left, *identity.right)}
    if missing := sorted(named - cells.keys()):
        message = f"{name}: sums or relations name cells that do not exist: {missing}"
        raise ValueError(message)


def _find(lines: tuple[Line, ...], key: str, wanted_by: str) -> Line:
    for line in lines:
        if line.key == key:
            return line
    message = f"{wanted_by}: there is no line {key}"
    raise ValueError(message)


def _dict(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        message = f"expected a table, found {value!r}"
        raise TypeError(message)
    return value


def _dicts(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list):
        message = f"expected a list of tables, found {value!r}"
        raise TypeError(message)
    return [_dict(entry) for entry in value]


def _texts(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(part) for part in value)  # type: ignore[attr-defined]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
