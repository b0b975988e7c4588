"""Single cells that an office answers in zbreport.toml: `[cells."登记表.xlsx"] "台账!E12" = "…"`.

What is set there is read as if it stood in the cell; the ledger is not edited. Offered for what one
cell settles: a missing day, a reason that is not written, an amount that is no number.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from zbreport.model import CHOICE, Answer, SettingLine

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from zbreport.model import Scalar, Sheet

SETTLED_BY_A_CELL = frozenset(
    {
        *("L101", "L102", "L103", "L104", "L105", "L106", "L107", "L110", "L111", "L112", "L113"),
        *("L115", "L116", "L117", "L120", "L121", "L150", "L151", "L152", "L154", "L155", "L156"),
        *("L157", "L160", "L171"),
    }
)
_T = TypeVar("_T")
_MOST = 20  # rows beyond which a whole column is amiss, and lines for every cell help nobody


def cells_answer(
    sheet: Sheet,
    letter: str,
    rows: Sequence[int],
    choices: Sequence[str] = (),
    suggested: str | None = None,
) -> Answer | None:
    """The lines that say what cells of one column are.

    Args:
        sheet: where they stand.
        letter: of the column.
        rows: Excel row numbers.
        choices: the words that may be chosen for each; none where a day or a number is written.
        suggested: the one that is right by knowledge.

    Returns:
        None for more rows than anybody answers one by one.
    """
    if len(rows) > _MOST:
        return None
    path = ("cells", sheet.file.rpartition("/")[2])
    name = f"{sheet.name}!" if sheet.name else ""
    lines = tuple(SettingLine(path, f"{name}{letter}{row}", CHOICE) for row in rows)
    return Answer(lines, tuple((word, word) for word in choices), suggested, each=True)


def with_answers(sheet: Sheet, answers: Mapping[tuple[int, str], str]) -> Sheet:
    """A sheet with the cells that the office answered.

    Args:
        sheet: as read.
        answers: (Excel row, column letters) → what the cell is read as.
    """
    if not answers:
        return sheet
    rows: list[Sequence[Scalar]] = list(sheet.rows)
    for (row, letters), text in answers.items():
        if row <= len(rows):
            place = _place(letters)
            cells = [*rows[row - 1], *[""] * (place + 1 - len(rows[row - 1]))]
            cells[place] = text
            rows[row - 1] = cells
    places = {(row, _place(letters)) for row, letters in answers}
    return replace(
        sheet,
        rows=rows,
        faults=_without(sheet.faults, places),
        number_formats=_without(sheet.number_formats, places),
    )


def _without(
    found: Mapping[tuple[int, int], _T], places: Collection[tuple[int, int]]
) -> Mapping[tuple[int, int], _T]:
    return {place: one for place, one in found.items() if place not in places}


def _place(letters: str) -> int:
    """The zero-based column of its Excel letters."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
