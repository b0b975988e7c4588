"""Rules on the text against the tables: figures, denials, the processing fee (C13, C17, C33)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.checks.binding import PROCESSING_FEE
from zbreport.checks.case import Case, failed, question, unjudged
from zbreport.checks.relations import total
from zbreport.checks.verdicts import Passed
from zbreport.forms.layout import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.checks.binding import Cells
    from zbreport.checks.claims import Claim
    from zbreport.checks.verdicts import Result
    from zbreport.model import Number

_PLACES = {"": "前言", "一": "一、总体情况", "六": "六、其他需要报告的事项"} | {
    section: f"第{section}部分的文字" for section in ("二", "三", "四")
}
_COUNTS = {"count", "all"}
_TELLING = 10
"""Smaller numbers are equal by chance too often."""


def place_of(claim: Claim) -> str:
    """Where a claim stands."""
    return _PLACES[claim.section]


def against_table(case: Case) -> Iterator[Result]:
    """C13: every figure of the text that means cells of the form."""
    for claim in case.narrative.claims:
        if claim.kind in _COUNTS and (claim.readings or claim.also) and not _is_fee(claim):
            yield from _against_table(case, claim)


def _against_table(case: Case, claim: Claim) -> Iterator[Result]:
    if claim.readings and all(
        total(cells, case.figures) == claim.figure for cells in claim.readings
    ):
        yield Passed(claim.readings[0])
        return
    readings = [(cells, total(cells, case.figures)) for cells in claim.readings]
    also = [(cells, total(cells, case.figures)) for cells in claim.also]
    cells = tuple(dict.fromkeys(key for those, _ in readings or also for key in those))
    place = place_of(claim)
    if any(value is None for _, value in readings) or (
        not readings and all(value is None for _, value in also)
    ):
        yield unjudged(
            "C13",
            place,
            f"“{claim.said}”所指的格子没有数",
            cells=cells,
            quote=claim.quote,
            said=number_text(claim.figure),
        )
    elif not readings and claim.dimension == "part":
        yield _part(case, claim, also[0])
    elif not readings:
        if any(value == claim.figure for _, value in also):
            yield Passed(cells)
    elif _speaks_of_each(claim) and (
        wrong := next((one for one in readings if one[1] != claim.figure), None)
    ):
        yield _mismatch(case, claim, wrong, cells)
    elif any(value == claim.figure for _, value in (*readings, *also)):
        yield _which(case, claim, [*readings, *also], cells)
    else:
        yield _mismatch(case, claim, readings[0], cells)


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


def _speaks_of_each(claim: Claim) -> bool:
    """`行政复议、行政诉讼均为 0 件` says so of each, where `收到并办理 5 件` may mean either."""
    return len(claim.readings) > 1 and all(
        reading[0].startswith("proceedings.") for reading in claim.readings
    )


def _mismatch(
    case: Case, claim: Claim, reading: tuple[Cells, Number | None], cells: Cells
) -> Result:
    expected = reading[1] or 0
    named = sum_label(case, reading[0])
    intro = (
        f"文字说“{claim.said}”"
        if claim.kind == "count"
        else f"文字说这 {number_text(claim.figure)} 件全部如此"
    )
    message = f"{intro}，表格中{named}是 {number_text(expected)}，相差 {number_text(claim.figure - expected)}"
    return failed(
        "C13",
        place_of(claim),
        message + _same_number(case, claim, reading[0]),
        cells=cells,
        said=number_text(claim.figure),
        expected=number_text(expected),
        difference=number_text(claim.figure - expected),
        quote=claim.quote,
    )


def _which(
    case: Case, claim: Claim, readings: list[tuple[Cells, Number | None]], cells: Cells
) -> Result:
    told = "；".join(
        f"{sum_label(case, those)}是 {number_text(value)}" for those, value in readings
    )
    message = f"文字说“{claim.said}”，看不出指哪一个数：{told}"
    return question(
        "C13",
        place_of(claim),
        message,
        cells=cells,
        said=number_text(claim.figure),
        quote=claim.quote,
        expected=number_text(readings[0][1]),
    )


def sum_label(case: Case, cells: Cells) -> str:
    """A sum of cells in the form's own words: a group of rows by its name."""
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
    """Names the cell that holds the stated figure, where one in the same rows or groups does: where the figure may have been taken from."""
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
    """C17: the text says none and the table has some, or the table is all zero and the text has some."""
    zero = {table for table in ("requests", "proceedings") if _is_all_zero(case, table)}
    for claim in case.narrative.claims:
        if claim.kind == "none" and claim.readings and not _is_fee(claim):
            yield from _denied(case, claim)
        elif (
            zero
            and claim.kind == "count"
            and claim.figure
            and claim.dimension in {"flow", "suit"}
            and len(claim.readings) == 1
        ):
            yield from _all_zero(claim, zero)


def _denied(case: Case, claim: Claim) -> Iterator[Result]:
    for cells in claim.readings:
        value = total(cells, case.figures)
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
            message = f"文字说“{claim.said}”，表格中{sum_label(case, cells)}是 {number_text(value)}"
            yield failed(
                "C17",
                place_of(claim),
                message,
                cells=cells,
                said="0",
                expected=number_text(value),
                difference=number_text(-value),
                quote=claim.quote,
            )


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
    """C33: what section 六 tells of fees against the tables, and what the register tells of notices."""
    if case.outcome is not None:
        from zbreport.checks.requests import fee_notices

        yield from fee_notices(case)
    told = [claim for claim in case.narrative.claims if _is_fee(claim)]
    collected = case.figures.get("disclosure.fees_wan_yuan")
    unpaid = case.figures.get("requests.fee_unpaid.total")
    mentioned = any(
        "信息处理费" in part.text or "收费" in part.text
        for part in case.published.paragraphs
        if part.section in {"一", "六"}
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
