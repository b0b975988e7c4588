"""What the cells of a row show for and against an item; cells lent by a merge show nothing.

`RowReader` knows the columns of one table: running numbers, names, dates, offices, remarks.
`evidence` decides by what it reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from zbreport.ledgers.amounts import YUAN, Amount, read_amount, unit_in
from zbreport.ledgers.dates import read_date
from zbreport.ledgers.marks import Kind, Mark, mark_of, words
from zbreport.text.compare import is_null, normalise
from zbreport.vocabulary.headers import LedgerColumns, ledger_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.ledgers.table import LedgerTable
    from zbreport.model import Scalar

_FIRST_SERIAL = 1900  # below it a number in a date column is a count or a running number
_COUNTED = re.compile(r"(?<![\d.,])(\d{1,7})\s*[条篇件个项次份宗起笔例]")
_MOST_ROWS = 10_000_000  # a running number is smaller
_SAMPLE = 40  # rows that are looked at for what is usual in a table
_USUAL = 0.6  # part of them

_USUAL_SOMEWHERE = frozenset({Kind.PERIOD, Kind.MONTH, Kind.CARRIED, Kind.INSTRUCTION, Kind.SAMPLE})
"""Marks that may be what a column is for (月份, 季度), and then say nothing."""


@dataclass(slots=True)
class Signs:
    """What one row shows.

    Attributes:
        marks: (column, mark) of the cells that say something against an item.
        serial: a running number of its own.
        number: a number that names it.
        url: an address.
        called: a name of its own (title, item of a fee).
        shows: a wording that only an item has.
        texts: further text that is neither the office's nor the same in every row.
        dated: a date of its own in a column of dates.
        numbers: column → number, of the cells that are plain numbers.
        filled: the columns that hold anything.
    """

    marks: list[tuple[int, Mark]] = field(default_factory=list)
    serial: bool = False
    number: bool = False
    url: bool = False
    called: bool = False
    shows: bool = False
    texts: bool = False
    dated: bool = False
    numbers: dict[int, Decimal] = field(default_factory=dict)
    filled: list[int] = field(default_factory=list)

    @property
    def named(self) -> bool:
        """Whether anything tells this row from a nameless number."""
        return self.serial or self.number or self.url or self.called or self.shows or self.texts

    def marked(self, *kinds: Kind) -> list[tuple[int, Mark]]:
        """The marks of some kinds."""
        return [(column, mark) for column, mark in self.marks if mark.kind in kinds]


class RowReader:
    """The columns of a table by their part in a row, and the signs of its rows.

    Attributes:
        left, right: the columns of the block, `right` excluded (None: to the end of a row).
        header: normalised.
    """

    def __init__(self, table: LedgerTable, rows: Sequence[Sequence[Scalar]]) -> None:
        """Takes a table of a known ledger and its non-blank rows, whole."""
        block = table.block
        if block is None:
            message = "a table without a header has no rows to read"
            raise ValueError(message)
        self.table, self.rows = table, rows
        self.spec: LedgerColumns = ledger_columns()[table.ledger or ""]
        self.header = [normalise(text) for text in block.headers]
        self.left = block.left
        self.right = None if block.alone else block.left + len(self.header)
        roles = words()["roles"]
        self.serial = self._headed(lambda text: text in roles["serial"])
        self.remarks = self._headed(lambda text: text in words()["remarks"]["headers"])
        self.office = self._headed(
            lambda text: (
                any(part in text for part in roles["office"])
                and not any(part in text for part in roles["never_office"])
            )
        )
        fields = table.fields
        self.dates = {
            column
            for name, column in fields.items()
            if name in self.spec.fields and self.spec.fields[name].kind == "date"
        }
        self.names = {fields[name] for name in self.spec.names if name in fields}
        self.numbers = {fields[name] for name in ("number", "item_id") if name in fields}
        self.shows = {fields[name] for name in self.spec.shows if name in fields}
        self.described = set(fields.values()) - self.names - self.shows - self.dates
        self.units = {
            self.left + offset: YUAN[unit]
            for offset, text in enumerate(block.headers)
            if (unit := unit_in(text)) in YUAN
        }

    def _headed(self, fits: object) -> set[int]:
        return {
            self.left + offset
            for offset, text in enumerate(self.header)
            if text and callable(fits) and fits(text)
        }

    @cached_property
    def first(self) -> int:
        """The leftmost column with a header."""
        return next(
            (self.left + offset for offset, text in enumerate(self.header) if text), self.left
        )

    @cached_property
    def naming(self) -> set[int]:
        """The columns where a word stands for the name of the row."""
        return self.serial | self.names | self.dates | {self.first}

    @cached_property
    def constant(self) -> set[int]:
        """The columns that hold one text wherever they hold any: filled before there is an item."""
        kept = set()
        for offset, text in enumerate(self.header):
            column = self.left + offset
            if text and column not in self.dates | self.shows | self.serial:
                held = [cell for row in self.rows if (cell := cell_of(row, column)) != ""]
                if len(held) > 2 and len(set(map(str, held))) == 1 and isinstance(held[0], str):
                    kept.add(column)
        return kept

    @cached_property
    def periodic(self) -> set[int]:
        """The columns in which stretches of time are usual, and say nothing of a total."""
        kept = set()
        for column in (
            {*range(self.left, self.left + len(self.header))} - self.serial - self.numbers
        ):
            held = [cell for row in self.rows if (cell := cell_of(row, column)) != ""]
            such = sum(
                1 for cell in held if (mark := mark_of(cell)) and mark.kind in _USUAL_SOMEWHERE
            )
            if such > len(held) / 2 and such > 1:
                kept.add(column)
        return kept

    @cached_property
    def usually_named(self) -> bool:
        """Whether the items of this table have something that tells them from a nameless number."""
        step = max(1, len(self.rows) // _SAMPLE)
        signs = [self.read(index) for index in range(0, len(self.rows), step)]
        plain = [one.named for one in signs if not one.marks and len(one.filled) > 1]
        return sum(plain) > _USUAL * len(plain) if plain else True

    @cached_property
    def usually_numbered(self) -> bool:
        """Whether the rows of this table have running numbers."""
        step = max(1, len(self.rows) // _SAMPLE)
        signs = [self.read(index) for index in range(0, len(self.rows), step)]
        plain = [one.serial for one in signs if not one.marks and len(one.filled) > 1]
        return bool(self.serial) and sum(plain) > _USUAL * len(plain)

    def read(self, index: int) -> Signs:
        """The signs of a row."""
        signs = Signs()
        row = self.rows[index][self.left : self.right]
        for column, value in enumerate(row, start=self.left):
            if not is_empty(value):
                signs.filled.append(column)
                self._look(signs, column, value)
        return signs

    def _look(self, signs: Signs, column: int, value: Scalar) -> None:
        if mark := self._mark(column, value):
            signs.marks.append((column, mark))
            if mark.kind in {Kind.COUNT, Kind.TALLY} and (count := count_in(str(value))):
                signs.numbers[column] = count
            return
        if column in self.dates and may_be_date(value):
            signs.dated = True
            return
        number = number_in(value, self.units.get(column))
        if number is not None:
            signs.numbers[column] = number
        if column in self.serial:
            signs.serial = signs.serial or _is_serial(value)
        elif column in self.names:
            self._name(signs, column, value, plain=number is not None)
        elif column in self.shows:
            signs.shows = signs.shows or number is None
        elif number is None and not self._says_nothing(column, value):
            signs.texts = True

    def _mark(self, column: int, value: Scalar) -> Mark | None:
        """The mark of a cell, where it says in this column what it says."""
        mark = mark_of(value)
        if mark is None or (self.spec.whole and not _says_only_that(mark, str(value))):
            return None
        if mark.kind in _USUAL_SOMEWHERE and column in self.periodic:
            return None
        if mark.kind in {Kind.PERIOD, Kind.CARRIED}:
            return mark if column in self.naming - self.described else None
        if mark.kind is Kind.MONTH:
            places = self.serial | self.names | {self.first}
            return mark if column in places - self.described - self.dates else None
        return mark

    def _name(self, signs: Signs, column: int, value: Scalar, *, plain: bool) -> None:
        text = str(value)
        if column in self.numbers:
            if _is_long(text) if plain else any(map(str.isdigit, text)):
                signs.number = True
            elif not plain:
                signs.called = True
            elif self._numbered_so(column):
                signs.serial = True
        elif "://" in text or text.lower().startswith("www."):
            signs.url = True
        elif not plain and column != self.table.fields.get("url"):
            signs.called = True

    def _numbered_so(self, column: int) -> bool:
        """Whether small numbers are usual in the column of registration numbers."""
        return all(
            cell == "" or number_in(cell) is not None or mark_of(cell) is not None
            for cell in (cell_of(row, column) for row in self.rows[:_SAMPLE])
        )

    def _says_nothing(self, column: int, value: Scalar) -> bool:
        return (
            column in self.described
            or column in self.dates
            or column in self.remarks
            or column in self.office
            or isinstance(value, (bool, date))
            or column >= self.left + len(self.header)
            or isinstance(read_date(value, 2000), date)
        )


def _says_only_that(mark: Mark, text: str) -> bool:
    """Whether a cell is its mark and nothing more than a period: an item may end in 合计."""
    if not mark.word or mark.word == "head":
        return True
    before = normalise(text).strip("【】()[]").partition(mark.word)[0]
    period = mark_of(before)
    return not before or (period is not None and period.kind in {Kind.PERIOD, Kind.MONTH})


def cell_of(row: Sequence[Scalar], column: int) -> Scalar:
    """The cell of a row that may be too short to have one."""
    return row[column] if column < len(row) else ""


def is_empty(value: Scalar) -> bool:
    """Whether a cell holds nothing, or what a program writes for it (`NULL`)."""
    return isinstance(value, str) and (not value or value.isspace() or is_null(value.strip()))


def number_in(value: Scalar, unit: Decimal | None = None) -> Decimal | None:
    """A cell as a number, money in yuan (`unit`: yuan in one of the column's); None if none."""
    if isinstance(value, (bool, date)):
        return None
    found = read_amount(value)
    if not isinstance(found, Amount):
        return None
    if found.unit and found.unit not in YUAN:
        return None
    return found.value * (YUAN[found.unit] if found.unit else unit or 1)


def may_be_date(value: Scalar) -> bool:
    """Whether a cell of a column of dates may be one, or is meant to be."""
    if isinstance(value, str):
        if not any(map(str.isdigit, value)):
            return False
        number = number_in(value)
        return number >= _FIRST_SERIAL if number is not None else _resembles_date(value)
    return isinstance(value, date) or not isinstance(value, (int, float)) or value >= _FIRST_SERIAL


def _resembles_date(text: str) -> bool:
    found = read_date(text, 2000)
    return isinstance(found, date) or (found is not None and found != "L102")


def count_in(text: str) -> Decimal | None:
    """The number of items in `2件`, `共120条`, `合计(共3条)`; None where a cell gives none."""
    found = _COUNTED.findall(text)
    return Decimal(found[-1]) if found else None


def _is_serial(value: Scalar) -> bool:
    if isinstance(value, (int, float)):
        return 0 < value < _MOST_ROWS and value == int(value)
    text = normalise(str(value)).strip("()[]第号、.")
    return text.isdigit() or (
        0 < len(text) <= 3 and all(ch in "一二三四五六七八九十百" for ch in text)
    )


def _is_long(text: str) -> bool:
    """Whether digits are more than a count: eight of them, or with a zero in front."""
    digits = text.removesuffix(".0")
    return len(digits) >= 8 or (digits.startswith("0") and len(digits) > 1)
