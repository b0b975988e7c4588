"""The sheets of 二, 三 and 四.

The tables as the official form has them, derived figures as formulas with results.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.outputs.xlsx.formulas import sum_formula
from zbreport.render.cells import (
    HEADER,
    LINE_HEIGHT,
    NUMBER,
    SECTION,
    TEXT,
    TITLE,
    CellWriter,
    Look,
    Place,
    lines,
    number_width,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from zbreport.forms import Form
    from zbreport.forms.layout import Grid, GridCell, Shape

_LABELS: Mapping[Shape, tuple[float, ...]] = {"list": (24,), "nested": (6.5, 9, 27), "row": ()}
_LEAST: Mapping[Shape, float] = {"list": 22, "nested": 8.5, "row": 8.5}
"""Widths of the columns of labels, and the least of the columns of figures."""
_LOOKS: Mapping[str, Look] = {
    "heading": {**TEXT, "bg_color": "#C6D9F1"},
    "header": {**HEADER, "bg_color": "#FFFFFF"},
    "stub": {**TEXT},
    "label": {**TEXT},
}
TOP = 2
"""The tables begin below the title of the report and the heading of the section."""


def write(writer: CellWriter, grids: Sequence[Grid], form: Form, title: str) -> Mapping[str, Place]:
    """Writes one sheet a table.

    Args:
        writer: of the workbook.
        grids: the tables of `layout`.
        form: the edition, for what sums what.
        title: of the report.

    Returns:
        Where every cell of the form stands.
    """
    sheet_of = {table.key: table.sheet for table in form.tables}
    places = {
        cell.key: Place(sheet_of[grid.key], TOP + cell.row, cell.col)
        for grid in grids
        for cell in grid.numbers
        if cell.key is not None
    }
    figures = {
        cell.key: cell.value for grid in grids for cell in grid.numbers if cell.key is not None
    }
    for grid in grids:
        repeat = (TOP, TOP + grid.header_rows - 1) if grid.header_rows else None
        sheet = writer.sheet(sheet_of[grid.key], landscape=grid.shape == "row", repeat=repeat)
        sheet.fit_to_pages(1, 1)
        writer.text((sheet, 0, 0), title, TITLE, span=(1, grid.cols))
        writer.text((sheet, 1, 0), grid.title, SECTION, span=(1, grid.cols))
        _sizes(sheet, grid, title)
        for cell in grid.cells:
            place = (sheet, TOP + cell.row, cell.col)
            if cell.role != "number":
                writer.text(place, cell.text, _look(grid, cell), span=(cell.rowspan, cell.colspan))
                continue
            addends = form.cells[cell.key].addends if cell.key else ()
            formula = sum_formula(
                cell.value, [figures[part] for part in addends], [places[part] for part in addends]
            )
            writer.figure(place, cell.value, NUMBER, formula=formula, span=cell.colspan)
    return places


def _look(grid: Grid, cell: GridCell) -> Look:
    centred = grid.shape == "list" and cell.role in {"stub", "label"}
    return {**_LOOKS[cell.role], "align": "center"} if centred else _LOOKS[cell.role]


def _label_widths(grid: Grid) -> Sequence[float]:
    known = _LABELS[grid.shape]
    further = known[:1] * (grid.label_cols - len(known))
    return [*further, *known][-grid.label_cols or None :]


def _sizes(sheet: Worksheet, grid: Grid, title: str) -> None:
    """Column widths, and row heights for labels that fold.

    Excel fits no height to merged cells by itself.
    """
    labels, least = _label_widths(grid), _LEAST[grid.shape]
    columns = (
        [cell.text for cell in grid.numbers if cell.col == col and cell.colspan == 1]
        for col in range(len(labels), grid.cols)
    )
    widths = [*labels, *(number_width(texts, least) for texts in columns)]
    for col, width in enumerate(widths):
        sheet.set_column(col, col, width)
    sheet.set_row(0, 30 * lines(title, sum(widths) * 0.65))
    sheet.set_row(1, 28)
    heights = [1] * grid.rows
    for cell in sorted(grid.cells, key=lambda cell: cell.rowspan):
        if cell.role != "number":
            inside = slice(cell.row, cell.row + cell.rowspan)
            short = lines(cell.text, sum(widths[cell.col : cell.col + cell.colspan])) - sum(
                heights[inside]
            )
            heights[cell.row + cell.rowspan - 1] += max(short, 0)
    for row, height in enumerate(heights):
        sheet.set_row(TOP + row, height * LINE_HEIGHT + 6)
