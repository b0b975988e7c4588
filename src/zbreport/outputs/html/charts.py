"""Bar charts as inline SVG: pygal computes them, and what a page does not need (scripts, styles, tooltips, its own name) is taken off.

Looks come from `page.css`, so that a chart is printed and greyed like the page around it. Text
stays text, every bar carries its figure, and the whole is one picture to a screen reader, with its
figures in words.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

from zbreport.forms.layout import number_text
from zbreport.render.markup import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import ModuleType

    from lxml.etree import _Element

    from zbreport.model import Number

WIDTH = 360
_HEIGHT = 150
_FONT, _ABOVE = 13, 18
"""Size of the text, and the one that pygal thinks figures have: it makes room between a bar and its figure by it."""
_DIGIT = 8.0
_UNDERRATED = 5.5
"""How much wider a Chinese character is than pygal thinks."""
_UNWANTED = {"defs", "desc", "title", "script", "style", "path"}
"""Paths are axes, which bars that carry their figures do not need."""
_IDLE = {"background", "plot overlay", "plot tooltip-overlay", "titles"}
_LONG = re.compile(r"(\.\d)\d+(?=[^<>]*>)")
"""Decimals of places and sizes beyond the first; figures of the text stay whole."""
_NAMESPACE = re.compile(r' xmlns(?::\w+)?="[^"]*"')


class Series(NamedTuple):
    """Bars of one kind: a name for the legend, and a figure a label, with what is written beside its bar."""

    name: str
    values: Sequence[Number]
    words: Sequence[str]


def columns(labels: Sequence[str], series: Series, said: str) -> str:
    """Upright bars, the figures on top; wide enough for the longest figure.

    Args:
        labels: below the bars.
        series: the bars.
        said: the whole in words.
    """
    width = max(WIDTH, round(len(labels) * (max(map(len, series.words)) * _DIGIT + 4)))
    chart = _library().Bar(**_options(width, _HEIGHT, {"margin_top": 12}))
    return _drawn(chart, labels, (series,), said)


def rows(labels: Sequence[str], series: Sequence[Series], said: str) -> str:
    """Bars from the left, figures behind them, the first label on top; a legend where there are several series (arguments as `columns`)."""
    height = len(labels) * (18 * len(series) + 14) + (40 if len(series) > 1 else 10)
    left = max(map(len, labels)) * (_FONT + 1)
    most = float(max(value for one in series for value in one.values)) or 1.0
    room = max(len(word.encode("gb18030")) for one in series for word in one.words) * _DIGIT + 12
    scale = most * (WIDTH - left) / max(WIDTH - left - room, 1)
    more = {
        "margin_left": max(map(len, labels)) * _UNDERRATED,
        "show_y_labels": True,
        "show_x_labels": False,
        "range": (0, scale),
        "show_legend": len(series) > 1,
        "legend_at_bottom": True,
    }
    chart = _library().HorizontalBar(**_options(WIDTH, height, more))
    backwards = [Series(one.name, one.values[::-1], one.words[::-1]) for one in series]
    return _drawn(chart, labels[::-1], backwards, said)


@cache
def _library() -> ModuleType:
    """Pygal, without the finder of map plugins that it puts into the import system: it follows a protocol that Python 3.12 has dropped."""
    import pygal

    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]
    return cast("ModuleType", pygal)


def _options(width: int, height: int, more: Mapping[str, object]) -> dict[str, object]:
    style = _library().style.Style(
        value_font_size=_ABOVE,
        label_font_size=_FONT,
        major_label_font_size=_FONT,
        legend_font_size=_FONT,
    )
    fixed: dict[str, object] = {
        "width": width,
        "height": height,
        "style": style,
        "css": [],
        "js": [],
        "no_prefix": True,
        "margin": 2,
        "print_values": True,
        "print_values_position": "top",
        "show_y_labels": False,
        "show_y_guides": False,
        "show_legend": False,
        "spacing": 6,
    }
    return fixed | dict(more)


class _Chart:
    """What is used of a chart of pygal, which has no types."""

    x_labels: Sequence[str]
    add: Callable[[str, Sequence[object]], object]
    render_tree: Callable[[], _Element]


def _drawn(chart: object, labels: Sequence[str], series: Sequence[Series], said: str) -> str:
    canvas = cast("_Chart", chart)
    canvas.x_labels = labels
    for one in series:
        values = [
            {"value": float(value), "formatter": lambda _, word=word: word}
            for value, word in zip(one.values, one.words, strict=True)
        ]
        canvas.add(one.name, values)
    tree = canvas.render_tree()
    _strip(tree)
    from lxml import etree

    inner = "".join(etree.tostring(child, encoding="unicode") for child in tree)
    inner = _LONG.sub(r"\1", _NAMESPACE.sub("", inner))
    return f'<svg role="img" aria-label="{escaped(said)}" viewBox="{tree.get("viewBox")}">{inner}</svg>'


def _strip(tree: _Element) -> None:
    """Takes off what a page does not need; ids go too, for several charts stand on one page."""
    for element in list(tree.iter()):
        parent = element.getparent()
        name = (
            element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "script"
        )  # comments have no name
        wanted = name not in _UNWANTED and element.get("class") not in _IDLE
        if parent is not None and not wanted:
            parent.remove(element)
        for attribute in {"id", "rx", "ry"} & set(element.keys()):
            del element.attrib[attribute]


def figure_words(values: Sequence[Number]) -> list[str]:
    """Figures as they stand beside bars."""
    return [number_text(value) for value in values]
