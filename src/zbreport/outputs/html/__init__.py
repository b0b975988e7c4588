"""The whole report as one web page that needs nothing else.

No network, no script; text, tables of the form, and charts.

Everything that comes from ledgers or settings is escaped. Tables name their columns and rows to
screen readers, scroll by themselves on a phone, and fit A4 on paper. The charts stand outside the
article, so that readers of the text (`check` among them) pass them by.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from zbreport import __version__
from zbreport.forms.layout import by_section, form_of, layout
from zbreport.outputs.fingerprint import page_property, page_with_digest
from zbreport.outputs.html.pictures import pictures
from zbreport.outputs.html.tables import table
from zbreport.outputs.html.text import blocks
from zbreport.prose import compose
from zbreport.render.markup import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.model import Report
    from zbreport.tabulation.tally import Tally

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""The page loads nothing, and a browser will not let anything in it do so."""


def render(tally: Tally) -> bytes:
    """The report as a UTF-8 web page."""
    report = tally.report
    title = escaped(report.title)
    lines = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f'<meta name="generator" content="zbreport {__version__}">',
        page_property(),
        f"<title>{title}</title>",
        f"<style>\n{_style()}</style>",
        "</head>",
        "<body>",
        "<main>",
        "<article>",
        f"<h1>{_heading(report)}</h1>",
        *_article(tally),
        "</article>",
        *pictures(report, tally.previous),
        "</main>",
        "</body>",
        "</html>",
    ]
    return page_with_digest(("\n".join(lines) + "\n").encode())


@cache
def _style() -> str:
    return (files("zbreport.outputs.html") / "page.css").read_text(encoding="utf-8")


def _heading(report: Report) -> str:
    """The title, which is broken behind the office's name sooner than in front of 年."""
    unit = report.unit or ""
    return "".join(
        f"<span>{escaped(part)}</span>" for part in (unit, report.title.removeprefix(unit)) if part
    )


def _article(tally: Tally) -> Iterator[str]:
    report, prose = tally.report, compose(tally)
    form = form_of(report)
    grids = by_section(form, layout(form, report))
    yield from blocks(prose.preface)
    for heading in form.sections:
        number = heading.partition("、")[0]
        yield "<section>"
        yield f"<h2>{escaped(heading)}</h2>"
        yield from blocks(prose.section(number))
        for grid in grids.get(number, ()):
            yield from table(grid, _caption(report, grid.title))
        yield "</section>"


def _caption(report: Report, heading: str) -> str:
    return f"{report.year}年{heading.partition('、')[2]}"
