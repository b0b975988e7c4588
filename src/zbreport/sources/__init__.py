"""Paths → sheets: finds the input files, tells what each really is, and reads it. The first stage of `pipeline`.

Content decides, never the extension: an `.xls` may be an HTML page, and a `.xlsx` an old binary workbook. Each format's
reader is imported when the first file of its kind is met, so that importing this package costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.errors import UnreadableFileError
from zbreport.sources.damage import damage
from zbreport.sources.folders import discover
from zbreport.sources.sniff import REFUSED, Kind, sniff

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zbreport.model import InputFile, Sheet

__all__ = ["discover", "read", "read_all"]

Contents = tuple[list["Sheet"], tuple[Diagnostic, ...]]
"""The sheets of a file, and what was found on the way."""


def read_all(files: Sequence[InputFile]) -> Iterator[tuple[InputFile, Iterator[Sheet], tuple[Diagnostic, ...]]]:
    """Reads files in their order; a file whose content another has already is not read, and F108 says so.

    Reading begins at once, two files at a time when there is much to read (the readers of workbooks let go of the interpreter lock). No
    more than `_AHEAD` wait to be taken, and cells become Python objects one sheet at a time, when it is taken: so memory is set by the
    largest files and not by their number. Take every sheet before the next file.
    """
    originals = _copies(files)
    return _in_order(files, originals, _opened([file for file in files if file.label not in originals]))


def _in_order(
    files: Sequence[InputFile], originals: Mapping[str, str], results: Iterator[Contents]
) -> Iterator[tuple[InputFile, Iterator[Sheet], tuple[Diagnostic, ...]]]:
    for file in files:
        if file.label in originals:
            yield file, iter(()), (diagnose("F108", file=file.label, other=originals[file.label]),)
        else:
            sheets, told = next(results)
            yield file, _one_by_one(sheets), told


def _one_by_one(sheets: list[Sheet]) -> Iterator[Sheet]:
    """Hands sheets over and keeps none."""
    while sheets:
        yield sheets.pop(0)


_WORKERS, _AHEAD = 2, 2
_SMALL = 1_000_000  # bytes; below it a second thread costs more than it gives


def _opened(files: Sequence[InputFile]) -> Iterator[Contents]:
    if len(files) < 2 or sum(map(_size, files)) <= _SMALL:
        return map(_open, files)
    from concurrent.futures import ThreadPoolExecutor

    from zbreport.sources.long import ahead

    return ahead(ThreadPoolExecutor(_WORKERS), _open, files, _AHEAD)


def _copies(files: Sequence[InputFile]) -> dict[str, str]:
    """Label of a copy → label of the file with the same content that is read: that of the shortest name, `x.xlsx` before `x (1).xlsx`."""
    by_size: dict[int, list[InputFile]] = {}
    for file in files:
        by_size.setdefault(_size(file), []).append(file)
    by_content: dict[bytes, list[InputFile]] = {}
    for alike in (group for size, group in by_size.items() if size > 0 and len(group) > 1):
        for file in alike:
            if digest := _digest(file):
                by_content.setdefault(digest, []).append(file)
    copies: dict[str, str] = {}
    for same in by_content.values():
        first, *rest = sorted(same, key=lambda file: (len(file.path.name), file.label))
        copies |= {file.label: first.label for file in rest}
    return copies


def _size(file: InputFile) -> int:
    try:
        return file.path.stat().st_size
    except OSError:
        return 0  # reading it will say why


def _digest(file: InputFile) -> bytes:
    from hashlib import file_digest

    try:
        with file.path.open("rb") as stream:
            return file_digest(stream, "sha256").digest()
    except OSError:
        return b""


def read(file: InputFile) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Reads one file.

    Args:
        file: what to read.

    Returns:
        Its visible sheets in the file's order, and what was found on the way. A file that cannot be read gives no
        sheets and one F1xx error; nothing is raised for bad input.
    """
    sheets, told = _open(file)
    return tuple(sheets), told


def _open(file: InputFile) -> Contents:
    try:
        data = file.path.read_bytes()
    except OSError as error:
        return [], (diagnose("F104", file=file.label, detail=_system_reason(error)),)
    try:
        sheets, told = _dispatch(file, data)
    except (KeyboardInterrupt, SystemExit):
        raise
    except UnreadableFileError as error:
        return [], (diagnose(error.code, file=file.label, facts=error.facts),)
    except BaseException as error:  # noqa: BLE001  (calamine panics are not Exceptions, and a bad file never stops the next)
        return [], (diagnose("F101", file=file.label, detail=damage(error)),)
    return list(sheets), told


def _dispatch(file: InputFile, data: bytes) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Hands a file's content to the reader of its kind."""
    kind = sniff(data)
    if kind in REFUSED:
        code, facts = REFUSED[kind]
        raise UnreadableFileError(code, **facts)
    if kind is Kind.TEXT:
        from zbreport.sources import delimited

        return delimited.read(file, data)
    if kind is Kind.HTML:
        from zbreport.sources import html

        return html.read(file, data)
    if kind is Kind.XML2003:
        from zbreport.sources import xml2003

        return xml2003.read(file, data)
    from zbreport.sources import excel

    return excel.read(file, data, kind)


def _system_reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "文件已不在原处"
    if isinstance(error, PermissionError):
        return "没有读取权限，或正被其他程序独占"
    return f"系统错误 {error.errno}"
