"""Sentences on what was published (section 一): counts by channel, documents issued."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zbreport.forms.layout import form_of, number_text
from zbreport.ledgers.channels import new_media, standard_channels
from zbreport.prose.whole import whole_or_gap
from zbreport.text.gaps import gap
from zbreport.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.forms import Line
    from zbreport.model import Channel, Number, Report
    from zbreport.tabulation.tally import Tally

_ACCOUNT = re.compile("号$|号[(（]|新媒体|直播")
"""How offices name accounts on platforms that `channels.toml` does not list."""


def publications_text(tally: Tally) -> str:
    """One sentence: how much each channel published.

    Channels repeat one another, so they are not added up.
    """
    clauses = list(_channels(tally.report.channels))
    if not clauses:
        return gap("各渠道主动公开信息的数量")
    text = f"{tally.report.year}年，{'，'.join(clauses)}。"
    return whole_or_gap(tally, "publications", text, "各渠道主动公开信息的数量")


def _channels(channels: Sequence[Channel]) -> Iterator[str]:
    media = [channel for channel in channels if is_new_media(channel)]
    for channel in channels:
        if channel.key == "press":
            yield f"{channel.label}刊发信息{channel.count}条"
        elif channel not in media:
            yield f"通过{channel.label}发布信息{channel.count}条"
        elif channel is media[0]:
            yield _new_media(media)


def is_new_media(channel: Channel) -> bool:
    """Whether a channel is an account on a platform: the marked ones, and own ones named so."""
    if channel.key in standard_channels():
        return channel.key in new_media()
    channels = vocabulary("channels")
    named = channels.find_in(channel.label) & (new_media() | channels.marked("account"))
    return bool(named or _ACCOUNT.search(channel.label))


def _new_media(media: Sequence[Channel]) -> str:
    """The accounts of an office together, as reports tell them, each in brackets."""
    if len(media) == 1:
        return f"通过{media[0].label}发布信息{media[0].count}条"
    each = "、".join(f"{channel.label}{channel.count}条" for channel in media)
    return f"通过政务新媒体发布信息{sum(channel.count for channel in media)}条（{each}）"


def documents_text(report: Report) -> str:
    """One sentence on documents; 规章, which few offices can make, only where there are any."""
    rows = {row.key: (row, columns) for row, columns in _rows_told_in_text(report)}
    rules, documents = rows.get("rules"), rows.get("normative_documents")
    clauses = [_clause(report, *rules)] if rules and any(_figures(report, *rules)) else []
    if documents is None:
        return f"{'；'.join(clauses)}。" if clauses else ""
    row, columns = documents
    if all(value is None for value in _figures(report, row, columns)):
        words = "、".join(column.said for column in columns)
        missing = gap(f"{row.path[-1]}{words}的件数")
        return "".join([*(f"{clause}。" for clause in clauses), missing])
    return f"{'；'.join([*clauses, _clause(report, row, columns)])}。"


def _rows_told_in_text(report: Report) -> Iterator[tuple[Line, tuple[Line, ...]]]:
    """The rows of section 二 with the columns that a text tells (`said` in the form)."""
    for block in form_of(report).table("disclosure").blocks:
        columns = tuple(column for column in block.columns if column.said)
        yield from ((row, columns) for row in block.rows if columns)


def _figures(report: Report, row: Line, columns: Sequence[Line]) -> list[Number | None]:
    table = form_of(report).table("disclosure")
    return [report.cells.get(table.cell_key(row, column)) for column in columns]


def _clause(report: Report, row: Line, columns: Sequence[Line]) -> str:
    """`制发规章1件，废止0件，现行有效11件`: the name stands with the first word only."""
    clauses = []
    values = _figures(report, row, columns)
    for index, (value, column) in enumerate(zip(values, columns, strict=True)):
        what = column.said if index else column.said + row.path[-1]
        clauses.append(gap(f"{what}的件数") if value is None else f"{what}{number_text(value)}件")
    return "，".join(clauses)
