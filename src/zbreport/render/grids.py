"""A grid drawn with characters, merged cells included.

Labels fold, numbers never fold and never shrink.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zbreport.render.width import cell_width, fold, padded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.forms.layout import Grid, GridCell

BOX = " ╵╶└╷│┌├╴┘─┴┐┤┬┼"
"""The character for lines that leave a point upwards (1), to the right (2), downwards (4) and to
the left (8)."""

ASCII = " |-+||++-+-+++++"
_NARROWEST = 4


@dataclass(frozen=True, slots=True)
class _Canvas:
    """What drawing needs.

    Who owns each place, column widths, row heights, below which rows a rule runs, the borders.
    """

    grid: Grid
    owner: tuple[tuple[GridCell, ...], ...]
    widths: tuple[int, ...]
    heights: tuple[int, ...]
    ruled: tuple[bool, ...]
    borders: str


def draw(grid: Grid, width: int, borders: str = BOX) -> list[str]:
    """Draws a grid.

    Args:
        grid: the table.
        width: places available. Lines are longer only where the numbers alone need more.
        borders: `BOX` or `ASCII`.

    Returns:
        Lines of text, all of the same width.
    """
    owner = _owners(grid)
    widths = _widths(grid, width)
    ruled = tuple(_ruled(grid, owner, row) for row in range(grid.rows - 1))
    canvas = _Canvas(grid, owner, widths, _heights(grid, widths, ruled), ruled, borders)
    lines = [_rule(canvas, 0, {})]
    blocks = {id(cell): _text_lines(canvas, cell) for cell in grid.cells}
    for row, height in enumerate(canvas.heights):
        lines += [_line(canvas, row, offset, blocks) for offset in range(height)]
        if row == grid.rows - 1 or ruled[row]:
            lines.append(_rule(canvas, row + 1, blocks))
    return lines


def fits(grid: Grid, width: int) -> bool:
    """Whether the grid can be drawn within a width."""
    return sum(_widths(grid, width)) + grid.cols + 1 <= width


def halves(grid: Grid) -> tuple[Grid, Grid]:
    """A grid without merged cells cut in two.

    The labels and the first six columns, the labels and the rest.
    """
    return _columns(grid, range(1, 7)), _columns(grid, range(7, grid.cols))


def _columns(grid: Grid, wanted: range) -> Grid:
    places = {0: 0} | {col: index for index, col in enumerate(wanted, start=1)}
    cells = tuple(replace(cell, col=places[cell.col]) for cell in grid.cells if cell.col in places)
    return replace(grid, cols=len(places), cells=cells)


def _owners(grid: Grid) -> tuple[tuple[GridCell, ...], ...]:
    rows: list[list[GridCell]] = [[grid.cells[0]] * grid.cols for _ in range(grid.rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            rows[row][cell.col : cell.col + cell.colspan] = [cell] * cell.colspan
    return tuple(tuple(row) for row in rows)


def _ruled(grid: Grid, owner: Sequence[Sequence[GridCell]], row: int) -> bool:
    """No rule between rows that share a label: the table of 三 would be twice as long."""
    above, below = owner[row], owner[row + 1]
    if grid.key == "channels":
        return above[0].role == "stub" or row == grid.rows - 2
    inner = grid.label_cols - 1
    return inner < 1 or above[inner].role != "label" or above[inner - 1] is not below[inner - 1]


def _widths(grid: Grid, width: int) -> tuple[int, ...]:
    """Column widths.

    What each column needs; then labels, then the other columns grow into the room that is left.
    """
    least = [_least(grid, col) for col in range(grid.cols)]
    best = [_best(grid, col) for col in range(grid.cols)]
    room = width - sum(least) - grid.cols - 1
    room -= _grow(
        least, best, room, rounds=1, start=grid.label_cols
    )  # a blank in front of the numbers
    for col in reversed(range(grid.label_cols)):
        more = max(min(best[col] - least[col], room), 0)
        least[col], room = least[col] + more, room - more
    _grow(least, best, room, rounds=width, start=grid.label_cols)
    return tuple(least)


def _grow(widths: list[int], best: Sequence[int], room: int, *, rounds: int, start: int) -> int:
    """Widens the columns from `start` on by one place a round, all that want it or none.

    Gives the places used.
    """
    used = 0
    for _ in range(rounds):
        wanting = [col for col in range(start, len(widths)) if widths[col] < best[col]]
        if not wanting or used + len(wanting) > room:
            break
        for col in wanting:
            widths[col] += 1
        used += len(wanting)
    return used


def _own(grid: Grid, col: int) -> list[GridCell]:
    return [cell for cell in grid.cells if cell.col == col and cell.colspan == 1]


def _least(grid: Grid, col: int) -> int:
    if col >= grid.label_cols:
        numbers = (cell_width(cell.text) for cell in _own(grid, col) if cell.role == "number")
        heads = (_NARROWEST for cell in _own(grid, col) if cell.role != "number")
        return max([*numbers, *heads, 1])
    shared = [
        -(-cell_width(cell.text) // cell.rowspan) for cell in _own(grid, col) if cell.rowspan > 1
    ]
    whole = [min(cell_width(cell.text), 12) for cell in _own(grid, col) if cell.rowspan == 1]
    return max([_NARROWEST, *(length + length % 2 for length in shared), *whole])


def _best(grid: Grid, col: int) -> int:
    """The width at which nothing in a column folds, with a little air around the headers."""
    air = {"header": 2, "stub": 2}
    own = [cell for cell in _own(grid, col) if cell.rowspan == 1 or cell.role == "header"]
    texts = [cell_width(cell.text) + air.get(cell.role, 1) for cell in own]
    if col == grid.label_cols - 1:
        texts += [
            cell_width(cell.text)
            for cell in grid.cells
            if cell.role == "label" and cell.col + cell.colspan - 1 == col
        ]
    return max([_NARROWEST, *texts])


def _inner(widths: Sequence[int], cell: GridCell) -> int:
    return sum(widths[cell.col : cell.col + cell.colspan]) + cell.colspan - 1


def _folded(widths: Sequence[int], cell: GridCell) -> tuple[str, ...]:
    return (cell.text,) if cell.role == "number" else fold(cell.text, _inner(widths, cell))


def _heights(grid: Grid, widths: Sequence[int], ruled: Sequence[bool]) -> tuple[int, ...]:
    heights = [1] * grid.rows
    for cell in sorted(grid.cells, key=lambda cell: cell.rowspan):
        last = cell.row + cell.rowspan - 1
        have = sum(heights[cell.row : last + 1]) + sum(ruled[cell.row : last])
        heights[last] += max(len(_folded(widths, cell)) - have, 0)
    return tuple(heights)


def _text_lines(canvas: _Canvas, cell: GridCell) -> list[str]:
    """All lines of a cell, rules that run beside it included: the text stands in the middle."""
    last = cell.row + cell.rowspan - 1
    height = sum(canvas.heights[cell.row : last + 1]) + sum(canvas.ruled[cell.row : last])
    texts = _folded(canvas.widths, cell)
    above = (height - len(texts)) // 2
    align = {
        "number": ">",
        "label": "<",
        "stub": "^" if len(texts) == 1 else "<",
        "heading": "<",
        "header": "^",
    }[cell.role]
    inner = _inner(canvas.widths, cell)
    lines = [padded(text, inner, align=align) for text in texts]
    return [" " * inner] * above + lines + [" " * inner] * (height - len(texts) - above)


def _offset(canvas: _Canvas, cell: GridCell, row: int) -> int:
    """How many lines of a cell stand above the first line of a row."""
    return sum(canvas.heights[cell.row : row]) + sum(canvas.ruled[cell.row : row])


def _line(canvas: _Canvas, row: int, offset: int, blocks: dict[int, list[str]]) -> str:
    bar = canvas.borders[5]
    cells = dict.fromkeys(canvas.owner[row])
    return (
        bar
        + bar.join(blocks[id(cell)][_offset(canvas, cell, row) + offset] for cell in cells)
        + bar
    )


def _rule(canvas: _Canvas, row: int, blocks: dict[int, list[str]]) -> str:
    """The rule above a row; merged cells that reach over it show their text instead."""
    grid = canvas.grid
    above = canvas.owner[row - 1] if row else (None,) * grid.cols
    below = canvas.owner[row] if row < grid.rows else (None,) * grid.cols
    runs = [above[col] is not below[col] for col in range(grid.cols)]
    pieces: list[str] = []
    for col in range(grid.cols + 1):
        up, down = (
            side[0] is not None if col in {0, grid.cols} else side[col - 1] is not side[col]
            for side in (above, below)
        )
        left, right = col > 0 and runs[col - 1], col < grid.cols and runs[col]
        cell = below[col] if col < grid.cols else None
        if up or down or left or right:
            pieces.append(canvas.borders[up + 2 * right + 4 * down + 8 * left])
        if right:
            pieces.append(canvas.borders[10] * canvas.widths[col])
        elif cell is not None and cell.col == col:
            pieces.append(blocks[id(cell)][_offset(canvas, cell, row) - 1])
    return "".join(pieces)
