"""Blocks → an office's own text by section: what a file or a heading opens, and its parts."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from zbreport.forms import all_forms
from zbreport.text.blocks import OwnText, Paragraph, Part
from zbreport.text.compare import normalise, unnumbered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zbreport.manuscript.markdown import Line
    from zbreport.text.blocks import Block

PREFACE = ""
_BRACKETED = re.compile(r"[(（]")
_TITLE = "年度报告"
_WHOLE = {"report", "正文", "年报", "年度报告"}


_SAME = {
    "问题": "主要问题",
    "存在问题": "主要问题",
    "改进措施": "改进",
    "整改": "改进",
    "信息处理费": "收取信息处理费",
    "信息处理费收费": "收取信息处理费",
    "信息处理费收取": "收取信息处理费",
    "人大代表建议和政协提案办理结果公开": "建议提案办理结果公开",
    "工作年度报告数据统计需要说明的事项": "年报数据统计需要说明的事项",
}
"""Small headings that offices use for the same part, as `part_key` leaves them."""


class Section(NamedTuple):
    """The lines of one section of a file."""

    key: str
    lines: tuple[Line, ...]


@cache
def _names() -> Mapping[str, str]:
    """Official heading without its number, normalised → the number of its section; and 前言."""
    found = {normalise("前言"): PREFACE}
    for heading in (heading for form in all_forms() for heading in form.sections):
        number, _, title = heading.partition("、")
        found[normalise(title)] = number
    return found


@cache
def _numbered() -> re.Pattern[str]:
    """The number of a section in front of a heading."""
    numerals = "".join(number for number in _names().values() if number)
    return re.compile(rf"第?([{numerals}])(?:部分)?(?:[、.．:：,，\s]|$)")


def section_named(text: str) -> str | None:
    """The section that a heading or a file's name opens: `一、总体情况`, `总体情况`, `前言`.

    None where it opens none.
    """
    if _BRACKETED.match(text.strip()):
        return None
    if mark := _numbered().match(text.strip()):
        return mark[1]
    return _names().get(normalise(text))


def is_whole(stem: str) -> bool:
    """Whether a file's name says that it holds all sections: `report`, `正文`."""
    return stem.lower() in _WHOLE


def split(lines: Sequence[Line]) -> tuple[list[Section], list[Line]]:
    """Cuts the text of a whole report at the headings of its sections.

    Returns:
        The sections; what stands in front of the first is the preface, and the title is left out.
        Then the headings of the same rank that open none: they stay in the section
            before them.
    """
    rank = min(
        (line.rank for line in lines if line.heading and section_named(line.heading) is not None),
        default=0,
    )
    strangers: list[Line] = []
    found: list[tuple[str, list[Line]]] = [(PREFACE, [])]
    for line in lines:
        opened = section_named(line.heading) if line.rank == rank and line.heading else None
        if opened is not None:
            found.append((opened, []))
        elif line.heading and 0 < line.rank <= rank:
            if len(found) > 1:
                strangers.append(line)
                found[-1][1].append(line._replace(rank=rank + 1))
            elif not line.heading.endswith(_TITLE):
                found[0][1].append(line)
        else:
            found[-1][1].append(line)
    return [Section(key, tuple(taken)) for key, taken in found if taken], strangers


def own_text(file: str, lines: Sequence[Line]) -> OwnText:
    """A section's own text: its uppermost headings open parts, lower ones stay inside them."""
    top = min((line.rank for line in lines if line.rank), default=0)
    opening: list[Block] = []
    parts: list[tuple[str, list[Block]]] = []
    for line in lines:
        block = line.block
        if line.rank == top and line.heading:
            parts.append((_unnumbered(line.heading), []))
        else:
            kept = (
                Paragraph(block.runs, kind="heading", level=2)
                if line.rank and isinstance(block, Paragraph)
                else block
            )
            (parts[-1][1] if parts else opening).append(kept)
    return OwnText(file, tuple(opening), tuple(Part(name, tuple(blocks)) for name, blocks in parts))


def _unnumbered(text: str) -> str:
    """A heading without its number and the mark behind it: `（三）监督保障。` → `监督保障`."""
    bare = re.sub(
        r"^\s*(?:[(（][一二三四五六七八九十\d]{1,3}[)）][、.．]?|[一二三四五六七八九十\d]{1,3}[、.．])\s*",
        "",
        text,
    )
    return (bare or text).strip().rstrip("。：:")


def part_key(name: str) -> str:
    """A small heading for comparison: without number, 情况 and the words that offices leave out."""
    plain = unnumbered(name).rstrip("。.:").removesuffix("情况")
    for word in ("本行政机关", "本机关", "政府信息公开", "政府信息", "存在的"):
        plain = plain.replace(word, "")
    return _SAME.get(plain, plain) or unnumbered(name)
