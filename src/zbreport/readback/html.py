"""Reads a saved web page as shown: its article's paragraphs and data tables, in order.

Menus and tables that lay out the page are passed by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from zbreport.readback.raw import Document, RawCell, RawRow, RawTable
from zbreport.readback.sections import headings
from zbreport.sources.encoding import decode
from zbreport.sources.html import CHARSET
from zbreport.visible.page import drop_unseen, parse
from zbreport.visible.tables import data_tables, grid_of, is_block, line_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.visible.page import Element
    from zbreport.visible.tables import Grid

_SKIPPED = frozenset({"nav", "footer", "aside", "head", "title"})
"""Parts of a page that are seen and are no part of its article."""

_MOST_CELLS = 2_000_000
"""Rows × columns of a table; those of a report have some 400."""

_LISTS = frozenset({"ul", "ol", "dl"})
_DATED = re.compile(
    r"(?:发布|公布|公开|成文|生成|发文|印发)(?:日期|时间)\s*[:：]?\s*(20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2})"
)
_LONGEST_DATE_LINE = 200
_DATE_NAMES = frozenset({"pubdate", "publishdate", "publicationdate", "firstpublishedtime"})
_TITLE_NAMES = frozenset({"articletitle", "title", "og:title"})


@dataclass(slots=True)
class _Page:
    """What was gathered of a page.

    Attributes:
        data: the tables that hold data.
        items: paragraphs and tables, in order.
        homes: for every item, the block it stands in.
        extents: for every block, which items came out of it: the first, and the one behind the
            last.
        text: pieces of the paragraph that has not ended yet.
    """

    data: frozenset[Element]
    items: list[str | RawTable] = field(default_factory=list)
    homes: list[Element] = field(default_factory=list)
    extents: dict[Element, tuple[int, int]] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    tables: int = 0

    def end_paragraph(self, home: Element) -> None:
        """Ends the text gathered so far."""
        line = line_of("".join(self.text))
        self.text.clear()
        if line:
            self.items.append(line)
            self.homes.append(home)

    def add_table(self, element: Element) -> None:
        """Adds a table that holds data."""
        self.tables += 1
        self.items.append(RawTable(f"表 {self.tables}", _rows(grid_of(element, _MOST_CELLS))))
        self.homes.append(element)


def read(data: bytes) -> Document:
    """Reads a page.

    Args:
        data: the whole file, in any encoding.

    Raises:
        lxml.etree.LxmlError: the page cannot be parsed.
        UnreadableFileError: a table is absurdly large.
    """
    declared = CHARSET.search(data, 0, 4096)
    decoded = decode(data, declared[1].decode("ascii", "replace") if declared else None)
    tree = parse(decoded.text)
    if tree is None:
        return Document()
    drop_unseen(tree)
    page = _Page(frozenset(data_tables(tree)))
    body = tree.find("body")
    root = tree if body is None else body
    _visit(page, root, root)
    page.end_paragraph(root)
    return Document(_article(page), _titles(tree), _date(tree, page))


def _rows(grid: Grid) -> list[RawRow]:
    """A table's rows; a cell that covers several is the same in each of them."""
    rows: list[RawRow] = [[] for _ in grid.rows]
    for number, placed in enumerate(grid.rows):
        row, reaching = rows[number], bool(rows[number])
        for text, top, left, bottom, right in placed:
            raw = RawCell(text, left, right, top)
            row.append(raw)
            for below in range(top + 1, bottom):
                rows[below].append(raw)
        if reaching:
            row.sort(key=lambda cell: cell.left)
    return rows


def clue(data: bytes) -> str:
    """Why a page may have none of the tables that it seems to have; empty when nothing tells."""
    tree = parse(decode(data, None).text)
    if tree is None:
        return ""
    sources = [
        source.strip()
        for frame in tree.iter("iframe", "frame")
        if (source := frame.get("src") or "").strip()
    ]
    if sources:
        return (
            f"正文可能在框架页里（{'、'.join(sources[:3])}），"
            "请在浏览器中单独打开那个页面，另存后再核对"
        )
    pictures = sum(1 for _ in tree.iter("img"))
    return f"页面里有 {pictures} 张图片，表格可能是图片，没有文字可读" if pictures else ""


def _visit(page: _Page, element: Element, home: Element) -> None:
    """Walks an element; `home` is the nearest block that text belongs to."""
    text = page.text
    block = is_block(element)
    if block:
        if text:
            page.end_paragraph(home)
        home = element
    start = len(page.items)
    if element in page.data:
        page.add_table(element)
        return
    if element.text:
        text.append(element.text)
    for child in element:
        if child.tag not in _SKIPPED and not _is_menu(child):
            _visit(page, child, home)
        if child.tail:
            text.append(child.tail)
    if block:
        if text:
            page.end_paragraph(home)
        page.extents[element] = start, len(page.items)


def _is_menu(element: Element) -> bool:
    """Whether an element is a list with a link in every entry."""
    if element.tag not in _LISTS:
        return False
    entries = len(list(element.iter("li", "dd")))
    return entries > 1 and len(list(element.iter("a"))) >= entries


def _article(page: _Page) -> list[str | RawTable]:
    """The items of the page without the text outside its article.

    What holds all of the report's headings.
    """
    lines = [(index, item) for index, item in enumerate(page.items) if isinstance(item, str)]
    found = headings([item for _, item in lines])
    if len(found) < 2:
        return page.items
    paths = [_path(page.homes[lines[one.at][0]]) for one in found]
    shared = [
        steps[0] for steps in zip(*paths, strict=False) if all(step is steps[0] for step in steps)
    ]
    start, end = next(
        (page.extents[block] for block in reversed(shared) if block in page.extents),
        (0, len(page.items)),
    )
    return [
        item
        for index, item in enumerate(page.items)
        if start <= index < end or not isinstance(item, str)
    ]


def _path(element: Element) -> list[Element]:
    """An element and what it stands in, outermost first."""
    return [*reversed(list(element.iterancestors())), element]


def _titles(tree: Element) -> Iterator[str]:
    for meta in tree.iter("meta"):
        if (meta.get("name") or meta.get("property") or "").lower() in _TITLE_NAMES and meta.get(
            "content"
        ):
            yield meta.get("content", "")
    for tag in ("h1", "h2", "title"):
        for element in tree.iter(tag):
            yield " ".join("".join(cast("Iterator[str]", element.itertext())).split())


def _date(tree: Element, page: _Page) -> str:
    """When the page says that it was published.

    In the name that government sites give it (`PubDate`), else in a line of its own.
    """
    told = next(
        (
            meta.get("content") or ""
            for meta in tree.iter("meta")
            if (meta.get("name") or "").lower() in _DATE_NAMES
        ),
        "",
    )
    lines = (
        item
        for item in page.items
        if isinstance(item, str)
        and len(item) < _LONGEST_DATE_LINE
        and ("日期" in item or "时间" in item)
    )
    return told or next(
        ("".join(match[1].split()) for line in lines if (match := _DATED.search(line))), ""
    )
