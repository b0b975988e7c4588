"""The register of disclosure requests: section 三.

Frame: `received_on`, `answered_on` (datetime64[s]), `applicant` (column key), `outcome` (row key of
its 21 details), `method` (text), and the facts `received` (`this_year`, `before`) and `state`
(`closed`, `open`), both as of 31 December of the report year.
Rules: domain 2.1; what no official text decides is a choice that is noted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zbreport.forms import form_for
from zbreport.ledgers import by_name
from zbreport.ledgers.applicant_ids import FIELD
from zbreport.ledgers.cell_answers import cells_answer
from zbreport.ledgers.marks import words as mark_words
from zbreport.ledgers.outcomes import Resolved, resolve_outcomes
from zbreport.ledgers.rows import REASON
from zbreport.ledgers.same_numbers import mark_same_numbers
from zbreport.ledgers.wordings import near_of, why_of, wording_answer
from zbreport.model import Answer, SettingLine
from zbreport.settings import FILE_NAME
from zbreport.text.compare import normalise
from zbreport.text.privacy import shown
from zbreport.vocabulary import OPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zbreport.ledgers.judge import Judge
    from zbreport.ledgers.table import LedgerTable

DATE = "received_on"
UNKNOWN_METHOD = "未识别"
"""Stands for a way of application that no vocabulary knows; its text may hold a name."""


def typed(judge: Judge) -> None:
    """Types the columns and says what is wrong with the dates of single rows."""
    frame = judge.frame
    judge.dates("received_on")
    judge.dates("answered_on")
    judge.needs_date("received_on")
    judge.say(
        frame["answered_on"] < frame["received_on"],
        "L110",
        "answered_on",
        by=_blank(judge),
        reason="contradictory",
    )
    for field in ("outcome", "detail", "applicant_type"):
        judge.faults(field)
    frame["outcome_text"], frame["detail_text"] = judge.text("outcome"), judge.text("detail")
    found = judge.look_up("applicant_type", judge.words("applicants"))
    frame["applicant_type_text"], frame["applicant"] = found.texts, found.codes
    ways = judge.look_up("method", judge.words("methods"))
    frame["method"] = ways.map(
        lambda text, way: (way.code if way and way.code else UNKNOWN_METHOD) if text else ""
    )


def facts(judge: Judge, year: int) -> None:
    """Places every row in the year by its two dates, then asks for what its place needs."""
    frame = judge.frame
    received, answered = frame["received_on"].dt.year, frame["answered_on"].dt.year
    judge.put_aside((received > year) | (answered < year), "outside_year")
    frame["received"] = pd.Series("before", index=frame.index, dtype=object).where(
        received < year, "this_year"
    )
    frame["state"] = pd.Series("closed", index=frame.index, dtype=object).where(
        answered == year, "open"
    )
    merged = {
        frozenset(codes)
        for cell in form_for(year).cells.values()
        if cell.selection and (codes := cell.selection.where.get("outcome"))
    }
    case, known = resolve_outcomes(
        frame["outcome_text"], frame["detail_text"], judge.words("outcomes"), merged
    )
    frame["outcome"] = case["code"]
    _not_counted(judge, case)
    _outcomes_of_closed(judge, case, known)
    _outcomes_of_open(judge, case, known)
    _applicants(judge)
    _methods(judge)
    mark_same_numbers(judge, ["received_on", "answered_on", "applicant", "outcome", "state"])
    _note_withdrawn(judge, case)
    _note_calendar(judge)


def _note_calendar(judge: Judge) -> None:
    """Records the years with working days by zbreport.toml, and the requests concerned."""
    received = judge.frame["received_on"].dt.year
    for year in judge.settings.calendar:
        count = int((judge.open & received.isin([year - 1, year])).sum())
        text = f"{year}年的工作日按本单位填写的放假安排计算"
        judge.chose(f"calendar.{year}", str(year), text, FILE_NAME, count)


def _blank(judge: Judge) -> pd.Series:
    return pd.Series("", index=judge.frame.index, dtype=object)


def _not_counted(judge: Judge, case: pd.DataFrame) -> None:
    """Sets aside void and assistance rows, and withdrawn ones where they do not count.

    They leave both sides of the relation.
    """
    frame = judge.frame
    void = frame["outcome"] == "not_counted"
    said = _counted_out(judge, void, frame["outcome_text"])
    judge.say(void, "L153", "outcome", by=frame["outcome_text"], reason="not_counted", facts=said)
    kinds = judge.look_up("kind", judge.words("request_kinds"))
    foreign = kinds.codes.isin(["assist", "void"])
    judge.say(
        foreign,
        "L153",
        "kind",
        by=kinds.texts,
        reason="not_counted",
        facts=_counted_out(judge, foreign, kinds.texts),
    )
    asked = kinds.map(
        lambda _, meaning: meaning is not None and meaning.ask is not None and meaning.code is None
    ).astype(bool)
    judge.say(
        asked,
        "L154",
        "kind",
        by=kinds.texts,
        reason="unknown_kind",
        what="来件性质",
        allowed="本机关受理、协助其他机关",
    )
    if judge.settings.decision("withdrawn") == "not_counted":
        withdrawn = case["ask"] == "withdrawn"
        count = int((withdrawn & judge.open).sum())
        judge.put_aside(withdrawn, "not_counted")
        text, origin = (
            "申请人撤回的申请不计入收到数和办理结果",
            judge.settings.origin_of("withdrawn"),
        )
        judge.chose("decisions.withdrawn", "not_counted", text, origin, count)


def _counted_out(
    judge: Judge, mask: pd.Series, texts: pd.Series
) -> Callable[[str], Mapping[str, object]]:
    counts = texts[mask & judge.open].value_counts()
    return lambda text: {
        "count": int(counts.get(text, 0)),
        "why": f"“{shown(text)}”不是本机关的政府信息公开申请",
    }


def _outcomes_of_closed(judge: Judge, case: pd.DataFrame, known: Mapping[str, Resolved]) -> None:
    closed, kind, texts = judge.frame["state"] == "closed", case["kind"], case["text"]
    unknown, told = "unknown_outcome", _told(judge, known)
    all_outcomes = tuple(judge.words("outcomes").labels().values())
    judge.say(
        closed & (kind == "blank"),
        "L111",
        "answered_on",
        by=_blank(judge),
        reason="no_outcome",
        cell=("outcome", all_outcomes),
    )
    judge.say(closed & (kind == "unknown"), "L113", "outcome", by=texts, reason=unknown, facts=told)
    _without_detail(judge, closed & kind.isin(["open", "needs_detail"]), texts)
    judge.say(
        closed & (kind == "must_ask"), "L115", "outcome", by=texts, reason=unknown, facts=told
    )
    judge.say(
        closed & (kind == "contradiction"),
        "L116",
        "outcome",
        by=texts,
        reason="contradictory",
        cell=("outcome", all_outcomes),
        facts=lambda text: {
            "value": shown(text.partition(" / ")[0]),
            "other": shown(text.partition(" / ")[2]),
        },
    )
    judge.say(closed & (kind == "partial"), "L118", "outcome", by=texts)
    asked = closed & (kind == "default") & (case["ask"] != "withdrawn")
    judge.say(asked, "L114", "outcome", by=texts, facts=told)
    _note_words(judge, asked, texts, known, "默认")
    _note_words(judge, closed & (kind == "set"), texts, known, FILE_NAME)


def _without_detail(judge: Judge, mask: pd.Series, texts: pd.Series) -> None:
    """Asks for the reason of a refusal: that under 备注 is offered where it fits."""
    words = judge.words("outcomes")
    labels = words.labels()
    said = judge.text(REASON)
    unmapped = ~judge.by_table(lambda table: "detail" in table.fields).astype(bool)
    for text in sorted(set(texts[mask & judge.open])):
        head = words.resolve(text.partition(" / ")[0])
        group = tuple(labels[code] for code in (head.group if head else ())) or tuple(
            labels.values()
        )
        mine = mask & (texts == text)
        fits = said.isin(group)
        judge.say(
            mine & fits & unmapped,
            "L117",
            "outcome",
            by=texts,
            reason="unknown_outcome",
            answer=_remarks_as_details,
        )
        for reason in sorted(set(said[mine & fits & judge.open])):
            judge.say(
                mine & (said == reason),
                "L117",
                "outcome",
                by=texts,
                reason="unknown_outcome",
                answer=lambda table, rows, words=group, one=reason: cells_answer(
                    table.sheet, table.letter("outcome") or "", rows, words, one
                ),
            )
        judge.say(
            mine, "L117", "outcome", by=texts, reason="unknown_outcome", cell=("outcome", group)
        )


def _remarks_as_details(table: LedgerTable, _rows: Sequence[int]) -> Answer | None:
    """The line that reads the column of remarks as that of reasons."""
    if table.block is None:
        return None
    headers = mark_words()["remarks"]["headers"]
    header = next((one for one in table.block.headers if normalise(one) in headers), None)
    if header is None:
        return None
    file = table.sheet.file.rpartition("/")[2]
    return Answer((SettingLine(("columns", file), header, "detail"),))


def _told(judge: Judge, known: Mapping[str, Resolved]) -> Callable[[str], Mapping[str, object]]:
    """The facts of messages about wordings; the answer's line names only the deciding text."""
    words = judge.words("outcomes", own=False)
    labels = words.labels()

    def told(text: str) -> Mapping[str, object]:
        """The facts of a finding on an outcome that is not certain."""
        found = known[text]
        about = found.about or text
        return {
            "what": "办理结果",
            "near": near_of(words, about),
            "why": found.why,
            "target": labels.get(found.code or "", found.code or ""),
            "answer": wording_answer(
                words, about, more={OPEN: "还在办理，没有结果"}, suggested=found.code
            ),
        }

    return told


def _note_words(
    judge: Judge, mask: pd.Series, texts: pd.Series, known: Mapping[str, Resolved], origin: str
) -> None:
    labels = judge.words("outcomes", own=False).labels()
    for text, count in texts[mask & judge.open].value_counts(sort=False).items():
        found = known[str(text)]
        label = labels.get(found.code or "", found.code or "")
        line = f'"{shown(found.about or str(text))}" = "{found.code}"'
        judge.chose(
            "wordings.outcomes", line, f"“{shown(str(text))}”计入“{label}”", origin, int(count)
        )


def _outcomes_of_open(judge: Judge, case: pd.DataFrame, known: Mapping[str, Resolved]) -> None:
    """Asks about final outcomes without a day, which fit no year.

    Words that are not understood may be final, or say that it is still open.
    """
    undated, kind = judge.frame["answered_on"].isna(), case["kind"]
    final = ~kind.isin(["blank", "open", "unknown"])
    judge.say(
        final & undated,
        "L112",
        "outcome",
        by=case["text"],
        reason="no_closing_date",
        cell=("answered_on", ()),
        field_="答复日期",
    )
    judge.say(
        (kind == "unknown") & undated,
        "L113",
        "outcome",
        by=case["text"],
        reason="unknown_outcome",
        facts=_told(judge, known),
    )


def _applicants(judge: Judge) -> None:
    name = "applicant_type"
    found = judge.look_up(name, judge.words("applicants"))
    judge.frame["applicant"] = found.codes  # as the edition of the year has them
    accepted = judge.settings.decision(by_name.DECISION) == by_name.USED
    named = FIELD in judge.columns
    kinds = judge.words("applicants").labels()
    unsplit = found.map(lambda _, meaning: meaning is not None and meaning.code is None).astype(
        bool
    )
    offer = judge.by_table(
        lambda table: (
            not accepted and table.block is not None and bool(by_name.name_columns(table.block))
        )
    ).astype(bool)
    for those, near, answer in (
        (offer, "；同意按名称分类时，", by_name.ANSWER),
        (~offer, "", None),
    ):
        judge.say(
            those & (found.texts == ""),
            "L120",
            name,
            by=found.texts,
            reason="unknown_applicant",
            near=near,
            answer=answer,
            cell=(name, tuple(kinds.values())),
        )
        judge.say(
            those & unsplit,
            "L121",
            name,
            by=found.texts,
            reason="unknown_applicant",
            near=near,
            answer=answer,
            cell=(name, tuple(label for code, label in kinds.items() if code != "natural_person")),
        )
    if named and accepted:
        judge.chose(
            f"decisions.{by_name.DECISION}",
            by_name.USED,
            "没有写明类别的申请人按名称分类",
            judge.settings.origin_of(by_name.DECISION),
            int(judge.open.sum()),
        )
    judge.judge_words(name, "applicants", found, "申请人类别", "unknown_applicant", required=False)


def _methods(judge: Judge) -> None:
    """Asks how an unknown or uncertain way of application counts; the request itself counts."""
    words = judge.words("methods")
    found = judge.look_up("method", words)
    known = dict(zip(found.distinct, found.meanings, strict=True))
    judge.say(
        found.map(lambda text, way: bool(text) and not (way and way.code)).astype(bool)
        & (judge.frame["received"] == "this_year"),
        "L190",
        "method",
        by=found.texts,
        facts=lambda text: {
            "near": near_of(words, text),
            "why": f"：{why}" if (why := why_of(known[text])) else "",
            "answer": wording_answer(words, text),
        },
    )


def _note_withdrawn(judge: Judge, case: pd.DataFrame) -> None:
    if judge.settings.decision("withdrawn") == "other":
        withdrawn = (case["ask"] == "withdrawn") & judge.open & (judge.frame["state"] == "closed")
        text, origin = (
            "申请人撤回的申请计入（六）其他处理的“3.其他”",
            judge.settings.origin_of("withdrawn"),
        )
        judge.chose("decisions.withdrawn", "other", text, origin, int(withdrawn.sum()))
