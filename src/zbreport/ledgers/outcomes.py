"""From a register's words to the 21 outcome rows: outcome and detail together, each pair once.

The only printed counting rule is the form's own label of (二): a partial disclosure counts there
and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from zbreport.settings import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from zbreport.vocabulary import Meaning, Vocabulary

_SEPARATORS = re.compile(r"[,，;；、/+\n|]|\s{2,}")
_DISCLOSED = {"granted", "partially_granted"}


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a pair of outcome and detail means.

    `about` is the text of the two that decided, or was not understood.

    `kind` is `certain`, `set` (by zbreport.toml), `default` (asked, with a default), `partial`
    (several outcomes, one of them disclosure), `blank`, `open` (not an outcome), `unknown`,
    `needs_detail`, `must_ask` or `contradiction`; only the first four have a `code`.
    """

    kind: str
    code: str | None = None
    ask: str | None = None
    why: str = ""
    about: str = ""


def resolve_outcomes(
    outcomes: pd.Series,
    details: pd.Series,
    words: Vocabulary,
    merged: Collection[frozenset[str]] = (),
) -> tuple[pd.DataFrame, Mapping[str, Resolved]]:
    """Resolves two text columns of n rows, every distinct pair once (arguments as `resolve_pair`).

    Returns:
        n rows of `text` (both, joined), `kind`, `code` and `ask` (object), and for each joined text
        what it means.
    """
    positions, pairs = pd.factorize(pd.MultiIndex.from_arrays([outcomes, details]))
    texts = [" / ".join(filter(None, map(str, pair))) for pair in pairs]
    found = [resolve_pair(str(outcome), str(detail), words, merged) for outcome, detail in pairs]
    distinct = pd.DataFrame(
        {
            "text": texts,
            "kind": [one.kind for one in found],
            "code": [one.code for one in found],
            "ask": [one.ask for one in found],
        },
        dtype=object,
    )
    return distinct.iloc[positions].set_index(outcomes.index), dict(zip(texts, found, strict=True))


def resolve_pair(
    outcome: str, detail: str, words: Vocabulary, merged: Collection[frozenset[str]] = ()
) -> Resolved:
    """Resolves one outcome with its detail (either may be empty).

    Args:
        outcome: the text of the column of results.
        detail: the text of the column of reasons.
        words: the vocabulary.
        merged: sets of codes that the edition counts in one row: there a heading (`（六）其他处理`
            of 2019) needs no detail.
    """
    if not outcome:
        found = _single(detail, words) if detail else Resolved("blank")
        return Resolved("blank") if found.kind == "unknown" else found
    head = words.resolve(outcome)
    fine = words.resolve(detail) if detail else None
    if head is None:
        return _several(outcome, words)
    if head.group:
        whole = not head.ask and any(row.issuperset(head.group) for row in merged)
        return (
            Resolved("certain", head.group[0], about=outcome)
            if whole
            else _in_group(head, fine, outcome, detail)
        )
    if head.vague:
        return (
            _certain(fine, detail)
            if fine and not fine.vague and not fine.group
            else Resolved("needs_detail")
        )
    if head.code is None and not head.open and fine and fine.code:
        return _certain(fine, detail)
    if _contradicts(head, fine):
        return Resolved("contradiction")
    return _certain(head, outcome)


def _single(text: str, words: Vocabulary) -> Resolved:
    found = words.resolve(text)
    if found is None:
        return Resolved("unknown", about=text)
    return Resolved("needs_detail") if found.group or found.vague else _certain(found, text)


def _certain(meaning: Meaning, text: str) -> Resolved:
    if meaning.open:
        return Resolved("open")
    if meaning.code is None:
        return Resolved("must_ask", None, meaning.ask, meaning.why, text)
    if meaning.source == FILE_NAME:
        return Resolved("set", meaning.code, about=text)
    return Resolved(
        "default" if meaning.ask else "certain", meaning.code, meaning.ask, meaning.why, text
    )


def _in_group(head: Meaning, fine: Meaning | None, outcome: str, detail: str) -> Resolved:
    """A heading with its detail; zbreport.toml may answer one that must be asked about.

    As `内部管理、过程性信息`.
    """
    if fine is None and head.ask and not detail:
        return Resolved("must_ask", None, head.ask, head.why, outcome)
    if fine is None:
        return Resolved("unknown", about=detail) if detail else Resolved("needs_detail")
    if fine.code in head.group:
        return _certain(fine, detail)
    if fine.code is None:
        return (
            Resolved("needs_detail")
            if fine.group or fine.vague or fine.open
            else _certain(fine, detail)
        )
    return Resolved("contradiction")


def _contradicts(head: Meaning, fine: Meaning | None) -> bool:
    """Whether two certain outcomes differ; a refusal in a partial disclosure is no difference."""
    if fine is None or fine.code is None or head.code is None or head.ask or fine.ask:
        return False
    return head.code not in {fine.code, "partially_granted"}


def _several(outcome: str, words: Vocabulary) -> Resolved:
    """Several outcomes in one cell: a disclosure with a refusal is (二).

    One outcome beside words that say nothing is that outcome.
    """
    unknown = Resolved("unknown", about=outcome)
    parts = [words.resolve(part) for part in _SEPARATORS.split(outcome) if part.strip()]
    if len(parts) < 2 or any(part is None or part.open for part in parts):
        return unknown
    telling = [part for part in parts if part is not None and not part.vague]
    codes = {part.code for part in telling}
    if len(codes) == 1 and telling[0].code:
        return _certain(telling[0], outcome)
    if codes & _DISCLOSED and any(part.code not in _DISCLOSED for part in telling):
        return Resolved("partial", "partially_granted", about=outcome)
    return unknown
