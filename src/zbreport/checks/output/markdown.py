"""Verdicts as Markdown: a list that can be sent back to a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.checks.output import words
from zbreport.render.markdown import encoded, escaped, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.checks.output import Batch
    from zbreport.checks.verdicts import Finding, Verdicts

HEADER = ("序号", "级别", "规则", "位置", "问题", "报告写的", "应为", "相差", "怎么办")


def one(verdicts: Verdicts) -> bytes:
    """One report."""
    return encoded(_report(verdicts, "#"))


def many(batch: Batch) -> bytes:
    """Several reports: the matrix, the findings of each, and what to do next."""
    return encoded(_batch(batch))


def _batch(batch: Batch) -> Iterator[str]:
    yield from ("# 年度报告核对", "", words.LEGEND, "")
    rows = (
        (verdicts.published.file, *(words.MARKS[verdicts.worst(code)] for code in words.CODES))
        for verdicts in batch.verdicts
    )
    yield from table(("报告", *words.CODES), rows, "<^")
    yield ""
    for entry in batch.unread:
        yield f"- 无法读取 {escaped(entry.file)}：{escaped(entry.reason)}"
    for verdicts in batch.verdicts:
        yield ""
        yield from _report(verdicts, "##")
    yield from ("", "## 下一步", "", *(f"- {escaped(step)}" for step in words.next_steps(batch)))


def _report(verdicts: Verdicts, mark: str) -> Iterator[str]:
    title, facts = words.head(verdicts)
    yield from (
        f"{mark} {escaped(title)}",
        "",
        escaped(facts),
        "",
        escaped(words.counts(verdicts)),
        "",
    )
    faults, dismissed, lacking = words.worth_listing(verdicts)
    if faults:
        yield from (
            *table(HEADER, (_finding(*numbered) for numbered in enumerate(faults, 1)), "<"),
            "",
        )
    if dismissed:
        rows = (
            (finding.rule, finding.place, finding.message, finding.dismissed or "")
            for finding in dismissed
        )
        yield from (f"{mark}# 已保留", "", *table(("规则", "位置", "问题", "理由"), rows, "<"), "")
    if lacking:
        yield from (
            f"{mark}# 无法判断",
            "",
            *(f"- {escaped(text)}" for text in words.lacking(lacking)),
            "",
        )
    if verdicts.not_run:
        yield from (
            f"{mark}# 没有运行的规则",
            "",
            *(f"- {escaped(text)}" for text in words.not_run(verdicts.not_run)),
        )


def _finding(number: int, finding: Finding) -> Sequence[str]:
    quote = f"（原文：{finding.quote}）" if finding.quote else ""
    level, rule = words.label(finding).split()
    return (
        str(number),
        level,
        rule,
        finding.place,
        finding.message + quote,
        finding.said,
        finding.expected,
        finding.difference,
        finding.remedy,
    )
