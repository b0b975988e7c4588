"""A grid as an HTML table.

Spans, and headers with their scope, so that a screen reader can name the row and column of every
figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.render.markup import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.forms.layout import Grid, GridCell


def table(grid: Grid, caption: str) -> Iterator[str]:
    """The lines of a table in a box that scrolls sideways where the screen is narrow."""
    name = escaped(caption)
    yield f'<div class="table {grid.key}" role="region" aria-label="{name}" tabindex="0">'
    yield f"<table>\n<caption>{name}</caption>"
    starts = _bodies(grid)
    if grid.header_rows:
        yield "<thead>"
        yield from (_row(grid, row) for row in range(grid.header_rows))
        yield "</thead>"
    for first, last in zip(starts, [*starts[1:], grid.rows], strict=True):
        yield "<tbody>"
        yield from (_row(grid, row) for row in range(first, last))
        yield "</tbody>"
    yield "</table>\n</div>"


def _bodies(grid: Grid) -> list[int]:
    """Where the bodies of the table begin.

    Below the header, or at every block that has headers of its own.
    """
    return (
        [grid.header_rows]
        if grid.header_rows
        else [cell.row for cell in grid.cells if cell.role == "heading"]
    )


def _row(grid: Grid, row: int) -> str:
    return f"<tr>{''.join(_cell(cell) for cell in grid.cells if cell.row == row)}</tr>"


def _cell(cell: GridCell) -> str:
    across = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    down = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    text = escaped(cell.text)
    if cell.role == "number":
        return f'<td class="number"{across}{down}>{text}</td>'
    if cell.role == "stub" and not _heads_labels(cell):
        return f"<td{across}{down}>{text}</td>"
    scope = "row" if cell.role == "label" else "col"
    look = ' class="heading"' if cell.role == "heading" else ""
    return f'<th scope="{scope}"{look}{across}{down}>{text}</th>'


def _heads_labels(cell: GridCell) -> bool:
    """Whether the corner names the labels below it.

    The relation that section 三 prints there does not.
    """
    return not cell.text.startswith("（")
