"""The names of columns in ledgers (`columns.toml`): header → field of a ledger.

Used by `ledgers.recognise`. Nothing here looks at values. Every word is normalised once, here, as
headers are when they are compared.

Keys of a ledger: `name`, `hints` and `against` (words in the name of a file, sheet or title that
speak for or against it), `needs` (groups of fields, at least one of each), `item` (what an item
shows: `names`, `shows`, `asks`, `whole`), `summary` (see
`SummaryColumns`), `personal` and `personal_parts` (headers of personal data, which must not be
read), `identity` (those of them that become a salted hash), `others` (headers that are known, and
not read). Keys of a field: `label`, `kind`, `mark` (only this ledger has such a column), `words`
(by preference), `fallback` (only when no better column is there), `contains` (last resort) and
`never` (words that rule out everything but an exact match).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from zbreport.text.compare import normalise, untailed

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = ("date", "text", "choice", "amount", "count")

UNTAILED, FALLBACK, CONTAINED = 500, 1000, 2000
"""Where the ranks of weaker matches begin; see `match`."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a ledger with its headers, all normalised; `kind` is one of `KINDS`."""

    key: str
    label: str
    kind: str
    mark: bool
    words: tuple[str, ...]
    fallback: tuple[str, ...]
    contains: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SummaryColumns:
    """What is known of the columns of summaries, all normalised.

    Attributes:
        totals: headers that are numbers of items, the most telling first.
        weak_totals: further ones that are so only beside a column of channels.
        channel, period: headers of what the numbers are given for.
        statistics: parts of headers of numbers of readers, fans and clicks.
        dimensions: headers of what such statistics are given for.
    """

    totals: tuple[str, ...] = ()
    weak_totals: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    period: tuple[str, ...] = ()
    statistics: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerColumns:
    """What is known of one ledger's columns; texts are normalised but for `name`.

    Attributes:
        key, name: key in settings and JSON, and name for messages.
        hints, against: words in the name of a file or sheet, or in a title, that speak for or
            against this ledger.
        needs: groups of fields; a table must have at least one field of each.
        names: fields that name an item; each item has one of its own, never a merged cell's.
        shows: fields of wordings that only an item has, and no total.
        asks: whether the ledger itself asks about a row without a name.
        whole: whether only a word by itself is a total, because items are called by such words too.
        tells: fact of a row → the fields of which a table must have one for it to be known.
        fields: by key, in the order of the data file.
        summary: headers of summaries of this ledger.
        traffic_sources: values of a column 渠道 that tell where readers came from.
        shapes: channel → sets of headers; a sheet that has all of one set comes from that platform.
        personal, personal_parts: headers of personal data, whole and in part.
        identity: headers of personal data by which it can be told whether two rows are about the
            same person.
        others: headers that are known, and not read.
    """

    key: str
    name: str
    hints: tuple[str, ...]
    against: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    shows: tuple[str, ...]
    asks: bool
    whole: bool
    tells: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, Field]
    summary: SummaryColumns
    traffic_sources: frozenset[str]
    shapes: Mapping[str, tuple[frozenset[str], ...]]
    personal: frozenset[str]
    personal_parts: tuple[str, ...]
    identity: frozenset[str]
    others: frozenset[str]

    def is_personal(self, header: str) -> bool:
        """Whether a header says that the column holds personal data."""
        plain = normalise(header)
        return plain in self.personal or any(part in plain for part in self.personal_parts)


def match(field: Field, header: str) -> int | None:
    """How well a header means a field: lower is better, None is not at all.

    The rank is the position in `words`; from `UNTAILED` on when only the header without its
    bracketed tail is in `words` (`金额（元）`), from `FALLBACK` on for `fallback` (with a tail
    further on), from `CONTAINED` for `contains`.
    """
    plain = normalise(header)
    if plain in field.words:
        return field.words.index(plain)
    if not plain or any(word in plain for word in field.never if plain not in field.fallback):
        return None
    short = untailed(header)
    for words, base in ((field.words, UNTAILED), (field.fallback, FALLBACK)):
        for form, step in ((plain, 0), (short, UNTAILED // 2)):
            if form in words:
                return base + step + words.index(form)
    return next(
        (CONTAINED + rank for rank, word in enumerate(field.contains) if word in plain), None
    )


@lru_cache(maxsize=4096)
def matches(ledger: str, header: str) -> tuple[tuple[int, int, str], ...]:
    """The fields of a ledger that a header may mean: (rank, place among the fields, field).

    A quick test settles most headers, which mean none.
    """
    spec = ledger_columns()[ledger]
    whole, parts = _words_of(ledger)
    plain = normalise(header)
    if (
        plain not in whole
        and untailed(header) not in whole
        and not any(part in plain for part in parts)
    ):
        return ()
    ranked = (
        (match(field, header), order, name)
        for order, (name, field) in enumerate(spec.fields.items())
    )
    return tuple((rank, order, name) for rank, order, name in ranked if rank is not None)


@cache
def _words_of(ledger: str) -> tuple[frozenset[str], tuple[str, ...]]:
    fields = ledger_columns()[ledger].fields.values()
    whole = frozenset(word for field in fields for word in (*field.words, *field.fallback))
    return whole, tuple({word for field in fields for word in field.contains})


def is_known_header(header: str) -> bool:
    """Whether a text is a header of some ledger, read or not; a bracketed tail does not matter."""
    known = _known_headers()
    return normalise(header) in known or untailed(header) in known


@cache
def _known_headers() -> frozenset[str]:
    known: set[str] = set()
    for ledger in ledger_columns().values():
        known |= ledger.personal | ledger.others | set(ledger.summary.totals)
        known |= {
            header for shapes in ledger.shapes.values() for shape in shapes for header in shape
        }
        known |= {
            word for field in ledger.fields.values() for word in (*field.words, *field.fallback)
        }
    return frozenset(known)


@cache
def ledger_columns() -> Mapping[str, LedgerColumns]:
    """The columns of every ledger, by its key, in the order of `columns.toml`."""
    text = (files("zbreport.vocabulary") / "columns.toml").read_text(encoding="utf-8")
    return parse_columns(text)


def parse_columns(text: str) -> Mapping[str, LedgerColumns]:
    """Builds the columns of every ledger from TOML text and validates them.

    Raises:
        ValueError: an unknown kind, a word that means two fields of a ledger, or a need that names
            no field.
    """
    ledgers = {key: _ledger(key, _table(entry)) for key, entry in tomllib.loads(text).items()}
    for ledger in ledgers.values():
        _validate(ledger)
    return MappingProxyType(ledgers)


def _ledger(key: str, entry: Mapping[str, object]) -> LedgerColumns:
    shapes = {
        channel: tuple(frozenset(_words(headers)) for headers in _list(sets))
        for channel, sets in _table(entry.get("shapes", {})).items()
    }
    fields = {name: _field(name, _table(value)) for name, value in _table(entry["fields"]).items()}
    item = _table(entry.get("item", {}))
    return LedgerColumns(
        key=key,
        name=str(entry["name"]),
        hints=_words(entry.get("hints", [])),
        against=_words(entry.get("against", [])),
        needs=tuple(tuple(str(field) for field in _list(group)) for group in _list(entry["needs"])),
        names=tuple(map(str, _list(item.get("names", [])))),
        shows=tuple(map(str, _list(item.get("shows", [])))),
        asks=bool(item.get("asks", False)),
        whole=bool(item.get("whole", False)),
        tells=MappingProxyType(
            {
                fact: tuple(map(str, _list(names)))
                for fact, names in _table(entry.get("tells", {})).items()
            }
        ),
        fields=MappingProxyType(fields),
        summary=SummaryColumns(
            **{name: _words(words) for name, words in _table(entry.get("summary", {})).items()}
        ),
        traffic_sources=frozenset(_words(entry.get("traffic_sources", []))),
        shapes=MappingProxyType(shapes),
        personal=frozenset(_words(entry.get("personal", []))),
        personal_parts=_words(entry.get("personal_parts", [])),
        identity=frozenset(_words(entry.get("identity", []))),
        others=frozenset(_words(entry.get("others", []))),
    )


def _field(key: str, entry: Mapping[str, object]) -> Field:
    return Field(
        key=key,
        label=str(entry["label"]),
        kind=str(entry["kind"]),
        mark=bool(entry.get("mark", False)),
        words=_words(entry["words"]),
        fallback=_words(entry.get("fallback", [])),
        contains=_words(entry.get("contains", [])),
        never=_words(entry.get("never", [])),
    )


def _validate(ledger: LedgerColumns) -> None:
    for group in (*ledger.needs, ledger.names, ledger.shows, *ledger.tells.values()):
        if unknown := [name for name in group if name not in ledger.fields]:
            message = f"{ledger.key}: {unknown} are no fields"
            raise ValueError(message)
    owner: dict[str, str] = {}
    for field in ledger.fields.values():
        if field.kind not in KINDS:
            message = f"{ledger.key}.{field.key}: kind {field.kind} is not one of {KINDS}"
            raise ValueError(message)
        for word in field.words:
            if owner.setdefault(word, field.key) != field.key:
                message = f"{ledger.key}: {word} means both {owner[word]} and {field.key}"
                raise ValueError(message)


def _words(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(normalise(str(word)) for word in _list(value)))


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        message = f"expected a list, found {value!r}"
        raise TypeError(message)
    return value


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        message = f"expected a table, found {value!r}"
        raise TypeError(message)
    return value
