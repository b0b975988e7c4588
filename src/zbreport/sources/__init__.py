"""Paths → sheets: finds the input files, tells what each really is, and reads it.

The first stage of `pipeline`.

Content decides, never the extension: an `.xls` may be an HTML page, and a `.xlsx` an old binary
workbook. Each format's reader is imported when the first file of its kind is met, so that importing
this package costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.errors import UnreadableFileError, system_reason
from zbreport.model import CHOICE, Answer, SettingLine
from zbreport.sources.content import data_of, digest_of, size_of
from zbreport.sources.folders import discover
from zbreport.sources.locked import opened
from zbreport.sources.one_column import split_one_column
from zbreport.sources.own_exports import what_export
from zbreport.sources.reasons import reason_of
from zbreport.sources.sniff import REFUSED, Kind, sniff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.model import InputFile, Sheet

__all__ = ["copies", "discover", "read", "read_content"]


def copies(files: Sequence[InputFile]) -> dict[str, str]:
    """Label of a copy → label of the file with the same content that is read.

    Of the shortest name, `x.xlsx` before `x (1).xlsx`.
    """
    by_size: dict[int, list[InputFile]] = {}
    for file in files:
        by_size.setdefault(size_of(file), []).append(file)
    by_content: dict[bytes, list[InputFile]] = {}
    for alike in (group for size, group in by_size.items() if size > 0 and len(group) > 1):
        for file in alike:
            if digest := digest_of(file):
                by_content.setdefault(digest, []).append(file)
    copies: dict[str, str] = {}
    for same in by_content.values():
        first, *rest = sorted(same, key=lambda file: (len(file.name), len(file.entry), file.label))
        copies |= {file.label: first.label for file in rest}
    return copies


def read(file: InputFile, password: str = "") -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Reads one file.

    Args:
        file: what to read.
        password: for a file that has one.

    Returns:
        Its visible sheets in the file's order, and what was found on the way. A file that cannot be
        read gives no sheets and one F1xx error; nothing is raised for bad input, but looking at a
        later piece of a long sheet may raise UnreadableFileError.
    """
    try:
        data = data_of(file, password)
    except OSError as error:
        return (), (diagnose("F104", file=file.label, detail=system_reason(error)),)
    except Exception as error:  # noqa: BLE001  (whatever a damaged archive makes its reader raise)
        return (), (_told(file, error),)
    return _contents(file, data, password)


def read_content(
    file: InputFile, data: bytes, password: str = ""
) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Reads all cells of a file from its bytes; arguments and result as `read`."""
    sheets, told = _contents(file, data, password)
    try:
        for sheet in sheets:
            sheet.rows[:1]
    except UnreadableFileError as error:
        return (), (_told(file, error),)
    return sheets, told


def _contents(
    file: InputFile, data: bytes, password: str
) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    try:
        sheets, told = _dispatch(file, data, password)
        split = [split_one_column(sheet) for sheet in sheets]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001  (calamine panics are not Exceptions, and a bad file never stops the next)
        return (), (_told(file, error),)
    found = [one for _, one in split if one is not None]
    return tuple(sheet for sheet, _ in split), (*told, *found)


def _told(file: InputFile, error: BaseException) -> Diagnostic:
    if isinstance(error, UnreadableFileError):
        answer = _encoding_answer(file) if error.code == "F113" else None
        return diagnose(error.code, file=file.label, answer=answer, facts=error.facts)
    return diagnose("F101", file=file.label, detail=reason_of(error))


def _encoding_answer(file: InputFile) -> Answer:
    choices = (("big5", "繁体中文"), ("gb18030", "简体中文"))
    return Answer((SettingLine(("encodings",), file.name, CHOICE),), choices)


def _dispatch(
    file: InputFile, data: bytes, password: str
) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Hands a file's content to the reader of its kind."""
    kind = sniff(data)
    if kind is Kind.LOCKED:
        data = opened(data, password)
        kind = sniff(data)
    if made := what_export(kind, data):
        return (), (diagnose("F106", file=file.label, why=f"这是 zbreport 生成的{made}"),)
    if kind in REFUSED:
        code, facts = REFUSED[kind]
        raise UnreadableFileError(code, **facts)
    if kind is Kind.TEXT:
        from zbreport.sources import delimited, records

        return records.read(file, data) or delimited.read(file, data)
    if kind is Kind.HTML:
        from zbreport.sources import html

        return html.read(file, data)
    if kind is Kind.XML2003:
        from zbreport.sources import xml2003

        return xml2003.read(file, data)
    if kind is Kind.XLS:
        from zbreport.sources import xls

        return xls.read(file, data)
    if kind is Kind.ODS:
        from zbreport.sources import ods

        return ods.read(file, data)
    from zbreport.sources import excel

    return excel.read(file, data, kind)
