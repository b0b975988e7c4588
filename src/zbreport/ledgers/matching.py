"""Which ledger a block may be, and which column is which field: every ledger is tried, and weighed.

Used by `recognise`, which decides. Headers are looked up in `vocabulary/columns.toml`; what
zbreport.toml says of columns wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbreport.ledgers.contents import KINDS
from zbreport.text.compare import column_letter, normalise
from zbreport.vocabulary import LedgerColumns, matches, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zbreport.ledgers.blocks import Block
    from zbreport.settings import Settings

_HINT, _MARK = 3, 2  # weights: a telling name, a column only this ledger has
_OVERRIDE = -1  # preference of a column that zbreport.toml names
_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One ledger tried on a block.

    Attributes:
        spec: the columns of the ledger.
        fields: field → zero-based column of the sheet.
        fallbacks: the fields that took a lesser column.
        ties: (field, column, column) that are equally good.
        kind: the kind that a name gives, where no column does.
        score: what speaks for this ledger.
        missing: the fields that it needs and lacks.
    """

    spec: LedgerColumns
    fields: Mapping[str, int]
    fallbacks: tuple[str, ...]
    ties: tuple[tuple[str, int, int], ...]
    kind: str | None
    score: int
    missing: tuple[str, ...]


def attempt(spec: LedgerColumns, block: Block, settings: Settings) -> Candidate:
    """Tries a ledger on a block: its columns, what it lacks, and how much speaks for it."""
    fields, fallbacks, ties = _assign(spec, block, settings.columns_for(block.sheet.file))
    kind = None if "kind" in fields else _kind_named(spec.key, block)
    given = {*fields, *(["kind"] if kind else [])}
    names = "".join(names_of(block))
    score = len(fields) + _MARK * sum(
        spec.fields[name].mark for name in fields if name not in fallbacks
    )
    score += _HINT * any(hint in names for hint in spec.hints) - _HINT * any(
        word in names for word in spec.against
    )
    missing = tuple(options[0] for options in spec.needs if not given.intersection(options))
    return Candidate(spec, fields, fallbacks, ties, kind, score, missing)


def _assign(
    spec: LedgerColumns, block: Block, overrides: Mapping[str, str]
) -> tuple[dict[str, int], tuple[str, ...], tuple[tuple[str, int, int], ...]]:
    """Finds the best column of every field.

    Returns field → column, the fields that took a fall-back, and (field, column, column) that tie.

    `overrides` name a column by its header, or by its letter (`G列`) where two have the same.
    """
    named = {normalise(header): name for header, name in overrides.items()}
    ranked: list[tuple[int, int, int, str]] = []
    for offset, header in enumerate(block.headers):
        readings = [text for text in (header, *block.alternatives[offset]) if text]
        letter = f"{column_letter(block.left + offset)}列"
        told = next(
            (named[key] for key in map(normalise, (letter, *readings)) if key in named), None
        )
        if told is not None:
            if told in spec.fields:
                ranked.append((_OVERRIDE, 0, block.left + offset, told))
            continue
        if any(spec.is_personal(reading) for reading in readings):
            continue
        best: dict[str, tuple[int, int, str]] = {}
        for found in (found for reading in readings for found in matches(spec.key, reading)):
            best[found[2]] = min(best.get(found[2], found), found)
        ranked.extend(
            (rank, order, block.left + offset, name) for rank, order, name in best.values()
        )
    return _choose(ranked)


def _choose(
    ranked: list[tuple[int, int, int, str]],
) -> tuple[dict[str, int], tuple[str, ...], tuple[tuple[str, int, int], ...]]:
    fields: dict[str, int] = {}
    ranks: dict[str, int] = {}
    ties: list[tuple[str, int, int]] = []
    for rank, _, column, name in sorted(ranked):
        if column in fields.values():
            continue
        if name not in fields:
            fields[name], ranks[name] = column, rank
        elif ranks[name] == rank:
            ties.append((name, fields[name], column))
    return fields, tuple(name for name, rank in ranks.items() if 1000 <= rank < 2000), tuple(ties)


def names_of(block: Block) -> tuple[str, ...]:
    """The texts that may name a table, best first: sheet, file, title, nearest folders."""
    *folders, file = block.sheet.file.split("/")
    return tuple(
        normalise(text)
        for text in (block.sheet.name, file.rpartition(".")[0], block.title, *reversed(folders))
    )


def _kind_named(ledger: str, block: Block) -> str | None:
    """The one kind that sheet, file or title name, for ledgers that may keep kinds apart."""
    if ledger not in KINDS:
        return None
    words = vocabulary(KINDS[ledger])
    for text in names_of(block)[:3]:
        found = words.find_in(text)
        if found:
            return next(iter(found)) if len(found) == 1 else None
    return None


def year_named(block: Block, settings: Settings) -> int | None:
    """The year of what names none itself: as `[years]` says, else the one year of the names.

    Of sheet, file and title the first counts that names any.
    """
    if (told := settings.year_for(block.sheet.file)) is not None:
        return told
    for text in names_of(block)[:3]:
        years = set(_YEAR.findall(text))
        if years:
            return int(years.pop()) if len(years) == 1 else None
    return None
