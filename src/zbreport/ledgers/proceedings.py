"""Administrative reviews and suits over disclosure: section 四.

Frame: `kind` (`review`, `litigation_direct`, `litigation_after_review`), `filed_on`, `closed_on` (datetime64[s]), `result` (`upheld`,
`corrected`, `other`, `pending` as of 31 December of the report year).
Rules: domain 2.2. A review body sued as co-defendant is counted by the original agency only (国办公开办函〔2016〕201号).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zbreport.ledgers.duplicates import mark_same_numbers
from zbreport.vocabulary import vocabulary

if TYPE_CHECKING:
    from zbreport.ledgers.judge import Judge

DATE = "filed_on"

_BASIS = {
    "alive": "第四部分按“本年内存续的案件”统计：上年未结的和本年新收的都计入",
    "received": "第四部分按“本年受理的案件”统计：上年未结的不计入",
}


def typed(judge: Judge) -> None:
    """Types the columns and tells the three kinds apart."""
    frame = judge.frame
    judge.dates("filed_on")
    judge.dates("closed_on")
    judge.needs_date("filed_on")
    judge.say(frame["closed_on"] < frame["filed_on"], "L110", "closed_on", by=_blank(judge), reason="contradictory")
    role = judge.text("role")
    judge.say(role.str.contains("复议机关|共同被告"), "L153", "role", by=role, reason="co_defendant",
              count=1, why="复议机关作共同被告的案件由原行政机关统计（国办公开办函〔2016〕201号）")  # fmt: skip
    _kinds(judge)
    judge.choice("result", "results", "结果", reason="unknown_outcome", required=False)
    frame["said"] = frame["result"]


def facts(judge: Judge, year: int) -> None:
    """Places every case in the year: pending when not closed by 31 December, whatever became of it later."""
    frame = judge.frame
    filed, closed = frame["filed_on"].dt.year, frame["closed_on"].dt.year
    judge.put_aside((filed > year) | (closed < year), "outside_year")
    basis = judge.settings.decision("proceedings_basis")
    if basis == "received":
        judge.put_aside(filed < year, "outside_year")
    ended = closed == year
    said = frame["said"]
    judge.say(ended & (frame["result_text"] == ""), "L111", "closed_on", by=_blank(judge), reason="no_outcome")
    judge.say(ended & (said == "pending"), "L116", "result", by=frame["result_text"], reason="contradictory", other="结案日期")
    final = said.notna() & (said != "pending")
    judge.say(
        final & frame["closed_on"].isna(),
        "L112",
        "result",
        by=frame["result_text"],
        reason="no_closing_date",
        field_="结案日期",
    )
    frame["result"] = said.where(ended, "pending")
    mark_same_numbers(judge, ["kind", "filed_on", "closed_on", "result"])
    judge.chose(
        "decisions.proceedings_basis",
        basis,
        _BASIS[basis],
        judge.settings.origin_of("proceedings_basis"),
        int(judge.open.sum()),
    )


def _blank(judge: Judge) -> pd.Series:
    return pd.Series("", index=judge.frame.index, dtype=object)


def _kinds(judge: Judge) -> None:
    """`kind` from its column, else from what names the table; a suit needs to say whether a review came first."""
    frame = judge.frame
    words = vocabulary("proceeding_kinds")
    frame["kind_text"], meanings = judge.meanings("kind", words)
    given = frame["source"].map({source: judge.tables[int(source)].kind for source in frame["source"].unique()}).astype(object)
    codes = pd.Series([meaning.code if meaning else None for meaning in meanings], index=frame.index, dtype=object)
    frame["kind"] = given.where(given.notna(), codes)
    unknown = frame["kind"].isna()
    judge.say(
        unknown & (frame["kind_text"] == ""),
        "L150",
        "kind",
        by=frame["kind_text"],
        reason="unknown_kind",
        what="案件类型（行政复议、行政诉讼）",
    )
    judge.say(
        unknown,
        "L154",
        "kind",
        by=frame["kind_text"],
        reason="unknown_kind",
        what="案件类型",
        allowed="行政复议、行政诉讼",
    )
    suits = frame["kind"] == "litigation"
    yes_no = vocabulary("yes_no")
    first = judge.text("reviewed_first")
    known = {text: yes_no.resolve(text) for text in first.unique() if text}
    answers = first.map(lambda text: meaning.code if (meaning := known.get(text)) else None).astype(object)
    sparse = frame["source"].map({source: judge.tables[int(source)].sparse for source in frame["source"].unique()}).astype(bool)
    answers = answers.where(~(sparse & answers.isna()), (first != "").map({True: "yes", False: "no"}))
    judge.say(
        suits & answers.isna(),
        "L151",
        "reviewed_first" if judge.has("reviewed_first") else "kind",
        by=first,
        reason="unknown_kind",
    )
    frame.loc[suits & (answers == "yes"), "kind"] = "litigation_after_review"
    frame.loc[suits & (answers == "no"), "kind"] = "litigation_direct"
