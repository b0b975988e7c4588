"""Sheet → tables and what is kept of their rows; a long sheet piece by piece.

A long sheet is one list from its header to its end, or it is read whole like any other: what it is, is told by its head; then every
piece must go on with the same list.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zbreport.ledgers.headings import has_header
from zbreport.ledgers.recognise import recognise, told_by_head
from zbreport.ledgers.rows import Harvest, harvest, put_together, unread_rows
from zbreport.sources.long import LongRows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zbreport.diagnostics import Diagnostic
    from zbreport.ledgers.recognise import Table
    from zbreport.ledgers.rows import Identity
    from zbreport.model import Scalar, Sheet
    from zbreport.settings import Settings

_LOOK_BACK = 20
"""Rows of the piece before that are looked at again: a second table begins below blank rows and a title or two."""


def take(
    sheet: Sheet, settings: Settings, first: int, identities: Mapping[str, Mapping[str, Identity]]
) -> tuple[list[Table], list[Harvest], tuple[Diagnostic, ...]]:
    """Recognises the tables of a sheet and reads their rows.

    Args:
        sheet: the sheet; it may be let go afterwards.
        settings: what the office set.
        first: index of its first table among all tables.
        identities: ledger → its fields of which only a key is kept.

    Returns:
        The tables without their cells, what is kept of each, and what there is to say.

    Raises:
        UnreadableFileError: a later piece of a long sheet cannot be read.
    """
    if isinstance(sheet.rows, LongRows) and sheet.rows.head and (taken := _take_long(sheet, sheet.rows, settings, first, identities)):
        return taken
    tables, said = recognise(sheet, settings)
    kept = [
        harvest(table, first + place, identities.get(table.ledger, {})) if table.ledger else unread_rows(table, first + place)
        for place, table in enumerate(tables)
    ]
    return [table.without_rows() for table in tables], kept, said


def _take_long(
    sheet: Sheet, rows: LongRows, settings: Settings, first: int, identities: Mapping[str, Mapping[str, Identity]]
) -> tuple[list[Table], list[Harvest], tuple[Diagnostic, ...]] | None:
    """The same for a long sheet; None when it is not one list of a known ledger from the header to the end."""
    head = replace(sheet, rows=rows.head)
    tables, said = recognise(head, settings)
    if len(tables) != 1 or not told_by_head(tables[0], len(rows.head)):
        return None
    table, block = tables[0], tables[0].block
    if table.ledger is None or block is None or block.sheet is not head:
        return None
    keys, above = identities.get(table.ledger, {}), 0
    kept: list[Harvest] = []
    end: list[Sequence[Scalar]] = []
    for piece in rows.pieces():
        if above and has_header([*end, *piece], block.headers, block.title):
            return None
        part = replace(block, sheet=replace(sheet, rows=piece), start=0 if above else block.start, stop=len(piece))
        kept.append(harvest(replace(table, block=part), first, keys, above))
        above, end = above + len(piece), [*end, *piece][-_LOOK_BACK:]
    whole = replace(table, block=replace(block, stop=above))
    return [whole.without_rows()], [put_together(kept)], said
