"""Reads a Word document as a person sees it.

Paragraphs and tables in order, merged cells, content controls, text boxes.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from itertools import takewhile
from typing import TYPE_CHECKING, TypeAlias

from lxml.etree import LxmlError

from zbreport.errors import UnreadableFileError
from zbreport.readback.raw import Document, RawCell, RawRow, RawTable
from zbreport.text.compare import without_marks
from zbreport.visible.word import (
    BOX,
    DROPPED,
    MAIN,
    STRICT,
    TRANSITIONAL,
    Element,
    Styles,
    W,
    main_part,
    parse,
    related_parts,
    styles_of,
    unseen,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "DROPPED",
    "MAIN",
    "STRICT",
    "TRANSITIONAL",
    "Homes",
    "is_document",
    "parse",
    "read",
    "read_styles",
    "read_tree",
]

Homes: TypeAlias = dict[RawCell, Element]
"""The element that every cell was read from."""

_CONTROL = f"{W}sdt"
_INSIDE = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")
)
_MARKS = {
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}tab": " ",
    f"{W}noBreakHyphen": "-",
}
_COUNT = re.compile(r"[0-9]{1,6}")
_MOST_COLUMNS = 1000
_MAX_XML = 256 * 1024**2


def is_document(data: bytes) -> bool:
    """Whether a package is a Word document (and not an OpenDocument one)."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return main_part(archive) is not None


def read(data: bytes) -> Document:
    """Reads the body of a `.docx`.

    Args:
        data: the whole file.

    Raises:
        UnreadableFileError: it unpacks to an absurd size.
        zipfile.BadZipFile, lxml.etree.LxmlError: it is damaged.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        main = main_part(archive)
        if main is None:
            return Document()
        if archive.getinfo(main).file_size > _MAX_XML:
            raise UnreadableFileError("F101", detail="正文解压后过大")
        root = parse(archive.read(main))
        styles = read_styles(archive, main)
    _unbox(root)
    return read_tree(root, styles)[0]


def read_styles(archive: zipfile.ZipFile, main: str) -> Styles:
    """The styles of a document; none where that part is missing, damaged or absurdly large."""
    parts = related_parts(archive, main, "/styles")
    if not parts or archive.getinfo(parts[0]).file_size > _MAX_XML:
        return Styles()
    try:
        return styles_of(parse(archive.read(parts[0])))
    except (LxmlError, zipfile.BadZipFile, zlib.error):
        return Styles()


def _unbox(root: Element) -> None:
    """Puts what stands in text boxes behind the table or paragraph that they are anchored in.

    Of two renderings of a box, the newer.
    """
    last: dict[Element, Element] = {}
    for box in list(root.iter(BOX)):
        around = list(box.iterancestors())
        if any(one.tag in DROPPED and one.tag != BOX for one in around):
            continue
        inside = list(takewhile(lambda one: one.tag != BOX, around))
        for home in [one for name in ("tbl", "p") for one in inside if one.tag == f"{W}{name}"][:1]:
            for part in list(box):
                last.get(home, home).addnext(part)
                last[home] = part


class _Reader:
    """A document that is being read.

    Attributes:
        document: what was found so far.
        homes: the element that every cell of its tables was read from.
        unseen: rows, cells and runs that are passed over.
    """

    def __init__(self, unseen_: frozenset[Element]) -> None:
        self.document, self.homes, self.unseen = Document(), Homes(), unseen_


def read_tree(root: Element, styles: Styles | None = None) -> tuple[Document, Homes]:
    """Reads the tree of the main part; also says which element every cell of its tables is."""
    reader = _Reader(unseen(root, styles))
    body = root.find(f"{W}body")
    if body is not None:
        _fill(reader, body)
    return reader.document, reader.homes


def _fill(reader: _Reader, parent: Element) -> None:
    for part in _children(parent):
        if part.tag == f"{W}p":
            lines = (_clean(piece) for piece in _text(reader, part).split("\n"))
            reader.document.items += [line for line in lines if line]
        elif part.tag == f"{W}tbl":
            _table(reader, part)


def _clean(line: str) -> str:
    return " ".join(without_marks(line).split())


def _children(parent: Element) -> Iterator[Element]:
    """Children, with what stands in content controls and the like in their place.

    A control that only prompts is blank.
    """
    for child in parent:
        if child.tag in _INSIDE:
            if (
                child.tag != _CONTROL
                or not _prompts(child)
                or next(child.iter(f"{W}tc"), None) is not None
            ):
                yield from _children(child)
        else:
            yield child


def _prompts(element: Element) -> bool:
    """Whether a content control shows what to type into it, and holds nothing yet."""
    return element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _table(reader: _Reader, table: Element) -> None:
    """Adds a table; one that holds others lays out the page, and its cells are read one by one."""
    rows = [row for row in _children(table) if row.tag == f"{W}tr"]
    cells = [[cell for cell in _children(row) if cell.tag == f"{W}tc"] for row in rows]
    if any(part.tag == f"{W}tbl" for row in cells for cell in row for part in _children(cell)):
        shown = (
            inside for row, inside in zip(rows, cells, strict=True) if row not in reader.unseen
        )
        for cell in (cell for inside in shown for cell in inside if cell not in reader.unseen):
            _fill(reader, cell)
        return
    placed: list[RawRow] = []
    kept: list[RawRow] = []
    for row, inside in zip(rows, cells, strict=True):
        placed.append(_row(reader, row, inside, placed[-1] if placed else [], len(kept)))
        if row not in reader.unseen:
            kept.append(placed[-1])
    document = reader.document
    document.items.append(RawTable(f"表 {len(document.tables) + 1}", kept))


def _row(reader: _Reader, row: Element, cells: list[Element], above: RawRow, top: int) -> RawRow:
    placed: RawRow = []
    col = _number(_child(_child(row, "trPr"), "gridBefore"), 0)
    for cell in (cell for cell in cells if cell not in reader.unseen):
        properties = _child(cell, "tcPr")
        across, merge = _number(_child(properties, "gridSpan"), 1), _child(properties, "vMerge")
        if merge is not None and merge.get(f"{W}val", "continue") == "continue":
            upper = next((one for one in above if one.left == col), None)
            if upper:
                placed.append(upper)
                col = upper.right
                continue
        parts = (_text(reader, part) for part in _children(cell) if part.tag == f"{W}p")
        text = without_marks("\n".join(parts)).strip()
        placed.append(RawCell(text, col, col + across, top))
        reader.homes[placed[-1]] = cell
        col += across
    return placed


def _child(element: Element | None, name: str) -> Element | None:
    """The first child of a name (a path of names would be looked up anew in every cell)."""
    return None if element is None else next(element.iterchildren(f"{W}{name}"), None)


def _number(element: Element | None, default: int) -> int:
    """A number of columns; Word has 63 at most."""
    value = element.get(f"{W}val", "") if element is not None else ""
    return min(int(value), _MOST_COLUMNS) if _COUNT.fullmatch(value) else default


def _text(reader: _Reader, part: Element) -> str:
    """The text that a person sees; a raised mark is no digit of the figure before it."""
    raised = _child(_child(part, "rPr"), "vertAlign") if part.tag == f"{W}r" else None
    pieces: list[str] = (
        ["^"] if raised is not None and raised.get(f"{W}val") == "superscript" else []
    )
    for child in part:
        if child.tag == f"{W}t":
            pieces.append(child.text or "")
        elif child.tag in _MARKS:
            pieces.append(_MARKS[child.tag])
        elif (
            child.tag not in DROPPED
            and child not in reader.unseen
            and not (child.tag == _CONTROL and _prompts(child))
        ):
            pieces.append(_text(reader, child))
    return "".join(pieces)
