"""Splits sheets whose every row stands in column A, its cells divided by commas or tabs.

A text that was pasted, or quoted as a whole.

Only where it cannot mean anything else: every row has the same number of cells, and three at least.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.sources.long import LongRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.model import Scalar, Sheet

_DELIMITERS = {
    ",": "逗号",
    "\t": "制表符",
    "，": "全角逗号",
    ";": "分号",
    "；": "全角分号",
    "|": "竖线",
}
_LEAST = 3
"""Cells of a row: two, with one comma between them, are common in remarks."""

_LOOKED_AT = 30


def split_one_column(sheet: Sheet) -> tuple[Sheet, Diagnostic | None]:
    """Splits a sheet if all its rows stand in column A.

    Args:
        sheet: any sheet.

    Returns:
        The sheet with a cell for every part, and F127 that says so; the same sheet and None where
        it has more columns, or where the rows differ.
    """
    head = sheet.rows.head if isinstance(sheet.rows, LongRows) else sheet.rows
    if not all(map(_is_single, islice(head, _LOOKED_AT))) or not all(map(_is_single, sheet.rows)):
        return sheet, None
    texts = [str(row[0]) if row else "" for row in sheet.rows]
    for delimiter, name in _DELIMITERS.items():
        if rows := _split(texts, delimiter):
            split = replace(sheet, rows=rows)
            return split, diagnose("F127", sheet=split, delimiter=name)
    return sheet, None


def _is_single(row: Sequence[Scalar]) -> bool:
    """Whether nothing but the first cell of a row holds anything, and that a text."""
    return not row or (isinstance(row[0], str) and all(cell == "" for cell in row[1:]))


def _split(texts: Sequence[str], delimiter: str) -> list[list[Scalar]]:
    """The cells of every row; none where rows differ, but for titles above them."""
    import csv  # most files need it not

    rows: list[list[Scalar]] = []
    width = 0
    for text in texts:
        cells: list[Scalar] = [
            cell.strip() for cell in next(csv.reader([text], delimiter=delimiter), [])
        ]
        if not text.strip():
            cells = []
        elif not width and len(cells) == 1:
            pass  # a title
        elif not width and len(cells) >= _LEAST:
            width = len(cells)
        elif len(cells) != width:
            return []
        rows.append(cells)
    return rows if width and sum(map(bool, rows)) > 1 else []
