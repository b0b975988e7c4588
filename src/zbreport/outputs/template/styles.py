"""What a workbook's styles say of its cells.

Which may be changed although their sheet is protected, and which show a figure as it is.
"""

from __future__ import annotations

import re
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from zbreport.outputs.template.xmlpart import Element, local, tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BUILT_IN: Mapping[int, str] = MappingProxyType(
    {
        0: "",
        1: "0",
        2: "0.00",
        3: "#,##0",
        4: "#,##0.00",
        9: "0%",
        10: "0.00%",
        37: "#,##0",
        38: "#,##0",
        39: "#,##0.00",
        40: "#,##0.00",
    }
)
"""The number formats that a workbook does not spell out, as far as they are no dates or times;
`General` is the empty one."""

_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NO_DIGITS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_UNLIKE = re.compile(r"[ymdhse%/]|[0#?],+(?![0#?,])", re.IGNORECASE)
_DECIMALS = re.compile(r"\.([0#?]*)")


class Styles:
    """The formats of the cells of one workbook, by their number (`s`)."""

    def __init__(self, data: bytes | None) -> None:
        root = tree(data) if data else None
        self._formats = list(_within(root, "cellXfs", "xf"))
        self._codes = {
            int(one.get("numFmtId", 0)): one.get("formatCode", "")
            for one in _within(root, "numFmts", "numFmt")
        }

    def is_unlocked(self, style: int | None) -> bool:
        """Whether a protected sheet lets a cell of this style be changed."""
        found = self._format(style)
        protection = (
            next((one for one in found if local(one) == "protection"), None)
            if found is not None
            else None
        )
        return protection is not None and protection.get("locked") in {"0", "false"}

    def shows(self, style: int | None, value: Decimal | int) -> bool:
        """Whether this style shows a figure as it is: not rounded, no date, no percentage."""
        found = self._format(style)
        number = int(found.get("numFmtId", 0)) if found is not None else 0
        return number not in _DATES and shows(
            self._codes.get(number, _BUILT_IN.get(number, "")), value
        )

    def _format(self, style: int | None) -> Element | None:
        return self._formats[style or 0] if (style or 0) < len(self._formats) else None


def shows(code: str, value: Decimal | int) -> bool:
    """Whether a number format shows a figure as it is."""
    sections = _NO_DIGITS.sub("", code).split(";")
    section = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    if section.strip().lower() in {"", "general", "@", "g/通用格式"}:
        return not code or bool(section.strip())
    if _UNLIKE.search(section):
        return False
    shown = _DECIMALS.search(section)
    exponent = Decimal(value).normalize().as_tuple().exponent
    return -int(exponent) <= (len(shown[1]) if shown else 0)


def _within(root: Element | None, parent: str, name: str) -> Iterator[Element]:
    for group in root if root is not None else ():
        if local(group) == parent:
            yield from (one for one in group if local(one) == name)
