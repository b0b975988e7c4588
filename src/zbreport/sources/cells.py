"""The cells of a calamine sheet as the rows of a `Sheet`.

Those of a tall one become Python objects a piece at a time.
"""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from zbreport.sources.long import LongRows, guarded
from zbreport.sources.quiet import quiet_stderr

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from python_calamine import CalamineSheet

    from zbreport.model import Scalar
    from zbreport.sources.long import Piece

_PIECE = 100_000
"""Rows that are objects at a time.

A list is judged as a whole up to this length; a longer one is read in pieces, for its memory.
"""


def rows_of(table: CalamineSheet) -> Sequence[Sequence[Scalar]]:
    """Every row from Excel's row 1 on.

    Raises:
        UnreadableFileError: F101, a value cannot be made an object; of a tall sheet, also when that
            part is looked at.
    """
    if table.end is None:
        return []
    if table.end[0] >= _PIECE:
        return LongRows(partial(_pieces, table))
    return next(guarded(_pieces(table)), [])


def _pieces(table: CalamineSheet) -> Iterator[Piece]:
    rows = table.iter_rows()  # from row 1, but without blank columns on the left
    margin: list[Scalar] = [""] * (table.start[1] if table.start else 0)
    while True:
        with quiet_stderr():
            piece = list(islice(rows, _PIECE))
        if not piece:
            return
        yield [margin + row for row in piece]
