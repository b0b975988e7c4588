"""A file → its tables and what is kept of their rows; a long sheet piece by piece.

A long sheet is one list from its header to its end, or it is read whole like any other: what it is,
is told by its head; then every piece must go on with the same list.
"""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from zbreport import sources
from zbreport.diagnostics import Diagnostic, Level, diagnose
from zbreport.errors import UnreadableFileError
from zbreport.ledgers.applicant_ids import salt_with
from zbreport.ledgers.cell_answers import with_answers
from zbreport.ledgers.headings import has_header
from zbreport.ledgers.recognise import recognise, told_by_head
from zbreport.ledgers.rows import joined_rows, read_rows, unread_rows
from zbreport.ledgers.table import Extract, LedgerTable
from zbreport.settings import NO_LEDGER
from zbreport.sources.long import LongRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zbreport.ledgers.table import TableRows
    from zbreport.model import InputFile, Scalar, Sheet
    from zbreport.settings import Settings

_LOOK_BACK = 20
"""Rows of the piece before that are read again: a second table begins below blank rows."""


def extract_file(file: InputFile, settings: Settings, salt: bytes, password: str = "") -> Extract:
    """Reads a file and keeps what its ledgers need.

    Args:
        file: what to read.
        settings: what the office set.
        salt: of the run, for what must not be told of applicants.
        password: for a file that has one.

    Returns:
        What is kept; of a file that cannot be read, one F1xx error. Nothing is raised for bad
        input.
    """
    began = perf_counter()
    salt_with(salt)
    sheets, told = sources.read(file, password)
    found = extract(sheets, settings)
    said = (*told, *found.said)
    if settings.ledger_for(file.label) == NO_LEDGER:
        said = _without_faults(file, said)
    return replace(found, said=said, seconds=perf_counter() - began)


def _without_faults(file: InputFile, said: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """What to say of a file declared no ledger; that it cannot be read is no fault."""
    kept = tuple(one for one in said if one.level is not Level.ERROR)
    if len(kept) == len(said):
        return said
    return (*kept, diagnose("F106", file=file.label, why="zbreport.toml 指定不是台账"))


def extract(sheets: Iterable[Sheet], settings: Settings) -> Extract:
    """Recognises the tables of sheets and reads their rows; arguments as `extract_file`."""
    tables: list[LedgerTable] = []
    kept: list[TableRows] = []
    said: list[Diagnostic] = []
    for sheet in sheets:
        try:
            found = _extract_sheet(sheet, settings)
        except UnreadableFileError as error:
            said.append(diagnose(error.code, file=sheet.file, facts=error.facts))
            continue
        tables.extend(table.without_rows() for table in found.tables)
        kept.extend(found.table_rows)
        said.extend(found.said)
    return Extract(tuple(tables), tuple(kept), tuple(said))


def _extract_sheet(sheet: Sheet, settings: Settings) -> Extract:
    """What is kept of one sheet.

    Raises UnreadableFileError where a later piece of a long one, or a value, cannot be read.
    """
    sheet = with_answers(sheet, settings.cell_answers(sheet.file, sheet.name))
    if (
        isinstance(sheet.rows, LongRows)
        and all(span.bottom < len(sheet.rows.head) for span in sheet.merged)
        and (found := _extract_long(sheet, sheet.rows, settings))
    ):
        return found
    tables, said = recognise(sheet, settings)
    answers = settings.row_answers(sheet.file, sheet.name)
    kept = tuple(
        read_rows(table, answers=answers) if table.ledger else unread_rows(table)
        for table in tables
    )
    return Extract(tables, kept, (*said, *(finding for one in kept for finding in one.said)))


def _extract_long(sheet: Sheet, rows: LongRows, settings: Settings) -> Extract | None:
    """What is kept of a long sheet; None unless it is one list of one known ledger."""
    head = replace(sheet, rows=rows.head)
    tables, said = recognise(head, settings)
    if len(tables) != 1 or not told_by_head(tables[0], len(rows.head)):
        return None
    table, block = tables[0], tables[0].block
    if table.ledger is None or block is None or block.sheet is not head:
        return None
    answers = settings.row_answers(sheet.file, sheet.name)
    above = 0
    kept: list[TableRows] = []
    end: list[Sequence[Scalar]] = []
    for piece in rows.pieces():
        part = replace(
            block,
            sheet=replace(sheet, rows=piece, merged=() if above else sheet.merged),
            start=0 if above else block.start,
            stop=len(piece),
        )
        kept.append(read_rows(replace(table, block=part), above, answers))
        if kept[-1].as_one or (above and has_header(end, piece, block.headers, block.title)):
            return None
        above, end = above + len(piece), [*end, *piece[-_LOOK_BACK:]][-_LOOK_BACK:]
    whole = joined_rows(kept)
    return Extract(
        (replace(table, block=replace(block, stop=above)),), (whole,), (*said, *whole.said)
    )
