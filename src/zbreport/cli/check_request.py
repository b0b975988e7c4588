"""What the command line asks of `check`: which reports, beside what, by which rules, shown how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

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
"""Endings of what may be a report in a folder; those that have no reader are named."""

_PARTS = (".files", "_files")
"""Endings of the folders that a browser saves beside a page: frames and pictures, no reports."""

READER = "zbreport.checks.reports"
"""What the workers import that read and check reports."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asked for.

    Attributes:
        files: reports, and folders of them.
        previous: last year's report, or a folder of last year's reports.
        ledgers: files and folders, for a single report only.
        config: the file of settings, where it was named.
        only, skip: codes of rules.
        quiet, verbose: how much is said on the way.
        form: the format of what comes out.
        output: the file that it goes to; None for the terminal.
        password: asked for the password of files that have one.
    """

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
        if self.several and self.ledgers:
            message = "--ledgers 只能用于一份报告"
            raise typer.BadParameter(message)
        if self.several and self.previous and not self.previous.is_dir():
            message = "核对多份报告时，--previous 要给放上年年报的文件夹（按机关名称配对）"
            raise typer.BadParameter(message)

    @property
    def several(self) -> bool:
        """Whether a folder or more than one file was given: then a matrix is shown."""
        return len(self.files) > 1 or any(path.is_dir() for path in self.files)


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


def reports_in(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """The reports that some paths name, each with its label.

    Folders are read recursively, in the order of names; labels are relative to the folder.
    """
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
