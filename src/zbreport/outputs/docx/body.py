"""Paragraphs of the Word document, and the page they stand on (GB/T 9704: A4, margins 37, 35, 28 and 26 mm)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.outputs.markup import escaped
from zbreport.prose import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable

TITLE, HEADING = "Title", "Heading1"
TEXT_WIDTH = 8845
"""Twentieths of a point between the margins: 156 mm."""

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1247" w:gutter="0"/></w:sectPr>'
)


def document(parts: Iterable[str]) -> str:
    """The main part, from its paragraphs and tables."""
    return f'<w:document xmlns:w="{_MAIN}" xmlns:r="{_LINKS}"><w:body>{"".join(parts)}{_PAGE}</w:body></w:document>'


def paragraph(text: str, *, style: str = "Normal", lead: str = "", keep: bool = False) -> str:
    """A paragraph of a style; gaps are highlighted, line breaks kept, the lead set in 楷体; `keep` holds it to what follows."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/>{"<w:keepNext/>" if keep else ""}</w:pPr>'
    runs = [run(lead, "Lead")] if lead else []
    runs += [run(piece, "Gap" if is_gap else "") for piece, is_gap in pieces(text)]
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def run(text: str, style: str = "") -> str:
    """A run of text; Word knows no highlight in a style, so gaps get theirs here."""
    light = '<w:highlight w:val="yellow"/>' if style == "Gap" else ""
    look = f'<w:rPr><w:rStyle w:val="{style}"/>{light}</w:rPr>' if style else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escaped(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{look}{lines}</w:r>"
