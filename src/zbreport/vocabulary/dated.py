"""The report years in which a code or a wording holds: `since`, `until`, `otherwise`.

A new edition of the form brings a row or a column: its code holds `since` a year, and in reports
of other years its rows belong where they did before, to the code that `otherwise` names.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Dated:
    """The first and the last report year of a code or a wording (None: no bound).

    `otherwise` is the code that stands for it in other years.
    """

    since: int | None = None
    until: int | None = None
    otherwise: str | None = None

    def holds(self, year: int) -> bool:
        """Whether it stands in the report of a year."""
        return (self.since or year) <= year <= (self.until or year)

    def overlaps(self, other: Dated) -> bool:
        """Whether some year has both."""
        return (self.since or 0) <= (other.until or 9999) and (other.since or 0) <= (
            self.until or 9999
        )


ALWAYS = Dated()


def dated(entry: Mapping[str, object]) -> Dated:
    """The years of an entry of a data file."""
    since, until, otherwise = (entry.get(key) for key in ("since", "until", "otherwise"))
    return Dated(
        None if since is None else int(str(since)),
        None if until is None else int(str(until)),
        None if otherwise is None else str(otherwise),
    )


class Codes(NamedTuple):
    """The table `[codes]` of a vocabulary.

    Attributes:
        labels: code → what it is called.
        years: code → its years, for those that have any.
        marks: mark → the codes that have it (`new_media`).
    """

    labels: Mapping[str, str]
    years: Mapping[str, Dated] = MappingProxyType({})
    marks: Mapping[str, frozenset[str]] = MappingProxyType({})


def read_codes(codes: Mapping[str, object]) -> Codes:
    """Reads `[codes]`: code → label, or a table with label, years, `otherwise` and marks.

    Raises:
        ValueError: `otherwise` names no code.
    """
    labels: dict[str, str] = {}
    years: dict[str, Dated] = {}
    marks: dict[str, frozenset[str]] = {}
    for code, entry in codes.items():
        if not isinstance(entry, dict):
            labels[code] = str(entry)
            continue
        labels[code] = str(entry["label"])
        if {"since", "until"} & entry.keys():
            years[code] = dated(entry)
        for mark in (key for key, value in entry.items() if value is True):
            marks[mark] = marks.get(mark, frozenset()) | {code}
    for code, found in years.items():
        if found.otherwise is not None and found.otherwise not in labels:
            message = f"{code}: otherwise names {found.otherwise}, which is no code"
            raise ValueError(message)
    return Codes(labels, years, marks)


def standing(code: str | None, year: int, years: Mapping[str, Dated]) -> str | None:
    """The code that stands for one in the report of a year; None where none does."""
    seen: set[str] = set()
    while code is not None and code in years and not years[code].holds(year):
        if code in seen:
            return None
        seen.add(code)
        code = years[code].otherwise
    return code
