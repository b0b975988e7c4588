"""Verdicts as Markdown: a list that can be sent back to a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.checks.output import words
from zbreport.outputs.markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zbreport.checks.output import Batch
    from zbreport.checks.verdicts import Finding, Verdicts

HEADER = ("序号", "级别", "规则", "位置", "问题", "报告写的", "应为", "相差", "怎么办")


def one(verdicts: Verdicts) -> bytes:
    """One report."""
    return _encoded(_report(verdicts, "#"))


def many(batch: Batch) -> bytes:
    """Several reports: the matrix, then the findings of each."""
    return _encoded(_batch(batch))


def _batch(batch: Batch) -> Iterator[str]:
    yield from ("# 年度报告核对", "", words.LEGEND, "")
    yield _row(("报告", *words.CODES))
    yield _row([":---"] + [":---:"] * len(words.CODES), plain=True)
    for verdicts in batch.verdicts:
        yield _row(
            (verdicts.published.file, *(words.MARKS[verdicts.worst(code)] for code in words.CODES))
        )
    yield ""
    for entry in batch.unread:
        yield f"- 无法读取 {escaped(entry.file)}：{escaped(entry.reason)}"
    for verdicts in batch.verdicts:
        yield ""
        yield from _report(verdicts, "##")


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
            *_table(
                HEADER, (_finding(number, finding) for number, finding in enumerate(faults, 1))
            ),
            "",
        )
    if dismissed:
        rows = (
            (finding.rule, finding.place, finding.message, finding.dismissed or "")
            for finding in dismissed
        )
        yield from (f"{mark}# 已保留", "", *_table(("规则", "位置", "问题", "理由"), rows), "")
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


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(header)
    yield _row([":---"] * len(header), plain=True)
    for row in rows:
        yield _row(row)


def _row(cells: Sequence[str], *, plain: bool = False) -> str:
    return f"| {' | '.join(cell if plain else escaped(cell) for cell in cells)} |"


def _encoded(lines: Iterable[str]) -> bytes:
    text = "\n".join(lines).rstrip("\n") + "\n"
    return text.encode(errors="replace")
