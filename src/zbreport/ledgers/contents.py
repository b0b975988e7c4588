"""Samples the cells of a column: dates, or words that a vocabulary knows.

Headers decide what a column is (`matching`); this only supports a question, or shows that two
columns were filled in the wrong way round.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from zbreport.ledgers.dates import read_date
from zbreport.vocabulary import Field, LedgerColumns, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zbreport.ledgers.blocks import Block
    from zbreport.model import Scalar

KINDS: Mapping[str, str] = {
    "documents": "document_kinds",
    "decisions": "decision_kinds",
    "proceedings": "proceeding_kinds",
    "proposals": "proposal_kinds",
}
"""Ledger → the vocabulary of its field `kind`."""

_VOCABULARIES = {"applicant_type": "applicants", "outcome": "outcomes", "result": "results"}
LOOKED_AT = 50
"""Cells of a column that are looked at."""

_ENOUGH = 3  # cells that make a habit and no slip
_FEW, _MOST = 0.2, 0.8  # of the cells: the column holds something else, the column holds this


def share(block: Block, column: int, wanted: Field, ledger: str) -> float | None:
    """The share of a column's first cells that fit a field; None where that cannot be told.

    The column is zero-based, of the sheet.
    """
    if wanted.kind == "date":
        days = [day for cell in _cells(block, column) if (day := read_date(cell, 2000)) is not None]
        return sum(not isinstance(day, str) for day in days) / len(days) if days else None
    name = KINDS.get(ledger) if wanted.key == "kind" else _VOCABULARIES.get(wanted.key)
    if wanted.kind != "choice" or name is None:
        return None
    words = vocabulary(name)
    return _part(block, column, lambda cell: words.resolve(str(cell)) is not None)


def swapped(block: Block, spec: LedgerColumns, fields: Mapping[str, int]) -> tuple[str, str] | None:
    """The first two fields of which each column holds what the other should, if any.

    A date and a text, or words of two vocabularies.
    """

    def holds(field: str) -> float | None:
        return share(block, fields[field], spec.fields[field], spec.key)

    def fits(holder: str, wanted: str) -> bool:
        part = share(block, fields[holder], spec.fields[wanted], spec.key)
        return part is not None and part >= _MOST and len(_cells(block, fields[holder])) >= _ENOUGH

    strange = [name for name in fields if (part := holds(name)) is not None and part <= _FEW]
    for name in strange:
        if spec.fields[name].kind == "date":
            for other in fields:
                may_hold_a_date = other == "title" or spec.fields[other].kind == "choice"
                if may_hold_a_date and fits(other, name):
                    return name, other
    return next(
        (
            (one, other)
            for one, other in combinations(strange, 2)
            if "date" not in {spec.fields[one].kind, spec.fields[other].kind}
            and fits(one, other)
            and fits(other, one)
        ),
        None,
    )


def _part(block: Block, column: int, fits: Callable[[Scalar], bool]) -> float | None:
    cells = _cells(block, column)
    return sum(map(fits, cells)) / len(cells) if cells else None


def _cells(block: Block, column: int) -> list[Scalar]:
    rows = block.sheet.rows[block.start : min(block.stop, block.start + LOOKED_AT)]
    return [row[column] for row in rows if column < len(row) and str(row[column]).strip()]
