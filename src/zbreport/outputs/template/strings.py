"""Placeholders in the cells of a workbook, in the texts that its cells share, and in the headers and footers of its pages."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from zbreport.outputs.template import placeholders
from zbreport.outputs.template.package import with_parts
from zbreport.outputs.template.sheet import SheetPart
from zbreport.outputs.template.xmlpart import Element, XmlPart, local, text_element, tree, utf8

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zbreport.outputs.template.placeholders import Account

_PAGE = frozenset(
    ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
)
_SHARED = "sharedstrings.xml"


def with_placeholders(data: bytes, account: Account) -> bytes:
    """The workbook with its placeholders filled; a text that other cells share stays, and the cell gets one of its own."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        shared = next((name for name in archive.namelist() if name.lower().endswith(_SHARED)), None)
        strings, marked = _marked(archive.read(shared)) if shared else (None, {})
        for name in archive.namelist():
            if "/worksheets/" not in f"/{name}".lower() or not name.lower().endswith(".xml"):
                continue
            content = archive.read(name)
            if not marked and not _has_mark(utf8(content)):
                continue
            sheet = SheetPart(content)
            _fill_cells(sheet, strings, marked, account)
            _fill_page(sheet.part, account)
            if sheet.part.edits:
                parts[name] = sheet.edited()
    return with_parts(data, parts)


def _has_mark(data: bytes) -> bool:
    return any(mark.encode() in data for mark in placeholders.MARKS)


def _marked(data: bytes) -> tuple[XmlPart | None, dict[int, Element]]:
    """The shared texts that hold a placeholder, by number. Rich text may cut the braces apart, so that one is enough to look."""
    data = utf8(data)
    if not any(mark[0].encode() in data for mark in placeholders.MARKS):
        return None, {}
    part = XmlPart(data, tree(data))
    entries = [one for one in part.root if local(one) == "si"]
    return part, {
        number: one
        for number, one in enumerate(entries)
        if _is_marked("".join(one_.text or "" for one_ in _texts(one)))
    }


def _is_marked(text: str) -> bool:
    return any(mark in text for mark in placeholders.MARKS)


def _texts(element: Element) -> Iterator[Element]:
    """The pieces of a text, without the phonetic ones."""
    for child in element:
        if local(child) == "t":
            yield child
        elif local(child) == "r":
            yield from _texts(child)


def _fill_cells(
    sheet: SheetPart, strings: XmlPart | None, marked: Mapping[int, Element], account: Account
) -> None:
    for (row, col), cell in sheet.cells.items():
        kind = cell.get("t")
        value = next((one for one in cell if local(one) in {"v", "is"}), None)
        if (
            value is None
            or kind not in {"s", "inlineStr", "str"}
            or sheet.formula(row, col) is not None
        ):
            continue
        if kind == "s":
            entry = marked.get(int(value.text or -1))
            if entry is not None and strings is not None:
                _fill_cell(sheet, (row, col), strings, entry, account)
        elif kind == "inlineStr" and _is_marked("".join(one.text or "" for one in _texts(value))):
            _fill_cell(sheet, (row, col), sheet.part, value, account)


def _fill_cell(
    sheet: SheetPart, place: tuple[int, int], part: XmlPart, text: Element, account: Account
) -> None:
    """Fills the placeholders of one cell; one that stands alone and means a figure becomes a number."""
    pieces = list(_texts(text))
    old = [piece.text or "" for piece in pieces]
    name = placeholders.name_alone("".join(old))
    if name is None:
        new = placeholders.replaced(old, account)
    else:
        value = account.value(name)
        if value is not None and not isinstance(value, str):
            sheet.set_number(*place, value)
            return
        new = old if value is None else [placeholders.value_text(value), *[""] * (len(old) - 1)]
    if new == old:
        return
    same = part.root.prefix == sheet.part.root.prefix
    changed = {
        piece: text_element(piece, "t", content) for piece, content in zip(pieces, new, strict=True)
    }
    sheet.set_text(*place, part.inside(text, changed) if same else sheet.plain("".join(new)))


def _fill_page(part: XmlPart, account: Account) -> None:
    """Fills headers and footers of printed pages, where `&` begins a code and is written twice to mean itself."""
    for element in part.root.iter("*"):
        text = element.text or ""
        if local(element) in _PAGE and _is_marked(text):
            new = placeholders.replaced([text], account, lambda value: value.replace("&", "&&"))[0]
            if new != text:
                part.replace(element, text_element(element, local(element), new))
