"""From the TOML text of an edition to its cells; refuses double keys and sums of nothing."""

from __future__ import annotations

import tomllib
from types import MappingProxyType
from typing import TYPE_CHECKING

from zbreport.forms.form import Block, Cell, Form, Identity, Line, Selection, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zbreport.forms.form import Where


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
    blocks = tuple(_block(block) for block in dicts(entry["blocks"]))
    return Table(
        str(entry["key"]),
        str(entry["section"]),
        str(entry["title"]),
        blocks,
        str(entry.get("short", "")),
    )


def _block(entry: dict[str, object]) -> Block:
    return Block(
        heading=str(entry.get("heading", "")),
        stub=str(entry.get("stub", "")),
        columns=tuple(_line(line) for line in dicts(entry["columns"])),
        rows=tuple(_line(line) for line in dicts(entry["rows"])),
    )


def _line(entry: dict[str, object]) -> Line:
    return Line(
        key=str(entry["key"]),
        path=_texts(entry.get("path", [])),
        where=line_facts(entry),
        sum=_texts(entry.get("sum", [])),
        ledger=_text(entry.get("ledger")),
        total=_text(entry.get("total")),
        divide_by=int(str(entry.get("divide_by", 1))),
        unit=str(entry.get("unit", "")),
        signed=bool(entry.get("signed", False)),
        said=str(entry.get("said", "")),
        terms=_texts(entry.get("terms", [])),
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
    for entry in dicts(data.get("identities", [])):
        table = next(table for table in tables if table.key == entry["table"])
        (block,) = table.blocks
        for column in block.columns:
            left, right = (
                tuple(
                    table.cell_key(_find(block.rows, part, "identity"), column)
                    for part in _texts(entry[side])
                )
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


def line_facts(entry: Mapping[str, object]) -> Where:
    """The `where` of an entry: fact → the values that it may have."""
    return MappingProxyType(
        {key: _texts(value) for key, value in _dict(entry.get("where", {})).items()}
    )


def dicts(value: object) -> list[dict[str, object]]:
    """A list of TOML tables; TypeError where the value is none."""
    if not isinstance(value, list):
        message = f"expected a list of tables, found {value!r}"
        raise TypeError(message)
    return [_dict(entry) for entry in value]


def _texts(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(part) for part in value)  # type: ignore[attr-defined]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
