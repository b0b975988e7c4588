"""The rows of a table as a raw frame: every non-blank row below the header, with the cells of the mapped columns.

Rows that are no items (totals, repeated headers, notes and signatures, continuations of a merged row) get their reason here; no row is
ever dropped, because rows read = rows counted + rows set aside.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zbreport.ledgers.blocks import is_blank
from zbreport.text import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.ledgers.recognise import Table
    from zbreport.model import Scalar

KEY_FIELDS = ("number", "title", "item_id", "url", "item")
"""Fields that name the item of a row: never filled down a merged range."""

_TOTAL = re.compile(
    r"(?:本页|本月|本年|全年|年度|月度|季度)?(?:合计|小计|总计|累计|总数|共计)[:(]?(?:共?\d+[条件篇个项次]?)?\)?|共计?\d+[条件篇个项次]"
)
_NOTE = re.compile(
    r"(?:填表|制表|填报|审核|审批|复核|负责|经办|联系|统计|分管|单位负责|科室负责)人?(?:员|单位|时间|日期|电话|领导)?[:签(]|(?:备注|注|说明|数据来源|填表说明|截至)[:\d]|注[1-9]?[.、]"
)


def raw_frame(table: Table, source: int) -> pd.DataFrame:
    """Reads the data rows of a table.

    Args:
        table: a table of a known ledger.
        source: its index among all tables.

    Returns:
        One row per non-blank row below the header (of a sparse table: that has something in a mapped column), with `source` (int), `row`
        (Excel row number), `set_aside` (reason or None) and one object column per mapped field holding the cells as read.
    """
    block = table.block
    if block is None:
        message = "a table without a header has no rows to read"
        raise ValueError(message)
    body = block.sheet.rows[block.start : block.stop]
    kept = [index for index, row in enumerate(body) if not is_blank(row)]
    if table.sparse:
        kept = [index for index in kept if any(_says_something(body[index], column) for column in table.fields.values())]
    rows = [body[index] for index in kept]
    numbers = np.asarray(kept, dtype=np.int64) + block.start + 1
    columns = {name: _cells(rows, column) for name, column in table.fields.items()}
    _fill_merged(table, columns, numbers)
    frame = pd.DataFrame({"source": np.full(len(rows), source, dtype=np.int64), "row": numbers}, index=range(len(rows)))
    frame["set_aside"] = pd.Series(_classes(table, rows, columns, numbers), dtype=object, index=frame.index)
    for name, cells in columns.items():
        frame[name] = pd.Series(cells, dtype=object, index=frame.index)
    return frame


def _says_something(row: Sequence[Scalar], column: int) -> bool:
    return column < len(row) and str(row[column]).strip() not in {"", "无", "否", "-", "—", "/"}


def unread_rows(table: Table, source: int) -> pd.DataFrame:
    """The rows of a table that no ledger takes: all set aside, none of their cells read."""
    block = table.block
    first, body = (block.start, table.sheet.rows[block.start : block.stop]) if block else (0, table.sheet.rows)
    numbers = [first + index + 1 for index, row in enumerate(body) if not is_blank(row)]
    size = len(numbers)
    return pd.DataFrame(
        {
            "source": np.full(size, source, dtype=np.int64),
            "row": np.asarray(numbers, dtype=np.int64),
            "set_aside": np.full(size, table.reason, dtype=object),
        }
    )


def _cells(rows: Sequence[Sequence[Scalar]], column: int) -> list[Scalar]:
    try:
        return [row[column] for row in rows]
    except IndexError:
        return [row[column] if column < len(row) else "" for row in rows]


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


def _classes(table: Table, rows: Sequence[Sequence[Scalar]], columns: dict[str, list[Scalar]], numbers: np.ndarray) -> list[str | None]:
    """The reason of every row that is no item, else None. Only rows that lack a usual date or name are looked at closely."""
    classes: list[str | None] = [None] * len(rows)
    block = table.block
    if block is None:
        return classes
    left, right = block.left, block.left + len(block.headers)
    header = [normalise(text) for text in block.headers]
    for index in _suspects(columns, len(rows)):
        cells = [value for value in rows[index][left:right] if value != ""]
        first = normalise(str(cells[0])) if cells else ""
        if _repeats(rows[index][left:right], header):
            classes[index] = "repeated_header"
        elif _TOTAL.fullmatch(first) or any(_TOTAL.fullmatch(normalise(str(cell))) for cell in cells[:2] if isinstance(cell, str)):
            classes[index] = "total_row"
        elif _is_note(cells, first, len(header)):
            classes[index] = "note_row"
    for index in _continuations(table, numbers):
        classes[index] = classes[index] or "continuation"
    return classes


def _is_note(cells: Sequence[Scalar], first: str, width: int) -> bool:
    """Whether a row without a date is a signature line, a note, or a text by itself."""
    if not cells or (len(cells) == 1 and width > 2 and isinstance(cells[0], str)):
        return True
    return len(cells) <= max(2, width // 2) and _NOTE.match(first) is not None


def _suspects(columns: dict[str, list[Scalar]], count: int) -> list[int]:
    """Rows whose first date column holds no number, date or text that starts with a digit: only they can be totals, headers or notes."""
    dates = next((cells for name, cells in columns.items() if name.endswith("_on")), None)
    if dates is None:
        return list(range(count))
    return [index for index, value in enumerate(dates) if isinstance(value, str) and (len(value) > 20 or not value[:1].isdigit())]


def _repeats(row: Sequence[Scalar], header: list[str]) -> bool:
    same = sum(1 for value, text in zip(row, header, strict=False) if text and isinstance(value, str) and normalise(value) == text)
    return same >= max(2, sum(1 for text in header if text) // 2)


def _continuations(table: Table, numbers: np.ndarray) -> list[int]:
    """Rows under a merged registration number: further lines of the same item, not items."""
    column = table.fields.get("number")
    if column is None:
        return []
    covered = {row + 1 for span in table.sheet.merged if span.left <= column <= span.right for row in range(span.top + 1, span.bottom + 1)}
    return [index for index, number in enumerate(numbers) if int(number) in covered] if covered else []
