"""Reports what zbreport.toml says about files and reaches none that was read."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from zbreport.diagnostics import diagnose
from zbreport.settings import FILE_NAME, matches
from zbreport.text.compare import column_letter, normalise
from zbreport.vocabulary import ledger_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from zbreport.diagnostics import Diagnostic
    from zbreport.ledgers.blocks import Block
    from zbreport.ledgers.table import LedgerTable
    from zbreport.settings import Settings


def unused(
    settings: Settings, tables: Sequence[LedgerTable], others: Collection[str] = ()
) -> Iterator[Diagnostic]:
    """Yields a diagnostic for every file pattern, header and field that no table has.

    `others` are the labels of files that were met but have no table.
    """
    files = {*others, *(table.sheet.file for table in tables)}
    globs = [(f'ledgers."{glob}"', glob) for glob in settings.ledgers]
    globs += [
        (f'channels.{entry.key}.files "{glob}"', glob)
        for entry in settings.channels
        for glob in entry.files
    ]
    globs += [(f'columns."{glob}"', glob) for glob in settings.columns]
    globs += [(f'encodings."{glob}"', glob) for glob in settings.encodings]
    globs += [(f'rows."{glob}"', glob) for glob in settings.rows]
    globs += [(f'cells."{glob}"', glob) for glob in settings.cells]
    globs += [(f'years."{glob}"', glob) for glob in settings.years]
    for key, glob in globs:
        if not any(matches(file, glob) for file in files):
            yield diagnose("S402", file=FILE_NAME, key=key)
    known = (
        sorted({name for spec in ledger_columns().values() for name in spec.fields})
        if settings.columns
        else []
    )
    for glob, pairs in settings.columns.items():
        mine = [
            table.block
            for table in tables
            if table.block is not None and matches(table.sheet.file, glob)
        ]
        headers = {normalise(header) for block in mine for header in _readings(block)}
        headers |= {
            normalise(f"{column_letter(block.left + offset)}列")
            for block in mine
            for offset in range(len(block.headers))
        }
        for header, name in pairs.items():
            key = f'columns."{glob}"."{header}"'
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                hint = f"：没有“{name}”这一项" + (f"，是否想写“{near[0]}”？" if near else "")
                yield diagnose("S401", file=FILE_NAME, key=key, hint=hint)
            elif mine and normalise(header) not in headers:
                yield diagnose("S402", file=FILE_NAME, key=key)


def _readings(block: Block) -> Iterator[str]:
    """Every name that an office may give a column: its header, in all readings, and its letter."""
    yield from block.headers
    for offset, others in enumerate(block.alternatives):
        yield from others
        yield f"{column_letter(block.left + offset)}列"
