"""Licences, penalties, coercive measures and other services: one row a decision.

Section 二, articles 20(5) and (6); other services in the 2019 edition only.

Frame: `kind` (`licences`, `penalties`, `coercive_measures`, `other_services`), `decided_on`
(datetime64[s]). A matter that ended without a decision, or is still open, is none (domain.md 7):
the columns 办理结果 and 办理状态 tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.ledgers.kinds import kinds
from zbreport.ledgers.same_numbers import mark_same_numbers
from zbreport.ledgers.wordings import wording_answer
from zbreport.text.privacy import shown

if TYPE_CHECKING:
    from zbreport.ledgers.judge import Judge

DATE = "decided_on"
_RESULTS = "decision_results"
_WHY = "不予受理、撤回、退件、补正等没有作出决定的，不计入处理决定数量；不予许可的计入"


def typed(judge: Judge) -> None:
    """Types the columns; what was not decided is set aside before kind and day are needed."""
    _results(judge)
    kinds(judge, "decision_kinds", "行政许可、行政处罚、行政强制")
    judge.dates("decided_on")
    judge.needs_date("decided_on")


def facts(judge: Judge, year: int) -> None:
    """Sets aside other years and decisions registered twice."""
    judge.put_aside(judge.frame["decided_on"].dt.year != year, "outside_year")
    mark_same_numbers(judge, ["kind", "decided_on"])


def _results(judge: Judge) -> None:
    """Sets aside what was not decided; asks where result and state contradict or do not tell."""
    outcome = judge.look_up("outcome", judge.words(_RESULTS))
    state = judge.look_up("state", judge.words(_RESULTS))
    decided = outcome.means("decided")
    judge.say(
        decided & state.means("undecided"),
        "L116",
        "outcome",
        by=outcome.texts + " / " + state.texts,
        reason="contradictory",
        facts=lambda text: {
            "value": shown(text.partition(" / ")[0]),
            "other": shown(text.partition(" / ")[2]),
        },
    )
    undecided = outcome.means("undecided") | (state.means("undecided") & ~decided)
    texts = outcome.texts.where(outcome.means("undecided"), state.texts)
    counts = texts[undecided & judge.open].value_counts()
    judge.chose(f"wordings.{_RESULTS}", "undecided", _WHY, "默认", int(counts.sum()))
    judge.say(
        undecided,
        "L153",
        "outcome" if judge.has("outcome") else "state",
        by=texts,
        reason="undecided",
        facts=lambda text: {
            "count": int(counts.get(text, 0)),
            "why": f"“{shown(text)}”没有作出决定",
        },
    )
    judge.judge_words("outcome", _RESULTS, outcome, "办理结果", "unknown_outcome", required=False)
    judge.judge_words(
        "state", _RESULTS, state, "办理状态", "unknown_status", required=False, within=~decided
    )
    judge.say(
        outcome.means("finished"),
        "L115",
        "outcome",
        by=outcome.texts,
        reason="no_outcome",
        why="只写了办结，看不出是否作出了决定",
        facts=lambda text: {"answer": wording_answer(judge.words(_RESULTS), text)},
    )
    asked = judge.by_table(lambda table: "outcome" in table.fields).astype(bool)
    judge.say(
        asked & (outcome.texts == ""),
        "L156",
        "outcome",
        reason="no_outcome",
        cell=("outcome", ("准予许可", "不予许可", "不予受理", "撤回申请")),
    )
