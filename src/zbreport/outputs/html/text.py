"""The text of the report as HTML.

Paragraphs, small headings, lists, tables of the office, marked gaps.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from zbreport.prose import Paragraph, TextTable, pieces
from zbreport.render.markup import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zbreport.prose import Block

_SECTION = 2
"""Rank of the headings of sections."""


def blocks(parts: Iterable[Block]) -> Iterator[str]:
    """The lines of a section.

    Small headings go down by one rank at a time, neighbouring items of a list stand in one list.
    """
    rank = _SECTION
    for kind, group in groupby(parts, key=_kind):
        if kind == "heading":
            for part in group:
                if isinstance(part, Paragraph):
                    rank = min(_SECTION + part.level, rank + 1)
                    yield f"<h{rank}>{_inline(part)}</h{rank}>"
        elif kind[0] in {"ordered", "bullet"}:
            yield from _list(kind, [part for part in group if isinstance(part, Paragraph)])
        else:
            yield from (
                _table(part)
                if isinstance(part, TextTable)
                else f"<p>{_lead(part)}{_inline(part)}</p>"
                for part in group
            )


def _kind(part: Block) -> str | tuple[str, int]:
    """What is drawn together: items of one list, at one depth."""
    if isinstance(part, TextTable) or part.kind in {"text", "heading"}:
        return "text" if isinstance(part, TextTable) else part.kind
    return (part.kind, part.level)


def _list(kind: str | tuple[str, int], items: list[Paragraph]) -> Iterator[str]:
    tag = "ol" if kind[0] == "ordered" else "ul"
    start = f' start="{items[0].number}"' if tag == "ol" and items[0].number != 1 else ""
    yield f'<{tag} class="level-{items[0].level}"{start}>'
    yield from (f"<li>{_inline(item)}</li>" for item in items)
    yield f"</{tag}>"


def _lead(part: Paragraph) -> str:
    return f"<strong>{escaped(part.lead)}</strong>" if part.lead else ""


def _inline(part: Paragraph) -> str:
    runs = []
    for run in part.runs:
        text = "".join(
            f"<mark>{_lines(piece)}</mark>" if is_gap else _lines(piece)
            for piece, is_gap in pieces(run.text)
        )
        runs.append(f"<strong>{text}</strong>" if run.bold else text)
    return "".join(runs)


def _lines(text: str) -> str:
    return escaped(text).replace("\n", "<br>")


def _table(table: TextTable) -> str:
    """A table that the office wrote, in a box of its own like those of the form."""
    head = "".join(f'<th scope="col">{escaped(cell)}</th>' for cell in table.header)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escaped(cell)}</td>' for cell in row)}</tr>" for row in table.rows
    )
    name = escaped("表格：" + "、".join(cell for cell in table.header if cell))
    return (
        f'<div class="table own" role="region" aria-label="{name}" tabindex="0">'
        f"<table><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )
