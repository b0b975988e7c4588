"""What the commands share.

Run the pipeline with progress, filter findings, show or write the result.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from zbreport import outputs, pipeline
from zbreport.cli.password import password_source
from zbreport.cli.progress import Progress, sizes_of, wanted
from zbreport.cli.streams import write_utf8
from zbreport.diagnostics import CATALOGUE, Level, in_order
from zbreport.errors import ZbreportError
from zbreport.outputs import files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from zbreport.diagnostics import Diagnostic
    from zbreport.pipeline import Inspection
    from zbreport.tabulation.tally import Tally


class Asked(NamedTuple):
    """What `export` was asked for, besides what to read and where to write."""

    previous: Path | None
    only: Sequence[str]
    skip: Sequence[str]
    strict: bool
    force: bool
    quiet: bool


def export(
    read: Callable[[], Tally], wanted: Sequence[tuple[str, Path | None]], asked: Asked
) -> int:
    """Reads the ledgers and writes the report in every format; the exit status.

    Args:
        read: reads the ledgers.
        wanted: as `targets` gives it.
        asked: the other options.

    Raises:
        ZbreportError: see `with_last_year` and `files.write`.
    """
    tally = with_last_year(read(), asked.previous, quiet=asked.quiet)
    tally = proofread(tally, asked.only, asked.skip)
    stop_if_strict(tally, strict=asked.strict)
    write(tally, wanted, force=asked.force, quiet=asked.quiet)
    return status(tally, strict=asked.strict)


def tallied(  # noqa: PLR0913  (a keyword for each option that the commands share)
    paths: Sequence[Path],
    *,
    year: int | None = None,
    config: Path | None = None,
    missing: str | None = None,
    only: Sequence[str] | None = None,
    skip: Sequence[str] | None = None,
    quiet: bool = False,
    verbose: bool = False,
    apart: Mapping[Path, str] | None = None,
) -> Tally:
    """Runs the pipeline with progress, and keeps the findings that were asked for."""
    for code in (*(only or ()), *(skip or ())):
        if code not in CATALOGUE:
            message = f"没有 {code} 这个代码，运行 zbreport rules 查看全部代码"
            raise typer.BadParameter(message)
    progress = _progress(paths, quiet=quiet, verbose=verbose)
    with progress as step:
        tally = pipeline.tally(
            paths,
            year=year,
            config=config,
            missing=None if missing is None else str(missing),
            progress=step,
            password=progress.pausing(password_source(quiet=quiet)),
            apart=apart,
        )
    return replace(tally, diagnostics=kept(tally.diagnostics, only, skip))


def kept(
    found: Sequence[Diagnostic], only: Sequence[str] | None, skip: Sequence[str] | None
) -> tuple[Diagnostic, ...]:
    """The findings that were asked for."""
    return tuple(
        one for one in found if (not only or one.code in only) and one.code not in (skip or ())
    )


def inspected(
    paths: Sequence[Path],
    *,
    year: int | None,
    config: Path | None,
    quiet: bool,
    verbose: bool = False,
) -> Inspection:
    """Runs the pipeline as far as recognition needs it."""
    progress = _progress(paths, quiet=quiet, verbose=verbose)
    with progress as step:
        return pipeline.inspect(
            paths,
            year=year,
            config=config,
            progress=step,
            password=progress.pausing(password_source(quiet=quiet)),
        )


def with_last_year(tally: Tally, path: Path | None, *, quiet: bool) -> Tally:
    """The tally beside last year's report, read from any format that `check` reads.

    Raises:
        ZbreportError: it cannot be read, or is of another year.
    """
    if path is None:
        return tally
    from zbreport.cli.report_workers import read_alone
    from zbreport.model import Report

    published = read_alone(path, tally.settings, password_source(quiet=quiet))
    year = tally.report.year - 1
    if published.year not in {None, year}:
        message = (
            f"{path.name}：这是 {published.year} 年度的年报，--previous 要的是 {year} 年度的。"
        )
        raise ZbreportError(message)
    cells = {key: cell.value for key, cell in published.cells.items()}
    edition = published.edition or tally.report.edition
    return replace(tally, previous=Report(year, edition, None, cells))


def proofread(tally: Tally, only: Sequence[str] | None, skip: Sequence[str] | None) -> Tally:
    """The tally with what the rules of `check` say of the office's own text in the report."""
    if not tally.manuscript:
        return tally
    from zbreport.checks.draft import contradictions

    found = kept(tuple(contradictions(tally)), only, skip)
    return replace(tally, diagnostics=in_order((*tally.diagnostics, *found)))


def _progress(paths: Sequence[Path], *, quiet: bool, verbose: bool) -> Progress:
    """The progress of reading ledgers; sizes are looked up only where somebody sees them."""
    sizes = sizes_of(paths) if verbose or wanted(quiet=quiet) else {}
    return Progress(sizes, quiet=quiet, verbose=verbose)


def status(found: Tally | Inspection, *, strict: bool = False) -> int:
    """1 when there are errors (with `strict`, also warnings), else 0."""
    serious = {Level.ERROR, Level.WARNING} if strict else {Level.ERROR}
    return int(any(one.level in serious for one in found.diagnostics))


def stop_if_strict(tally: Tally, *, strict: bool) -> None:
    """With `--strict`, findings go to stderr, nothing is written, and the status is 1."""
    if strict and status(tally, strict=True):
        _say(one for one in tally.diagnostics if one.level is not Level.INFO)
        typer.echo("有错误或提醒，按 --strict 没有输出任何结果。", err=True)
        raise typer.Exit(1)


def _say(findings: Iterable[Diagnostic]) -> None:
    for one in findings:
        typer.echo(
            f"[{one.level.label} {one.code}] {one.place}：{one.message}。{one.remedy}", err=True
        )


def show(tally: Tally, form: str, output: Path | None, *, force: bool, quiet: bool) -> None:
    """Prints a tally, or writes it to a file."""
    if form == "table":
        from zbreport.outputs import terminal
        from zbreport.render.console import make_console

        if output is None:
            terminal.show(tally, make_console(sys.stdout), quiet=quiet)
        else:
            files.write(output, terminal.text(tally, quiet=quiet).encode("utf-8"), force=force)
        return
    data = outputs.render(tally, form)
    if output is not None:
        files.write(output, data, force=force)
        _say_written(output, quiet=quiet)
        return
    write_utf8([data.decode("utf-8-sig").replace("\r\n", "\n")])


def require_format(form: str, known: Sequence[str]) -> None:
    """Refuses a format that a command does not print, in the words of wrong usage."""
    if form not in known:
        message = f"只能是 {'、'.join(known)}"
        raise typer.BadParameter(message, param_hint="--format/-f")


def export_format(form: str | None, output: Path | None) -> str:
    """The key of the format that `--format`, else the extension of `-o`, else nothing names."""
    word = form or (output.suffix.lstrip(".") if output else "") or outputs.DEFAULT
    if found := outputs.named(word):
        return found.key
    hint = "；要 PDF，请写成 docx，再在 Word 或 WPS 中另存为 PDF" if word.lower() == "pdf" else ""
    message = f"不能写成 {word} 格式，可以写：{'、'.join(outputs.FORMATS)}{hint}"
    raise typer.BadParameter(message)


def targets(form: str | None, paths: Sequence[Path] | None) -> list[tuple[str, Path | None]]:
    """What to write: format and file, once for every `-o`; one unnamed file when there is none."""
    if not paths:
        return [(export_format(form, None), None)]
    if form and len(paths) > 1:
        message = "--format 只能配一个 -o；写几个文件时，格式看各自的扩展名"
        raise typer.BadParameter(message)
    if len({path.resolve() for path in paths}) < len(paths):
        message = "几个 -o 写的是同一个文件"
        raise typer.BadParameter(message)
    return [(export_format(form, path), path) for path in paths]


def single(paths: Sequence[Path] | None) -> Path | None:
    """The one file to write, where no more than one can be."""
    if paths and len(paths) > 1:
        message = "填写模板时只能写一个文件，-o 只能写一次"
        raise typer.BadParameter(message)
    return paths[0] if paths else None


def write(
    tally: Tally, asked: Sequence[tuple[str, Path | None]], *, force: bool, quiet: bool
) -> None:
    """Writes the export, every file whole or not at all, and says where it is."""
    for key, output in asked:
        extension = outputs.FORMATS[key].extensions[0].lstrip(".")
        path = output or Path(f"政府信息公开年报统计表_{tally.report.year}.{extension}")
        files.write(path, outputs.render(tally, key), force=force)
        _say_written(path, quiet=quiet)
    if quiet:
        return
    formats = [outputs.FORMATS[key] for key, _ in asked]
    with_text = any(entry.has_text for entry in formats)
    shown = [one for one in tally.diagnostics if with_text and one.code.startswith("P")]
    _say(one for one in shown if one.level is not Level.INFO)
    listed = any(entry.has_findings for entry in formats)
    say_others(tally, shown, where="见工作簿中的“待核实”，或" if listed else "请")


def say_others(tally: Tally, shown: Sequence[Diagnostic], *, where: str = "请") -> None:
    """Says how many findings there are besides those shown already, and where to see them."""
    others = [one for one in tally.diagnostics if one not in shown]
    errors, warnings = (
        sum(one.level is level for one in others) for level in (Level.ERROR, Level.WARNING)
    )
    if errors or warnings:
        lead = "台账另有" if shown else "其中有"
        typer.echo(
            f"{lead} {errors} 个错误、{warnings} 个提醒，{where}运行 zbreport tally 查看。",
            err=True,
        )


def _say_written(path: Path, *, quiet: bool) -> None:
    if not quiet:
        typer.echo(f"已写出：{path}", err=True)
