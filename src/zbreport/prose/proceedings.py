"""Sentences on reviews and suits (section 一), from the cells of section 四."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.text.gaps import gap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.model import Number, Report

_SUITS = (("litigation_direct", "未经复议直接起诉"), ("litigation_after_review", "复议后起诉"))
_RESULTS = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
)


def proceedings_text(report: Report) -> str:
    """One sentence each on reviews and suits: how many, with what result.

    Suits are also told by whether a review came first.
    """
    reviews, suits = _sum(report, ("review",), "total"), _sum(report, _kinds(), "total")
    if reviews == suits == 0:
        return "未发生政府信息公开行政复议、行政诉讼。"
    return _sentence(report, "政府信息公开行政复议", ("review",), reviews) + _sentence(
        report, "政府信息公开行政诉讼", _kinds(), suits
    )


def litigation(report: Report) -> Iterator[tuple[str, str, Number | None]]:
    """Both kinds of suits together: column key, label, figure; 总计 last."""
    for key, label in (*_RESULTS, ("total", "总计")):
        yield key, label, _sum(report, _kinds(), key)


def _kinds() -> tuple[str, ...]:
    return tuple(kind for kind, _ in _SUITS)


def _sentence(report: Report, name: str, kinds: tuple[str, ...], total: Number | None) -> str:
    results = [(label, _sum(report, kinds, key)) for key, label in _RESULTS]
    if total is None or any(number is None for _, number in results):
        return gap(f"{name}的件数和结果")
    if total == 0:
        return f"未发生{name}。"
    text = f"{name}{total}件，其中{'，'.join(f'{label}{number}件' for label, number in results)}"
    if len(kinds) > 1:
        text += "；" + "，".join(
            f"{label}{_sum(report, (kind,), 'total')}件" for kind, label in _SUITS
        )
    return f"{text}。"


def _sum(report: Report, kinds: tuple[str, ...], column: str) -> Number | None:
    numbers = [report.cells.get(f"proceedings.{kind}.{column}") for kind in kinds]
    known = [number for number in numbers if number is not None]
    return sum(known, 0) if len(known) == len(numbers) else None
