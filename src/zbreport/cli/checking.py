"""What `check` does: read finished reports, run the rules, show or write the verdicts."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import typer

from zbreport import settings as office
from zbreport.cli.password import password_source
from zbreport.cli.progress import Progress, bytes_of
from zbreport.cli.streams import write_utf8
from zbreport.errors import NoInputError
from zbreport.workers import WorkerPool, strength

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from zbreport.checks.output import Batch
    from zbreport.checks.verdicts import Verdicts
    from zbreport.sources.locked import Password

FORMATS = ("table", "json", "markdown", "xlsx")
_EXTENSIONS = {
    ".json": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".xlsx": "xlsx",
    ".txt": "table",
}
_REPORTS = {
    *(".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml", ".docx", ".doc", ".wps", ".odt"),
    *(".rtf", ".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".pdf", ".json"),
}
"""Endings of what may be a report in a folder; those that have no reader are told."""

_PARTS = (".files", "_files")
"""Endings of the folders that a browser saves beside a page: frames and pictures, no reports."""

UNREADABLE = 3

REVIEWING = "zbreport.checks.review"
"""What the workers import that read and check reports."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asked for."""

    files: Sequence[Path]
    previous: Path | None = None
    ledgers: Sequence[Path] = ()
    config: Path | None = None
    only: Sequence[str] = ()
    skip: Sequence[str] = ()
    quiet: bool = False
    verbose: bool = False
    form: str = "table"
    output: Path | None = None
    password: Password | None = None

    def __post_init__(self) -> None:
        """Refuses what cannot be meant, in the words of wrong usage."""
        if self.several and (self.previous or self.ledgers):
            message = "--previous 和 --ledgers 只能用于一份报告"
            raise typer.BadParameter(message)

    @property
    def several(self) -> bool:
        """Whether a folder or more than one file was given: then a matrix is shown."""
        return len(self.files) > 1 or any(path.is_dir() for path in self.files)


def run(request: Request) -> Verdicts | Batch:
    """Checks one report, or several in turn: then as JSON each is printed (or put by for the file) at once, and its content let go.

    Raises:
        ZbreportError: the one report cannot be read, or there is none.
    """
    request = replace(request, password=password_source(quiet=request.quiet))
    settings, unknown = office.load(
        request.config or office.find([*request.files, *request.ledgers])
    )
    if not request.quiet:
        for finding in unknown:
            typer.echo(
                f"[{finding.level.label} {finding.code}] {finding.message}。{finding.remedy}",
                err=True,
            )
    files = list(_files(request.files))
    if not files:
        message = "没有找到可以核对的年报（网页、Word、Excel、PDF 或 JSON）。"
        raise NoInputError(message)
    sizes = {label: bytes_of(path) for path, label in files}
    progress = Progress(sizes, quiet=request.quiet, verbose=request.verbose, verb="核对")
    if request.password:
        request = replace(request, password=progress.pausing(request.password))
    with reading_crew(list(sizes.values()), settings) as crew, progress as step:
        from zbreport.cli import reviewing  # while the workers start

        reviewing.require_rules((*request.only, *request.skip))
        if request.several:
            return reviewing.several(request, crew, files, settings, step)
        (path, label) = files[0]
        verdicts = reviewing.one(request, crew, path, label, settings)
        if step:
            step(label, 1, 1)
        return verdicts


def reading_crew(sizes: Sequence[int], settings: office.Settings) -> WorkerPool:
    """Workers to read reports of these sizes (bytes)."""
    return WorkerPool(
        REVIEWING,
        strength(sizes),
        megabytes=settings.limits.memory_mb,
        seconds=settings.limits.seconds,
    )


def format_of(form: str | None, output: Path | None) -> str:
    """The format that `--format`, else the extension of `-o`, else nothing names."""
    if form is None:
        return _EXTENSIONS.get(output.suffix.lower(), "table") if output else "table"
    if form not in FORMATS:
        message = f"不能写成 {form} 格式，可以写：{'、'.join(FORMATS)}"
        raise typer.BadParameter(message)
    if form == "xlsx" and output is None:
        message = "xlsx 格式要用 -o 指定文件"
        raise typer.BadParameter(message)
    return form


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
    """3 when a file could not be read, else 1 when a fault of level error stands (with `strict`, also a warning), else 0."""
    from zbreport.checks.output import Batch

    if not isinstance(found, Batch):
        return found.status(strict=strict)
    if found.unread:
        return UNREADABLE
    return found.status(strict=strict)


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """The reports that some paths name, folders read recursively in the order of names; labels are relative to the folder."""
    for path in paths:
        if path.is_dir():
            inside = (
                entry
                for entry in path.rglob("*")
                if entry.suffix.lower() in _REPORTS and entry.is_file()
            )
            for entry in sorted(inside):
                parts = entry.relative_to(path).parts[:-1]
                if not entry.name.startswith(("~$", ".")) and not any(
                    part.endswith(_PARTS) for part in parts
                ):
                    yield entry, entry.relative_to(path).as_posix()
        else:
            yield path, path.name
