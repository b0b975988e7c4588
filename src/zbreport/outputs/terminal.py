"""The outcome on a terminal or in a log: the tables as the form has them, notes, findings, and where the rows went.

Rich decides about colour and width; the tables are drawn by `textgrid`, because Rich's own know no
merged cells and cut labels.
"""

from __future__ import annotations

import codecs
import io
import os
from itertools import groupby
from typing import IO, TYPE_CHECKING

from rich.console import Console

from zbreport.diagnostics import Level
from zbreport.forms.layout import channel_grid, form_of, narrow, table_grid
from zbreport.outputs import wording
from zbreport.outputs.fold import fold
from zbreport.outputs.textgrid import ASCII, BOX, draw, fits, halves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.forms.layout import Grid
    from zbreport.tabulation.tally import Tally

DEFAULT_WIDTH = 80
_PLACES = 5
_MESSAGES = 8
_STYLES = {Level.ERROR: "bold red", Level.WARNING: "yellow", Level.INFO: "cyan"}
_DRAWN = "─│┌┐└┘├┤┬┴┼"
_DOUBLE_WIDTH = {"gbk", "gb2312", "gb18030", "hz", "big5", "big5hkscs", "cp950"}


def make_console(stream: IO[str]) -> Console:
    """A console on a stream that never fails for a character the stream cannot encode.

    Width: the terminal's; for a file or a pipe 80, or COLUMNS. Colour only on a terminal and
    without NO_COLOR.
    """
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
    columns = os.environ.get("COLUMNS", "")
    width = (
        None
        if stream.isatty()
        else int(columns)
        if columns.isdecimal() and int(columns)
        else DEFAULT_WIDTH
    )
    return Console(
        file=stream, width=width, highlight=False, markup=False, emoji=False, safe_box=True
    )


def show(outcome: Tally, console: Console, *, quiet: bool = False) -> None:
    """Prints an outcome.

    Args:
        outcome: what a run found out.
        console: see `make_console`.
        quiet: only the tables and the findings of level error.
    """
    report = outcome.report
    _say(console, report.title, style="bold")
    _say(console, f"表样：{wording.edition(report)}　统计期限：{wording.period(report)}")
    _grid(console, channel_grid(report))
    for table in form_of(report).tables:
        _grid(console, table_grid(narrow(table), report.cells))
    if not quiet:
        _extras(console, outcome)
    _findings(console, outcome, quiet=quiet)
    if not quiet:
        console.out("")
        _say(console, wording.rows_summary(outcome.sources))


def text(outcome: Tally, *, quiet: bool = False) -> str:
    """What `show` prints, as text for a file: without colour, 80 columns wide unless COLUMNS says otherwise."""
    stream = io.StringIO()
    show(outcome, make_console(stream), quiet=quiet)
    return stream.getvalue()


def pen_for(console: Console) -> str:
    """Box characters if the stream can carry them one place wide, else ASCII.

    GBK has them, but every Chinese font draws GBK's box characters two places wide, which would
    tear the tables apart.
    """
    try:
        _DRAWN.encode(console.encoding)
        name = codecs.lookup(console.encoding).name
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return ASCII if name in _DOUBLE_WIDTH or console.legacy_windows else BOX


def _say(console: Console, text: str, *, indent: int = 0, style: str | None = None) -> None:
    for line in fold(text, max(console.width - indent, 20)):
        console.out(" " * indent + line, style=style, highlight=False)


def _grid(console: Console, grid: Grid) -> None:
    console.out("")
    _say(console, grid.title, style="bold")
    if not grid.numbers:
        _say(console, "没有数据", indent=2)
        return
    parts = halves(grid) if grid.key == "channels" and not fits(grid, console.width) else (grid,)
    pen = pen_for(console)
    for part in parts:
        console.out("\n".join(draw(part, console.width, pen)), highlight=False)


def _extras(console: Console, outcome: Tally) -> None:
    report = outcome.report
    for index, (what, figures) in enumerate(wording.extras(report)):
        if index == 0:
            console.out("")
        _say(console, f"{what}：{wording.counts(figures)}")
    if outcome.choices:
        console.out("")
        _say(console, "口径说明", style="bold")
        for choice in outcome.choices:
            _say(
                console,
                f"{choice.text}（{choice.key} = {choice.value}，{choice.origin}，涉及 {choice.count} 行）",
                indent=2,
            )


def _findings(console: Console, outcome: Tally, *, quiet: bool) -> None:
    found = wording.groups(outcome.diagnostics, form_of(outcome.report))
    for level, of_level in groupby(found, key=lambda group: group.level):
        if quiet and level != Level.ERROR:
            continue
        entries = list(of_level)
        console.out("")
        _say(
            console,
            f"{level.label}（{sum(group.count for group in entries)} 处）",
            style=_STYLES[level],
        )
        for (code, title), same in groupby(entries, key=lambda group: (group.code, group.title)):
            _say(console, f"{code} {title}", indent=2, style=_STYLES[level])
            for text, indent in _code(list(same)):
                _say(console, text, indent=indent)


def _code(groups: Sequence[wording.Group]) -> Iterator[tuple[str, int]]:
    """The lines under one code with their indents: what was found, where, what to do; no remedy is said twice."""
    shown = groups[:_MESSAGES]
    for index, group in enumerate(shown):
        yield group.message, 4
        for place in group.places[:_PLACES]:
            yield place, 6
        if len(group.places) > _PLACES:
            yield f"另有 {len(group.places) - _PLACES} 处，{wording.SEE_ALL}", 6
        last = index == len(shown) - 1 or shown[index + 1].remedy != group.remedy
        if group.remedy and last:
            yield f"处理：{group.remedy}", 4
    if len(groups) > len(shown):
        yield f"另有 {len(groups) - len(shown)} 种，{wording.SEE_ALL}", 4
