"""This year's figures beside last year's: which cells of two reports mean the same, what changed, and by how much.

Runs after `tabulate` where last year's report was given. Between the editions of 2019 and 2021 only
what means the same is compared: section 四, and section 三 but for the rows of （六）, which 2019
does not tell apart; their sum is compared, never a part of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from zbreport.forms.layout import form_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zbreport.forms import Line, Table
    from zbreport.model import Number, Report

_WHOLE = ("requests.total.total",)
_SUITS = ("litigation_direct", "litigation_after_review")


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
        previous: last year's, of the same edition or of the one before.

    Returns:
        Section 二 cell by cell; of section 三 the 总计 of every row with sums of the groups, and
        who applied; section 四 cell by cell, with both kinds of suits together.
    """
    pair = _Pair(report, previous)
    form = form_of(report)
    lines: list[Compared] = []
    for table in form.tables:
        if table.key == "requests":
            lines += _requests(pair, table)
        else:
            lines += (pair.line(form.label(key), (key,)) for key in _keys(table))
    lines += (
        pair.line(f"四/行政诉讼/{label}", tuple(f"proceedings.{kind}.{key}" for kind in _SUITS))
        for key, label in (
            ("upheld", "结果维持"),
            ("corrected", "结果纠正"),
            ("other", "其他结果"),
            ("pending", "尚未审结"),
            ("total", "总计"),
        )
    )
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two reports, and which of last year's cells mean the same."""

    report: Report
    previous: Report

    def line(
        self,
        label: str,
        keys: tuple[str, ...],
        *,
        last: tuple[str, ...] | None = None,
        share: bool = False,
    ) -> Compared:
        """One line; `last` names last year's cells where they are others."""
        comparable = last or (keys if all(map(self._means_the_same, keys)) else ())
        return Compared(
            label,
            keys,
            _sum(self.previous.cells, comparable),
            _sum(self.report.cells, keys),
            _sum(self.previous.cells, _WHOLE) if share else None,
            _sum(self.report.cells, _WHOLE) if share else None,
            share,
        )

    def sixth(self) -> tuple[str, ...]:
        """Last year's cells of （六） where its edition has one row for all of it and this year's has three."""
        return () if self.previous.edition == self.report.edition else ("requests.other.total",)

    def _means_the_same(self, key: str) -> bool:
        if self.previous.edition == self.report.edition:
            return True
        table, _, row = key.partition(".")
        return table == "proceedings" or (table == "requests" and row.partition(".")[0] != "other")


def _requests(pair: _Pair, table: Table) -> Iterator[Compared]:
    (block,) = table.blocks
    received, *rows = block.rows
    yield pair.line(f"三/{received.path[-1]}", (_total(received),))
    for column in block.columns[:-1]:
        yield pair.line(
            f"三/{received.path[-1]}/{column.path[-1]}", (table.cell_key(received, column),)
        )
    for group, members in groupby(rows, key=lambda row: row.path[1] if len(row.path) > 2 else ""):
        inside = list(members)
        if group:
            keys = tuple(map(_total, inside))
            last = pair.sixth() if group.startswith("（六）") else ()
            yield pair.line(f"三/{group}（各行之和）", keys, last=last or None, share=True)
        for row in inside:
            yield pair.line(
                f"三/{'/'.join(row.path[1:] or row.path)}", (_total(row),), share=len(row.path) > 1
            )


def _total(row: Line) -> str:
    return f"requests.{row.key}.total"


def _keys(table: Table) -> Iterator[str]:
    for _, row, column in table.lines():
        yield table.cell_key(row, column)


def _sum(cells: Mapping[str, Number | None], keys: Sequence[str]) -> Number | None:
    known = [value for key in keys if (value := cells.get(key)) is not None]
    return sum(known) if keys and len(known) == len(keys) else None
