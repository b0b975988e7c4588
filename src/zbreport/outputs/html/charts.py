"""Bar charts as inline SVG.

Looks come from `page.css`, so that a chart is printed and greyed like the page around it. Text
stays text, every bar carries its figure, and the whole is one picture to a screen reader, with its
figures in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zbreport.forms.layout import number_text
from zbreport.render.markup import escaped
from zbreport.render.width import cell_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zbreport.model import Number

WIDTH = 360
"""Units of a picture; the page scales it to the room that there is."""

_PLACE = 7.5
"""Units that half a Chinese character of `page.css` takes, with a little air."""

_AIR = 5
_TOP, _FLOOR, _HEIGHT = 20.0, 128.0, 150
"""Of upright bars: where the longest one ends, where all begin, and the height of the picture."""

_THICK, _APART = 18.0, 12.0
"""Of level bars: their thickness, and the room between those of two labels."""

_TEXT_DOWN = 4.5
"""From the middle of a text to its baseline."""


class Series(NamedTuple):
    """Bars of one kind: a name for the legend, a figure for each label, and the text at its bar."""

    name: str
    values: Sequence[Number]
    texts: Sequence[str]


def columns(labels: Sequence[str], series: Series, in_words: str) -> str:
    """Upright bars with their figures on top; as wide as the longest figure asks for.

    Args:
        labels: below the bars.
        series: the bars.
        in_words: the whole picture in words.
    """
    width = max(WIDTH, len(labels) * (max(map(cell_width, series.texts)) * _PLACE + 4))
    step = width / len(labels)
    scale = (_FLOOR - _TOP) / _most([series])
    bars: list[str] = []
    figures: list[str] = []
    for index, (value, text) in enumerate(zip(series.values, series.texts, strict=True)):
        height = float(value) * scale
        bars.append(_bar((index + 0.12) * step, _FLOOR - height, 0.76 * step, height))
        figures.append(_text((index + 0.5) * step, _FLOOR - height - _AIR, text))
    heads = (
        _text((index + 0.5) * step, _HEIGHT - _AIR, label) for index, label in enumerate(labels)
    )
    parts = [_group("bars", bars), _group("figures", figures), _group("labels", heads)]
    return _picture("columns", width, _HEIGHT, in_words, parts)


def rows(labels: Sequence[str], series: Sequence[Series], in_words: str) -> str:
    """Bars from the left, figures behind them; a legend where there are several series.

    Args:
        labels: before the bars, from the top.
        series: the bars; the first of each label is the upper one.
        in_words: the whole picture in words.
    """
    left = max(map(cell_width, labels)) * _PLACE + _AIR
    room = max(cell_width(text) for one in series for text in one.texts) * _PLACE + _AIR
    scale = max(WIDTH - left - room, 1) / _most(series)
    step = _THICK * len(series) + _APART
    parts: list[str] = []
    for rank, one in enumerate(series):
        tops = [index * step + _APART / 2 + rank * _THICK for index in range(len(labels))]
        lengths = [float(value) * scale for value in one.values]
        bars = (
            _bar(left, top + 1, length, _THICK - 2)
            for top, length in zip(tops, lengths, strict=True)
        )
        figures = (
            _text(left + length + _AIR, _baseline(top), text)
            for top, length, text in zip(tops, lengths, one.texts, strict=True)
        )
        parts += [_group(f"bars series-{rank}", bars), _group("figures", figures)]
    heads = (
        _text(left - _AIR, index * step + step / 2 + _TEXT_DOWN, label)
        for index, label in enumerate(labels)
    )
    parts.append(_group("labels", heads))
    height = len(labels) * step
    if len(series) > 1:
        parts.append(_group("legend", _legend(series, left, height)))
        height += _THICK + _APART
    return _picture("rows", WIDTH, height, in_words, parts)


def figure_texts(values: Sequence[Number]) -> list[str]:
    """Figures as they stand beside bars."""
    return [number_text(value) for value in values]


def _legend(series: Sequence[Series], left: float, top: float) -> Iterator[str]:
    for rank, one in enumerate(series):
        yield _group(f"series-{rank}", [_bar(left, top + _APART / 2, 12, 12)])
        yield _text(left + 12 + _AIR, _baseline(top + _APART / 2 - 3), one.name)
        left += cell_width(one.name) * _PLACE + 12 + 6 * _AIR


def _most(series: Iterable[Series]) -> float:
    """The longest bar's value; 1 where all are zero."""
    return float(max(value for one in series for value in one.values)) or 1.0


def _baseline(top: float) -> float:
    return top + _THICK / 2 + _TEXT_DOWN


def _bar(x: float, y: float, width: float, height: float) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _text(x: float, y: float, text: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}">{escaped(text)}</text>'


def _group(name: str, parts: Iterable[str]) -> str:
    return f'<g class="{name}">{"".join(parts)}</g>'


def _picture(kind: str, width: float, height: float, in_words: str, parts: Iterable[str]) -> str:
    return (
        f'<svg role="img" class="{kind}" aria-label="{escaped(in_words)}"'
        f' viewBox="0 0 {width:.0f} {height:.0f}">{"".join(parts)}</svg>'
    )
