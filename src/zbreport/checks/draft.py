"""The report before it is written, as if it were read back: its text is checked first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.checks import check
from zbreport.checks.verdicts import Verdict
from zbreport.diagnostics import Diagnostic, Level, diagnose
from zbreport.forms.layout import form_of, number_text
from zbreport.prose import compose
from zbreport.readback.published import Paragraph, Published, ReadCell
from zbreport.text.blocks import TextTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.tabulation.tally import Tally

_ON_TEXT = ("C13", "C14", "C15", "C16", "C17", "C19")


def published(tally: Tally) -> Published:
    """The report with its text, without any file."""
    report, prose = tally.report, compose(tally)
    parts = [
        Paragraph("", part.lead + part.text)
        for part in prose.preface
        if not isinstance(part, TextTable)
    ]
    for heading in form_of(report).sections:
        number = heading.partition("、")[0]
        parts.append(Paragraph(number, heading, heading=True))
        parts += [
            Paragraph(number, part.lead + part.text)
            for part in prose.section(number)
            if not isinstance(part, TextTable)
        ]
    cells = {
        key: ReadCell("" if value is None else number_text(value), value)
        for key, value in report.cells.items()
    }
    return Published("", report.title, report.year, report.edition, cells, len(cells), tuple(parts))


def contradictions(tally: Tally) -> Iterator[Diagnostic]:
    """P511 for every figure of the office's own text that the tables contradict.

    The sentences from ledgers agree by construction.
    """
    if not tally.manuscript:
        return
    found = check(published(tally), only=_ON_TEXT, settings=tally.settings).findings
    for one in found:
        if one.verdict is Verdict.FAIL and one.level is Level.ERROR and one.dismissed is None:
            own = tally.manuscript.sections.get("" if one.place == "前言" else one.place[:1])
            yield diagnose(
                "P511", file=own.file if own else None, said=f"{one.place}：{one.message}"
            )
