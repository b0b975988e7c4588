"""Reads the JSON that `tally --format json` writes.

The cells are named there, so nothing has to be looked for.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from zbreport.errors import ZbreportError
from zbreport.forms import Cell, form_named
from zbreport.readback.published import Oddity, Published, ReadCell
from zbreport.render.figures import SCHEMA

if TYPE_CHECKING:
    from zbreport.model import Number


_BEYOND = "里有不合情理的数（超过 30 位，或者不是数）"
_AGAIN = "请用 zbreport tally --format json -o 年报.json 重新生成"
_MOST_DIGITS = 30
"""No figure of a report has more digits."""

_NUMBER = re.compile(rf"-?(\d{{1,{_MOST_DIGITS}}})(?:\.(\d{{1,{_MOST_DIGITS}}}))?", re.ASCII)


def read(text: str, label: str) -> Published:
    """Reads a tally.

    Args:
        text: of the whole file.
        label: of the file.

    Raises:
        ZbreportError: it is no JSON, no tally, holds numbers beyond reason, or is of an edition
            that this version does not have.
    """
    try:
        content = json.loads(text, parse_float=_fraction, parse_int=_whole, parse_constant=_whole)
    except (ValueError, RecursionError) as error:
        why = error.args[0] if isinstance(error, _BeyondReasonError) else "不完整或有误"
        raise ZbreportError(f"JSON 文件{why}，无法读取。{_AGAIN}") from error
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        message = f"这个 JSON 文件不是 zbreport tally 的结果（缺少 schema {SCHEMA}）。{_AGAIN}"
        raise ZbreportError(message)
    try:
        form = form_named(str(content.get("edition")))
    except ValueError as error:
        message = f"不认识表样版本“{content.get('edition')}”，没有读取"
        raise ZbreportError(message) from error
    cells = {key: read for key, cell in form.cells.items() if (read := _cell(content, cell))}
    missing = [
        table for table in form.tables if not any(key.startswith(f"{table.key}.") for key in cells)
    ]
    year, unit = content.get("year"), content.get("unit")
    known = type(year) is int
    return Published(
        file=label,
        title=f"{unit if isinstance(unit, str) else ''}{f'{year}年' if known else ''}"
        "政府信息公开工作年度报告",
        year=year if known else None,
        edition=form.edition,
        cells=cells,
        expected=len(form.cells),
        oddities=tuple(
            Oddity("table_missing", table.key, expected=table.title) for table in missing
        ),
    )


class _BeyondReasonError(ValueError):
    """A number that no report holds."""


def _whole(text: str) -> int:
    """A whole number of a JSON text; `NaN` and `Infinity` are none."""
    if not _NUMBER.fullmatch(text):
        raise _BeyondReasonError(_BEYOND)
    return int(text)


def _fraction(text: str) -> Decimal:
    """A number with a point or an exponent."""
    try:
        number = Decimal(text)
    except InvalidOperation:  # an exponent of more digits than decimals take
        number = Decimal("NaN")
    if number and (not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS):
        raise _BeyondReasonError(_BEYOND)
    return Decimal(f"{number:f}") if number else Decimal(0)


def _cell(content: dict[str, object], cell: Cell) -> ReadCell | None:
    """One figure; None when the file does not have it at all."""
    value: object = content
    for name in cell.key.split("."):
        if not isinstance(value, dict) or name not in value:
            return None
        value = value[name]
    text = "" if value is None else str(value)
    return ReadCell(text, _number(text, cell), place=cell.key)


def _number(text: str, cell: Cell) -> Number | None:
    if not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text)
    return number if cell.is_money or number != number.to_integral_value() else int(number)
