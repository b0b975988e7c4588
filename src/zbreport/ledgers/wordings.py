"""Columns of wordings: what each distinct text means, its state, and its answer's line."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from zbreport.model import CHOICE, Answer, SettingLine
from zbreport.text.privacy import may_be_personal
from zbreport.vocabulary import is_known_wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from zbreport.vocabulary import Meaning, Vocabulary


@dataclass(frozen=True, slots=True)
class Wordings:
    """A column of texts and what each means, kept by distinct text.

    Attributes:
        index: the rows.
        positions: per row, which of `distinct` it holds (int).
        distinct: the texts that occur.
        meanings: what each of them means; None where it is blank or unknown.
    """

    index: pd.Index
    positions: np.ndarray
    distinct: list[str]
    meanings: list[Meaning | None]

    def map(self, fact: Callable[[str, Meaning | None], object]) -> pd.Series:
        """A fact of every row (object), worked out once for each distinct text."""
        import pandas as pd  # workers, which need the functions of this module only, do without

        facts = np.empty(len(self.distinct), dtype=object)
        facts[:] = [
            fact(text, meaning) for text, meaning in zip(self.distinct, self.meanings, strict=True)
        ]
        return pd.Series(facts[self.positions], index=self.index, dtype=object)

    @property
    def texts(self) -> pd.Series:
        """The text of every row."""
        return self.map(lambda text, _: text)

    @property
    def codes(self) -> pd.Series:
        """The code of every row, None where nothing gives one."""
        return self.map(lambda _, meaning: meaning.code if meaning else None)

    def means(self, code: str) -> pd.Series:
        """Which rows have a code (bool)."""
        import pandas as pd

        those = np.array(
            [meaning is not None and meaning.code == code for meaning in self.meanings], dtype=bool
        )
        return pd.Series(those[self.positions], index=self.index)


def wording_answer(
    words: Vocabulary,
    text: str,
    *,
    more: Mapping[str, str] = MappingProxyType({}),
    suggested: str | None = None,
) -> Answer | None:
    """The line for zbreport.toml that says what a wording means.

    Args:
        words: the vocabulary; where official texts leave a few codes open, only these are offered.
        text: the wording as it stands in the ledger.
        more: further codes that may be chosen, each with what it is called.
        suggested: the code that holds by default, where there is one.

    Returns:
        None where the wording may be a name or another personal detail: no line carries these.
    """
    word = text.translate({ord(mark): None for mark in '"\\'})
    if may_be_personal(word) and not is_known_wording(word):
        return None
    meaning, labels = words.resolve(text), words.labels()
    codes = meaning.group if meaning is not None and meaning.group else tuple(labels)
    choices = {**{code: labels.get(code, code) for code in codes}, **more}
    line = SettingLine(("wordings", words.name), word, CHOICE)
    return Answer((line,), tuple(choices.items()), suggested)


def near_of(words: Vocabulary, text: str) -> str:
    """The nearest known wordings and their meaning, to end a sentence; empty when none is near."""
    found = [(word, words.resolve(word)) for word in words.nearest(text)]
    told = [f"“{word}”（{meaning.label}）" for word, meaning in found if meaning is not None]
    return f"；相近的写法有{'、'.join(told)}" if told else ""


def state_of(text: str, meaning: Meaning | None) -> str:
    """The state of a meaning.

    `blank`, `unknown`, `must_ask`, `default` (of what is asked), `set` (by the office) or
    `certain`.
    """
    if not text:
        return "blank"
    if meaning is None:
        return "unknown"
    if meaning.source == "zbreport.toml":
        return "set"
    if meaning.ask:
        return "default" if meaning.code else "must_ask"
    return "certain"


def why_of(meaning: Meaning | None) -> str:
    """Why a wording is asked about, in Chinese."""
    return meaning.why if meaning else ""


def default_of(
    text: str,
    meaning: Meaning | None,
    words: Vocabulary,
    more: Mapping[str, str] = MappingProxyType({}),
) -> Mapping[str, object]:
    """The facts of a default for messages: its name, and the line that confirms or changes it."""
    code = meaning.code if meaning else None
    return {
        "target": words.labels().get(code or "", code or ""),
        "answer": wording_answer(words, text, more=more, suggested=code),
    }
