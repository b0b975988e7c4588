"""Verdicts on a terminal or in a log: one line a finding by section, then the details; for several reports a matrix."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from zbreport.checks.showing import words
from zbreport.diagnostics import Level
from zbreport.outputs.fold import cell_width, fold, padded
from zbreport.outputs.terminal import make_console

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from zbreport.checks.showing import Batch
    from zbreport.checks.verdicts import Finding, Verdicts

_STYLES = {Level.ERROR: "bold red", Level.WARNING: "yellow", Level.INFO: "cyan"}
_MATRIX = len(words.CODES) + 22


def show(verdicts: Verdicts, console: Console, *, quiet: bool = False) -> None:
    """Prints one report; `quiet` leaves out the details, what could not be judged, and what did not run."""
    for index, text in enumerate(words.head(verdicts)):
        _say(console, text, style=None if index else "bold")
    _say(console, words.counts(verdicts))
    faults, dismissed, lacking = words.worth_listing(verdicts)
    _listed(console, faults)
    if not quiet:
        _details(console, faults)
    if dismissed:
        _heading(console, "已保留（zbreport.toml 的 [dismissed]）")
        for finding in dismissed:
            _say(console, f"{words.line(finding)}（{finding.dismissed}）", indent=2)
    if quiet:
        return
    if lacking:
        _heading(console, f"无法判断（{len(lacking)} 处缺少数据）")
        for text in words.lacking(lacking):
            _say(console, text, indent=2)
    if verdicts.not_run:
        _heading(console, "没有运行的规则")
        for text in words.not_run(verdicts.not_run):
            _say(console, text, indent=2)


def show_many(batch: Batch, console: Console, *, quiet: bool = False) -> None:
    """Prints the matrix of several reports, then the findings of each."""
    _matrix(console, batch)
    for entry in batch.unread:
        _say(console, f"[无法读取] {entry.file}：{entry.reason}", style="bold red")
    _say(console, f"共 {len(batch.verdicts) + len(batch.unread)} 份报告，读出 {len(batch.verdicts)} 份，无法读取 {len(batch.unread)} 份。")
    if quiet:
        return
    for verdicts in batch.verdicts:
        faults, _, _ = words.worth_listing(verdicts)
        if faults:
            _heading(console, verdicts.published.file)
            _listed(console, faults)


def text(found: Verdicts | Batch, *, quiet: bool = False) -> str:
    """What is printed, as text for a file."""
    from zbreport.checks.showing import Batch

    stream = io.StringIO()
    console = make_console(stream)
    if isinstance(found, Batch):
        show_many(found, console, quiet=quiet)
    else:
        show(found, console, quiet=quiet)
    return stream.getvalue()


def _listed(console: Console, findings: Sequence[Finding]) -> None:
    for section, group in words.sections(findings):
        _heading(console, section)
        for finding in group:
            _say(console, words.line(finding), indent=2, style=_STYLES[finding.level])


def _details(console: Console, findings: Sequence[Finding]) -> None:
    if findings:
        _heading(console, "明细")
    for finding in findings:
        _say(console, f"{words.label(finding)}　{finding.place}", indent=2, style=_STYLES[finding.level])
        for detail in words.details(finding):
            _say(console, detail, indent=4)


def _matrix(console: Console, batch: Batch) -> None:
    """A row a report: one mark a rule, then errors, warnings, questions and what cannot be judged. The codes stand upright above."""
    room = max(console.width - _MATRIX, 12)
    _say(console, words.LEGEND)
    for place in range(1, 3):
        marks = "".join(code[place] for code in words.CODES)
        console.out(f"{' ' * room} {marks}{'  错误 提醒 确认' if place == 2 else ''}", highlight=False)
    for verdicts in batch.verdicts:
        marks = "".join(words.MARKS[verdicts.worst(code)] for code in words.CODES)
        faults, _, _ = words.worth_listing(verdicts)
        errors, warnings = (sum(finding.stands and finding.level is level for finding in faults) for level in (Level.ERROR, Level.WARNING))
        asked = sum(not finding.stands and finding.level is Level.WARNING for finding in faults)
        console.out(f"{_short(verdicts.published.file, room)} {marks}  {errors:>4} {warnings:>4} {asked:>4}", highlight=False)


def _short(name: str, room: int) -> str:
    """A file name in `room` places: its end is what tells it apart."""
    cut = name
    while cell_width(cut) > room:
        cut = cut[1:]
    return padded(cut, room)


def _heading(console: Console, text: str) -> None:
    console.out("")
    _say(console, text, style="bold")


def _say(console: Console, text: str, *, indent: int = 0, style: str | None = None) -> None:
    for line in fold(text, max(console.width - indent, 20)):
        console.out(" " * indent + line, style=style, highlight=False)
