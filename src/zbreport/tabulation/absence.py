"""Why a ledger cannot give a figure.

It was not handed in, it lists something else, or none of its rows could be used.

Such a figure stays blank. It is 0 only where a ledger that covers it has no such row (or the office
says so).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from zbreport.diagnostics import REASONS
from zbreport.ledgers.contents import KINDS
from zbreport.ledgers.matching import names_of
from zbreport.tabulation.selection import select
from zbreport.vocabulary import ledger_columns, vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd

    from zbreport.forms import Selection
    from zbreport.ledgers.judge import Judge

FAULTS = frozenset(
    (
        *("no_date", "bad_date", "broken_cell", "contradictory", "no_outcome", "no_closing_date"),
        *("unknown_outcome", "unknown_applicant", "unknown_kind", "unknown_status", "no_title"),
        *("unknown_channel", "bad_amount", "no_unit", "unknown_item", "not_a_number"),
        *("figure_conflict", "duplicate_number", "unclear_row"),
    )
)
"""Reasons of rows that may be items and could not be used; each comes with an error."""


class Absence(NamedTuple):
    """Why there is no figure: the code of its diagnostic, and what its message says besides."""

    code: str
    facts: tuple[tuple[str, object], ...] = ()


NOT_HANDED_IN = Absence("T301")


def absence(judges: Mapping[str, Judge], selection: Selection) -> Absence | None:
    """Why the rows of a ledger cannot give a figure; None where they can."""
    judge = judges.get(selection.ledger)
    if judge is None:
        return NOT_HANDED_IN
    kinds = selection.where.get("kind", ())
    listed = _listed_kinds(judge)
    if kinds and listed is not None and not any(map(listed.__contains__, kinds)):
        labels = vocabulary(KINDS[judge.ledger]).labels()
        said = "、".join(labels.get(kind, kind) for kind in sorted(listed))
        return Absence("T309", (("kinds", said),))
    return unusable(judge.frame, judge.ledger, kinds) or _untold(judge, selection)


def unusable(frame: pd.DataFrame, ledger: str, kinds: Collection[str] = ()) -> Absence | None:
    """Why a frame gives no figure although it has rows: each of them was set aside for a fault.

    Args:
        frame: the rows of a ledger.
        ledger: its key.
        kinds: the kinds that the figure counts, where it does not count all; rows of no known kind
            are of these where no row of the ledger counts.
    """
    faulty, counts = frame["set_aside"].isin(FAULTS), frame["set_aside"].isna()
    if kinds:
        codes = [str(code) for code in frame["kind"].dropna().unique()]
        mine = [code for code in codes if any(kind.startswith(code) for kind in kinds)]
        wanted = frame["kind"].isin(mine)
        faulty &= wanted if counts.any() else wanted | frame["kind"].isna()
        counts &= wanted
    if counts.any() or not faulty.any():
        return None
    reasons = Counter(map(str, frame.loc[faulty, "set_aside"]))
    said = "、".join(f"{REASONS[reason]} {count} 行" for reason, count in reasons.most_common())
    name = ledger_columns()[ledger].name
    return Absence("T308", (("ledger", name), ("rows", int(faulty.sum())), ("why", said)))


def _untold(judge: Judge, selection: Selection) -> Absence | None:
    """Whether rows that may belong to a figure stand in tables without the columns that tell."""
    spec = ledger_columns()[judge.ledger]
    known = {name: values for name, values in selection.where.items() if name not in spec.tells}
    for fact in filter(spec.tells.__contains__, selection.where):
        rows, needed = select(judge.frame, known), spec.tells[fact]
        silent = [
            source
            for source in judge.sources
            if judge.tables[source].fields.keys().isdisjoint(needed)
        ]
        if count := int(rows["source"].isin(silent).sum()):
            names = "、".join(spec.fields[name].label for name in needed)
            return Absence("T311", (("field", names), ("count", count)))
    return None


def _listed_kinds(judge: Judge) -> frozenset[str] | None:
    """The kinds that the tables of a ledger list; None where they may list any."""
    if judge.ledger not in KINDS:
        return None
    lists: dict[str, set[int]] = {}
    for source in judge.sources:
        lists.setdefault(judge.tables[source].sheet.file.rpartition("/")[2], set()).add(source)
    found: set[str] = set()
    for sources in lists.values():
        kinds = _kinds_in(judge, sources)
        if kinds is None:
            return None
        found |= kinds
    return frozenset(found)


def _kinds_in(judge: Judge, sources: Collection[int]) -> frozenset[str] | None:
    """The kinds that one list holds: those that a name gives and those that occur.

    Tables of files of one name are one list, however many parts it was saved in. Any kind where
    names give none and the rows are of several.
    """
    named = set[str]()
    words = vocabulary(KINDS[judge.ledger])
    for table in (judge.tables[source] for source in sources):
        if table.kind:
            named.add(table.kind)
        elif table.block is not None:
            named |= set().union(*map(words.find_in, names_of(table.block)[:3]))
    column = judge.frame.loc[judge.frame["source"].isin(sources), "kind"].dropna()
    occur = {str(kind) for kind in column.unique()}
    if not named and len(occur) != 1:
        return None
    return frozenset(fine for kind in named | occur for fine in _finer(judge.ledger, kind))


def _finer(ledger: str, kind: str) -> tuple[str, ...]:
    """A kind, and those that it may turn out to be: `litigation` after a review or without."""
    codes = vocabulary(KINDS[ledger]).labels()
    return tuple(code for code in codes if code.startswith(kind))
