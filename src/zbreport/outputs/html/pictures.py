"""图解: channels by month, how requests were answered, and this year beside last year.

Every picture says its figures in words too. Each channel has a picture of its own with a scale of
its own, so that a small one stays readable and phones show one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.forms.layout import channel_grid
from zbreport.outputs.html.charts import Series, columns, figure_texts, rows
from zbreport.outputs.html.tables import table
from zbreport.prose.requests import outcome_groups, share
from zbreport.render.markup import escaped
from zbreport.tabulation.years import compare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.model import Channel, Number, Report
    from zbreport.tabulation.years import Compared

_MONTHS = [str(month) for month in range(1, 13)]
_BESIDE = {
    "三/一、本年新收政府信息公开申请数量": "新收申请",
    "三/二、上年结转政府信息公开申请数量": "上年结转",
    "三/（七）总计": "办理结果",
    "三/四、结转下年度继续办理": "结转下年",
    "四/行政复议/总计": "行政复议",
    "四/行政诉讼/总计": "行政诉讼",
}
"""Lines of the comparison that are drawn, and short names for them."""


def pictures(report: Report, previous: Report | None = None) -> Iterator[str]:
    """The lines of the section; none where there is nothing to draw."""
    channels = [channel for channel in report.channels if channel.by_month is not None]
    groups = list(outcome_groups(report))
    outcomes = [(label, number) for label, number in groups if number is not None]
    whole = report.cells.get("requests.total.total")
    answered = bool(whole) and len(outcomes) == len(groups)
    beside = (
        [
            line
            for line in compare(report, previous)
            if line.label in _BESIDE and line.change is not None
        ]
        if previous
        else []
    )
    if not (report.channels or answered or beside):
        return
    yield '<section aria-labelledby="pictures">'
    yield '<h2 id="pictures">图解</h2>'
    if report.channels:
        yield "<h3>各渠道每月公开信息数量（条）</h3>"
        if channels:
            yield '<div class="panels">'
            yield from (_channel(channel) for channel in channels)
            yield "</div>"
        yield from table(channel_grid(report), f"{report.year}年各渠道公开信息数量（条）")
    if answered and whole:
        yield "<h3>政府信息公开申请办理结果（件）</h3>"
        yield _outcomes(outcomes, whole)
    if beside and previous:
        yield f"<h3>{report.year}年与{previous.year}年对比（件）</h3>"
        yield _years(beside, report, previous)
    yield "</section>"


def _channel(channel: Channel) -> str:
    """Twelve bars with their figures above and the months below."""
    months = channel.by_month or ()
    in_words = f"{channel.label}每月公开信息条数：" + "，".join(
        f"{month}月{count}" for month, count in enumerate(months, start=1)
    )
    drawing = columns(_MONTHS, Series("", months, figure_texts(months)), in_words)
    return _figure(f"{channel.label}：全年{channel.count}条", drawing)


def _outcomes(outcomes: Sequence[tuple[str, Number]], whole: Number) -> str:
    """One bar an outcome, with its figure and its share of （七）."""
    labels, values = [label for label, _ in outcomes], [number for _, number in outcomes]
    texts = [f"{number}（{share(number, whole)}%）" for number in values]
    in_words = "办理结果：" + "，".join(
        f"{label}{number}件，占{share(number, whole)}%" for label, number in outcomes
    )
    return _figure(
        f"本年度办理结果共{whole}件，括号内为占比",
        rows(labels, [Series("", values, texts)], in_words),
        "wide",
    )


def _years(lines: Sequence[Compared], report: Report, previous: Report) -> str:
    """Two bars a line, last year's light and this year's dark."""
    labels = [_BESIDE[line.label] for line in lines]
    last, now = [line.last or 0 for line in lines], [line.now or 0 for line in lines]
    pairs = (
        f"{label}{previous.year}年{before}件、{report.year}年{after}件"
        for label, before, after in zip(labels, last, now, strict=True)
    )
    both = [
        Series(f"{previous.year}年", last, figure_texts(last)),
        Series(f"{report.year}年", now, figure_texts(now)),
    ]
    return _figure(
        "浅色为上年，深色为本年",
        rows(labels, both, "与上年对比：" + "；".join(pairs)),
        "wide years",
    )


def _figure(caption: str, drawing: str, look: str = "") -> str:
    kind = f' class="{look}"' if look else ""
    return f"<figure{kind}><figcaption>{escaped(caption)}</figcaption>{drawing}</figure>"
