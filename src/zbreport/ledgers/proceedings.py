"""Administrative reviews and suits over disclosure: section 四.

Frame: `kind` (`review`, `litigation_direct`, `litigation_after_review`), `filed_on`, `closed_on`
(datetime64[s]), `result` (`upheld`, `corrected`, `other`, `pending` as of 31 December of the report
year).
Rules: domain 2.2. A review body sued as co-defendant is counted by the original agency only
(国办公开办函〔2016〕201号). A suit of several instances is one case, with its latest result (see
`instances`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zbreport.ledgers.distinct import factorise
from zbreport.ledgers.instances import CLOSED, RESULTS, deciding, merge_rows
from zbreport.ledgers.kinds import kinds
from zbreport.ledgers.rows import says_something
from zbreport.ledgers.same_numbers import mark_same_numbers
from zbreport.ledgers.wordings import Wordings

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
    for field in ("filed_on", "closed_on", *filter(judge.has, CLOSED)):
        judge.dates(field)
    judge.needs_date("filed_on")
    _roles(judge)
    _kinds(judge)
    _results(judge)
    judge.say(
        frame["closed_on"] < frame["filed_on"],
        "L110",
        "closed_on",
        by=_blank(judge),
        reason="contradictory",
    )
    frame["said"] = frame["result"]


def _results(judge: Judge) -> None:
    """`result` and `result_text` of the latest instance, and the day on which it ended."""
    frame = judge.frame
    own = judge.by_table(lambda table: "first_result" not in table.fields).astype(bool)
    first = judge.text("first_result").where(~own, judge.text("result"))
    texts = pd.MultiIndex.from_arrays([first, *map(judge.text, RESULTS[1:])])
    places, distinct = pd.factorize(texts)
    found = [deciding(case) for case in distinct]
    decided_by = pd.Series([place for place, _ in found], dtype=int).iloc[places]
    decided_by.index = frame.index
    wording = pd.Series([text for _, text in found], dtype=object).iloc[places]
    wording.index = frame.index
    overall = decided_by == -1
    frame["result_text"] = wording.where(~overall, judge.text("result"))
    merged = merge_rows(judge)
    words = judge.words("results")
    codes, cells = factorise(frame["result_text"].tolist())
    known = [str(text) for text in cells]
    results = Wordings(
        frame.index, codes, known, [words.resolve(text) if text else None for text in known]
    )
    frame["result"] = results.codes
    for place, field in ((-1, "result"), *enumerate(RESULTS)):
        among = (decided_by == place) if place else (decided_by == 0) & ~own
        if place == -1:
            among |= (decided_by == 0) & own
        judge.judge_words(
            field, "results", results, "结果", "unknown_outcome", required=False, within=among
        )
    _closing_days(judge, decided_by)
    several = int((judge.open & (decided_by > 0)).sum()) + merged
    text = "同一案件经过一审、二审或再审的计一件，按最近一审的结果；上诉尚未审结的计入尚未审结"
    judge.chose("decisions.instances", "latest", text, "默认", several)


def _closing_days(judge: Judge, decided_by: pd.Series) -> None:
    """The day on which the deciding instance ended; none while an appeal is under way."""
    frame = judge.frame
    for place, field in enumerate(CLOSED):
        if field in frame:
            mine = (decided_by == place) & frame[field].notna()
            frame["closed_on"] = frame["closed_on"].where(~mine, frame[field])
    appealed = (decided_by > 0) & (frame["result"] == "pending")
    frame["closed_on"] = frame["closed_on"].where(~appealed)


def facts(judge: Judge, year: int) -> None:
    """Places every case in the year: pending if not closed by 31 December, whatever came later."""
    frame = judge.frame
    filed, closed = frame["filed_on"].dt.year, frame["closed_on"].dt.year
    judge.put_aside((filed > year) | (closed < year), "outside_year")
    basis = judge.settings.decision("proceedings_basis")
    if basis == "received":
        judge.put_aside(filed < year, "outside_year")
    ended = closed == year
    said = frame["said"]
    results = tuple(judge.words("results").labels().values())
    judge.say(
        ended & (frame["result_text"] == ""),
        "L111",
        "closed_on",
        by=_blank(judge),
        reason="no_outcome",
        cell=("result", results),
    )
    judge.say(
        ended & (said == "pending"),
        "L116",
        "result",
        by=frame["result_text"],
        reason="contradictory",
        cell=("result", results),
        other="结案日期",
    )
    final = said.notna() & (said != "pending")
    undated = final & frame["closed_on"].isna()
    judge.say(
        undated,
        "L112",
        "result",
        by=frame["result_text"],
        reason="no_closing_date",
        cell=("closed_on", ()),
        field_="结案日期",
    )
    frame["result"] = said.where(ended, "pending")
    mark_same_numbers(judge, ["kind", "filed_on", "closed_on", "result"])
    origin = judge.settings.origin_of("proceedings_basis")
    judge.chose("decisions.proceedings_basis", basis, _BASIS[basis], origin, int(judge.open.sum()))


def _blank(judge: Judge) -> pd.Series:
    return pd.Series("", index=judge.frame.index, dtype=object)


def _roles(judge: Judge) -> None:
    """Sets aside cases in which the office only reviewed; asks where it is a third party."""
    found = judge.look_up("role", judge.words("roles"))
    sued_with = found.map(
        lambda text, meaning: (
            _is_co_defendant(text) if meaning is None else meaning.code == "co_defendant"
        )
    ).astype(bool)
    counts = found.texts[sued_with & judge.open].value_counts()
    judge.say(
        sued_with,
        "L153",
        "role",
        by=found.texts,
        reason="co_defendant",
        why="复议机关作共同被告的案件由原行政机关统计（国办公开办函〔2016〕201号）",
        facts=lambda text: {"count": int(counts[text])},
    )
    asked = found.map(lambda _, meaning: meaning is not None and meaning.code is None).astype(bool)
    judge.judge_words(
        "role", "roles", found, "本机关身份", "not_counted", required=False, within=asked
    )


def _is_co_defendant(text: str) -> bool:
    return "共同被告" in text or "复议机关" in text.replace("被复议机关", "")


def _kinds(judge: Judge) -> None:
    """`kind` by its column or the table's name; suits need to say if a review came first."""
    frame = judge.frame
    kinds(judge, "proceeding_kinds", "案件类型（行政复议、行政诉讼）")
    suits = frame["kind"] == "litigation"
    judge.faults("reviewed_first", among=suits)
    first = judge.look_up("reviewed_first", judge.words("yes_no"))
    in_register = judge.by_table(
        lambda table: table.sparse and "reviewed_first" in table.fields
    ).astype(bool)
    told = first.map(
        lambda text, _: "yes" if says_something(text) else "no"
    )  # a register's column of review results: blank means no review
    answers = first.codes.where(~in_register | first.codes.notna(), told)
    column = "reviewed_first" if judge.has("reviewed_first") else "kind"
    judge.say(
        suits & answers.isna(),
        "L151",
        column,
        by=first.texts,
        reason="unknown_kind",
        cell=("reviewed_first", ("是", "否")),
    )
    frame.loc[suits & (answers == "yes"), "kind"] = "litigation_after_review"
    frame.loc[suits & (answers == "no"), "kind"] = "litigation_direct"
