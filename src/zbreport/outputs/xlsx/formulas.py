"""Formulas that add up cells of the form, and references to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.forms.layout import MISSING
from zbreport.text.compare import column_letter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.model import Number
    from zbreport.render.cells import Place


def address(place: Place) -> str:
    """A cell within its sheet: `D6`."""
    return f"{column_letter(place.col)}{place.row + 1}"


def references(places: Sequence[Place], *, with_sheet: bool = False) -> str:
    """Cells as arguments of a function; neighbours become a range.

    `D6:I6`, `'三 依申请公开'!D4,…`.
    """
    runs: list[list[Place]] = []
    for place in places:
        if runs and _continues(runs[-1], place):
            runs[-1].append(place)
        else:
            runs.append([place])
    texts = (
        address(run[0]) if len(run) == 1 else f"{address(run[0])}:{address(run[-1])}"
        for run in runs
    )
    sheets = (f"'{run[0].sheet}'!" if with_sheet else "" for run in runs)
    return ",".join(sheet + text for sheet, text in zip(sheets, texts, strict=True))


def complete_sum(places: Sequence[Place], *, with_sheet: bool = False) -> str:
    """The sum of cells, or `—` as long as one of them holds no number."""
    found = references(places, with_sheet=with_sheet)
    return f'IF(COUNT({found})={len(places)},SUM({found}),"{MISSING}")'


def sum_formula(
    value: Number | None, parts: Sequence[Number | None], places: Sequence[Place]
) -> str:
    """The formula of a derived figure.

    Empty where the figure was given and its parts do not make it up: it stays then.

    Args:
        value: the figure.
        parts: the figures that it is the sum of; none for a figure that is no sum.
        places: where these stand, all in the sheet of the formula.
    """
    if not parts:
        return ""
    known = [part for part in parts if part is not None]
    if value is None:
        return f"={complete_sum(places)}" if len(known) < len(parts) else ""
    return f"=SUM({references(places)})" if len(known) == len(parts) and sum(known) == value else ""


def _continues(run: Sequence[Place], place: Place) -> bool:
    first, last = run[0], run[-1]
    across = (
        place.row == last.row
        and place.col == last.col + 1
        and (len(run) == 1 or first.row == last.row)
    )
    down = (
        place.col == last.col
        and place.row == last.row + 1
        and (len(run) == 1 or first.col == last.col)
    )
    return across or down
