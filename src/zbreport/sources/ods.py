"""Reads OpenDocument workbooks (`.ods`) with lxml.

Cells, error values, hidden rows, merged cells and formats in one pass.

A few bytes may repeat a cell a million times: what is repeated and blank takes no room here, and
what is repeated and filled counts before it is made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from io import BytesIO
from typing import IO, TYPE_CHECKING, TypeVar

from lxml import etree

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.errors import UnreadableFileError
from zbreport.model import NumberFormat, Scalar, Sheet, Span
from zbreport.sources.error_values import NO_RESULT
from zbreport.sources.package import is_ours, open_package
from zbreport.sources.visible import Entry, unique_names, visible_sheets
from zbreport.text.compare import column_letter

if TYPE_CHECKING:
    from zbreport.model import InputFile

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ERROR = re.compile(
    r"#(?:NULL|DIV/0|VALUE|REF|NUM)!|#NAME\?|#N/A|(?:Err|错误)[:：]\d+", re.IGNORECASE
)
_DURATION = re.compile(r"(-?)PT(\d{1,9})H(\d{1,9})M(\d{1,9}(?:\.\d{1,9})?)S")
_UNIT = re.compile(r"(?:[百千]?[万亿])?元|[百千]?[万亿]")
_MOST_BLANKS = 10_000_000
"""Blanks that the marks of a workbook may stand for; one of 20 bytes could stand for a billion."""

_MOST_FAULTS = 1000
"""Cells that a repeated error is noted for."""


@dataclass(slots=True)
class _Table:
    """One sheet while its rows come in.

    Attributes:
        name: of the sheet.
        hidden: whether it is not shown, so that its cells do not matter.
        columns: styles of the columns' cells, each with how many columns have it.
        rows: those that came, without blank ones at the end.
        height: how many came, the blank ones included.
    """

    name: str
    hidden: bool
    columns: list[tuple[str, int]] = field(default_factory=list)
    rows: list[list[Scalar]] = field(default_factory=list)
    height: int = 0
    width: int = 0
    hidden_rows: int = 0
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Span] = field(default_factory=list)
    formats: dict[tuple[int, int], NumberFormat] = field(default_factory=dict)


class _Reader:
    """Reads `content.xml` from the top down.

    Attributes:
        tables: the sheets.
        since_1904: as in `model.Sheet`.
    """

    def __init__(self, file: InputFile) -> None:
        self._file = file
        self._blanks = 0
        self._number_styles: dict[str, NumberFormat] = {}
        self._cell_styles: dict[str, NumberFormat] = {}
        self._hidden_styles: set[str] = set()
        self.tables: list[_Table] = []
        self.since_1904 = False

    def read(self, stream: IO[bytes]) -> None:
        """Reads everything.

        Raises:
            UnreadableFileError: F101, F109, more is repeated than any sheet has.
            lxml.etree.XMLSyntaxError: not well-formed, or made of entities in entities.
        """
        handlers = {
            f"{_TABLE}table-row": self._take_row,
            f"{_TABLE}table-column": self._take_column,
            f"{_TABLE}null-date": self._take_calendar,
            f"{_STYLE}style": self._take_style,
            f"{_NUMBER}number-style": self._take_number_style,
            f"{_NUMBER}currency-style": self._take_number_style,
        }
        table = f"{_TABLE}table"
        # Without `huge_tree` the parser itself stops what grows out of all proportion.
        for event, element in etree.iterparse(
            stream,
            events=("start", "end"),
            tag=(table, *handlers),
            resolve_entities=False,
            no_network=True,
        ):
            if element.tag == table:
                if event == "start":
                    hidden = element.get(f"{_TABLE}style-name") in self._hidden_styles
                    self.tables.append(_Table(element.get(f"{_TABLE}name", ""), hidden))
            elif event == "end":
                handlers[str(element.tag)](element)
                if element.tag == f"{_TABLE}table-row":
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]

    def _take_calendar(self, element: etree._Element) -> None:
        self.since_1904 = element.get(f"{_TABLE}date-value", "").startswith("1904")

    def _take_number_style(self, element: etree._Element) -> None:
        """Notes a format that divides numbers, or writes a unit of money."""
        divisor = 1
        for number in element.iterchildren(f"{_NUMBER}number"):
            divisor *= int(float(number.get(f"{_NUMBER}display-factor", "1")))
            for text in number.iterchildren(f"{_NUMBER}embedded-text"):
                if text.text == ".":
                    divisor *= 10 ** min(_count(text, "position", _NUMBER), 9)
        written = "".join(text.text or "" for text in element.iterchildren(f"{_NUMBER}text"))
        unit = _UNIT.search(written)
        found = NumberFormat(max(divisor, 1), unit[0] if unit else "")
        if found != NumberFormat():
            self._number_styles[element.get(f"{_STYLE}name", "")] = found

    def _take_style(self, element: etree._Element) -> None:
        name = element.get(f"{_STYLE}name", "")
        shown = self._number_styles.get(element.get(f"{_STYLE}data-style-name", ""))
        if shown:
            self._cell_styles[name] = shown
        properties = element.find(f"{_STYLE}table-properties")
        if properties is not None and properties.get(f"{_TABLE}display") == "false":
            self._hidden_styles.add(name)

    def _take_column(self, element: etree._Element) -> None:
        if self.tables:
            style = element.get(f"{_TABLE}default-cell-style-name", "")
            times = _count(element, "number-columns-repeated")
            self.tables[-1].columns.append((style, times))

    def _take_row(self, element: etree._Element) -> None:
        """Takes the next row, or rows where one stands for several."""
        table = self.tables[-1]
        first, times = table.height + 1, _count(element, "number-rows-repeated")
        table.height += times
        if table.hidden:
            return
        values: list[Scalar] = []
        column = 0
        for cell in element.iterchildren(*_CELLS):
            across = _count(cell, "number-columns-repeated")
            _note_span(table, cell, first, column)
            if _has_content(cell):
                fault = _fault(cell)
                value = "" if fault else self._value(cell)
                self._require_room(column + across, table)
                values += [*[""] * (column - len(values)), *[value] * across]
                places = range(column, column + across)
                if fault:
                    _note(table.faults, fault, range(first, first + times), places)
                elif isinstance(value, float) and (shown := self._format(cell, table, column)):
                    _note(table.formats, shown, range(first, first + times), places)
            column += across
        if values:
            table.width = max(table.width, len(values))
            table.rows += [[]] * (first - 1 - len(table.rows))
            table.rows += [values] * times
            if element.get(f"{_TABLE}visibility") in {"collapse", "filter"}:
                table.hidden_rows += times

    def _require_room(self, width: int, table: _Table) -> None:
        width = max(width, table.width)
        if table.height * width > self._file.limits.cells:
            raise UnreadableFileError(
                "F109",
                address=f"{column_letter(width - 1)}{table.height}",
                height=table.height,
                width=width,
            )

    def _format(self, cell: etree._Element, table: _Table, column: int) -> NumberFormat | None:
        """How a cell shows its number: by its own style, or that of its column."""
        if not self._cell_styles:
            return None
        style = cell.get(f"{_TABLE}style-name")
        if style is None:
            for name, times in table.columns:
                style = name
                column -= times
                if column < 0:
                    break
        return self._cell_styles.get(style or "")

    def _value(self, cell: etree._Element) -> Scalar:
        """A cell's value of its declared type.

        A value that is none of its type is the text that it shows.
        """
        kind = cell.get(f"{_OFFICE}value-type")
        try:
            if kind in {"float", "percentage", "currency"}:
                return float(cell.get(f"{_OFFICE}value", ""))
            if kind == "boolean":
                return cell.get(f"{_OFFICE}boolean-value") == "true"
            if kind == "date":
                moment = datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", ""))
                return moment.date() if moment.time() == time() else moment
            if kind == "time" and (
                found := _DURATION.fullmatch(cell.get(f"{_OFFICE}time-value", ""))
            ):
                return _duration(found)
        except (ValueError, OverflowError):
            pass
        written = cell.get(f"{_OFFICE}string-value")
        return self._text(cell) if written is None else written

    def _text(self, cell: etree._Element) -> str:
        """What a cell shows, a line for each paragraph; remarks on the cell are no part of it."""
        return "\n".join(self._paragraph(part) for part in cell.iterchildren(f"{_TEXT}p"))

    def _paragraph(self, paragraph: etree._Element) -> str:
        if not len(paragraph):
            return paragraph.text or ""
        parts: list[str] = []
        for event, element in etree.iterwalk(paragraph, events=("start", "end")):
            if event == "end":
                parts.append((element is not paragraph and element.tail) or "")
            elif element.tag == f"{_TEXT}s":
                parts.append(self._spaces(element))
            else:
                parts.append(_BREAKS.get(str(element.tag), element.text or ""))
        return "".join(parts)

    def _spaces(self, mark: etree._Element) -> str:
        times = _count(mark, "c", _TEXT)
        self._blanks += times
        if self._blanks > _MOST_BLANKS:
            raise UnreadableFileError("F101", detail="单元格里的空格多得不正常")
        return " " * times


def read(file: InputFile, data: bytes) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Reads every visible sheet.

    Args:
        file: where the workbook comes from.
        data: its content.

    Returns:
        The sheets, with faults, hidden rows and merged cells; F110 and F111 as for other workbooks,
        F106 for our own reports.

    Raises:
        UnreadableFileError: F103, nothing in any sheet; F101, F109, more is repeated than any sheet
            has.
        lxml.etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, KeyError: it is damaged.
    """
    with open_package(data, file.limits) as package:
        if is_ours(package):
            return (), (diagnose("F106", file=file.label, why="这是 zbreport 生成的统计表"),)
        reader = _Reader(file)
        # Unpacked to its end, so that the checksum is held against it.
        reader.read(BytesIO(package.read("content.xml")))
    names = unique_names([table.name for table in reader.tables])
    sheets = [
        Entry(name, table.hidden, partial(_sheet, file.label, name, table, reader))
        for name, table in zip(names, reader.tables, strict=True)
    ]
    return visible_sheets(file.label, sheets)


def _sheet(file: str, name: str, table: _Table, reader: _Reader) -> Sheet:
    return Sheet(
        file,
        name,
        table.rows,
        tuple(table.merged),
        table.faults,
        table.hidden_rows,
        reader.since_1904,
        table.formats,
    )


_Value = TypeVar("_Value", str, NumberFormat)
_BREAKS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}


def _note(noted: dict[tuple[int, int], _Value], value: _Value, rows: range, columns: range) -> None:
    """Notes something of cells: of all that a mark stands for, or of the first."""
    several = len(rows) * len(columns) <= _MOST_FAULTS
    for row in rows if several else rows[:1]:
        for column in columns if several else columns[:1]:
            noted[row, column] = value


def _note_span(table: _Table, cell: etree._Element, row: int, column: int) -> None:
    down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
    if down > 1 or right > 1:
        table.merged.append(Span(row - 1, column, row + down - 2, column + right - 1))


def _duration(found: re.Match[str]) -> time | timedelta:
    """A time of day, or a duration where it is negative or longer than a day."""
    length = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=float(found[4]))
    if found[1] or length >= timedelta(days=1):
        return -length if found[1] else length
    return (datetime(1900, 1, 1) + length).time()  # noqa: DTZ001  (a time of day has no zone here)


def _count(element: etree._Element, name: str, space: str = _TABLE) -> int:
    """How many cells, rows or blanks an element stands for; 1 where it does not say.

    Raises:
        UnreadableFileError: F101, it says something that is no number.
    """
    text = element.get(f"{space}{name}", "1")
    number = int(text) if text.isdecimal() and len(text) < 10 else -1
    if number < 0:
        raise UnreadableFileError("F101", detail="单元格的位置有误")
    return max(number, 1)


def _has_content(cell: etree._Element) -> bool:
    return (
        f"{_OFFICE}value-type" in cell.attrib
        or f"{_TABLE}formula" in cell.attrib
        or cell.find(f"{_TEXT}p") is not None
    )


def _fault(cell: etree._Element) -> str | None:
    """The error value that a cell shows, or the mark of a formula that nothing was stored for."""
    formula = f"{_TABLE}formula" in cell.attrib
    is_error = cell.get(f"{_CALC}value-type") == "error"
    if not formula and not is_error:
        return None
    shown = "".join(part for part in cell.itertext() if isinstance(part, str)).strip()
    if is_error or _ERROR.fullmatch(shown):
        return shown or NO_RESULT
    # A formula may have the empty text as its result, and then has a paragraph with nothing in it.
    return (
        NO_RESULT
        if f"{_OFFICE}value-type" not in cell.attrib and cell.find(f"{_TEXT}p") is None
        else None
    )
