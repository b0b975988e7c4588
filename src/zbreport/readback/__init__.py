"""Reads a finished report back: web page, Word document, workbook, PDF, or our own JSON.

Each format's module turns the file into the same neutral tables and paragraphs; `locate` finds the
form's cells in them by their labels, `sections` the headings, title and year. Judging what was read
is left to `checks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.diagnostics import diagnose
from zbreport.errors import UnreadableFileError, ZbreportError, require_file, system_reason
from zbreport.readback.damage import is_damage
from zbreport.readback.labels import is_known
from zbreport.readback.locate import locate, read_cells
from zbreport.readback.published import Oddity, Published, Unsplit
from zbreport.readback.raw import Document, RawTable
from zbreport.readback.repairs import join_split_heads, with_text_tables
from zbreport.readback.sections import paragraphs, title_of, year_of
from zbreport.sources.encoding import decode
from zbreport.sources.reasons import reason_of
from zbreport.sources.sniff import REFUSED, Kind, sniff

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zbreport.readback.located import Located
    from zbreport.sources.locked import Password


__all__ = ["read_published", "texts_of"]

_WORKBOOKS = frozenset({Kind.XLSX, Kind.XLSB, Kind.ODS, Kind.XLS, Kind.XML2003})
_TO_DOCX = "请用 Word 或 WPS 打开后另存为 .docx"
_ADVICE = {
    Kind.DOC: f"这是旧版 Word 或 WPS 文字文档（.doc/.wps），{_TO_DOCX}",
    Kind.DOCX: f"这是 OpenDocument 文字文档（.odt），{_TO_DOCX}",
    Kind.RTF: f"这是 RTF 文档，{_TO_DOCX}",
    Kind.MHT: "这是单个文件网页（MHT），请在浏览器中重新另存为“网页，全部”（.html）",
    Kind.IMAGE: "这是图片，没有文字可读。请用原来的 Word 文档或网页",
    Kind.OFD: "这是 OFD 版式文件，请用原来的 Word 文档，或在 OFD 阅读器中另存为 PDF",
    Kind.ARCHIVE: "这是压缩包，请先解压，再核对其中的年报",
    Kind.TEXT: "这是纯文字文件，没有表格。请用网页、Word 文档、Excel 表格或 PDF",
}
_REMEDIES = {
    "F101": "请用原来的程序打开并重新保存后再试；打不开时请向提供者重新索取",
    "F102": "请去掉打开密码后再试，或在终端中运行并按提示输入密码",
    "F103": "请确认文件已保存完整",
}
"""What to do about a report; the catalogue's remedies are for ledgers."""

_LEAST_LABELS = 5
"""With fewer labels among its paragraphs a text only mentions the tables."""

_PASSED_OVER = "有隐藏的行，没有读取：显示的各行已是完整的表"
_NO_TABLES = (
    "没有找到年度报告的表（二、三、四部分的表格都没有）。"
    "请确认这是完整的报告正文页，而不是目录页、图片或仅有附件链接的页面"
)


def read_published(
    path: Path, label: str | None = None, password: Password | None = None
) -> Published:
    """Reads a finished report.

    Args:
        path: of the file; its content decides what it is, never its name.
        label: name for messages and places; the file's name without one.
        password: asked for the password of a file that has one.

    Returns:
        The cells that were found, the text by section, and what was odd.

    Raises:
        ZbreportError: the file cannot be read, or no table of the form is in it; the text says why
            and what to do, in Chinese.
    """
    label = label or path.name
    try:
        data = require_file(path).read_bytes()
    except OSError as error:
        message = f"{label}：文件打不开（{system_reason(error)}）"
        raise ZbreportError(message) from error
    try:
        return _read(path, label, data, password)
    except UnreadableFileError as error:
        told = diagnose(error.code, file=label, facts=error.facts)
        raise ZbreportError(
            f"{label}：{told.message}。{_REMEDIES.get(error.code, told.remedy)}"
        ) from error
    except ZbreportError as error:
        raise ZbreportError(f"{label}：{error}", error.diagnostics) from error


def _read(path: Path, label: str, data: bytes, password: Password | None) -> Published:
    kind = sniff(data)
    if kind is Kind.LOCKED:
        data = _unlocked(data, label, password)
        kind = sniff(data)
    if kind is Kind.TEXT and (text := decode(data).text.strip()).startswith("{"):
        from zbreport.readback import jsonfile

        return jsonfile.read(text, label)  # UTF-16 too, which `>` makes in PowerShell
    try:
        document = _document(path, label, data, kind)
    except BaseException as error:
        if isinstance(error, ZbreportError) or not is_damage(error):
            raise
        raise UnreadableFileError("F101", detail=reason_of(error)) from error
    return published(label, document, data)


def _unlocked(data: bytes, label: str, password: Password | None) -> bytes:
    from zbreport.sources.locked import unlocked

    try:
        return unlocked(data, label, password)
    except Exception as error:
        if isinstance(error, ZbreportError) or not is_damage(error):
            raise
        raise UnreadableFileError("F101", detail=reason_of(error)) from error


def _document(path: Path, label: str, data: bytes, kind: Kind) -> Document:
    """Hands the content to the reader of its kind."""
    if kind in _WORKBOOKS:
        from zbreport.readback import xlsx

        return xlsx.read(path, label, data, kind)
    if kind is Kind.PDF:
        from zbreport.readback import pdf

        return pdf.read(data)
    if kind is Kind.HTML or (kind in {Kind.TEXT, Kind.XML} and b"<table" in data.lower()):
        from zbreport.readback import html

        return html.read(data)
    if kind is Kind.DOCX:
        from zbreport.readback import docx

        if docx.is_document(data):
            return docx.read(data)
    if kind in _ADVICE:
        raise ZbreportError(_ADVICE[kind])
    code, facts = REFUSED[kind]
    raise UnreadableFileError(code, **facts)


def published(label: str, document: Document, data: bytes = b"") -> Published:
    """Finds the report in what a format's reader gave.

    Args:
        label: of the file.
        document: as read.
        data: the file itself, for what to say when no table is in it.

    Raises:
        ZbreportError: no table of the form is in it.
    """
    if document.shown is not None and _is_whole(label, document, document.shown):
        document.items = document.shown
    else:
        document.shown = None
    document.items = list(with_text_tables(document.items))
    tables = document.tables
    for table in tables:
        join_split_heads(table)
    parts = paragraphs([item for item in document.items if isinstance(item, str)])
    title = title_of(parts, document.titles)
    located = locate(tables, year_of(title, parts))
    if located is None:
        raise ZbreportError(_no_tables(document, data))
    texts = list(texts_of(document, located))
    if len(texts) > len(document.items) - len(tables):
        parts = paragraphs(texts)
        title = title or title_of(parts, document.titles)
    return Published(
        file=label,
        title=title,
        year=year_of(title, parts),
        edition=located.form.edition,
        cells=read_cells(tables, located.cells),
        expected=len(located.form.cells),
        paragraphs=parts,
        oddities=(*located.oddities, *_hidden(document, located)),
        page_date=document.date.strip(),
        unsplit=tuple(
            Unsplit(one.table, one.label, one.rows, read_cells(tables, one.cells), one.place)
            for one in located.unsplit
        ),
    )


def _is_whole(label: str, document: Document, shown: list[str | RawTable]) -> bool:
    """Whether what is shown holds every cell of the form, none only in hidden rows."""
    try:
        every, seen = published(label, Document(document.items)), published(label, Document(shown))
    except ZbreportError:
        return False
    return seen.expected == len(seen.cells) and all(
        seen.cells[key].text for key, cell in every.cells.items() if cell.text and key in seen.cells
    )


def _hidden(document: Document, located: Located) -> Iterator[Oddity]:
    """The hidden sheets of a workbook, and those with hidden rows in tables of the form."""
    if not document.told:
        return
    tables = document.tables
    read = {tables[spot.table].place for spot in located.cells.values()}
    for one in document.told:
        if one.code == "F110":
            yield Oddity("sheet_hidden", "", one.message, place=one.sheet or "")
        elif one.code == "F111" and one.sheet in read:
            unread = document.shown is not None
            kind, said = (
                ("rows_passed_over", _PASSED_OVER) if unread else ("rows_hidden", one.message)
            )
            yield Oddity(kind, "", said, place=one.sheet)


def _no_tables(document: Document, data: bytes) -> str:
    """That there is no table of the form, and what may be the reason."""
    texts = [item for item in document.items if isinstance(item, str)]
    written = list(dict.fromkeys(text for text in texts if is_known(text)))
    if len(written) >= _LEAST_LABELS:
        some = "、".join(f"“{text}”" for text in written[:3])
        untabled = (
            f"读到了表样的文字（{some}等），但它们不在真正的表格里"
            "（可能没有框线，或是用空格、DIV、文本框排的），无法确定各格"
        )
        return f"{untabled}。请用 Word 文档或带表格的网页"
    if b"<" in data[:4096] and not data.startswith((b"PK", b"%PDF")):
        from zbreport.readback import html

        if reason := html.clue(data):
            return f"{_NO_TABLES}。{reason}"
    return _NO_TABLES


def texts_of(document: Document, located: Located) -> Iterator[str]:
    """The text in order.

    Paragraphs, and rows with one text only that stand around the form's rows in the same table or
    sheet.
    """
    number = -1
    for item in document.items:
        if isinstance(item, str):
            yield item
            continue
        number += 1
        for cell in located.loose[number]:
            yield from item.texts[cell].split("\n")
