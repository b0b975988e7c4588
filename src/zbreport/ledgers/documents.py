"""Rules and normative documents: section 二, article 20(1).

Frame: `kind` (`rules`, `normative_documents`), `issued_on`, `repealed_on`, `expires_on`,
`published_on` (datetime64[s]), and the facts as of the report year: `issued` (`this_year`,
`before`), `repealed` (`this_year`, `no`), `in_force` (`yes`, `no`), for the 2019 edition
`disclosed` (`this_year`, `before`) and `on_show` (`yes`, `no`).
Rules: domain 2.3; in force means on 31 December.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zbreport.ledgers.dates import NOT_A_DATE, read_date
from zbreport.ledgers.kinds import kinds
from zbreport.ledgers.same_numbers import mark_same_numbers
from zbreport.ledgers.validity import read_validity
from zbreport.text.compare import normalise

if TYPE_CHECKING:
    from zbreport.ledgers.judge import Judge
    from zbreport.model import Scalar

DATE = "issued_on"

_NOT_REPEALED = {"否", "未", "未废止", "未失效", "有效", "现行有效", "继续有效", "没有", "不"}
_YEAR = re.compile(r"((?:19|20|21)\d\d)(?:年度?)?")
_IN_YEARS = re.compile(r"[(（].{0,3}年[)）]|年限|年数")


def typed(judge: Judge) -> None:
    """Types the columns; documents that are neither rules nor normative are set aside."""
    frame = judge.frame
    kinds(judge, "document_kinds", "规章、行政规范性文件")
    judge.put_aside(frame["kind"] == "other_document", "other_document")
    judge.dates("issued_on")
    judge.dates("published_on")
    judge.dates("repealed_on", _repealed)
    judge.needs_date("issued_on")
    _expiry(judge)
    judge.say(
        frame["repealed_on"] < frame["issued_on"],
        "L155",
        "repealed_on",
        by=_blank(judge),
        reason="contradictory",
    )
    _validity(judge)


def facts(judge: Judge, year: int) -> None:
    """Places every document in the year: made, repealed, in force on 31 December."""
    frame = judge.frame
    issued, repealed, expired = (
        frame[field].dt.year for field in ("issued_on", "repealed_on", "expires_on")
    )
    judge.put_aside((issued > year) | (repealed < year), "outside_year")
    lapsed = (expired <= year) & ~(repealed <= year)
    gone = (repealed == year) | lapsed
    text = frame["validity_text"]
    invalid, valid = frame["validity"] == "invalid", frame["validity"] == "valid"
    dateless = invalid & repealed.isna() & expired.isna()
    judge.say(
        dateless,
        "L152",
        "validity",
        by=text,
        reason="contradictory",
        cell=("repealed_on", ()),
        detail="但没有废止日期",
    )
    judge.say(
        valid & gone,
        "L152",
        "validity",
        by=text,
        reason="contradictory",
        detail="但废止或失效日期已到",
    )
    counts_as_repealed = judge.settings.decision("lapsed_documents") == "repealed"
    judge.put_aside(lapsed & (expired < year), "outside_year")
    if not counts_as_repealed:
        judge.put_aside(lapsed & (issued < year), "not_counted")
    frame["issued"] = (issued == year).map({True: "this_year", False: "before"})
    frame["repealed"] = ((repealed == year) | (lapsed & counts_as_repealed)).map(
        {True: "this_year", False: "no"}
    )
    standing = ~gone & (frame["validity"] != "pending")
    frame["in_force"] = standing.map({True: "yes", False: "no"})
    _disclosure(judge, year, standing)
    mark_same_numbers(judge, ["kind", "issued_on", "repealed_on"])
    _note_lapsed(judge, lapsed)


def _note_lapsed(judge: Judge, lapsed: pd.Series) -> None:
    value, origin = (
        judge.settings.decision("lapsed_documents"),
        judge.settings.origin_of("lapsed_documents"),
    )
    counted = value == "repealed"
    touched = lapsed & (judge.open if counted else judge.frame["set_aside"] == "not_counted")
    text = f"有效期届满或宣布失效的文件{'计入' if counted else '不计入'}本年废止件数"
    judge.chose("decisions.lapsed_documents", value, text, origin, int(touched.sum()))


def _validity(judge: Judge) -> None:
    """`validity`: `valid`, `pending`, `invalid` (repealed or lapsed); None if unknown."""
    frame = judge.frame
    found = judge.look_up("validity", judge.words("validity"))
    frame["validity_text"], frame["validity"] = found.texts, found.codes
    judge.judge_words("validity", "validity", found, "有效性", "unknown_status", required=False)


def _repealed(
    value: Scalar, year: int | None = None, *, since_1904: bool = False
) -> date | str | None:
    """One cell of 废止日期: a day, words that say that nothing was repealed, or a year alone."""
    text = normalise(str(value))
    if text in _NOT_REPEALED:
        return None
    if alone := _YEAR.fullmatch(text.removesuffix(".0")):
        return date(int(alone[1]), 12, 31)
    return read_date(value, year, since_1904=since_1904)


def _expiry(judge: Judge) -> None:
    """`expires_on`: the last day of validity, also from a number of years; None without an end."""
    frame, cells = judge.frame, judge.cells("expires_on")
    judge.faults("expires_on")
    effective = judge.cells("effective")
    starts = [read_date(value) for value in effective.distinct]
    begun = pd.Series(
        np.array(
            [np.datetime64(day if isinstance(day, date) else "NaT", "s") for day in starts],
            dtype="datetime64[s]",
        )[effective.codes],
        index=frame.index,
    )
    since = begun.where(begun.notna(), frame["issued_on"])
    in_years = judge.by_table(lambda table: bool(_IN_YEARS.search(table.header("expires_on"))))
    places, found = pd.factorize(pd.MultiIndex.from_arrays([cells.codes, since, in_years]))
    ends = [
        read_validity(
            cells.distinct[code], None if day is pd.NaT else day.date(), in_years=bool(years)
        )
        for code, day, years in found
    ]
    days = np.array(
        [np.datetime64(end if isinstance(end, date) else "NaT", "s") for end in ends],
        dtype="datetime64[s]",
    )
    frame["expires_on"] = pd.Series(days[places], index=frame.index)
    problem = np.array([end if isinstance(end, str) else "" for end in ends], dtype=object)[places]
    wrong = pd.Series(problem, index=frame.index, dtype=object)
    for code in sorted(set(problem) - {""}):
        said = "L157" if code == NOT_A_DATE else code
        judge.say(wrong == code, said, "expires_on", reason="bad_date")


def _disclosure(judge: Judge, year: int, standing: pd.Series) -> None:
    """For the 2019 edition: disclosed when published, or, where that is unknown, when issued."""
    frame = judge.frame
    shown_on = (
        frame["published_on"].where(frame["published_on"].notna(), frame["issued_on"]).dt.year
    )
    frame["disclosed"] = (shown_on == year).map({True: "this_year", False: "before"})
    frame["on_show"] = (standing & (shown_on <= year)).map({True: "yes", False: "no"})


def _blank(judge: Judge) -> pd.Series:
    return pd.Series("", index=judge.frame.index, dtype=object)
