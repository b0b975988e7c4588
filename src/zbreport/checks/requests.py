"""Rules on the rows of the request register: time limits, records of extension, correction, consultation (C25-C29, C31, C32, C34).

A verdict that would hang on a pause (correction, third party) is not given: such rows are left out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from zbreport.calendar import ANSWER_DAYS, BeyondCalendarError, add_working_days
from zbreport.checks.case import Case, failed, unjudged
from zbreport.checks.verdicts import Passed
from zbreport.diagnostics import rows_text
from zbreport.frames import counted
from zbreport.layout import number_text
from zbreport.ledgers.dates import read_dates
from zbreport.ledgers.rows import as_text
from zbreport.model import RowPlace
from zbreport.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.checks.verdicts import Result

_PLACE = "依申请公开台账"
_LATE_DECEMBER = 20
_MOST_ROWS = 200


def late_though_told_in_time(case: Case) -> Iterator[Result]:
    """C25: rows answered late while the text says that all were in time."""
    if not case.narrative.timely:
        yield Passed()
        return
    frame = register(case)
    if frame is None:
        yield unjudged("C25", _PLACE, "没有依申请公开台账")
        return
    due, beyond = _due(frame)
    late = frame[frame["state"].eq("closed") & due.notna() & (frame["answered_on"] > due)]
    if beyond:
        yield unjudged("C25", _PLACE, f"有 {beyond} 行的期限超出工作日历")
    if late.empty:
        yield Passed()
    elif unknown := _unknown_pauses(frame):
        reason = f"有 {len(late)} 件答复超过 20 个工作日，但台账没有{unknown}列，不能排除延期或补正：{_told(case, late)}"
        yield replace(unjudged("C25", _PLACE, reason, quote=case.narrative.timely[0]), rows=places(case, late))
    else:
        message = f"文字说都按期答复，台账中有 {len(late)} 件超过期限：{_told(case, late)}"
        yield failed("C25", "一、总体情况", message, quote=case.narrative.timely[0], rows=places(case, late))


def _unknown_pauses(frame: pd.DataFrame) -> str:
    """The columns that the register lacks and that could explain a late answer."""
    fields = {"extended": "“是否延期”", "corrected": "“是否补正”", "third_party": "“是否征求第三方意见”"}
    return "、".join(label for field, label in fields.items() if field not in frame)


def extensions(case: Case) -> Iterator[Result]:
    """C26: extensions of more than 20 working days, and late answers without an extension."""
    frame = register(case)
    if frame is None or "extended" not in frame:
        yield unjudged("C26", _PLACE, "台账没有“是否延期”列")
        return
    due, _ = _due(frame)
    late = frame["state"].eq("closed") & due.notna() & (frame["answered_on"] > due)
    found = False
    for answer, text in (("yes", "延期后仍超过 40 个工作日才答复"), ("no", "超过 20 个工作日才答复，没有延期记录")):
        rows = frame[late & said(frame, "extended").eq(answer)]
        if not rows.empty:
            found = True
            yield failed("C26", _PLACE, f"有 {len(rows)} 件{text}：{_told(case, rows)}", said=str(len(rows)), rows=places(case, rows))
    if not found:
        yield Passed()
    yield unjudged("C26", _PLACE, "台账不读取延期批准、告知和补正告知的日期，没有核对这些日期")


def overdue_and_open(case: Case) -> Iterator[Result]:
    """C27: open on 31 December and overdue already."""
    frame = register(case)
    if frame is None or case.outcome is None:
        yield unjudged("C27", _PLACE, "没有依申请公开台账")
        return
    due, beyond = _due(frame)
    end = pd.Timestamp(date(case.outcome.report.year, 12, 31))
    rows = frame[frame["state"].eq("open") & due.notna() & (due < end)]
    if beyond:
        yield unjudged("C27", _PLACE, f"有 {beyond} 行的期限超出工作日历")
    unknown = _unknown_pauses(frame)
    if unknown and not rows.empty:
        reason = f"有 {len(rows)} 件到 12 月 31 日超过 20 个工作日，但台账没有{unknown}列：{_told(case, rows)}"
        yield replace(unjudged("C27", _PLACE, reason), rows=places(case, rows))
    else:
        yield from _rows_found(case, "C27", rows, "到 12 月 31 日尚未答复，而且已经超过期限")


def across_new_year(case: Case) -> Iterator[Result]:
    """C28: received in the last days of December, answered in January; where the report agrees with the tally there is nothing to ask."""
    frame = register(case)
    rows_of_form = ("requests.carried_in.total", "requests.carried_forward.total")
    if case.outcome and all(case.figures.get(key) == case.outcome.report.cells.get(key) is not None for key in rows_of_form):
        yield Passed(rows_of_form)
        return
    if frame is None:
        yield unjudged("C28", _PLACE, "没有依申请公开台账")
        return
    received, answered = frame["received_on"].dt, frame["answered_on"].dt
    december = (received.month == 12) & (received.day > _LATE_DECEMBER)
    rows = frame[december & (answered.month == 1) & (answered.year == received.year + 1)]
    yield from _rows_found(case, "C28", rows, "在 12 月下旬收到、次年 1 月答复，请确认已计入结转")


def two_dates(case: Case) -> Iterator[Result]:
    """C29: the date on the answer and the date of answering fall in different years."""
    frame = register(case)
    if frame is None or "document_date" not in frame:
        yield unjudged("C29", _PLACE, "台账没有“落款日期”列")
        return
    days, _ = read_dates(frame["document_date"].where(frame["document_date"].notna(), "").tolist(), None)
    written = pd.Series(days, index=frame.index)
    rows = frame[written.notna() & frame["answered_on"].notna() & (written.dt.year != frame["answered_on"].dt.year)]
    yield from _rows_found(case, "C29", rows, "落款日期与答复日期不在同一年")


def third_parties(case: Case) -> Iterator[Result]:
    """C31: refusals for a third party's sake, and no record of asking any."""
    yield from _recorded(case, "C31", ("requests.third_party_rights.total",), "third_party", "征求第三方意见")


def corrections(case: Case) -> Iterator[Result]:
    """C32: outcomes that presuppose a correction, and no record of any."""
    cells = ("requests.unclear_after_correction.total", "requests.not_corrected_in_time.total")
    yield from _recorded(case, "C32", cells, "corrected", "补正")


def _recorded(case: Case, rule: str, cells: tuple[str, ...], field: str, what: str) -> Iterator[Result]:
    known = tuple(key for key in cells if key in case.figures)
    number = sum(case.figures[key] or 0 for key in known)
    frame = register(case)
    if frame is None or field not in frame:
        yield unjudged(rule, _PLACE, f"台账没有“是否{what}”列", cells=known)
    elif number and not said(frame, field).eq("yes").any():
        named = "、".join(f"{case.label(key)} {number_text(case.figures[key])}" for key in known if case.figures[key])
        rows = frame[frame["state"].eq("closed") & frame["outcome"].isin([key.split(".")[1] for key in known])]
        message = f"{named}，台账中没有一件有{what}的记录"
        yield failed(rule, _PLACE, message, cells=known, said=number_text(number), expected="0", rows=places(case, rows))
    else:
        yield Passed(known)


def repeated_requests(case: Case) -> Iterator[Result]:
    """C34: repeated requests that name no earlier one; applicants' names are never read, so only the number of the earlier one tells."""
    frame = register(case)
    if frame is None or "parent_number" not in frame:
        yield unjudged("C34", _PLACE, "台账没有“原申请编号”列；申请人姓名不读取")
        return
    parents = frame["parent_number"].where(frame["parent_number"].notna(), "").map(as_text)
    rows = frame[frame["state"].eq("closed") & frame["outcome"].eq("repeated") & parents.eq("")]
    yield from _rows_found(case, "C34", rows, "按重复申请处理，没有写明原申请的编号")


def register(case: Case) -> pd.DataFrame | None:
    """The counted rows of the request register; None without one."""
    if case.outcome is None or "requests" not in case.outcome.frames:
        return None
    return counted(case.outcome.frames["requests"])


def said(frame: pd.DataFrame, field: str) -> pd.Series:
    """`yes`, `no` (blank too) or `` (other words) per row of a yes-or-no column."""
    if field not in frame:
        return pd.Series("no", index=frame.index, dtype=object)
    words = vocabulary("yes_no")
    texts = frame[field].where(frame[field].notna(), "").map(as_text)
    known = {text: (found.code or "") if (found := words.resolve(text)) else "" for text in texts.unique() if text}
    return texts.map(lambda text: known.get(text, "no")).astype(object)


def _due(frame: pd.DataFrame) -> tuple[pd.Series, int]:
    """The last day to answer (NaT where a pause may have moved it), and how many rows lie beyond the calendar."""
    clear = said(frame, "corrected").eq("no") & said(frame, "third_party").eq("no") & said(frame, "extended").isin(["yes", "no"])
    days = 2 * ANSWER_DAYS * said(frame, "extended").eq("yes") + ANSWER_DAYS * ~said(frame, "extended").eq("yes")
    due = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]")
    beyond = 0
    pairs = pd.DataFrame({"day": frame["received_on"], "days": days})[clear & frame["received_on"].notna()]
    for (day, count), group in pairs.groupby(["day", "days"]):
        try:
            due.loc[group.index] = pd.Timestamp(add_working_days(pd.Timestamp(str(day)).date(), int(str(count))))
        except BeyondCalendarError:
            beyond += len(group)
    return due, beyond


def _rows_found(case: Case, rule: str, rows: pd.DataFrame, what: str) -> Iterator[Result]:
    if rows.empty:
        yield Passed()
    else:
        yield failed(rule, _PLACE, f"有 {len(rows)} 件{what}：{_told(case, rows)}", said=str(len(rows)), rows=places(case, rows))


def places(case: Case, rows: pd.DataFrame) -> tuple[RowPlace, ...]:
    """Rows of a frame by file, sheet and row."""
    if case.outcome is None:
        return ()
    sources = case.outcome.sources
    pairs = list(zip(rows["source"], rows["row"], strict=True))[:_MOST_ROWS]
    return tuple(RowPlace(sources[int(source)].file, sources[int(source)].sheet, int(row)) for source, row in pairs)


def _told(case: Case, rows: pd.DataFrame) -> str:
    return "；".join(
        f"{case.outcome.sources[int(str(source))].file if case.outcome else ''} 第 {rows_text(tuple(int(row) for row in group['row']))} 行"
        for source, group in rows.groupby("source")
    )
