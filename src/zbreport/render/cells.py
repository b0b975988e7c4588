"""What every sheet writes with.

Formats by their properties, text that is never a formula, figures shown whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from zbreport.forms.layout import MISSING, number_text
from zbreport.render.width import cell_width, fold

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from zbreport.model import Number

Rows: TypeAlias = Iterable[Sequence[str | int]]
Property: TypeAlias = str | int | float | bool
Look: TypeAlias = Mapping[str, Property]

BASE: Look = MappingProxyType(
    {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
)
TITLE: Look = MappingProxyType({"bold": True, "font_size": 16, "align": "center"})
SECTION: Look = MappingProxyType({"bold": True, "font_size": 12})
HEADER: Look = MappingProxyType({"border": 1, "align": "center", "bg_color": "#C6D9F1"})
TEXT: Look = MappingProxyType({"border": 1, "align": "left"})
NUMBER: Look = MappingProxyType({"border": 1, "align": "center", "text_wrap": False})

LINE_HEIGHT = 15
_LONGEST = 32767
_MOST_LINES = 27


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the workbook: sheet, zero-based row and column."""

    sheet: str
    row: int
    col: int


class CellWriter:
    """Writes to the sheets of one workbook; formats with the same properties are made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._formats: dict[tuple[tuple[str, Property], ...], Format] = {}

    def look(self, *looks: Look) -> Format:
        """The format that has the properties of all `looks`, later ones winning, over `BASE`."""
        properties = dict(BASE)
        for look in looks:
            properties.update(look)
        key = tuple(sorted(properties.items(), key=lambda item: item[0]))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]

    def sheet(
        self, name: str, *, landscape: bool = False, repeat: tuple[int, int] | None = None
    ) -> Worksheet:
        """A new sheet set up for A4, one page wide, with the page number below."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.hide_gridlines(2)
        if repeat:
            sheet.repeat_rows(*repeat)
        return sheet

    def text(
        self,
        place: tuple[Worksheet, int, int],
        text: str,
        *looks: Look,
        span: tuple[int, int] = (1, 1),
    ) -> None:
        """Writes text as text, whatever it begins with; merged over `span` rows and columns."""
        sheet, row, col = place
        look = self.look(*looks)
        if span != (1, 1):
            sheet.merge_range(row, col, row + span[0] - 1, col + span[1] - 1, "", look)
        sheet.write_string(row, col, writable(text), look)

    def figure(
        self,
        place: tuple[Worksheet, int, int],
        value: Number | None,
        *looks: Look,
        formula: str = "",
        span: int = 1,
    ) -> None:
        """Writes a figure as a number, or `—`; a formula keeps the figure as its stored result."""
        sheet, row, col = place
        look = self.look(*looks, {"num_format": decimals(value)})
        if span > 1:
            sheet.merge_range(row, col, row, col + span - 1, "", look)
        if formula:
            sheet.write_formula(
                row, col, formula, look, MISSING if value is None else plain_number(value)
            )
        elif value is None:
            sheet.write_string(row, col, MISSING, look)
        else:
            sheet.write_number(row, col, plain_number(value), look)

    def table(
        self,
        place: tuple[Worksheet, int],
        widths: Sequence[float],
        header: Sequence[str],
        rows: Rows,
    ) -> int:
        """Writes a table of texts and whole numbers from the row of `place` on.

        Gives the row below it.
        """
        sheet, top = place
        for col, text in enumerate(header):
            self.text((sheet, top, col), text, HEADER)
        for row in rows:
            top += 1
            for col, value in enumerate(row):
                if isinstance(value, str):
                    self.text((sheet, top, col), value, TEXT)
                else:
                    self.figure((sheet, top, col), value, NUMBER)
            fit_height(sheet, top, row, widths)
        return top + 1


def fit_height(
    sheet: Worksheet, row: int, values: Iterable[str | int], widths: Iterable[float]
) -> None:
    """Makes a row high enough for texts that fold in columns of these widths."""
    most = max(
        lines(value, width)
        for value, width in zip(values, widths, strict=False)
        if isinstance(value, str)
    )
    if most > 1:
        sheet.set_row(row, min(most, _MOST_LINES) * LINE_HEIGHT + 3)


def writable(text: str) -> str:
    """Text that a workbook can hold.

    No halves of characters (undecodable file names), not longer than a cell.
    """
    return text.encode(errors="replace").decode()[:_LONGEST]


def plain_number(value: Number) -> int | float:
    """A figure as the workbook stores it."""
    return float(value) if isinstance(value, Decimal) else value


def decimals(value: Number | None) -> str:
    """The number format that shows a figure whole.

    `0`, or `0.00` with as many decimals as it has.
    """
    _, _, tail = number_text(value).partition(".")
    return f"0.{'0' * len(tail)}" if tail else "0"


@lru_cache(maxsize=65536)
def lines(text: str, width: float) -> int:
    """How many lines text takes in a cell of a width given in Excel's units."""
    room = max(int(width) - 1, 2)
    return 1 if cell_width(text) <= room else len(fold(text, room))


def number_width(texts: Iterable[str], least: float) -> float:
    """A column width in which no number becomes ####."""
    return max([least, *(cell_width(text) + 2.5 for text in texts)])
