"""Sentences on figures outside the form (`forms.extras`): suggestions and proposals in 六."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from zbreport.forms.extras import all_extras, groups_with_figures
from zbreport.forms.layout import number_text
from zbreport.prose.whole import whole_or_gap
from zbreport.text.gaps import gap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.forms.extras import ExtraNumber
    from zbreport.model import Report
    from zbreport.tabulation.tally import Tally


def extra_parts(tally: Tally, section: str) -> Iterator[tuple[str, str]]:
    """The parts of a section that tell figures outside the form.

    Args:
        tally: a finished run.
        section: its Chinese number, `六`.

    Yields:
        The small heading and the text of each part; a gap where there are no figures and the
        declaration asks for them, else nothing.
    """
    found = {extra.key: numbers for extra, numbers in groups_with_figures(tally.report.extras)}
    for extra in all_extras():
        if extra.section != section:
            continue
        if extra.key in found:
            text = _sentence(tally.report, found[extra.key])
            yield extra.part, whole_or_gap(tally, extra.ledger, text, extra.gap or extra.title)
        elif extra.gap:
            yield extra.part, gap(extra.gap)


def _sentence(report: Report, numbers: Sequence[ExtraNumber]) -> str:
    rows = (_clause(tuple(same)) for _, same in groupby(numbers, lambda one: one.value))
    return f"{report.year}年，{'；'.join(rows)}。"


def _clause(numbers: Sequence[ExtraNumber]) -> str:
    """One row's figures; where the first is 0 there is no more to say."""
    told_of = numbers if numbers[0].number != 0 else numbers[:1]
    return "，".join(
        gap(one.wanted)
        if one.number is None
        else one.figure.said.format(row=one.row, number=number_text(one.number))
        for one in told_of
    )
