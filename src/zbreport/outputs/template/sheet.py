"""One worksheet's part, cell by cell: values go in, cells and rows that are not there are made where they belong, all else stays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zbreport.forms.layout import number_text
from zbreport.outputs.template.xmlpart import (
    Element,
    XmlPart,
    end_tag,
    local,
    tag,
    text_element,
    tree,
    utf8,
)
from zbreport.sources.markup import column_of
from zbreport.text.compare import column_letter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zbreport.model import Number

_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_EXTENT = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")
_KIND = re.compile(rb"""\s+t\s*=\s*(?:"[^"]*"|'[^']*')""")
_TRUE = frozenset(("1", "true"))


class SheetPart:
    """The part of one worksheet.

    Attributes:
        part: its XML.
        cells: (row, column) → element, both counted from 0.
        protected: whether locked cells may not be changed.
    """

    def __init__(self, data: bytes) -> None:
        data = utf8(data)
        self.part = XmlPart(data, tree(data))
        self._data = _child(self.part.root, "sheetData")
        self._rows: dict[int, Element] = {}
        self.cells: dict[tuple[int, int], Element] = {}
        self._new: dict[int, dict[int, bytes]] = {}
        self._index()
        protection = _child(self.part.root, "sheetProtection")
        self.protected = protection is not None and protection.get("sheet") in _TRUE

    def _index(self) -> None:
        """Finds rows and cells; those that do not name their place follow the one before."""
        row = -1
        for line in self._data if self._data is not None else ():
            if local(line) != "row":
                continue
            row = int(line.get("r", row + 2)) - 1
            self._rows[row] = line
            col = -1
            for cell in line:
                if local(cell) == "c":
                    match = _ADDRESS.fullmatch(cell.get("r", ""))
                    col = column_of(match[1].encode()) if match else col + 1
                    self.cells[row, col] = cell

    @property
    def changed(self) -> bool:
        """Whether anything was put into it."""
        return bool(self._new or self.part.edits)

    def formula(self, row: int, col: int) -> str | None:
        """The formula of a cell; empty where it shares that of another cell, None where there is none."""
        element = self.cells.get((row, col))
        found = _child(element, "f") if element is not None else None
        return None if found is None else found.text or ""

    def style(self, row: int, col: int) -> int | None:
        """The style of a cell; of one that is not there, that of its row or column."""
        element, line = self.cells.get((row, col)), self._rows.get(row)
        if element is not None:
            said = element.get("s")
        elif line is not None and line.get("customFormat") in _TRUE:
            said = line.get("s")
        else:
            columns = _child(self.part.root, "cols")
            within = (
                one for one in (columns if columns is not None else ()) if local(one) == "col"
            )
            said = next(
                (
                    one.get("style")
                    for one in within
                    if int(one.get("min", 0)) <= col + 1 <= int(one.get("max", 0))
                ),
                None,
            )
        return int(said) if said else None

    def style_beside(self, row: int, col: int, others: Iterable[tuple[int, int]]) -> int | None:
        """The style of the nearest of some other cells of the row, else of the column, for a cell that is not there and has none."""
        near = [
            (line != row, abs(line - row) + abs(other - col), (line, other))
            for line, other in others
            if line == row or other == col
        ]
        return next((self.style(*place) for *_, place in sorted(near) if place in self.cells), None)

    def set_number(
        self, row: int, col: int, value: Number | None, style: int | None = None
    ) -> None:
        """Puts a number into a cell, or nothing; a formula in it stays, and this is its stored result.

        A cell that is not there is made, with `style` where neither its row nor its column has one.
        """
        self._set(
            row, col, b"" if value is None else self._element("v", number_text(value)), style=style
        )

    def set_text(self, row: int, col: int, inside: bytes) -> None:
        """Puts a text into a cell: what stands between the tags of `<is>`."""
        name = tag(self.part.root, "is")
        self._set(
            row, col, f"<{name}>".encode() + inside + f"</{name}>".encode(), kind=b' t="inlineStr"'
        )

    def plain(self, text: str) -> bytes:
        """A text without formats, for `set_text`."""
        return text_element(self.part.root, "t", text)

    def _set(
        self, row: int, col: int, value: bytes, kind: bytes = b"", style: int | None = None
    ) -> None:
        element = self.cells.get((row, col))
        name = tag(self.part.root, "c").encode()
        if element is None:
            if value:
                style = self.style(row, col) or style
                look = f' s="{style}"'.encode() if style else b""
                address = f"{column_letter(col)}{row + 1}".encode()
                self._new.setdefault(row, {})[col] = b'<%b r="%b"%b%b>%b</%b>' % (
                    name,
                    address,
                    look,
                    kind,
                    value,
                    name,
                )
            return
        kept = [self.part.source(child) for child in element if local(child) == "f"]
        after = [self.part.source(child) for child in element if local(child) == "extLst"]
        start = _KIND.sub(b"", self.part.start_tag(element), count=1)[:-1] + kind + b">"
        inner = b"".join([*kept, value, *after])
        self.part.replace(
            element, start + inner + end_tag(element) if inner else start[:-1] + b"/>"
        )

    def _element(self, name: str, text: str) -> bytes:
        name = tag(self.part.root, name)
        return f"<{name}>{text}</{name}>".encode()

    def recalculate(self) -> None:
        """Asks Excel to calculate the workbook's formulas when it opens it: their stored results are from before."""
        name = tag(self.part.root, "sheetCalcPr")
        content = f'<{name} fullCalcOnLoad="1"/>'.encode()
        there = _child(self.part.root, "sheetCalcPr")
        if there is not None:
            self.part.replace(there, content)
        elif self._data is not None:
            self.part.insert(self.part.place(self._data).end, content)

    def edited(self) -> bytes:
        """The part with its new values, the new cells in their order."""
        rows: dict[int, bytes] = {}
        for row, cells in sorted(self._new.items()):
            if row in self._rows:
                self._insert_cells(row, cells)
            else:
                name = tag(self.part.root, "row")
                rows[row] = (
                    f'<{name} r="{row + 1}">'.encode() + _in_order(cells) + f"</{name}>".encode()
                )
        self._insert(self._data, rows, self._rows)
        self._extend()
        return self.part.edited()

    def _extend(self) -> None:
        """Keeps the extent that the sheet names true: some programs read no further."""
        there = _child(self.part.root, "dimension")
        match = _EXTENT.fullmatch(there.get("ref", "")) if there is not None else None
        if there is None or match is None or not self._new:
            return
        left, top, right, bottom = (
            match[1],
            int(match[2]),
            match[3] or match[1],
            int(match[4] or match[2]),
        )
        cols = [
            column_of(left.encode()),
            column_of(right.encode()),
            *(col for cells in self._new.values() for col in cells),
        ]
        lines = [top, bottom, *(row + 1 for row in self._new)]
        ref = f"{column_letter(min(cols))}{min(lines)}:{column_letter(max(cols))}{max(lines)}"
        self.part.replace(there, f'<{tag(there, "dimension")} ref="{ref}"/>'.encode())

    def _insert_cells(self, row: int, cells: dict[int, bytes]) -> None:
        there = {col: element for (line, col), element in self.cells.items() if line == row}
        self._insert(self._rows[row], cells, there)

    def _insert(
        self, parent: Element | None, new: dict[int, bytes], there: dict[int, Element]
    ) -> None:
        """Puts new children before the first one with a higher number, else behind the last."""
        last: dict[int, bytes] = {}
        for number, content in sorted(new.items()):
            behind = min((other for other in there if other > number), default=None)
            if behind is None:
                last[number] = content
            else:
                self.part.insert(self.part.place(there[behind]).start, content)
        if last and parent is not None:
            self.part.append(parent, _in_order(last))


def _in_order(pieces: dict[int, bytes]) -> bytes:
    return b"".join(piece for _, piece in sorted(pieces.items()))


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if local(child) == name), None)
