"""Whether a figure fits on one line of its cell in a Word template, else how narrow it must be.

A figure that breaks in two (`300` above `1`) is misread, and the rows below it move. Word's own
remedy is to set the characters narrower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.outputs.template.xmlpart import Element, local

if TYPE_CHECKING:
    from zbreport.readback.raw import RawCell

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGIT = 0.64
"""Width of a digit in its font's size: half for the fonts that offices use, but what stands in for
a missing one may be this wide."""

_SIZE = 21
"""Half points of a text that names no size: what Word gives a Chinese document."""

_MARGIN = 108
_NARROWEST = 50


def scale(cell: Element, place: RawCell, text: str, size: str | None) -> int | None:
    """The width of characters, in per cent, at which a figure stands on one line.

    Args:
        cell: the element of the cell.
        place: the columns it covers.
        text: the figure.
        size: of the text in half points, if its run names one.

    Returns:
        Less than 100, at least `_NARROWEST`; None where the figure fits as it is, or the cell does
        not say how wide it is.
    """
    width = _width(cell, place)
    if width is None or not text:
        return None
    half_points = int(size) if size and size.isdigit() else _SIZE
    needed = len(text) * _DIGIT * half_points * 10
    room = width - sum(_margin(cell, sides) for sides in (("left", "start"), ("right", "end")))
    return None if needed <= room else max(_NARROWEST, int(100 * room / needed))


def _width(cell: Element, place: RawCell) -> int | None:
    """The narrower of what the cell says and what the table's columns say.

    Programs go by the one or the other.
    """
    own = cell.find(f"{_W}tcPr/{_W}tcW")
    table = next(cell.iterancestors(f"{_W}tbl"), None)
    columns = table.findall(f"{_W}tblGrid/{_W}gridCol") if table is not None else []
    widths = [_number(column) for column in columns[place.left : place.right]]
    found = [_number(own)] if own is not None and own.get(f"{_W}type") == "dxa" else []
    found += [sum(widths)] if len(widths) == place.right - place.left else []
    return min((width for width in found if width > 0), default=None)


def _margin(cell: Element, sides: tuple[str, ...]) -> int:
    """The margin of a cell at one side: its own, else the table's, else Word's."""
    table = next(cell.iterancestors(f"{_W}tbl"), None)
    own = cell.find(f"{_W}tcPr/{_W}tcMar")
    general = table.find(f"{_W}tblPr/{_W}tblCellMar") if table is not None else None
    for margins in (own, general):
        found = next(
            (one for one in (margins if margins is not None else ()) if local(one) in sides), None
        )
        if found is not None:
            return _number(found)
    return _MARGIN


def _number(element: Element) -> int:
    value = element.get(f"{_W}w", "")
    return int(value) if value.isdigit() else 0
