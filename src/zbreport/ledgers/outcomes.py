"""From the words of a register to one of the 21 outcome rows: outcome and detail columns are read together, each distinct pair once.

The only printed counting rule is the form's own label of (二): a partial disclosure counts there and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from zbreport.vocabulary import Meaning, Vocabulary

_SEPARATORS = re.compile(r"[,，;；、/+\n|]|\s{2,}")
_DISCLOSED = {"granted", "partially_granted"}


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a pair of outcome and detail means.

    `kind` is `certain`, `set` (by zbreport.toml), `default` (asked, with a default), `partial` (several outcomes, one of them disclosure),
    `blank`, `open` (not an outcome), `unknown`, `needs_detail`, `must_ask` or `contradiction`; only the first four have a `code`.
    """

    kind: str
    code: str | None = None
    ask: str | None = None
    why: str = ""


def resolve_outcomes(outcomes: pd.Series, details: pd.Series, words: Vocabulary) -> pd.Series:
    """Resolves two text columns of n rows to n `Resolved` (object), every distinct pair once."""
    codes, pairs = pd.factorize(pd.MultiIndex.from_arrays([outcomes, details]))
    resolved = np.empty(len(pairs), dtype=object)
    for index, (outcome, detail) in enumerate(pairs):
        resolved[index] = resolve_pair(str(outcome), str(detail), words)
    return pd.Series(resolved[codes], index=outcomes.index, dtype=object)


def resolve_pair(outcome: str, detail: str, words: Vocabulary) -> Resolved:
    """Resolves one outcome with its detail (either may be empty)."""
    if not outcome:
        found = _single(detail, words) if detail else Resolved("blank")
        return Resolved("blank") if found.kind == "unknown" else found
    head = words.resolve(outcome)
    fine = words.resolve(detail) if detail else None
    if head is None:
        return _several(outcome, words)
    if head.group:
        return _in_group(head, fine, detail)
    if head.vague:
        return _certain(fine) if fine and not fine.vague and not fine.group else Resolved("needs_detail")
    if head.code is None and not head.open and fine and fine.code:
        return _certain(fine)
    if _contradicts(head, fine):
        return Resolved("contradiction")
    return _certain(head)


def _single(text: str, words: Vocabulary) -> Resolved:
    found = words.resolve(text)
    if found is None:
        return Resolved("unknown")
    return Resolved("needs_detail") if found.group or found.vague else _certain(found)


def _certain(meaning: Meaning) -> Resolved:
    if meaning.open:
        return Resolved("open")
    if meaning.code is None:
        return Resolved("must_ask", ask=meaning.ask, why=meaning.why)
    if meaning.source == "zbreport.toml":
        return Resolved("set", meaning.code)
    return Resolved("default" if meaning.ask else "certain", meaning.code, meaning.ask, meaning.why)


def _in_group(head: Meaning, fine: Meaning | None, detail: str) -> Resolved:
    if fine is None and head.ask:
        return Resolved("must_ask", ask=head.ask, why=head.why)
    if fine is None:
        return Resolved("unknown" if detail else "needs_detail")
    if fine.code in head.group:
        return _certain(fine)
    if fine.code is None:
        return Resolved("needs_detail") if fine.group or fine.vague or fine.open else _certain(fine)
    return Resolved("contradiction")


def _contradicts(head: Meaning, fine: Meaning | None) -> bool:
    """Two certain and different outcomes; what was withheld from a partial disclosure is no contradiction."""
    if fine is None or fine.code is None or head.code is None or head.ask or fine.ask:
        return False
    return head.code not in {fine.code, "partially_granted"}


def _several(outcome: str, words: Vocabulary) -> Resolved:
    """Several outcomes in one cell: a disclosure with a refusal is (二); one outcome beside words that say nothing is that outcome."""
    parts = [words.resolve(part) for part in _SEPARATORS.split(outcome) if part.strip()]
    if len(parts) < 2 or any(part is None or part.open for part in parts):
        return Resolved("unknown")
    telling = [part for part in parts if part is not None and not part.vague]
    codes = {part.code for part in telling}
    if len(codes) == 1 and telling[0].code:
        return _certain(telling[0])
    if codes & _DISCLOSED and any(part.code not in _DISCLOSED for part in telling):
        return Resolved("partial", "partially_granted")
    return Resolved("unknown")
