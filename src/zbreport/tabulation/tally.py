"""What a run of `tally` hands out: the report, what there is to say about it, and the ledgers behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zbreport.text.blocks import Manuscript

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from zbreport.diagnostics import Diagnostic
    from zbreport.model import Choice, Report, SetAside, Source
    from zbreport.settings import Settings


@dataclass(frozen=True, slots=True)
class Tally:
    """Everything that one run found out: the figures, what was said about them, and the ledgers they came from.

    Attributes:
        report: the figures.
        diagnostics: what was found, worst first, then by place.
        sources: every table of every sheet, and where its rows went.
        choices: the decisions without an official text that were used.
        frames: ledger → data frame, with the columns `source` (index into `sources`), `row` (Excel
            row) and `set_aside` (why a row does not count, else missing) besides the ledger's own
            (see `ledgers`).
        settings: what the run was told.
        manuscript: what the office wrote for the report itself.
        previous: last year's report, where it was given.
    """

    report: Report
    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[Source, ...]
    choices: tuple[Choice, ...]
    frames: Mapping[str, pd.DataFrame]
    settings: Settings
    manuscript: Manuscript = field(default_factory=Manuscript)
    previous: Report | None = None

    def set_aside_rows(self) -> tuple[SetAside, ...]:
        """Every row that does not count, by file, sheet and row; as many as the sources' `set_aside` add up to."""
        from zbreport.tabulation.selection import set_aside_rows

        return set_aside_rows(self.sources, self.frames)
