"""The kind of a row: by its column, or by the name of a sheet or file of one kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zbreport.ledgers.judge import Judge


def kinds(judge: Judge, name: str, what: str) -> None:
    """Makes the column `kind` of codes.

    Open rows whose kind is blank or unknown are set aside.

    Args:
        judge: the ledger.
        name: its vocabulary of kinds.
        what: the kinds there are, for messages.
    """
    frame = judge.frame
    given = judge.by_table(lambda table: table.kind)
    found = judge.look_up("kind", judge.words(name))
    frame["kind_text"] = found.texts
    frame["kind"] = given.where(given.notna(), found.codes)
    judge.judge_words("kind", name, found, what, "unknown_kind", within=given.isna())
