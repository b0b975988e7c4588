"""What offices write and what it means: wordings as data, one TOML file per vocabulary.

Used by `ledgers` for cells and for names of files and sheets. Source of what is certain and what is
asked: domain.md 6. `[codes]` names each code for messages; a code
may have marks there (`new_media = true`). Keys of an entry in a data file:

* `code`: what the words mean, one of `[codes]`. With `ask` it is only the stated default.
* `words`: certain wordings, compared whole and without numbering. No wording stands in two entries.
  `find_in` looks for them inside names too, unless `whole` is true.
* `contains`: longer texts that hold this mean the same, unless they hold one of `never`: then they
  are not understood at all. `in_cells`: the same, but not in names.
* `ask`: name of the question when no official text decides; `why` says what is unclear, in one
  sentence.
* `group`: the codes that it may still be; a mark stands for all codes that have it. `open`: not an
  outcome, still being handled. `vague`: answered, but not how.
* `absorbs`: codes that are only its reason when they stand next to it.
* `since`, `until`: the first and the last report year that it holds for; in these years it takes
  its words over from entries without them. A code may have years too, and `otherwise`, the code
  that stands for it in other years (see `dated`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from zbreport.errors import FILE_NAME, SettingsError
from zbreport.text.compare import unnumbered
from zbreport.vocabulary.dated import Codes
from zbreport.vocabulary.headers import (
    Field,
    LedgerColumns,
    is_known_header,
    ledger_columns,
    match,
    matches,
)
from zbreport.vocabulary.parse import parse_vocabulary
from zbreport.vocabulary.words import Entry, Meaning, Vocabulary, build

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = [
    "NAMES",
    "Field",
    "LedgerColumns",
    "Meaning",
    "Vocabulary",
    "is_known_header",
    "is_known_wording",
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
    "decision_results",
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
"""What an office writes in zbreport.toml for a wording of a request that is still handled."""

_EMPTY: Mapping[str, str] = MappingProxyType({})


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
        Entry(_overridden(base, word, value, extra), (unnumbered(word),))
        for word, value in overrides.items()
    )
    codes = {entry.meaning.code: entry.meaning.label for entry in told if entry.meaning.code}
    known = Codes({**codes, **base.codes}, base.years, base.marks)
    return build(name, known, (*told, *base.entries))


def is_known_wording(text: str) -> bool:
    """Whether vocabularies know a text, or all its parts between marks: it names nobody."""
    parts = filter(None, map(str.strip, re.split(r"[/、,，;；]", text)))
    return all(any(vocabulary(name).resolve(part) for name in NAMES) for part in parts)


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
    message = (
        f"设置文件 {FILE_NAME} 的 [wordings.{known.name}] 把“{word}”写成“{value}”，没有这一项；"
        f"可以写：{allowed}"
    )
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
