"""The ruled tables of a PDF's page, also those that a page break left open, with their text."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from zbreport.readback.labels import is_page_mark
from zbreport.readback.raw import RawCell, RawRow, RawTable
from zbreport.text.compare import RADICALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pdfplumber.page import Page
    from pdfplumber.table import Table

_BROKEN_NUMBER = re.compile(r"(?<=[\d.,])\n(?=[\d.,])")

_EDGE = 1.0
"""Points within which two edges are the same."""

_LEAST_ROW = 6.0
"""Points that a row is high at least."""


def tables_of(page: Page) -> list[Table]:
    """The ruled tables of a page.

    A table that a page break left open above or below is closed there.
    """
    found = page.find_tables()
    ends = {end for table in found for end in _open_ends(page, table)}
    return page.find_tables({"explicit_horizontal_lines": sorted(ends)}) if ends else found


def _open_ends(page: Page, table: Table) -> Iterator[float]:
    """Where two or more upright lines end alike beyond a table's first or last level line."""
    left, top, right, bottom = table.bbox
    upright = [
        edge
        for edge in page.edges
        if edge["orientation"] == "v" and left - _EDGE <= edge["x0"] <= right + _EDGE
    ]
    for level, side, beyond in ((top, "top", -1), (bottom, "bottom", 1)):
        reaching = [
            edge for edge in upright if edge["top"] - _EDGE <= level <= edge["bottom"] + _EDGE
        ]
        ends = Counter(
            round(edge[side], 1) for edge in reaching if (edge[side] - level) * beyond > _LEAST_ROW
        )
        yield from (end for end, count in ends.items() if count > 1)


def raw_table(table: Table, place: str) -> RawTable:
    """A table at a place, with merged cells in every row that they cover."""
    edges = _edges([x for cell in table.cells for x in (cell[0], cell[2])])
    cells: dict[tuple[float, ...], RawCell] = {}
    for top, (row, texts) in enumerate(zip(table.rows, table.extract(), strict=True)):
        for box, text in zip(row.cells, texts, strict=True):
            if box:
                cells[box] = RawCell(
                    _cell_text(text or ""), _nearest(edges, box[0]), _nearest(edges, box[2]), top
                )
    rows: list[RawRow] = []
    for row in table.rows:
        level = min(box[1] for box in row.cells if box) + 2 * _EDGE
        rows.append(
            sorted(
                (cell for box, cell in cells.items() if box[1] <= level < box[3]),
                key=lambda cell: cell.left,
            )
        )
    return RawTable(place, rows)


def _edges(values: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _EDGE:
            edges.append(value)
    return edges


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _cell_text(text: str) -> str:
    """A cell's text without a page number that fell into it.

    A number that the column was too narrow for is whole again.
    """
    lines = [line for line in text.translate(RADICALS).split("\n") if not is_page_mark(line)]
    return _BROKEN_NUMBER.sub("", "\n".join(lines)).strip()
