"""Reads SpreadsheetML 2003, the XML that some systems still export as `.xls`."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import TYPE_CHECKING

from lxml import etree

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.errors import UnreadableFileError
from zbreport.model import Scalar, Sheet, Span
from zbreport.sources.encoding import decode
from zbreport.text.compare import column_letter

if TYPE_CHECKING:
    from zbreport.model import InputFile

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384


def read(file: InputFile, data: bytes) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Reads every visible worksheet.

    Args:
        file: where the workbook comes from.
        data: its content.

    Returns:
        The sheets, with faults, merged cells and hidden rows; F107, F110 and F111 as for other
        workbooks.

    Raises:
        UnreadableFileError: F103, nothing in any sheet; F101, a place that no sheet has.
        lxml.etree.XMLSyntaxError: not well-formed.
    """
    decoded = decode(data, told=file.encoding)
    # Without `huge_tree` the parser itself stops entities that grow out of all proportion.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, encoding="utf-8"
    )
    root = etree.fromstring(_DECLARATION.sub("", decoded.text).encode(), parser)
    sheets: list[Sheet] = []
    told = list(decoded.diagnostics(file.label))
    for element in root.iterchildren(f"{_SS}Worksheet"):
        name = element.get(f"{_SS}Name", "")
        if element.findtext(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible") in {
            "SheetHidden",
            "SheetVeryHidden",
        }:
            told.append(diagnose("F110", sheet=Sheet(file.label, name, ())))
            continue
        sheet = _sheet(file.label, name, element, file.limits.cells)
        sheets.append(sheet)
        if sheet.hidden_rows:
            told.append(diagnose("F111", sheet=sheet, count=sheet.hidden_rows))
    if not any(sheet.rows for sheet in sheets) and not any(entry.code == "F110" for entry in told):
        raise UnreadableFileError("F103", detail="工作表都是空白的")
    return tuple(sheets), tuple(told)


def _sheet(file: str, name: str, worksheet: etree._Element, most: int) -> Sheet:
    """One worksheet; `ss:Index` skips rows and cells, merged cells take up their columns."""
    rows: list[list[Scalar]] = []
    spans: list[Span] = []
    faults: dict[tuple[int, int], str] = {}
    hidden = cells = 0
    for row in worksheet.iterfind(f"{_SS}Table/{_SS}Row"):
        top = _place(row, len(rows), _MAX_ROW)
        rows += ([] for _ in range(len(rows), top))
        values: list[Scalar] = []
        for cell in row.iterchildren(f"{_SS}Cell"):
            left = _place(cell, len(values), _MAX_COLUMN)
            across, down = (
                _number(cell, "MergeAcross", _MAX_COLUMN),
                _number(cell, "MergeDown", _MAX_ROW),
            )
            value, fault = _value(cell)
            if fault:
                faults[top + 1, left] = fault
            values += [*[""] * (left - len(values)), value, *[""] * across]
            if across or down:
                spans.append(Span(top, left, top + down, left + across))
        rows += [values, *([] for _ in range(_number(row, "Span", _MAX_ROW)))]
        hidden += row.get(f"{_SS}Hidden") == "1" and any(value != "" for value in values)
        cells += len(values)
        if cells > most or len(rows) > _MAX_ROW:
            raise UnreadableFileError(
                "F109",
                address=f"{column_letter(len(values) - 1)}{top + 1}",
                height=len(rows),
                width=len(values),
            )
    while rows and not any(value != "" for value in rows[-1]):
        rows.pop()
    return Sheet(file, name, rows, tuple(spans), faults, hidden)


def _place(element: etree._Element, following: int, most: int) -> int:
    """Zero-based place of a row or cell: its `ss:Index`, else the one that follows."""
    return max(_number(element, "Index", most) - 1, following)


def _number(element: etree._Element, name: str, most: int) -> int:
    text = element.get(f"{_SS}{name}", "0")
    number = int(text) if text.isdecimal() and len(text) < 10 else -1
    if not 0 <= number <= most:
        raise UnreadableFileError("F101", detail="单元格的位置有误")
    return number


def _value(cell: etree._Element) -> tuple[Scalar, str]:
    """A cell's value, and its fault if it has one."""
    data = cell.find(f"{_SS}Data")
    if data is None:
        return "", "=" if cell.get(f"{_SS}Formula") else ""
    text = "".join(part for part in data.itertext() if isinstance(part, str))
    kind = data.get(f"{_SS}Type")
    if kind == "Error":
        return "", text or "="
    return _typed(text, kind), ""


def _typed(text: str, kind: str | None) -> Scalar:
    """A value of its declared type.

    Text that is no such value stays text, for the ledgers to judge.
    """
    try:
        if kind == "Number":
            return int(text) if text.lstrip("-").isdecimal() else float(text)
        if kind == "Boolean":
            return text.strip() == "1"
        if kind == "DateTime":
            moment = datetime.fromisoformat(text)
            return moment.date() if moment.time() == time() else moment
    except ValueError:
        pass
    return text
