"""What `check` does: read finished reports, run the rules, show or write the verdicts."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from zbreport import settings as office
from zbreport.cli.check_request import READER, reports_in
from zbreport.cli.password import password_source
from zbreport.cli.progress import Progress, bytes_of
from zbreport.cli.streams import write_utf8
from zbreport.errors import NoInputError
from zbreport.workers import WorkerPool, strength

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from zbreport.checks.output import Batch
    from zbreport.checks.verdicts import Verdicts
    from zbreport.cli.check_request import Request
    from zbreport.diagnostics import Diagnostic

UNREADABLE = 3


def run(request: Request) -> Verdicts | Batch:
    """Checks one report, or several in turn.

    Of several reports as JSON on the terminal each is printed as soon as it is checked, and its
    content let go.

    Raises:
        ZbreportError: the one report cannot be read, or there is none.
    """
    request = replace(request, password=password_source(quiet=request.quiet))
    named = request.config or office.find([*request.files, *request.ledgers])
    settings, unknown = office.load(named)
    if not request.quiet:
        _say(unknown)
    files = list(reports_in(request.files))
    if not files:
        message = "没有找到可以核对的年报（网页、Word、Excel、PDF 或 JSON）。"
        raise NoInputError(message)
    sizes = {label: bytes_of(path) for path, label in files}
    progress = Progress(sizes, quiet=request.quiet, verbose=request.verbose, verb="核对")
    if request.password:
        request = replace(request, password=progress.pausing(request.password))
    pool = WorkerPool(
        READER,
        strength(list(sizes.values())),
        megabytes=settings.limits.memory_mb,
        seconds=settings.limits.seconds,
    )
    with pool, progress as step:
        from zbreport.cli import report_workers  # while the workers start

        report_workers.require_rules((*request.only, *request.skip))
        if request.several:
            return report_workers.several(request, pool, files, settings, step)
        (path, label) = files[0]
        verdicts = report_workers.one(request, pool, path, label, settings)
        if step:
            step(label, 1, 1)
        return verdicts


def _say(findings: Iterable[Diagnostic]) -> None:
    """Prints what was found in the settings."""
    for one in findings:
        typer.echo(f"[{one.level.label} {one.code}] {one.message}。{one.remedy}", err=True)


def show(
    found: Verdicts | Batch, form: str, output: Path | None, *, force: bool, quiet: bool
) -> None:
    """Prints the verdicts, or writes them to a file."""
    from zbreport.checks.output import Batch, jsonfile, render, terminal
    from zbreport.outputs import files
    from zbreport.render.console import make_console

    if form == "table" and output is None:
        console = make_console(sys.stdout)
        if isinstance(found, Batch):
            terminal.show_many(found, console, quiet=quiet)
        else:
            terminal.show(found, console, quiet=quiet)
        return
    if form == "json" and isinstance(found, Batch) and output is None:
        write_utf8(jsonfile.ending(found.written, found.unread))  # the reports are printed already
        return
    data = (
        terminal.text(found, quiet=quiet).encode("utf-8")
        if form == "table"
        else render(form, found)
    )
    if output is None:
        write_utf8([data.decode("utf-8")])
        return
    files.write(output, data, force=force)
    if not quiet:
        typer.echo(f"已写出：{output}", err=True)


def status(found: Verdicts | Batch, *, strict: bool) -> int:
    """3 when a file was unreadable, 1 when an error stands (`strict`: a warning), else 0."""
    from zbreport.checks.output import Batch

    if not isinstance(found, Batch):
        return found.status(strict=strict)
    if found.unread:
        return UNREADABLE
    return found.status(strict=strict)
