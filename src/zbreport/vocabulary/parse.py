"""From the TOML text of a vocabulary to its entries; refuses double wordings, unknown codes."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

from zbreport.text.compare import normalise, unnumbered
from zbreport.vocabulary.dated import ALWAYS, Codes, Dated, dated, read_codes
from zbreport.vocabulary.words import Entry, Meaning, Vocabulary, build, means_something

if TYPE_CHECKING:
    from collections.abc import Mapping


def parse_vocabulary(text: str, name: str) -> Vocabulary:
    """Builds a vocabulary from its TOML text and validates it.

    Raises:
        ValueError: a wording in two entries, an unknown code or key, or an entry that means
            nothing.
    """
    data = tomllib.loads(text)
    codes = read_codes(data["codes"])
    entries = tuple(
        _with_taken_out(_entry(entry, codes, name), codes.years) for entry in data["entries"]
    )
    for kind in ("words", "contains", "in_cells"):
        owners: dict[str, list[Entry]] = {}
        for entry in entries:
            for word in getattr(entry, kind):
                others = owners.setdefault(word, [])
                if any(other is not entry and _clash(other, entry) for other in others):
                    message = f"{name}: {word} stands in {kind} of two entries"
                    raise ValueError(message)
                others.append(entry)
    newest = sorted(entries, key=lambda entry: entry.years is ALWAYS)
    return build(name, codes, tuple(newest))


def _with_taken_out(entry: Entry, years: Mapping[str, Dated]) -> Entry:
    """The entry of a heading with the codes that were taken out of one of its group."""
    group = entry.meaning.group
    taken = [code for code, dated_ in years.items() if dated_.otherwise in group]
    if not taken:
        return entry
    return replace(entry, meaning=replace(entry.meaning, group=(*group, *taken)))


def _clash(one: Entry, other: Entry) -> bool:
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


def _entry(entry: Mapping[str, object], codes: Codes, name: str) -> Entry:
    code = None if "code" not in entry else str(entry["code"])
    group, absorbs = _group(entry, codes), frozenset(_texts(entry, "absorbs"))
    named = {*group, *absorbs, *([code] if code else [])}
    if unknown := sorted(named - codes.labels.keys()):
        message = f"{name}: {unknown} are not in [codes]"
        raise ValueError(message)
    if unknown := sorted(entry.keys() - _KEYS):
        message = f"{name}: entries have no {unknown}"
        raise ValueError(message)
    meaning = Meaning(
        code=code,
        label=str(entry.get("label", codes.labels.get(code or "", ""))),
        ask=None if "ask" not in entry else str(entry["ask"]),
        why=str(entry.get("why", "")),
        group=group,
        open=bool(entry.get("open", False)),
        vague=bool(entry.get("vague", False)),
    )
    if not meaning.label or not means_something(meaning):
        message = f"{name}: an entry means nothing or has no label: {entry.get('words')}"
        raise ValueError(message)
    parts = {
        key: tuple(normalise(word) for word in _texts(entry, key))
        for key in ("contains", "in_cells", "never")
    }
    words = tuple(unnumbered(word) for word in _texts(entry, "words"))
    return Entry(
        meaning,
        words,
        parts["contains"],
        parts["in_cells"],
        parts["never"],
        absorbs,
        bool(entry.get("whole", False)),
        dated(entry) if {"since", "until"} & entry.keys() else ALWAYS,
    )


def _group(entry: Mapping[str, object], codes: Codes) -> tuple[str, ...]:
    """The codes of a group; a mark stands for all codes that have it, in their order."""
    group: list[str] = []
    for name in _texts(entry, "group"):
        marked = codes.marks.get(name, ())
        group += [code for code in codes.labels if code in marked] if marked else [name]
    return tuple(group)


def _texts(entry: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    if not isinstance(value, list):
        message = f"{key} must be a list, found {value!r}"
        raise TypeError(message)
    return tuple(str(word) for word in value)
