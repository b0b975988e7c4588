"""Reads the tables of HTML pages, also those that systems save as `.xls`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.errors import UnreadableFileError
from zbreport.model import Sheet, Span
from zbreport.sources.encoding import decode
from zbreport.visible.page import drop_unseen, parse
from zbreport.visible.tables import Grid, data_tables, grid_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.model import InputFile
    from zbreport.visible.page import Element

CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
"""The encoding that a page or an XML file declares."""

_FRAMES = re.compile(r"<frameset\b|<x:WorksheetSource\b", re.IGNORECASE)
_MOST_HEADER_ROWS = 3
_FEWEST_COLUMNS, _LONGEST_HEADER = 3, 20
_DIGIT = re.compile(r"\d")


def read(file: InputFile, data: bytes) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Reads every table of a page that holds data and is shown.

    Hidden rows are read like those of a workbook, and reported (F111); hidden tables are not read,
    like hidden sheets (F110).

    Args:
        file: where the page comes from.
        data: its content.

    Returns:
        One sheet per table, named 表1, 表2… when there are several, unnamed when there is one; F107
        for undecodable bytes.

    Raises:
        UnreadableFileError: F112, there is no table with anything in it; F109, merged cells without
            end.
        lxml.etree.LxmlError: the page cannot be parsed.
    """
    declared = CHARSET.search(data, 0, 4096)
    decoded = decode(
        data, declared[1].decode("ascii", "replace") if declared else None, file.encoding
    )
    tree = parse(decoded.text)
    if tree is None:
        raise UnreadableFileError("F112", detail="")
    seen = drop_unseen(tree, keep_rows=True, keep_struck=True)
    grids = list(_joined(_filled(data_tables(tree), file.limits.cells)))
    if not grids:
        detail = "，只有框架，表格在同名的 .files 文件夹里" if _FRAMES.search(decoded.text) else ""
        raise UnreadableFileError(
            "F112", detail="，只有隐藏的表格，没有读取" if seen.tables else detail
        )
    names = [f"表{number}" for number in range(1, len(grids) + 1)] if len(grids) > 1 else [""]
    sheets = tuple(
        _sheet(file.label, name, parts) for name, parts in zip(names, grids, strict=True)
    )
    told = [diagnose("F111", sheet=one, count=one.hidden_rows) for one in sheets if one.hidden_rows]
    told += [diagnose("F110", sheet=Sheet(file.label, "", ())) for _ in seen.tables[:1]]
    return sheets, (*decoded.diagnostics(file.label), *told, *_cut_off(file, decoded.text))


def _cut_off(file: InputFile, text: str) -> Iterator[Diagnostic]:
    """F123 when the last table does not end: browsers show such a page without a word."""
    low = text.lower()
    if low.rfind("<table") > low.rfind("</table"):
        yield diagnose("F123", file=file.label, detail="网页里的表格没有结尾")


def _filled(tables: Sequence[Element], most: int) -> Iterator[tuple[Element, Grid]]:
    """The tables that hold anything, laid out."""
    for table in tables:
        grid = grid_of(table, most)
        if any(cell.text for row in grid.rows for cell in row):
            yield table, grid


def _joined(tables: Iterator[tuple[Element, Grid]]) -> Iterator[list[Grid]]:
    """The parts of each table: grids that keep their header in view have it in a table of its own.

    Such a header is a table of nothing but `th`, or of one row of words, and the table that follows
    has no header and as many columns.
    """
    parts: list[Grid] = []
    awaiting = plain = False
    for table, grid in tables:
        if parts and not (
            (awaiting and _is_body(table, grid, parts[-1]))
            or (plain and _is_plain_body(table, grid, parts[-1]))
        ):
            yield parts
            parts = []
        awaiting = not parts and _is_header(table, grid)
        plain = not parts and not awaiting and _is_row_of_words(grid)
        parts.append(grid)
    if parts:
        yield parts


def _is_header(table: Element, grid: Grid) -> bool:
    filled = [row for row in grid.rows if any(cell.text for cell in row)]
    return len(filled) <= _MOST_HEADER_ROWS and next(table.iter("td"), None) is None


def _is_body(table: Element, grid: Grid, header: Grid) -> bool:
    first = next(table.iter("th", "td"))
    return first.tag == "td" and max(grid.lengths) == max(header.lengths)


def _is_row_of_words(grid: Grid) -> bool:
    """Whether a table is one row of short words, as a header of plain cells is."""
    texts = [cell.text.strip() for row in grid.rows for cell in row]
    return (
        sum(1 for row in grid.rows if any(cell.text for cell in row)) == 1
        and len(texts) >= _FEWEST_COLUMNS
        and all(0 < len(text) <= _LONGEST_HEADER and not _DIGIT.search(text) for text in texts)
    )


def _is_plain_body(table: Element, grid: Grid, header: Grid) -> bool:
    """Whether a table begins with a row of values below such a header: it has a number in it."""
    first = next((row for row in grid.rows if any(cell.text for cell in row)), ())
    return _is_body(table, grid, header) and any(_DIGIT.search(cell.text) for cell in first)


def _sheet(label: str, name: str, parts: Sequence[Grid]) -> Sheet:
    """A sheet of one table, or of a header and the table below it.

    The text of a merged cell stands in its first place only.
    """
    rows: list[list[str]] = []
    spans: list[Span] = []
    for grid in parts:
        first = len(rows)
        for placed, length in zip(grid.rows, grid.lengths, strict=True):
            texts = [""] * length
            for cell in placed:
                texts[cell.left] = cell.text
                if cell.bottom - cell.top > 1 or cell.right - cell.left > 1:
                    top, bottom = first + cell.top, first + cell.bottom - 1
                    spans.append(Span(top, cell.left, bottom, cell.right - 1))
            rows.append(texts)
    return Sheet(label, name, rows, tuple(spans), {}, sum(len(grid.hidden) for grid in parts))
