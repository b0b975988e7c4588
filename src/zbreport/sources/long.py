"""The rows of a long sheet: read a piece at a time, and not kept.

Made for large sheets by the readers of `.xlsx` and of text. `ledgers` takes what it needs of a
piece and lets it go, so that a list of a million rows needs the memory of a few thousand; whoever
needs rows out of order gets them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, overload

from zbreport.errors import UnreadableFileError
from zbreport.sources.reasons import reason_of

if TYPE_CHECKING:
    from zbreport.model import Scalar

Piece = Sequence[Sequence["Scalar"]]
"""Some rows, one behind the other."""


class LongRows(Sequence[Sequence["Scalar"]]):
    """Every row from Excel's row 1 on, in pieces.

    Attributes:
        head: the first piece.
    """

    def __init__(self, read: Callable[[], Iterator[Piece]]) -> None:
        """Takes what reads the pieces from the top.

        Raises:
            UnreadableFileError: the first piece cannot be read.
        """
        self._read = read
        self._begun: Iterator[Piece] | None = guarded(read())
        self.head: Piece = next(self._begun, [])
        self._rows: list[Sequence[Scalar]] | None = None

    def pieces(self) -> Iterator[Piece]:
        """The pieces from the top down.

        Raises:
            UnreadableFileError: a piece cannot be read; those before it were no more than a part.
        """
        begun, self._begun = self._begun, None
        if begun is None:
            yield from guarded(self._read())
            return
        yield self.head
        yield from begun

    def _all(self) -> list[Sequence[Scalar]]:
        if self._rows is None:
            self._rows = [row for piece in self.pieces() for row in piece]
        return self._rows

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, index: int) -> Sequence[Scalar]: ...
    @overload
    def __getitem__(self, index: slice) -> list[Sequence[Scalar]]: ...
    def __getitem__(self, index: int | slice) -> Sequence[Scalar] | list[Sequence[Scalar]]:
        return self._all()[index]

    def __iter__(self) -> Iterator[Sequence[Scalar]]:
        return iter(self._all())

    def __bool__(self) -> bool:
        return bool(self.head)


def guarded(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The same pieces, with whatever a reader raises as UnreadableFileError."""
    try:
        yield from pieces
    except (KeyboardInterrupt, SystemExit, GeneratorExit, UnreadableFileError):
        raise
    except BaseException as error:  # calamine panics are not Exceptions
        raise UnreadableFileError("F101", detail=reason_of(error)) from error
