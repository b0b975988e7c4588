"""Suits over several instances (一审, 二审, 再审), in columns or rows: one case, latest result.

Source: domain.md 7: the latest instance's result counts, an appeal under way is 尚未审结. A court
of appeal that lets a judgment stand leaves the result that it had.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from zbreport.text.compare import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.ledgers.judge import Judge

RESULTS = ("first_result", "second_result", "retrial_result")
"""Fields of the results, earliest instance first."""

CLOSED = ("first_closed_on", "second_closed_on", "retrial_closed_on")
"""Fields of the days on which each instance ended."""

_NONE = re.compile(
    r"[-—/]*|无|否|(?:双方|均|都|原告|当事人)*(?:无|未|没有?|不)(?:再)?(?:提起|提出|申请|进入|有)?(?:上诉|二审|再审|申诉)|服判.*"
)
_COURT = r"(?:原审?|一审|二审|再审|原一审|原二审)(?:法院)?的?(?:行政)?(?:判决|裁定|裁判|判)?书?"
_STANDS = re.compile(
    rf"驳回.{{0,4}}(?:上诉|再审申请|申诉|再审请求)|维持{_COURT}|撤回(?:上诉|再审申请|申诉)|不予再审"
)
_LOWER = re.compile(rf"(?:撤销|变更){_COURT}(?:第?[一二三四五六七八九十、]+项)?")
_RANKS = (("再审", 2), ("申诉", 2), ("二审", 1), ("上诉", 1), ("终审", 1), ("一审", 0))


def deciding(texts: Sequence[str]) -> tuple[int, str]:
    """Which of the results of a case counts.

    Args:
        texts: the results as written, earliest instance first; blank where there was none.

    Returns:
        The place of the instance that decides, and its wording without what it says of the judgment
        below (`撤销一审判决，撤销答复` → `撤销答复`); (-1, "") where none says anything.
    """
    place, found = -1, ""
    for index, text in enumerate(texts):
        plain = normalise(text)
        if _NONE.fullmatch(plain) or (found and _STANDS.search(plain)):
            continue
        rest = _LOWER.sub("", plain).strip(",;、。并和及")
        place, found = index, rest if rest and rest != plain else text
    return place, found


def rank(text: str) -> int | None:
    """The instance that a text names: 0 一审, 1 二审, 2 再审; None when it names none."""
    return next((number for word, number in _RANKS if word in text), None)


def merge_rows(judge: Judge) -> int:
    """Makes one case of rows that are its instances, and returns how many rows that set aside.

    Rows are instances of one case where 审级 (or the kind) differs, and the number, the number of
    the case below or the request is the same. The last keeps the case: with the day on which the
    first was filed, and the results of all.
    """
    frame = judge.frame
    ranks = (judge.text("instance") + judge.text("kind")).map(rank)
    listed = frame.index[ranks.notna() & judge.open]
    groups = _same_case(judge, ranks, listed)
    earlier: list[int] = []
    for rows in groups:
        ordered = sorted(rows, key=lambda row: ranks[row])
        *before, last = ordered
        results = [str(frame.loc[row, "result_text"]) for row in ordered]
        place, text = deciding(results)
        frame.loc[last, "filed_on"] = frame.loc[ordered, "filed_on"].min()
        if place >= 0:
            frame.loc[last, "result_text"] = text
        earlier += before
    judge.say(
        pd.Series(frame.index.isin(earlier), index=frame.index),
        "L153",
        "instance" if judge.has("instance") else "kind",
        by=pd.Series("", index=frame.index, dtype=object),
        reason="earlier_instance",
        count=len(earlier),
        why="同一案件的前一审，案件按最近一审的结果计一件",
    )
    return len(earlier)


def _same_case(judge: Judge, ranks: pd.Series, listed: pd.Index) -> list[list[int]]:
    """Groups of rows that name their instance and are one case, of two or more instances."""
    number, below = judge.text("number"), judge.text("number_below")
    request = judge.text("request_number")
    by_key: dict[tuple[str, str], int] = {}
    group: dict[int, list[int]] = {}
    for row in sorted(listed, key=lambda row: ranks[row]):
        keys = [
            ("case", normalise(number[row])),
            ("case", normalise(below[row])),
            ("request", normalise(request[row])),
        ]
        known = [key for key in keys if key[1]]
        first = next((by_key[key] for key in known if key in by_key), row)
        if any(ranks[other] == ranks[row] for other in group.get(first, [])):
            first = row
        group.setdefault(first, []).append(row)
        for key in known:
            by_key.setdefault(key, first)
    return [rows for rows in group.values() if len(rows) > 1]
