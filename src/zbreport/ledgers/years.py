"""Dates and months without a year: the answer that gives one, with the years to choose from.

What asks is said before the report year is known; `with_years` adds the choices once it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zbreport.model import CHOICE, Answer, SettingLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.diagnostics import Diagnostic
    from zbreport.model import Sheet

SECTION = "years"


def year_answer(sheet: Sheet) -> Answer:
    """The line for zbreport.toml that says of which year the dates of a file are."""
    return Answer((SettingLine((SECTION,), sheet.file.rpartition("/")[2], CHOICE),))


def with_years(findings: Sequence[Diagnostic], year: int) -> list[Diagnostic]:
    """Findings that ask for a year, with the report year and the one before as its choices."""
    choices = tuple((str(one), f"{one} 年") for one in (year, year - 1))
    return [
        _asking(one, replace(one.answer, choices=choices))
        if one.answer is not None and one.answer.lines[0].path == (SECTION,)
        else one
        for one in findings
    ]


def _asking(finding: Diagnostic, answer: Answer) -> Diagnostic:
    """The finding with another answer, which its remedy ends with."""
    told = finding.answer.text if finding.answer else ""
    remedy = finding.remedy.removesuffix(told) + answer.text
    return replace(finding, remedy=remedy, answer=answer)
