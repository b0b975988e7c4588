"""The tables of the form in the Word document.

Spans, borders, header rows that repeat, rows that stay whole, columns that fit the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.outputs.docx.body import TEXT_WIDTH, framed
from zbreport.render.markup import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zbreport.forms.layout import Grid, GridCell, Shape

_SIZES: Mapping[Shape, tuple[int, int]] = {
    "list": (24, 340),
    "nested": (18, 360),
    "row": (18, 400),
}
"""Size of the text in half points at its largest, and the least height that a row has then, in
twentieths of a point."""
_SMALLEST = 8
_LABELS = (3.0, 4.0)
"""Width in characters of the columns of labels; the last of them takes what room is left."""
_ONLY_LABEL = 8.0
_LEAST_LABEL = 10.0
_FOLDED = 2.3
"""Characters in a line of a folded header: official headers fold into pairs (`社会/公益/组织`),
short ones stand on one line."""
_UNFOLDED = 3
_DIGIT = 0.66
_PADDING = 90
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="C6D9F1"/>'


def table(grid: Grid) -> str:
    """A table of the form, as wide as the text."""
    size, widths = _fit(grid)
    return framed(widths, (_row(grid, row, widths, size) for row in range(grid.rows)))


def _fit(grid: Grid) -> tuple[int, list[int]]:
    """The largest size at which every figure stands on one line, and the widths of the columns."""
    largest = _SIZES[grid.shape][0]
    for size in range(largest, _SMALLEST - 1, -1):
        widths, room = _widths(grid, size)
        if room >= 0:
            break
    spare = max(room, 0)
    if grid.shape == "nested":
        widths[grid.label_cols - 1] += spare
        return size, widths
    data = range(grid.label_cols, grid.cols)
    for place, col in enumerate(data):
        widths[col] += spare // len(data) + (place < spare % len(data))
    return size, widths


def _widths(grid: Grid, size: int) -> tuple[list[int], int]:
    """What every column needs at a size, and how much room that leaves."""
    em = size * 10
    labels = [_ONLY_LABEL] if grid.shape == "list" else _nested_labels(grid.label_cols)
    needs = [*labels, *[_FOLDED] * (grid.cols - len(labels))]
    for cell in grid.cells:
        if cell.colspan == 1 and cell.role in {"number", "header"}:
            needs[cell.col] = max(needs[cell.col], _need(cell))
    widths = [round(need * em) + _PADDING for need in needs]
    return widths, TEXT_WIDTH - sum(widths)


def _nested_labels(count: int) -> list[float]:
    """Widths of columns of labels inside labels; none where there are none."""
    outer = [*_LABELS, *[_LABELS[-1]] * count][: max(count - 1, 0)]
    return [*outer, _LEAST_LABEL] if count else []


def _need(cell: GridCell) -> float:
    """The width in characters that a cell asks for."""
    if cell.role == "number":
        return len(cell.text) * _DIGIT
    return len(cell.text) if len(cell.text) <= _UNFOLDED else _FOLDED


def _row(grid: Grid, row: int, widths: Sequence[int], size: int) -> str:
    largest, height = _SIZES[grid.shape]
    height = height * size // largest
    repeat = "<w:tblHeader/>" if row < grid.header_rows else ""
    properties = (
        f'<w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{repeat}</w:trPr>'
    )
    keep = row + 1 < grid.rows
    cells = "".join(_cell(cell, row, widths, size, keep=keep) for cell in _covering(grid, row))
    return f"<w:tr>{properties}{cells}</w:tr>"


def _covering(grid: Grid, row: int) -> Iterator[GridCell]:
    """The cells that cover a row, from left to right."""
    yield from sorted(
        (cell for cell in grid.cells if cell.row <= row < cell.row + cell.rowspan),
        key=lambda cell: cell.col,
    )


def _cell(cell: GridCell, row: int, widths: Sequence[int], size: int, *, keep: bool) -> str:
    """One cell; below the first of its rows only the box goes on, without text."""
    first = row == cell.row
    width = sum(widths[cell.col : cell.col + cell.colspan])
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    merge = ('<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>") if cell.rowspan > 1 else ""
    shade = _SHADE if cell.role == "heading" else ""
    box = (
        f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{shade}'
        '<w:vAlign w:val="center"/></w:tcPr>'
    )
    style = "CellLabel" if cell.role in {"stub", "label"} and len(widths) == 10 else "Cell"
    look = f'<w:pPr><w:pStyle w:val="{style}"/>{"<w:keepNext/>" if keep else ""}</w:pPr>'
    text = _text(cell.text, size) if first else ""
    return f"<w:tc>{box}<w:p>{look}{text}</w:p></w:tc>"


def _text(text: str, size: int) -> str:
    look = f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    return f'<w:r>{look}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'
