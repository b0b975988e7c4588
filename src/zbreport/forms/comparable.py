"""Which cells of two editions mean the same: those that count the same ledger rows.

What a cell counts follows from what it selects and from the vocabularies.

A sum means all that its parts select together, so that the single row （六） of one edition is the
same as the three rows of another, and a 总计 over more columns is still every applicant. A value
that an edition does not have is counted there where its vocabulary says (`otherwise`): the column
其他 that another column was taken out of does not mean what it meant.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from zbreport.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zbreport.forms.form import Cell, Form

Values: TypeAlias = frozenset[str]
Facts: TypeAlias = frozenset[tuple[str, Values]]

_VOCABULARIES = {"applicant": "applicants", "outcome": "outcomes", "result": "results"}
_KINDS = {
    "documents": "document_kinds",
    "decisions": "decision_kinds",
    "proceedings": "proceeding_kinds",
}


class Rows(NamedTuple):
    """The ledger rows that a figure counts: every row whose facts are among these.

    `source` is the ledger with the column that is added up and the divisor; for a figure that no
    ledger gives, its labels.
    """

    source: tuple[str, ...]
    facts: Facts

    def is_part_of(self, other: Rows) -> bool:
        """Whether all these rows are among the other ones, by facts of the same kinds."""
        mine, theirs = dict(self.facts), dict(other.facts)
        return (
            self.source == other.source
            and mine.keys() == theirs.keys()
            and all(values <= theirs[fact] for fact, values in mine.items())
        )


def same_cells(now: Form, keys: tuple[str, ...], then: Form) -> tuple[str, ...]:
    """The cells of another edition that add up to the same as some cells of this one.

    Args:
        now: this edition.
        keys: cells of it, to be added up.
        then: the other edition.

    Returns:
        The same cells where they mean the same there, else those that do together; none where
        nothing does. One cell that the other edition does not have is never compared: another label
        is another question.
    """
    if now is then:
        return keys
    return _same_cells(now, keys, then)


@cache
def _same_cells(now: Form, keys: tuple[str, ...], then: Form) -> tuple[str, ...]:
    wanted = counted_rows(now, keys)
    if wanted is None or (len(keys) == 1 and keys[0] not in then.cells):
        return ()
    if all(key in then.cells for key in keys) and counted_rows(then, keys) == wanted:
        return keys
    parts = tuple(
        key
        for key in then.cells
        if (rows := counted_rows(then, (key,))) is not None and rows.is_part_of(wanted)
    )
    return parts if counted_rows(then, parts) == wanted else ()


@cache
def counted_rows(form: Form, keys: tuple[str, ...]) -> Rows | None:
    """The ledger rows that some cells count together; None where no one set of facts says which."""
    leaves = [leaf for key in keys for leaf in _leaves(form, form.cells[key])]
    sources = {_source(leaf) for leaf in leaves}
    if len(sources) != 1:
        return None
    source = sources.pop()
    merged, over = _merged({_facts(form, leaf) for leaf in leaves})
    if len(merged) != 1:
        return None
    facts = {
        (fact, values)
        for fact, values in merged.pop()
        if fact not in over or values != _every(form, source[0], fact)
    }
    return Rows(source, frozenset(facts))


def _leaves(form: Form, cell: Cell) -> Iterator[Cell]:
    if not cell.addends:
        yield cell
    for part in cell.addends:
        yield from _leaves(form, form.cells[part])


def _source(cell: Cell) -> tuple[str, ...]:
    selection = cell.selection
    if selection is None:
        return ("", *cell.row, *cell.column)
    return (selection.ledger, selection.total or "", str(selection.divide_by))


def _facts(form: Form, cell: Cell) -> Facts:
    selection = cell.selection
    if selection is None:
        return frozenset()
    return frozenset(
        (fact, _with_others(form, selection.ledger, fact, values))
        for fact, values in selection.where.items()
    )


def _with_others(form: Form, ledger: str, fact: str, values: Iterable[str]) -> Values:
    """The values of a fact, and those that the edition has no place for and counts as them."""
    name = _VOCABULARIES.get(fact) or (_KINDS.get(ledger) if fact == "kind" else None)
    found = frozenset(values)
    if name is None:
        return found
    words = vocabulary(name)
    others = (code for code in words.years if words.standing(code, form.first_year) in found)
    return found.union(others)


def _merged(boxes: set[Facts]) -> tuple[set[Facts], set[str]]:
    """Selections that differ in one fact only become one; and the facts that were put together."""
    over: set[str] = set()
    for fact in sorted({fact for box in boxes for fact, _ in box}):
        groups: dict[Facts, list[Values]] = {}
        for box in boxes:
            rest = frozenset(pair for pair in box if pair[0] != fact)
            groups.setdefault(rest, []).extend(values for name, values in box if name == fact)
        if any(len(values) > 1 for values in groups.values()):
            over.add(fact)
        boxes = {
            rest | {(fact, frozenset().union(*values))} if values else rest
            for rest, values in groups.items()
        }
    return boxes, over


@cache
def _every(form: Form, ledger: str, fact: str) -> Values:
    """Every value of a fact that some cell of a form selects."""
    found = (
        dict(_facts(form, cell)).get(fact, frozenset())
        for cell in form.cells.values()
        if cell.selection and cell.selection.ledger == ledger
    )
    return frozenset().union(*found)
