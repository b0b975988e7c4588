"""Reads a large `.xlsx` sheet in slices of whole rows: each becomes a small workbook of its own for calamine.

Runs for sheets that keep their texts in the cells, as exports by programs do (Excel keeps them in
one table for the whole workbook, which every slice would have to read again), once `scan` has found
them sound. Two slices are parsed at a time, and what waits in between is as large as a few slices,
not as the sheet.
"""

from __future__ import annotations

import re
import zipfile
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook

from zbreport.errors import UnreadableFileError
from zbreport.sources.scan import pieces
from zbreport.sources.silence import silence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zbreport.model import Scalar
    from zbreport.sources.long import Piece

    _Parsed = tuple[int, Piece]
    """How many rows stand above those of a slice, and these."""

SLICE = 512 * 1024
"""Bytes of XML in a slice, about: some thousand rows."""

LEAST = 16 * 1024**2
"""Bytes of XML of the least sheet that is sliced: some thirty thousand rows. Cutting costs a tenth of the time, which smaller sheets save
when two files are read at a time."""

_MOST_TEXTS = 64 * 1024
"""Bytes of the table of shared texts that may be read again for every slice."""

_AHEAD = 2
_HEAD = 64 * 1024
_ROOT = re.compile(rb"<((?:\w+:)?)worksheet\b[^>]*>")


def sliceable(package: zipfile.ZipFile, part: str) -> bool:
    """Whether a sheet is worth slicing: large, and its texts stand in its cells."""
    texts = sum(
        entry.file_size
        for entry in package.infolist()
        if entry.filename.lower().endswith("sharedstrings.xml")
    )
    return package.getinfo(part).file_size >= LEAST and texts <= _MOST_TEXTS


def read_slices(data: bytes, part: str, index: int) -> Iterator[Piece]:
    """Parses a sheet in slices, beginning now.

    Args:
        data: the workbook.
        part: the entry that holds the sheet.
        index: of the sheet in the workbook.

    Returns:
        Its rows from Excel's row 1 on, a slice at a time.

    Raises:
        UnreadableFileError: F101, rows are out of order.
        BaseException: what zipfile and calamine raise for damaged files.
    """
    package = zipfile.ZipFile(BytesIO(data))
    parse = partial(_parse, _small_parts(package), part, index)
    return _placed(_ahead(parse, _slices(package, part)))


@cache
def _pool() -> ThreadPoolExecutor:
    """Parses slices of all sheets: calamine works without the interpreter lock."""
    return ThreadPoolExecutor(2)


def _ahead(parse: Callable[[bytes], _Parsed], slices: Iterator[bytes]) -> Iterator[_Parsed]:
    """What the slices hold, in their order; the next ones are parsed from now on."""
    waiting = deque(_pool().submit(parse, xml) for xml in islice(slices, _AHEAD))

    def parsed() -> Iterator[_Parsed]:
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(_pool().submit(parse, xml) for xml in islice(slices, 1))
            yield result

    return parsed()


def _placed(slices: Iterator[_Parsed]) -> Iterator[Piece]:
    """The rows of every slice, with blank rows where the sheet leaves some out."""
    below = 0
    for top, rows in slices:
        if not rows:
            continue
        if top < below:
            raise UnreadableFileError("F101", detail="工作表里的行次序颠倒")
        yield [*([] for _ in range(top - below)), *rows]
        below = top + len(rows)


def _slices(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Cuts a sheet into worksheets of their own."""
    with package.open(part) as stream:
        root = _ROOT.search(stream.read(_HEAD))
    if root is None:
        raise UnreadableFileError("F101", detail="工作表的开头不完整")
    start, end = (
        root[0] + b"<%bsheetData>" % root[1],
        b"</%bsheetData></%bworksheet>" % (root[1], root[1]),
    )
    held: list[bytes] = []
    size = 0
    with package.open(part) as stream:
        for _, piece in pieces(stream):
            held.append(piece)
            size += len(piece)
            if size >= SLICE:
                yield b"".join((start, *held, end))
                held, size = [], 0
    yield b"".join((start, *held, end))


def _small_parts(package: zipfile.ZipFile) -> Sequence[tuple[str, bytes]]:
    """What calamine needs of a workbook besides a sheet: how its sheets are called, its styles, a few shared texts."""
    entries = (
        entry
        for entry in package.infolist()
        if entry.filename.endswith((".xml", ".rels")) and "worksheets/" not in entry.filename
    )
    return [
        (entry.filename, package.read(entry))
        for entry in entries
        if entry.file_size <= SLICE or "styles" in entry.filename
    ]


def _parse(frame: Sequence[tuple[str, bytes]], part: str, index: int, xml: bytes) -> _Parsed:
    """The rows of a slice, and how many stand above it."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in (*frame, (part, xml)):
            archive.writestr(name, data)
    target.seek(0)
    with silence():
        table = CalamineWorkbook.from_filelike(target).get_sheet_by_index(index)
        if table.start is None:
            return 0, []
        top, left = table.start
        rows: list[list[Scalar]] = table.to_python()  # without the blank margins
    margin: list[Scalar] = [""] * left
    return top, [margin + row for row in rows]
