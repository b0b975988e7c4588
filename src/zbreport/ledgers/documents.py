"""Rules and normative documents: section 二, article 20(1).

Frame: `kind` (`rules`, `normative_documents`), `issued_on`, `repealed_on`, `expires_on`,
`published_on` (datetime64[s]), and the facts as of the report year: `issued` (`this_year`,
`before`), `repealed` (`this_year`, `no`), `in_force` (`yes`, `no`), for the 2019 edition
`disclosed` (`this_year`, `before`) and `on_show` (`yes`, `no`).
Rules: domain 2.3; in force means on 31 December.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zbreport.ledgers.kinds import kinds
from zbreport.ledgers.same_numbers import mark_same_numbers

if TYPE_CHECKING:
    from zbreport.ledgers.judge import Judge

DATE = "issued_on"


def typed(judge: Judge) -> None:
    """Types the columns; documents that are neither rules nor normative are set aside."""
    frame = judge.frame
    kinds(judge, "document_kinds", "规章、行政规范性文件")
    judge.put_aside(frame["kind"] == "other_document", "other_document")
    for field in ("issued_on", "repealed_on", "expires_on", "published_on"):
        judge.dates(field)
    judge.needs_date("issued_on")
    judge.say(
        frame["repealed_on"] < frame["issued_on"],
        "L155",
        "repealed_on",
        by=_blank(judge),
        reason="contradictory",
    )
    _validity(judge)


def facts(judge: Judge, year: int) -> None:
    """Places every document in the year: made, repealed, in force on 31 December."""
    frame = judge.frame
    issued, repealed, expired = (
        frame[field].dt.year for field in ("issued_on", "repealed_on", "expires_on")
    )
    judge.put_aside((issued > year) | (repealed < year), "outside_year")
    lapsed = (expired <= year) & ~(repealed <= year)
    gone = (repealed == year) | lapsed
    text = frame["validity_text"]
    invalid, valid = frame["validity"] == "invalid", frame["validity"] == "valid"
    dateless = invalid & repealed.isna() & expired.isna()
    judge.say(
        dateless, "L152", "validity", by=text, reason="contradictory", detail="但没有废止日期"
    )
    judge.say(
        valid & gone,
        "L152",
        "validity",
        by=text,
        reason="contradictory",
        detail="但废止或失效日期已到",
    )
    counts_as_repealed = judge.settings.decision("lapsed_documents") == "repealed"
    judge.put_aside(lapsed & (expired < year), "outside_year")
    if not counts_as_repealed:
        judge.put_aside(lapsed & (issued < year), "not_counted")
    frame["issued"] = (issued == year).map({True: "this_year", False: "before"})
    frame["repealed"] = ((repealed == year) | (lapsed & counts_as_repealed)).map(
        {True: "this_year", False: "no"}
    )
    standing = ~gone & (frame["validity"] != "pending")
    frame["in_force"] = standing.map({True: "yes", False: "no"})
    _disclosure(judge, year, standing)
    mark_same_numbers(judge, ["kind", "issued_on", "repealed_on"])
    _note_lapsed(judge, lapsed)


def _note_lapsed(judge: Judge, lapsed: pd.Series) -> None:
    value, origin = (
        judge.settings.decision("lapsed_documents"),
        judge.settings.origin_of("lapsed_documents"),
    )
    counted = value == "repealed"
    touched = lapsed & (judge.open if counted else judge.frame["set_aside"] == "not_counted")
    text = f"有效期届满或宣布失效的文件{'计入' if counted else '不计入'}本年废止件数"
    judge.chose("decisions.lapsed_documents", value, text, origin, int(touched.sum()))


def _validity(judge: Judge) -> None:
    """`validity`: `valid`, `pending`, `invalid` (repealed or lapsed, the dates say which) or None where the ledger does not say."""
    frame = judge.frame
    found = judge.look_up("validity", judge.words("validity"))
    frame["validity_text"], frame["validity"] = found.texts, found.codes
    judge.judge_words("validity", "validity", found, "有效性", "unknown_status", required=False)


def _disclosure(judge: Judge, year: int, standing: pd.Series) -> None:
    """For the 2019 edition: disclosed when published, or, where the ledger does not say, when issued."""
    frame = judge.frame
    shown_on = (
        frame["published_on"].where(frame["published_on"].notna(), frame["issued_on"]).dt.year
    )
    frame["disclosed"] = (shown_on == year).map({True: "this_year", False: "before"})
    frame["on_show"] = (standing & (shown_on <= year)).map({True: "yes", False: "no"})


def _blank(judge: Judge) -> pd.Series:
    return pd.Series("", index=judge.frame.index, dtype=object)
