"""Columns of wordings: what each distinct text means, in which state that leaves its rows, and what to tell zbreport.toml."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import numpy as np

from zbreport.text.compare import shown, unnumbered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from zbreport.vocabulary import Meaning, Vocabulary

_ALIKE = 0.75  # below it a near wording is a coincidence, and its code would mislead


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


def toml_key(text: str) -> str:
    """A wording as it can stand between quotes in zbreport.toml: whole, without quotes (which are not compared), secrets masked."""
    return shown(text.translate({ord(mark): None for mark in '"\\'}), 200)


def example(words: Vocabulary, text: str) -> str:
    """A code to show in the line for zbreport.toml: what the wording may mean, else what one hardly different means, else the first."""
    meaning = words.resolve(text)
    if meaning is not None and meaning.group:
        return meaning.group[0]
    return alike(words, text) or next(iter(words.labels()), "")


def alike(words: Vocabulary, text: str) -> str | None:
    """The code of the known wording that is hardly different from an unknown one; None when none is."""
    near = (
        words.resolve(word)
        for word in words.nearest(text)
        if SequenceMatcher(None, word, unnumbered(text)).ratio() >= _ALIKE
    )
    return next((found.code for found in near if found is not None and found.code), None)


def near_of(words: Vocabulary, text: str) -> str:
    """The known wordings that come nearest to an unknown one, with what they mean, as the end of a sentence; empty when none is near."""
    found = [(word, words.resolve(word)) for word in words.nearest(text)]
    told = [f"“{word}”（{meaning.label}）" for word, meaning in found if meaning is not None]
    return f"；相近的写法有{'、'.join(told)}" if told else ""


def state_of(text: str, meaning: Meaning | None) -> str:
    """What a meaning leaves to do: `blank`, `unknown`, `must_ask`, `default` (of what is asked), `set` (by the office) or `certain`."""
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


def default_of(meaning: Meaning | None, words: Vocabulary) -> Mapping[str, object]:
    """What messages say of a default: the code, and what it is called."""
    code = meaning.code if meaning else None
    return {"code": code or "", "target": words.labels().get(code or "", code or "")}
