"""The cells of a calamine sheet as the rows of a `Sheet`, made into Python objects when they are first looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from zbreport.errors import UnreadableFileError
from zbreport.sources.damage import damage
from zbreport.sources.silence import silence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from python_calamine import CalamineSheet

    from zbreport.model import Scalar


class Rows(Sequence[Sequence["Scalar"]]):
    """Every row from Excel's row 1 on.

    calamine parses without the interpreter lock, and holds cells in a third of the memory that Python objects take; so sheets that wait
    in a thread wait like this. Looking raises UnreadableFileError (F101) where a value cannot be made an object.
    """

    def __init__(self, table: CalamineSheet) -> None:
        self._table: CalamineSheet | None = table
        self._rows: list[list[Scalar]] = []
        self._height = table.end[0] + 1 if table.end else 0

    def _made(self) -> list[list[Scalar]]:
        if self._table is not None:
            try:
                with silence():
                    self._rows, self._table = self._table.to_python(skip_empty_area=False), None
            except (KeyboardInterrupt, SystemExit):
                raise
            except BaseException as error:  # calamine panics are not Exceptions
                raise UnreadableFileError("F101", detail=damage(error)) from error
        return self._rows

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return self._height

    @overload
    def __getitem__(self, index: int) -> list[Scalar]: ...
    @overload
    def __getitem__(self, index: slice) -> list[list[Scalar]]: ...
    def __getitem__(self, index: int | slice) -> list[Scalar] | list[list[Scalar]]:
        return self._made()[index]

    def __iter__(self) -> Iterator[list[Scalar]]:
        return iter(self._made())
