"""The register of disclosure requests: section 三.

Frame: `received_on`, `answered_on` (datetime64[s]), `applicant` (column key), `outcome` (row key of its 21 details), `method`
(text), and the facts `received` (`this_year`, `before`) and `state` (`closed`, `open`), both as of 31 December of the report year.
Rules: domain 2.1; what no official text decides is a choice that is noted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zbreport.ledgers.duplicates import mark_same_numbers
from zbreport.ledgers.outcomes import Resolved, resolve_outcomes
from zbreport.text import shown
from zbreport.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zbreport.ledgers.judge import Judge

DATE = "received_on"


def typed(judge: Judge) -> None:
    """Types the columns and says what is wrong with the dates of single rows."""
    frame = judge.frame
    judge.dates("received_on")
    judge.dates("answered_on")
    judge.needs_date("received_on")
    judge.say(frame["answered_on"] < frame["received_on"], "L110", "answered_on", by=_blank(judge), reason="contradictory")
    words = vocabulary("outcomes", judge.settings.wordings.get("outcomes", {}))
    frame["outcome_text"], frame["detail_text"] = judge.text("outcome"), judge.text("detail")
    frame["outcome_case"] = resolve_outcomes(frame["outcome_text"], frame["detail_text"], words)
    applicants = vocabulary("applicants", judge.settings.wordings.get("applicants", {}))
    frame["applicant_text"], meanings = judge.meanings("applicant_type", applicants)
    frame["applicant"] = pd.Series([meaning.code if meaning else None for meaning in meanings], index=frame.index, dtype=object)
    methods = vocabulary("methods", judge.settings.wordings.get("methods", {}))
    texts, ways = judge.meanings("method", methods)
    frame["method"] = pd.Series(
        [way.code if way and way.code else shown(text, 12) for text, way in zip(texts, ways, strict=True)],
        index=frame.index,
        dtype=object,
    )


def facts(judge: Judge, year: int) -> None:
    """Places every row in the year by its two dates alone, then asks for what its place in the table needs."""
    frame = judge.frame
    received, answered = frame["received_on"].dt.year, frame["answered_on"].dt.year
    judge.put_aside((received > year) | (answered < year), "outside_year")
    frame["received"] = pd.Series("before", index=frame.index, dtype=object).where(received < year, "this_year")
    frame["state"] = pd.Series("closed", index=frame.index, dtype=object).where(answered == year, "open")
    case = frame["outcome_case"]
    frame["outcome"] = case.map(lambda found: found.code).astype(object)
    _not_counted(judge, case)
    _outcomes_of_closed(judge, case)
    _outcomes_of_open(judge, case)
    _applicants(judge)
    mark_same_numbers(judge, ["received_on", "answered_on", "applicant", "outcome", "state"])
    _note_withdrawn(judge, case)


def _blank(judge: Judge) -> pd.Series:
    return pd.Series("", index=judge.frame.index, dtype=object)


def _is(case: pd.Series, kind: str) -> pd.Series:
    return case.map(lambda found: found.kind == kind).astype(bool)


def _not_counted(judge: Judge, case: pd.Series) -> None:
    """Void and assistance rows, and withdrawn ones where the office does not count them, leave both sides of the relation."""
    frame = judge.frame
    void = frame["outcome"] == "not_counted"
    judge.say(
        void,
        "L153",
        "outcome",
        by=frame["outcome_text"],
        reason="not_counted",
        facts=_counted_out(judge, void, frame["outcome_text"]),
    )
    kinds, meanings = judge.meanings("kind", vocabulary("request_kinds"))
    codes = pd.Series([meaning.code if meaning else None for meaning in meanings], index=frame.index, dtype=object)
    asked = pd.Series([meaning is not None and meaning.ask is not None for meaning in meanings], index=frame.index)
    foreign = codes.isin(["assist", "void"])
    judge.say(foreign, "L153", "kind", by=kinds, reason="not_counted", facts=_counted_out(judge, foreign, kinds))
    judge.say(asked, "L154", "kind", by=kinds, reason="unknown_kind", what="来件性质", allowed="本机关受理、协助其他机关")
    withdrawn = case.map(lambda found: found.ask == "withdrawn").astype(bool)
    if judge.settings.decision("withdrawn") == "not_counted":
        count = int((withdrawn & judge.open).sum())
        judge.put_aside(withdrawn, "not_counted")
        judge.chose(
            "decisions.withdrawn",
            "not_counted",
            "申请人撤回的申请不计入收到数和办理结果",
            judge.settings.origin_of("withdrawn"),
            count,
        )


def _counted_out(judge: Judge, mask: pd.Series, texts: pd.Series) -> Callable[[str], Mapping[str, object]]:
    counts = texts[mask & judge.open].value_counts()
    return lambda text: {"count": int(counts.get(text, 0)), "why": f"“{shown(text)}”不是本机关的政府信息公开申请"}


def _outcomes_of_closed(judge: Judge, case: pd.Series) -> None:
    frame = judge.frame
    closed = frame["state"] == "closed"
    texts = _pair(frame)
    judge.say(closed & _is(case, "blank"), "L111", "answered_on", by=_blank(judge), reason="no_outcome")
    cases = dict(zip(texts, case, strict=True))
    unknown = "unknown_outcome"
    told = {"what": "办理结果", "vocabulary": "outcomes", "example": "granted"}
    judge.say(closed & _is(case, "unknown"), "L113", "outcome", by=texts, reason=unknown, facts=lambda _: told)
    judge.say(closed & (_is(case, "open") | _is(case, "needs_detail")), "L117", "outcome", by=texts, reason=unknown)
    judge.say(
        closed & _is(case, "must_ask"), "L115", "outcome", by=texts, reason=unknown,
        facts=lambda text: {**told, "why": cases[text].why},
    )  # fmt: skip
    judge.say(
        closed & _is(case, "contradiction"), "L116", "outcome", by=texts, reason="contradictory",
        facts=lambda text: {"value": shown(text.partition(" / ")[0]), "other": shown(text.partition(" / ")[2])},
    )  # fmt: skip
    judge.say(closed & _is(case, "partial"), "L118", "outcome", by=texts)
    labels = vocabulary("outcomes").labels()
    asked = closed & _is(case, "default") & ~case.map(lambda found: found.ask == "withdrawn").astype(bool)
    judge.say(
        asked, "L114", "outcome", by=texts, vocabulary="outcomes",
        facts=lambda text: {"code": cases[text].code, "target": labels.get(cases[text].code, cases[text].code)},
    )  # fmt: skip
    _note_words(judge, asked, texts, cases, "默认")
    _note_words(judge, closed & _is(case, "set"), texts, cases, "zbreport.toml")


def _note_words(judge: Judge, mask: pd.Series, texts: pd.Series, cases: dict[str, Resolved], origin: str) -> None:
    labels = vocabulary("outcomes").labels()
    for text, count in texts[mask & judge.open].value_counts(sort=False).items():
        found = cases[str(text)]
        label = labels.get(found.code or "", found.code or "")
        judge.chose(
            "wordings.outcomes",
            f'"{shown(text)}" = "{found.code}"',
            f"“{shown(text)}”计入“{label}”",
            origin,
            int(count),
        )


def _outcomes_of_open(judge: Judge, case: pd.Series) -> None:
    """A row with a final outcome but no date of answer cannot be placed in any year."""
    frame = judge.frame
    final = ~(_is(case, "blank") | _is(case, "open") | _is(case, "unknown"))
    judge.say(
        final & frame["answered_on"].isna(),
        "L112",
        "outcome",
        by=_pair(frame),
        reason="no_closing_date",
        field_="答复日期",
    )


def _pair(frame: pd.DataFrame) -> pd.Series:
    both = (frame["outcome_text"] != "") & (frame["detail_text"] != "")
    joined = (frame["outcome_text"] + " / " + frame["detail_text"]).where(both, frame["outcome_text"] + frame["detail_text"])
    return joined.astype(object)


def _applicants(judge: Judge) -> None:
    frame = judge.frame
    name = "applicant_type"
    words = vocabulary("applicants", judge.settings.wordings.get("applicants", {}))
    texts, meanings = judge.meanings(name, words)
    frame[f"{name}_text"] = texts
    judge.say(judge.open & (texts == ""), "L120", name, by=texts, reason="unknown_applicant")
    unsplit = pd.Series([meaning is not None and meaning.code is None for meaning in meanings], index=frame.index)
    judge.say(unsplit, "L121", name, by=texts, reason="unknown_applicant")
    judge.judge_words(name, "applicants", words, meanings, "申请人类别", "unknown_applicant", required=False)


def _note_withdrawn(judge: Judge, case: pd.Series) -> None:
    withdrawn = case.map(lambda found: found.ask == "withdrawn").astype(bool) & judge.open & (judge.frame["state"] == "closed")
    text = "申请人撤回的申请计入（六）其他处理的“3.其他”" if judge.settings.decision("withdrawn") == "other" else ""
    if text:
        judge.chose("decisions.withdrawn", "other", text, judge.settings.origin_of("withdrawn"), int(withdrawn.sum()))
