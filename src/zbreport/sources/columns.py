"""Rows that are kept by column: the cells of a column become objects when one of them is looked at.

A list has a dozen columns, of which its ledger needs a few. Made by `plain` for the later pieces of
a long sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, cast, overload

if TYPE_CHECKING:
    from zbreport.model import Scalar


class ColumnRows(Sequence[Sequence["Scalar"]]):
    """Some rows, one behind the other.

    Attributes:
        width: how many columns they have.
    """

    def __init__(
        self, size: int, width: int, read: Callable[[int, slice], Sequence[Scalar]]
    ) -> None:
        """Takes how many rows and columns there are, and what reads cells.

        Those of a column in a range of rows.
        """
        self._size, self.width, self._read = size, width, read
        self._columns: dict[int, Sequence[Scalar]] = {}
        self._blank: list[int] | None = None

    def column(self, place: int) -> Sequence[Scalar]:
        """All cells of a column; blank ones for a column beyond the last."""
        if place not in self._columns:
            self._columns[place] = (
                self._read(place, slice(None)) if place < self.width else [""] * self._size
            )
        return self._columns[place]

    def blank_rows(self, glance: int = 0) -> list[int]:
        """Indices of the rows that hold nothing; a glance at one column settles most."""
        if self._blank is None:
            self._blank = _blank(self.column(glance), range(self._size))
            for place in range(self.width):
                if self._blank and place != glance:
                    self._blank = _blank(self.column(place), self._blank)
        return self._blank

    def __iter__(self) -> Iterator[Sequence[Scalar]]:
        return map(list, zip(*map(self.column, range(self.width)), strict=True))

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, index: int) -> Sequence[Scalar]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Sequence[Scalar]]: ...
    def __getitem__(self, index: int | slice) -> Sequence[Scalar] | Sequence[Sequence[Scalar]]:
        if isinstance(index, slice):
            if index.indices(self._size) == (0, self._size, 1):
                return self
            return list(
                map(
                    list,
                    zip(*(self._read(place, index) for place in range(self.width)), strict=True),
                )
            )
        place = range(self._size)[index]
        return [self._read(column, slice(place, place + 1))[0] for column in range(self.width)]


def _blank(cells: Sequence[Scalar], places: Sequence[int]) -> list[int]:
    """Those of some places whose cell holds nothing but white space."""
    if (
        len(places) == len(cells)
        and "" not in cells
        and set(map(type, cells)) == {str}
        and not any(map(str.isspace, cast("Sequence[str]", cells)))
    ):
        return []
    return [
        place
        for place in places
        if (cell := cells[place]) == "" or (type(cell) is str and cell.isspace())
    ]
