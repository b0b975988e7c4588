"""Placeholders in a workbook: in cells, in shared texts, in headers and footers of pages."""

from __future__ import annotations

import zipfile
from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING

from zbreport.outputs.template import placeholders
from zbreport.outputs.template.package import with_parts
from zbreport.outputs.template.sheet import SheetPart
from zbreport.outputs.template.xmlpart import Element, local, set_text, tree, utf8

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zbreport.outputs.template.placeholders import Account

_PAGE = frozenset(
    ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
)
_SHARED = "sharedstrings.xml"


def with_placeholders(data: bytes, account: Account) -> bytes:
    """The workbook with its placeholders filled.

    A text that other cells share stays, and the cell gets one of its own.
    """
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        shared = next((name for name in archive.namelist() if name.lower().endswith(_SHARED)), None)
        marked = _marked(archive.read(shared)) if shared else {}
        for name in archive.namelist():
            if "/worksheets/" not in f"/{name}".lower() or not name.lower().endswith(".xml"):
                continue
            content = archive.read(name)
            if not marked and not _has_mark(utf8(content)):
                continue
            sheet = SheetPart(content)
            _fill_cells(sheet, marked, account)
            _fill_page(sheet, account)
            if sheet.changed:
                parts[name] = sheet.edited()
    return with_parts(data, parts)


def _has_mark(data: bytes) -> bool:
    return any(mark.encode() in data for mark in placeholders.MARKS)


def _marked(data: bytes) -> dict[int, Element]:
    """The shared texts that hold a placeholder, by number.

    Rich text may cut the braces apart, so that one is enough to look.
    """
    if not any(mark[0].encode() in utf8(data) for mark in placeholders.MARKS):
        return {}
    entries = [one for one in tree(data) if local(one) == "si"]
    return {number: one for number, one in enumerate(entries) if _is_marked(_text(one))}


def _text(element: Element) -> str:
    return "".join(piece.text or "" for piece in _texts(element))


def _is_marked(text: str) -> bool:
    return any(mark in text for mark in placeholders.MARKS)


def _texts(element: Element) -> Iterator[Element]:
    """The pieces of a text, without the phonetic ones."""
    for child in element:
        if local(child) == "t":
            yield child
        elif local(child) == "r":
            yield from _texts(child)


def _fill_cells(sheet: SheetPart, marked: Mapping[int, Element], account: Account) -> None:
    for place, cell in sheet.cells.items():
        kind = cell.get("t")
        value = next((one for one in cell if local(one) in {"v", "is"}), None)
        if value is None or sheet.formula(*place) is not None:
            continue
        if kind == "s":
            entry = marked.get(int(value.text or -1))
            if entry is not None:
                _fill_cell(sheet, place, entry, account)
        elif kind == "inlineStr" and _is_marked(_text(value)):
            _fill_cell(sheet, place, value, account)


def _fill_cell(sheet: SheetPart, place: tuple[int, int], text: Element, account: Account) -> None:
    """Fills the placeholders of one cell.

    One that stands alone and means a figure becomes a number.
    """
    filled = deepcopy(text)
    pieces = list(_texts(filled))
    old = [piece.text or "" for piece in pieces]
    name = placeholders.name_alone("".join(old))
    if name is None:
        texts = placeholders.replaced(old, account)
    else:
        value = account.value(name)
        if value is not None and not isinstance(value, str):
            sheet.set_number(*place, value)
            return
        texts = old if value is None else [placeholders.value_text(value), *[""] * (len(old) - 1)]
    if texts == old:
        return
    for piece, changed in zip(pieces, texts, strict=True):
        set_text(piece, changed)
    sheet.set_text(*place, list(filled))


def _fill_page(sheet: SheetPart, account: Account) -> None:
    """Fills headers and footers of pages, where `&` begins a code and `&&` means itself."""
    for element in sheet.root.iter("*"):
        text = element.text or ""
        if local(element) in _PAGE and _is_marked(text):
            filled = placeholders.replaced([text], account, lambda value: value.replace("&", "&&"))
            if filled != [text]:
                set_text(element, filled[0])
                sheet.changed = True
