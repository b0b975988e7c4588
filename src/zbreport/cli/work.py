"""What the commands have in common: run the pipeline with a progress line, filter findings, show or write the result."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from zbreport import outputs
from zbreport.cli.password import password_source
from zbreport.cli.progress import Progress, sizes_of, wanted
from zbreport.diagnostics import CATALOGUE, Level
from zbreport.outputs import files
from zbreport.pipeline import Inspection, inspect, tally

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zbreport.diagnostics import Diagnostic
    from zbreport.model import Outcome

_LATER = {"pdf": "PDF"}


def tallied(
    paths: Sequence[Path], *, year: int | None = None, config: Path | None = None, missing: str | None = None,
    only: Sequence[str] | None = None, skip: Sequence[str] | None = None, quiet: bool = False, verbose: bool = False,
    apart: Mapping[Path, str] | None = None,
) -> Outcome:  # fmt: skip
    """Runs the pipeline, with progress on a terminal, and keeps the findings that were asked for."""
    for code in (*(only or ()), *(skip or ())):
        if code not in CATALOGUE:
            message = f"没有 {code} 这个代码，运行 zbreport rules 查看全部代码"
            raise typer.BadParameter(message)
    with _progress(paths, quiet=quiet, verbose=verbose) as step:
        outcome = tally(
            paths,
            year=year,
            config=config,
            missing=None if missing is None else str(missing),
            progress=step,
            password=password_source(quiet=quiet),
            apart=apart,
        )
    return replace(outcome, diagnostics=kept(outcome.diagnostics, only, skip))


def kept(found: Sequence[Diagnostic], only: Sequence[str] | None, skip: Sequence[str] | None) -> tuple[Diagnostic, ...]:
    """The findings that were asked for."""
    return tuple(one for one in found if (not only or one.code in only) and one.code not in (skip or ()))


def inspected(paths: Sequence[Path], *, year: int | None, config: Path | None, quiet: bool, verbose: bool = False) -> Inspection:
    """Runs the pipeline as far as recognition needs it."""
    with _progress(paths, quiet=quiet, verbose=verbose) as step:
        return inspect(paths, year=year, config=config, progress=step, password=password_source(quiet=quiet))


def _progress(paths: Sequence[Path], *, quiet: bool, verbose: bool) -> Progress:
    """The progress of reading ledgers; sizes are looked up only where somebody sees them."""
    if verbose:
        import zbreport.ledgers  # noqa: F401  (pandas takes its time, which is not the first file's)
    sizes = sizes_of(paths) if verbose or wanted(quiet=quiet) else {}
    return Progress(sizes, quiet=quiet, verbose=verbose)


def status(outcome: Outcome | Inspection, *, strict: bool = False) -> int:
    """1 when there are errors (with `strict`, also warnings), else 0."""
    serious = {Level.ERROR, Level.WARNING} if strict else {Level.ERROR}
    return int(any(one.level in serious for one in outcome.diagnostics))


def stop_if_strict(outcome: Outcome, *, strict: bool) -> None:
    """With `--strict`, findings mean that nothing is written: they go to stderr, and the status is 1."""
    if strict and status(outcome, strict=True):
        for one in outcome.diagnostics:
            if one.level is not Level.INFO:
                typer.echo(f"[{one.level.label} {one.code}] {one.place}：{one.message}。{one.remedy}", err=True)
        typer.echo("有错误或提醒，按 --strict 没有输出任何结果。", err=True)
        raise typer.Exit(1)


def show(outcome: Outcome, form: str, output: Path | None, *, force: bool, quiet: bool) -> None:
    """Prints a tally, or writes it to a file."""
    if form == "table":
        from zbreport.outputs import terminal

        if output is None:
            terminal.show(outcome, terminal.make_console(sys.stdout), quiet=quiet)
        else:
            files.write(output, terminal.text(outcome, quiet=quiet).encode("utf-8"), force=force)
        return
    data = outputs.render(outcome, form)
    if output is not None:
        files.write(output, data, force=force)
        _told(output, quiet=quiet)
        return
    sys.stdout.write(data.decode("utf-8-sig").replace("\r\n", "\n"))


def export_format(form: str | None, output: Path | None) -> str:
    """The key of the format that `--format`, else the extension of `-o`, else nothing names."""
    named = form or (output.suffix.lstrip(".").lower() if output and output.suffix else "xlsx")
    for entry in outputs.FORMATS.values():
        if named == entry.key or named in entry.extensions or f".{named}" in entry.extensions:
            return entry.key
    known = "、".join(outputs.FORMATS)
    later = f"（{_LATER[named]}还不能写）" if named in _LATER else ""
    message = f"不能写成 {named} 格式{later}，可以写：{known}"
    raise typer.BadParameter(message)


def write(outcome: Outcome, key: str, output: Path | None, *, force: bool, quiet: bool) -> None:
    """Writes the export and says where it is."""
    extension = outputs.FORMATS[key].extensions[0].lstrip(".")
    path = output or Path(f"政府信息公开年报统计表_{outcome.report.year}.{extension}")
    files.write(path, outputs.render(outcome, key), force=force)
    _told(path, quiet=quiet)
    errors = sum(one.level is Level.ERROR for one in outcome.diagnostics)
    warnings = sum(one.level is Level.WARNING for one in outcome.diagnostics)
    if not quiet and (errors or warnings):
        where = "见文件中的“待核实”，或" if key == "xlsx" else "请"
        typer.echo(f"其中有 {errors} 个错误、{warnings} 个提醒，{where}运行 zbreport tally 查看。", err=True)


def _told(path: Path, *, quiet: bool) -> None:
    if not quiet:
        typer.echo(f"已写出：{path}", err=True)
