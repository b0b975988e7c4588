"""Totals and what they cover: arithmetic as evidence, and a comparison that finds lost rows.

A total covers the rows since the total before it, or all above; one that stands first covers those
below. Money is compared in yuan.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from zbreport.ledgers.amounts import plain
from zbreport.ledgers.marks import Kind, Mark, mark_of, words
from zbreport.ledgers.signs import RowReader, cell_of, count_in, number_in
from zbreport.text.compare import normalise
from zbreport.vocabulary import is_known_wording

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

_NEAR = Decimal("0.005")
_MANY = 2000  # rows left out, beyond which only what stands since the last total is summed up


@dataclass(frozen=True, slots=True)
class Total:
    """A row that sums up others: its index, the word that says so, and column → number."""

    index: int
    mark: Mark
    numbers: Mapping[int, Decimal]


class Difference(NamedTuple):
    """A total that is not what its rows give.

    Attributes:
        total: the total.
        column: where its number stands.
        said, counted: in the unit of the column.
        first, last: the indices of the rows it covers.
        rows: how many of them are items.
        is_count: whether the number is one of items.
    """

    total: Total
    column: int
    said: Decimal
    counted: Decimal
    first: int
    last: int
    rows: int
    is_count: bool


class Totals:
    """The sums and numbers of rows above a row, since the last total and since the first row."""

    def __init__(self, reader: RowReader) -> None:
        """Takes the reader of the table."""
        self._reader = reader
        self._ends = [0]
        self._sums: dict[int, tuple[list[Decimal], list[int]]] = {}
        self._out: list[int] = []

    def leave_out(self, index: int) -> None:
        """Takes a row that is no item."""
        self._out.append(index)

    def end(self, index: int) -> None:
        """Takes a total: what is summed up begins anew below it."""
        self._ends.append(index + 1)

    def covered(self, index: int, numbers: Mapping[int, Decimal]) -> int:
        """How many rows above a row one of its numbers sums up or counts; 0 if none does."""
        for start in dict.fromkeys((self._ends[-1], 0)):
            out = [at for at in self._out if start <= at < index] if len(self._out) < _MANY else []
            rows = index - start - len(out)
            for column, number in numbers.items():
                if column in self._reader.serial or (start == 0 and len(self._out) >= _MANY):
                    continue
                total, held = self._between(column, start, index, out)
                if held and 2 * held >= rows and abs(total - number) < _NEAR:
                    return held
                if rows and number == rows and (not held or column in self._reader.names):
                    return rows
        return 0

    def _between(
        self, column: int, start: int, stop: int, out: Collection[int]
    ) -> tuple[Decimal, int]:
        """Sum and number of the numbers in a column, without those of some rows."""
        if column not in self._sums:
            unit = self._reader.units.get(column)
            found = [number_in(cell_of(row, column), unit) for row in self._reader.rows]
            self._sums[column] = (
                [Decimal(0), *accumulate(one or Decimal(0) for one in found)],
                [0, *accumulate(int(one is not None) for one in found)],
            )
        sums, helds = self._sums[column]
        total = sums[stop] - sums[start] - sum(sums[at + 1] - sums[at] for at in out)
        return total, helds[stop] - helds[start] - sum(helds[at + 1] - helds[at] for at in out)


def differences(
    reader: RowReader, totals: Sequence[Total], out: Collection[int]
) -> Iterator[Difference]:
    """Yields the totals that differ from what they cover, in every reading of it.

    Args:
        reader: of the table.
        totals: in order.
        out: the indices of all rows that are no items.
    """
    comparer = _Comparer(reader, totals, out)
    for place, total in enumerate(totals):
        if (
            total.mark.kind is not Kind.CARRIED
            and total.mark.word not in words()["totals"]["not_sums"]
        ):
            for column, said in {**total.numbers, **_counts(reader, total)}.items():
                if column in reader.serial or not (found := comparer.compare(place, column, said)):
                    continue
                if not _is_of_some(reader, total, column, said, out):
                    yield found


def _is_of_some(
    reader: RowReader, total: Total, column: int, said: Decimal, out: Collection[int]
) -> bool:
    """Whether a total is one of some rows only, whose word stands before it: `商业企业 计数`.

    It fits where it sums up or counts the rows above with that word, and where the word is one of
    results or kinds that no row has (`现行有效合计`).
    """
    group = _group_of(reader, total)
    if not group:
        return False
    unit = reader.units.get(column)
    mine = [
        row
        for index, row in enumerate(reader.rows[: total.index])
        if index not in out and any(normalise(str(cell)) == group for cell in row)
    ]
    if not mine:
        return reader.table.kind is None and is_known_wording(group)
    amounts = [number_in(cell_of(row, column), unit) for row in mine]
    amount = sum((one for one in amounts if one is not None), Decimal(0))
    return abs(said - amount) < _NEAR or said == len(mine)


def _group_of(reader: RowReader, total: Total) -> str:
    """What stands before the word of a total, normalised; empty where only a period does."""
    if total.mark.group:
        return total.mark.group
    for cell in reader.rows[total.index]:
        if isinstance(cell, str) and total.mark.word and mark_of(cell) == total.mark:
            before = normalise(cell).partition(total.mark.word)[0]
            return "" if mark_of(before) is not None else before
    return ""


def _counts(reader: RowReader, total: Total) -> dict[int, Decimal]:
    """The numbers of items that stand in words: `2件`, `合计(共3条)`, `合计：12`."""
    found = {}
    row = reader.rows[total.index]
    for column in range(reader.left, reader.right or len(row)):
        cell = cell_of(row, column)
        if isinstance(cell, str) and (number := count_in(cell)) is not None:
            found[column] = number
    return found


class _Comparer:
    def __init__(self, reader: RowReader, totals: Sequence[Total], out: Collection[int]) -> None:
        self._reader, self._totals = reader, totals
        self._items = [
            0,
            *accumulate(int(index not in out) for index in range(len(reader.rows))),
        ]
        self._out = out
        self._columns: dict[int, tuple[list[Decimal], list[int], list[int]]] = {}

    def compare(self, place: int, column: int, said: Decimal) -> Difference | None:
        """What a number differs from; None where a reading fits, or nothing is in its reach."""
        total = self._totals[place]
        spans = [span for span in self._spans(place) if self._items[span[1]] > self._items[span[0]]]
        if not spans:
            return None
        numeric = False
        for start, stop in spans:
            rows = self._items[stop] - self._items[start]
            amount, held, filled = self._between(column, start, stop)
            numeric = numeric or 2 * held >= rows
            fits: set[Decimal] = set()
            if not numeric or column in self._reader.names:
                fits = {Decimal(rows), Decimal(filled), *self._with_a_day(start, stop)}
            if held and 2 * held >= rows:
                fits.add(amount)
            if any(abs(said - one) < _NEAR for one in fits):
                return None
        start, stop = spans[0]
        rows = self._items[stop] - self._items[start]
        amount, held, _ = self._between(column, start, stop)
        is_count = not (2 * held >= rows) or column in self._reader.names
        unit = Decimal(1) if is_count else self._reader.units.get(column, Decimal(1))
        counted = Decimal(rows) if is_count else plain(amount / unit)
        shown = plain(said / unit)
        return Difference(total, column, shown, counted, start, stop - 1, rows, is_count)

    def _with_a_day(self, start: int, stop: int) -> set[Decimal]:
        """How many items of a stretch have a date; what is not yet published is often left out."""
        return {Decimal(self._between(column, start, stop)[2]) for column in self._reader.dates}

    def _spans(self, place: int) -> list[tuple[int, int]]:
        """The stretches of rows that a total may cover, the likeliest first."""
        totals, total = self._totals, self._totals[place]
        size = len(self._reader.rows)
        before = totals[place - 1].index + 1 if place else 0
        after = totals[place + 1].index if place + 1 < len(totals) else size
        same = next(
            (one.index + 1 for one in reversed(totals[:place]) if one.mark.word == total.mark.word),
            0,
        )
        above = [(before, total.index), (same, total.index), (0, total.index)]
        if (
            total.mark.word in words()["totals"]["running"]
            or self._items[before] == self._items[total.index]
        ):
            above.reverse()
        below = [(total.index + 1, size), (total.index + 1, after)]
        return list(dict.fromkeys([*above, *below]))

    def _between(self, column: int, start: int, stop: int) -> tuple[Decimal, int, int]:
        """Of the items of a stretch, in a column: the sum, how many numbers, how many cells."""
        if column not in self._columns:
            unit = self._reader.units.get(column)
            cells = [
                "" if index in self._out else cell_of(row, column)
                for index, row in enumerate(self._reader.rows)
            ]
            found = [number_in(cell, unit) for cell in cells]
            self._columns[column] = (
                [Decimal(0), *accumulate(one or Decimal(0) for one in found)],
                [0, *accumulate(int(one is not None) for one in found)],
                [0, *accumulate(int(cell != "") for cell in cells)],
            )
        sums, helds, filled = self._columns[column]
        return sums[stop] - sums[start], helds[stop] - helds[start], filled[stop] - filled[start]
