"""This year's figures beside last year's: what changed, and by how much.

Runs after `tabulate` where last year's report was given. Between two editions of the form only what
means the same is compared (`forms.comparable`): the rows of （六）, which 2019 does not tell apart,
only as their sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from zbreport.forms.comparable import same_cells
from zbreport.forms.layout import form_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zbreport.forms import Line, Table
    from zbreport.model import Number, Report


WHOLE = ("requests.total.total",)
"""What shares are of: （七）总计, whose key is the same in all editions."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison.

    Attributes:
        label: in the form's words, the section in front: `三/（一）予以公开`.
        cells: the cells that are added up for this year's figure.
        last, now: the two figures; None where nothing gives one, and for `last` where the editions
            differ.
        last_whole, whole: what shares are of, the two （七）总计.
        has_share: whether a share of them means something.
    """

    label: str
    cells: tuple[str, ...]
    last: Number | None
    now: Number | None
    last_whole: Number | None = None
    whole: Number | None = None
    has_share: bool = False

    @property
    def change(self) -> Number | None:
        """How much more than last year."""
        return None if self.last is None or self.now is None else self.now - self.last

    @property
    def percent(self) -> Decimal | None:
        """The change in percent of last year, to one decimal; None where last year was 0."""
        return None if self.change is None or not self.last else percent(self.change, self.last)


def percent(part: Number, whole: Number) -> Decimal:
    """A share in percent, to one decimal, half up."""
    return (Decimal(100) * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def compare(report: Report, previous: Report) -> tuple[Compared, ...]:
    """Sets a report beside last year's.

    Args:
        report: this year's figures.
        previous: last year's, of the same edition or of another.

    Returns:
        Of section 三 the 总计 of every row with sums of the groups, and who applied; all other
        tables cell by cell, 四 with both kinds of suits together.
    """
    pair = _Pair(report, previous)
    form = form_of(report)
    lines: list[Compared] = []
    for table in form.tables:
        if table.key == "requests":
            lines += _requests(pair, table)
        else:
            lines += (pair.line(form.label(key), (key,)) for key in _keys(table))
            lines += _suits(pair, table)
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two reports, and which of last year's cells mean the same."""

    report: Report
    previous: Report

    def line(self, label: str, keys: tuple[str, ...], *, share: bool = False) -> Compared:
        """One line: the sum of some cells, and of the cells of last year that mean the same."""
        now, then = form_of(self.report), form_of(self.previous)
        whole = WHOLE if share else ()
        return Compared(
            label,
            keys,
            _sum(self.previous.cells, same_cells(now, keys, then)),
            _sum(self.report.cells, keys),
            _sum(self.previous.cells, same_cells(now, whole, then)),
            _sum(self.report.cells, whole),
            share,
        )


def _requests(pair: _Pair, table: Table) -> Iterator[Compared]:
    (block,) = table.blocks
    received, *rows = block.rows
    yield pair.line(f"三/{received.path[-1]}", (_total(received),))
    for column in block.columns[:-1]:
        yield pair.line(
            f"三/{received.path[-1]}/{column.path[-1]}", (table.cell_key(received, column),)
        )
    for group, members in groupby(rows, key=_group):
        inside = list(members)
        if group:
            keys = tuple(map(_total, inside))
            yield pair.line(f"三/{group}（各行之和）", keys, share=True)
        for row in inside:
            yield pair.line(
                f"三/{'/'.join(row.path[1:] or row.path)}", (_total(row),), share=len(row.path) > 1
            )


def _suits(pair: _Pair, table: Table) -> Iterator[Compared]:
    """Groups of columns under one label, added up: both kinds of suits together."""
    for block in table.blocks:
        sums: dict[tuple[str, str], list[str]] = {}
        for row in block.rows:
            for column in block.columns:
                if len(column.path) > 2:
                    names = column.path[0], column.path[-1]
                    sums.setdefault(names, []).append(table.cell_key(row, column))
        for (group, label), keys in sums.items():
            yield pair.line(f"{table.section}/{group}/{label}", tuple(keys))


def only_as_sums(report: Report, previous: Report) -> tuple[str, ...]:
    """The groups of section 三 that two editions can compare as a whole only: `（六）其他处理`."""
    now, then = form_of(report), form_of(previous)
    (block,) = now.table("requests").blocks
    found = []
    for group, rows in groupby(block.rows, key=_group):
        keys = tuple(map(_total, rows))
        alone = [same_cells(now, (key,), then) for key in keys]
        if group and same_cells(now, keys, then) and not any(alone):
            found.append(group)
    return tuple(found)


def _group(row: Line) -> str:
    return row.path[1] if len(row.path) > 2 else ""


def _total(row: Line) -> str:
    return f"requests.{row.key}.total"


def _keys(table: Table) -> Iterator[str]:
    for _, row, column in table.lines():
        yield table.cell_key(row, column)


def _sum(cells: Mapping[str, Number | None], keys: Sequence[str]) -> Number | None:
    known = [value for key in keys if (value := cells.get(key)) is not None]
    return sum(known) if keys and len(known) == len(keys) else None
