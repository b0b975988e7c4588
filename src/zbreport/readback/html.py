"""Reads a saved web page: its article's paragraphs and the tables that hold data, in order; menus and layout tables are passed by."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import html as lxml_html

from zbreport.readback.raw import Document, RawTable, spread
from zbreport.readback.sections import headings
from zbreport.sources.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_SKIPPED = frozenset(
    "script style noscript nav footer aside select option button textarea template iframe object svg head".split()  # noqa: SIM905
)
_BLOCKS = frozenset(
    "p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 table thead tbody tfoot tr td th caption section article header main center "  # noqa: SIM905
    "blockquote pre form fieldset hr figure figcaption body br".split()
)
"""Elements that begin a line; every other one, known or not, runs on in the text (Word leaves tags of its own in dates)."""

_LINE_BREAK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u3000-\u9fff\uff00-\uffef])")
_MAX_COLSPAN, _MAX_ROWSPAN = 1000, 65_534
"""Limits that the HTML standard sets."""

_TITLE_NAMES = frozenset({"articletitle", "title", "og:title"})


@dataclass(slots=True)
class _Page:
    """What was gathered of a page: items in order and, for each, the element it stands in; text not yet ended."""

    items: list[str | RawTable] = field(default_factory=list)
    homes: list[HtmlElement] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    tables: int = 0

    def end_paragraph(self, home: HtmlElement) -> None:
        """Ends the text gathered so far."""
        if self.text:
            raw = "".join(self.text)
            self.text.clear()
            if line := " ".join((_LINE_BREAK.sub("", raw) if "\n" in raw else raw).split()):
                self.items.append(line)
                self.homes.append(home)


def read(data: bytes) -> Document:
    """Reads a page.

    Args:
        data: the whole file, in any encoding.

    Raises:
        lxml.etree.LxmlError: the page cannot be parsed.
    """
    declared = _CHARSET.search(data, 0, 4096)
    text = decode(data, declared[1].decode("ascii", "replace") if declared else None).text
    clean = _UNWANTED.sub("", _DECLARATION.sub("", text))
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    tree = lxml_html.document_fromstring(clean.encode("utf-8", "replace"), parser=parser)
    page = _Page()
    body = tree.find("body")
    root = tree if body is None else body
    _visit(page, root, root)
    page.end_paragraph(root)
    return Document(_article(page), tuple(_titles(tree)))


def _visit(page: _Page, element: HtmlElement, home: HtmlElement) -> None:
    """Walks an element; `home` is the nearest block that text belongs to."""
    tag = element.tag
    if tag == "table" and _holds_data(element):
        page.end_paragraph(home)
        page.tables += 1
        page.items.append(_table(element, page.tables))
        page.homes.append(element)
        return
    if block := tag in _BLOCKS:
        page.end_paragraph(home)
        home = element
    if element.text:
        page.text.append(element.text)
    for child in element:
        if child.tag not in _SKIPPED:
            _visit(page, child, home)
        if child.tail:
            page.text.append(child.tail)
    if block:
        page.end_paragraph(home)


def _article(page: _Page) -> list[str | RawTable]:
    """The items of the page without the text outside its article: what holds all of the report's headings."""
    lines = [(index, item) for index, item in enumerate(page.items) if isinstance(item, str)]
    found = headings([item for _, item in lines])
    if len(found) < 2:
        return page.items
    paths = [_path(page.homes[lines[one.at][0]]) for one in found]
    depth = 0
    while all(depth < len(path) and path[depth] is paths[0][depth] for path in paths if depth < len(paths[0])) and depth < len(paths[0]):
        depth += 1
    article = paths[0][depth - 1]
    return [item for item, home in zip(page.items, page.homes, strict=True) if not isinstance(item, str) or article in _path(home)]


def _path(element: HtmlElement) -> list[HtmlElement]:
    """An element and what it stands in, outermost first."""
    return [*reversed(list(element.iterancestors())), element]


def _titles(tree: HtmlElement) -> Iterator[str]:
    for meta in tree.iter("meta"):
        if (meta.get("name") or meta.get("property") or "").lower() in _TITLE_NAMES and meta.get("content"):
            yield meta.get("content", "")
    for tag in ("h1", "h2", "title"):
        for element in tree.iter(tag):
            yield " ".join(element.text_content().split())


def _holds_data(table: HtmlElement) -> bool:
    """Whether a table holds data and does not lay out the page: it has more rows of its own than of tables inside it."""
    if next(table.iterdescendants("table"), None) is None:
        return True
    own = sum(1 for row in _rows(table) if next(row.iter("table"), None) is None)
    return own > sum(1 for inner in table.iterdescendants("table") for _ in _rows(inner))


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    """A table's own rows, not those of tables inside it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from child.iterchildren("tr")


def _table(table: HtmlElement, number: int) -> RawTable:
    rows = list(_rows(table))
    cells = ([_cell(cell) for cell in row if cell.tag in {"td", "th"}] for row in rows)
    return RawTable(f"表 {number}", spread(cells))


def _cell(cell: HtmlElement) -> tuple[str, int, int]:
    across, down = cell.get("colspan"), cell.get("rowspan")
    return _text(cell), _span(across, _MAX_COLSPAN) if across else 1, _span(down, _MAX_ROWSPAN) if down else 1


def _span(value: str, most: int) -> int:
    digits = value.strip()
    return min(max(int(digits), 1), most) if digits.isascii() and digits.isdigit() else 1


def _text(cell: HtmlElement) -> str:
    """A cell's text; lines that the page shows one below the other stay apart."""
    if len(cell) == 0:
        return " ".join(cell.text.split()) if cell.text else ""
    if sum(1 for _ in cell.iter("br", "p", "div", "li")) < 2 and cell.find(".//br") is None:
        return " ".join("".join(cell.itertext()).split())
    inner = _Page()
    _visit(inner, cell, cell)
    inner.end_paragraph(cell)
    return "\n".join(item for item in inner.items if isinstance(item, str))
