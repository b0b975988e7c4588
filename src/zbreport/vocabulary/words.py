"""Wordings of one kind and what they mean; cells, names and titles are looked up in them."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from zbreport.text.compare import normalise, unnumbered
from zbreport.vocabulary.dated import ALWAYS, Codes, Dated, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SEPARATORS = re.compile(r"(?:\([一二三四五六七八九十\d]{1,3}\)|[,;、/|\\()\[\]【】:。>→—+&-])+")
_SHORTEST_IN_NAMES = 2
_SHORTEST_ALIKE = 3  # characters: of two, one that differs is half


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a wording means.

    Attributes:
        code: key of a row, column or kind; None when nothing is certain and there is no default.
        label: what it is called, for messages.
        ask: name of the question, when it is not certain; `code` is then the default.
        why: one Chinese sentence for the question.
        group: codes that it may still be, when it names only their heading.
        open: the request is still being handled.
        vague: answered, without saying how.
        source: `vocabulary`, or `zbreport.toml` when the office said so.
    """

    code: str | None
    label: str
    ask: str | None = None
    why: str = ""
    group: tuple[str, ...] = ()
    open: bool = False
    vague: bool = False
    source: str = "vocabulary"

    @property
    def possible(self) -> frozenset[str]:
        """The codes that it may be: its group, else its code."""
        return frozenset(self.group or ([self.code] if self.code else []))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a data file, its words normalised."""

    meaning: Meaning
    words: tuple[str, ...]
    contains: tuple[str, ...] = ()
    in_cells: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    absorbs: frozenset[str] = frozenset()
    whole: bool = False
    years: Dated = ALWAYS


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Wordings of one kind and what they mean. Made by `vocabulary`."""

    name: str
    codes: Mapping[str, str]
    entries: tuple[Entry, ...] = field(repr=False)
    exact: Mapping[str, Entry] = field(repr=False)
    in_cells: tuple[tuple[str, Entry], ...] = field(repr=False)
    in_names: tuple[tuple[str, Entry | None], ...] = field(repr=False)
    years: Mapping[str, Dated] = field(default_factory=dict)
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def resolve(self, text: str) -> Meaning | None:
        """What a cell means; None when that is unknown or contradictory.

        The whole text is looked up first, without numbering. Then its parts between separators, and
        what those contain: everything found must agree, where a heading agrees with a row below it
            (`不予公开（国家秘密）`), and what says
        only that there was an answer agrees with any (`已答复，部分公开`).
        """
        plain = unnumbered(text)
        if (known := self.exact.get(plain)) is not None:
            return known.meaning
        found: list[Entry] = []
        complete, trusted = True, False
        for part in filter(None, map(unnumbered, _SEPARATORS.split(plain))):
            contained, doubtful = self._contained(part, plain)
            hits = [self.exact[part]] if part in self.exact else contained
            if doubtful and hits is contained:
                return None
            complete = complete and bool(hits)
            trusted = trusted or any(hit in contained for hit in hits)
            found += hits
        return _agreed(found) if complete or trusted else None

    def find_in(self, text: str) -> frozenset[str]:
        """The codes whose words stand in a longer text: a title, or the name of a file or sheet.

        Longer words win (`新媒体` is not `媒体`), and no character is used twice.
        """
        rest = normalise(text)
        if (known := self.exact.get(unnumbered(text))) is not None:
            return frozenset([known.meaning.code] if known.meaning.code else [])
        found: set[str] = set()
        for word, entry in self.in_names:
            shorter = _without(rest, word)
            if shorter != rest and entry is not None and entry.meaning.code:
                found.add(entry.meaning.code)
            rest = shorter
        return frozenset(found)

    def marked(self, mark: str) -> frozenset[str]:
        """The codes that have a mark in `[codes]`: `new_media`."""
        return self.marks.get(mark, frozenset())

    def labels(self) -> Mapping[str, str]:
        """Code → what it is called."""
        return self.codes

    def standing(self, code: str | None, year: int) -> str | None:
        """The code that stands for one in the report of a year whose edition lacks it."""
        return standing(code, year, self.years)

    def in_year(self, year: int) -> Vocabulary:
        """The vocabulary as it holds for the report of a year."""
        if not self.years and all(entry.years is ALWAYS for entry in self.entries):
            return self
        codes = {
            code: label for code, label in self.codes.items() if self.standing(code, year) == code
        }
        entries = (
            replace(entry, meaning=_in_year(entry.meaning, year, self.years))
            for entry in self.entries
            if entry.years.holds(year)
        )
        kept = tuple(entry for entry in entries if means_something(entry.meaning))
        return build(self.name, Codes(codes, self.years, self.marks), kept)

    def nearest(self, text: str) -> tuple[str, ...]:
        """Up to three known wordings that are close to an unknown one, for messages."""
        return tuple(difflib.get_close_matches(unnumbered(text), self.exact, n=3, cutoff=0.5))

    def nearest_in(self, text: str) -> tuple[str, str] | None:
        """The first word that stands in a longer text but for one character.

        Returns:
            The word as written there and as it is known; short words are not looked for.
        """
        plain = normalise(text)
        for word, entry in self.in_names:
            if entry is None or not entry.meaning.code or len(word) < _SHORTEST_ALIKE:
                continue
            for start in range(len(plain) - len(word) + 1):
                piece = plain[start : start + len(word)]
                if sum(one != other for one, other in zip(piece, word, strict=True)) == 1:
                    return piece, word
        return None

    def _contained(self, part: str, whole: str) -> tuple[list[Entry], bool]:
        """What a part of a text contains, the longest words first.

        Also whether the rest of the text rules one of them out.
        """
        rest, found, doubtful = part, [], False
        for word, entry in self.in_cells:
            if word not in rest:
                continue
            rest = rest.replace(word, "\0")
            if any(barred in whole for barred in entry.never):
                doubtful = True
            else:
                found.append(entry)
        return found, doubtful


def _without(text: str, word: str) -> str:
    """The text with a word blanked out; a Latin word only by itself (`app`, not `apple`)."""
    if word not in text or not word.isascii():
        return text.replace(word, "\0")
    return re.sub(rf"(?<![a-z]){re.escape(word)}(?![a-z])", "\0", text)


def _agreed(found: Iterable[Entry]) -> Meaning | None:
    """The one meaning that everything found agrees on, or None."""
    entries = list({id(entry): entry for entry in found}.values())
    absorbed = frozenset[str]().union(*(entry.absorbs for entry in entries))
    meanings = [
        entry.meaning
        for entry in entries
        if not entry.meaning.possible or not entry.meaning.possible <= absorbed
    ]
    if any(not meaning.vague for meaning in meanings):
        meanings = [meaning for meaning in meanings if not meaning.vague]
    meanings = [
        meaning for meaning in meanings if not any(_narrows(other, meaning) for other in meanings)
    ]
    if (
        len(meanings) > 1
        and len({(meaning.code, meaning.open) for meaning in meanings}) == 1
        and meanings[0].code
    ):
        return next((meaning for meaning in meanings if meaning.ask), meanings[0])
    return meanings[0] if len(meanings) == 1 else None


def _narrows(other: Meaning, meaning: Meaning) -> bool:
    """Whether `other` says more precisely what the heading `meaning` says."""
    if other is meaning or not meaning.group or other.open:
        return False
    return other.possible < meaning.possible


def _in_year(meaning: Meaning, year: int, years: Mapping[str, Dated]) -> Meaning:
    group = (standing(code, year, years) for code in meaning.group)
    return replace(
        meaning,
        code=standing(meaning.code, year, years),
        group=tuple(dict.fromkeys(code for code in group if code is not None)),
    )


def means_something(meaning: Meaning) -> bool:
    """Whether a meaning says anything at all."""
    return bool(meaning.code or meaning.ask or meaning.group or meaning.open or meaning.vague)


def build(name: str, codes: Codes, entries: tuple[Entry, ...]) -> Vocabulary:
    """Indexes entries; where two have the same words, as an override has, the first wins."""
    exact: dict[str, Entry] = {}
    cells: dict[str, Entry] = {}
    names: dict[str, Entry | None] = {}
    for entry in entries:
        for word in entry.words:
            exact.setdefault(word, entry)
        for word in (*entry.contains, *entry.in_cells):
            cells.setdefault(word, entry)
        for word in (*(() if entry.whole else entry.words), *entry.contains):
            if len(word) >= _SHORTEST_IN_NAMES:
                names.setdefault(word, entry)
    for word in (word for entry in entries for word in entry.never):
        names.setdefault(word, None)
    return Vocabulary(
        name=name,
        codes=MappingProxyType(codes.labels),
        entries=entries,
        exact=MappingProxyType(exact),
        in_cells=tuple(sorted(cells.items(), key=_longest_first)),
        in_names=tuple(sorted(names.items(), key=_longest_first)),
        years=codes.years,
        marks=codes.marks,
    )


def _longest_first(pair: tuple[str, object]) -> int:
    return -len(pair[0])
