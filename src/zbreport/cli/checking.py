"""What `check` does: read finished reports, run the rules, show or write the verdicts."""

from __future__ import annotations

import gc
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import typer

from zbreport import settings as office
from zbreport.checks import check
from zbreport.checks.catalogue import RULES
from zbreport.checks.showing import EXTENSIONS, Batch, Unread, jsonfile, render
from zbreport.cli.password import password_source
from zbreport.cli.progress import Progress, bytes_of
from zbreport.errors import NoInputError, UnreadableFileError, YearError, ZbreportError
from zbreport.forms import form_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from zbreport.checks.verdicts import Verdicts
    from zbreport.model import Outcome
    from zbreport.readback.published import Published
    from zbreport.sources.locked import Password

FORMATS = ("table", "json", "markdown", "xlsx")
_REPORTS = set(".html .htm .shtml .xhtml .mht .mhtml .docx .doc .wps .odt .rtf .xlsx .xlsm .xlsb .xls .et .ods .pdf .json".split())  # noqa: SIM905
"""Endings of what may be a report in a folder; those that have no reader are told."""

_PARTS = (".files", "_files")
"""Endings of the folders that a browser saves beside a page: frames and pictures, no reports."""

UNREADABLE = 3


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
        for code in (*self.only, *self.skip):
            if code not in RULES:
                message = f"没有 {code} 这条规则，运行 zbreport rules 查看全部规则"
                raise typer.BadParameter(message)
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
    settings, unknown = office.load(request.config or office.find([*request.files, *request.ledgers]))
    if not request.quiet:
        for finding in unknown:
            typer.echo(f"[{finding.level.label} {finding.code}] {finding.message}。{finding.remedy}", err=True)
    files = list(_files(request.files))
    if not files:
        message = "没有找到可以核对的年报（网页、Word、Excel、PDF 或 JSON）。"
        raise NoInputError(message)
    if not request.several:
        (path, label) = files[0]
        progress = Progress({label: bytes_of(path)}, quiet=request.quiet, verbose=request.verbose, verb="核对")
        with progress as step:
            found = _one(_pausing(request, progress), path, label, settings)
            if step:
                step(label, 1, 1)
        return found
    return _many(request, files, settings)


def _pausing(request: Request, progress: Progress) -> Request:
    """The request, with a question for a password that the bar makes room for."""
    return replace(request, password=progress.pausing(request.password)) if request.password else request


def _many(request: Request, files: Sequence[tuple[Path, str]], settings: office.Settings) -> Batch:
    found: list[Verdicts] = []
    unread: list[Unread] = []
    written: list[str] = []
    put = sys.stdout.write if request.output is None else written.append
    gc.freeze()  # the forms and words stay: looking through them again and again takes a tenth of the time
    gc.set_threshold(50_000, 20, 50)
    sizes = {label: bytes_of(path) for path, label in files}
    progress = Progress(sizes, quiet=request.quiet, verbose=request.verbose, verb="核对")
    request = _pausing(request, progress)
    with progress as step:
        for done, (path, label) in enumerate(files, start=1):
            if step and done > 1:
                step(files[done - 2][1], done - 1, len(files))
            try:
                verdicts = check(read(path, label, request.password), settings=settings, only=request.only, skip=request.skip)
            except ZbreportError as error:
                unread.append(Unread(label, reason(error, label)))
                continue
            if request.form == "json":
                put(jsonfile.piece(verdicts, first=not found))
            found.append(verdicts.without_content())
        if step:
            step(files[-1][1], len(files), len(files))
    return Batch(tuple(found), tuple(unread), tuple(written))


def _one(request: Request, path: Path, label: str, settings: office.Settings) -> Verdicts:
    published = read(path, label, request.password)
    previous = read(request.previous, request.previous.name, request.password) if request.previous else None
    outcome = _tally(request, published) if request.ledgers else None
    return check(published, previous=previous, outcome=outcome, settings=settings, only=request.only, skip=request.skip)


def _tally(request: Request, published: Published) -> Outcome:
    from zbreport.pipeline import tally

    return tally(request.ledgers, year=published.year, config=request.config, password=request.password)


def read(path: Path, label: str, password: Password | None = None) -> Published:
    """Reads one report.

    Raises:
        ZbreportError: it cannot be read, holds none of the official tables, or is of a year that no edition of the form covers.
    """
    from zbreport.readback import read_published

    published = read_published(path, label, password)
    if published.edition is None:
        message = f"{label}：没有找到法定表格（第二、三、四部分的表），无法核对。"
        raise ZbreportError(message)
    if published.year is not None:
        try:
            form_for(published.year)
        except YearError as error:
            message = f"{label}：这是 {published.year} 年度的年报，没有对应的全国统一表样（2019 年度起才有），无法核对。"
            raise ZbreportError(message) from error
    return published


def reason(error: ZbreportError, label: str) -> str:
    """Why a file could not be read, as one sentence without the file's name."""
    if isinstance(error, UnreadableFileError):
        from zbreport.diagnostics import diagnose

        found = diagnose(error.code, file=label, facts=error.facts)
        return f"{found.message}。{found.remedy}"
    return str(error).removeprefix(f"{label}：")


def format_of(form: str | None, output: Path | None) -> str:
    """The format that `--format`, else the extension of `-o`, else nothing names."""
    if form is None:
        return EXTENSIONS.get(output.suffix.lower(), "table") if output else "table"
    if form not in FORMATS:
        message = f"不能写成 {form} 格式，可以写：{'、'.join(FORMATS)}"
        raise typer.BadParameter(message)
    if form == "xlsx" and output is None:
        message = "xlsx 格式要用 -o 指定文件"
        raise typer.BadParameter(message)
    return form


def show(found: Verdicts | Batch, form: str, output: Path | None, *, force: bool, quiet: bool) -> None:
    """Prints the verdicts, or writes them to a file."""
    from zbreport.checks.showing import terminal
    from zbreport.outputs import files
    from zbreport.outputs.terminal import make_console

    if form == "table" and output is None:
        console = make_console(sys.stdout)
        if isinstance(found, Batch):
            terminal.show_many(found, console, quiet=quiet)
        else:
            terminal.show(found, console, quiet=quiet)
        return
    if form == "json" and isinstance(found, Batch) and output is None:
        sys.stdout.write(jsonfile.ending(found))  # the reports were printed as they were checked
        return
    data = terminal.text(found, quiet=quiet).encode("utf-8") if form == "table" else render(form, found)
    if output is None:
        sys.stdout.write(data.decode("utf-8"))
        return
    files.write(output, data, force=force)
    if not quiet:
        typer.echo(f"已写出：{output}", err=True)


def status(found: Verdicts | Batch, *, strict: bool) -> int:
    """3 when a file could not be read, else 1 when a fault of level error stands (with `strict`, also a warning), else 0."""
    if isinstance(found, Batch):
        if found.unread:
            return UNREADABLE
        return max((verdicts.status(strict=strict) for verdicts in found.verdicts), default=0)
    return found.status(strict=strict)


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """The reports that some paths name, folders read recursively in the order of names; labels are relative to the folder."""
    for path in paths:
        if path.is_dir():
            inside = (entry for entry in path.rglob("*") if entry.suffix.lower() in _REPORTS and entry.is_file())
            for entry in sorted(inside):
                parts = entry.relative_to(path).parts[:-1]
                if not entry.name.startswith(("~$", ".")) and not any(part.endswith(_PARTS) for part in parts):
                    yield entry, entry.relative_to(path).as_posix()
        else:
            yield path, path.name
