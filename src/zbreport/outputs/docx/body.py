"""Paragraphs of the Word document, and its page: A4 with the margins of GB/T 9704."""

from __future__ import annotations

from itertools import accumulate, pairwise, zip_longest
from typing import TYPE_CHECKING

from zbreport.prose import TextTable, pieces
from zbreport.render.markup import escaped
from zbreport.render.width import cell_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zbreport.prose import Block

TITLE, HEADING = "Title", "Heading1"
_HEADINGS = ("Heading2", "Heading3")
"""Styles of the small headings."""

TEXT_WIDTH = 8845
"""Twentieths of a point between the margins: 156 mm."""

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
    '<w:footerReference w:type="even" r:id="rId5"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"'
    ' w:header="851" w:footer="1247" w:gutter="0"/></w:sectPr>'
)
_NARROWEST, _WIDEST, _AIR = 6, 28, 4
"""How wide a column of an office's own table is counted at least and at most, and what it gets
besides, in halves of a character."""

_BETWEEN = '<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p>'


def document(parts: Iterable[str]) -> str:
    """The main part, from its paragraphs and tables.

    Word joins tables that touch, and wants a paragraph at the end.
    """
    body = "".join(parts).replace("</w:tbl><w:tbl>", f"</w:tbl>{_BETWEEN}<w:tbl>")
    end = _BETWEEN if body.endswith("</w:tbl>") else ""
    return (
        f'<w:document xmlns:w="{_MAIN}" xmlns:r="{_LINKS}">'
        f"<w:body>{body}{end}{_PAGE}</w:body></w:document>"
    )


def block(part: Block, *, keep: bool = False) -> str:
    """A paragraph, small heading, list item or table of the text.

    `keep` holds it to what follows.
    """
    if isinstance(part, TextTable):
        return _table(part)
    style = _HEADINGS[part.level - 1] if part.kind == "heading" else "Normal"
    runs = [run(part.lead, "Lead")] if part.lead else []
    runs += [run(part.mark)] if part.mark else []
    runs += [
        run(piece, "Gap" if is_gap else "", bold=stretch.bold)
        for stretch in part.runs
        for piece, is_gap in pieces(stretch.text)
    ]
    return _paragraph(style, "".join(runs), keep=keep)


def plain(text: str, *, style: str) -> str:
    """A paragraph of one run."""
    return _paragraph(style, run(text))


def _paragraph(style: str, runs: str, *, keep: bool = False) -> str:
    look = f'<w:pStyle w:val="{style}"/>{"<w:keepNext/>" if keep else ""}'
    return f"<w:p><w:pPr>{look}</w:pPr>{runs}</w:p>"


def run(text: str, style: str = "", *, bold: bool = False) -> str:
    """A run of text, line breaks kept.

    Word knows no highlight in a style, so gaps get theirs here.
    """
    look = f'<w:rStyle w:val="{style}"/>' if style else ""
    look += "<w:b/><w:bCs/>" if bold else ""
    look += '<w:highlight w:val="yellow"/>' if style == "Gap" else ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escaped(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{lines}</w:r>"


def _table(table: TextTable) -> str:
    """A table that the office wrote, the header repeated on every page."""
    widths = _widths(table)
    return framed(
        widths,
        (
            _row(row, widths, repeat=not index)
            for index, row in enumerate((table.header, *table.rows))
        ),
    )


def framed(widths: Sequence[int], rows: Iterable[str]) -> str:
    """A table from its rows, with columns that keep their widths."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = (
        f'<w:tblStyle w:val="FormTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
    )
    head = f"<w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    return f"<w:tbl>{head}{''.join(rows)}</w:tbl>"


def _widths(table: TextTable) -> list[int]:
    """Widths of columns in proportion to their longest text, within bounds.

    A number needs less room than a description.
    """
    columns = zip_longest(table.header, *table.rows, fillvalue="")
    lengths = [
        min(max(_NARROWEST, *map(cell_width, texts)), _WIDEST) + _AIR for texts in columns
    ] or [1]
    edges = [TEXT_WIDTH * total // sum(lengths) for total in accumulate(lengths, initial=0)]
    return [right - left for left, right in pairwise(edges)]


def _row(row: tuple[str, ...], widths: list[int], *, repeat: bool) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{plain(text, style='OwnCell')}</w:tc>"
        for text, width in zip(row, widths, strict=False)
    )
    return (
        f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if repeat else ''}</w:trPr>{cells}</w:tr>"
    )
