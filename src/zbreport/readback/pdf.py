"""Reads a PDF with a text layer.

Ruled tables, and paragraphs joined across lines and pages. Needs the extra `zbreport[pdf]`.
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from operator import itemgetter
from statistics import median
from typing import TYPE_CHECKING, Any

from zbreport.errors import UnreadableFileError, ZbreportError
from zbreport.readback.figures import is_figure
from zbreport.readback.labels import is_known
from zbreport.readback.pdfmarks import without_unseen
from zbreport.readback.pdftables import raw_table, tables_of
from zbreport.readback.raw import Document, RawTable
from zbreport.text.compare import RADICALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pdfplumber.page import Page

_LEAST_TEXT = 40
"""Characters that any report has; a file with fewer is a scan."""

_UNMAPPED = "(cid:"
_AT_EDGES = re.compile(
    r"[-—–－\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:[\s/，,]*共?\s*\d{1,3}\s*页?)?[-—–－\s]*"
    r"|\d{1,4}[/.年-]\d{1,2}[/.月-]\d{1,4}日?[,，\s]\s*\d{1,2}:\d\d.*|(?:file|https?)://.*"
)
"""Page numbers, and what a browser prints above and below a page: the hour and the title, the
address."""
_BETWEEN_WIDE = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef]) (?=[\u2e80-\u9fff\uff00-\uffef])")
_LEAST_TOLERANCE = 3.0
_OF_LARGEST, _OF_USUAL = 0.3, 0.5
_FULL = 0.75
"""Share of the page's width that a line reaches before it goes on in the next one, however short
all lines are."""

_FOOT = 0.88
"""Share of the page's height below which (and above the rest of which) a number is the page's."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of text.

    Where it begins and ends across the page, the height of its letters, the width of the page.
    """

    text: str
    left: float
    right: float
    size: float
    page: float


def read(data: bytes) -> Document:
    """Reads a PDF.

    Args:
        data: the whole file.

    Raises:
        ZbreportError: the extra is not installed; the file has no text, is locked, or cannot be
            read.
    """
    try:
        import pdfplumber
        from pdfplumber.utils.exceptions import PdfminerException
    except ModuleNotFoundError as error:
        if error.name != "pdfplumber":
            raise
        message = "读取 PDF 需要另装组件，请运行：pip install 'zbreport[pdf]'"
        raise ZbreportError(message) from error
    try:
        with _quiet(), pdfplumber.open(BytesIO(data)) as file:
            pages = [_upright(page) for page in file.pages]
    except PdfminerException as error:
        if "Password" in repr(error):
            raise UnreadableFileError("F102") from error
        raise
    items = [item for page in pages for item in page]
    _require_text(items)
    document = Document(list(_joined(items)))
    for number, table in enumerate(document.tables, start=1):
        table.place = f"{table.place}表 {number}"
    return document


def _require_text(items: Sequence[_Line | RawTable]) -> None:
    texts = [item.text for item in items if isinstance(item, _Line)]
    texts += [
        cell.text
        for item in items
        if isinstance(item, RawTable)
        for row in item.rows
        for cell in row
    ]
    if sum(map(len, texts)) < _LEAST_TEXT:
        message = (
            "PDF 是扫描件（没有文字层），无法读取。请用原来的 Word 文档，或先做文字识别（OCR）"
        )
        raise ZbreportError(message)
    if sum(1 for text in texts if _UNMAPPED in text) * 2 > len(texts):
        message = "PDF 里的文字没有编码，读出来是乱码。请用原来的 Word 文档另存或重新导出"
        raise ZbreportError(message)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps what the parser has to say of fonts and the like off the terminal.

    It is nothing that a clerk can mend.
    """
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _upright(page: Page) -> list[_Line | RawTable]:
    """A page as it is meant to be read.

    One that is only shown turned is read as it was written, where its letters stand upright.
    """
    items = _page(page)
    if not page.rotation:
        return items
    turned = _stand_upright(page)
    page.page_obj.rotate = 0
    written = type(page)(page.pdf, page.page_obj, page.page_number)
    unturned = _page(written)
    return max(
        (turned, _labels_in(items), items),
        (_stand_upright(written), _labels_in(unturned), unturned),
        key=itemgetter(0, 1),
    )[2]


def _stand_upright(page: Page) -> bool:
    return 2 * sum(bool(char["upright"]) for char in page.chars) > len(page.chars)


def _labels_in(items: Sequence[_Line | RawTable]) -> int:
    tables = (item for item in items if isinstance(item, RawTable))
    return sum(is_known(cell.text) for table in tables for row in table.rows for cell in row)


def _page(page: Page) -> list[_Line | RawTable]:
    """The lines and tables of a page from top to bottom, without its number."""
    page = without_unseen(page)
    tables = [table for table in tables_of(page) if max(len(row.cells) for row in table.rows) > 1]
    boxes = [table.bbox for table in tables]
    outside = (
        page.filter(lambda thing: not any(_inside(thing, box) for box in boxes)) if boxes else page
    )
    placed: list[tuple[float, _Line | RawTable]] = [
        (table.bbox[1], raw_table(table, f"第 {page.page_number} 页 ")) for table in tables
    ]
    for line in outside.extract_text_lines(return_chars=False, y_tolerance=_tolerance(page)):
        top, bottom = float(line["top"]), float(line["bottom"])
        at_edge = top > page.height * _FOOT or bottom < page.height * (1 - _FOOT)
        if not (at_edge and _AT_EDGES.fullmatch(line["text"])):
            placed.append(
                (
                    top,
                    _Line(
                        _spaced(line["text"]),
                        float(line["x0"]),
                        float(line["x1"]),
                        bottom - top,
                        page.width,
                    ),
                )
            )
    return [item for _, item in sorted(placed, key=lambda pair: pair[0])]


def _tolerance(page: Page) -> float:
    """Points by which letters of one line may be apart.

    Digits in another font stand a fifth of their size higher or lower.
    """
    sizes = [float(char["size"]) for char in page.chars]
    return (
        max(_LEAST_TOLERANCE, min(_OF_LARGEST * max(sizes), _OF_USUAL * median(sizes)))
        if sizes
        else _LEAST_TOLERANCE
    )


def _inside(thing: Mapping[str, Any], box: tuple[float, float, float, float]) -> bool:
    across, down = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _spaced(text: str) -> str:
    """A line without the blanks that wide letter spacing puts between Chinese characters."""
    return _BETWEEN_WIDE.sub("", " ".join(text.translate(RADICALS).split()))


def _joined(items: Sequence[_Line | RawTable]) -> Iterator[str | RawTable]:
    """Lines become paragraphs, also across pages.

    A table row that a page break cut becomes one again.
    """
    lines = [item for item in items if isinstance(item, _Line)]
    margins = (
        min((line.left for line in lines), default=0.0),
        max((max(line.right, _FULL * line.page) for line in lines), default=0.0),
    )
    text, last = "", None
    table: RawTable | None = None
    for item in items:
        if isinstance(item, RawTable):
            if text:
                yield text
            text, last = "", None
            if table:
                _mend(table, item)
            table = item
            yield item
            continue
        table = None
        if last and not _begins(item, last, margins):
            text += ("" if _close(text[-1:], item.text[:1]) else " ") + item.text
        else:
            if text:
                yield text
            text = item.text
        last = item
    if text:
        yield text


def _begins(line: _Line, last: _Line, margins: tuple[float, float]) -> bool:
    """Whether a line begins a paragraph: it is indented, or the line before ended early."""
    return line.left > margins[0] + line.size or last.right < margins[1] - 2 * last.size


def _close(before: str, after: str) -> bool:
    """Whether the ends of two lines belong together without a blank.

    Always, save between words of Latin letters.
    """
    return not (before.isascii() and before.isalpha() and after.isascii() and after.isalpha())


def _mend(upper: RawTable, lower: RawTable) -> None:
    """Puts a row together again whose label goes on after the page break."""
    if not upper.rows or not lower.rows or len(upper.rows[-1]) != len(lower.rows[0]):
        return
    pairs = list(zip(upper.rows[-1], lower.rows[0], strict=True))
    above, below = (_label([pair[side].text for pair in pairs]) for side in (0, 1))
    if is_known(above) or is_known(below) or not is_known(above + below):
        return
    for first, second in pairs:
        first.text += second.text
    lower.rows.pop(0)


def _label(texts: Sequence[str]) -> str:
    return next((text for text in reversed(texts) if text and not is_figure(text)), "")
