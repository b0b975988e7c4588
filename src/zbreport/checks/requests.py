"""Rules on rows of the register: the year's turn, records that outcomes need (C28-C29, C31-C34)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zbreport.checks.case import Case, failed, unjudged
from zbreport.checks.clock import consulted, dates, has, was_corrected
from zbreport.checks.verdicts import Passed
from zbreport.diagnostics import rows_text
from zbreport.forms.layout import number_text
from zbreport.ledgers.applicant_ids import FIELD
from zbreport.model import RowPlace
from zbreport.tabulation.selection import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zbreport.checks.verdicts import Result

PLACE = "依申请公开台账"
_LATE_DECEMBER = 20
_MOST_ROWS = 200


def across_new_year(case: Case) -> Iterator[Result]:
    """C28: received in the last days of December, answered in January.

    Nothing to ask where the report agrees with the tally.
    """
    frame = register(case)
    rows_of_form = ("requests.carried_in.total", "requests.carried_forward.total")
    if case.tally and all(
        case.figures.get(key) == case.tally.report.cells.get(key) is not None
        for key in rows_of_form
    ):
        yield Passed(rows_of_form)
        return
    if frame is None:
        yield unjudged("C28", PLACE, "没有依申请公开台账")
        return
    received, answered = frame["received_on"].dt, frame["answered_on"].dt
    december = (received.month == 12) & (received.day > _LATE_DECEMBER)
    rows = frame[december & (answered.month == 1) & (answered.year == received.year + 1)]
    yield from rows_found(case, "C28", rows, "在 12 月下旬收到、次年 1 月答复，请确认已计入结转")


def two_dates(case: Case) -> Iterator[Result]:
    """C29: the date on the answer and the date of answering fall in different years."""
    frame = register(case)
    if frame is None or "document_date" not in frame:
        yield unjudged("C29", PLACE, "台账没有“落款日期”列")
        return
    written = dates(frame, "document_date")
    rows = frame[
        written.notna()
        & frame["answered_on"].notna()
        & (written.dt.year != frame["answered_on"].dt.year)
    ]
    yield from rows_found(case, "C29", rows, "落款日期与答复日期不在同一年")


def third_parties(case: Case) -> Iterator[Result]:
    """C31: refusals for a third party's sake, and no record of asking any."""
    yield from _recorded(
        case,
        "C31",
        ("third_party_rights",),
        ("third_party", "consultation"),
        consulted,
        "征求第三方意见",
    )


def corrections(case: Case) -> Iterator[Result]:
    """C32: outcomes that presuppose a correction, and no record of any."""
    outcomes = ("unclear_after_correction", "not_corrected_in_time")
    yield from _recorded(
        case, "C32", outcomes, ("corrected", "correction_notice"), was_corrected, "补正"
    )


def fee_notices(case: Case) -> Iterator[Result]:
    """C33, by the register: requests ended for an unpaid fee without a record of its notice."""
    frame = register(case)
    if case.figures.get("requests.fee_unpaid.total") or (
        frame is not None and frame["outcome"].eq("fee_unpaid").any()
    ):
        yield from _recorded(
            case,
            "C33",
            ("fee_unpaid",),
            ("fee_notice",),
            lambda frame: has(frame, "fee_notice"),
            "收费通知",
        )


def _recorded(
    case: Case,
    rule: str,
    outcomes: tuple[str, ...],
    fields: tuple[str, ...],
    record: Callable[[pd.DataFrame], pd.Series],
    what: str,
) -> Iterator[Result]:
    """Every row with an outcome has its record; where none has, the report's figure is quoted."""
    cells = tuple(
        key for outcome in outcomes if (key := f"requests.{outcome}.total") in case.figures
    )
    number = sum(case.figures[key] or 0 for key in cells)
    frame = register(case)
    rows = (
        frame[frame["state"].eq("closed") & frame["outcome"].isin(outcomes)]
        if frame is not None
        else None
    )
    if frame is None or rows is None or not any(field in frame for field in fields):
        yield unjudged(rule, PLACE, f"台账没有{what}的列", cells=cells)
    elif not number and rows.empty:
        yield Passed(cells)
    else:
        lacking = rows[~record(rows)]
        if lacking.empty and (len(rows) or record(frame).any()):
            yield Passed(cells)
            return
        named = "、".join(
            f"{case.label(key)} {number_text(case.figures[key])}"
            for key in cells
            if case.figures[key]
        )
        which = (
            f"台账中有 {len(lacking)} 件没有{what}的记录：{told(case, lacking)}"
            if len(lacking)
            else f"台账中没有一件有{what}的记录"
        )
        message = f"{named}，{which}" if named else which
        yield failed(rule, PLACE, message, cells=cells, rows=places(case, lacking))


def repeated_requests(case: Case) -> Iterator[Result]:
    """C34: repeated requests of which the register shows no earlier one by the same applicant."""
    frame = register(case)
    if frame is None or case.tally is None:
        yield unjudged("C34", PLACE, "没有依申请公开台账")
        return
    repeated = frame[frame["state"].eq("closed") & frame["outcome"].eq("repeated")]
    if "parent_number" not in frame and FIELD not in frame:
        yield unjudged("C34", PLACE, "台账没有“原申请编号”列，也没有申请人列")
    elif repeated.empty:
        yield Passed()
    else:
        named = has(repeated, "parent_number")
        again = _applied_before(case.tally.frames["requests"], repeated)
        rows = repeated[~named & ~again]
        what = "按重复申请处理，没有写明原申请的编号，台账中也没有同一申请人更早的申请"
        remedy = "请核对原申请的编号；原申请在往年的，请写明编号，或把往年的台账一并给出"
        yield from rows_found(case, "C34", rows, what, remedy)


def _applied_before(every: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """Whether the applicant of a row has another one, received no later.

    Rows of other years and those set aside count too.
    """
    if FIELD not in rows:
        return pd.Series(data=False, index=rows.index)
    known = every[has(every, FIELD) & every["received_on"].notna()]
    earlier = rows[FIELD].map(known.groupby(FIELD)["received_on"].min()) < rows["received_on"]
    same_day = known[known.duplicated([FIELD, "received_on"], keep=False)].index
    return (earlier | rows.index.isin(same_day)).astype(bool)


def register(case: Case) -> pd.DataFrame | None:
    """The counted rows of the request register; None without one."""
    if case.tally is None or "requests" not in case.tally.frames:
        return None
    return counted(case.tally.frames["requests"])


def rows_found(
    case: Case, rule: str, rows: pd.DataFrame, what: str, remedy: str = ""
) -> Iterator[Result]:
    """Passes when there are no rows, else fails with them."""
    if rows.empty:
        yield Passed()
    else:
        yield failed(
            rule,
            PLACE,
            f"有 {len(rows)} 件{what}：{told(case, rows)}",
            rows=places(case, rows),
            remedy=remedy,
        )


def places(case: Case, rows: pd.DataFrame) -> tuple[RowPlace, ...]:
    """Rows of a frame by file, sheet and row."""
    if case.tally is None:
        return ()
    sources = case.tally.sources
    pairs = list(zip(rows["source"], rows["row"], strict=True))[:_MOST_ROWS]
    return tuple(
        RowPlace(sources[int(source)].file, sources[int(source)].sheet, int(row))
        for source, row in pairs
    )


def told(case: Case, rows: pd.DataFrame) -> str:
    """Rows for people, by file."""
    files = [source.file for source in case.tally.sources] if case.tally else []
    return "；".join(
        f"{files[int(str(source))]} 第 {rows_text(tuple(map(int, group['row'])))} 行"
        for source, group in rows.groupby("source")
    )
