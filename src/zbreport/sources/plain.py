"""Reads worksheets that are as plain as programs write them: rows in order, whose cells name their places and hold a number or a text.

Such a sheet is searched by one regular expression that has to account for every byte of its rows,
so that nothing can be overlooked; it takes a third of the time that looking through the sheet and
parsing it take, and no memory but for a piece. What is written between a cell's tags is all that is
read here: which styles are dates, and what the shared texts are, calamine says of a small workbook
that has the
same styles and texts (`Frame`). Anything that is not plain (a formula, an error, a hidden row, a
merged cell, another order or style of markup) raises `RereadError`, and the file is read by `scan`
and calamine; the tests hold the two ways against each other.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from io import BytesIO
from itertools import repeat
from operator import ge
from typing import TYPE_CHECKING, cast
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile

import numpy as np

from zbreport.sources.columns import ColumnRows
from zbreport.sources.frame import decoded
from zbreport.sources.long import LongRows, RereadError
from zbreport.sources.markup import column_of
from zbreport.sources.scan import pieces
from zbreport.text.compare import column_letter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from zipfile import ZipInfo

    from zbreport.model import Scalar
    from zbreport.sources.frame import Frame
    from zbreport.sources.long import Piece

PIECE = 1024**2
"""Bytes of XML in a piece, about: some thousand rows."""

_SAMPLE = 64 * 1024
_MOST_COLUMNS = 104
# Possessive (`++`), for what follows never begins with the same: half the time. Attributes are
# looked at once for each column (`_kind`);
# without `preserve` white space at the ends of a text is none.
_TEXT = rb'>(?![ \t\r\n])([^<]*+)(?<![ \t\r\n])| xml:space="preserve">([^<]*+)'
_CELL = (
    rb'(?:<c r="%%b\1"([^>]*+)(?:><(?:v>([^<]*+)</v>|is><t(?:%b)</t></is>)</c>|></c>|(?<=/)>))?+'
    % _TEXT
)
_ROW = rb'<row r="(\d++)"(?: (?!hidden="(?:1|true)")[\w:]++="[^"<]*+")*+(?:>%b</row>|/>)'
_GROUPS = 4
"""Of a cell: its attributes, its value, its text in place without and with white space at the ends."""

_ATTRIBUTES = re.compile(rb'(?: s="(\d+)")?(?: t="(\w+)")? ?(/)?')
_COLUMNS = re.compile(rb'<c r="([A-Z]+)')
_WRITTEN_WITH = {b"s": b"0123456789\0", **dict.fromkeys((b"", b"n"), b"0123456789.eE+-\0")}
"""Type of a cell → what its value is written with, of those whose value is a number."""
_MERGED = b"mergeCell"
_DAY = 86_400_000  # milliseconds
_SERIALS = (61, 2_900_000)
"""Days that are the same in both calendars of Excel, give or take its first one."""


def plain_rows(
    data: bytes, part: ZipInfo, frame: Frame, most_cells: int
) -> Sequence[Sequence[Scalar]]:
    """The rows of a plain sheet; those of a sheet of many are read when they are looked at (arguments and errors as `read_plain`)."""
    read = partial(read_plain, data, part.filename, frame, most_cells)
    return LongRows(read) if part.file_size > PIECE else [row for piece in read() for row in piece]


def read_plain(data: bytes, part: str, frame: Frame, most_cells: int) -> Iterator[Piece]:
    """Reads a plain sheet.

    Args:
        data: the workbook.
        part: the entry that holds the sheet.
        frame: of the workbook.
        most_cells: an extent beyond it is not plain.

    Returns:
        Its rows from Excel's row 1 on, some thousand at a time, without blank cells and rows at the
        end.

    Raises:
        RereadError: it is not plain.
        zipfile.BadZipFile, zlib.error: the part is damaged.
    """
    below = width = 0
    around = bytearray()
    with ZipFile(BytesIO(data)) as package, package.open(part) as stream:
        for _, xml in pieces(stream, around, PIECE):
            found, width = _split(xml, width)
            numbers = [below, *map(int, cast("list[bytes]", found[1 :: 2 + _GROUPS * width]))]
            if any(map(ge, numbers, numbers[1:])) or numbers[-1] * width > most_cells:
                raise RereadError
            rows = ColumnRows(len(numbers) - 1, width, partial(_cells, found, width, frame))
            if below and rows and numbers[-1] - below == len(rows) and not is_blank(rows[-1]):
                yield rows
                below = numbers[-1]
            elif spaced := _spaced(numbers, rows):
                yield spaced
                below += len(spaced)
    _look_around(around)


def _look_around(xml: bytearray) -> None:
    """Sees that what stands around the data is well-formed, and merges nothing."""
    if _MERGED in xml:
        raise RereadError
    try:
        ParserCreate().Parse(bytes(xml), True)  # noqa: FBT003  (expat takes no keywords)
    except ExpatError:
        raise RereadError from None


def _spaced(numbers: Sequence[int], rows: ColumnRows) -> Piece:
    """Rows without the blank columns and rows at the end, and with blank rows where the sheet leaves some out.

    Args:
        numbers: of the row above the first one, and of every row.
        rows: these.
    """
    columns = [rows.column(place) for place in range(rows.width)]
    while columns and is_blank(columns[-1]):
        columns.pop()
    filled: list[Sequence[Scalar]] = list(map(list, zip(*columns, strict=True)))
    while filled and is_blank(filled[-1]):
        filled.pop()
    if not filled or numbers[len(filled)] - numbers[0] == len(filled):
        return filled
    return [
        line
        for above, number, row in zip(numbers, numbers[1:], filled, strict=False)
        for line in (*repeat((), number - above - 1), row)
    ]


def is_blank(cells: Sequence[Scalar]) -> bool:
    """Whether cells hold nothing."""
    return all(cell == "" for cell in cells)


@lru_cache(maxsize=32)
def _row(width: int) -> re.Pattern[bytes]:
    """A row of at most so many columns; its cells name the row's own number."""
    return re.compile(
        _ROW % b"".join(_CELL % column_letter(column).encode() for column in range(width))
    )


def _split(xml: bytes, width: int) -> tuple[list[bytes | None], int]:
    """Takes rows apart.

    Args:
        xml: rows.
        width: columns that those before them have; 0 if there are none.

    Returns:
        Of every row what stands before it (nothing), its number, and the parts of every cell, in
        one list; and how many columns.

    Raises:
        RereadError: a row is not plain.
    """
    width = width or _width(xml[:_SAMPLE])
    found: list[bytes | None] = _row(width).split(xml)
    if any(found[:: 2 + _GROUPS * width]):
        width = max(width, _width(xml))
        found = _row(width).split(xml)
        if any(found[:: 2 + _GROUPS * width]):
            raise RereadError
    return found, width


def _width(xml: bytes) -> int:
    """How many columns rows have."""
    letters = max(
        set(_COLUMNS.findall(xml)), key=lambda letters: (len(letters), letters), default=b"A"
    )
    width = column_of(letters) + 1
    if width > _MOST_COLUMNS:
        raise RereadError
    return width


def _cells(
    found: Sequence[bytes | None], width: int, frame: Frame, place: int, rows: slice
) -> list[Scalar]:
    """The cells of a column of some rows, all of which were taken apart (arguments as `_split` gives them)."""
    step = 2 + _GROUPS * width
    first, last, _ = rows.indices(len(found) // step)
    start, stop = 2 + _GROUPS * place + first * step, last * step + 1
    attributes, *contents = (found[start + group : stop : step] for group in range(_GROUPS))
    return _column(attributes, contents, frame)


def _column(
    attributes: Sequence[bytes | None], contents: Sequence[Sequence[bytes | None]], frame: Frame
) -> list[Scalar]:
    """The cells of a column; those of the same attributes at once (contents: of the groups behind the attributes, each of all cells)."""
    kinds = set(attributes)
    if len(kinds) == 1:
        for group, parts in enumerate(contents):
            if None not in parts:
                return _alike(attributes[0], parts, frame, in_place=group > 0)
    cells: list[Scalar] = [""] * len(attributes)
    for kind in kinds - {None}:
        _kind(kind)
        for group, parts in enumerate(contents):
            places = [
                place
                for place, (one, part) in enumerate(zip(attributes, parts, strict=True))
                if part is not None and one == kind
            ]
            if places:
                found = _alike(kind, [parts[place] for place in places], frame, in_place=group > 0)
                for place, cell in zip(places, found, strict=True):
                    cells[place] = cell
    return cells


def _alike(
    attributes: bytes | None, parts: Sequence[bytes | None], frame: Frame, *, in_place: bool = False
) -> list[Scalar]:
    """What cells hold that all have the same attributes; `in_place`: what stands in the cell is a text."""
    style, kind = _kind(attributes or b"")
    if in_place != (kind == b"inlineStr"):
        raise RereadError
    joined = b"\0".join(cast("Sequence[bytes]", parts))
    if kind in {b"inlineStr", b"str"}:
        if (texts := decoded(joined, len(parts))) is None:
            raise RereadError
        return cast("list[Scalar]", texts)
    if kind == b"b":
        if not {b"0", b"1"}.issuperset(parts):
            raise RereadError
        return [part == b"1" for part in parts]
    if joined.translate(None, _WRITTEN_WITH.get(kind, b"")):
        raise RereadError
    try:
        if kind == b"s":
            return list(map(frame.texts.__getitem__, map(int, cast("Sequence[bytes]", parts))))
        numbers: list[Scalar] = list(map(float, cast("Sequence[bytes]", parts)))
    except (ValueError, IndexError):
        raise RereadError from None
    if style not in frame.moments:
        raise RereadError
    moment = frame.moments[style]
    return numbers if moment is None else _moments(numbers, moment)


@lru_cache(maxsize=1024)
def _kind(attributes: bytes) -> tuple[int, bytes]:
    """The style and the type that a cell's attributes name; the type `/` of a cell whose tag is closed in itself."""
    match = _ATTRIBUTES.fullmatch(attributes)
    if match is None:
        raise RereadError
    return int(match[1] or 0), match[3] or match[2] or b""


def _moments(numbers: Sequence[Scalar], first: datetime) -> list[Scalar]:
    """Days with a fraction as moments, to the millisecond as calamine gives them, whole ones as days (first: the moment of day 0)."""
    days = np.asarray(numbers, dtype=np.float64)
    if not _SERIALS[0] <= days.min() or not days.max() < _SERIALS[1]:
        raise RereadError
    times = np.rint(days * _DAY).astype(np.int64)
    moments: list[Scalar] = (np.datetime64(first, "ms") + times).tolist()
    for place in np.flatnonzero(days == np.floor(days)).tolist():
        moments[place] = cast("datetime", moments[place]).date()
    return moments
