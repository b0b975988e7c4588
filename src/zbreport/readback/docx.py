"""Reads a Word document: paragraphs and tables in order, merged cells, content controls, text boxes; tracked deletions are left out."""

from __future__ import annotations

import zipfile
from io import BytesIO
from itertools import takewhile
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

from zbreport.errors import UnreadableFileError
from zbreport.readback.raw import Document, RawCell, RawRow, RawTable

if TYPE_CHECKING:
    from collections.abc import Iterator

_Element: TypeAlias = etree._Element
Homes: TypeAlias = dict[RawCell, _Element]
"""The element that every cell was read from."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "word/document.xml"
_CONTROL = f"{_W}sdt"
_BOX = f"{_W}txbxContent"
_INSIDE = frozenset(
    f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")
)
DROPPED = frozenset(
    [
        _BOX,
        *(f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    ]
)
"""Elements whose text a reader of the document does not see, or sees elsewhere."""

_MAX_XML = 256 * 1024**2


def is_document(data: bytes) -> bool:
    """Whether a package is a Word document (and not an OpenDocument one)."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return MAIN in archive.namelist()


def read(data: bytes) -> Document:
    """Reads the body of a `.docx`.

    Args:
        data: the whole file.

    Raises:
        UnreadableFileError: it unpacks to an absurd size.
        zipfile.BadZipFile, lxml.etree.LxmlError: it is damaged.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if archive.getinfo(MAIN).file_size > _MAX_XML:
            raise UnreadableFileError("F101", detail="正文解压后过大")
        root = parse(archive.read(MAIN))
    _unbox(root)
    return read_tree(root)[0]


def parse(xml: bytes) -> _Element:
    """The tree of one part of a document; a strict one is read as if it were transitional.

    Raises:
        lxml.etree.LxmlError: it is damaged.
    """
    parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
    return etree.fromstring(xml.replace(STRICT, TRANSITIONAL), parser)


def _unbox(root: _Element) -> None:
    """Puts what stands in text boxes behind the table or paragraph that they are anchored in; of two renderings of a box, the newer."""
    last: dict[_Element, _Element] = {}
    for box in list(root.iter(_BOX)):
        around = list(box.iterancestors())
        if any(one.tag in DROPPED and one.tag != _BOX for one in around):
            continue
        inside = list(takewhile(lambda one: one.tag != _BOX, around))
        for home in [one for name in ("tbl", "p") for one in inside if one.tag == f"{_W}{name}"][
            :1
        ]:
            for part in list(box):
                last.get(home, home).addnext(part)
                last[home] = part


def read_tree(root: _Element) -> tuple[Document, Homes]:
    """Reads the tree of the main part; also says which element every cell of its tables is."""
    document, homes = Document(), Homes()
    body = root.find(f"{_W}body")
    if body is not None:
        _fill(document, homes, body)
    return document, homes


def _fill(document: Document, homes: Homes, parent: _Element) -> None:
    for part in _children(parent):
        if part.tag == f"{_W}p":
            document.items += [
                line
                for line in (" ".join(piece.split()) for piece in _text(part).split("\n"))
                if line
            ]
        elif part.tag == f"{_W}tbl":
            _table(document, homes, part)


def _children(parent: _Element) -> Iterator[_Element]:
    """Children, with what stands in content controls and the like in their place; a control that only prompts is blank."""
    for child in parent:
        if child.tag in _INSIDE:
            if (
                child.tag != _CONTROL
                or not _prompts(child)
                or next(child.iter(f"{_W}tc"), None) is not None
            ):
                yield from _children(child)
        else:
            yield child


def _prompts(element: _Element) -> bool:
    """Whether a content control shows what to type into it, and holds nothing yet."""
    return element.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None


def _table(document: Document, homes: Homes, table: _Element) -> None:
    """Adds a table; one that holds others lays out the page, and its cells are read one after the other."""
    rows = [row for row in _children(table) if row.tag == f"{_W}tr"]
    cells = [[cell for cell in _children(row) if cell.tag == f"{_W}tc"] for row in rows]
    if any(part.tag == f"{_W}tbl" for row in cells for cell in row for part in _children(cell)):
        for cell in (cell for row in cells for cell in row):
            _fill(document, homes, cell)
        return
    placed: list[RawRow] = []
    for row, inside in zip(rows, cells, strict=True):
        placed.append(_row(homes, row, inside, placed[-1] if placed else [], len(placed)))
    document.items.append(RawTable(f"表 {len(document.tables) + 1}", placed))


def _row(homes: Homes, row: _Element, cells: list[_Element], above: RawRow, top: int) -> RawRow:
    placed: RawRow = []
    col = _number(_child(_child(row, "trPr"), "gridBefore"), 0)
    for cell in cells:
        properties = _child(cell, "tcPr")
        across, merge = _number(_child(properties, "gridSpan"), 1), _child(properties, "vMerge")
        if merge is not None and merge.get(f"{_W}val", "continue") == "continue":
            upper = next((one for one in above if one.left == col), None)
            if upper:
                placed.append(upper)
                col = upper.right
                continue
        text = "\n".join(_text(part) for part in _children(cell) if part.tag == f"{_W}p").strip()
        placed.append(RawCell(text, col, col + across, top))
        homes[placed[-1]] = cell
        col += across
    return placed


def _child(element: _Element | None, name: str) -> _Element | None:
    """The first child of a name (a path of names would be looked up anew in every cell)."""
    return None if element is None else next(element.iterchildren(f"{_W}{name}"), None)


def _number(element: _Element | None, default: int) -> int:
    value = element.get(f"{_W}val", "") if element is not None else ""
    return int(value) if value.isdigit() else default


def _text(part: _Element) -> str:
    """The text that a reader sees; a raised mark is no digit of the figure before it."""
    raised = _child(_child(part, "rPr"), "vertAlign") if part.tag == f"{_W}r" else None
    pieces: list[str] = (
        ["^"] if raised is not None and raised.get(f"{_W}val") == "superscript" else []
    )
    for child in part:
        if child.tag == f"{_W}t":
            pieces.append(child.text or "")
        elif child.tag in {f"{_W}br", f"{_W}cr"}:
            pieces.append("\n")
        elif child.tag == f"{_W}tab":
            pieces.append(" ")
        elif child.tag not in DROPPED and not (child.tag == _CONTROL and _prompts(child)):
            pieces.append(_text(child))
    return "".join(pieces)
