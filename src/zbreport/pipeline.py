"""The stages in order: the page to read first.

paths → extract_all: sources → Sheet → what ledgers keep → typed frames → facts of the year →
tabulate(form) → Report; beside it `manuscript`, the text that the office wrote, which `prose` joins
with the sentences from figures. Every stage returns what it found and what it has to say; nothing
is printed here, and nothing is raised but "cannot go on". `read` imports pandas only while workers
read the first files.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from zbreport import manuscript, sources
from zbreport import settings as office
from zbreport.errors import YearError
from zbreport.forms import form_for
from zbreport.ledgers.extract_all import Progress, extracted
from zbreport.settings import FIRST_YEAR, LAST_YEAR
from zbreport.tabulation.tally import Inspection, Tally, collect, inspection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zbreport.diagnostics import Diagnostic
    from zbreport.ledgers.typed import TypedLedgers
    from zbreport.sources.locked import Password

__all__ = ["Inspection", "Options", "Tally", "inspect", "read", "tally"]


class Options(TypedDict, total=False):
    """What a run may be told besides its files.

    Attributes:
        year: report year; else as zbreport.toml says, else the year that most dated rows fall in.
        config: the settings file; else `zbreport.toml` in the first folder, else in the current
            one.
        missing: `blank` or `zero`, what a figure that nothing gives becomes.
        progress: told of every file.
        password: asked once for the password of files that have one, with the name of the first;
            without it they stay unread.
        apart: files that are no ledgers although they may lie among them, with the reason.
    """

    year: int | None
    config: str | Path | None
    missing: str | None
    progress: Progress | None
    password: Password | None
    apart: Mapping[Path, str] | None


def tally(paths: Sequence[str | Path], **options: Unpack[Options]) -> Tally:
    """Reads ledgers and fills the form of the year.

    Args:
        paths: files or folders (read recursively).
        options: see `Options`.

    Raises:
        ZbreportError: nothing to read, no year, settings that mean nothing.
    """
    reading = read(paths, **options)
    counted = _count(reading, *_year(reading))
    texts = manuscript.find(_places(paths), counted.settings)
    return _with_text(counted, texts) if texts else counted


def inspect(paths: Sequence[str | Path], **options: Unpack[Options]) -> Inspection:
    """Reads ledgers and says what each table was taken for; goes on where there is no year.

    Arguments and errors as `tally`.
    """
    reading = read(paths, **options)
    try:
        year, said = _year(reading)
    except YearError:
        return inspection(collect(reading))
    return inspection(_count(reading, year, said))


def read(paths: Sequence[str | Path], **options: Unpack[Options]) -> TypedLedgers:
    """Reads and types every ledger; no row is placed in a year yet (arguments as `tally`)."""
    places, config = _places(paths), options.get("config")
    _require_sound(options)
    settings, unknown = office.load(Path(config) if config else office.find(places))
    texts = dict.fromkeys(manuscript.find(places, settings), "正文")
    files, skipped = sources.discover(places, settings, {**texts, **(options.get("apart") or {})})
    settings = settings.with_options(year=options.get("year"), missing=options.get("missing"))
    password, progress = options.get("password"), options.get("progress")
    with extracted(files, settings, password, progress) as extracts:
        from zbreport.ledgers.typed import typed_ledgers

        return typed_ledgers(extracts, settings, [*unknown, *skipped])


def _places(paths: Sequence[str | Path]) -> list[Path]:
    if isinstance(paths, (str, Path)):
        message = f"paths is a list of files and folders: [{str(paths)!r}]"
        raise TypeError(message)
    return [Path(path) for path in paths]


def _require_sound(options: Options) -> None:
    """Refuses options that mean nothing before anything is read."""
    year, missing = options.get("year"), options.get("missing")
    if year is not None and (not isinstance(year, int) or isinstance(year, bool)):
        message = f"year is an int, not {year!r}"
        raise TypeError(message)
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        message = f"year lies from {FIRST_YEAR} to {LAST_YEAR}, not {year}"
        raise ValueError(message)
    if missing not in {None, "blank", "zero"}:
        message = f"missing is 'blank' or 'zero', not {missing!r}"
        raise ValueError(message)


def _year(reading: TypedLedgers) -> tuple[int, Sequence[Diagnostic]]:
    """The report year, and what there is to say about how it was found."""
    from zbreport.ledgers.typed import choose_year

    return choose_year(reading)


def _count(reading: TypedLedgers, year: int, said: Sequence[Diagnostic]) -> Tally:
    """Places every row in the report year and fills the form with what was read."""
    from zbreport.tabulation.tabulate import tabulate

    reading.judge_for(year)
    report, findings = tabulate(form_for(year), reading.judges, year, reading.settings)
    return collect(reading, report, (*said, *findings))


def _with_text(counted: Tally, files: Sequence[Path]) -> Tally:
    """The tally with the text that the office wrote for the report, and the findings on it."""
    from zbreport import prose

    text, said = manuscript.read(files)
    with_text = counted.with_manuscript(text, said)
    return with_text.with_findings(prose.judge(with_text))
