"""Verdicts on a terminal or in a log.

One line a finding by section, then the details; for several reports a matrix.
"""

from __future__ import annotations

import io
from itertools import takewhile
from typing import TYPE_CHECKING

from zbreport.checks.catalogue import RULES
from zbreport.checks.output import words
from zbreport.diagnostics import Level
from zbreport.render.console import LEVEL_STYLES, make_console, say, say_heading
from zbreport.render.width import cell_width, padded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

    from zbreport.checks.output import Batch
    from zbreport.checks.verdicts import Finding, Verdicts

_COUNTS = 18
"""Places that the counts of the matrix take."""

_NARROWEST = 12
_ALWAYS = {words.MARKS["fail"], words.MARKS["question"]}


def show(verdicts: Verdicts, console: Console, *, quiet: bool = False) -> None:
    """Prints one report.

    `quiet` leaves out the details, what could not be judged, and what did not run.
    """
    for index, text in enumerate(words.head(verdicts)):
        say(console, text, style=None if index else "bold")
    say(console, words.counts(verdicts))
    faults, dismissed, lacking = words.worth_listing(verdicts)
    _listed(console, faults)
    if not quiet:
        _details(console, faults)
    if dismissed:
        say_heading(console, "已保留（zbreport.toml 的 [dismissed]）")
        for finding in dismissed:
            say(console, f"{words.line(finding)}（{finding.dismissed}）", indent=2)
    if quiet:
        return
    if lacking:
        say_heading(console, f"无法判断（{len(lacking)} 处缺少数据）")
        for text in words.lacking(lacking):
            say(console, text, indent=2)
    if verdicts.not_run:
        say_heading(console, "没有运行的规则")
        for text in words.not_run(verdicts.not_run):
            say(console, text, indent=2)


def show_many(batch: Batch, console: Console, *, quiet: bool = False) -> None:
    """Prints the matrix of several reports, the findings of each, and what to do next."""
    _matrix(console, batch)
    for entry in batch.unread:
        say(console, f"[无法读取] {entry.file}：{entry.reason}", style="bold red")
    say(
        console,
        f"共 {len(batch.verdicts) + len(batch.unread)} 份报告，"
        f"读出 {len(batch.verdicts)} 份，无法读取 {len(batch.unread)} 份。",
    )
    for verdicts in () if quiet else batch.verdicts:
        faults, _, _ = words.worth_listing(verdicts)
        if faults:
            say_heading(console, verdicts.published.file)
            _listed(console, faults)
    say_heading(console, "下一步")
    for step in words.next_steps(batch):
        say(console, step, indent=2)


def text(found: Verdicts | Batch, *, quiet: bool = False) -> str:
    """What is printed, as text for a file."""
    from zbreport.checks.output import Batch

    stream = io.StringIO()
    console = make_console(stream)
    if isinstance(found, Batch):
        show_many(found, console, quiet=quiet)
    else:
        show(found, console, quiet=quiet)
    return stream.getvalue()


def _listed(console: Console, findings: Sequence[Finding]) -> None:
    for section, group in words.sections(findings):
        say_heading(console, section)
        for finding in group:
            say(console, words.line(finding), indent=2, style=LEVEL_STYLES[finding.level])


def _details(console: Console, findings: Sequence[Finding]) -> None:
    if findings:
        say_heading(console, "明细")
    for finding in findings:
        say(
            console,
            f"{words.label(finding)}　{finding.place}",
            indent=2,
            style=LEVEL_STYLES[finding.level],
        )
        for detail in words.details(finding):
            say(console, detail, indent=4)


def _matrix(console: Console, batch: Batch) -> None:
    """A row a report.

    Its marks by rule, then errors, warnings and questions. The codes stand upright above.

    Rules that came out alike for every report, without a fault, are told below and take no room
    from the names.
    """
    marks = {
        code: [words.MARKS[verdicts.worst(code)] for verdicts in batch.verdicts]
        for code in words.CODES
    }
    shown = [
        code
        for code, mine in marks.items()
        if len(set(mine)) > 1 or set(mine) & _ALWAYS or (len(mine) == 1 and mine != [" "])
    ]
    most = max(console.width - len(shown) - _COUNTS, _NARROWEST)
    names = [verdicts.published.file for verdicts in batch.verdicts]
    names = names if all(cell_width(name) <= most for name in names) else _short_names(names)
    room = max(min(max(map(cell_width, names), default=0), most), _NARROWEST)
    say(console, words.LEGEND)
    console.out(f"{padded('规则', room)} {''.join(code[1] for code in shown)}", highlight=False)
    console.out(
        f"{padded('报告', room)} {''.join(code[2] for code in shown)}  错误 提醒 确认",
        highlight=False,
    )
    for row, (name, verdicts) in enumerate(zip(names, batch.verdicts, strict=True)):
        line = "".join(marks[code][row] for code in shown)
        counts = " ".join(f"{count:>4}" for count in _counted(verdicts))
        console.out(
            f"{padded(_cut(name, room), room)} {line}  {counts}",
            highlight=False,
        )
    console.out("")
    for text in _alike(
        {code: mine[0] for code, mine in marks.items() if mine and code not in shown}
    ):
        say(console, text)
    for code in shown:
        if failed := marks[code].count(words.MARKS["fail"]):
            say(console, f"× {code} {RULES[code].title}：{failed} 份")


def _counted(verdicts: Verdicts) -> tuple[int, int, int]:
    """Errors, warnings and questions of a report."""
    faults, _, _ = words.worth_listing(verdicts)
    errors, warnings = (
        sum(finding.stands and finding.level is level for finding in faults)
        for level in (Level.ERROR, Level.WARNING)
    )
    return (
        errors,
        warnings,
        sum(not finding.stands and finding.level is Level.WARNING for finding in faults),
    )


def _alike(marks: Mapping[str, str]) -> Iterator[str]:
    """The rules that came out alike for every report, by their mark."""
    for mark in words.MARKS.values():
        if codes := [code for code, its in marks.items() if its == mark]:
            yield f"各份相同 {mark if mark.strip() else '未运行'}：{'、'.join(codes)}"


def _short_names(names: Sequence[str]) -> list[str]:
    """File names without the ending that all of them share."""
    same = (
        takewhile(lambda chars: len(set(chars)) == 1, zip(*map(reversed, names), strict=False))
        if len(names) > 1
        else ()
    )
    ending = "".join(chars[0] for chars in same)[::-1]
    return [name.removesuffix(ending) or name for name in names]


def _cut(name: str, room: int) -> str:
    """A name in `room` places: of a longer one the middle is left out."""
    if cell_width(name) <= room:
        return name
    head, tail = name, name
    while cell_width(head) > (room - 1) // 2:
        head = head[:-1]
    while cell_width(tail) > room - 1 - cell_width(head):
        tail = tail[1:]
    return f"{head}~{tail}"
