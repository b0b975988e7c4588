"""The tables of a web page: which of them hold data, where their cells are, and what a cell says.

The one reader of HTML tables, for ledgers and finished reports. Cells are laid out as browsers do
(HTML standard, "Forming a table").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, cast

from lxml import etree

from zbreport.errors import UnreadableFileError
from zbreport.text.compare import column_letter, without_marks
from zbreport.visible.page import is_hidden_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.visible.page import Element

_BLOCKS = frozenset(
    "p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 table thead tbody tfoot tr td th caption section "  # noqa: SIM905
    "article header main center blockquote pre form fieldset hr figure figcaption body br".split()
)
_SOURCE_BREAK = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n]*(?=[\u3000-\u9fff\uff00-\uffef])"
)
_MOST_ACROSS, _MOST_DOWN = 1000, 65_534
"""Limits that the HTML standard sets."""

_MOST_COLUMNS = 16_384
"""Columns that a sheet of Excel has."""

_NESTED = etree.XPath("boolean(//table//table)")
_SPAN = re.compile(r"\s*(\d{1,6})")


class Cell(NamedTuple):
    """A cell of a table.

    Its text, and the rows and columns it covers (zero-based, ends excluded).
    """

    text: str
    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table laid out.

    Attributes:
        rows: the cells that begin in each row, from left to right.
        lengths: the columns that each row takes, cells from above included.
        hidden: the rows with a text that were kept though they are hidden.
    """

    rows: list[list[Cell]]
    lengths: list[int]
    hidden: frozenset[int]


def is_block(element: Element) -> bool:
    """Whether an element begins a line of its own.

    Every other one, known or not, runs on in the text.
    """
    return element.tag in _BLOCKS


def data_tables(tree: Element) -> list[Element]:
    """The tables that hold data, outermost ones only, in the page's order.

    Others lay out the page: they have fewer rows of their own than the tables inside them.
    """
    if not _NESTED(tree):
        return list(tree.iter("table"))
    counts = _row_counts(tree)
    found: list[Element] = []
    inside = 0
    for event, table in etree.iterwalk(tree, events=("start", "end"), tag="table"):
        own, nested = counts[table]
        if event == "start":
            if not inside and own > nested:
                found.append(table)
            inside += own > nested
        else:
            inside -= own > nested
    return found


def _row_counts(tree: Element) -> dict[Element, tuple[int, int]]:
    """The rows of every table: those that hold no table, and those of tables inside it."""
    counts: dict[Element, tuple[int, int]] = {}
    open_tables: list[_Rows] = [_Rows()]
    for event, element in etree.iterwalk(tree, events=("start", "end"), tag=("table", "tr")):
        here = open_tables[-1]
        if element.tag == "tr":
            here.end_row(counts=event == "end")
        elif event == "start":
            here.plain = False
            open_tables.append(_Rows())
        else:
            open_tables.pop()
            counts[element] = here.own, here.nested
            open_tables[-1].nested += here.every + here.nested
    return counts


@dataclass(slots=True)
class _Rows:
    """Rows of a table that has not ended.

    Attributes:
        every: all of them.
        own: those without a table inside.
        nested: those of the tables inside.
        plain: whether the row under way holds no table yet.
    """

    every: int = 0
    own: int = 0
    nested: int = 0
    plain: bool = True

    def end_row(self, *, counts: bool) -> None:
        self.every += counts
        self.own += counts and self.plain
        self.plain = True


def grid_of(table: Element, most: int) -> Grid:
    """Lays a table out.

    Args:
        table: the element.
        most: rows × columns that it may have at most.

    Raises:
        UnreadableFileError: F109, it has more, or more columns than a sheet of Excel.
    """
    rows: list[list[Cell]] = []
    lengths: list[int] = []
    hidden: set[int] = set()
    covered: dict[int, int] = {}  # column → the first row that no cell from above covers any more
    raised = next(table.iter("sup"), None) is not None
    taken = 0
    for top, row, end in _rows(table):
        placed: list[Cell] = []
        left = 0
        for element in row.iterchildren("td", "th"):
            if covered:
                left = _free(covered, left, top)
            across = _span(element.get("colspan"), _MOST_ACROSS, 1)
            down = min(_span(element.get("rowspan"), _MOST_DOWN, end - top), end - top)
            placed.append(
                Cell(text_of(element, raised=raised), top, left, top + down, left + across)
            )
            left += across
            if left > _MOST_COLUMNS or taken + left > most:
                raise _too_large(placed[-1])
            if down > 1:
                covered.update(dict.fromkeys(range(left - across, left), top + down))
        if is_hidden_row(row) and any(cell.text for cell in placed):
            hidden.add(top)
        lengths.append(_free(covered, left, top))
        taken += lengths[-1]
        rows.append(placed)
    return Grid(rows, lengths, frozenset(hidden))


def _free(covered: dict[int, int], left: int, row: int) -> int:
    """The first column from one on that no cell from above covers in a row."""
    while covered.get(left, 0) > row:
        left += 1
    return left


def _too_large(cell: Cell) -> UnreadableFileError:
    """Refuses a table for its size, from the cell on that goes too far."""
    return UnreadableFileError(
        "F109",
        address=f"{column_letter(cell.left)}{cell.top + 1}",
        height=cell.top + 1,
        width=cell.right,
    )


def _rows(table: Element) -> Iterator[tuple[int, Element, int]]:
    """A table's own rows: number, element, and where the group that it stands in ends.

    No cell reaches beyond its group (`thead`, `tbody`, `tfoot`).
    """
    groups: list[list[Element]] = [[]]
    for child in table:
        if child.tag == "tr":
            groups[-1].append(child)
        elif child.tag in {"thead", "tbody", "tfoot"}:
            groups += [list(child.iterchildren("tr")), []]
    first = 0
    for group in groups:
        end = first + len(group)
        yield from ((top, row, end) for top, row in enumerate(group, first))
        first = end


def _span(value: str | None, most: int, whole: int) -> int:
    """How far a cell reaches; 0 stands for all there is, which the standard has for rows only."""
    if value is None:
        return 1
    digits = _SPAN.match(value)
    wanted = int(digits[1]) if digits else 1
    return min(wanted or max(whole, 1), most)


def text_of(cell: Element, *, raised: bool = True) -> str:
    """A cell's text as a browser shows it.

    White space of the source is one blank, or none between Chinese characters; lines that the page
    shows one below the other stay apart; a raised mark is no digit of the figure before it.

    Args:
        cell: the element.
        raised: whether there may be raised marks in it.
    """
    if len(cell) == 0:
        return line_of(cell.text or "")
    said = [text for text in cast("Iterator[str]", cell.itertext()) if not text.isspace()]
    if len(said) < 2 and not (raised and next(cell.iter("sup"), None) is not None):
        return line_of(said[0]) if said else ""
    pieces: list[str] = []
    for event, part in etree.iterwalk(cell, events=("start", "end")):
        block = part is not cell and part.tag in _BLOCKS
        if block and pieces:
            pieces.append("\0")
        if event == "start":
            pieces += ["^"] if part.tag == "sup" else []
            pieces.append(part.text or "")
        elif part is not cell:
            pieces.append(part.tail or "")
    lines = map(line_of, "".join(pieces).split("\0"))
    return "\n".join(line for line in lines if line)


def line_of(text: str) -> str:
    """One line of text as a browser shows it, without marks that nobody sees."""
    if text.isdigit():
        return text
    if text.isascii():
        return " ".join(text.split())
    if "\n" in text or "\r" in text:
        text = _SOURCE_BREAK.sub("", text)
    return " ".join(without_marks(text).split())
