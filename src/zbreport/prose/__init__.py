"""The text of the report: preface and sections 一, 五 and 六, sentences made from figures.

Runs after `tabulate`, for every format that writes the whole report. Nothing is said where a figure
is missing, or where no ledger can know (problems, plans): the office's own text stands there, else
a marked gap `【请补充：…】`. The sentences are worded so that `check` binds each figure to its cell
of the form (domain 5, `checks/phrases.toml`).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from zbreport.forms.layout import MISSING, form_of
from zbreport.prose.joined import filled, joined, remarks
from zbreport.prose.placeholders import Names, names
from zbreport.prose.sentences import given
from zbreport.text.blocks import Block, OwnText, Paragraph, Run, TextTable
from zbreport.text.gaps import gap, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zbreport.diagnostics import Diagnostic
    from zbreport.forms import Table
    from zbreport.model import Report
    from zbreport.tabulation.tally import Tally

__all__ = ["Block", "Paragraph", "Prose", "TextTable", "compose", "judge", "pieces"]


@dataclass(frozen=True, slots=True)
class Prose:
    """The text of a report: what stands before section 一, and the blocks of every section.

    The blocks of a section with tables stand above them.
    """

    preface: tuple[Block, ...]
    sections: Mapping[str, tuple[Block, ...]]

    def section(self, number: str) -> tuple[Block, ...]:
        """The blocks of a section; none where it is a complete table only."""
        return self.sections.get(number, ())


def compose(tally: Tally) -> Prose:
    """Writes the text of a report.

    Args:
        tally: of a finished run; figures come from its report, who to ask from its settings, the
            office's own text from its manuscript.
    """
    own = tally.manuscript.sections
    known = names(tally) if own else None
    parts = given(tally)
    form = form_of(tally.report)
    sections = {
        number: (
            *_missing(tally.report, [one for one in form.tables if one.section == number]),
            *joined(parts.get(number, ()), own.get(number), known),
        )
        for number in form.numerals
    }
    preface = (
        _preface(own[""], known) if known and "" in own else (Paragraph((Run(parts[""][0].text),)),)
    )
    return Prose(preface, MappingProxyType(sections))


def judge(tally: Tally) -> tuple[Diagnostic, ...]:
    """What there is to say about the office's own text once the figures are known."""
    own = tally.manuscript.sections
    if not own:
        return ()
    parts, known = given(tally), names(tally)
    return tuple(
        remark for key, text in own.items() for remark in remarks(parts.get(key, ()), text, known)
    )


def _preface(own: OwnText, known: Names) -> tuple[Block, ...]:
    blocks = (
        *own.opening,
        *(
            block
            for part in own.parts
            for block in (Paragraph((Run(part.name),), kind="heading"), *part.blocks)
        ),
    )
    return tuple(filled(block, known) for block in blocks)


def _missing(report: Report, tables: Sequence[Table]) -> Iterator[Paragraph]:
    """A gap above the tables of a section in which figures are missing."""
    if any(
        report.cells.get(table.cell_key(row, column)) is None
        for table in tables
        for _, row, column in table.lines()
    ):
        yield Paragraph((Run(gap(f"下表中以“{MISSING}”表示的数据")),))
