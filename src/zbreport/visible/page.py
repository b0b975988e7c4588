"""A web page as a person sees it.

Its tree without what is hidden, deleted, struck out, or never shown as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, cast

from lxml import etree

from zbreport.visible.css import Look, Sheets, declarations, look_of, look_of_style

if TYPE_CHECKING:
    from collections.abc import Iterator

Element: TypeAlias = etree._Element

_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
_UNWANTED = bytes([*range(9), 0x0B, *range(0x0E, 0x20)])
_NEVER_SHOWN = (
    *("script", "noscript", "template", "svg", "iframe", "object", "embed", "audio", "video"),
    *("canvas", "datalist", "textarea", "button", "rp", "rt"),
)
_STRUCK = ("s", "strike", "del")
_GROUPS = ("thead", "tbody", "tfoot")
_WHOLE = frozenset({"html", "body"})
"""A page that hides itself is shown by a script as soon as it is loaded."""

_STYLES = etree.XPath("//@style", smart_strings=False)
_WITH_STYLE = etree.XPath("//*[@style=$style]")
_HIDDEN = etree.XPath("//*[@hidden]")
_ALL = etree.XPath("//*[@style or @hidden or @class or @id]")
_SHEETS = etree.XPath("//style")
_MARK = "zbreport-hidden"
"""The attribute of rows that are kept though they are hidden."""


@dataclass(slots=True)
class Seen:
    """What was left out of a page.

    Attributes:
        tables: the hidden tables that hold something, outermost ones only, in the page's order.
        cells: how many hidden cells with a text were left out of rows that are shown.
    """

    tables: list[Element] = field(default_factory=list)
    cells: int = 0


def parse(text: str) -> Element | None:
    """The tree of a page, from text that was decoded; None for an empty one.

    lxml mistakes the encoding of pages that do not name it, so it is given UTF-8.

    Raises:
        lxml.etree.LxmlError: the page cannot be parsed.
    """
    declaration = _DECLARATION.match(text)
    clean = (text[declaration.end() :] if declaration else text).encode("utf-8", "replace")
    clean = clean.translate(None, _UNWANTED)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, collect_ids=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(clean, parser) if clean.strip() else None


def drop_unseen(tree: Element, *, keep_rows: bool = False, keep_struck: bool = False) -> Seen:
    """Takes everything out of a page that a person does not see.

    Args:
        tree: the page; is changed.
        keep_rows: hidden rows stay, marked (see `is_hidden_row`): in a ledger they count.
        keep_struck: a cell whose whole text is struck out keeps it: in a ledger it is still what
            the row says, for no other format tells that it is struck.
    """
    seen = Seen()
    sheets = Sheets()
    for sheet in cast("list[Element]", _SHEETS(tree)):
        sheets.add(sheet.text or "")
    etree.strip_elements(tree, *_NEVER_SHOWN, "style", with_tail=False)
    _settle_choices(tree)
    _show_typed(tree)
    struck = {one for one in tree.iter(*_STRUCK) if not _is_unstruck(one)}
    hidden = [one for one in tree.iter("dialog") if one.get("open") is None]
    faint: list[Element] = []
    for element, look in _looks(tree, sheets):
        if element.tag in _WHOLE:
            continue
        if look.display is False:
            hidden.append(element)
        elif look.visible is False:
            (hidden if _is_row(element) and _collapses(element) else faint).append(element)
        if look.struck:
            struck.add(element)
    for element in hidden:
        _hide(element, seen, keep_rows=keep_rows)
    blanked: set[Element] = set()
    for element in faint:
        _blank_invisible(element, blanked)
    kept = {one for one in struck if keep_struck and _is_all_struck(one, struck)}
    for element in struck - kept:
        _drop(element)
    return seen


def is_hidden_row(row: Element) -> bool:
    """Whether a row was kept though it is hidden."""
    return row.get(_MARK) is not None


def _looks(tree: Element, sheets: Sheets) -> Iterator[tuple[Element, Look]]:
    """The elements of which something is said that decides whether they are seen, and what."""
    if sheets.hides:
        for element in cast("list[Element]", _ALL(tree)):
            inline = declarations(element.get("style", ""))
            yield element, _with_hidden(element, look_of({**sheets.declared(element), **inline}))
        return
    for style in dict.fromkeys(cast("list[str]", _STYLES(tree))):  # few hide anything
        look = look_of_style(style)
        if look.display is False or look.visible is False or look.struck:
            for element in cast("list[Element]", _WITH_STYLE(tree, style=style)):
                yield element, look
    for element in cast("list[Element]", _HIDDEN(tree)):
        yield element, _with_hidden(element, look_of_style(element.get("style", "")))


def _with_hidden(element: Element, look: Look) -> Look:
    """A look, and what the attribute `hidden` adds, which every `display` outdoes."""
    if look.display is None and element.get("hidden") is not None:
        return look._replace(display=False)
    return look


def _is_row(element: Element) -> bool:
    return element.tag == "tr" or element.tag in _GROUPS


def _collapses(element: Element) -> bool:
    return "collapse" in declarations(element.get("style", "")).get("visibility", "")


def _is_unstruck(element: Element) -> bool:
    """Whether a page shows deleted text like any other (`<del style="text-decoration:none">`)."""
    return declarations(element.get("style", "")).get("text-decoration", "") == "none"


def _hide(element: Element, seen: Seen, *, keep_rows: bool) -> None:
    """Takes a hidden element out of the page, or marks its rows where they are to stay."""
    if keep_rows and _is_row(element):
        for row in (element,) if element.tag == "tr" else element.iterchildren("tr"):
            row.set(_MARK, "")
        return
    if keep_rows:
        if element.tag in {"td", "th"} and _has_text(element):
            seen.cells += 1
        elif next(element.iterancestors("td", "th"), None) is None:
            seen.tables += _outermost_tables(element)
    _drop(element)


def _outermost_tables(element: Element) -> list[Element]:
    """The tables with a text in or at an element, those inside another left out."""
    tables = [element] if element.tag == "table" else list(element.iter("table"))
    inside = {inner for table in tables for inner in table.iterdescendants("table")}
    return [table for table in tables if table not in inside and _has_text(table)]


def _has_text(element: Element) -> bool:
    return any(not piece.isspace() for piece in cast("Iterator[str]", element.itertext()))


def _drop(element: Element) -> None:
    """Takes an element out of its page and leaves what follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if tail := element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)


def _blank_invisible(element: Element, blanked: set[Element]) -> None:
    """Blanks the text of an element that takes its place unseen, but not what in it is seen.

    Args:
        element: that is invisible.
        blanked: the elements that were blanked before; is added to.
    """
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if one in blanked:
            continue
        blanked.add(one)
        one.text = None
        for child in one:
            child.tail = None
            if look_of_style(child.get("style", "")).visible is not True:
                waiting.append(child)


def _is_all_struck(element: Element, struck: set[Element]) -> bool:
    """Whether nothing of the cell that a struck element stands in is left unstruck."""
    cell = next(element.iterancestors("td", "th"), None)
    if cell is None or element.tag in {"table", "tr", "td", "th", *_GROUPS}:
        return True
    waiting = [cell]
    while waiting:
        one = waiting.pop()
        inside = [child for child in one if child not in struck]
        if any(text and not text.isspace() for text in (one.text, *(child.tail for child in one))):
            return False
        waiting += inside
    return True


def _show_typed(tree: Element) -> None:
    """Shows what is typed into fields."""
    for typed in tree.iter("input"):
        if typed.get("type", "text").lower() in {"text", "number", "tel"}:
            typed.tail = typed.get("value", "") + (typed.tail or "")


def _settle_choices(tree: Element) -> None:
    """Of a list to choose from only the choice made is seen, or else the first one."""
    for choice in list(tree.iter("select")):
        options = list(choice.iter("option"))
        chosen = [one for one in options if one.get("selected") is not None]
        shown = chosen if choice.get("multiple") is not None else chosen[-1:] or options[:1]
        text = " ".join("".join(cast("Iterator[str]", one.itertext())).strip() for one in shown)
        tail = choice.tail
        choice.clear()
        choice.tag, choice.text, choice.tail = "span", text, tail
