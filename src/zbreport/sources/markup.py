"""The tags of a worksheet's XML, and what a single row or cell says.

Used by `scan`, on bytes that are not decoded.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

_NO_FORMULA_RESULT = "="

PLACE = re.compile(rb"""(?<!\s)\s++r\s*+=\s*+["']([A-Z]{1,3})(\d{1,10})["']""")
"""A cell's address in its attributes: column letters and row number."""

ROW_NUMBER = re.compile(rb"""(?<!\s)\s++r\s*+=\s*+["'](\d{1,10})["']""")
"""A row's number in its attributes."""

STYLE = re.compile(rb"""(?<!\s)\s++s\s*+=\s*+["'](\d{1,10})["']""")
"""The number of a cell's style in its attributes."""

_TYPE = re.compile(rb"""(?<!\s)\s++t\s*+=\s*+["'](\w+)["']""")
_HIDDEN = re.compile(rb"""(?<!\s)\s++hidden\s*+=\s*+["'](?:1|true)["']""")


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of a worksheet, which some writers give a namespace prefix."""

    row: re.Pattern[bytes]
    whole_row: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    row_or_cell: re.Pattern[bytes]
    unstored: re.Pattern[bytes]
    value: re.Pattern[bytes]
    content: re.Pattern[bytes]
    value_start: bytes
    formula: bytes
    cell_start: bytes
    row_start: bytes
    row_end: bytes
    data_end: bytes


@lru_cache(maxsize=8)
def tags_of(prefix: bytes) -> Tags:
    """The tags of a worksheet whose writer puts a prefix (`x:`, or nothing) before their names."""
    p = re.escape(prefix)
    # A tag has no `<` in it, and what stands in a cell ends at the next cell at the latest, so that
    # the time is linear in hostile content too.
    cell = rb"<%bc\b([^<>]*)(?:(?<=/)>|>((?:[^<]++|<(?!/?%bc\b))*+)</%bc>)" % (p, p, p)
    row = rb"<%brow\b([^<>]*)>" % p
    inside = rb"((?:[^<]++|<(?!/?%brow\b))*+)</%brow>" % (p, p)
    return Tags(
        row=re.compile(row),
        whole_row=re.compile(rb"<%brow\b([^<>]*)(?<!/)>%b" % (p, inside)),
        cell=re.compile(cell),
        row_or_cell=re.compile(rb"%b|%b" % (row, cell)),
        unstored=re.compile(
            rb"<%bf\b[^<>]*>(?:(?<=/>)|[^<]*+</%bf>)\s*+(?:<%bv\s*+/>|<%bv\b[^<>]*>\s*+</%bv>|</%bc>)"
            % (p, p, p, p, p, p),
        ),
        value=re.compile(rb"<%bv\b[^<>]*>([^<]*)</%bv>" % (p, p)),
        content=re.compile(rb"<%b(?:v|is|f)\b" % p),
        value_start=b"<%bv" % prefix,
        formula=b"<%bf" % prefix,
        cell_start=b"<%bc" % prefix,
        row_start=b"<%brow" % prefix,
        row_end=b"</%brow>" % prefix,
        data_end=b"</%bsheetData" % prefix,
    )


def fault_of(tags: Tags, attributes: bytes, content: bytes) -> str | None:
    """Tells whether a cell lacks the value that it shows.

    Args:
        tags: of the worksheet.
        attributes: of the cell's tag.
        content: between the cell's tags.

    Returns:
        The error value, `=` for a formula without a stored result, None for a sound cell.
    """
    kind = _TYPE.search(attributes)
    value = tags.value.search(content)
    text = value[1].strip() if value else b""
    if kind and kind[1] == b"e":
        return html.unescape(text.decode("utf-8", "replace")) or _NO_FORMULA_RESULT
    if text or tags.formula not in content:
        return None
    # A formula may have the empty text as its result, and is then stored as text: `t="str"` with an
    # empty `<v>`.
    return (
        None if kind and kind[1] == b"str" and tags.value_start in content else _NO_FORMULA_RESULT
    )


def is_hidden(attributes: bytes) -> bool:
    """Whether a row's attributes hide it."""
    return b"hidden" in attributes and _HIDDEN.search(attributes) is not None


@lru_cache(maxsize=16_384)
def column_of(letters: bytes) -> int:
    """Zero-based index of a column's letters."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
