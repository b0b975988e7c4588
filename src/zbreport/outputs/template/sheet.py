"""One worksheet's part, cell by cell.

Values go in, missing cells and rows are made, all else stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zbreport.forms.layout import number_text
from zbreport.outputs.template.xmlpart import Element, encoded, local, new, tree
from zbreport.sources.markup import column_of
from zbreport.text.compare import column_letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zbreport.model import Number

_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_EXTENT = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")
_TRUE = frozenset(("1", "true"))


class SheetPart:
    """The part of one worksheet.

    Attributes:
        root: its tree.
        cells: (row, column) → element, both counted from 0: the cells that the template has.
        protected: whether locked cells may not be changed.
        changed: whether anything was put into it.
    """

    def __init__(self, data: bytes) -> None:
        self.root = tree(data)
        self.changed = False
        self.cells: dict[tuple[int, int], Element] = {}
        self._data = _child(self.root, "sheetData")
        self._rows: dict[int, Element] = {}
        self._made: dict[tuple[int, int], Element] = {}
        self._index()
        protection = _child(self.root, "sheetProtection")
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

    def formula(self, row: int, col: int) -> str | None:
        """The formula of a cell.

        Empty where it shares that of another cell, None where there is none.
        """
        element = self.cells.get((row, col))
        found = _child(element, "f") if element is not None else None
        return None if found is None else found.text or ""

    def style(self, row: int, col: int) -> int | None:
        """The style of a cell; of one that is not there, that of its row or column."""
        element, line = self.cells.get((row, col)), self._rows.get(row)
        if element is not None:
            style = element.get("s")
        elif line is not None and line.get("customFormat") in _TRUE:
            style = line.get("s")
        else:
            columns = _child(self.root, "cols")
            within = (
                one for one in (columns if columns is not None else ()) if local(one) == "col"
            )
            style = next(
                (
                    one.get("style")
                    for one in within
                    if int(one.get("min", 0)) <= col + 1 <= int(one.get("max", 0))
                ),
                None,
            )
        return int(style) if style else None

    def style_beside(self, row: int, col: int, others: Iterable[tuple[int, int]]) -> int | None:
        """The style for a missing cell: that of the nearest one in its row, else column."""
        near = [
            (line != row, abs(line - row) + abs(other - col), (line, other))
            for line, other in others
            if line == row or other == col
        ]
        return next((self.style(*place) for *_, place in sorted(near) if place in self.cells), None)

    def set_number(
        self, row: int, col: int, value: Number | None, style: int | None = None
    ) -> None:
        """Puts a number into a cell, or nothing.

        A formula in it stays, and this is its stored result.

        A cell that is not there is made, with `style` where neither its row nor its column has one.
        """
        if value is None:
            self._set(row, col, None, style=style)
            return
        figure = new(self.root, "v")
        figure.text = number_text(value)
        self._set(row, col, figure, style=style)

    def set_text(self, row: int, col: int, pieces: Sequence[Element]) -> None:
        """Puts a text into a cell: the pieces that stand in `<is>`, with their formats."""
        self._set(row, col, new(self.root, "is", pieces), kind="inlineStr")

    def _set(
        self,
        row: int,
        col: int,
        value: Element | None,
        kind: str | None = None,
        style: int | None = None,
    ) -> None:
        element = self.cells.get((row, col))
        if element is None:
            if value is None:
                return
            element = self._new_cell(row, col, self.style(row, col) or style)
        self.changed = True
        element.attrib.pop("t", "")
        if kind:
            element.set("t", kind)
        for child in list(element):
            if local(child) not in {"f", "extLst"}:
                element.remove(child)
        element.text = None
        if value is not None:
            formula = _child(element, "f")
            element.insert(0 if formula is None else element.index(formula) + 1, value)

    def _new_cell(self, row: int, col: int, style: int | None) -> Element:
        """Makes a cell where it belongs, and its row if that is missing."""
        if row not in self._rows:
            line = new(self.root, "row")
            line.set("r", str(row + 1))
            self._rows[row] = line
            _insert(self._data, line, row, self._rows)
        cell = new(self.root, "c")
        cell.set("r", f"{column_letter(col)}{row + 1}")
        if style:
            cell.set("s", str(style))
        self._made[row, col] = cell
        every = {**self.cells, **self._made}
        _insert(
            self._rows[row],
            cell,
            col,
            {at: one for (line, at), one in every.items() if line == row},
        )
        return cell

    def recalculate(self) -> None:
        """Asks Excel to calculate the formulas when it opens the workbook.

        Their results are old.
        """
        there = _child(self.root, "sheetCalcPr")
        if there is None and self._data is not None:
            there = new(self.root, "sheetCalcPr")
            self._data.addnext(there)
        if there is not None:
            there.set("fullCalcOnLoad", "1")

    def edited(self) -> bytes:
        """The part with its new values."""
        self._extend()
        return encoded(self.root)

    def _extend(self) -> None:
        """Keeps the extent that the sheet names true: some programs read no further."""
        there = _child(self.root, "dimension")
        match = _EXTENT.fullmatch(there.get("ref", "")) if there is not None else None
        if there is None or match is None or not self._made:
            return
        left, top, right, bottom = match[1], match[2], match[3] or match[1], match[4] or match[2]
        cols = [column_of(left.encode()), column_of(right.encode())]
        cols += [col for _, col in self._made]
        lines = [int(top), int(bottom), *(row + 1 for row, _ in self._made)]
        first, last = column_letter(min(cols)), column_letter(max(cols))
        there.set("ref", f"{first}{min(lines)}:{last}{max(lines)}")


def _insert(
    parent: Element | None, made: Element, number: int, there: Mapping[int, Element]
) -> None:
    """Puts a new child before the first one with a higher number, else behind the last."""
    behind = min((other for other in there if other > number), default=None)
    before = max((other for other in there if other < number), default=None)
    if behind is not None:
        there[behind].addprevious(made)
    elif before is not None:
        there[before].addnext(made)
    elif parent is not None:
        parent.insert(0, made)


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if local(child) == name), None)
