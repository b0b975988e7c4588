"""What a run returns: report, findings, ledgers (`Tally`), or tables alone (`Inspection`)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zbreport.diagnostics import REASONS, Diagnostic, diagnose, in_order
from zbreport.model import Report
from zbreport.text.blocks import Manuscript

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from zbreport.ledgers.typed import TypedLedgers
    from zbreport.model import Channel, Choice, SetAside, Source
    from zbreport.settings import Settings


@dataclass(frozen=True, slots=True)
class Tally:
    """Everything that one run found out: the figures, the findings, and the ledgers behind them.

    Attributes:
        report: the figures.
        diagnostics: what was found, worst first, then by place.
        sources: every table of every sheet, and where its rows went.
        choices: the decisions without an official text that were used.
        frames: ledger → data frame, with the columns `source` (index into `sources`), `row` (Excel
            row) and `set_aside` (why a row does not count, else missing) besides the ledger's own
            (see `ledgers`);
            the rows that no ledger took stand under the empty key.
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
        """Every row that does not count, by file, sheet and row.

        They are as many as the `set_aside` of the sources add up to.
        """
        from zbreport.tabulation.selection import set_aside_rows

        return set_aside_rows(self.sources, self.frames)

    def with_findings(self, found: Sequence[Diagnostic]) -> Tally:
        """The tally with more to say about it."""
        return replace(self, diagnostics=in_order((*self.diagnostics, *found)))

    def with_manuscript(self, text: Manuscript, found: Sequence[Diagnostic]) -> Tally:
        """The tally with the text that the office wrote for the report, and the findings on it."""
        return replace(self.with_findings(found), manuscript=text)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What every table was taken for.

    `year` is None when no row tells one; then only what needs no year is judged.
    """

    year: int | None
    sources: tuple[Source, ...]
    diagnostics: tuple[Diagnostic, ...]
    set_aside: tuple[SetAside, ...]
    channels: tuple[Channel, ...]
    settings: Settings


def inspection(tally: Tally) -> Inspection:
    """What a tally says of the tables that it read."""
    return Inspection(
        year=tally.report.year or None,
        sources=tally.sources,
        diagnostics=tally.diagnostics,
        set_aside=tally.set_aside_rows(),
        channels=tally.report.channels,
        settings=tally.settings,
    )


def collect(
    reading: TypedLedgers, report: Report | None = None, findings: Sequence[Diagnostic] = ()
) -> Tally:
    """Puts together everything that a run found out.

    Args:
        reading: ledgers, with sources made from their judged rows.
        report: the figures; without them nothing was counted, because there is no year.
        findings: what the stages after reading have to say.
    """
    sources = reading.sources()
    found = [
        *reading.findings,
        *(finding for judge in reading.judges.values() for finding in judge.findings),
        *findings,
    ]
    if report is not None and not any(source.counted for source in sources):
        found.append(diagnose("T307", year=report.year, detail=_set_aside(sources)))
    return Tally(
        report=report or Report(0, "", reading.settings.unit, {}),
        diagnostics=in_order(found),
        sources=sources,
        choices=tuple(choice for judge in reading.judges.values() for choice in judge.choices),
        frames={
            **{key: judge.frame for key, judge in reading.judges.items()},
            "": reading.unread,
        },
        settings=reading.settings,
    )


def _set_aside(sources: Sequence[Source]) -> str:
    """How many rows were set aside for what, most first, in brackets; empty without rows."""
    reasons: Counter[str] = Counter()
    for source in sources:
        reasons.update(source.set_aside)
    said = "、".join(f"{REASONS[reason]} {count} 行" for reason, count in reasons.most_common())
    return f"（{said}）" if said else ""
