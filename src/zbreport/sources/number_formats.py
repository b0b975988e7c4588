"""Reads number formats.

By what a number is divided when it is shown, and which unit of money is written behind it.

Offices show 元 as 万元 by a format (`0!.0,`). Which the ledger means, its heading or a person
says; that the two differ, only the format tells. Source of the rules: ECMA-376, part 1, 18.8.31.
"""

from __future__ import annotations

import re
from functools import lru_cache

from zbreport.model import NumberFormat

_TOKEN = re.compile(r'"[^"]*"?|[\\!_*].?|\[[^\]]*\]?|.', re.DOTALL)
_UNIT = re.compile(r"(?:[百千]?[万亿])?元|[百千]?[万亿]")
_DIGITS = frozenset("0#?")


@lru_cache(maxsize=1024)
def number_format(code: str) -> NumberFormat | None:
    """Reads the section for positive numbers of a format.

    Args:
        code: the format as Excel writes it (`#,##0.00,"万元"`).

    Returns:
        The divisor and the unit; None for a format that shows the number as it is.
    """
    divisor, after_literal, written, commas = 1, None, "", 0
    for part in _TOKEN.findall(code):
        literal = part[1:].rstrip('"') if part[0] in '"\\!' else ""
        if part == ";":
            break
        if part in _DIGITS:
            commas = 0
            after_literal = None if after_literal is None else after_literal * 10
        elif part == ",":
            commas += 1
        elif part == ".":
            divisor, commas = divisor * 1000**commas, 0
            divisor, after_literal = divisor * (after_literal or 1), None
        elif literal == "." and after_literal is None:
            after_literal = 1  # a point that is merely drawn: the digits behind it stand before it
        elif literal or part[0] not in "_*[":
            written += literal or part
    divisor *= 1000**commas * (after_literal or 1)
    unit = _UNIT.search(written)
    found = NumberFormat(divisor, unit[0] if unit else "")
    return None if found == NumberFormat() else found
