"""A tally as Markdown.

The tables as pipe tables, then the notes, the findings and where the rows went.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.forms.extras import groups_with_figures
from zbreport.forms.layout import CHANNELS_TITLE, channel_grid, form_of, narrow, number_text
from zbreport.outputs import wording
from zbreport.render.markdown import encoded, escaped, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.forms import Block, Table
    from zbreport.model import Report, Source
    from zbreport.tabulation.tally import Tally

_PLACES = 20


def render(tally: Tally) -> bytes:
    """A tally as UTF-8 Markdown."""
    report = tally.report
    lines = [
        f"# {escaped(report.title)}",
        "",
        f"表样：{wording.edition(report)}；统计期限：{wording.period(report)}",
        "",
    ]
    lines += [f"## {CHANNELS_TITLE}", "", *_channels(report), ""]
    for part in form_of(report).tables:
        lines += [f"## {part.title}", ""]
        for block in narrow(part).blocks:
            lines += [*_block(part, block, report), ""]
    lines += [
        *_extras(report),
        *_notes(tally),
        *_findings(tally),
        "## 数据来源",
        "",
        wording.rows_summary(tally.sources),
        "",
    ]
    lines += _sources(tally.sources)
    return encoded(lines)


def _channels(report: Report) -> Iterator[str]:
    grid = channel_grid(report)
    rows = [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.rows)]
    yield from table(rows[0], rows[1:], "<>")


def _block(part: Table, block: Block, report: Report) -> Iterator[str]:
    header = [block.heading or block.stub, *(" / ".join(column.path) for column in block.columns)]
    rows = [
        [
            " / ".join(row.path),
            *(
                number_text(report.cells.get(part.cell_key(row, column)))
                for column in block.columns
            ),
        ]
        for row in block.rows
    ]
    yield from table(header, rows, "<>")


def _extras(report: Report) -> Iterator[str]:
    for extra, numbers in groups_with_figures(report.extras):
        heads = [head for head in (extra.heading, "" if extra.is_single else "项目") if head]
        unit = extra.unit
        rows = [
            [
                *filter(None, (one.row, one.column)),
                number_text(one.number) + ("" if unit else f" {one.figure.unit}"),
            ]
            for one in numbers
        ]
        header = (*heads, f"{unit}数" if unit else "数量")
        aligns = "<" * len(heads) + ">"
        yield from [f"## {extra.title}", "", *table(header, rows, aligns), ""]


def _notes(tally: Tally) -> Iterator[str]:
    if tally.choices:
        rows = ((c.text, f"{c.key} = {c.value}", c.origin, str(c.count)) for c in tally.choices)
        yield from [
            "## 口径说明",
            "",
            *table(("口径", "设置", "依据", "涉及行数"), rows, "<<<>"),
            "",
        ]


def _findings(tally: Tally) -> Iterator[str]:
    found = wording.groups(tally.diagnostics, form_of(tally.report))
    if not found:
        return
    yield from ["## 待核实", ""]
    for group in found:
        remedy = f" 处理：{escaped(group.remedy)}" if group.remedy else ""
        head = f"{group.level.label} {group.code} {group.title}"
        yield f"- **{head}**：{escaped(group.message)}{remedy}"
        yield from (f"  - {escaped(place)}" for place in group.places[:_PLACES])
        if len(group.places) > _PLACES:
            yield f"  - 另有 {len(group.places) - _PLACES} 处，{wording.SEE_ALL}"
    yield ""


def _sources(sources: Sequence[Source]) -> Iterator[str]:
    if not sources:
        return
    yield from table(
        ("文件", "工作表", "台账", "未计入的原因", "行数", "计入", "未计入"),
        (
            (
                source.file,
                source.sheet,
                wording.taken_for(source),
                wording.reasons_text(source.set_aside),
                str(source.rows),
                str(source.counted),
                str(sum(source.set_aside.values())),
            )
            for source in sources
        ),
        "<<<<>",
    )
