"""Rules on the time limits of requests: answers, extensions, corrections (C25-C27).

A verdict that would hang on a pause without dates is not given: such rows are left out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from zbreport.calendar import ANSWER_DAYS, Calendar, calendar_with
from zbreport.checks.case import Case, failed, question, unjudged
from zbreport.checks.clock import (
    after_working_days,
    clock,
    dates,
    has,
    told_twice,
    unknown_pauses,
    was_corrected,
    was_extended,
)
from zbreport.checks.requests import PLACE, places, register, rows_found, told
from zbreport.checks.verdicts import Passed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.checks.verdicts import Result

_NOTICE_DAYS = 7
"""Working days within which a correction must be asked for (条例 art. 30)."""


def late_though_told_in_time(case: Case) -> Iterator[Result]:
    """C25: rows answered late while the text says that all were in time."""
    if not case.narrative.timely:
        yield Passed()
        return
    frame = register(case)
    if frame is None:
        yield unjudged("C25", PLACE, "没有依申请公开台账")
        return
    run = clock(frame, working_days_of(case))
    due = run.due
    late = frame[frame["state"].eq("closed") & due.notna() & (frame["answered_on"] > due)]
    open_ = frame["state"].eq("closed") & run.undecided(frame["answered_on"])
    yield from _beyond("C25", int(open_.sum()), run.unknown)
    if late.empty:
        yield Passed()
    elif unknown := unknown_pauses(frame):
        reason = (
            f"有 {len(late)} 件答复超过 20 个工作日，但台账没有{unknown}列，"
            f"不能排除延期或补正：{told(case, late)}"
        )
        yield replace(
            unjudged("C25", PLACE, reason, quote=case.narrative.timely[0]), rows=places(case, late)
        )
    else:
        message = f"文字说都按期答复，台账中有 {len(late)} 件超过期限：{told(case, late)}"
        yield failed(
            "C25", "一、总体情况", message, quote=case.narrative.timely[0], rows=places(case, late)
        )


def working_days_of(case: Case) -> Calendar:
    """The working days that are known, with the years that the office added."""
    return calendar_with(case.settings.calendar)


def _beyond(rule: str, count: int, unknown: tuple[int, ...]) -> Iterator[Result]:
    """Says how many verdicts depend on days off that are not known yet, and of which years."""
    if count:
        years = "、".join(map(str, unknown))
        reason = (
            f"有 {count} 件是否逾期要看 {years} 年的放假安排，工作日历里还没有；"
            f"请在 zbreport.toml 的 [calendar.{unknown[0]}] 下按国务院办公厅的通知填写 off 和 work"
        )
        yield unjudged(rule, PLACE, reason)


def extensions(case: Case) -> Iterator[Result]:
    """C26: extensions and corrections are lawful; what is not recorded is not judged."""
    frame = register(case)
    if frame is None:
        yield unjudged("C26", PLACE, "没有依申请公开台账")
        return
    yield from _answers(case, frame)
    yield from _extension_records(case, frame)
    yield from _corrections(case, frame)


def _answers(case: Case, frame: pd.DataFrame) -> Iterator[Result]:
    if "extended" not in frame and not was_extended(frame).any():
        yield unjudged("C26", PLACE, "台账没有“是否延期”列")
        return
    due = clock(frame, working_days_of(case)).due
    late = frame["state"].eq("closed") & due.notna() & (frame["answered_on"] > due)
    extended = was_extended(frame)
    yield from rows_found(case, "C26", frame[late & extended], "延期后仍超过期限才答复")
    yield from rows_found(
        case, "C26", frame[late & ~extended], "超过 20 个工作日才答复，没有延期记录"
    )


def _extension_records(case: Case, frame: pd.DataFrame) -> Iterator[Result]:
    """Whether extensions were approved, notified and of at most 20 working days (条例 art. 33).

    That notice is due before the first period ends is inferred, so it is only asked.
    """
    extended = was_extended(frame)
    for field, label in (
        ("extension_approval", "延期批准日期"),
        ("extension_notice", "延期告知日期"),
    ):
        if field in frame:
            yield from rows_found(
                case, "C26", frame[extended & ~has(frame, field)], f"延期了，没有{label}"
            )
        elif "extended" in frame and extended.any():
            yield unjudged(
                "C26", PLACE, f"台账没有“{label}”列，有 {int(extended.sum())} 件延期没有核对"
            )
    if "extension_notice" in frame:
        first = clock(frame, working_days_of(case), extended=False).due
        rows = frame[extended & (dates(frame, "extension_notice") > first)]
        if len(rows):
            message = f"有 {len(rows)} 件在原答复期限届满后才告知延期：{told(case, rows)}"
            yield question(
                "C26", PLACE, message, remedy="请核对延期告知日期", rows=places(case, rows)
            )
    if "extension_days" in frame:
        days = pd.to_numeric(
            frame["extension_days"].astype(str).str.extract(r"^(\d+)", expand=False),
            errors="coerce",
        )
        yield from rows_found(
            case, "C26", frame[extended & (days > ANSWER_DAYS)], "延期超过 20 个工作日"
        )


def _corrections(case: Case, frame: pd.DataFrame) -> Iterator[Result]:
    """Asked for once, within seven working days of receipt (条例 art. 30)."""
    corrected = was_corrected(frame)
    if "correction_notice" not in frame:
        if "corrected" not in frame:
            yield unjudged("C26", PLACE, "台账没有“是否补正”列")
        elif corrected.any():
            yield unjudged(
                "C26", PLACE, f"台账没有“补正告知日期”列，有 {int(corrected.sum())} 件补正没有核对"
            )
        return
    sent, limit = (
        dates(frame, "correction_notice"),
        after_working_days(frame["received_on"], _NOTICE_DAYS, working_days_of(case)),
    )
    yield from rows_found(
        case,
        "C26",
        frame[sent.notna() & limit.notna() & (sent > limit)],
        "收到 7 个工作日后才告知补正",
    )
    twice = told_twice(frame, "correction_notice") | _says_again(frame)
    yield from rows_found(case, "C26", frame[twice], "告知补正不止一次")


def _says_again(frame: pd.DataFrame) -> pd.Series:
    """Rows whose record of correction names a second one."""
    texts = (
        frame["corrected"].astype(str) if "corrected" in frame else pd.Series("", index=frame.index)
    )
    return texts.str.contains(r"(?:第?[二两2三3]次|再次|多次)", regex=True)


def overdue_and_open(case: Case) -> Iterator[Result]:
    """C27: open on 31 December and overdue already."""
    frame = register(case)
    if frame is None or case.tally is None:
        yield unjudged("C27", PLACE, "没有依申请公开台账")
        return
    run = clock(frame, working_days_of(case))
    due, end = run.due, pd.Timestamp(date(case.tally.report.year, 12, 31))
    rows = frame[frame["state"].eq("open") & due.notna() & (due < end)]
    open_ = frame["state"].eq("open") & (run.earliest < end) & (due >= end)
    yield from _beyond("C27", int(open_.sum()), run.unknown)
    unknown = unknown_pauses(frame)
    if unknown and not rows.empty:
        reason = (
            f"有 {len(rows)} 件到 12 月 31 日超过 20 个工作日，"
            f"但台账没有{unknown}列：{told(case, rows)}"
        )
        yield replace(unjudged("C27", PLACE, reason), rows=places(case, rows))
    else:
        yield from rows_found(case, "C27", rows, "到 12 月 31 日尚未答复，而且已经超过期限")
