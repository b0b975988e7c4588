"""What the formats say alike.

Heads, counts, sections, one line a finding, its details, rules that did not run.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from zbreport.checks import RULES as ALL_RULES
from zbreport.checks import section_of
from zbreport.checks.catalogue import RULES
from zbreport.checks.verdicts import Finding, Verdict, Verdicts
from zbreport.diagnostics import Level, place_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zbreport.checks.output import Batch
    from zbreport.checks.verdicts import NotRun
    from zbreport.model import RowPlace

_FEW = 3
CODES = tuple(rule.code for rule in ALL_RULES)
SECTIONS = (
    "全文和台账",
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
MARKS: Mapping[str, str] = {
    "fail": "×",
    "question": "?",
    "remark": "!",
    "dismissed": "o",
    "cannot_judge": "-",
    "pass": "√",
    "not_run": " ",
}
LEGEND = "× 不通过　? 需要确认　! 说明　o 已保留　√ 通过　- 无法判断　空白 未运行"


def head(verdicts: Verdicts) -> Iterator[str]:
    """Title, file, year, edition, and how many cells were read."""
    published = verdicts.published
    yield published.title or published.file
    year = f"{published.year} 年" if published.year else "年度不明"
    edition = f"{published.edition} 年版表样" if published.edition else "没有找到表格"
    yield f"文件：{published.file}；{year}；{edition}；{cells_text(verdicts)}"


def cells_text(verdicts: Verdicts) -> str:
    """`读到 200 格（应有 200 格），其中没有填数 0 格`."""
    read, blank, other = cell_counts(verdicts)
    text = f"读到 {read} 格（应有 {verdicts.published.expected} 格）"
    return (
        text
        + (f"，其中空白 {blank} 格" if blank else "")
        + (f"，不是数字 {other} 格" if other else "")
    )


def cell_counts(verdicts: Verdicts) -> tuple[int, int, int]:
    """Cells found, of these blank, and of these with something that is no number."""
    return verdicts.cell_counts


def next_steps(batch: Batch) -> Iterator[str]:
    """What to do next with several reports: to send back, to look at, in order; with how many."""
    steps: dict[str, list[str]] = {"退回改正（有错误）": [], "看一看（有提醒或需要确认）": []}
    back, look = steps.values()
    fine: list[str] = []
    for verdicts in batch.verdicts:
        faults, _, _ = worth_listing(verdicts)
        serious = [one for one in faults if one.level is not Level.INFO]
        wrong = any(one.stands and one.level is Level.ERROR for one in serious)
        (back if wrong else look if serious else fine).append(verdicts.published.file)
    steps["没有发现问题"] = fine
    steps["换一份文件（无法读取）"] = [entry.file for entry in batch.unread]
    for step, files in steps.items():
        if files:
            gap = "" if step.endswith("）") else " "
            yield f"{step}{gap}{len(files)} 份：{'、'.join(files)}"


def counts(verdicts: Verdicts) -> str:
    """`通过 310 项，不通过 2 项（错误 1、提醒 1），无法判断 22 项`."""
    found = verdicts.counts
    levels = Counter(finding.level for finding in verdicts.findings if finding.stands)
    by_level = "、".join(f"{level.label} {levels[level]}" for level in Level if levels[level])
    dismissed = sum(finding.dismissed is not None for finding in verdicts.findings)
    return (
        f"通过 {found[Verdict.PASS]} 项，不通过 {found[Verdict.FAIL]} 项"
        + (f"（{by_level}）" if by_level else "")
        + f"，无法判断 {found[Verdict.CANNOT_JUDGE]} 项"
        + (f"，已保留 {dismissed} 项" if dismissed else "")
    )


def sections(findings: Iterable[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """Findings that matter, grouped by section of the report, worst first in each."""
    listed = sorted(findings, key=lambda finding: section_of(finding.place))
    for section, group in groupby(listed, key=lambda finding: section_of(finding.place)):
        yield SECTIONS[section], list(group)


def worth_listing(verdicts: Verdicts) -> tuple[list[Finding], list[Finding], list[Finding]]:
    """Findings of three kinds.

    Faults, questions and remarks; dismissed ones; comparisons that lack an operand.
    """
    dismissed = [finding for finding in verdicts.findings if finding.dismissed is not None]
    rest = [finding for finding in verdicts.findings if finding.dismissed is None]
    lacking = [
        finding
        for finding in rest
        if finding.verdict is Verdict.CANNOT_JUDGE and finding.level is Level.INFO
    ]
    return [finding for finding in rest if finding not in lacking], dismissed, lacking


def lacking(findings: Iterable[Finding]) -> Iterator[str]:
    """Comparisons that lack an operand.

    A line for each where a rule has few, else one with the first and how many there are.
    """
    rules: dict[str, list[Finding]] = {}
    for finding in findings:
        rules.setdefault(finding.rule, []).append(finding)
    for rule, found in sorted(rules.items()):
        for finding in found if len(found) <= _FEW else found[:1]:
            more = f"（这样的共 {len(found)} 处）" if len(found) > _FEW else ""
            yield f"{rule} {finding.place}：{finding.message.removeprefix('无法判断：')}{more}"


def label(finding: Finding) -> str:
    """`错误 C02`, `确认 C13`, `说明 C21`."""
    word = (
        "确认"
        if finding.verdict is Verdict.CANNOT_JUDGE and finding.level is Level.WARNING
        else finding.level.label
    )
    return f"{word} {finding.rule}"


def line(finding: Finding) -> str:
    """A finding in one line."""
    return f"[{label(finding)}] {finding.place}：{finding.message}"


def details(finding: Finding) -> Iterator[str]:
    """What stands under a finding.

    Rule, figures, quotation, rows, what to do, why it was dismissed.
    """
    yield f"规则：{RULES[finding.rule].message}"
    if figures := figures_text(finding):
        yield figures
    if finding.quote:
        yield f"原文：{finding.quote}"
    if finding.rows:
        yield f"台账：{rows_of_ledgers(finding.rows)}"
    if finding.remedy:
        yield f"处理：{finding.remedy}"
    if finding.dismissed is not None:
        yield f"已保留：{finding.dismissed}"


def figures_text(finding: Finding) -> str:
    """`报告写 265，应为 337，相差 -72`."""
    parts = [("报告写", finding.said), ("应为", finding.expected), ("相差", finding.difference)]
    return "，".join(f"{word} {value}" for word, value in parts if value)


def rows_of_ledgers(rows: Sequence[RowPlace]) -> str:
    """Rows of ledgers by file and sheet."""
    places: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        places.setdefault((row.file, row.sheet), []).append(row.row)
    return "；".join(place_text(*place, numbers, shown=20) for place, numbers in places.items())


def not_run(entries: Iterable[NotRun]) -> Iterator[str]:
    """Rules that did not run, by reason."""
    reasons: dict[str, list[str]] = {}
    for entry in entries:
        reasons.setdefault(entry.reason, []).append(entry.rule)
    for reason, rules in reasons.items():
        yield f"{'、'.join(rules)}：{reason}"
