"""Rules on the rows of the register of reviews and suits (C37, C38)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zbreport.checks.binding import group_rows
from zbreport.checks.case import Case, failed, unjudged
from zbreport.checks.requests import places, told
from zbreport.checks.verdicts import Passed
from zbreport.forms.layout import form_of, number_text
from zbreport.tabulation.selection import counted
from zbreport.text.compare import as_text
from zbreport.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.checks.verdicts import Result
    from zbreport.vocabulary import Vocabulary

_PLACE = "复议诉讼台账"
_REVIEW_FIRST_SINCE = pd.Timestamp(2024, 1, 1)
_NO_REFUSAL = frozenset({"administrative_query"})
"""Rows of （三） that refuse nothing: they tell another way."""

_WITHHELD = "（三）不予公开"

_TELLING = ("disputed", "request_number")
"""Columns of the register of cases that tell which answer a case is about."""


def review_comes_first(case: Case) -> Iterator[Result]:
    """C37: suits without a review, filed since 2024 against a refusal."""
    cases = _cases(case)
    if cases is None:
        yield unjudged("C37", _PLACE, "没有复议诉讼台账")
        return
    direct = cases[
        cases["kind"].eq("litigation_direct") & (cases["filed_on"] >= _REVIEW_FIRST_SINCE)
    ]
    if direct.empty:
        yield Passed()
        return
    found = _disputed(case, direct)
    refusals = _refusals(case)
    refused = direct[[outcome in refusals for outcome in found]]
    if not refused.empty:
        message = (
            f"有 {len(refused)} 件不服不予公开的决定、"
            f"2024 年以后未经复议直接起诉：{told(case, refused)}"
        )
        yield failed("C37", "四/未经复议直接起诉", message, rows=places(case, refused))
    elif None in found:
        yield unjudged(
            "C37",
            "四/未经复议直接起诉",
            f"有 {len(direct)} 件直接起诉，台账看不出所诉的是哪一种答复",
        )
    else:
        yield Passed()


def _refusals(case: Case) -> frozenset[str]:
    """The outcomes that withhold information: （二）, （三）, and 不予公开 without a reason."""
    rows = group_rows(form_of(case.tally.report), _WITHHELD) if case.tally else ()
    return frozenset((*rows, "partially_granted", "refused")) - _NO_REFUSAL


def co_defendant(case: Case) -> Iterator[Result]:
    """C38: suits in which the office is only the co-sued review body do not count here."""
    tally = case.tally
    frame = tally.frames.get("proceedings") if tally else None
    if frame is None or tally is None or "role" not in frame:
        yield unjudged("C38", _PLACE, "复议诉讼台账没有“本机关身份”列")
        return
    along = frame[frame["set_aside"].eq("co_defendant")]
    keys = [
        key
        for key in case.figures
        if key.startswith("proceedings.litigation") and key.endswith(".total")
    ]
    said = sum(case.figures[key] or 0 for key in keys)
    own = sum(tally.report.cells.get(key) or 0 for key in keys)
    if len(along) and said == own + len(along):
        message = (
            f"第四部分诉讼共 {number_text(said)} 件，"
            f"其中 {len(along)} 件本机关只是作共同被告的复议机关"
        )
        yield failed(
            "C38",
            "四/行政诉讼",
            message,
            cells=tuple(keys),
            said=number_text(said),
            expected=number_text(own),
            difference=number_text(said - own),
            rows=places(case, along),
        )
    else:
        yield Passed()


def _cases(case: Case) -> pd.DataFrame | None:
    if case.tally is None or "proceedings" not in case.tally.frames:
        return None
    return counted(case.tally.frames["proceedings"])


def _keys(case: Case, rows: pd.DataFrame) -> list[tuple[str, str, int]]:
    sources = case.tally.sources if case.tally else ()
    return [
        (sources[int(source)].file, sources[int(source)].sheet, int(row))
        for source, row in zip(rows["source"], rows["row"], strict=True)
    ]


def _disputed(case: Case, rows: pd.DataFrame) -> list[str | None]:
    """The answer that each case is about.

    As its own column says, else that of the request that it names or stands in the row of.
    """
    by_row, by_number = _outcomes_of_requests(case)
    words = vocabulary("outcomes", case.settings.wordings.get("outcomes", {}))
    words = words.in_year(case.tally.report.year) if case.tally else words
    said, named = (
        [as_text(value) for value in rows[field]] if field in rows else [""] * len(rows)
        for field in _TELLING
    )
    return [
        _code(words, text) or by_number.get(number) or by_row.get(key)
        for text, number, key in zip(said, named, _keys(case, rows), strict=True)
    ]


def _code(words: Vocabulary, text: str) -> str | None:
    """The outcome that a text says; `不予公开` without a reason is a refusal too."""
    meaning = words.resolve(text) if text else None
    if meaning and meaning.code:
        return meaning.code
    return "refused" if text.startswith(("不予公开", "部分公开", "不公开")) else None


def _outcomes_of_requests(case: Case) -> tuple[dict[tuple[str, str, int], str], dict[str, str]]:
    """The outcome of every request by its file, sheet and row, and by its number."""
    if case.tally is None or "requests" not in case.tally.frames:
        return {}, {}
    frame = case.tally.frames["requests"]
    known = frame[frame["outcome"].notna()]
    outcomes = known["outcome"].astype(str)
    numbers = (
        {
            as_text(number): outcome
            for number, outcome in zip(known["number"], outcomes, strict=True)
        }
        if "number" in known
        else {}
    )
    numbers.pop("", None)
    return dict(zip(_keys(case, known), outcomes, strict=True)), numbers
