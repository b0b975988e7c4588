"""Reads the tables of an HTML page, which many systems save as `.xls`. Runs when `sniff` says HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.errors import UnreadableFileError
from zbreport.model import Sheet, Span
from zbreport.sources.encoding import decode
from zbreport.text.compare import column_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from zbreport.model import InputFile

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_FRAMES = re.compile(r"<frameset\b|<x:WorksheetSource\b", re.IGNORECASE)
_UNWANTED = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_BLOCKS = frozenset({"br", "p", "div", "li"})
_MAX_COLSPAN, _MAX_ROWSPAN = 1000, 65_534
"""Limits that the HTML standard sets."""

_MAX_COLUMNS = 16_384
"""Columns that a sheet of Excel has."""


def read(file: InputFile, data: bytes) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Reads every table of a page that holds data.

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
    declared = _CHARSET.search(data, 0, 4096)
    decoded = decode(
        data, declared[1].decode("ascii", "replace") if declared else None, file.encoding
    )
    tables = (_grid(table, file.limits.cells) for table in _data_tables(_parsed(decoded.text)))
    grids = [(rows, spans) for rows, spans in tables if any(map(any, rows))]
    if not grids:
        raise UnreadableFileError(
            "F112",
            detail="，只有框架，表格在同名的 .files 文件夹里"
            if _FRAMES.search(decoded.text)
            else "",
        )
    names = [f"表{number}" for number in range(1, len(grids) + 1)] if len(grids) > 1 else [""]
    sheets = tuple(
        Sheet(file.label, name, rows, spans)
        for name, (rows, spans) in zip(names, grids, strict=True)
    )
    return sheets, (*decoded.diagnostics(file.label), *_cut_off(file, decoded.text))


def _cut_off(file: InputFile, text: str) -> Iterator[Diagnostic]:
    """F123 when the last table does not end: browsers show such a page without a word, and so would we."""
    if text.lower().rfind("<table") > text.lower().rfind("</table"):
        yield diagnose("F123", file=file.label, detail="网页里的表格没有结尾")


def _parsed(text: str) -> HtmlElement:
    """The page's tree, from text decoded here: lxml mistakes the encoding of pages that do not name it."""
    clean = _UNWANTED.sub("", _DECLARATION.sub("", text))
    parser = lxml_html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    tree = lxml_html.document_fromstring(clean.encode("utf-8", "replace"), parser=parser)
    etree.strip_elements(tree, "script", "style", with_tail=False)
    return tree


def _data_tables(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Tables that hold data, not those that lay out a page: they hold more rows of other tables than of their own."""
    rows = _row_counts(tree)
    inside = 0
    for event, table in etree.iterwalk(tree, events=("start", "end"), tag="table"):
        own, nested = rows[table]
        if event == "start":
            if not inside and own > nested:
                yield table
            inside += own > nested
        else:
            inside -= own > nested


def _row_counts(tree: HtmlElement) -> dict[HtmlElement, tuple[int, int]]:
    """For every table, how many rows it has that hold no table, and how many rows the tables inside it have. One pass, however deep."""
    counts: dict[HtmlElement, tuple[int, int]] = {}
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
    """Rows of a table that has not ended: all, those without a table inside, those of tables inside; `plain` is of the row under way."""

    every: int = 0
    own: int = 0
    nested: int = 0
    plain: bool = True

    def end_row(self, *, counts: bool) -> None:
        self.every += counts
        self.own += counts and self.plain
        self.plain = True


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    """A table's own rows, not those of tables inside it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from child.iterchildren("tr")


def _grid(table: HtmlElement, most: int) -> tuple[list[list[str]], tuple[Span, ...]]:
    """Rows of texts in their true columns, and the merged cells; their text stands in the first place only."""
    rows: list[list[str]] = []
    spans: list[Span] = []
    covered: dict[int, int] = {}
    cells = 0
    every = list(_rows(table))
    for top, row in enumerate(every):
        texts: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _skip(texts, covered, top)
            left, across = len(texts), _span(cell, "colspan", _MAX_COLSPAN)
            down = min(_span(cell, "rowspan", _MAX_ROWSPAN), len(every) - top)
            texts += [_text(cell), *[""] * (across - 1)]
            if len(texts) > _MAX_COLUMNS or cells + len(texts) > most:
                raise UnreadableFileError(
                    "F109",
                    address=f"{column_letter(left)}{top + 1}",
                    height=top + 1,
                    width=len(texts),
                )
            covered.update(dict.fromkeys(range(left, left + across), top + down))
            if across > 1 or down > 1:
                spans.append(Span(top, left, top + down - 1, left + across - 1))
        _skip(texts, covered, top)
        rows.append(texts)
        cells += len(texts)
    return rows, tuple(spans)


def _skip(texts: list[str], covered: dict[int, int], row: int) -> None:
    """Leaves the columns blank that a cell further up reaches down into."""
    while covered.get(len(texts), 0) > row:
        texts.append("")


def _span(cell: HtmlElement, name: str, most: int) -> int:
    digits = re.match(r"\s*(\d{1,6})", cell.get(name) or "")
    wanted = int(digits[1]) if digits else 1
    # `rowspan="0"` means down to the end of the table.
    return min(wanted or (most if name == "rowspan" else 1), most)


def _text(cell: HtmlElement) -> str:
    """A cell's text as a browser shows it: white space of the source is one blank, line breaks are kept."""
    if len(cell) == 0:
        return _BLANKS.sub(" ", cell.text or "").strip()
    parts: list[str] = []
    for event, part in etree.iterwalk(cell, events=("start", "end")):
        if event == "start":
            parts += ["\n"] if part.tag in _BLOCKS else []
            parts.append(_BLANKS.sub(" ", part.text or ""))
        elif part is not cell:
            parts.append(_BLANKS.sub(" ", part.tail or ""))
    lines = (_BLANKS.sub(" ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
