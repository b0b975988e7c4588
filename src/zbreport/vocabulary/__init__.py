"""What offices write and what it means: wordings as data (one TOML file per vocabulary), loaded, validated, looked up.

Used by `ledgers` for cells and for names of files and sheets. Source of what is certain and what is
asked: domain.md 6. Keys of an entry in a data file:

* `code`: what the words mean, one of `[codes]`, which also names each code for messages. With `ask`
it is only the
  stated default.
* `words`: certain wordings, compared whole and without numbering. No wording stands in two entries.
`find_in` looks for
  them inside names too, unless `whole` is true.
* `contains`: longer texts that hold this mean the same, unless they hold one of `never`: then they
are not understood at all.
  `in_cells`: the same, but not in names.
* `ask`: name of the question when no official text decides; `why` says in one sentence what is
unclear.
* `group`: the codes that it may still be. `open`: not an outcome, still being handled. `vague`:
answered, but not how.
* `absorbs`: codes that are only its reason when they stand next to it.
* `since`, `until`: the first and the last report year that it holds for; in these years it takes
  its words over from entries without them. A code may have years too, and `otherwise`, the code
  that stands for it in other years (see `dated`).
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from zbreport.errors import SettingsError
from zbreport.settings import FILE_NAME
from zbreport.text.compare import normalise, unnumbered
from zbreport.vocabulary.dated import ALWAYS, Dated, dated, read_codes, standing
from zbreport.vocabulary.headers import (
    Field,
    LedgerColumns,
    is_known_header,
    ledger_columns,
    match,
    matches,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

__all__ = [
    "NAMES",
    "Field",
    "LedgerColumns",
    "Meaning",
    "Vocabulary",
    "is_known_header",
    "ledger_columns",
    "match",
    "matches",
    "parse_vocabulary",
    "vocabulary",
]

NAMES = (
    "applicants",
    "outcomes",
    "results",
    "channels",
    "methods",
    "document_kinds",
    "decision_kinds",
    "statuses",
    "proposal_kinds",
    "proceeding_kinds",
    "yes_no",
    "satisfaction",
    "request_kinds",
    "roles",
    "validity",
)
"""Every vocabulary; those that an office may add to are `settings.WORDINGS`."""

OPEN = "open"
"""What an office writes in zbreport.toml for a wording that says a request is still being handled."""

_SEPARATORS = re.compile(r"(?:\([一二三四五六七八九十\d]{1,3}\)|[,;、/|\\()\[\]【】:。>→—+&-])+")
_SHORTEST_IN_NAMES = 2
_SHORTEST_ALIKE = 3  # characters: of two, one that differs is half
_EMPTY: Mapping[str, str] = MappingProxyType({})


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
class _Entry:
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
    entries: tuple[_Entry, ...] = field(repr=False)
    exact: Mapping[str, _Entry] = field(repr=False)
    in_cells: tuple[tuple[str, _Entry], ...] = field(repr=False)
    in_names: tuple[tuple[str, _Entry | None], ...] = field(repr=False)
    years: Mapping[str, Dated] = field(default_factory=dict)

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
        found: list[_Entry] = []
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
        """The codes whose words stand in a longer text: the name of a file, a folder or a sheet, or a title.

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

    def labels(self) -> Mapping[str, str]:
        """Code → what it is called."""
        return self.codes

    def standing(self, code: str | None, year: int) -> str | None:
        """The code that stands for one in the report of a year, where its edition lacks that one."""
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
        kept = tuple(entry for entry in entries if _means_something(entry.meaning))
        return _build(self.name, MappingProxyType(codes), kept, self.years)

    def nearest(self, text: str) -> tuple[str, ...]:
        """Up to three known wordings that are close to an unknown one, for messages."""
        return tuple(difflib.get_close_matches(unnumbered(text), self.exact, n=3, cutoff=0.5))

    def nearest_in(self, text: str) -> tuple[str, str] | None:
        """The first word that stands in a longer text but for one character, as written there and as it is known; short words never do."""
        plain = normalise(text)
        for word, entry in self.in_names:
            if entry is None or not entry.meaning.code or len(word) < _SHORTEST_ALIKE:
                continue
            for start in range(len(plain) - len(word) + 1):
                piece = plain[start : start + len(word)]
                if sum(one != other for one, other in zip(piece, word, strict=True)) == 1:
                    return piece, word
        return None

    def _contained(self, part: str, whole: str) -> tuple[list[_Entry], bool]:
        """What a part of a text contains, the longest words first, and whether one of them is ruled out by the rest."""
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
    """The text with a word blanked out; a Latin word only where it stands by itself (`app`, not `apple`)."""
    if word not in text or not word.isascii():
        return text.replace(word, "\0")
    return re.sub(rf"(?<![a-z]){re.escape(word)}(?![a-z])", "\0", text)


def _agreed(found: Iterable[_Entry]) -> Meaning | None:
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


def _means_something(meaning: Meaning) -> bool:
    return bool(meaning.code or meaning.ask or meaning.group or meaning.open or meaning.vague)


def vocabulary(
    name: str, overrides: Mapping[str, str] = _EMPTY, extra: Collection[str] = ()
) -> Vocabulary:
    """Gives a vocabulary as an office uses it.

    Args:
        name: one of `NAMES`.
        overrides: wording → code, or → a wording that is known; from `[wordings.<name>]`. They win
            over everything.
        extra: further codes that overrides may name, as channels that an office adds.

    Raises:
        SettingsError: an override to something that the vocabulary does not have.
    """
    base = _load(name)
    if not overrides:
        return base
    told = tuple(
        _Entry(_overridden(base, word, value, extra), (unnumbered(word),))
        for word, value in overrides.items()
    )
    codes = {entry.meaning.code: entry.meaning.label for entry in told if entry.meaning.code}
    known = MappingProxyType({**codes, **base.codes})
    return _build(name, known, (*told, *base.entries), base.years)


def _overridden(known: Vocabulary, word: str, value: str, extra: Collection[str]) -> Meaning:
    if value in known.codes or value in extra or _is_other(known, value):
        return Meaning(
            value, known.codes.get(value) or value.partition(":")[2] or word, source=FILE_NAME
        )
    if value == OPEN and (
        still := next((entry.meaning for entry in known.entries if entry.meaning.open), None)
    ):
        return replace(still, source=FILE_NAME)
    entry = known.exact.get(unnumbered(value))
    if entry is not None and (entry.meaning.code or not entry.meaning.ask):
        return replace(entry.meaning, source=FILE_NAME)
    allowed = "、".join(f"{code}（{label}）" for code, label in known.codes.items())
    message = f"设置文件 {FILE_NAME} 的 [wordings.{known.name}] 把“{word}”写成“{value}”，没有这一项；可以写：{allowed}"
    raise SettingsError(message)


def _is_other(known: Vocabulary, value: str) -> bool:
    """Whether a code is that of a channel nobody listed: `other:<name>`."""
    return known.name == "channels" and value.startswith("other:") and len(value) > len("other:")


@cache
def _load(name: str) -> Vocabulary:
    if name not in NAMES:
        message = f"there is no vocabulary {name}"
        raise KeyError(message)
    return parse_vocabulary(_text(name), name)


def _text(name: str) -> str:
    return (files(__name__) / f"{name}.toml").read_text(encoding="utf-8")


def parse_vocabulary(text: str, name: str) -> Vocabulary:
    """Builds a vocabulary from its TOML text and validates it.

    Raises:
        ValueError: a wording in two entries, an unknown code or key, or an entry that means
            nothing.
    """
    data = tomllib.loads(text)
    codes, years = read_codes(data["codes"])
    entries = tuple(_with_taken_out(_entry(entry, codes, name), years) for entry in data["entries"])
    for kind in ("words", "contains", "in_cells"):
        owners: dict[str, list[_Entry]] = {}
        for entry in entries:
            for word in getattr(entry, kind):
                others = owners.setdefault(word, [])
                if any(other is not entry and _clash(other, entry) for other in others):
                    message = f"{name}: {word} stands in {kind} of two entries"
                    raise ValueError(message)
                others.append(entry)
    newest = sorted(entries, key=lambda entry: entry.years is ALWAYS)
    return _build(name, MappingProxyType(codes), tuple(newest), MappingProxyType(years))


def _with_taken_out(entry: _Entry, years: Mapping[str, Dated]) -> _Entry:
    """The entry of a heading with the codes that were taken out of one of its group."""
    group = entry.meaning.group
    taken = [code for code, dated_ in years.items() if dated_.otherwise in group]
    if not taken:
        return entry
    return replace(entry, meaning=replace(entry.meaning, group=(*group, *taken)))


def _clash(one: _Entry, other: _Entry) -> bool:
    """Whether a word may not stand in both; an entry of some years may take it from one of all."""
    same_kind = (one.years is ALWAYS) == (other.years is ALWAYS)
    return same_kind and one.years.overlaps(other.years)


_KEYS = frozenset(
    (
        "code",
        "label",
        "words",
        "contains",
        "in_cells",
        "never",
        "ask",
        "why",
        "group",
        "open",
        "vague",
        "absorbs",
        "whole",
        "since",
        "until",
    )
)


def _entry(entry: Mapping[str, object], codes: Mapping[str, str], name: str) -> _Entry:
    code = None if "code" not in entry else str(entry["code"])
    group, absorbs = _texts(entry, "group"), frozenset(_texts(entry, "absorbs"))
    if unknown := [key for key in (code, *group, *absorbs) if key is not None and key not in codes]:
        message = f"{name}: {unknown} are not in [codes]"
        raise ValueError(message)
    if unknown := sorted(entry.keys() - _KEYS):
        message = f"{name}: entries have no {unknown}"
        raise ValueError(message)
    meaning = Meaning(
        code=code,
        label=str(entry.get("label", codes.get(code or "", ""))),
        ask=None if "ask" not in entry else str(entry["ask"]),
        why=str(entry.get("why", "")),
        group=group,
        open=bool(entry.get("open", False)),
        vague=bool(entry.get("vague", False)),
    )
    if not meaning.label or not _means_something(meaning):
        message = f"{name}: an entry means nothing or has no label: {entry.get('words')}"
        raise ValueError(message)
    parts = {
        key: tuple(normalise(word) for word in _texts(entry, key))
        for key in ("contains", "in_cells", "never")
    }
    words = tuple(unnumbered(word) for word in _texts(entry, "words"))
    return _Entry(
        meaning,
        words,
        parts["contains"],
        parts["in_cells"],
        parts["never"],
        absorbs,
        bool(entry.get("whole", False)),
        dated(entry) if {"since", "until"} & entry.keys() else ALWAYS,
    )


def _texts(entry: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    if not isinstance(value, list):
        message = f"{key} must be a list, found {value!r}"
        raise TypeError(message)
    return tuple(str(word) for word in value)


def _build(
    name: str,
    codes: Mapping[str, str],
    entries: tuple[_Entry, ...],
    years: Mapping[str, Dated],
) -> Vocabulary:
    """Indexes entries; where two have the same words, as an override and what it overrides, the first wins."""
    exact: dict[str, _Entry] = {}
    cells: dict[str, _Entry] = {}
    names: dict[str, _Entry | None] = {}
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
        codes=codes,
        entries=entries,
        exact=MappingProxyType(exact),
        in_cells=tuple(sorted(cells.items(), key=_longest_first)),
        in_names=tuple(sorted(names.items(), key=_longest_first)),
        years=years,
    )


def _longest_first(pair: tuple[str, object]) -> int:
    return -len(pair[0])
