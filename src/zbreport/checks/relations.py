"""The relations that a form's cells stand in (`mending` tells what would restore a broken one).

A relation is a sum of cells with signs that must be 0: `left - right` for the printed identity,
`addends - total` for every total.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING

from zbreport.forms import form_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from zbreport.forms import Block, Form, Line, Table
    from zbreport.model import Number

Figures = Mapping[str, "Number | None"]


class ReportFigures(dict[str, "Number | None"]):
    """The figures of a report, and what several cells are together where it does not split them.

    Attributes:
        together: keys of cells, each None by itself, and their sum.
    """

    def __init__(
        self,
        figures: Figures,
        together: Iterable[tuple[tuple[str, ...], Number | None]] = (),
    ) -> None:
        super().__init__(figures)
        self.together = tuple(together)


@dataclass(frozen=True)
class Relation:
    """`left` and `right` have equal sums; `rule` is the check, `place` its name for people."""

    rule: str
    place: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Every operand."""
        return self.left + self.right


@cache
def relations(edition: str, rule: str = "") -> tuple[Relation, ...]:
    """The relations of an edition, all or those of one rule: C02, C03, C04 and C05.

    C02 is the identity of section 三, C03 the total column, C04 （七）, C05 section 四.
    """
    return tuple(
        relation for relation in _relations(form_named(edition)) if rule in {"", relation.rule}
    )


@cache
def standing_in(edition: str) -> Mapping[str, tuple[Relation, ...]]:
    """Cell → the relations that it stands in."""
    found: dict[str, list[Relation]] = {}
    for relation in relations(edition):
        for key in relation.cells:
            found.setdefault(key, []).append(relation)
    return MappingProxyType({key: tuple(those) for key, those in found.items()})


@cache
def cells_under(edition: str, key: str) -> tuple[str, ...]:
    """The cells of an edition below a key: a table (`requests`), a row (`disclosure.rules`)."""
    return tuple(cell for cell in form_named(edition).cells if cell.startswith(f"{key}."))


@cache
def rows_of(edition: str) -> tuple[tuple[Table, tuple[tuple[Line, tuple[str, ...]], ...]], ...]:
    """The tables of an edition with their rows, each with the keys of its cells."""
    return tuple(
        (
            table,
            tuple(
                (row, tuple(table.cell_key(row, column) for column in block.columns))
                for block in table.blocks
                for row in block.rows
            ),
        )
        for table in form_named(edition).tables
    )


def _relations(form: Form) -> Iterator[Relation]:
    for identity in form.identities:
        cell = form.cells[identity.left[0]]
        section = form.table_of(cell.key).section
        yield Relation("C02", f"{section}/{cell.column[-1]}（列）", identity.left, identity.right)
    for table in form.tables:
        for block, row, column in table.lines():
            yield from _sums(form, table, block, (row, column))


def _sums(form: Form, table: Table, block: Block, cell: tuple[Line, Line]) -> Iterator[Relation]:
    """The sums that a cell stands for: its row's (C03), its column's (C04), or C05's.

    C05 where the table has no rows of its own.
    """
    row, column = cell
    whole = (table.cell_key(row, column),)
    if column.sum:
        addends = tuple(_key(table, row, key) for key in column.sum)
        if row.path:
            yield Relation("C03", f"{table.section}/{row.path[-1]}（行）", whole, addends)
        else:
            yield Relation("C05", form.label(whole[0]), whole, addends)
    if row.sum:
        addends = tuple(
            table.cell_key(part, column) for part in block.rows if part.key in set(row.sum)
        )
        place = f"{table.section}/{row.path[-1]}/{column.path[-1]}"
        yield Relation("C04", place, whole, addends)


def _key(table: Table, row: Line, column: str) -> str:
    return ".".join(filter(None, (table.key, row.key, column)))


def gap(relation: Relation, figures: Figures) -> Number | None:
    """`left - right`; None when an operand is missing."""
    left, right = total(relation.left, figures), total(relation.right, figures)
    return None if left is None or right is None else left - right


def total(cells: tuple[str, ...], figures: Figures) -> Number | None:
    """The sum of some cells; None when one is missing."""
    if len(cells) < 2:
        return figures.get(cells[0]) if cells else 0
    try:
        return sum(_operands(cells)(figures))
    except (KeyError, TypeError):  # a cell that the form does not have, or that holds no number
        return _total_unsplit(cells, figures)


def _total_unsplit(cells: tuple[str, ...], figures: Figures) -> Number | None:
    """The sum of cells of which some are only known together."""
    if not isinstance(figures, ReportFigures):
        return None
    rest = dict.fromkeys(cells)
    whole: Number = 0
    for keys, value in figures.together:
        if value is not None and rest.keys() >= set(keys):
            whole += value
            for key in keys:
                del rest[key]
    values = [figures.get(key) for key in rest]
    return None if None in values else whole + sum(value for value in values if value is not None)


@lru_cache(maxsize=4096)
def _operands(cells: tuple[str, ...]) -> Callable[[Figures], tuple[Number, ...]]:
    """A reader of the figures of some cells at once: every report needs the same sums."""
    return itemgetter(*cells)


def missing(cells: tuple[str, ...], figures: Figures) -> tuple[str, ...]:
    """The cells without a number."""
    together = figures.together if isinstance(figures, ReportFigures) else ()
    known = {key for keys, value in together if value is not None for key in keys}
    return tuple(key for key in cells if figures.get(key) is None and key not in known)


def filled(key: str, figures: Figures, edition: str) -> Number | None:
    """What a blank cell must hold by the relations that lack only it.

    None where no relation says, or they disagree.
    """
    wanted = set()
    for relation in standing_in(edition).get(key, ()):
        if missing(relation.cells, figures) != (key,):
            continue
        difference = gap(relation, {**figures, key: 0})
        if difference is not None:
            wanted.add(-difference if key in relation.left else difference)
    return wanted.pop() if len(wanted) == 1 else None
