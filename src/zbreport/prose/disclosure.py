"""Sentences on what was published (section 一): counts by channel, documents issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.forms.layout import number_text
from zbreport.text.gaps import gap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.model import Channel, Number, Report

NEW_MEDIA = ("weibo", "wechat", "toutiao", "douyin")
_DOCUMENTS = {
    "2021": (("issued", "制发"), ("repealed", "废止"), ("in_force", "现行有效")),
    "2019": (("newly_made", "制发"), ("newly_disclosed", "新增公开")),
}
"""Columns of section 二 by edition, and the words for them; 对外公开总数量 of 2019 has no word of its own in texts."""


def publications_text(report: Report) -> str:
    """One sentence: how much each channel published; channels that repeat one another are not added up."""
    clauses = list(_channels(report.channels))
    if not clauses:
        return gap("各渠道主动公开信息的数量")
    return f"{report.year}年，{'，'.join(clauses)}。"


def _channels(channels: Sequence[Channel]) -> Iterator[str]:
    media = [channel for channel in channels if channel.key in NEW_MEDIA]
    for channel in channels:
        if channel.key == "press":
            yield f"{channel.label}刊发信息{channel.count}条"
        elif channel.key not in NEW_MEDIA:
            yield f"通过{channel.label}发布信息{channel.count}条"
        elif channel is media[0]:
            yield _new_media(media)


def _new_media(media: Sequence[Channel]) -> str:
    """The accounts of an office together, as reports tell them, each in brackets."""
    if len(media) == 1:
        return f"通过{media[0].label}发布信息{media[0].count}条"
    each = "、".join(f"{channel.label}{channel.count}条" for channel in media)
    return f"通过政务新媒体发布信息{sum(channel.count for channel in media)}条（{each}）"


def documents_text(report: Report) -> str:
    """One sentence on documents; 规章 are only named where there are any, since few offices can make them."""
    name = "行政规范性文件" if report.edition == "2021" else "规范性文件"
    clauses = (
        [_clause(report, "rules", "规章")]
        if any(value for value, _ in _figures(report, "rules"))
        else []
    )
    documents = _figures(report, "normative_documents")
    if all(value is None for value, _ in documents):
        missing = gap(f"{name}{'、'.join(word for _, word in documents)}的件数")
        return "".join([*(f"{clause}。" for clause in clauses), missing])
    return f"{'；'.join([*clauses, _clause(report, 'normative_documents', name)])}。"


def _figures(report: Report, row: str) -> list[tuple[Number | None, str]]:
    return [
        (report.cells.get(f"disclosure.{row}.{column}"), word)
        for column, word in _DOCUMENTS[report.edition]
    ]


def _clause(report: Report, row: str, name: str) -> str:
    """`制发规章1件，废止0件，现行有效11件`: the name stands with the first word only."""
    told = []
    for index, (value, word) in enumerate(_figures(report, row)):
        said = word if index else word + name
        told.append(gap(f"{said}的件数") if value is None else f"{said}{number_text(value)}件")
    return "，".join(told)
