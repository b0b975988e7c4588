"""Rules on the ledgers behind a report: their diagnostics and the tally (C22-C24, C41, C46)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.checks.case import Case, failed, unjudged
from zbreport.checks.catalogue import RULES
from zbreport.checks.rows import behind
from zbreport.checks.verdicts import Passed
from zbreport.diagnostics import Level, rows_text
from zbreport.forms.layout import number_text
from zbreport.ledgers.identity import BLANK
from zbreport.model import RowPlace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.checks.verdicts import Result
    from zbreport.diagnostics import Diagnostic

_INCOMPLETE = frozenset(
    {
        "L101",
        "L102",
        "L103",
        "L104",
        "L105",
        "L106",
        "L107",
        "L108",
        "L110",
        "L111",
        "L112",
        "L116",
        "L117",
        "L120",
        "L121",
    }
)
_REPEATED = frozenset({"L130", "L131"})
_UNCERTAIN = frozenset({"L113", "L114", "L115", "L118"})


def complete(case: Case) -> Iterator[Result]:
    """C22: requests have dates, applicant and outcome, and these do not contradict each other."""
    yield from _said_by_reading(case, "C22", _INCOMPLETE)


def one_number_each(case: Case) -> Iterator[Result]:
    """C23: no registration number twice."""
    yield from _said_by_reading(case, "C23", _REPEATED)


def certain(case: Case) -> Iterator[Result]:
    """C24: rows whose place in the form rests on a default or is unknown."""
    yield from _said_by_reading(case, "C24", _UNCERTAIN)
    for choice in case.tally.choices if case.tally else ():
        if choice.key == "decisions.withdrawn" and choice.origin == "默认":
            remedy = (
                "如不合本单位口径，请在 zbreport.toml 写："
                f'[decisions] withdrawn = "not_counted"；{choice.text}'
            )
            yield failed(
                "C24",
                "依申请公开台账",
                f"{choice.text}，这是默认口径，涉及 {choice.count} 行",
                said=str(choice.count),
                remedy=remedy,
            )


def _said_by_reading(case: Case, rule: str, codes: frozenset[str]) -> Iterator[Result]:
    tally = case.tally
    if tally is None or "requests" not in tally.frames:
        yield unjudged(rule, "依申请公开台账", "没有依申请公开台账")
        return
    tables = {
        (source.file, source.sheet) for source in tally.sources if source.ledger == "requests"
    }
    found = [
        one
        for one in tally.diagnostics
        if one.code in codes and (one.file or "", one.sheet or "") in tables
    ]
    for one in found:
        yield _of_diagnostic(rule, one)
    if not found:
        yield Passed()


def _of_diagnostic(rule: str, one: Diagnostic) -> Result:
    rows = tuple(RowPlace(one.file or "", one.sheet or "", row) for row in one.rows)
    level = Level.WARNING if one.level is Level.WARNING and rule == "C23" else RULES[rule].level
    return failed(rule, one.place, one.message, level=level, remedy=one.remedy, rows=rows)


def every_cell(case: Case) -> Iterator[Result]:
    """C46: every cell of the report against the tally of the ledgers."""
    tally, published = case.tally, case.published
    if tally is None:
        return
    if published.year not in {None, tally.report.year} or (
        case.form and case.form.edition != tally.report.edition
    ):
        counted_as = f"{tally.report.year} 年（{tally.report.edition} 年版）"
        reason = (
            f"台账统计的是 {counted_as}，年报是 {published.year} 年（{published.edition} 年版）"
        )
        yield unjudged("C46", "各表", reason)
        return
    unknown = []
    for key, said in case.figures.items():
        counted = tally.report.cells.get(key)
        if counted is None:
            unknown.append(key)
        elif said is None:
            yield unjudged(
                "C46",
                case.label(key),
                f"年报这一格没有数，台账是 {number_text(counted)}",
                cells=(key,),
            )
        elif said == counted:
            yield Passed((key,))
        else:
            hint, rows = behind(case, key)
            message = (
                f"年报写 {number_text(said)}，台账是 {number_text(counted)}，"
                f"相差 {number_text(said - counted)}"
            )
            yield failed(
                "C46",
                case.label(key),
                message,
                cells=(key,),
                said=number_text(said),
                expected=number_text(counted),
                difference=number_text(said - counted),
                remedy=hint,
                rows=rows,
            )
    if unknown:
        yield unjudged("C46", "各表", f"台账没有给出其中 {len(unknown)} 格", cells=tuple(unknown))


def on_several_channels(case: Case) -> Iterator[Result]:
    """C41: items that stand in the lists of several channels."""
    tally = case.tally
    if tally is None or "publications" not in tally.frames:
        yield unjudged("C41", "信息发布清单", "没有信息发布清单")
        return
    frame = tally.frames["publications"]
    counted = frame[frame["set_aside"].isna() & (frame["title"] != BLANK)]
    titles = counted["title"]
    channels = counted["channel"].groupby(titles).nunique()
    several = channels[channels > 1]
    if several.empty:
        yield Passed()
        return
    named = titles[titles.isin(several.index)]
    message = (
        f"有 {len(several)} 条信息在不止一个渠道公开（共 {len(named)} 条记录），"
        "各渠道件数相加时重复计算"
    )
    rows = tuple(
        RowPlace(tally.sources[int(source)].file, tally.sources[int(source)].sheet, int(row))
        for source, row in zip(
            counted.loc[named.index, "source"], counted.loc[named.index, "row"], strict=True
        )
    )
    yield failed(
        "C41",
        "一、总体情况",
        message,
        said=str(len(named)),
        expected=str(len(several)),
        rows=rows[:200],
        remedy=f"请说明是按信息计还是按渠道计；如第 {rows_text(tuple(row.row for row in rows))} 行",
    )
