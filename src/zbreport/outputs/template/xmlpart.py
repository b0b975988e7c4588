"""One XML part of a package, edited where it stands: an edit replaces the bytes of one element, and no other byte changes.

lxml has the tree but not the places of its elements, expat has the places but no tree; both meet
the elements in the same order.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from xml.parsers import expat

from lxml import etree

from zbreport.errors import UnreadableFileError
from zbreport.render.markup import escaped

if TYPE_CHECKING:
    from collections.abc import Mapping

Element: TypeAlias = etree._Element
_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_DECLARED = re.compile(r"^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class Place(NamedTuple):
    """Where an element stands: its start tag, the bytes behind that, its end tag, and the byte behind it; the same for `<a/>`."""

    start: int
    inner: int
    close: int
    end: int


class XmlPart:
    """A part: its bytes, its tree, and where each element of the tree stands in the bytes.

    Attributes:
        data: the part in UTF-8.
        root: its tree; namespaces may be other ones than in the bytes, but not the elements and
            their order.
        edits: what is to be changed: first byte and the one behind the last → what takes their
            place.
    """

    def __init__(self, data: bytes, root: Element) -> None:
        """Takes a part's bytes (see `utf8`) and the tree made of them."""
        self.data = data
        self.root = root
        self.edits: dict[tuple[int, int], bytes] = {}

    @cached_property
    def _numbers(self) -> dict[Element, int]:
        return {element: number for number, element in enumerate(self.root.iter("*"))}

    @cached_property
    def _places(self) -> list[list[int]]:
        return _places(self.data)

    def place(self, element: Element) -> Place:
        """Where an element stands."""
        start, close = self._places[self._numbers[element]]
        tag = _TAG.match(self.data, start)
        if tag is None:  # pragma: no cover  (expat has read it)
            raise UnreadableFileError("F101", detail="内部 XML 有误")
        if tag[0].endswith(b"/>"):
            return Place(start, tag.end(), tag.end(), tag.end())
        return Place(start, tag.end(), close, self.data.index(b">", close) + 1)

    def source(self, element: Element) -> bytes:
        """The bytes of an element."""
        place = self.place(element)
        return self.data[place.start : place.end]

    def start_tag(self, element: Element) -> bytes:
        """The bytes of an element's start tag, open even if the element is `<a/>`."""
        place = self.place(element)
        tag = self.data[place.start : place.inner]
        return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag

    def replace(self, element: Element, content: bytes) -> None:
        """Puts other bytes in the place of an element."""
        place = self.place(element)
        self.edits[place.start, place.end] = content

    def append(self, element: Element, content: bytes) -> None:
        """Puts bytes behind the last child of an element."""
        place = self.place(element)
        if place.close == place.end:
            self.edits[place.start, place.end] = (
                self.start_tag(element) + content + end_tag(element)
            )
        else:
            self.insert(place.close, content)

    def insert(self, at: int, content: bytes) -> None:
        """Puts bytes at a place; several of one place stand in the order in which they came."""
        self.edits[at, at] = self.edits.get((at, at), b"") + content

    def inside(self, element: Element, changed: Mapping[Element, bytes]) -> bytes:
        """The bytes between an element's tags, with some of what stands there changed."""
        place = self.place(element)
        pieces: list[bytes] = []
        at = place.inner
        for (start, _, _, end), content in sorted(
            (self.place(one), content) for one, content in changed.items()
        ):
            pieces += [self.data[at:start], content]
            at = end
        return b"".join([*pieces, self.data[at : place.close]])

    def edited(self) -> bytes:
        """The part with its edits.

        Raises:
            RuntimeError: two edits touch the same bytes.
        """
        pieces: list[bytes] = []
        at = 0
        for (start, end), content in sorted(self.edits.items()):
            if start < at:
                message = f"edits overlap at byte {start}"
                raise RuntimeError(message)
            pieces += [self.data[at:start], content]
            at = end
        return b"".join([*pieces, self.data[at:]])


def tree(data: bytes) -> Element:
    """The tree of a part.

    Raises:
        lxml.etree.LxmlError: it is damaged.
    """
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))


def utf8(data: bytes) -> bytes:
    """A part in UTF-8; the few in UTF-16 are turned into it, and their declaration with them."""
    if not data.startswith(_WIDE):
        return data
    return _DECLARED.sub(r"\1", data.decode("utf-16")).encode()


def tag(element: Element, name: str) -> str:
    """The name of a tag as it is written beside an element: with the prefix of the element's own."""
    return f"{element.prefix}:{name}" if element.prefix else name


def end_tag(element: Element) -> bytes:
    """The end tag of an element."""
    return f"</{tag(element, local(element))}>".encode()


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_element(beside: Element, name: str, text: str) -> bytes:
    """An element that holds text, whose white space counts."""
    name = tag(beside, name)
    return (
        f'<{name} xml:space="preserve">{escaped(text)}</{name}>'.encode()
        if text
        else f"<{name}/>".encode()
    )


def _places(data: bytes) -> list[list[int]]:
    """The first byte of every element's start tag and end tag, in document order."""
    parser = expat.ParserCreate()
    found: list[list[int]] = []
    open_: list[list[int]] = []

    def start(_name: str, _attributes: dict[str, str]) -> None:
        place = [parser.CurrentByteIndex, 0]
        found.append(place)
        open_.append(place)

    def end(_name: str) -> None:
        open_.pop()[1] = parser.CurrentByteIndex

    def refuse(*_: object) -> None:
        raise UnreadableFileError("F101", detail="内部 XML 有文档类型声明，不是 Word 或 Excel 写的")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003  (expat's own signature)
    except expat.ExpatError as error:
        raise UnreadableFileError("F101", detail="内部 XML 有误") from error
    return found
