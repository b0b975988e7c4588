"""Sentences on requests (section 一): received, carried over, answered, outcomes with shares."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from zbreport.calendar import ANSWER_DAYS, BeyondCalendarError, calendar_with
from zbreport.forms.extras import groups_with_figures
from zbreport.forms.layout import form_of
from zbreport.tabulation.years import percent
from zbreport.text.gaps import gap

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from zbreport.calendar import Calendar
    from zbreport.model import Number, Report
    from zbreport.tabulation.tally import Tally


def requests_text(tally: Tally) -> str:
    """Requests received, carried in, answered and carried on.

    That all answers were in time is only said where every row shows it.
    """
    report = tally.report
    received, carried, answered, open_ = (
        _total(report, row) for row in ("received", "carried_in", "total", "carried_forward")
    )
    if received == carried == 0 and _only_other_years(tally):
        return gap("本年收到和上年结转申请的件数（登记的都是其他年度的申请）")
    if received == carried == 0:
        return f"{report.year}年，未收到政府信息公开申请，也没有上年结转的申请。"
    flows = "，".join(
        f"{said}{number}件" if number is not None else gap(what)
        for said, number, what in (
            ("上年结转", carried, "上年结转申请的件数"),
            ("本年答复", answered, "本年答复申请的件数"),
            ("结转下年度继续办理", open_, "年底尚在办理的申请件数"),
        )
    )
    came = _received(report, received, tally.previous)
    return f"{came}{flows}。{_timely(tally) if answered else ''}"


def _only_other_years(tally: Tally) -> bool:
    """Whether a register has requests but none of this year: it shows nothing about this one."""
    frame = tally.frames.get("requests")
    return frame is not None and bool(frame["set_aside"].eq("outside_year").any())


def _received(report: Report, received: Number | None, previous: Report | None) -> str:
    if received is None:
        return gap("本年新收政府信息公开申请的件数")
    if received == 0:
        return f"{report.year}年，未收到政府信息公开申请。"
    ways = {
        one.row: one.number
        for extra, numbers in groups_with_figures(report.extras)
        if extra.key == "request_methods"
        for one in numbers
        if one.number is not None and one.row != "未识别"
    }
    change = _beside_last_year(received, previous)
    text = f"{report.year}年，共收到政府信息公开申请{received}件{change}"
    if sum(ways.values()) != received:
        return f"{text}，{gap('网络、信函、当面等各种申请方式的件数')}。"
    if len(ways) == 1:
        return f"{text}，均以{next(iter(ways))}方式提出。"
    return f"{text}，其中{'、'.join(f'{way}{count}件' for way, count in ways.items())}。"


def _beside_last_year(received: Number, previous: Report | None) -> str:
    """How many more or fewer than last year, where last year's report says how many there were.

    Row 一 is the same in all editions.
    """
    before = None if previous is None else _total(previous, "received")
    if before is None:
        return ""
    change = received - before
    return (
        f"（比上年{'增加' if change > 0 else '减少'}{abs(change)}件）"
        if change
        else "（与上年持平）"
    )


def outcomes_text(report: Report) -> str:
    """How the requests were answered: the outcomes that occurred, with their shares of （七）."""
    whole = _total(report, "total")
    groups = list(outcome_groups(report))
    if not whole or any(number is None for _, number in groups):
        return "" if whole == 0 else gap("各种办理结果的件数")
    told = (f"{label}{number}件，占{share(number, whole)}%" for label, number in groups if number)
    return f"从办理结果看，{'；'.join(told)}。"


def outcome_groups(report: Report) -> Iterator[tuple[str, Number | None]]:
    """The groups of outcomes of section 三 by their short names, each the sum of its rows.

    None where a row has no figure.
    """
    (block,) = form_of(report).table("requests").blocks
    details = [row for row in block.rows if len(row.path) > 1 and not row.sum]
    for label, rows in groupby(details, key=lambda row: row.path[1]):
        numbers = [_total(report, row.key) for row in rows]
        known = [number for number in numbers if number is not None]
        yield (
            label.partition("）")[2].partition("（")[0],
            sum(known, 0) if len(known) == len(numbers) else None,
        )


def share(part: Number, whole: Number) -> str:
    """A share in percent, to one decimal, half up; none and all without a decimal."""
    if part in {0, whole}:
        return "100" if part else "0"
    return str(percent(part, whole))


def _timely(tally: Tally) -> str:
    return "上述答复均在法定期限内作出。" if answered_in_time(tally) else gap("答复期限的遵守情况")


def answered_in_time(tally: Tally) -> bool:
    """Whether every answer has its row, and came within 20 working days (条例 art. 33)."""
    frame = tally.frames.get("requests")
    if frame is None:
        return False
    closed = frame[frame["set_aside"].isna() & frame["state"].eq("closed")]
    return len(closed) == _total(tally.report, "total") and _no_row_late(
        closed, calendar_with(tally.settings.calendar)
    )


def _no_row_late(closed: pd.DataFrame, calendar: Calendar) -> bool:
    """Whether every row was surely answered in time, whatever days off are not known yet."""
    if closed["received_on"].isna().any():
        return False
    days = closed[["received_on", "answered_on"]].drop_duplicates()
    pairs = zip(days["received_on"].dt.date, days["answered_on"].dt.date, strict=True)
    try:
        return all(
            answered <= calendar.bounds(received, ANSWER_DAYS).earliest
            for received, answered in pairs
        )
    except BeyondCalendarError:
        return False


def _total(report: Report, row: str) -> Number | None:
    return report.cells.get(f"requests.{row}.total")
