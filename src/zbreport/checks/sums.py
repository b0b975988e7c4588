"""Rules on sums and shares that the text states: what follows 其中, the same total told twice, percentages (C14-C16)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from zbreport.checks.case import Case, failed, question, unjudged
from zbreport.checks.relations import total
from zbreport.checks.text import place_of, sum_label
from zbreport.checks.verdicts import Passed
from zbreport.forms.layout import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.checks.binding import Cells
    from zbreport.checks.claims import Claim
    from zbreport.checks.verdicts import Result
    from zbreport.model import Number

_EXHAUSTIVE = 3
_DIMENSIONS = ("outcome", "applicant", "method", "result", "suit", "free")


def breakdowns(case: Case) -> Iterator[Result]:
    """C14: what follows 其中 against the figure before it; parts of one kind are added up."""
    claims = case.narrative.claims
    inside: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.part_of is not None and claim.kind == "count":
            inside.setdefault(claim.part_of, []).append(claim)
    for index, parts in sorted(inside.items()):
        whole = claims[index]
        met = {claim.dimension for claim in parts} if len(parts) > 1 else ()
        for dimension in (one for one in _DIMENSIONS if one in met):
            same = [claim for claim in parts if claim.dimension == dimension]
            told = len(same) < 2 or any(_differs(case, claim) for claim in (whole, *same))
            if not told and (
                dimension != "free" or all(part.figure <= whole.figure for part in same)
            ):
                yield from _breakdown(whole, same)


def _differs(case: Case, claim: Claim) -> bool:
    """Whether C13 has told already that a figure is wrong."""
    return any(
        (value := total(cells, case.figures)) is not None and value != claim.figure
        for cells in claim.readings
    )


def _breakdown(whole: Claim, parts: list[Claim]) -> Iterator[Result]:
    units = {part.said.lstrip("0123456789.,") for part in (whole, *parts)}
    if len(units) > 1:
        return
    added = sum(part.figure for part in parts)
    told = " + ".join(number_text(part.figure) for part in parts)
    if added > whole.figure:
        message = f"“其中”各项 {told} = {number_text(added)}，多于总数 {number_text(whole.figure)}"
        yield failed(
            "C14",
            place_of(whole),
            message,
            said=number_text(added),
            expected=number_text(whole.figure),
            quote=whole.quote,
            difference=number_text(added - whole.figure),
        )
    elif added == whole.figure:
        yield Passed()
    elif len(parts) >= _EXHAUSTIVE and parts[0].dimension in {
        "method",
        "applicant",
        "result",
        "suit",
    }:
        message = f"“其中”各项 {told} = {number_text(added)}，少于总数 {number_text(whole.figure)}：是否没有列全？"
        yield question(
            "C14",
            place_of(whole),
            message,
            said=number_text(added),
            expected=number_text(whole.figure),
            quote=whole.quote,
        )


def two_totals(case: Case) -> Iterator[Result]:
    """C15: the same total stated twice with different numbers; where a cell of the tables tells which of them is wrong, C13 has told it."""
    seen: dict[Cells, dict[Number, Claim]] = {}
    for claim in case.narrative.claims:
        if claim.kind == "count" and len(claim.readings) == 1:
            yield from _again(
                seen.setdefault(claim.readings[0], {}), claim.readings[0], claim, case
            )
    published: dict[Number, Claim] = {}
    for claim in case.narrative.totals:
        yield from _again(published, (), claim, case)


def _again(seen: dict[Number, Claim], cells: Cells, now: Claim, case: Case) -> Iterator[Result]:
    """Compares a total with the first one of the same cells; `seen` has the first statement of every number, each told once."""
    if now.figure in seen:
        yield Passed()
        return
    before = next(iter(seen.values()), None)
    seen[now.figure] = now
    if before is None or (cells and total(cells, case.figures) is not None):
        return
    name = "主动公开信息" if now.kind == "total" else sum_label(case, cells)
    message = f"{name}前面写 {number_text(before.figure)}（{before.quote}），这里写 {number_text(now.figure)}"
    yield failed(
        "C15",
        place_of(now),
        message,
        cells=cells,
        said=number_text(now.figure),
        expected=number_text(before.figure),
        difference=number_text(now.figure - before.figure),
        quote=now.quote,
    )


def shares(case: Case) -> Iterator[Result]:
    """C16: percentages, by the table where it tells both numbers, else by the text."""
    for claim in case.narrative.claims:
        if claim.kind == "share" and claim.numerator:
            yield from _share(case, claim, claim.numerator)


def _share(case: Case, claim: Claim, part: Claim) -> Iterator[Result]:
    above = total(part.readings[0], case.figures) if part.readings else None
    if above is None and part.kind == "named":
        if part.readings:
            yield unjudged(
                "C16",
                place_of(claim),
                f"“{claim.said}”所指的格子没有数",
                cells=part.readings[0],
                quote=claim.quote,
            )
        return
    above = part.figure if above is None else above
    bases = [value for cells in claim.readings if (value := total(cells, case.figures))]
    others = [value for cells in claim.also if (value := total(cells, case.figures))]
    if not bases and claim.base and claim.base.figure:
        bases = [claim.base.figure]
    if not bases:
        yield unjudged(
            "C16", place_of(claim), f"不知道“{claim.said}”以什么为总数", quote=claim.quote
        )
        return
    wanted = _percent(above, bases[0], claim.figure)
    if wanted == claim.figure:
        yield Passed()
    elif any(_percent(above, base, claim.figure) == claim.figure for base in others):
        message = f"“{claim.said}”不是占（七）总计的百分比（应为 {number_text(wanted)}%），像是以收到的申请为总数"
        yield question(
            "C16",
            place_of(claim),
            message,
            said=claim.said,
            expected=f"{wanted}%",
            quote=claim.quote,
            remedy="请写明以什么为总数",
        )
    else:
        message = (
            f"文字说占 {claim.said}，{number_text(above)} ÷ {number_text(bases[0])} = {wanted}%"
        )
        yield failed(
            "C16",
            place_of(claim),
            message,
            said=claim.said,
            expected=f"{wanted}%",
            quote=claim.quote,
            difference=f"{claim.figure - wanted} 个百分点",
        )


def _percent(part: Number, base: Number, like: Number) -> Decimal:
    """The share in percent, rounded half up to as many decimals as `like` has."""
    exponent = Decimal(like).as_tuple().exponent
    return (Decimal(100) * part / base).quantize(
        Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0), ROUND_HALF_UP
    )
