"""Reads a saved web page: its article's paragraphs and the tables that hold data, in order; menus and layout tables are passed by."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias, cast

from lxml import etree

from zbreport.readback.raw import Document, RawTable, Unspread
from zbreport.readback.sections import headings
from zbreport.sources.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator


_Element: TypeAlias = etree._Element
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*>")
_UNWANTED = bytes({*range(9), 0x0B, *range(0x0E, 0x20)})
_SKIPPED = frozenset(
    "script style noscript nav footer aside select option button textarea template iframe object svg head".split()  # noqa: SIM905
)
_BLOCKS = frozenset(
    "p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 table thead tbody tfoot tr td th caption section article header main center "  # noqa: SIM905
    "blockquote pre form fieldset hr figure figcaption body br".split()
)
"""Elements that begin a line; every other one, known or not, runs on in the text (Word leaves tags of its own in dates)."""

_LINE_BREAK = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u3000-\u9fff\uff00-\uffef])"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_MAX_COLSPAN, _MAX_ROWSPAN = 1000, 65_534
"""Limits that the HTML standard sets."""

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
        items: paragraphs and tables, in order.
        homes: for every item, the block it stands in.
        extents: for every block, which items came out of it: the first, and the one behind the
            last.
        text: pieces of the paragraph that has not ended yet.
    """

    items: list[str | RawTable] = field(default_factory=list)
    homes: list[_Element] = field(default_factory=list)
    extents: dict[_Element, tuple[int, int]] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    tables: int = 0

    def end_paragraph(self, home: _Element) -> None:
        """Ends the text gathered so far."""
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
    decoded = decode(data, declared[1].decode("ascii", "replace") if declared else None)
    if decoded.encoding != "UTF-8" or decoded.unknown or data.startswith(codecs.BOM_UTF8):
        data = decoded.text.encode("utf-8", "replace")
    clean = _DECLARATION.sub(b"", data, count=1).translate(None, _UNWANTED)
    tree = _tree(clean)
    if tree is None:
        return Document()
    page = _Page()
    body = tree.find("body")
    root = tree if body is None else body
    _visit(page, root, root)
    page.end_paragraph(root)
    return Document(_article(page), _titles(tree), _date(tree, page))


def _tree(data: bytes) -> _Element | None:
    """Parses a page, or a piece of one, in UTF-8."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, collect_ids=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(data, parser)


def clue(data: bytes) -> str:
    """Why a page may have none of the tables that it seems to have; empty when nothing tells."""
    text = decode(data, None).text.encode("utf-8", "replace")
    tree = _tree(_DECLARATION.sub(b"", text, count=1))
    if tree is None:
        return ""
    sources = [
        source.strip()
        for frame in tree.iter("iframe", "frame")
        if (source := frame.get("src") or "").strip()
    ]
    if sources:
        return f"正文可能在框架页里（{'、'.join(sources[:3])}），请在浏览器中单独打开那个页面，另存后再核对"
    pictures = sum(1 for _ in tree.iter("img"))
    return f"页面里有 {pictures} 张图片，表格可能是图片，没有文字可读" if pictures else ""


def _visit(page: _Page, element: _Element, home: _Element) -> None:
    """Walks an element; `home` is the nearest block that text belongs to."""
    text = page.text
    block = element.tag in _BLOCKS
    if block:
        if text:
            page.end_paragraph(home)
        home = element
    start = len(page.items)
    if element.tag == "table" and _holds_data(element):
        page.tables += 1
        cells = _cells(element)
        page.items.append(RawTable(f"表 {page.tables}", unspread=cells))
        page.homes.append(element)
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


def _is_menu(element: _Element) -> bool:
    """Whether an element is a list with a link in every entry."""
    if element.tag not in _LISTS:
        return False
    entries = len(list(element.iter("li", "dd")))
    return entries > 1 and len(list(element.iter("a"))) >= entries


def _article(page: _Page) -> list[str | RawTable]:
    """The items of the page without the text outside its article: what holds all of the report's headings."""
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


def _path(element: _Element) -> list[_Element]:
    """An element and what it stands in, outermost first."""
    return [*reversed(list(element.iterancestors())), element]


def _titles(tree: _Element) -> Iterator[str]:
    for meta in tree.iter("meta"):
        if (meta.get("name") or meta.get("property") or "").lower() in _TITLE_NAMES and meta.get(
            "content"
        ):
            yield meta.get("content", "")
    for tag in ("h1", "h2", "title"):
        for element in tree.iter(tag):
            yield " ".join("".join(cast("Iterator[str]", element.itertext())).split())


def _date(tree: _Element, page: _Page) -> str:
    """When the page says that it was published: in the name that government sites give it (`PubDate`), else in a line of its own."""
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


def _holds_data(table: _Element) -> bool:
    """Whether a table holds data and does not lay out the page: it has more rows of its own than of tables inside it."""
    if next(table.iterdescendants("table"), None) is None:
        return True
    own = sum(1 for row in _rows(table) if next(row.iter("table"), None) is None)
    return own > sum(1 for inner in table.iterdescendants("table") for _ in _rows(inner))


def _rows(table: _Element) -> Iterator[_Element]:
    """A table's own rows that are shown, not those of tables inside it."""
    for child in table:
        if child.tag == "tr":
            if not _is_hidden(child):
                yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child.iterchildren("tr") if not _is_hidden(row))


def _is_hidden(row: _Element) -> bool:
    """Whether a page does not show a row: what stands in it is not published."""
    style = row.get("style")
    return (style is not None and _HIDDEN.search(style) is not None) or row.get(
        "hidden"
    ) is not None


def _cells(table: _Element) -> Unspread:
    rows = [list(row.iterchildren("td", "th")) for row in _rows(table)]
    cells = list(chain.from_iterable(rows))
    return Unspread(list(map(_said, cells)), tuple(map(_reach, cells)), tuple(map(len, rows)))


def _reach(cell: _Element) -> tuple[int, int] | None:
    """The columns and rows that a cell covers; None for one of each."""
    names = cell.keys()
    if "colspan" not in names and "rowspan" not in names:
        return None
    return _span(cell.get("colspan", ""), _MAX_COLSPAN), _span(
        cell.get("rowspan", ""), _MAX_ROWSPAN
    )


def _said(cell: _Element) -> str:
    """A cell's text, which is one piece inside wrappers most of the time: `<td><p><span>3</span></p></td>`."""
    inner = cell
    text = cell.text
    while len(inner) == 1 and (text is None or text.isspace()):
        inner = inner[0]
        if (inner.tail and not inner.tail.isspace()) or inner.tag in _SKIPPED:
            return _text(cell)
        text = inner.text
    if len(inner):
        return _text(cell)
    return (text if text.isdigit() else " ".join(text.split())) if text else ""


def _span(value: str, most: int) -> int:
    digits = value.strip()
    return min(max(int(digits), 1), most) if digits.isascii() and digits.isdigit() else 1


def _text(cell: _Element) -> str:
    """A cell's text; lines that the page shows one below the other stay apart, and a raised mark is no digit of the figure before it."""
    for raised in cell.iter("sup"):
        raised.text = f"^{raised.text or ''}"
    pieces = [piece for piece in cast("Iterator[str]", cell.itertext()) if not piece.isspace()]
    if len(pieces) < 2:
        return " ".join(pieces[0].split()) if pieces else ""
    if next(cell.iter("br", "p", "div", "li"), None) is None:
        return " ".join("".join(pieces).split())
    inner = _Page()
    _visit(inner, cell, cell)
    inner.end_paragraph(cell)
    return "\n".join(item for item in inner.items if isinstance(item, str))
