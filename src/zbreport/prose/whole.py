"""Whether a sentence's figures are whole: it is only written where its ledger lost no row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.tabulation.absence import FAULTS
from zbreport.text.compare import normalise
from zbreport.text.gaps import gap
from zbreport.vocabulary import ledger_columns

if TYPE_CHECKING:
    import pandas as pd

    from zbreport.model import Source
    from zbreport.tabulation.tally import Tally

_NOT_TAKEN = {"missing_column", "unclear_table", "unclear_channel", "unrecognised"}
"""Reasons of tables that may be ledgers, and that nothing could be read of."""


def whole_or_gap(tally: Tally, ledger: str, text: str, what: str) -> str:
    """A text from a ledger's figures; where they are not whole, a gap for `what` with why."""
    why = lost(tally, ledger)
    return gap(f"{what}（{why}）") if why and text else text


def lost(tally: Tally, ledger: str) -> str:
    """What is missing from a ledger: `有 47 行未计入`, `有 1 张表没有认出`; empty where nothing is.

    Args:
        tally: a finished run.
        ledger: its key.
    """
    said = []
    if rows := faulty_rows(tally.frames.get(ledger)):
        said.append(f"有 {rows} 行未计入")
    tables = sum(_may_be(source, ledger) for source in tally.sources)
    if tables:
        said.append(f"有 {tables} 张表没有认出")
    return "，".join(said)


def faulty_rows(frame: pd.DataFrame | None) -> int:
    """How many rows were set aside for a fault, and may be items."""
    return 0 if frame is None else int(frame["set_aside"].isin(FAULTS).sum())


def _may_be(source: Source, ledger: str) -> bool:
    """Whether an unread table may be this ledger, by the name of its file or sheet."""
    if source.ledger is not None or not _NOT_TAKEN.intersection(source.set_aside):
        return False
    name = normalise(f"{source.file}/{source.sheet}")
    spec = ledger_columns()[ledger]
    return any(hint in name for hint in spec.hints) and not any(
        word in name for word in spec.against
    )
