"""Looks through an OpenDocument workbook (`.ods`) for what calamine does not tell. Runs before calamine reads one.

calamine builds every sheet, hidden ones too, when it opens the file, with all the cells that a few
bytes may repeat a million times; and it gives error values as blanks and no merged cells.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from lxml import etree

from zbreport.errors import UnreadableFileError
from zbreport.model import Span
from zbreport.sources.faults import NO_RESULT
from zbreport.sources.scan import Faults, Scan, extent

if TYPE_CHECKING:
    from collections.abc import Mapping

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ERROR = re.compile(
    r"#(?:NULL|DIV/0|VALUE|REF|NUM)!|#NAME\?|#N/A|(?:Err|错误)[:：]\d+", re.IGNORECASE
)
_MAX_BLANKS = 100_000
"""Blanks that one mark may stand for."""


class _Table:
    """One sheet while its rows come in."""

    def __init__(self) -> None:
        self.row = 0
        self.reach: dict[int, int] = {}
        self.faults: Faults = {}
        self.hidden = 0
        self.merged: list[Span] = []

    def take(self, row: etree._Element) -> None:
        """Takes the next row, or rows where one stands for several."""
        first, times = self.row + 1, _times(row, "number-rows-repeated")
        self.row += times
        column, last = 0, -1
        for cell in row.iterchildren(*_CELLS):
            across = _times(cell, "number-columns-repeated")
            down, right = (
                _times(cell, "number-rows-spanned"),
                _times(cell, "number-columns-spanned"),
            )
            if down > 1 or right > 1:
                self.merged.append(Span(first - 1, column, first + down - 2, column + right - 1))
            if _has_content(cell):
                last = column + across - 1
                if fault := _fault(cell):
                    self.faults[first, column] = fault
            column += across
        if last >= 0:
            self.reach |= {first: last, self.row: last}
            self.hidden += times if row.get(f"{_TABLE}visibility") in {"collapse", "filter"} else 0

    def scan(self) -> Scan:
        return extent(self.reach, self.faults, self.hidden, tuple(self.merged))


def scan_content(stream: IO[bytes]) -> Mapping[str, Scan]:
    """Walks the rows of every sheet.

    Args:
        stream: `content.xml`, unpacked.

    Returns:
        What each sheet's rows say, by its name.

    Raises:
        UnreadableFileError: F101, a mark stands for more blanks than any text has.
        lxml.etree.XMLSyntaxError: not well-formed, or made of entities in entities.
    """
    found: dict[str, Scan] = {}
    table = _Table()
    tags = (f"{_TABLE}table", f"{_TABLE}table-row", f"{_TEXT}s")
    # Without `huge_tree` the parser itself stops what grows out of all proportion.
    for event, element in etree.iterparse(
        stream, events=("start", "end"), tag=tags, resolve_entities=False, no_network=True
    ):
        if element.tag == tags[2]:
            if _times(element, "c", _TEXT) > _MAX_BLANKS:
                raise UnreadableFileError("F101", detail="单元格里的空格多得不正常")
        elif element.tag == tags[0]:
            if event == "end":
                found[element.get(f"{_TABLE}name", "")] = table.scan()
            table = _Table()
        elif event == "end":
            table.take(element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return found


def _times(element: etree._Element, name: str, space: str = _TABLE) -> int:
    text = element.get(f"{space}{name}", "1")
    number = int(text) if text.isdecimal() and len(text) < 10 else -1
    if number < 0:
        raise UnreadableFileError("F101", detail="单元格的位置有误")
    return max(number, 1)


def _has_content(cell: etree._Element) -> bool:
    return (
        f"{_OFFICE}value-type" in cell.attrib or f"{_TABLE}formula" in cell.attrib or len(cell) > 0
    )


def _fault(cell: etree._Element) -> str | None:
    """The error value that a cell shows, or the mark of a formula that nothing was stored for."""
    shown = "".join(part for part in cell.itertext() if isinstance(part, str)).strip()
    formula = f"{_TABLE}formula" in cell.attrib
    if cell.get(f"{_CALC}value-type") == "error" or (formula and _ERROR.fullmatch(shown)):
        return shown or NO_RESULT
    # A formula may have the empty text as its result, and then has a paragraph with nothing in it.
    return (
        NO_RESULT
        if formula and f"{_OFFICE}value-type" not in cell.attrib and cell.find(f"{_TEXT}p") is None
        else None
    )
