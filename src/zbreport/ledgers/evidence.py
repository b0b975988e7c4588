"""Decides which rows below a header show that they are items; others get a reason or a question.

The one mechanism for all ledgers: `columns.toml` declares what an item of each shows (`item`),
`rows.toml` what speaks against one, `signs` reads both from a row, and this weighs them. A row that
shows an item counts; one that speaks both ways is set aside and asked about; one that shows nothing
is set aside without a word, with its own reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from zbreport.ledgers.marks import Kind, Mark, mark_of, names_column, ordinal, words
from zbreport.ledgers.signs import RowReader, Signs, cell_of, may_be_date
from zbreport.ledgers.totals import Total, Totals
from zbreport.text.compare import normalise
from zbreport.vocabulary.headers import ledger_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from zbreport.ledgers.table import LedgerTable
    from zbreport.model import Scalar

TOTAL, HEADER, SECOND, NOTE, SAMPLE, UNUSED, CONTINUATION, UNCLEAR, BY_OFFICE = (
    "total_row",
    "repeated_header",
    "second_header",
    "note_row",
    "sample_row",
    "unused_row",
    "continuation",
    "unclear_row",
    "set_aside_by_office",
)
"""Keys of `diagnostics.REASONS`."""

_SURE = 2  # rows above that a number must be the sum of, to be a total without a name
_TELLING = ("outcome", "detail", "result", "amount", "value", "satisfied")
"""Fields that nobody fills before there is an item."""
_LONGEST_DEFAULT = 8  # characters of a word that a list to choose from begins with
_NEXT_TO_HEADER = 4  # rows below a header that may belong to it


@dataclass(slots=True)
class Judged:
    """What was found out about the rows of a table.

    Attributes:
        reasons: index of a row → why it is no item.
        questions: index of a row → why it is not clear whether it is one (its reason is `UNCLEAR`).
        totals: the totals, in order.
        by_sum: rows that are totals by their numbers alone, with how many rows they sum up.
    """

    reasons: dict[int, str] = field(default_factory=dict)
    questions: dict[int, str] = field(default_factory=dict)
    totals: list[Total] = field(default_factory=list)
    by_sum: dict[int, int] = field(default_factory=dict)

    @property
    def as_one(self) -> bool:
        """Whether some rows are what they are by those above and below them."""
        return bool(self.totals or self.questions)

    def answer(self, answers: Mapping[int, bool]) -> None:
        """Takes what the office says of single rows: index → whether it counts."""
        for index, counts in answers.items():
            self.reasons.pop(index, None)
            self.questions.pop(index, None)
            self.by_sum.pop(index, None)
            if not counts:
                self.reasons[index] = BY_OFFICE
        self.totals = [total for total in self.totals if total.index not in answers]


def judge_rows(
    table: LedgerTable,
    rows: Sequence[Sequence[Scalar]],
    suspects: Iterable[int],
    *,
    top: bool = True,
    broken: Callable[[int], bool] = lambda _: False,
    lent: Callable[[int], bool] = lambda _: False,
) -> Judged:
    """Weighs the rows that are not plainly items.

    Args:
        table: of a known ledger.
        rows: its non-blank rows, whole.
        suspects: the indices to look at, see `suspects`.
        top: whether the first row stands right below the header.
        broken: whether a row holds a cell without a value that should have one.
        lent: whether a merged cell names a row.
    """
    reader = RowReader(table, rows)
    judge = _Judge(reader, Judged(), Totals(reader), broken, lent)
    near = judge.near_header() if top else 0
    for index in sorted({*suspects, *range(near)}):
        if index >= near:
            judge.weigh(index)
    return judge.found


def suspects(table: LedgerTable, cells: Mapping[int, Sequence[Scalar]]) -> list[int]:
    """The rows that are not plainly items: something speaks against them, or they lack a name.

    Args:
        table: of a known ledger.
        cells: column → its cells, of at least the mapped ones.
    """
    spec = ledger_columns()[table.ledger or ""]
    found: set[int] = set()
    for values in cells.values():
        said = {
            value for value in {*values} if isinstance(value, str) and mark_of(value) is not None
        }
        if said:
            found.update(index for index, value in enumerate(values) if value in said)
    dated = next((table.fields[name] for name in table.fields if name.endswith("_on")), None)
    size = len(next(iter(cells.values()), ()))
    if dated is None:
        return list(range(size))
    undated = {value for value in {*cells[dated]} if not may_be_date(value)}
    if undated:
        found.update(index for index, value in enumerate(cells[dated]) if value in undated)
    for column in RowReader(table, ()).serial & cells.keys():
        blank = [index for index, value in enumerate(cells[column]) if value == ""]
        if len(blank) < size / 2:
            found.update(blank)
    nameless: Sequence[int] = range(size)
    for name in spec.names:
        if name in table.fields:
            nameless = _blank_among(cells[table.fields[name]], nameless)
    return sorted(found.union(nameless))


def _blank_among(values: Sequence[Scalar], among: Sequence[int]) -> Sequence[int]:
    """Those of some rows whose cell is no text."""
    if set(map(type, values)) == {str}:
        texts = cast("Sequence[str]", values)
        if "" not in texts and not any(map(str.isspace, texts)):
            return ()
    return [
        index
        for index in among
        if not isinstance(value := values[index], str) or not value or value.isspace()
    ]


@dataclass(slots=True)
class _Judge:
    reader: RowReader
    found: Judged
    totals: Totals
    broken: Callable[[int], bool]
    lent: Callable[[int], bool]

    def near_header(self) -> int:
        """Sets the rows right below the header aside that belong to it; how many they are."""
        for index, row in enumerate(self.reader.rows[:_NEXT_TO_HEADER]):
            cells = [cell for cell in row[self.reader.left : self.reader.right] if cell != ""]
            if _repeats(row[self.reader.left :], self.reader.header):
                self.found.reasons[index] = HEADER
            elif _numbers_columns(cells) or _names_columns(cells):
                self.found.reasons[index] = SECOND
            elif not self._sample(index, self.reader.read(index)):
                return index
            self.totals.leave_out(index)
        return min(_NEXT_TO_HEADER, len(self.reader.rows))

    def weigh(self, index: int) -> None:
        """Gives a row its reason, or none if it is an item."""
        self._weigh(index)
        if index in self.found.reasons:
            self.totals.leave_out(index)

    def _weigh(self, index: int) -> None:
        reader = self.reader
        row = reader.rows[index][reader.left : reader.right]
        if _repeats(row, reader.header):
            self.found.reasons[index] = HEADER
            return
        signs = reader.read(index)
        if self._sample(index, signs) or self._signature(index, signs) or self._total(index, signs):
            return
        if self._unused(index, signs):
            self.found.reasons[index] = UNUSED
        elif self._is_note(index, signs, row):
            self.found.reasons[index] = NOTE
        elif not signs.named:
            self._nameless(index, signs)
        elif not (signs.serial or signs.number or signs.url or signs.shows):
            self._unnumbered(index, signs)

    def _sample(self, index: int, signs: Signs) -> bool:
        """Samples, and lines that say how to fill the columns."""
        reader = self.reader
        where = signs.marked(Kind.SAMPLE, Kind.INSTRUCTION)
        heads = [
            mark
            for column, mark in where
            if column in reader.naming | reader.numbers and (mark.kind is Kind.SAMPLE or mark.word)
        ]
        in_remark = any(
            mark.kind is Kind.SAMPLE and (column in reader.remarks or mark.word)
            for column, mark in where
        )
        instructions = [mark for _, mark in where if mark.kind is Kind.INSTRUCTION]
        is_sample = (any(mark.kind is Kind.SAMPLE for mark in heads) and not signs.url) or in_remark
        fills = not signs.dated and not signs.serial and not signs.url
        if is_sample or (fills and (len(instructions) > 1 or any(heads))):
            self.found.reasons[index] = SAMPLE
            return True
        return False

    def _signature(self, index: int, signs: Signs) -> bool:
        marks = signs.marked(Kind.SIGNATURE)
        if not marks or signs.url:
            return False
        places = {column for column, _ in marks}
        if signs.number and signs.filled[0] not in places:
            return False
        if places <= self.reader.remarks and (signs.dated or signs.named):
            return False
        if signs.serial and not places & self.reader.names:
            return False
        if signs.called and signs.dated and len(marks) == 1 and not places & self.reader.naming:
            return False
        self.found.reasons[index] = NOTE
        return True

    def _total(self, index: int, signs: Signs) -> bool:
        """Totals by name, and balances; asks where the row is named as an item is."""
        marks = self._total_marks(index, signs)
        if not marks:
            return False
        column, mark = marks[0]
        strong = signs.serial or signs.number or signs.url or signs.called or signs.shows
        if strong and not self._outweighs(index, signs, column, mark):
            return False
        if index in self.found.questions:
            return True
        self._set_total(index, mark)
        return True

    def _total_marks(self, index: int, signs: Signs) -> list[tuple[int, Mark]]:
        marks = signs.marked(Kind.TOTAL, Kind.PERIOD, Kind.CARRIED, Kind.MONTH)
        tallies = signs.marked(Kind.TALLY)
        if tallies and self.totals.covered(index, dict(_numbers_of(signs, tallies))):
            marks = [*marks, *tallies]
        if signs.named:
            marks = [(column, mark) for column, mark in marks if column not in self.reader.remarks]
        return marks or self._repeated_group(index, signs)

    def _repeated_group(self, index: int, signs: Signs) -> list[tuple[int, Mark]]:
        """The group's name from the row above with 汇总 or 计数 behind it, as Excel writes it."""
        if index == 0 or signs.serial or signs.url:
            return []
        for column in signs.filled:
            text, above = (
                normalise(str(cell_of(self.reader.rows[at], column))) for at in (index, index - 1)
            )
            rest = text.removeprefix(above) if above else ""
            if rest != text and rest in {*words()["totals"]["words"], *words()["totals"]["plain"]}:
                return [(column, Mark(Kind.TOTAL, rest, above))]
        return []

    def _outweighs(self, index: int, signs: Signs, column: int, mark: Mark) -> bool:
        """Whether the word outweighs a name that an item could have; else it is a question."""
        reader = self.reader
        if (signs.url or signs.number) and mark.kind is not Kind.TOTAL:
            return False
        if not signs.url and (
            self.totals.covered(index, signs.numbers) or self._is_group(index, column, mark)
        ):
            return True
        if column not in reader.naming or mark.kind is Kind.MONTH:
            return False
        if mark.kind is Kind.PERIOD and column in reader.names and signs.serial:
            return False
        if not signs.dated and not signs.number and not signs.url and not signs.serial:
            return True
        self._ask(index, f"写着“{mark.word}”，又有自己的{_of_its_own(signs)}")
        return True

    def _is_group(self, index: int, column: int, mark: Mark) -> bool:
        """Whether Excel's subtotal stands under its group."""
        if not mark.group or index == 0:
            return False
        above = normalise(str(cell_of(self.reader.rows[index - 1], column)))
        return above.startswith(mark.group[:10]) or mark.group in above

    def _unused(self, index: int, signs: Signs) -> bool:
        """Whether only what may be filled before there is an item stands in a row."""
        reader = self.reader
        ready = reader.serial | reader.numbers | reader.office
        instructions = [column for column, _ in signs.marked(Kind.INSTRUCTION)]
        if len(signs.marks) > len(instructions) or signs.url or self.broken(index):
            return False
        if reader.table.sparse:
            return False
        rest = [column for column in signs.filled if column not in ready.union(instructions)]
        if not rest:
            return True
        named = {reader.table.fields.get(name) for name in ("title", "url")}
        if not (signs.serial or signs.number):
            return False
        return all(
            column in reader.constant and column not in named for column in rest
        ) or self._by_default(index, rest, ready)

    def _by_default(self, index: int, rest: Sequence[int], ready: Collection[int]) -> bool:
        """Whether a row beside this one has the same few words: lists to choose from begin so."""
        reader = self.reader
        telling = {reader.table.fields.get(name) for name in _TELLING}
        if not telling.isdisjoint(rest) or not (reader.dates | reader.names).isdisjoint(rest):
            return False
        mine = [str(cell_of(reader.rows[index], column)) for column in rest]
        if any(len(text) > _LONGEST_DEFAULT for text in mine):
            return False
        for other in (index - 1, index + 1):
            if 0 <= other < len(reader.rows):
                filled = reader.read(other).filled
                theirs = [str(cell_of(reader.rows[other], column)) for column in rest]
                if theirs == mine and {*rest} == {*filled}.difference(ready):
                    return True
        return False

    def _is_note(self, index: int, signs: Signs, row: Sequence[Scalar]) -> bool:
        """Whether a row without a date is a note, or a text by itself."""
        reader = self.reader
        width = max((place for place, text in enumerate(reader.header, start=1) if text), default=0)
        if not signs.filled:
            return True
        first = signs.filled[0]
        value = cell_of(row, first - reader.left)
        is_note = any(column == first for column, _ in signs.marked(Kind.NOTE))
        if len(signs.filled) == 1 and width > 2:
            if signs.dated:
                return index > 0 and self.found.reasons.get(index - 1) in {NOTE, TOTAL}
            names_item = first in reader.names and first > reader.first and not is_note
            return isinstance(value, str) and first not in signs.numbers and not names_item
        long = isinstance(value, str) and len(value) > 60 and mark_of(value[:50]) is not None
        return (is_note or long) and not signs.dated and len(signs.filled) <= max(2, width // 2)

    def _nameless(self, index: int, signs: Signs) -> None:
        """A number or a day without a name: a total by arithmetic, or a question.

        A question only where the other rows have names.
        """
        reader = self.reader
        covered = self.totals.covered(index, signs.numbers)
        if covered >= _SURE and (reader.usually_named or not signs.dated) and not self.lent(index):
            self.found.by_sum[index] = covered
            self._set_total(index, Mark(Kind.TOTAL))
        elif covered >= _SURE and index == len(reader.rows) - 1:
            self._ask(index, f"的数正好是上面 {covered} 行的合计")
        elif self.broken(index) or self.lent(index) or (reader.spec.asks and not signs.numbers):
            return
        elif reader.usually_named and (signs.dated or signs.numbers):
            self._ask(index, "没有序号、编号和名称，不像其他行")

    def _unnumbered(self, index: int, signs: Signs) -> None:
        """A named row without the others' running number: a total if its number is their sum."""
        reader = self.reader
        if reader.spec.whole or not reader.usually_numbered or self.lent(index):
            return
        covered = self.totals.covered(index, signs.numbers)
        if covered >= _SURE and signs.texts:
            self._ask(index, f"没有序号，数正好是上面 {covered} 行的合计")
        elif covered >= _SURE:
            self.found.by_sum[index] = covered
            self._set_total(index, Mark(Kind.TOTAL))
        elif signs.numbers and index == len(reader.rows) - 1 and self._is_new(index):
            self._ask(index, "没有序号，名称也没有在别的行出现过")

    def _is_new(self, index: int) -> bool:
        """Whether a row's item is called as no other, where several share their names."""
        column = self.reader.table.fields.get("item")
        if column is None:
            return False
        names = [str(cell_of(row, column)) for row in self.reader.rows]
        return names[index] not in names[:index]

    def _set_total(self, index: int, mark: Mark) -> None:
        self.found.reasons[index] = TOTAL
        total = Total(index, mark, self.reader.read(index).numbers)
        self.found.totals.append(total)
        self.totals.end(index)

    def _ask(self, index: int, why: str) -> None:
        self.found.reasons[index] = UNCLEAR
        self.found.questions[index] = why


def _numbers_of(signs: Signs, marks: Sequence[tuple[int, Mark]]) -> Iterator[tuple[int, Decimal]]:
    return ((column, signs.numbers[column]) for column, _ in marks if column in signs.numbers)


def _of_its_own(signs: Signs) -> str:
    parts = {
        "序号": signs.serial,
        "编号": signs.number,
        "网址": signs.url,
        "名称": signs.called or signs.shows,
    }
    return "、".join(name for name, there in parts.items() if there)


def _repeats(row: Sequence[Scalar], header: Sequence[str]) -> bool:
    same = sum(
        1
        for value, text in zip(row, header, strict=False)
        if text and isinstance(value, str) and normalise(value) == text
    )
    return same >= max(2, sum(1 for text in header if text) // 2)


def _numbers_columns(cells: Sequence[Scalar]) -> bool:
    """Whether a row numbers the columns: (1)(2)(3), 甲乙丙, 甲乙 1 2 3, also behind 栏次."""
    if cells and normalise(str(cells[0])) in words()["second_header"]["labels"]:
        cells = cells[1:]
    places = [ordinal(cell) for cell in cells]
    if len(cells) < 2 or None in places:
        return False
    plain = all(isinstance(cell, (int, float)) or str(cell).strip().isdigit() for cell in cells)
    last: dict[int, int] = {}
    for series, place in (found for found in places if found):
        if place != last.get(series, 0) + 1:
            return False
        last[series] = place
    return len(cells) > 2 or (not plain and len(last) == 1)


def _names_columns(cells: Sequence[Scalar]) -> bool:
    """Whether a row repeats the header: names for programs, English, or remarks in brackets."""
    return len(cells) > 1 and all(map(names_column, cells))
