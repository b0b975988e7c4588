"""A tally on a terminal or in a log.

Tables as the form has them, notes, findings, where rows went.
"""

from __future__ import annotations

import io
from itertools import groupby
from typing import TYPE_CHECKING

from zbreport.diagnostics import Level
from zbreport.forms.layout import channel_grid, form_of, narrow, table_grid
from zbreport.outputs import wording
from zbreport.render.console import LEVEL_STYLES, borders_for, make_console, say
from zbreport.render.grids import draw, fits, halves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from zbreport.forms.layout import Grid
    from zbreport.tabulation.tally import Tally

_PLACES = 5
_MESSAGES = 8


def show(tally: Tally, console: Console, *, quiet: bool = False) -> None:
    """Prints a tally.

    Args:
        tally: what a run found out.
        console: see `make_console`.
        quiet: only the tables and the findings of level error.
    """
    report = tally.report
    say(console, report.title, style="bold")
    say(console, f"表样：{wording.edition(report)}　统计期限：{wording.period(report)}")
    _grid(console, channel_grid(report))
    for table in form_of(report).tables:
        _grid(console, table_grid(narrow(table), report.cells))
    if not quiet:
        _extras(console, tally)
    _findings(console, tally, quiet=quiet)
    if not quiet:
        console.out("")
        say(console, wording.rows_summary(tally.sources))


def text(tally: Tally, *, quiet: bool = False) -> str:
    """What `show` prints, as text for a file.

    Without colour, 80 columns wide unless COLUMNS says otherwise.
    """
    stream = io.StringIO()
    show(tally, make_console(stream), quiet=quiet)
    return stream.getvalue()


def _grid(console: Console, grid: Grid) -> None:
    console.out("")
    say(console, grid.title, style="bold")
    if not grid.numbers:
        say(console, "没有数据", indent=2)
        return
    parts = halves(grid) if grid.key == "channels" and not fits(grid, console.width) else (grid,)
    borders = borders_for(console)
    for part in parts:
        console.out("\n".join(draw(part, console.width, borders)), highlight=False)


def _extras(console: Console, tally: Tally) -> None:
    for index, (what, figures) in enumerate(wording.extras(tally.report)):
        if index == 0:
            console.out("")
        say(console, f"{what}：{wording.counts(figures)}")
    if tally.choices:
        console.out("")
        say(console, "口径说明", style="bold")
        for choice in tally.choices:
            say(
                console,
                f"{choice.text}（{choice.key} = {choice.value}，{choice.origin}，"
                f"涉及 {choice.count} 行）",
                indent=2,
            )


def _findings(console: Console, tally: Tally, *, quiet: bool) -> None:
    found = wording.groups(tally.diagnostics, form_of(tally.report))
    for level, of_level in groupby(found, key=lambda group: group.level):
        if quiet and level != Level.ERROR:
            continue
        entries = list(of_level)
        console.out("")
        say(
            console,
            f"{level.label}（{sum(group.count for group in entries)} 处）",
            style=LEVEL_STYLES[level],
        )
        for (code, title), same in groupby(entries, key=lambda group: (group.code, group.title)):
            say(console, f"{code} {title}", indent=2, style=LEVEL_STYLES[level])
            for text, indent in _code(list(same)):
                say(console, text, indent=indent)


def _code(groups: Sequence[wording.Group]) -> Iterator[tuple[str, int]]:
    """The lines under one code with their indents.

    What was found, where, what to do; no remedy is said twice.
    """
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
