"""What `export --template` does.

Open the template before the ledgers are read, fill it, say what could not be filled, write it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from zbreport.cli import work
from zbreport.errors import OutputError
from zbreport.outputs import files, template

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zbreport.cli.work import Asked
    from zbreport.outputs.template import Filled, Template
    from zbreport.tabulation.tally import Tally


def export(
    read: Callable[..., Tally], path: Path, form: str | None, output: Path | None, asked: Asked
) -> int:
    """Reads the ledgers and writes the filled template; the exit status.

    Args:
        read: reads the ledgers, leaving `apart` out.
        path: of the template.
        form: what `--format` names.
        output: where to; else beside where the command runs, named after the template.
        asked: the other options.

    Raises:
        ZbreportError: see `load`, `template.fill`, `work.with_last_year` and `files.write`.
    """
    blank = load(path, form, output)
    tally = work.with_last_year(read(apart=apart(path, output)), asked.previous, quiet=asked.quiet)
    filled, tally = fill(blank, tally, asked.only, asked.skip)
    work.stop_if_strict(tally, strict=asked.strict)
    write(filled, blank, tally, output, force=asked.force, quiet=asked.quiet)
    return work.status(tally, strict=asked.strict)


def load(path: Path, form: str | None, output: Path | None) -> Template:
    """Opens the template.

    What is written has its format, so that `--format` and the extension of `-o` may name no other.

    Raises:
        TemplateError: it cannot be filled.
        OutputError: the result would take the template's place.
    """
    from zbreport.cli.report_workers import survives

    found = template.load(path)
    survives(path)
    if form is not None and form != found.kind:
        message = f"填写模板时格式由模板决定（这个模板是 {found.kind}），请去掉 --format"
        raise typer.BadParameter(message)
    if output is not None and output.suffix.lower() != f".{found.kind}":
        message = f"“{output}”的扩展名应是 .{found.kind}，与模板相同"
        raise typer.BadParameter(message)
    if output is not None and output.exists() and output.samefile(path):
        message = f"不能写回模板本身（{path}）：请用 -o 指定别的文件名"
        raise OutputError(message)
    return found


def apart(path: Path, output: Path | None) -> Mapping[Path, str]:
    """The files among the ledgers that are none: the template, and what an earlier run wrote."""
    own = {output: "这是要写出的文件"} if output is not None else {}
    return {**own, path: "这是 --template 指定的模板"}


def fill(
    blank: Template, tally: Tally, only: Sequence[str], skip: Sequence[str]
) -> tuple[Filled, Tally]:
    """Fills the template.

    The tally gets what was said of it, so that it counts for `--strict` and the exit status.
    """
    filled = template.fill(blank, tally)
    filled = replace(filled, diagnostics=work.kept(filled.diagnostics, only, skip))
    return filled, replace(tally, diagnostics=(*filled.diagnostics, *tally.diagnostics))


def write(
    filled: Filled,
    blank: Template,
    tally: Tally,
    output: Path | None,
    *,
    force: bool,
    quiet: bool,
) -> None:
    """Writes the filled template and says where it is, how much of it is filled, and what is not.

    Raises:
        OutputError: see `files.write`.
    """
    path = output or Path(f"{blank.path.stem}_{tally.report.year}.{blank.kind}")
    files.write(path, filled.data, force=force)
    if quiet:
        return
    for one in filled.diagnostics:
        typer.echo(
            f"[{one.level.label} {one.code}] {'。'.join(filter(None, (one.message, one.remedy)))}",
            err=True,
        )
    more = f"，占位符 {filled.placeholders} 处" if filled.placeholders else ""
    typer.echo(
        f"已写出：{path}（填入 {filled.cells} 格，表样共 {filled.expected} 格{more}）", err=True
    )
    work.say_others(tally, filled.diagnostics)
