"""图解: what each channel published by month, and how requests were answered, as inline SVG beside the same figures in words.

Drawn by hand: two kinds of bars need no plotting library. Every bar carries its figure, so that nothing hangs on colour; text stays
text. Each channel has a picture of its own with a scale of its own, so that a small one stays readable and phones show one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.layout import channel_grid
from zbreport.outputs.html.tables import table
from zbreport.outputs.markup import escaped
from zbreport.prose.requests import outcome_groups, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.model import Channel, Number, Report

_WIDTH = 360
_TOP, _HEIGHT, _FOOT = 18, 90, 18
_LINE = 30
_LABEL, _FIGURE = 76, 104


def pictures(report: Report) -> Iterator[str]:
    """The lines of the section; none where there is nothing to draw."""
    channels = [channel for channel in report.channels if channel.by_month is not None]
    outcomes = [(label, number) for label, number in outcome_groups(report) if number is not None]
    whole = report.cells.get("requests.total.total")
    answered = bool(whole) and len(outcomes) == len(list(outcome_groups(report)))
    if not report.channels and not answered:
        return
    yield '<section aria-labelledby="pictures">'
    yield '<h2 id="pictures">图解</h2>'
    if report.channels:
        yield "<h3>各渠道每月公开信息数量（条）</h3>"
        yield '<div class="panels">'
        yield from (_channel(channel) for channel in channels)
        yield "</div>"
        yield from table(channel_grid(report), f"{report.year}年各渠道公开信息数量（条）")
    if answered and whole:
        yield "<h3>政府信息公开申请办理结果（件）</h3>"
        yield _outcomes(outcomes, whole)
    yield "</section>"


def _channel(channel: Channel) -> str:
    """Twelve bars with their figures above and the months below."""
    months = channel.by_month or ()
    most = max(*months, 1)
    step = _WIDTH / 12
    parts = []
    for index, count in enumerate(months):
        height = _HEIGHT * count / most
        middle, top = step * (index + 0.5), _TOP + _HEIGHT - height
        parts.append(_bar(middle - step * 0.32, top, step * 0.64, height))
        parts.append(_text(middle, top - 4, str(count), "middle"))
        parts.append(_text(middle, _TOP + _HEIGHT + 14, str(index + 1), "middle"))
    base = _TOP + _HEIGHT
    parts.append(f'<line class="axis" x1="0" y1="{base}" x2="{_WIDTH}" y2="{base}"/>')
    said = f"{channel.label}每月公开信息条数：" + "，".join(f"{month}月{count}" for month, count in enumerate(months, start=1))
    caption = f"{channel.label}：全年{channel.count}条"
    return _figure(caption, said, parts, _TOP + _HEIGHT + _FOOT, "")


def _outcomes(outcomes: Sequence[tuple[str, Number]], whole: Number) -> str:
    """One bar an outcome, with its figure and its share of （七）."""
    most = max(number for _, number in outcomes) or 1
    parts = []
    for index, (label, number) in enumerate(outcomes):
        middle = _LINE * index + _LINE / 2
        length = float((_WIDTH - _LABEL - _FIGURE) * number / most)
        parts.append(_text(_LABEL - 8, middle + 4, label, "end"))
        parts.append(_bar(_LABEL, middle - 9, length, 18))
        parts.append(_text(_LABEL + length + 6, middle + 4, f"{number}（{share(number, whole)}%）", "start"))
    parts.append(f'<line class="axis" x1="{_LABEL}" y1="0" x2="{_LABEL}" y2="{_LINE * len(outcomes)}"/>')
    said = "办理结果：" + "，".join(f"{label}{number}件，占{share(number, whole)}%" for label, number in outcomes)
    return _figure(f"本年度办理结果共{whole}件，括号内为占比", said, parts, _LINE * len(outcomes), "wide")


def _figure(caption: str, said: str, parts: Sequence[str], height: float, look: str) -> str:
    """A picture that a screen reader reads as one sentence."""
    kind = f' class="{look}"' if look else ""
    return (
        f'<figure{kind}><figcaption>{escaped(caption)}</figcaption><svg role="img" aria-label="{escaped(said)}"'
        f' viewBox="0 0 {_WIDTH} {height}" font-size="12">{"".join(parts)}</svg></figure>'
    )


def _bar(left: float, top: float, width: float, height: float) -> str:
    return f'<rect class="bar" x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _text(left: float, base: float, text: str, anchor: str) -> str:
    return f'<text x="{left:.1f}" y="{base:.1f}" text-anchor="{anchor}">{escaped(text)}</text>'
