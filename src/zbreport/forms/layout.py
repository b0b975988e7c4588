"""A form and a report become grids: the official tables as cells with places, spans and figures.

Runs after `tabulate`. Every output renders these grids and none computes a figure. Spans come from
the label paths of the form: neighbouring lines with the same labels in front share one cell, and a
path shorter than the deepest one fills the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeAlias

from zbreport.forms import Block, Form, Line, Table, form_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zbreport.model import Channel, Number, Report

Role: TypeAlias = Literal["heading", "header", "stub", "label", "number"]
Shape: TypeAlias = Literal["list", "nested", "row"]
"""One column of labels (section 二), labels inside labels (三), or columns only (四)."""

MISSING = "—"
"""How a figure that nothing gives is shown to people; never 0."""

CHANNELS_TITLE = "政府信息公开渠道统计"


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a table.

    Attributes:
        row, col: zero-based place of the upper left corner.
        rowspan, colspan: how many rows and columns the cell covers.
        text: what people read; for a number its plain digits, or `—`.
        role: `heading` of a block, column `header`, `stub` in the corner, row `label`, or `number`.
        key: for a number, the cell key of the form (of channels: `channels.website`,
            `channels.website.1`).
        value: for a number, the figure, or None where nothing gives one.
    """

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    role: Role
    key: str | None = None
    value: Number | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """One table, ready to be drawn.

    Attributes:
        key: of the table in the form, or `channels`.
        title: the official heading.
        rows, cols: size; the cells cover it without gap or overlap.
        cells: by row, then column.
        header_rows: how many rows repeat on every page; 0 where each block of the table has headers
            of its own.
    """

    key: str
    title: str
    rows: int
    cols: int
    cells: tuple[GridCell, ...]
    header_rows: int

    @property
    def numbers(self) -> tuple[GridCell, ...]:
        """The cells that hold figures."""
        return tuple(cell for cell in self.cells if cell.role == "number")

    @property
    def label_cols(self) -> int:
        """How many columns on the left hold labels."""
        return min((cell.col for cell in self.numbers), default=self.cols)

    @property
    def shape(self) -> Shape:
        """How it is drawn: by its labels, so that a table of a new edition needs no entry."""
        return "row" if not self.label_cols else "list" if self.label_cols == 1 else "nested"


def layout(form: Form, report: Report) -> tuple[Grid, ...]:
    """Lays out the official tables of a report.

    Args:
        form: the edition of the form.
        report: its figures.

    Returns:
        One grid a table, in the form's order.
    """
    return tuple(table_grid(table, report.cells) for table in form.tables)


def by_section(form: Form, grids: Sequence[Grid]) -> Mapping[str, tuple[Grid, ...]]:
    """The tables of each section that has any, by its Chinese number."""
    found: dict[str, tuple[Grid, ...]] = {}
    for table, grid in zip(form.tables, grids, strict=True):
        found[table.section] = (*found.get(table.section, ()), grid)
    return found


def form_of(report: Report) -> Form:
    """The edition of the form that a report was made for."""
    return form_named(report.edition)


def table_grid(table: Table, figures: Mapping[str, Number | None]) -> Grid:
    """Lays out one table of the form.

    Args:
        table: blocks of rows and columns.
        figures: cell key → figure; an absent key counts as None.
    """
    label_cols = max(_depth(block.rows) for block in table.blocks)
    data_cols = max(len(block.columns) for block in table.blocks)
    cells: list[GridCell] = []
    top = header_rows = 0
    for block in table.blocks:
        cells += _block(table, block, top, (label_cols, data_cols), figures)
        header_rows = bool(block.heading) + _depth(block.columns)
        top += header_rows + len(block.rows)
    return Grid(
        key=table.key,
        title=table.title,
        rows=top,
        cols=label_cols + data_cols,
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))),
        header_rows=header_rows if len(table.blocks) == 1 else 0,
    )


def narrow(table: Table) -> Table:
    """The same table for narrow media: one row of nested columns becomes a row per group.

    Section 四 turns from one row of fifteen into three rows of five; every cell keeps its key.
    Other tables stay.
    """
    if len(table.blocks) != 1 or len(table.blocks[0].rows) != 1:
        return table
    (block,) = table.blocks
    (row,) = block.rows
    rows: dict[str, Line] = {}
    columns: dict[str, Line] = {}
    for column in block.columns:
        group, _, leaf = column.key.rpartition(".")
        rows.setdefault(group, replace(row, key=group, path=column.path[:-1]))
        columns.setdefault(leaf, replace(column, key=leaf, path=column.path[-1:]))
    return replace(
        table, blocks=(replace(block, rows=tuple(rows.values()), columns=tuple(columns.values())),)
    )


def channel_grid(report: Report) -> Grid:
    """Lays out what each channel published: 渠道, twelve months, 合计, and a row 合计.

    A month of the 合计 row is None where a channel of which only the year's total is known makes it
    unknown.
    """
    heads = ("渠道", *(f"{month}月" for month in range(1, 13)), "合计")
    cells = [
        GridCell(0, col, 1, 1, text, "stub" if col == 0 else "header")
        for col, text in enumerate(heads)
    ]
    for row, channel in enumerate(report.channels, start=1):
        cells.append(GridCell(row, 0, 1, 1, channel.label, "label"))
        keys = [f"channels.{channel.key}.{month}" for month in range(1, 13)]
        figures = [*(channel.by_month or [None] * 12), channel.count]
        cells += _number_row(row, figures, [*keys, f"channels.{channel.key}"])
    if report.channels:
        row = len(report.channels) + 1
        cells.append(GridCell(row, 0, 1, 1, "合计", "label"))
        cells += _number_row(row, _channel_totals(report.channels), [None] * 13)
    return Grid("channels", CHANNELS_TITLE, cells[-1].row + 1, len(heads), tuple(cells), 1)


def number_text(value: Number | None) -> str:
    """A figure in plain digits: no exponent, no trailing zeros behind the point, `—` for None."""
    if value is None:
        return MISSING
    if isinstance(value, Decimal):
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text in {"-0", ""} else text
    return str(value)


def _depth(lines: Sequence[Line]) -> int:
    return max(len(line.path) for line in lines)


def _block(
    table: Table,
    block: Block,
    top: int,
    size: tuple[int, int],
    figures: Mapping[str, Number | None],
) -> Iterator[GridCell]:
    label_cols, data_cols = size
    widths = [1] * len(block.columns)
    widths[-1] += data_cols - len(widths)
    lefts = [label_cols + index for index in range(len(widths))]
    if block.heading:
        yield GridCell(top, 0, 1, label_cols + data_cols, block.heading, "heading")
        top += 1
    header_rows = _depth(block.columns)
    if label_cols:
        yield GridCell(top, 0, header_rows, label_cols, block.stub, "stub")
    for label in _labels(block.columns, header_rows):
        span = sum(widths[label.first : label.first + label.count])
        yield GridCell(
            top + label.level, lefts[label.first], label.levels, span, label.text, "header"
        )
    top += header_rows
    for label in _labels(block.rows, label_cols):
        yield GridCell(
            top + label.first, label.level, label.count, label.levels, label.text, "label"
        )
    for index, row in enumerate(block.rows):
        for left, width, column in zip(lefts, widths, block.columns, strict=True):
            key = table.cell_key(row, column)
            value = figures.get(key)
            yield GridCell(top + index, left, 1, width, number_text(value), "number", key, value)


@dataclass(frozen=True, slots=True)
class _Label:
    """A label over `count` lines from `first` on, `levels` deep from `level` on."""

    first: int
    count: int
    level: int
    levels: int
    text: str


def _labels(lines: Sequence[Line], depth: int) -> Iterator[_Label]:
    """Merges equal beginnings of neighbouring paths; a path's last label fills the depth."""
    for level in range(depth):
        inner = [(index, line.path) for index, line in enumerate(lines) if len(line.path) > level]
        for _, group in groupby(
            inner,
            key=lambda item: (item[1][: level + 1], item[0] if len(item[1]) == level + 1 else -1),
        ):
            members = list(group)
            first, path = members[0]
            levels = depth - level if len(path) == level + 1 else 1
            yield _Label(first, len(members), level, levels, path[level])


def _number_row(
    row: int, values: Sequence[int | None], keys: Sequence[str | None]
) -> Iterator[GridCell]:
    for col, (value, key) in enumerate(zip(values, keys, strict=True), start=1):
        yield GridCell(row, col, 1, 1, number_text(value), "number", key, value)


def _channel_totals(channels: Sequence[Channel]) -> list[int | None]:
    months = [channel.by_month for channel in channels if channel.by_month is not None]
    known = len(months) == len(channels)
    return [
        *(sum(month[index] for month in months) if known else None for index in range(12)),
        sum(c.count for c in channels),
    ]
