"""What would mend a broken relation.

First the single cells whose change restores every relation they stand in, else cells together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.checks.relations import gap, relations, standing_in
from zbreport.forms import form_named
from zbreport.forms.layout import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zbreport.checks.relations import Figures, Relation
    from zbreport.model import Number

_MOST_HINTS = 6
_MOST_TOGETHER = 4


def mending(relation: Relation, figures: Figures, edition: str) -> str:
    """Names what would mend a broken relation, most helpful first; empty when nothing is sure.

    That is the single cells after whose change every relation they stand in holds; of these those
    that restore most relations. Where there is none, because several cells are wrong, it is the
    cells that are wrong together if only one set of them can be.
    """
    found = list(_single(relation, figures, edition))
    best = [text for restored, text in found if restored == max(restored for restored, _ in found)]
    if best:
        return (
            f"只改一格就能使它所在的关系都成立的有：{'；'.join(best)}"
            if len(best) <= _MOST_HINTS
            else ""
        )
    together = wrong_together(figures, edition)
    if not 1 < len(together) <= _MOST_TOGETHER or not set(relation.cells) & set(together):
        return ""
    told = "；".join(_change(key, figures, change, edition) for key, change in together.items())
    return f"同时改这 {len(together)} 格能使所有关系成立：{told}"


def _single(relation: Relation, figures: Figures, edition: str) -> Iterator[tuple[int, str]]:
    """How many relations a change of one cell restores, and the change in words."""
    for key in relation.cells:
        mended, value = _mended(key, figures, edition), figures[key]
        if mended is not None and value is not None and value + mended[0] >= 0:
            yield mended[1], _change(key, figures, mended[0], edition)


def _change(key: str, figures: Figures, change: Number, edition: str) -> str:
    before = figures[key] or 0
    after = before + change
    return f"{form_named(edition).label(key)} 由 {number_text(before)} 改为 {number_text(after)}"


def _mended(key: str, figures: Figures, edition: str) -> tuple[Number, int] | None:
    """The one change of a cell that restores all its relations, and how many those are."""
    changes = [
        _wanted(key, relation, difference)
        for relation, difference in _gaps(standing_in(edition)[key], figures)
    ]
    if len(set(changes)) != 1 or not changes[0]:
        return None
    return changes[0], len(changes)


def _gaps(those: tuple[Relation, ...], figures: Figures) -> Iterator[tuple[Relation, Number]]:
    return (
        (relation, difference)
        for relation in those
        if (difference := gap(relation, figures)) is not None
    )


def _wanted(key: str, relation: Relation, difference: Number) -> Number:
    """By how much a cell must change to close the gap of a relation that it stands in."""
    return -difference if key in relation.left else difference


def wrong_together(figures: Figures, edition: str) -> Mapping[str, Number]:
    """The cells that are wrong, with the change each needs, where the relations leave no choice.

    Only a cell of which every relation is broken is suspected. A broken relation with one suspect
    settles it; that may leave another relation with one suspect, and so on. Unless all relations
    hold in the end, nothing is sure.
    """
    gaps = dict(_gaps(relations(edition), figures))
    suspects = {
        key
        for key, those in standing_in(edition).items()
        if figures.get(key) is not None and all(gaps.get(one, 1) for one in those)
    }
    changes: dict[str, Number] = {}
    while open_ := [relation for relation, difference in gaps.items() if difference]:
        settled = next(
            (
                (one, mine[0])
                for one in open_
                if len(mine := [key for key in one.cells if key in suspects]) == 1
            ),
            None,
        )
        if settled is None:
            return {}
        relation, key = settled
        change = _wanted(key, relation, gaps[relation])
        for one in standing_in(edition)[key]:
            if one in gaps:
                gaps[one] += change if key in one.left else -change
        suspects.remove(key)
        changes[key] = change
    return (
        changes if all((figures[key] or 0) + change >= 0 for key, change in changes.items()) else {}
    )
