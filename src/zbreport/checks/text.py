"""Rules on the text against the tables: figures, denials, the processing fee (C13, C17, C33)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zbreport.checks.binding import PROCESSING_FEE
from zbreport.checks.case import Case, failed, question, unjudged
from zbreport.checks.offices import is_government, office_of
from zbreport.checks.verdicts import Passed
from zbreport.diagnostics import Level
from zbreport.forms.layout import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.checks.binding import Cells
    from zbreport.checks.case import Told
    from zbreport.checks.claims import Claim
    from zbreport.checks.verdicts import Result
    from zbreport.model import Number

_PLACES = {"": "前言", "一": "一、总体情况", "六": "六、其他需要报告的事项"} | {
    section: f"第{section}部分的文字" for section in ("二", "三", "四")
}
_COUNTS = {"count", "all"}
_FEE = re.compile("处理费|收费|信息公开费用|公开费用")
_TELLING = 10
"""Smaller numbers are equal by chance too often."""


def place_of(claim: Claim) -> str:
    """Where a claim stands."""
    return _PLACES[claim.section]


def against_table(case: Case) -> Iterator[Result]:
    """C13: every figure of the text that means cells of the form."""
    for claim in case.narrative.claims:
        if claim.kind in _COUNTS and claim.candidates and not _is_fee(claim):
            yield from _against_table(case, claim)


def _against_table(case: Case, claim: Claim) -> Iterator[Result]:
    meant = meanings(case, claim)
    cells = tuple(dict.fromkeys(key for those in claim.readings or claim.also for key in those))
    if all(value is None for _, value in meant):
        yield unjudged(
            "C13",
            place_of(claim),
            f"“{claim.said}”所指的格子没有数",
            cells=cells,
            quote=claim.quote,
            said=number_text(claim.figure),
        )
    elif claim.dimension == "part":
        yield _part(case, claim, meant[0])
    elif claim.each and (wrong := _first_wrong(case, claim)):
        yield _mismatch(case, claim, [wrong], cells)
    elif fits(case, claim) or _shared(case, claim):
        yield Passed(cells)
    elif claim.readings:
        yield _mismatch(case, claim, meant, cells)


def meanings(case: Case, claim: Claim) -> list[tuple[Cells, Number | None]]:
    """The sums of cells that a figure may mean, with their values.

    Parts by applicant rest on what the number of requests before them turned out to mean: of
    收到 43 件, where 43 is 一 + 二, 自然人 40 件 is 一 + 二 too.
    """
    candidates = claim.candidates
    whole = case.narrative.claims[claim.on] if claim.on is not None else None
    if whole is not None:
        column = {key.rpartition(".")[2] for key in candidates[0]}
        standing = [
            cells
            for cells in candidates
            if any(_rows(cells) == _rows(those) for those in _fitting(case, whole))
        ]
        candidates = tuple(standing) if standing and column != {"total"} else candidates
    return [(cells, case.total(cells)) for cells in candidates]


def _rows(cells: Cells) -> set[str]:
    return {key.rpartition(".")[0] for key in cells}


def _fitting(case: Case, claim: Claim) -> list[Cells]:
    return [cells for cells in claim.candidates if case.total(cells) == claim.figure]


def fits(case: Case, claim: Claim) -> bool:
    """Whether a figure is right in one of the senses that its words allow."""
    if claim.each:
        return _first_wrong(case, claim) is None
    return any(value == claim.figure for _, value in meanings(case, claim))


def _first_wrong(case: Case, claim: Claim) -> tuple[Cells, Number | None] | None:
    """Of what is said of each of several, the first of which it is not true."""
    values = ((cells, case.total(cells)) for cells in claim.readings)
    return next(((cells, value) for cells, value in values if value != claim.figure), None)


def _shared(case: Case, claim: Claim) -> bool:
    """`“已主动公开”2 件，“同意公开”2 件`: two kinds of what one row holds, which add up to it."""
    same = [
        other
        for other in case.narrative.claims
        if other.sentence == claim.sentence
        and other.kind == "count"
        and other.dimension in {"outcome", "result", "part"}
        and set(other.candidates[:1]) == set(claim.candidates[:1])
    ]
    if len(same) < 2 or claim.dimension not in {"outcome", "result"}:
        return False
    return sum(other.figure for other in same) == case.total(claim.candidates[0])


def _part(case: Case, claim: Claim, whole: tuple[Cells, Number | None]) -> Result:
    """`信息不存在 7 件`: a part of a row, so that it may be smaller, but not larger."""
    cells, value = whole
    if value is None or claim.figure <= value:
        return Passed(cells)
    message = f"文字说“{claim.said}”，多于它所属的{sum_label(case, cells)}（{number_text(value)}）"
    return failed(
        "C13",
        place_of(claim),
        message,
        cells=cells,
        said=number_text(claim.figure),
        expected=f"≤ {number_text(value)}",
        difference=number_text(claim.figure - value),
        quote=claim.quote,
    )


def _mismatch(
    case: Case, claim: Claim, meant: list[tuple[Cells, Number | None]], cells: Cells
) -> Result:
    """Reports a figure that nothing its words may mean has.

    In a government's report one office's own figure is only asked about.
    """
    reading = next((one for one in meant if one[1] is not None), meant[0])
    expected = reading[1] or 0
    intro = (
        f"文字说“{claim.said}”"
        if claim.kind == "count"
        else f"文字说这 {number_text(claim.figure)} 件全部如此"
    )
    told = "、".join(
        f"{sum_label(case, those)}是 {number_text(value)}"
        for those, value in meant
        if value is not None
    )
    message = f"{intro}，表格中{told}，相差 {number_text(claim.figure - expected)}"
    stated: Told = {
        "said": number_text(claim.figure),
        "expected": number_text(expected),
        "difference": number_text(claim.figure - expected),
        "quote": claim.quote,
    }
    if claim.scope and is_government(office_of(case.published.title)):
        message += "。这句话像是只说一个单位的，表格是全地区的：请写明是谁的数"
        return question("C13", place_of(claim), message, cells=cells, **stated)
    if claim.mild:
        stated["level"] = Level.WARNING
    message += _same_number(case, claim, reading[0])
    return failed("C13", place_of(claim), message, cells=cells, **stated)


def sum_label(case: Case, cells: Cells) -> str:
    """A sum of cells in the form's own words: a group of rows by its name."""
    if cells == (PROCESSING_FEE,):
        return "信息处理费（元）"
    if len(cells) == 1:
        return case.label(cells[0])
    paths = [case.form.cells[key].row for key in cells] if case.form else []
    groups = {path[1] for path in paths if len(path) > 2}
    if (
        cells[0].startswith("requests.")
        and len(groups) == 1
        and all(len(path) > 2 for path in paths)
        and len({key.rpartition(".")[2] for key in cells}) == 1
    ):
        return f"三/{groups.pop()}各行之和"
    return " + ".join(case.label(key) for key in cells)


def _same_number(case: Case, claim: Claim, cells: Cells) -> str:
    """Names the cell of the same rows or groups that holds the stated figure, if one does."""
    near = {key.rpartition(".")[0] for key in cells}
    found = [
        key
        for key, value in case.figures.items()
        if value == claim.figure >= _TELLING and key.rpartition(".")[0] in near
    ]
    return f"（这个数与 {case.label(found[0])} 相同）" if len(found) == 1 else ""


def _is_fee(claim: Claim) -> bool:
    return claim.readings == ((PROCESSING_FEE,),)


def denials(case: Case) -> Iterator[Result]:
    """C17: the text says none or all done and the table has some, or the other way round."""
    zero = {table for table in ("requests", "proceedings") if _is_all_zero(case, table)}
    for claim in case.narrative.claims:
        if claim.kind in {"none", "done"} and claim.readings and not _is_fee(claim):
            yield from _denied(case, claim)
        elif claim.kind == "none" and all(case.total(cells) for cells in claim.also):
            # 无结转: out of last year or into the next; both are there
            yield from _denied(case, claim._replace(readings=claim.also[-1:]))
        elif (
            zero
            and claim.kind == "count"
            and claim.figure
            and claim.dimension in {"flow", "suit"}
            and claim.readings
        ):
            yield from _all_zero(claim, zero)


def _denied(case: Case, claim: Claim) -> Iterator[Result]:
    for cells in claim.readings:
        value = case.total(cells)
        if value is None:
            yield unjudged(
                "C17",
                place_of(claim),
                f"“{claim.said}”所指的格子没有数",
                cells=cells,
                quote=claim.quote,
            )
        elif value == 0:
            yield Passed(cells)
        else:
            stated: Told = {
                "said": "0",
                "expected": number_text(value),
                "difference": number_text(-value),
                "quote": claim.quote,
            }
            if claim.mild:
                stated["level"] = Level.WARNING
            message = f"文字说“{claim.said}”，表格中{sum_label(case, cells)}是 {number_text(value)}"
            yield failed("C17", place_of(claim), message, cells=cells, **stated)


def _is_all_zero(case: Case, table: str) -> bool:
    if case.figures.get(f"{table}.{'total' if table == 'requests' else 'review'}.total"):
        return False  # most reports: no need to look at every cell
    values = [value for key, value in case.figures.items() if key.startswith(f"{table}.")]
    return bool(values) and not any(values) and None not in values


def _all_zero(claim: Claim, zero: set[str]) -> Iterator[Result]:
    table = claim.readings[0][0].partition(".")[0]
    if table in zero:
        section = "三" if table == "requests" else "四"
        message = f"文字说“{claim.said}”，第{section}部分的表全是 0"
        yield failed(
            "C17",
            place_of(claim),
            message,
            cells=claim.readings[0],
            said=number_text(claim.figure),
            expected="0",
            difference=number_text(claim.figure),
            quote=claim.quote,
        )


def processing_fee(case: Case) -> Iterator[Result]:
    """C33: what section 六 says of fees against the tables; notices against the register."""
    if case.tally is not None:
        from zbreport.checks.requests import fee_notices

        yield from fee_notices(case)
    told = [claim for claim in case.narrative.claims if _is_fee(claim)]
    collected = case.figures.get("disclosure.fees_wan_yuan")
    unpaid = case.figures.get("requests.fee_unpaid.total")
    mentioned = any(
        _FEE.search(part.text) for part in case.published.paragraphs if part.section in {"一", "六"}
    )
    place = "六、其他需要报告的事项"
    if any(claim.figure > 0 for claim in told) and collected == 0:
        claim = next(claim for claim in told if claim.figure > 0)
        message = f"文字说收取信息处理费 {claim.said}，表格中行政事业性收费是 0 万元"
        yield failed(
            "C33",
            place,
            message,
            cells=("disclosure.fees_wan_yuan",),
            said=claim.said,
            expected="0",
            quote=claim.quote,
        )
    elif (collected or unpaid) and not mentioned:
        reasons = [f"行政事业性收费 {number_text(collected)} 万元"] if collected else []
        reasons += [f"逾期未缴费 {number_text(unpaid)} 件"] if unpaid else []
        cells = ("disclosure.fees_wan_yuan",) if collected else ("requests.fee_unpaid.total",)
        yield failed(
            "C33", place, f"表格中有{'、'.join(reasons)}，第六部分没有写信息处理费", cells=cells
        )
    elif collected is None and unpaid is None:
        yield unjudged("C33", place, "收费的格子没有数")
    else:
        yield Passed()
