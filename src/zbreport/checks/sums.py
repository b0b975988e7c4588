"""Rules on sums and shares in the text: 其中, one total stated twice, percentages (C14-C16)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from zbreport.checks.case import Case, failed, question, unjudged
from zbreport.checks.text import fits, place_of, sum_label
from zbreport.checks.verdicts import Passed
from zbreport.forms.layout import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.checks.binding import Cells
    from zbreport.checks.case import Told
    from zbreport.checks.claims import Claim, Growth
    from zbreport.checks.verdicts import Result
    from zbreport.model import Number

_EXHAUSTIVE = 3
_UNITS = frozenset({"unit", "every_unit"})
_DIMENSIONS = ("outcome", "applicant", "method", "result", "suit", "free", "unit")
_COUNTED = frozenset({"件", "宗", "起", "例", "件次", "份"})
_ALL = 100
_LEFT = ("requests.carried_forward.total",)
_HALF = Decimal("0.5")


def breakdowns(case: Case) -> Iterator[Result]:
    """C14: parts behind 其中 or in brackets add up to the figure before them, kind by kind."""
    claims = case.narrative.claims
    inside: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.part_of is not None and claim.kind == "count":
            inside.setdefault(claim.part_of, []).append(claim)
    for index, parts in sorted(inside.items()):
        whole = claims[index]
        met = {_dimension(claim, whole) for claim in parts} if len(parts) > 1 else ()
        for dimension in (one for one in _DIMENSIONS if one in met):
            same = [claim for claim in parts if _dimension(claim, whole) == dimension]
            told = len(same) < 2 or any(_differs(case, claim) for claim in (whole, *same))
            if not told and (
                dimension != "free" or all(part.figure <= whole.figure for part in same)
            ):
                yield from _breakdown(whole, same)


def _dimension(claim: Claim, whole: Claim) -> str:
    """The parts that are added up together: those of one kind, or of one list.

    One list where they are parts of something that is none of the form's.
    """
    if claim.dimension in _UNITS:
        return "unit"
    free = claim.dimension == "method" and not whole.candidates and not claim.complete
    return "free" if free else claim.dimension


def _differs(case: Case, claim: Claim) -> bool:
    """Whether C13 has told already that a figure is wrong."""
    known = any(case.total(cells) is not None for cells in claim.candidates)
    return bool(claim.readings) and claim.dimension != "part" and known and not fits(case, claim)


def _breakdown(whole: Claim, parts: list[Claim]) -> Iterator[Result]:
    units = {part.said.lstrip("0123456789.,") for part in (whole, *parts)} - {""}
    if len(units) > 1 and not units <= _COUNTED:
        return
    added = sum(part.figure for part in parts)
    told = " + ".join(number_text(part.figure) for part in parts)
    stated: Told = {
        "said": number_text(added),
        "expected": number_text(whole.figure),
        "quote": whole.quote,
    }
    if added > whole.figure:
        message = f"“其中”各项 {told} = {number_text(added)}，多于总数 {number_text(whole.figure)}"
        stated["difference"] = number_text(added - whole.figure)
        yield failed("C14", place_of(whole), message, **stated)
    elif added == whole.figure:
        yield Passed()
    elif _listed_all(parts):
        message = f"各项 {told} = {number_text(added)}，少于总数 {number_text(whole.figure)}"
        stated["difference"] = number_text(added - whole.figure)
        yield failed("C14", place_of(whole), message, **stated)
    elif len(parts) >= _EXHAUSTIVE and parts[0].dimension in {"applicant", "result", "suit"}:
        message = (
            f"“其中”各项 {told} = {number_text(added)}，"
            f"少于总数 {number_text(whole.figure)}：是否没有列全？"
        )
        yield question("C14", place_of(whole), message, **stated)


def _listed_all(parts: list[Claim]) -> bool:
    """Whether a list is whole: brackets without 其中 or 等, methods, or units of every kind."""
    dimensions = {part.dimension for part in parts}
    return (
        all(part.complete for part in parts)
        or dimensions == {"method"}
        or ("every_unit" in dimensions and dimensions <= _UNITS)
    )


def two_totals(case: Case) -> Iterator[Result]:
    """C15: one total stated twice with different numbers.

    Where a cell of the tables shows which of them is wrong, C13 reports it.
    """
    seen: dict[Cells, dict[Number, Claim]] = {}
    for claim in case.narrative.claims:
        if claim.kind == "count" and len(claim.readings) == 1 and claim.part_of is None:
            yield from _again(
                seen.setdefault(claim.readings[0], {}), claim.readings[0], claim, case
            )
    published: dict[Number, Claim] = {}
    for claim in case.narrative.totals:
        yield from _again(published, (), claim, case)


def _again(seen: dict[Number, Claim], cells: Cells, now: Claim, case: Case) -> Iterator[Result]:
    """Compares a total with the first one of the same cells.

    `seen` holds the first statement of every number; each is reported once.
    """
    if now.figure in seen:
        yield Passed()
        return
    before = next(iter(seen.values()), None)
    seen[now.figure] = now
    if before is None or (cells and case.total(cells) is not None):
        return
    name = "主动公开信息" if now.kind == "total" else sum_label(case, cells)
    message = (
        f"{name}前面写 {number_text(before.figure)}（{before.quote}），"
        f"这里写 {number_text(now.figure)}"
    )
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
    """C16: percentages by the table, else by the text; changes since last year."""
    settled: dict[str, Number] = {}
    for claim in case.narrative.claims:
        if claim.kind == "share" and claim.numerator:
            yield from _share(case, claim, claim.numerator, settled)
        elif claim.kind == "rate" and claim.numerator:
            yield from _rate(case, claim, claim.numerator)
    for growth in case.narrative.growth:
        yield from changes(case, growth)


def _rate(case: Case, claim: Claim, part: Claim) -> Iterator[Result]:
    """`办结率 100%`: （七） of 一 + 二, or of 一."""
    above = case.total(part.readings[0])
    bases = [value for cells in claim.candidates if (value := case.total(cells))]
    if above is None or not bases:
        yield unjudged("C16", place_of(claim), "申请和办结的格子没有数", quote=claim.quote)
    elif claim.figure == _ALL and case.total(_LEFT):
        message = (
            f"文字说办结率{claim.said}，"
            f"表格中{case.label(_LEFT[0])}是 {number_text(case.total(_LEFT))}"
        )
        yield failed(
            "C16", place_of(claim), message, cells=_LEFT, said=claim.said, quote=claim.quote
        )
    elif any(percent_fits(above, base, claim.figure) for base in bases):
        yield Passed()
    else:
        wanted = _percent(above, bases[0], claim.figure)
        message = (
            f"文字说办结率{claim.said}，"
            f"（七）总计 {number_text(above)} ÷（一 + 二）{number_text(bases[0])} = {wanted}%"
        )
        yield failed(
            "C16",
            place_of(claim),
            message,
            cells=(*part.readings[0], *claim.readings[0]),
            said=claim.said,
            expected=f"{wanted}%",
            quote=claim.quote,
        )


def _share(case: Case, claim: Claim, part: Claim, settled: dict[str, Number]) -> Iterator[Result]:
    """Tests a share; `settled` holds, by sentence, the base that one list of shares has."""
    above = case.total(part.readings[0]) if part.readings else None
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
    above = part.figure if above is None or part.kind != "named" else above
    bases = [value for cells in claim.candidates if (value := case.total(cells))]
    if claim.base and claim.base.figure:
        bases.append(claim.base.figure)
    if not bases:
        yield unjudged(
            "C16", place_of(claim), f"不知道“{claim.said}”以什么为总数", quote=claim.quote
        )
    elif base := _base(claim, above, bases, settled):
        settled.setdefault(claim.sentence, base)
        yield Passed()
    elif any(case.total(cells) is None for cells in claim.readings):
        yield unjudged("C16", place_of(claim), "总数的格子没有数", quote=claim.quote)
    else:
        wanted = _percent(above, bases[0], claim.figure)
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


def _base(
    claim: Claim, above: Number, bases: list[Number], settled: dict[str, Number]
) -> Number | None:
    """The whole that a share fits: of outcomes in one sentence, the same as before."""
    before = settled.get(claim.sentence) if claim.dimension == "outcome" else None
    if before in bases and before is not None:
        bases = [before]
    return next((base for base in bases if percent_fits(above, base, claim.figure)), None)


def percent_fits(part: Number, base: Number, stated: Number) -> bool:
    """Whether a percentage is right to half a unit of its last digit."""
    exact = Decimal(100) * Decimal(part) / Decimal(base)
    return abs(exact - Decimal(stated)) <= _HALF * _unit(stated)


def _unit(like: Number) -> Decimal:
    exponent = Decimal(like).as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _percent(part: Number, base: Number, like: Number) -> Decimal:
    """The share in percent, rounded half up to as many decimals as `like` has."""
    return (Decimal(100) * part / base).quantize(_unit(like), ROUND_HALF_UP)


def changes(case: Case, growth: Growth) -> Iterator[Result]:
    """The changes since last year: by the text's own figure of it, else by last year's report."""
    if growth.of.kind == "named":
        yield from _unnumbered(case, growth)
        return
    now = growth.of.figure
    before = growth.before
    source = "文中的上年数"
    last_year = _last_year(case, growth.of)
    if before is None and last_year is not None:
        before, source = last_year, "上年年报"
    if before is None and growth.change is not None:
        before, source = now - growth.change, "本年数减去增减数"
    if before is None:
        return
    if growth.change is not None and now - growth.change != before:
        yield _wrong_change(growth, source, before, number_text(now - before), growth.change)
    elif growth.percent is not None and before and now is not None:
        if percent_fits(now - before, before, growth.percent):
            yield Passed()
        else:
            wanted = f"{_percent(now - before, before, growth.percent)}%"
            yield _wrong_change(growth, source, before, wanted, growth.percent, "%")
    else:
        yield Passed()


def _unnumbered(case: Case, growth: Growth) -> Iterator[Result]:
    """The change of what only the tables count, in any sense that its words allow."""
    pairs = [
        (now, before)
        for cells in growth.of.candidates
        if (now := case.total(cells)) is not None
        and (before := _last_year(case, growth.of._replace(readings=(cells,))))
    ]
    for now, before in pairs:
        right = growth.change is None or now - before == growth.change
        if right and (growth.percent is None or percent_fits(now - before, before, growth.percent)):
            yield Passed()
            return
    for now, before in pairs[:1]:
        stated = growth._replace(of=growth.of._replace(figure=now))
        if growth.percent is not None:
            wanted = f"{_percent(now - before, before, growth.percent)}%"
            yield _wrong_change(stated, "上年年报", before, wanted, growth.percent, "%")
        elif growth.change is not None:
            wanted = number_text(now - before)
            yield _wrong_change(stated, "上年年报", before, wanted, growth.change)


def _last_year(case: Case, claim: Claim) -> Number | None:
    """Last year's figure by last year's report, where this year's has one meaning."""
    if case.previous is None or len(claim.readings) != 1:
        return None
    values = [case.previous.value(key) for key in claim.readings[0]]
    return None if None in values else sum(value for value in values if value is not None)


def _wrong_change(
    growth: Growth, source: str, before: Number, wanted: str, said: Number, unit: str = ""
) -> Result:
    now = number_text(growth.of.figure)
    way = "增加" if said > 0 else "减少"
    stated = f"{number_text(said if said > 0 else -said)}{unit}"
    message = f"文字说{way} {stated}，{now} 与{source} {number_text(before)} 相比是 {wanted}"
    return failed(
        "C16",
        place_of(growth.of),
        message,
        said=stated,
        expected=wanted,
        quote=growth.quote,
    )
