"""One XML part of a package as a tree that is edited.

Elements, attributes and texts not touched stay as they are.

What is written is canonically the same XML outside the edits; only its spelling (quotes, `<a></a>`
for `<a/>`, the encoding) may be another one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias, cast

from lxml import etree

from zbreport.errors import UnreadableFileError
from zbreport.render.markup import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

Element: TypeAlias = etree._Element
_DECLARED = re.compile(r"^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def tree(data: bytes) -> Element:
    """The tree of a part.

    Raises:
        lxml.etree.LxmlError: it is damaged.
        UnreadableFileError: it declares a document type, which neither Word nor Excel writes.
    """
    parser = etree.XMLParser(resolve_entities=False, huge_tree=True, strip_cdata=False)
    return without_doctype(etree.fromstring(utf8(data), parser))


def without_doctype(root: Element) -> Element:
    """The root again, of a part that declares no document type.

    Raises:
        UnreadableFileError: it does.
    """
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFileError("F101", detail="内部 XML 有文档类型声明，不是 Word 或 Excel 写的")
    return root


def encoded(root: Element) -> bytes:
    """A part in UTF-8 with its declaration, from its root."""
    document = root.getroottree()
    standalone = ' standalone="yes"' if document.docinfo.standalone else ""
    head = f'<?xml version="1.0" encoding="UTF-8"{standalone}?>\n'.encode()
    return head + etree.tostring(document, encoding="UTF-8", xml_declaration=False)


def utf8(data: bytes) -> bytes:
    """A part in UTF-8; of one in UTF-16 the declaration changes too."""
    if not data.startswith(_WIDE):
        return data
    return _DECLARED.sub(r"\1", data.decode("utf-16")).encode()


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def new(beside: Element, name: str, children: Iterable[Element] = ()) -> Element:
    """An element with its children, in the namespace and with the prefixes of another one."""
    namespace = etree.QName(beside).namespace
    tag = f"{{{namespace}}}{name}" if namespace else name
    made = beside.makeelement(tag, nsmap=cast("dict[str, str]", beside.nsmap))
    made.extend(children)
    return made


def set_text(element: Element, text: str) -> None:
    """Puts a text, whose white space counts, in place of all that an element holds."""
    tail = element.tail
    del element[:]
    element.text = printable(text) or None
    element.tail = tail
    if text:
        element.set(_SPACE, "preserve")


def remove(element: Element) -> None:
    """Takes an element out of its parent and leaves the text behind it there."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)
