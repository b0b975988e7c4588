"""Rules on the text: figures against the tables, breakdowns, shares, denials (C13-C17, C33)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from zbreport.checks.binding import PROCESSING_FEE
from zbreport.checks.case import Case, failed, question, unjudged
from zbreport.checks.relations import total
from zbreport.checks.verdicts import Passed
from zbreport.layout import number_text

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
_EXHAUSTIVE = 3
_TELLING = 10
"""Smaller numbers are equal by chance too often."""
_DIMENSIONS = ("outcome", "applicant", "method", "result", "suit", "free")


def place_of(claim: Claim) -> str:
    """Where a claim stands."""
    return _PLACES[claim.section]


def against_table(case: Case) -> Iterator[Result]:
    """C13: every figure of the text that means cells of the form."""
    for claim in case.narrative.claims:
        if claim.kind in _COUNTS and (claim.readings or claim.also) and not _is_fee(claim):
            yield from _against_table(case, claim)


def _against_table(case: Case, claim: Claim) -> Iterator[Result]:
    readings = [(cells, total(cells, case.figures)) for cells in claim.readings]
    also = [(cells, total(cells, case.figures)) for cells in claim.also]
    cells = tuple(dict.fromkeys(key for those, _ in readings or also for key in those))
    place = place_of(claim)
    if any(value is None for _, value in readings) or (not readings and all(value is None for _, value in also)):
        yield unjudged("C13", place, f"“{claim.said}”所指的格子没有数", cells=cells, quote=claim.quote, said=number_text(claim.figure))
    elif readings and all(value == claim.figure for _, value in readings):
        yield Passed(cells)
    elif not readings:
        if any(value == claim.figure for _, value in also):
            yield Passed(cells)
    elif _speaks_of_each(claim) and (wrong := next((one for one in readings if one[1] != claim.figure), None)):
        yield _mismatch(case, claim, wrong, cells)
    elif any(value == claim.figure for _, value in (*readings, *also)):
        yield _which(case, claim, [*readings, *also], cells)
    else:
        yield _mismatch(case, claim, readings[0], cells)


def _speaks_of_each(claim: Claim) -> bool:
    """`行政复议、行政诉讼均为 0 件` says so of each, where `收到并办理 5 件` may mean either."""
    return len(claim.readings) > 1 and all(reading[0].startswith("proceedings.") for reading in claim.readings)


def _mismatch(case: Case, claim: Claim, reading: tuple[Cells, Number | None], cells: Cells) -> Result:
    expected = reading[1] or 0
    named = _sum_label(case, reading[0])
    intro = f"文字说“{claim.said}”" if claim.kind == "count" else f"文字说这 {number_text(claim.figure)} 件全部如此"
    message = f"{intro}，表格中{named}是 {number_text(expected)}，相差 {number_text(claim.figure - expected)}"
    return failed(
        "C13", place_of(claim), message + _same_number(case, claim, reading[0]), cells=cells, said=number_text(claim.figure),
        expected=number_text(expected), difference=number_text(claim.figure - expected), quote=claim.quote,
    )  # fmt: skip


def _which(case: Case, claim: Claim, readings: list[tuple[Cells, Number | None]], cells: Cells) -> Result:
    told = "；".join(f"{_sum_label(case, those)}是 {number_text(value)}" for those, value in readings)
    message = f"文字说“{claim.said}”，看不出指哪一个数：{told}"
    return question("C13", place_of(claim), message, cells=cells, said=number_text(claim.figure), quote=claim.quote,
                    expected=number_text(readings[0][1]))  # fmt: skip


def _sum_label(case: Case, cells: Cells) -> str:
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
    found = [key for key, value in case.figures.items() if value == claim.figure >= _TELLING and key.rpartition(".")[0] in near]
    return f"（这个数与 {case.label(found[0])} 相同）" if len(found) == 1 else ""


def _is_fee(claim: Claim) -> bool:
    return claim.readings == ((PROCESSING_FEE,),)


def breakdowns(case: Case) -> Iterator[Result]:
    """C14: what follows 其中 against the figure before it; parts of one kind are added up."""
    claims = case.narrative.claims
    inside: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.part_of is not None and claim.kind == "count":
            inside.setdefault(claim.part_of, []).append(claim)
    for index, parts in sorted(inside.items()):
        whole = claims[index]
        for dimension in _DIMENSIONS if len(parts) > 1 else ():
            same = [claim for claim in parts if claim.dimension == dimension]
            told = len(same) < 2 or any(_differs(case, claim) for claim in (whole, *same))
            if not told and (dimension != "free" or all(part.figure <= whole.figure for part in same)):
                yield from _breakdown(whole, same)


def _differs(case: Case, claim: Claim) -> bool:
    """Whether C13 has told already that a figure is wrong."""
    return any((value := total(cells, case.figures)) is not None and value != claim.figure for cells in claim.readings)


def _breakdown(whole: Claim, parts: list[Claim]) -> Iterator[Result]:
    units = {part.said.lstrip("0123456789.,") for part in (whole, *parts)}
    if len(units) > 1:
        return
    added = sum((part.figure for part in parts), Decimal(0))
    told = " + ".join(number_text(part.figure) for part in parts)
    if added > whole.figure:
        message = f"“其中”各项 {told} = {number_text(added)}，多于总数 {number_text(whole.figure)}"
        yield failed("C14", place_of(whole), message, said=number_text(added), expected=number_text(whole.figure), quote=whole.quote,
                     difference=number_text(added - whole.figure))  # fmt: skip
    elif added == whole.figure:
        yield Passed()
    elif len(parts) >= _EXHAUSTIVE and parts[0].dimension in {"method", "applicant", "result", "suit"}:
        message = f"“其中”各项 {told} = {number_text(added)}，少于总数 {number_text(whole.figure)}：是否没有列全？"
        yield question("C14", place_of(whole), message, said=number_text(added), expected=number_text(whole.figure), quote=whole.quote)


def two_totals(case: Case) -> Iterator[Result]:
    """C15: the same total stated twice with different numbers."""
    seen: dict[object, tuple[Decimal, str, str]] = {}
    for claim in case.narrative.claims:
        if claim.kind == "count" and len(claim.readings) == 1:
            yield from _again(seen, claim.readings[0], (claim.figure, place_of(claim), claim.quote), case)
    for figure, quote in case.narrative.totals:
        yield from _again(seen, "publications", (Decimal(figure), "一、总体情况", quote), case)


def _again(seen: dict[object, tuple[Decimal, str, str]], thing: object, now: tuple[Decimal, str, str], case: Case) -> Iterator[Result]:
    before = seen.setdefault(thing, now)
    if before is now:
        return
    if before[0] == now[0]:
        yield Passed()
        return
    name = _sum_label(case, thing) if isinstance(thing, tuple) else "主动公开信息"
    message = f"{name}前面写 {number_text(before[0])}（{before[2]}），这里写 {number_text(now[0])}"
    yield failed("C15", now[1], message, cells=thing if isinstance(thing, tuple) else (), said=number_text(now[0]),
                 expected=number_text(before[0]), difference=number_text(now[0] - before[0]), quote=now[2])  # fmt: skip


def shares(case: Case) -> Iterator[Result]:
    """C16: percentages, by the table where it tells both numbers, else by the text."""
    for claim in case.narrative.claims:
        if claim.kind == "share" and claim.numerator:
            yield from _share(case, claim, claim.numerator)


def _share(case: Case, claim: Claim, part: Claim) -> Iterator[Result]:
    above = total(part.readings[0], case.figures) if part.readings else None
    if above is None and part.kind == "named":
        if part.readings:
            yield unjudged("C16", place_of(claim), f"“{claim.said}”所指的格子没有数", cells=part.readings[0], quote=claim.quote)
        return
    above = part.figure if above is None else above
    bases = [value for cells in claim.readings if (value := total(cells, case.figures))]
    others = [value for cells in claim.also if (value := total(cells, case.figures))]
    if not bases and claim.base and claim.base.figure:
        bases = [claim.base.figure]
    if not bases:
        yield unjudged("C16", place_of(claim), f"不知道“{claim.said}”以什么为总数", quote=claim.quote)
        return
    wanted = _percent(above, bases[0], claim.figure)
    if wanted == claim.figure:
        yield Passed()
    elif any(_percent(above, base, claim.figure) == claim.figure for base in others):
        message = f"“{claim.said}”不是占（七）总计的百分比（应为 {number_text(wanted)}%），像是以收到的申请为总数"
        yield question(
            "C16", place_of(claim), message, said=claim.said, expected=f"{wanted}%", quote=claim.quote, remedy="请写明以什么为总数"
        )
    else:
        message = f"文字说占 {claim.said}，{number_text(above)} ÷ {number_text(bases[0])} = {wanted}%"
        yield failed("C16", place_of(claim), message, said=claim.said, expected=f"{wanted}%", quote=claim.quote,
                     difference=f"{claim.figure - wanted} 个百分点")  # fmt: skip


def _percent(part: Number, base: Number, like: Decimal) -> Decimal:
    """The share in percent, rounded half up to as many decimals as `like` has."""
    exponent = like.as_tuple().exponent
    return (Decimal(100) * part / base).quantize(Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0), ROUND_HALF_UP)


def denials(case: Case) -> Iterator[Result]:
    """C17: the text says none and the table has some, or the table is all zero and the text has some."""
    zero = {table for table in ("requests", "proceedings") if _is_all_zero(case, table)}
    for claim in case.narrative.claims:
        if claim.kind == "none" and claim.readings and not _is_fee(claim):
            yield from _denied(case, claim)
        elif zero and claim.kind == "count" and claim.figure and claim.dimension in {"flow", "suit"} and len(claim.readings) == 1:
            yield from _all_zero(claim, zero)


def _denied(case: Case, claim: Claim) -> Iterator[Result]:
    for cells in claim.readings:
        value = total(cells, case.figures)
        if value is None:
            yield unjudged("C17", place_of(claim), f"“{claim.said}”所指的格子没有数", cells=cells, quote=claim.quote)
        elif value == 0:
            yield Passed(cells)
        else:
            message = f"文字说“{claim.said}”，表格中{_sum_label(case, cells)}是 {number_text(value)}"
            yield failed("C17", place_of(claim), message, cells=cells, said="0", expected=number_text(value),
                         difference=number_text(-value), quote=claim.quote)  # fmt: skip


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
        yield failed("C17", place_of(claim), message, cells=claim.readings[0], said=number_text(claim.figure), expected="0",
                     difference=number_text(claim.figure), quote=claim.quote)  # fmt: skip


def processing_fee(case: Case) -> Iterator[Result]:
    """C33: what section 六 tells of fees against the tables, and what the register tells of notices."""
    if case.outcome is not None:
        from zbreport.checks.requests import fee_notices

        yield from fee_notices(case)
    told = [claim for claim in case.narrative.claims if _is_fee(claim)]
    collected = case.figures.get("disclosure.fees_wan_yuan")
    unpaid = case.figures.get("requests.fee_unpaid.total")
    mentioned = any("信息处理费" in part.text or "收费" in part.text for part in case.published.paragraphs if part.section in {"一", "六"})
    place = "六、其他需要报告的事项"
    if any(claim.figure > 0 for claim in told) and collected == 0:
        claim = next(claim for claim in told if claim.figure > 0)
        message = f"文字说收取信息处理费 {claim.said}，表格中行政事业性收费是 0 万元"
        yield failed("C33", place, message, cells=("disclosure.fees_wan_yuan",), said=claim.said, expected="0", quote=claim.quote)
    elif (collected or unpaid) and not mentioned:
        reasons = [f"行政事业性收费 {number_text(collected)} 万元"] if collected else []
        reasons += [f"逾期未缴费 {number_text(unpaid)} 件"] if unpaid else []
        cells = ("disclosure.fees_wan_yuan",) if collected else ("requests.fee_unpaid.total",)
        yield failed("C33", place, f"表格中有{'、'.join(reasons)}，第六部分没有写信息处理费", cells=cells)
    elif collected is None and unpaid is None:
        yield unjudged("C33", place, "收费的格子没有数")
    else:
        yield Passed()
