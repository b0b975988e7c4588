"""What is shown of the sheets of an `.xlsx` report: hidden rows, struck-out cells.

Only for finished reports, which are small. Readers of values tell nothing of all this.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

from zbreport.sources.markup import column_of
from zbreport.sources.package import sheet_parts

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

Element: TypeAlias = etree._Element

_OFF = frozenset({"0", "false", "none"})
_ON = frozenset({"1", "true"})
_MAX_XML = 64 * 1024**2


@dataclass(slots=True)
class SheetLook:
    """What is hidden and struck out on a sheet; rows and columns count from 0.

    Attributes:
        hidden: the rows that are hidden or filtered away.
        texts: the cells of which some or all text is struck out, and the text that is left.
    """

    hidden: set[int] = field(default_factory=set)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)


def looks_of(archive: zipfile.ZipFile) -> dict[str, SheetLook]:
    """Looks at a workbook's visible sheets, by name; passes over parts of absurd size.

    Raises:
        zipfile.BadZipFile, lxml.etree.LxmlError: it is damaged.
    """
    parts = sheet_parts(archive)
    struck = _struck_formats(_part(archive, "styles.xml"))
    shared = _shared(_part(archive, "sharedStrings.xml"))
    return {
        name: _look(_tree(archive, part), struck, shared)
        for name, part in parts.items()
        if archive.getinfo(part).file_size <= _MAX_XML
    }


def _part(archive: zipfile.ZipFile, ending: str) -> Element | None:
    """The first part with a name, if it is there and no larger than it should be."""
    entry = next(
        (one for one in archive.infolist() if one.filename.lower().endswith(f"/{ending.lower()}")),
        None,
    )
    return _tree(archive, entry.filename) if entry and entry.file_size <= _MAX_XML else None


def _tree(archive: zipfile.ZipFile, part: str) -> Element:
    return etree.fromstring(archive.read(part), etree.XMLParser(resolve_entities=False))


def _inner(element: Element, name: str) -> Iterator[Element]:
    """The elements of a name in an element, in either namespace of the format."""
    return element.iter(f"{{*}}{name}")


def _is_struck(fonts: Element | None) -> bool:
    """Whether a font, or the properties of a piece of text, strike it out."""
    mark = None if fonts is None else next(_inner(fonts, "strike"), None)
    return mark is not None and mark.get("val", "1").lower() not in _OFF


def _struck_formats(styles: Element | None) -> set[int]:
    """The numbers of the cell formats whose font is struck out."""
    if styles is None:
        return set()
    fonts = next(_inner(styles, "fonts"), None)
    formats = next(_inner(styles, "cellXfs"), None)
    if fonts is None or formats is None:
        return set()
    struck = {str(number) for number, font in enumerate(fonts) if _is_struck(font)}
    return {number for number, one in enumerate(formats) if one.get("fontId", "0") in struck}


def _shared(strings: Element | None) -> dict[str, str]:
    """The shared texts of which a piece is struck out: number → what is left."""
    items = () if strings is None else _inner(strings, "si")
    return {
        str(number): left for number, item in enumerate(items) if (left := _left(item)) is not None
    }


def _left(text: Element) -> str | None:
    """What is left of a text that has struck pieces; None when it has none."""
    runs = list(text.iterchildren("{*}r"))
    kept = [run for run in runs if not _is_struck(next(run.iterchildren("{*}rPr"), None))]
    if len(kept) == len(runs):
        return None
    return "".join(one.text or "" for run in kept for one in run.iterchildren("{*}t"))


def _look(sheet: Element, struck: set[int], shared: dict[str, str]) -> SheetLook:
    found = SheetLook()
    for number, row in enumerate(_inner(sheet, "row")):
        at = int(row.get("r", "")) - 1 if row.get("r", "").isdecimal() else number
        if row.get("hidden", "0") in _ON:
            found.hidden.add(at)
        for place, cell in enumerate(row.iterchildren("{*}c")):
            letters = "".join(char for char in cell.get("r", "") if char.isalpha())
            column = column_of(letters.upper().encode()) if letters.isascii() and letters else place
            left = _seen(cell, struck, shared)
            if left is not None:
                found.texts[at, column] = left
    return found


def _seen(cell: Element, struck: set[int], shared: dict[str, str]) -> str | None:
    """What is left of a cell's text; None when nothing of it is struck out."""
    style = cell.get("s", "0")
    if style.isdecimal() and int(style) in struck:
        return ""
    if cell.get("t") == "s":
        value = next(cell.iterchildren("{*}v"), None)
        return shared.get((value.text or "").strip()) if value is not None else None
    inline = next(cell.iterchildren("{*}is"), None)
    return _left(inline) if inline is not None else None
