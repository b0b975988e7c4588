"""The stages in order: the page to read first.

paths → intake: sources → Sheet → what ledgers keep → typed frames → facts of the year →
tabulate(form) → Report; beside it `manuscript`, the text that the office wrote, which `prose` joins
with the sentences from figures. Every stage returns what it found and what it has to say; nothing
is printed here, and nothing is raised but "cannot go on".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from zbreport import manuscript, sources
from zbreport import settings as office
from zbreport.diagnostics import in_order
from zbreport.errors import YearError
from zbreport.forms import form_for
from zbreport.ledgers.intake import Progress, taking
from zbreport.model import Channel, Report, SetAside, Source
from zbreport.tabulation.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zbreport.diagnostics import Diagnostic
    from zbreport.ledgers.reading import Reading
    from zbreport.sources.locked import Password

__all__ = ["Inspection", "Tally", "inspect", "read", "tally"]


def tally(
    paths: Sequence[str | Path],
    *,
    year: int | None = None,
    config: str | Path | None = None,
    missing: str | None = None,
    progress: Progress | None = None,
    password: Password | None = None,
    apart: Mapping[Path, str] | None = None,
) -> Tally:
    """Reads ledgers and fills the form of the year.

    Args:
        paths: files or folders (read recursively).
        year: report year; else as zbreport.toml says, else the year that most dated rows fall in.
        config: the settings file; else `zbreport.toml` in the first folder, else in the current
            one.
        missing: `blank` or `zero`, what a figure that nothing gives becomes.
        progress: told of every file.
        password: asked once for the password of files that have one, with the name of the first;
            without it they stay unread.
        apart: files that are no ledgers although they may lie among them, with the reason.

    Raises:
        ZbreportError: nothing to read, no year, settings that mean nothing.
    """
    reading = read(
        paths,
        year=year,
        config=config,
        missing=missing,
        progress=progress,
        password=password,
        apart=apart,
    )
    from zbreport.ledgers.reading import choose_year
    from zbreport.tabulation.tabulate import tabulate

    chosen, said = choose_year(reading)
    reading.judge_for(chosen)
    report, told = tabulate(form_for(chosen), reading.judges, chosen, reading.settings)
    return _with_text(reading.outcome(report, (*said, *told)), [Path(path) for path in paths])


def _with_text(outcome: Tally, places: list[Path]) -> Tally:
    """The outcome with what the office wrote for the report itself, and what there is to say about that."""
    files = manuscript.find(places, outcome.settings)
    if not files:
        return outcome
    from zbreport import prose

    text, said = manuscript.read(files)
    outcome = replace(outcome, manuscript=text)
    return replace(
        outcome, diagnostics=in_order((*outcome.diagnostics, *said, *prose.judge(outcome)))
    )


@dataclass(frozen=True, slots=True)
class Inspection:
    """What every table was taken for; `year` is None when no row tells one, and then only what needs no year is judged."""

    year: int | None
    sources: tuple[Source, ...]
    diagnostics: tuple[Diagnostic, ...]
    set_aside: tuple[SetAside, ...]
    channels: tuple[Channel, ...]
    settings: office.Settings


def inspect(
    paths: Sequence[str | Path],
    *,
    year: int | None = None,
    config: str | Path | None = None,
    progress: Progress | None = None,
    password: Password | None = None,
) -> Inspection:
    """Reads ledgers and says what each table was taken for; unlike `tally` it goes on without a year (arguments as `tally`)."""
    reading = read(paths, year=year, config=config, progress=progress, password=password)
    from zbreport.ledgers.reading import choose_year
    from zbreport.tabulation.tabulate import tabulate

    try:
        chosen, said = choose_year(reading)
    except YearError:
        outcome = reading.outcome(Report(0, "", reading.settings.unit, {}), ())
        return Inspection(
            None,
            outcome.sources,
            tuple(reading.findings),
            outcome.set_aside_rows(),
            (),
            reading.settings,
        )
    reading.judge_for(chosen)
    report, told = tabulate(form_for(chosen), reading.judges, chosen, reading.settings)
    outcome = reading.outcome(report, (*said, *told))
    return Inspection(
        chosen,
        outcome.sources,
        outcome.diagnostics,
        outcome.set_aside_rows(),
        report.channels,
        reading.settings,
    )


def read(
    paths: Sequence[str | Path],
    *,
    year: int | None = None,
    config: str | Path | None = None,
    missing: str | None = None,
    progress: Progress | None = None,
    password: Password | None = None,
    apart: Mapping[Path, str] | None = None,
) -> Reading:
    """Reads and types every ledger, without a year: what `inspect` needs when there is nothing to count (arguments as `tally`)."""
    places = [Path(path) for path in paths]
    settings, unknown = office.load(Path(config) if config else office.find(places))
    texts = dict.fromkeys(manuscript.find(places, settings), "正文")
    files, skipped = sources.discover(places, settings, {**texts, **(apart or {})})
    said: list[Diagnostic] = [*unknown, *skipped]
    settings = settings.with_options(year=year, missing=missing)
    with taking(files, settings, password, progress) as taken:
        from zbreport.ledgers.reading import (
            typed_ledgers,  # while pandas is imported, the first files are read already
        )

        return typed_ledgers(taken, settings, said)
