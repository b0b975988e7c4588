"""The kind of a row: from its column, or from the sheet's or file's name where an office keeps each kind in a list of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zbreport.vocabulary import vocabulary

if TYPE_CHECKING:
    from zbreport.ledgers.judge import Judge


def kinds(judge: Judge, name: str, what: str) -> None:
    """Makes the column `kind` of codes, setting aside the open rows whose kind is blank or not known.

    Args:
        judge: the ledger.
        name: its vocabulary of kinds.
        what: the kinds there are, for messages.
    """
    frame = judge.frame
    given = frame["source"].map({source: judge.tables[int(source)].kind for source in frame["source"].unique()}).astype(object)
    words = vocabulary(name, judge.settings.wordings.get(name, {}))
    frame["kind_text"], meanings = judge.meanings("kind", words)
    codes = pd.Series([meaning.code if meaning else None for meaning in meanings], index=frame.index, dtype=object)
    frame["kind"] = given.where(given.notna(), codes)
    judge.judge_words("kind", name, words, meanings, what, "unknown_kind", within=given.isna())
