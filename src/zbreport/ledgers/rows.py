"""Reads the rows of a table: each non-blank one, with the cells of the mapped columns.

Rows that are no items (totals, repeated headers, notes and signatures, continuations of a merged
row) get their reason here; no row is ever dropped, because rows read = rows counted + rows set
aside.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from zbreport.ledgers.applicant_ids import FIELD, applicant_ids
from zbreport.ledgers.blocks import blank_rows, is_blank
from zbreport.ledgers.contained import ANSWERED, LINE, line_keys
from zbreport.ledgers.dates import days_of
from zbreport.ledgers.distinct import Column, joined
from zbreport.ledgers.evidence import (
    CONTINUATION,
    NOTE,
    UNCLEAR,
    UNUSED,
    Judged,
    judge_rows,
    suspects,
)
from zbreport.ledgers.identity import DERIVED, IDENTITIES
from zbreport.ledgers.marks import LONGEST, remark_against
from zbreport.ledgers.row_findings import row_findings
from zbreport.ledgers.signs import RowReader
from zbreport.ledgers.table import TableRows
from zbreport.sources.columns import ColumnRows
from zbreport.text.compare import as_text, as_texts
from zbreport.vocabulary import vocabulary
from zbreport.vocabulary.headers import ledger_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zbreport.ledgers.blocks import Block
    from zbreport.ledgers.table import LedgerTable
    from zbreport.model import Scalar

REMARK = "remark"
"""Column of the frame: what a row's remark says against counting it."""
REASON = "remark_reason"
"""Column of the frame: the outcome that a row's remark gives, as the form calls it."""


def read_rows(
    table: LedgerTable, above: int = 0, answers: Mapping[int, bool] = MappingProxyType({})
) -> TableRows:
    """Reads the data rows of a table.

    Args:
        table: a table of a known ledger.
        above: how many rows stand above those of its sheet, which may be a piece of a long one.
        answers: Excel row → whether the office says that it counts.

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
    cells |= {name: days_of(values) for name, values in cells.items() if name.endswith("_on")}
    columns = {name: Column.of(values) for name, values in cells.items() if name not in identities}
    judged = _judged(table, rows, cells, numbers, top=not above)
    answered = {index: answers[row] for index, row in enumerate(numbers.tolist()) if row in answers}
    judged.answer(answered)
    said = () if table.sparse else row_findings(table, rows, numbers.tolist(), judged)
    if (ids := applicant_ids(table, rows, numbers.tolist())) is not None:
        columns[FIELD] = Column.of(ids)
    keys = {name: make(as_texts(cells[name])) for name, make in identities.items() if name in cells}
    for name, (of, make) in DERIVED.get(table.ledger or "", {}).items():
        if of in cells:
            keys[name] = make(as_texts(cells[of]))
    if (lines := line_keys(table, rows)) is not None:
        keys[LINE] = lines
    if answers:
        keys[ANSWERED] = np.array([answers.get(row, False) for row in numbers.tolist()], np.int64)
    if (remarks := _remarks(table, rows, answered)) is not None:
        columns[REMARK] = remarks
    if table.ledger == "requests" and (reasons := _reasons(table, rows)) is not None:
        columns[REASON] = reasons
    return TableRows(numbers, judged.reasons, columns, keys, said, as_one=judged.as_one)


def _remarks(
    table: LedgerTable, rows: Sequence[Sequence[Scalar]], answered: Mapping[int, bool]
) -> Column | None:
    """What the remark of every row says against counting it; None where none says anything.

    Rows that the office answered for (`answered`, by index) are settled.
    """
    for column in sorted(RowReader(table, ()).remarks - set(table.fields.values())):
        cells = Column.of(_cells(rows, column))
        said = [remark_against(value) for value in cells.distinct]
        if any(said):
            words = cells.spread(said).tolist()
            return Column.of(
                ["" if index in answered else word for index, word in enumerate(words)]
            )
    return None


def _reasons(table: LedgerTable, rows: Sequence[Sequence[Scalar]]) -> Column | None:
    """The outcome that the remark of every row gives; None where none gives one."""
    words = vocabulary("outcomes")
    for column in sorted(RowReader(table, ()).remarks - set(table.fields.values())):
        cells = Column.of(_cells(rows, column))
        found = [
            words.resolve(value) if isinstance(value, str) and 0 < len(value) < LONGEST else None
            for value in cells.distinct
        ]
        said = [
            words.labels()[one.code] if one and one.code and not one.ask else "" for one in found
        ]
        if any(said):
            return Column.of(cells.spread(said).tolist())
    return None


def joined_rows(parts: Sequence[TableRows]) -> TableRows:
    """What was kept of the pieces of one table, as one."""
    starts = np.cumsum([0, *(len(part.rows) for part in parts)]).tolist()
    return TableRows(
        rows=np.concatenate([part.rows for part in parts]),
        reasons={
            start + index: why
            for start, part in zip(starts, parts, strict=False)
            for index, why in part.reasons.items()
        },
        columns={
            name: joined([part.columns.get(name) or Column.blank(len(part.rows)) for part in parts])
            for name in dict.fromkeys(name for part in parts for name in part.columns)
        },
        keys={
            name: np.concatenate([part.keys[name] for part in parts])
            for name in parts[0].keys
            if all(name in part.keys for part in parts)
        },
        said=tuple(finding for part in parts for finding in part.said),
    )


def says_something(value: object) -> bool:
    """Whether a cell of a register's column of reviews or suits says that there was one."""
    return as_text(value) not in {"", "无", "否", "-", "--", "—", "——", "/"}


def _kept(block: Block | None, body: Sequence[Sequence[Scalar]], glance: int = 0) -> Sequence[int]:
    """Indices of the rows that hold something in the block's columns; `glance` as `blank_rows`."""
    if block is None or block.alone:
        blank = set(blank_rows(body, glance))
        return (
            range(len(body))
            if not blank
            else [index for index in range(len(body)) if index not in blank]
        )
    left, right = block.left, block.left + len(block.headers)
    return [index for index, row in enumerate(body) if not is_blank(row[left:right])]


def unread_rows(table: LedgerTable) -> TableRows:
    """The rows of a table that no ledger takes: all set aside, none of their cells read."""
    block = table.block
    first, body = (
        (block.start, table.sheet.rows[block.start : block.stop])
        if block
        else (0, table.sheet.rows)
    )
    numbers = np.asarray(_kept(block, body), dtype=np.int32) + np.int32(first + 1)
    return TableRows(numbers, dict.fromkeys(range(len(numbers)), table.reason))


def _cell(row: Sequence[Scalar], column: int) -> Scalar:
    return row[column] if column < len(row) else ""


def _cells(rows: Sequence[Sequence[Scalar]], column: int) -> list[Scalar]:
    if isinstance(rows, ColumnRows):
        return list(rows.column(column))
    try:
        return [row[column] for row in rows]
    except IndexError:
        return [_cell(row, column) for row in rows]


def _fill_merged(table: LedgerTable, columns: dict[str, list[Scalar]], numbers: np.ndarray) -> None:
    """Carries a vertically merged value down, for fields that describe and do not name an item."""
    tall = [span for span in table.sheet.merged if span.bottom > span.top]
    if not tall:
        return
    places = {int(number) - 1: index for index, number in enumerate(numbers)}
    names = ledger_columns()[table.ledger].names if table.ledger else ()
    for name, column in table.fields.items():
        if name in names:
            continue
        for span in tall:
            if span.left <= column <= span.right and span.top in places:
                for row in range(span.top + 1, span.bottom + 1):
                    if row in places and columns[name][places[row]] == "":
                        columns[name][places[row]] = columns[name][places[span.top]]


def _judged(
    table: LedgerTable,
    rows: Sequence[Sequence[Scalar]],
    cells: Mapping[str, Sequence[Scalar]],
    numbers: np.ndarray,
    *,
    top: bool,
) -> Judged:
    """What is no item among the rows, and what is not clear."""
    looked_at = {table.fields[name]: values for name, values in cells.items()}
    days = {column for name, column in table.fields.items() if name.endswith("_on")}
    block = table.block
    if block is not None and not isinstance(rows, ColumnRows):
        for column in range(block.left, block.left + len(block.headers)):
            if column not in looked_at or table.sheet.merged:
                own = _cells(rows, column)
                looked_at[column] = days_of(own) if column in days else own
    faulty = {row for row, _ in table.sheet.faults}
    names = ledger_columns()[table.ledger].names if table.ledger else ()
    lent = _covered(table, names)
    judged = judge_rows(
        table,
        rows,
        suspects(table, looked_at),
        top=top,
        broken=lambda index: int(numbers[index]) in faulty,
        lent=lambda index: int(numbers[index]) in lent,
    )
    for index in _continuations(table, numbers):
        if judged.reasons.get(index, NOTE) in {NOTE, UNUSED, UNCLEAR}:
            judged.reasons[index] = CONTINUATION
            judged.questions.pop(index, None)
    return judged


def _continuations(table: LedgerTable, numbers: np.ndarray) -> list[int]:
    """Rows under a merged registration number: further lines of the same item, not items."""
    covered = _covered(table, ("number",))
    return (
        [index for index, number in enumerate(numbers) if int(number) in covered] if covered else []
    )


def _covered(table: LedgerTable, names: Sequence[str]) -> set[int]:
    """The Excel rows below the first of a merged cell, in the columns of some fields."""
    columns = [table.fields[name] for name in names if name in table.fields]
    return {
        row + 1
        for span in table.sheet.merged
        if any(span.left <= column <= span.right for column in columns)
        for row in range(span.top + 1, span.bottom + 1)
    }
