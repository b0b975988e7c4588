"""Rules on this year's report against last year's (C06, C10-C12, C35, C36, C49).

Between two editions of the form only cells that mean the same are compared (`forms.comparable`):
对外公开总数量 of 2019 is not 现行有效件数, and the single （六） is never split.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from zbreport.checks.case import Case, compare, failed, unjudged
from zbreport.checks.verdicts import Passed
from zbreport.diagnostics import Level
from zbreport.forms import form_named
from zbreport.forms.comparable import same_cells
from zbreport.forms.layout import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.checks.verdicts import Result
    from zbreport.model import Number

FEE = "disclosure.fees_wan_yuan"
_TOO_MUCH = 100
_JUMP = 5
_WORTH_A_LOOK = 50
_SHOWN_JUMPS = 3
_WAN = 10000
_BEYOND_ANY_BUDGET = Decimal(10) ** 8
_DOCUMENTS = ("rules", "normative_documents")
KINDS = ("review", "litigation_direct", "litigation_after_review")
_CLOSED = ("upheld", "corrected", "other")


def carried_over(case: Case) -> Iterator[Result]:
    """C06: this year's 二 is last year's 四, in every column.

    Columns that moved under an equal 总计 are only a warning.
    """
    keys = [key for key in case.figures if key.startswith("requests.carried_in.")]
    whole = "requests.carried_in.total"
    same_total = case.figures.get(whole) is not None and case.figures[whole] == _last(
        case, "requests.carried_forward.total"
    )
    yield from _moved_columns(case, [key for key in keys if not _is_comparable(case, _before(key))])
    for key in keys:
        before = _before(key)
        said, expected = case.figures[key], _last(case, before)
        if not _is_comparable(case, before):
            continue
        message = f"第二项写 {number_text(said)}，上年年报第四项是 {number_text(expected)}"
        if same_total:
            message += "（总计相同，申请人类别变了）"
        yield compare(
            "C06",
            case.label(key),
            said,
            expected,
            message,
            cells=(key,),
            level=Level.WARNING if same_total else Level.ERROR,
        )


def _before(key: str) -> str:
    return f"requests.carried_forward.{key.rpartition('.')[2]}"


def _moved_columns(case: Case, keys: list[str]) -> Iterator[Result]:
    """C06 of columns that last year's edition divides otherwise: their sum, where comparable."""
    if not keys or case.form is None or case.previous is None or case.previous.edition is None:
        return
    then = form_named(case.previous.edition)
    last = same_cells(case.form, tuple(map(_before, keys)), then)
    place = f"三/第二项/{' + '.join(case.label(key).rpartition('/')[2] for key in keys)}"
    if not last:
        reason = f"上年年报是 {then.edition} 年版，没有含义相同的一列"
        yield unjudged("C06", place, reason, cells=tuple(keys))
        return
    values = [case.previous.value(key) for key in last]
    expected = None if None in values else sum(value for value in values if value is not None)
    said = _sum(case, tuple(keys))
    message = f"第二项写 {number_text(said)}，上年年报第四项相应是 {number_text(expected)}"
    yield compare("C06", place, said, expected, message, cells=tuple(keys))


def fee_unit(case: Case) -> Iterator[Result]:
    """C10: the fee is in 万元."""
    value = case.figures.get(FEE)
    read = case.published.cells.get(FEE)
    if value is None:
        reason = "没有数" if FEE in case.figures else f"{_edition(case)}没有收费金额"
        yield unjudged("C10", "二/行政事业性收费", reason, cells=(FEE,))
        return
    before = _last(case, FEE) if case.previous else None
    fault = _fee_fault(value, before, read.unit if read else "")
    if fault:
        yield failed("C10", case.label(FEE), fault, cells=(FEE,), said=number_text(value))
    elif value and not before:
        reason = "没有上年年报" if case.previous is None else "上年年报没有可比的收费金额"
        yield unjudged("C10", case.label(FEE), f"{reason}，不能比较", cells=(FEE,))
    else:
        yield Passed((FEE,))


def _fee_fault(value: Number, before: Number | None, unit: str) -> str:
    text = number_text(value)
    if unit == "元":
        return "格子里写的单位是元，表样的单位是万元"
    if before and value >= _TOO_MUCH * before:
        ratio = f"{float(value) / float(before):.0f}"
        fits = (
            f"，除以 10000 是 {number_text(Decimal(value) / _WAN)} 万元，可能是以元填的"
            if value >= _WAN * before / 10
            else ""
        )
        return f"{text} 万元是上年 {number_text(before)} 万元的 {ratio} 倍{fits}"
    if value >= _BEYOND_ANY_BUDGET:
        return (
            f"{text} 万元超过一万亿元，可能是以元填的（{number_text(Decimal(value) / _WAN)} 万元）"
        )
    return ""


def roll_forward(case: Case) -> Iterator[Result]:
    """C11: 现行有效件数 follows from last year's."""
    if not _documents(case):
        yield unjudged("C11", "二", f"{_edition(case)}没有现行有效件数")
    for kind in _documents(case):
        cells = tuple(
            f"disclosure.{kind}.{column}" for column in ("in_force", "issued", "repealed")
        )
        now, issued, repealed = (case.figures.get(key) for key in cells)
        before = _last(case, cells[0])
        place = case.label(cells[0])
        if now is None or issued is None or repealed is None or before is None:
            yield unjudged("C11", place, _why(case, cells[0]), cells=cells)
            continue
        expected = before + issued - repealed
        sums = (
            f"上年 {number_text(before)} + 制发 {number_text(issued)} "
            f"- 废止 {number_text(repealed)} = {number_text(expected)}"
        )
        message = f"写 {number_text(now)}，{sums}"
        yield compare("C11", place, now, expected, message, cells=cells)


def repealed_too_many(case: Case) -> Iterator[Result]:
    """C12: no more can be repealed than there were."""
    if not _documents(case):
        yield unjudged("C12", "二", f"{_edition(case)}没有废止件数")
    for kind in _documents(case):
        cells = tuple(f"disclosure.{kind}.{column}" for column in ("repealed", "issued"))
        repealed, issued = (case.figures.get(key) for key in cells)
        before = _last(case, f"disclosure.{kind}.in_force")
        place = case.label(cells[0])
        if repealed is None or issued is None or before is None:
            yield unjudged("C12", place, _why(case, f"disclosure.{kind}.in_force"), cells=cells)
        elif repealed > before + issued:
            message = (
                f"废止 {number_text(repealed)} 件，"
                f"多于上年现行有效 {number_text(before)} + 本年制发 {number_text(issued)}"
            )
            yield failed(
                "C12",
                place,
                message,
                cells=cells,
                said=number_text(repealed),
                expected=f"≤ {number_text(before + issued)}",
                difference=number_text(repealed - before - issued),
            )
        else:
            yield Passed(cells)


def closed_too_many(case: Case) -> Iterator[Result]:
    """C35: no more cases end than there were; with ledgers, those filed in the year."""
    for kind in KINDS:
        ended_cells = tuple(f"proceedings.{kind}.{result}" for result in _CLOSED)
        ended = _sum(case, ended_cells)
        pending, new = _last(case, f"proceedings.{kind}.pending"), _new_cases(case, kind)
        place = f"四/{_kind_label(case, kind)}"
        if ended is None or pending is None or new is None:
            yield unjudged("C35", place, "缺少本年或上年的数", cells=ended_cells)
        elif ended > pending + new:
            message = (
                f"办结 {number_text(ended)} 件，"
                f"多于上年尚未审结 {number_text(pending)} 件加本年 {number_text(new)} 件"
            )
            yield failed(
                "C35",
                place,
                message,
                cells=ended_cells,
                said=number_text(ended),
                expected=f"≤ {number_text(pending + new)}",
            )
        else:
            yield Passed(ended_cells)


def vanished_cases(case: Case) -> Iterator[Result]:
    """C36: cases pending last year are among this year's, where live cases are counted."""
    if case.settings.decision("proceedings_basis") == "received":
        yield unjudged("C36", "四", "本单位按本年受理的案件统计，上年未结的不计入")
        return
    for kind in KINDS:
        key = f"proceedings.{kind}.total"
        now, pending = case.figures.get(key), _last(case, f"proceedings.{kind}.pending")
        place = case.label(key)
        if now is None or pending is None:
            yield unjudged("C36", place, "缺少本年或上年的数", cells=(key,))
        elif now < pending:
            message = f"总计 {number_text(now)} 件，少于上年尚未审结的 {number_text(pending)} 件"
            yield failed(
                "C36",
                place,
                message,
                cells=(key,),
                said=number_text(now),
                expected=f"≥ {number_text(pending)}",
                difference=number_text(now - pending),
            )
        else:
            yield Passed((key,))


def jumps(case: Case) -> Iterator[Result]:
    """C49: cells five times last year's, or a fifth; one finding, the greatest jumps first."""
    found: list[tuple[Decimal, str, Number, Number]] = []
    compared = 0
    for key, now in case.figures.items():
        before = _last(case, key)
        if now is None or before is None:
            continue
        compared += 1
        small, large = sorted((now, before))
        if large >= _WORTH_A_LOOK and small * _JUMP <= large and small > 0:
            found.append((Decimal(large) / Decimal(small), key, before, now))
    if not compared:
        yield unjudged("C49", "各表", "上年年报没有可比的格子")
    elif not found:
        yield Passed((), compared)
    else:
        found.sort(key=lambda one: -one[0])
        told = "；".join(
            f"{case.label(key)} 上年 {number_text(before)}、本年 {number_text(now)}"
            for _, key, before, now in found[:_SHOWN_JUMPS]
        )
        more = f"等 {len(found)} 格" if len(found) > _SHOWN_JUMPS else ""
        cells = tuple(key for _, key, _, _ in found)
        yield failed("C49", "各表", f"与上年相差 5 倍以上：{told}{more}", cells=cells)


def _documents(case: Case) -> tuple[str, ...]:
    return tuple(kind for kind in _DOCUMENTS if f"disclosure.{kind}.in_force" in case.figures)


def _last(case: Case, key: str) -> Number | None:
    """Last year's figure; None where its edition has none that means the same."""
    return case.previous.value(key) if case.previous and _is_comparable(case, key) else None


def _is_comparable(case: Case, key: str) -> bool:
    if case.previous is None or case.previous.edition is None or case.form is None:
        return True
    then = form_named(case.previous.edition)
    return key in case.form.cells and same_cells(case.form, (key,), then) == (key,)


def _edition(case: Case) -> str:
    return f"{case.published.edition} 年版"


def _sum(case: Case, cells: tuple[str, ...]) -> Number | None:
    values = [value for key in cells if (value := case.figures.get(key)) is not None]
    return sum(values) if len(values) == len(cells) else None


def _new_cases(case: Case, kind: str) -> Number | None:
    """Cases filed in the year by the ledgers; without ledgers at most all cases of the year."""
    if case.tally and "proceedings" in case.tally.frames:
        frame = case.tally.frames["proceedings"]
        counted = frame[frame["set_aside"].isna() & (frame["kind"] == kind)]
        return int((counted["filed_on"].dt.year == case.tally.report.year).sum())
    return case.figures.get(f"proceedings.{kind}.total")


def _why(case: Case, key: str) -> str:
    if case.previous and case.previous.edition and not _is_comparable(case, key):
        what = case.label(key).rpartition("/")[2]
        return f"上年年报是 {case.previous.edition} 年版，没有{what}"
    return "缺少本年或上年的数"


def _kind_label(case: Case, kind: str) -> str:
    return case.label(f"proceedings.{kind}.total").split("/")[-2]
