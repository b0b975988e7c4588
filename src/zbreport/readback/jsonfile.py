"""Reads the JSON that `tally --format json` writes: the cells are named there, so nothing has to be looked for."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from zbreport.errors import ZbreportError
from zbreport.forms import Cell, form_named
from zbreport.readback.published import Oddity, Published, ReadCell
from zbreport.render.figures import SCHEMA

if TYPE_CHECKING:
    from zbreport.model import Number


def read(data: bytes, label: str) -> Published:
    """Reads a tally.

    Args:
        data: the whole file, UTF-8.
        label: of the file.

    Raises:
        ZbreportError: it is no JSON, no tally, or of an edition that this version does not have.
    """
    try:
        content = json.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except ValueError as error:
        message = "JSON 文件不完整或有误，无法读取。请用 zbreport tally --format json 重新生成"
        raise ZbreportError(message) from error
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        message = f"这个 JSON 文件不是 zbreport tally 的结果（缺少 schema {SCHEMA}）。请用 zbreport tally --format json 生成"
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
    year = content.get("year")
    return Published(
        file=label,
        title=f"{content.get('unit') or ''}{year}年政府信息公开工作年度报告",
        year=year if isinstance(year, int) else None,
        edition=form.edition,
        cells=cells,
        expected=len(form.cells),
        oddities=tuple(
            Oddity("table_missing", table.key, expected=table.title) for table in missing
        ),
    )


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
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if cell.is_money or number != number.to_integral_value() else int(number)
