"""Tells whether two rows of a register are about one applicant, without the name: by a salted hash.

Runs while the rows of a register are read. The salt is drawn anew in every run and never leaves its
processes, so the hashes say nothing to anybody, not even which rows of two runs belong together;
they never reach an output.
"""

from __future__ import annotations

import secrets
import unicodedata
from hashlib import blake2b
from typing import TYPE_CHECKING

from zbreport.ledgers.distinct import factorise
from zbreport.text.compare import normalise
from zbreport.vocabulary.headers import ledger_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.ledgers.blocks import Block
    from zbreport.ledgers.table import LedgerTable
    from zbreport.model import Scalar

FIELD = "applicant_id"
"""Column of the frame; blank where a row names nobody."""

_salt = secrets.token_bytes(32)


def salt_with(salt: bytes) -> None:
    """Sets the salt of the run, shared by its processes: an applicant may stand in two files."""
    global _salt  # noqa: PLW0603  (one for the process, like the salt it replaces)
    _salt = salt


def applicant_ids(
    table: LedgerTable, rows: Sequence[Sequence[Scalar]], numbers: Sequence[int]
) -> list[str] | None:
    """The hash of every row's applicant.

    Args:
        table: of a ledger.
        rows: its data rows, whole.
        numbers: the Excel number of each.

    Returns:
        A text a row, equal for equal names; None when the table has no column of names.
    """
    columns = _columns(table.block, table.ledger) if table.block and table.ledger else []
    if not columns:
        return None
    covered = _covered(table, columns)
    cells = [rows[at] for at in _first_of_merged(numbers, covered)]
    codes, distinct = factorise(
        ["\n".join(_cell(row, column) for column in columns) for row in cells]
    )
    hashes = [_hash(str(text)) for text in distinct]
    return [hashes[code] for code in codes]


def _columns(block: Block, ledger: str) -> list[int]:
    """The columns that name the applicant, by their headers."""
    names = ledger_columns()[ledger].identity
    readings = zip(block.headers, block.alternatives, strict=True)
    return [
        block.left + offset
        for offset, (header, others) in enumerate(readings)
        if names & {*map(normalise, (header, *others))}
    ]


def _covered(table: LedgerTable, columns: Sequence[int]) -> dict[int, int]:
    """Excel number of a row under a merged name → that of the row that holds the name."""
    spans = [
        span
        for span in table.sheet.merged
        if span.bottom > span.top and any(span.left <= column <= span.right for column in columns)
    ]
    return {row + 1: span.top + 1 for span in spans for row in range(span.top + 1, span.bottom + 1)}


def _first_of_merged(numbers: Sequence[int], covered: dict[int, int]) -> Sequence[int]:
    """For every row, the index of the row that holds its name."""
    if not covered:
        return range(len(numbers))
    at = {int(number): index for index, number in enumerate(numbers)}
    return [
        at.get(covered.get(int(number), int(number)), index) for index, number in enumerate(numbers)
    ]


def _cell(row: Sequence[Scalar], column: int) -> str:
    text = str(row[column]) if column < len(row) else ""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _hash(name: str) -> str:
    return (
        blake2b(name.encode("utf-8", "replace"), key=_salt, digest_size=12).hexdigest()
        if name.strip()
        else ""
    )
