"""The statutory clock of register rows: recorded pauses, the last day to answer (domain.md 3).

Used by the rules on time limits. Where a pause may have moved the last day and its dates are not
known, there is none; where its edges are known but not official (consultation), a day is added, so
that no verdict hangs on one.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from zbreport.calendar import ANSWER_DAYS, BeyondCalendarError, Calendar
from zbreport.ledgers.dates import TWO_DATES, read_dates
from zbreport.text.compare import as_text
from zbreport.vocabulary import vocabulary

THIRD_PARTY_DAYS = 15
"""Working days that a third party has to answer (条例 art. 32)."""

_PAUSES = {
    "是否延期": ("extended", "extension_notice", "extension_approval"),
    "是否补正": ("corrected", "correction_notice", "correction_receipt"),
    "是否征求第三方意见": ("third_party", "consultation"),
}
"""What may move the last day, and the columns that tell of it."""


class Clock(NamedTuple):
    """The last day to answer of every row (NaT where it is not known).

    Attributes:
        due: the last day, and where days off are not known yet the latest that it may turn out.
        earliest: the same, and there the earliest.
        unknown: the years whose days off are not known and matter for some row.
    """

    due: pd.Series
    earliest: pd.Series
    unknown: tuple[int, ...]

    def undecided(self, answered: pd.Series) -> pd.Series:
        """The rows of which nobody can say yet whether they were answered in time."""
        return (answered > self.earliest) & (answered <= self.due)


def clock(frame: pd.DataFrame, calendar: Calendar, *, extended: bool = True) -> Clock:
    """Works out the last day to answer.

    Args:
        frame: rows of the register.
        calendar: the working days that are known.
        extended: whether extensions count; without them it is the day by which an extension must
            have been told.
    """
    start, unclear = _start(frame)
    days = pd.Series(ANSWER_DAYS, index=frame.index)
    if extended:
        days += _extension(frame)
        unclear |= said(frame, "extended").eq("")
    sent = dates(frame, "consultation")
    asked = consulted(frame)
    days += _paused(sent, dates(frame, "consultation_reply"), calendar).where(asked, 0)
    unclear |= asked & sent.isna()
    found = _added(start[~unclear].dropna(), days, calendar)
    return Clock(found.due.reindex(frame.index), found.earliest.reindex(frame.index), found.unknown)


def unknown_pauses(frame: pd.DataFrame) -> str:
    """The columns that the register lacks and that could explain a late answer."""
    return "、".join(
        f"“{label}”"
        for label, fields in _PAUSES.items()
        if not any(field in frame for field in fields)
    )


def was_extended(frame: pd.DataFrame) -> pd.Series:
    """Rows that were extended, by any column that tells of it."""
    return (
        said(frame, "extended").eq("yes")
        | has(frame, "extension_notice")
        | has(frame, "extension_approval")
    )


def was_corrected(frame: pd.DataFrame) -> pd.Series:
    """Rows in which a correction was asked for."""
    return (
        said(frame, "corrected").eq("yes")
        | has(frame, "correction_notice")
        | has(frame, "correction_receipt")
    )


def consulted(frame: pd.DataFrame) -> pd.Series:
    """Rows in which a third party was asked."""
    return said(frame, "third_party").eq("yes") | has(frame, "consultation")


def said(frame: pd.DataFrame, field: str) -> pd.Series:
    """`yes`, `no` (blank too) or `` (other words) per row of a yes-or-no column."""
    if field not in frame:
        return pd.Series("no", index=frame.index, dtype=object)
    words = vocabulary("yes_no")
    texts = _texts(frame, field)
    known = {
        text: (found.code or "") if (found := words.resolve(text)) else ""
        for text in texts.unique()
        if text
    }
    return texts.map(lambda text: known.get(text, "no")).astype(object)


def has(frame: pd.DataFrame, field: str) -> pd.Series:
    """Rows in which a column holds something that does not deny."""
    return ~_texts(frame, field).isin(["", "无", "否", "-", "--", "—", "——", "/"])


def dates(frame: pd.DataFrame, field: str) -> pd.Series:
    """A column of register dates (`datetime64`); NaT where a cell is blank or no date."""
    days, _ = read_dates(_texts(frame, field).tolist(), None)
    return pd.Series(days, index=frame.index)


def told_twice(frame: pd.DataFrame, field: str) -> pd.Series:
    """Rows whose cell of a date column holds two dates."""
    _, problems = read_dates(_texts(frame, field).tolist(), None)
    return pd.Series(problems, index=frame.index, dtype=object) == TWO_DATES


def _texts(frame: pd.DataFrame, field: str) -> pd.Series:
    if field not in frame:
        return pd.Series("", index=frame.index, dtype=object)
    return frame[field].where(frame[field].notna(), "").map(as_text)


def _start(frame: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The day from which the period runs, and which rows lack it.

    A correction or a payment begins the period anew.
    """
    start = frame["received_on"]
    unclear = pd.Series(data=False, index=frame.index)
    for begun, ended in (
        (was_corrected(frame), "correction_receipt"),
        (has(frame, "fee_notice"), "payment"),
    ):
        day = dates(frame, ended)
        start = start.where(~begun | day.isna(), day)
        unclear |= begun & day.isna()
    return start, unclear


def _extension(frame: pd.DataFrame) -> pd.Series:
    """Working days of extension: as registered, at most the 20 of the law.

    All 20 where the register says only that there was an extension.
    """
    told = pd.to_numeric(
        _texts(frame, "extension_days").str.extract(r"^(\d{1,3})", expand=False), errors="coerce"
    )
    return (
        told.clip(upper=ANSWER_DAYS).fillna(ANSWER_DAYS).astype(int).where(was_extended(frame), 0)
    )


def _paused(sent: pd.Series, replied: pd.Series, calendar: Calendar) -> pd.Series:
    """Working days of a consultation, and one for its edges; a silent third party has its 15."""
    pause = pd.Series(THIRD_PARTY_DAYS, index=sent.index)
    both = sent.notna() & replied.notna() & (replied >= sent)
    pairs = pd.DataFrame({"sent": sent, "replied": replied})[both]
    for (first, last), group in pairs.groupby(["sent", "replied"]):
        try:
            days = calendar.between(pd.Timestamp(str(first)).date(), pd.Timestamp(str(last)).date())
        except ValueError:
            continue  # beyond the calendar: the longest there can be
        pause.loc[group.index] = min(days, THIRD_PARTY_DAYS)
    return pause + 1


def _added(start: pd.Series, days: pd.Series, calendar: Calendar) -> Clock:
    """Adds working days to days, once for each distinct pair."""
    due = pd.Series(pd.NaT, index=start.index, dtype="datetime64[s]")
    earliest, unknown = due.copy(), set[int]()
    pairs = pd.DataFrame({"day": start, "days": days.loc[start.index]})
    for (day, count), group in pairs.groupby(["day", "days"]):
        try:
            bounds = calendar.bounds(pd.Timestamp(str(day)).date(), int(str(count)))
        except BeyondCalendarError:
            continue  # before the years of the calendar
        due.loc[group.index] = pd.Timestamp(bounds.latest)
        earliest.loc[group.index] = pd.Timestamp(bounds.earliest)
        unknown |= set(bounds.unknown)
    return Clock(due, earliest, tuple(sorted(unknown)))


def after_working_days(start: pd.Series, count: int, calendar: Calendar) -> pd.Series:
    """Every day plus some working days, as late as it may turn out; NaT where there is none."""
    known = start.dropna()
    found = _added(known, pd.Series(count, index=known.index), calendar)
    return found.due.reindex(start.index)
