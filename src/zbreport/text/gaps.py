"""Gaps: places that only the office can fill, marked so that none is handed in by mistake."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_GAP = re.compile(r"(【请补充：[^】]*】)")


def gap(what: str) -> str:
    """A mark that stands for missing text or a missing figure."""
    return f"【请补充：{what}】"


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """A text cut into stretches, each with whether it is a gap."""
    for index, piece in enumerate(_GAP.split(text)):
        if piece:
            yield piece, index % 2 == 1
