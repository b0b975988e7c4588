"""Deputies' suggestions and CPPCC members' proposals handled: sentences of section 六.

Frame: `kind` (`npc`, `cppcc`), `received_on`, `answered_on` (datetime64[s]), `satisfied`,
`published` (`yes`, `no`; `unclear` where the words are not understood), `answered` (`yes`, `no`).
A row belongs to the year in which it was received, or, where that is not said, answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zbreport.ledgers.kinds import kinds
from zbreport.ledgers.same_numbers import mark_same_numbers

if TYPE_CHECKING:
    from zbreport.ledgers.judge import Judge
    from zbreport.vocabulary import Meaning

DATE = "answered_on"
UNCLEAR = "unclear"
"""A fact of a row whose words are not understood."""


def typed(judge: Judge) -> None:
    """Types the columns."""
    frame = judge.frame
    kinds(judge, "proposal_kinds", "人大代表建议、政协提案")
    judge.dates("received_on")
    judge.dates("answered_on")
    frame["dated"] = frame["received_on"].where(frame["received_on"].notna(), frame["answered_on"])
    judge.say(
        frame["dated"].isna(),
        "L101",
        "answered_on",
        by=pd.Series("", index=frame.index, dtype=object),
        reason="no_date",
    )
    for field, name, what in (
        ("satisfied", "satisfaction", "满意程度"),
        ("published", "yes_no", "是否公开"),
    ):
        found = judge.look_up(field, judge.words(name))
        frame[f"{field}_text"] = found.texts
        frame[field] = found.map(_said)
        answered = found.map(lambda _, meaning: meaning is None or meaning.code is not None).astype(
            bool
        )  # 未反馈 is no answer, and no fault
        judge.judge_words(field, name, found, what, None, required=False, within=answered)


def _said(text: str, meaning: Meaning | None) -> str:
    """What a wording says of satisfaction or publication; a blank and 未反馈 say neither."""
    if meaning is None:
        return UNCLEAR if text else "no"
    return "yes" if meaning.code in {"satisfied", "yes"} else "no"


def facts(judge: Judge, year: int) -> None:
    """Sets aside other years; answered means by 31 December."""
    frame = judge.frame
    judge.put_aside(frame["dated"].dt.year != year, "outside_year")
    frame["answered"] = (frame["answered_on"].dt.year <= year).map({True: "yes", False: "no"})
    mark_same_numbers(judge, ["kind", "received_on", "answered_on"])
