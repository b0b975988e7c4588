"""The rows of a table: every non-blank row below the header, with the cells of the mapped columns, kept by distinct value.

Rows that are no items (totals, repeated headers, notes and signatures, continuations of a merged
row) get their reason here; no row is ever dropped, because rows read = rows counted + rows set
aside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, cast

import numpy as np

from zbreport.ledgers.applicant_ids import FIELD, applicant_ids
from zbreport.ledgers.blocks import blank_rows, is_blank
from zbreport.ledgers.dates import days_column
from zbreport.ledgers.distinct import Column, joined
from zbreport.ledgers.identity import IDENTITIES
from zbreport.sources.columns import ColumnRows
from zbreport.text.compare import is_null, normalise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zbreport.ledgers.blocks import Block
    from zbreport.ledgers.table import Table
    from zbreport.model import Scalar

KEY_FIELDS = ("number", "title", "item_id", "url", "item")
"""Fields that name the item of a row: never filled down a merged range."""

_TOTAL = re.compile(
    r"(?:(?:19|20)\d\d年度?)?(?:本页|本月|本季度?|本年度?|全年|全部|年度|月度|季度|[上下]半年|第?[一二三四1-4]季度|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?)?"
    r"(?:合计|小计|总计|累计|总数|共计)[:(]?(?:共?\d+[条件篇个项次]?)?\)?|共计?\d+[条件篇个项次]"
)
_NOTE = re.compile(
    r"(?:填表|制表|填报|审核|审批|复核|负责|经办|联系|统计|分管|单位负责|科室负责)人?(?:员|单位|时间|日期|电话|领导)?[:签(]|(?:备注|注|说明|数据来源|填表说明|截至)[:\d]|注[1-9]?[.、]"
)
_DATE_LIKE = re.compile(r"\s*'?(?:\d{1,4}\s*[-/.年月]\s*\d|\d{5,}|[〇零○一二三四五六七八九]{4}年)")
_FIRST_SERIAL = 1900  # below it a number in a date column is a count or a running number


@dataclass(frozen=True, slots=True)
class Harvest:
    """What is kept of a table once its sheet is let go: which rows it has, and the cells of the columns that its ledger needs.

    Attributes:
        rows: Excel row number of every non-blank row below the header, n `int32`.
        reasons: index of a row → why it is no item, for the rows that are none.
        columns: field → its cells by distinct value; days without their time of day; of a register
            that names applicants their hashes (see `applicant_ids`).
        keys: field → n `int64`, for the fields that only identify an item (see `identity`).
        source: index of the table among all tables, once all are known.
    """

    rows: np.ndarray
    reasons: Mapping[int, str] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)
    keys: Mapping[str, np.ndarray] = field(default_factory=dict)
    source: int = -1

    def of_table(self, source: int) -> Harvest:
        """The same, of the table with this index."""
        return replace(self, source=source)

    def set_aside(self) -> np.ndarray:
        """The reason of every row, None where it may be an item (object)."""
        reasons = np.full(len(self.rows), None, dtype=object)
        for index, reason in self.reasons.items():
            reasons[index] = reason
        return reasons


def harvest(table: Table, above: int = 0) -> Harvest:
    """Reads the data rows of a table.

    Args:
        table: a table of a known ledger.
        above: how many rows stand above those of its sheet, which may be a piece of a long one.

    Returns:
        Every non-blank row below the header (of a sparse table: that says something in a column of
        its own).
    """
    block = table.block
    if block is None:
        message = "a table without a header has no rows to read"
        raise ValueError(message)
    body = block.sheet.rows[block.start : block.stop]
    kept = _kept(block, body, min(table.fields.values(), default=0))
    if table.sparse:
        own = [column for name, column in table.fields.items() if name != "reviewed_first"]
        kept = [
            index
            for index in kept
            if any(says_something(_cell(body[index], column)) for column in own)
        ]
    rows = body if len(kept) == len(body) else [body[index] for index in kept]
    numbers = np.asarray(kept, dtype=np.int32) + np.int32(block.start + above + 1)
    cells = {name: _cells(rows, column) for name, column in table.fields.items()}
    _fill_merged(table, cells, numbers)
    identities = IDENTITIES.get(table.ledger or "", {})
    columns = {
        name: days_column(values) if name.endswith("_on") else Column.of(values)
        for name, values in cells.items()
        if name not in identities
    }
    reasons = _reasons(table, rows, columns, numbers)
    if (ids := applicant_ids(table, rows, numbers.tolist())) is not None:
        columns[FIELD] = Column.of(ids)
    keys = {name: make(as_texts(cells[name])) for name, make in identities.items() if name in cells}
    return Harvest(numbers, reasons, columns, keys)


def put_together(parts: Sequence[Harvest]) -> Harvest:
    """What was kept of the pieces of one table, as one."""
    starts = np.cumsum([0, *(len(part.rows) for part in parts)]).tolist()
    return Harvest(
        rows=np.concatenate([part.rows for part in parts]),
        reasons={
            start + index: why
            for start, part in zip(starts, parts, strict=False)
            for index, why in part.reasons.items()
        },
        columns={name: joined([part.columns[name] for part in parts]) for name in parts[0].columns},
        keys={name: np.concatenate([part.keys[name] for part in parts]) for name in parts[0].keys},
    )


def says_something(value: object) -> bool:
    """Whether a cell of a register's column of reviews or suits says that there was one."""
    return as_text(value) not in {"", "无", "否", "-", "--", "—", "——", "/"}


def _kept(block: Block | None, body: Sequence[Sequence[Scalar]], glance: int = 0) -> Sequence[int]:
    """Indices of the rows that hold something (`glance` as for `blank_rows`); of a block beside others, in its own columns."""
    if block is None or block.alone:
        blank = set(blank_rows(body, glance))
        return (
            range(len(body))
            if not blank
            else [index for index in range(len(body)) if index not in blank]
        )
    left, right = block.left, block.left + len(block.headers)
    return [index for index, row in enumerate(body) if not is_blank(row[left:right])]


def unread_rows(table: Table) -> Harvest:
    """The rows of a table that no ledger takes: all set aside, none of their cells read."""
    block = table.block
    first, body = (
        (block.start, table.sheet.rows[block.start : block.stop])
        if block
        else (0, table.sheet.rows)
    )
    numbers = np.asarray(_kept(block, body), dtype=np.int32) + np.int32(first + 1)
    return Harvest(numbers, dict.fromkeys(range(len(numbers)), table.reason))


def as_texts(values: Sequence[Scalar]) -> list[str]:
    """Cells as text, whole numbers without `.0`; trimmed, unless all are texts."""
    if set(map(type, values)) == {str}:
        return cast("list[str]", values)
    return [as_text(value) for value in values]


def as_text(value: object) -> str:
    """A cell as text: trimmed, whole numbers without a decimal point; blank for `NULL` and its like."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = str(value).strip()
    return "" if is_null(text) else text


def _cell(row: Sequence[Scalar], column: int) -> Scalar:
    return row[column] if column < len(row) else ""


def _cells(rows: Sequence[Sequence[Scalar]], column: int) -> list[Scalar]:
    if isinstance(rows, ColumnRows):
        return list(rows.column(column))
    try:
        return [row[column] for row in rows]
    except IndexError:
        return [_cell(row, column) for row in rows]


def _fill_merged(table: Table, columns: dict[str, list[Scalar]], numbers: np.ndarray) -> None:
    """Carries the value of a vertically merged cell to the rows it covers, for fields that describe and do not name an item."""
    tall = [span for span in table.sheet.merged if span.bottom > span.top]
    if not tall:
        return
    places = {int(number) - 1: index for index, number in enumerate(numbers)}
    for name, column in table.fields.items():
        if name in KEY_FIELDS:
            continue
        for span in tall:
            if span.left <= column <= span.right and span.top in places:
                for row in range(span.top + 1, span.bottom + 1):
                    if row in places and columns[name][places[row]] == "":
                        columns[name][places[row]] = columns[name][places[span.top]]


def _reasons(
    table: Table,
    rows: Sequence[Sequence[Scalar]],
    columns: Mapping[str, Column],
    numbers: np.ndarray,
) -> dict[int, str]:
    """The reason of every row that is no item, by index. Only rows that lack a usual date or name are looked at closely."""
    reasons: dict[int, str] = {}
    block = table.block
    if block is None:
        return reasons
    header = [normalise(text) for text in block.headers]
    width = max((place for place, text in enumerate(header, start=1) if text), default=0)
    left, right = block.left, None if block.alone else block.left + len(header)
    for index in _suspects(columns, len(rows)):
        row = rows[index][left:right]
        cells = [value for value in row if value != ""]
        texts = [normalise(str(value)) for value in cells[:2]]
        if _repeats(row, header):
            reasons[index] = "repeated_header"
        elif any(_TOTAL.fullmatch(text) for text in texts):
            reasons[index] = "total_row"
        elif _is_note(cells, texts, width) and not _names_item(table, rows[index]):
            reasons[index] = "note_row"
    for index in _continuations(table, numbers):
        if reasons.get(index, "note_row") == "note_row":
            reasons[index] = "continuation"
    return reasons


def _is_note(cells: Sequence[Scalar], texts: Sequence[str], width: int) -> bool:
    """Whether a row without a date is a signature line, a note, or a text by itself."""
    if not cells or (len(cells) == 1 and width > 2 and isinstance(cells[0], str)):
        return True
    return len(cells) <= max(2, width // 2) and _NOTE.match(texts[0]) is not None


def _names_item(table: Table, row: Sequence[Scalar]) -> bool:
    """Whether a row with a single cell is an item that lacks all else: its name stands in a column of its own, right of the first."""
    columns = [table.fields[name] for name in KEY_FIELDS if name in table.fields]
    first = next((column for column, value in enumerate(row) if value != ""), 0)
    return (
        first in columns
        and table.block is not None
        and first > table.block.left
        and not _NOTE.match(normalise(str(row[first])))
    )


def _suspects(columns: Mapping[str, Column], count: int) -> Sequence[int]:
    """Rows whose first date column holds nothing like a date: only they can be totals, headers or notes."""
    dates = next((column for name, column in columns.items() if name.endswith("_on")), None)
    if dates is None:
        return range(count)
    unlike = np.array([not _may_be_date(value) for value in dates.distinct], dtype=bool)
    return np.flatnonzero(unlike[dates.codes]).tolist() if unlike.any() else []


def _may_be_date(value: Scalar) -> bool:
    if isinstance(value, str):
        return _DATE_LIKE.match(value) is not None
    return isinstance(value, date) or not isinstance(value, (int, float)) or value >= _FIRST_SERIAL


def _repeats(row: Sequence[Scalar], header: list[str]) -> bool:
    same = sum(
        1
        for value, text in zip(row, header, strict=False)
        if text and isinstance(value, str) and normalise(value) == text
    )
    return same >= max(2, sum(1 for text in header if text) // 2)


def _continuations(table: Table, numbers: np.ndarray) -> list[int]:
    """Rows under a merged registration number: further lines of the same item, not items."""
    column = table.fields.get("number")
    if column is None:
        return []
    covered = {
        row + 1
        for span in table.sheet.merged
        if span.left <= column <= span.right
        for row in range(span.top + 1, span.bottom + 1)
    }
    return (
        [index for index, number in enumerate(numbers) if int(number) in covered] if covered else []
    )
