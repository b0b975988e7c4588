"""The header of a table: its columns of the form, and the cells of a row that belong to them.

Columns are found by their labels and the labels above them. A row's cells belong to the columns
they stand under; where a page's cells stand under none properly (colspans that differ between
header and body, lost rowspans), the n-th of n cells belongs to the n-th of n columns, and where
neither holds, nothing is read.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from zbreport.readback.figures import is_figure
from zbreport.readback.labels import token, token_of_label
from zbreport.readback.raw import RawCell, RawRow, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zbreport.forms import Block, Line

_Named: TypeAlias = "dict[str, list[RawCell]]"


@dataclass(frozen=True, slots=True)
class Slot:
    """One column of a header.

    The column of the form (None when its label says nothing), its label, the physical columns it
    covers.
    """

    line: Line | None
    said: str
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one block, in the header's order.

    Attributes:
        slots: every column that stands in the header.
        aligned: whether their physical columns can be trusted.
        missing: columns of the form that the header does not show.
    """

    slots: tuple[Slot, ...]
    aligned: bool
    missing: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    """Header rows and a block, by what decides where its columns are."""

    key: tuple[object, ...]
    block: Block = field(compare=False)
    rows: Sequence[RawRow] = field(compare=False)


def columns(edition: str, block: Block, rows: Sequence[RawRow]) -> Columns:
    """Finds the columns of a block in header rows; equal headers are searched once.

    Args:
        edition: of the form.
        block: whose columns.
        rows: the header's rows, top down.
    """
    cells = tuple(
        [tuple([(cell.text, cell.left, cell.right, cell.top) for cell in row]) for row in rows]
    )
    return _columns(edition, _Head((id(block), cells), block, rows))


@lru_cache(maxsize=1024)
def _columns(edition: str, head: _Head) -> Columns:
    block, rows = head.block, head.rows
    named, groups = _named(edition, block, rows)
    options = [_by_position(line, named, groups) for line in block.columns]
    cells = dict(zip((line.key for line in block.columns), _unique(options), strict=True))
    lost = any(
        cell is None and _is_left(line, named, cells)
        for line, cell in zip(block.columns, cells.values(), strict=True)
    )
    aligned = not lost and not _overlap([cell for cell in cells.values() if cell])
    if not aligned:
        cells = _by_occurrence(block, named)
    missing = [line for line in block.columns if cells[line.key] is None]
    others = _others(
        rows, [cell for cell in cells.values() if cell], [*named.values(), *groups.values()]
    )
    if len(missing) == 1 and len(others) == 1:
        cells[missing[0].key] = others.pop()
        missing = []
    slots = [
        Slot(line, cell.text, cell.left, cell.right)
        for line in block.columns
        if (cell := cells[line.key])
    ]
    if aligned:
        slots += [Slot(None, cell.text, cell.left, cell.right) for cell in others]
        slots.sort(key=lambda slot: slot.left)
    else:
        order = {line.key: _nested_place(line, groups, cells[line.key]) for line in block.columns}
        slots.sort(key=lambda slot: order[slot.line.key] if slot.line else ())
    return Columns(tuple(slots), aligned, tuple(missing))


def assign(cells: Sequence[RawCell], found: Columns, *, same_grid: bool) -> dict[str, RawCell]:
    """Gives every column its cell of a row.

    Args:
        cells: the row's cells behind its label.
        found: the columns.
        same_grid: whether the row has the physical columns of the header.

    Returns:
        Column key → cell, for the columns whose cell is certain.
    """
    slots = found.slots
    if not slots:
        return {}
    trusted = found.aligned and same_grid
    if trusted and (clean := _clean(cells, slots)) is not None:
        return _keyed(slots, clean)
    if len(fitting := _trimmed(cells, len(slots))) == len(slots):
        return _keyed(slots, fitting)
    if not trusted or any(cell.text and cell.left < slots[0].left for cell in cells):
        return {}
    ends = [
        *(slot.left for slot in slots[1:]),
        max(slots[-1].right, cells[-1].right if cells else 0),
    ]
    below = [
        [cell for cell in cells if slot.left <= cell.left < end]
        for slot, end in zip(slots, ends, strict=True)
    ]
    if any(sum(1 for cell in group if cell.text) > 1 for group in below):
        return {}
    return {
        slot.line.key: next((cell for cell in group if cell.text), group[0])
        for slot, group in zip(slots, below, strict=True)
        if slot.line and group
    }


def _trimmed(cells: Sequence[RawCell], count: int) -> Sequence[RawCell]:
    """Cells without blank ones at one end, as long as there are more than columns.

    As they are where either end might go.
    """
    if cells and not cells[0].text and not cells[-1].text and any(cell.text for cell in cells):
        return cells
    while len(cells) > count and not cells[-1].text:
        cells = cells[:-1]
    while len(cells) > count and not cells[0].text:
        cells = cells[1:]
    return cells


def _clean(cells: Sequence[RawCell], slots: Sequence[Slot]) -> list[RawCell] | None:
    """The cells under the columns, if each has one and no figure stands elsewhere."""
    if [(cell.left, cell.right) for cell in cells] == [(slot.left, slot.right) for slot in slots]:
        return list(cells)
    chosen: list[RawCell] = []
    rest = list(cells)
    for slot in slots:
        under = [cell for cell in rest if cell.left < slot.right and cell.right > slot.left]
        if len(under) != 1:
            return None
        rest.remove(under[0])
        chosen.append(under[0])
    return None if any(cell.text and cell.left < slots[-1].right for cell in rest) else chosen


def _keyed(slots: Sequence[Slot], cells: Sequence[RawCell]) -> dict[str, RawCell]:
    return {slot.line.key: cell for slot, cell in zip(slots, cells, strict=True) if slot.line}


def _named(edition: str, block: Block, rows: Sequence[RawRow]) -> tuple[_Named, _Named]:
    """The header's cells by token, row and column.

    Those that label columns, and those over groups of columns.

    A label over a group reaches to the next other text on its right, for pages that lost its span
    or repeat it in every cell.
    """
    inner = {token_of_label(label) for line in block.columns for label in line.path[:-1]}
    named: _Named = {}
    groups: _Named = {}
    whole = width(rows)
    for row in rows:
        for index, cell in enumerate(row):
            if not cell.text or (name := token(edition, cell.text)) is None:
                continue
            if name not in inner:
                same = named.setdefault(name, [])
                if cell not in same:
                    same.append(cell)
            elif name not in groups:
                right = next(
                    (after.left for after in row[index + 1 :] if after.text not in {"", cell.text}),
                    whole,
                )
                groups[name] = [RawCell(cell.text, cell.left, max(right, cell.right))]
    counts = Counter(token_of_label(line.path[-1]) for line in block.columns)
    return {
        name: cells if len(cells) <= counts[name] else list(_first_of_each_column(cells))
        for name, cells in named.items()
    }, groups


def _first_of_each_column(cells: Sequence[RawCell]) -> Iterator[RawCell]:
    """Cells without those below another.

    A label that covers rows is in each of them, as one cell or written again.
    """
    seen: set[int] = set()
    for cell in cells:
        if cell.left not in seen:
            seen.add(cell.left)
            yield cell


def _by_position(line: Line, named: _Named, groups: _Named) -> list[RawCell]:
    """The cells that say a column's label and stand below its own groups and no other."""
    path = {token_of_label(label) for label in line.path[:-1]}
    own = [group for name in path for group in groups.get(name, ())]
    foreign = [cells[0] for name, cells in groups.items() if name not in path]
    return [
        cell
        for cell in named.get(token_of_label(line.path[-1]), ())
        if all(_covers(group, cell) for group in own)
        and not any(_covers(group, cell) for group in foreign)
    ]


def _covers(group: RawCell, cell: RawCell) -> bool:
    return group.left <= cell.left and cell.right <= group.right


def _is_left(line: Line, named: _Named, cells: Mapping[str, RawCell | None]) -> bool:
    """Whether a cell has a column's label and belongs to none: the column must have slipped."""
    taken = [id(cell) for cell in cells.values() if cell]
    return any(id(cell) not in taken for cell in named.get(token_of_label(line.path[-1]), ()))


def _unique(found: Sequence[Sequence[RawCell]]) -> Iterator[RawCell | None]:
    """The first option of each column that no column before it took."""
    taken: set[int] = set()
    for options in found:
        cell = next((option for option in options if id(option) not in taken), None)
        if cell:
            taken.add(id(cell))
        yield cell


def _by_occurrence(block: Block, named: _Named) -> dict[str, RawCell | None]:
    """Where cells stand under the wrong group.

    The k-th cell that says a label is the k-th column of that label.
    """
    counts: dict[str, int] = {}
    cells: dict[str, RawCell | None] = {}
    for line in block.columns:
        name = token_of_label(line.path[-1])
        options, index = named.get(name, []), counts.get(name, 0)
        cells[line.key] = options[index] if index < len(options) else None
        counts[name] = index + 1
    return cells


def _nested_place(line: Line, groups: _Named, cell: RawCell | None) -> tuple[int, ...]:
    """Where a column stands in a header whose rows have slipped.

    The places of its groups, then its own.
    """
    above = [
        groups[name][0].left
        for label in line.path[:-1]
        if (name := token_of_label(label)) in groups
    ]
    return (*above, cell.left if cell else 0)


def _overlap(cells: Sequence[RawCell]) -> bool:
    ordered = sorted(cells, key=lambda cell: cell.left)
    return any(left.right > right.left for left, right in itertools.pairwise(ordered))


def _others(
    rows: Sequence[RawRow], cells: Sequence[RawCell], known: Iterable[Sequence[RawCell]]
) -> list[RawCell]:
    """Unknown header cells beside the columns, neither above them nor in the corner."""
    said = {cell.text for same in known for cell in same}
    found: dict[int, RawCell] = {}
    for cell in (cell for row in rows for cell in row if cell.text and cell.left):
        beside = all(cell.right <= other.left or cell.left >= other.right for other in cells)
        if beside and cell.text not in said and not is_figure(cell.text):
            found.setdefault(id(cell), cell)
    return list(found.values())
