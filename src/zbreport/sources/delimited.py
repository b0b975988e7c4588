"""Reads delimited text.

CSV, TSV and what exports call `.xls` and is text. Runs when `sniff` says text.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, deque
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING, cast

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.errors import UnreadableFileError
from zbreport.model import Sheet
from zbreport.sources.columns import ColumnRows
from zbreport.sources.encoding import decode
from zbreport.sources.long import LongRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.model import InputFile
    from zbreport.sources.long import Piece

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 64 * 1024
_SEP = re.compile(r"sep=(.)\s*?(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_GUARD = re.compile(r'="(.*)"', re.DOTALL)
_LONG = 1024**2
"""Characters of a text whose records are not kept."""
_PIECE = 64 * 1024
"""Characters of the first records that are looked at, about."""
_RECORDS = 2000
"""Records that are objects at a time."""
_LAST_ROWS = 20
_MAX_ODD = 1000
"""Records with an unpaired quote before quotes are no longer taken to mean anything."""


def read(file: InputFile, data: bytes) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Reads delimited text into one unnamed sheet.

    Args:
        file: where the text comes from.
        data: its content.

    Returns:
        The sheet, one row per record, blank lines included; F107 for undecodable bytes, F114 for
        unpaired quotes.

    Raises:
        UnreadableFileError: F103, there is nothing but white space; F109, more cells than are
            allowed.
    """
    decoded = decode(data, told=file.encoding)
    text = decoded.text.rstrip("\x00\x1a")
    sep = _SEP.match(text)
    # Excel takes a first line `sep=;` as an instruction and does not show it, so it has no row
    # number.
    text, delimiter = (text[sep.end() :], sep[1]) if sep else (text, _delimiter(text))
    _require_extent(text, delimiter, file.limits.cells)
    odd = _unpaired(text, delimiter)
    read = partial(_pieces, text, delimiter)
    rows = LongRows(read) if len(text) > _LONG else [row for piece in read() for row in piece]
    if not re.search(rf"[^\s\"{re.escape(delimiter)}]", text):
        raise UnreadableFileError("F103", detail="只有空白")
    sheet = Sheet(file.label, "", rows)
    told = list(decoded.diagnostics(file.label))
    if odd:
        told.append(diagnose("F114", sheet=sheet, rows=odd, count=len(odd)))
    if not text.endswith(("\n", "\r")):
        last, count = (
            _last_records(text, delimiter)
            if isinstance(rows, LongRows)
            else (rows[-_LAST_ROWS:], len(rows))
        )
        if _is_cut_off(last):
            told.append(diagnose("F123", sheet=sheet, rows=[count], detail="最后一行比其他行短"))
    return (sheet,), tuple(told)


def _last_records(text: str, delimiter: str) -> tuple[list[list[str]], int]:
    """The last records of a long text, and how many there are.

    Nothing where quotes may hold line ends.
    """
    if '"' in text:
        return [], 0
    lines = text[-_SAMPLE:].splitlines()[-_LAST_ROWS:]
    return list(csv.reader(lines, delimiter=delimiter)), text.count("\n") + 1


def _is_cut_off(last: Sequence[Sequence[object]]) -> bool:
    """Whether the last record lacks fields that all those before it have.

    A title above them does not count.
    """
    widths = {len(row) for row in last[:-1]}
    return len(last) > 2 and len(widths) == 1 and 0 < len(last[-1]) < widths.pop()


def _require_extent(text: str, delimiter: str, most: int) -> None:
    """Counts what ends cells and rows, before there is an object for each."""
    if len(text) > most:
        rows = max(text.count("\n"), text.count("\r")) + 1
        cells = rows + text.count(delimiter)
        if cells > most:
            raise UnreadableFileError(
                "F109", address=f"A{rows}", height=rows, width=-(-cells // rows)
            )


@contextmanager
def _long_fields() -> Iterator[None]:
    """Lifts the csv module's limit, which articles' bodies exceed, while one file is read."""
    before = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _delimiter(text: str) -> str:
    """The delimiter that cuts most of the first records into the same number of fields.

    Comma where none does.
    """
    sample = text[:_SAMPLE]
    lines = list(io.StringIO(sample, newline=""))
    if len(sample) < len(text):
        lines = lines[:-1] or lines
    best, best_score = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        with _long_fields():
            records = [row for row in csv.reader(lines, delimiter=delimiter) if any(row)]
        widths = Counter(len(row) for row in records if len(row) > 1)
        if widths:
            width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
            score = (count / len(records), width)
            best, best_score = (delimiter, score) if score > best_score else (best, best_score)
    return best


def _pieces(text: str, delimiter: str) -> Iterator[Piece]:
    """The records, some at a time.

    Where nothing is quoted or guarded, the cells of many lines are cut at once.
    """
    if '"' in text or "'" in text or ("\t" in text and delimiter != "\t"):
        yield from _parsed(text, delimiter)
        return
    start, size = 0, _PIECE
    while start < len(text):
        stop = text.rfind("\n", start, start + size) + 1 or text.find("\n", start) + 1 or len(text)
        rows = _cut(text[start:stop], delimiter)
        yield rows if start else list(rows)
        start, size = stop, _LONG // 4


def _cut(block: str, delimiter: str) -> Piece:
    """The records of some lines without quotes, by column where all have as many cells."""
    text = block.replace("\r\n", "\n") if "\r" in block else block
    lines = text.removesuffix("\n").split("\n")
    delimiters = set(map(str.count, lines, repeat(delimiter)))
    width = 1 + max(delimiters)
    if "\r" in text or len(delimiters) > 1 or width == 1:
        with _long_fields():
            return list(
                csv.reader(
                    io.StringIO(block, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE
                )
            )
    cells = delimiter.join(lines).split(delimiter)
    return ColumnRows(len(lines), width, lambda place, rows: cells[place::width][rows])


def _parsed(text: str, delimiter: str) -> Iterator[Piece]:
    """The records, parsed one by one."""
    guarded = "'" in text or '="' in text or "\t" in text
    records = _records(text, delimiter, [])
    while True:
        with _long_fields():
            piece = list(islice(records, _RECORDS))
        if not piece:
            return
        yield cast(
            "Piece", [[_unguarded(cell) for cell in row] for row in piece] if guarded else piece
        )


def _unpaired(text: str, delimiter: str) -> list[int]:
    """Numbers of the records with an unpaired quote."""
    odd: list[int] = []
    if '"' in text:
        with _long_fields():
            deque(_records(text, delimiter, odd), maxlen=0)
    return odd


def _records(text: str, delimiter: str, odd: list[int]) -> Iterator[list[str]]:
    """Parses the records, and notes the numbers of those with an unpaired quote.

    Read leniently, a title that begins with a lone quote swallows every row down to the next quote
    in the file. So quotes are checked strictly, and the line where they fail is read as plain text.
    """
    lines = _lines(text)
    if '"' not in text:
        yield from csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        return
    done, taken = 0, list[str]()
    while len(odd) < _MAX_ODD:
        try:
            for row in csv.reader(_noting(lines, taken), delimiter=delimiter, strict=True):
                done += 1
                taken.clear()
                yield row
        except csv.Error:
            first, *others = taken
            taken.clear()
            yield next(csv.reader([first], delimiter=delimiter, quoting=csv.QUOTE_NONE))
            done += 1
            odd.append(done)
            lines = chain(others, lines)
        else:
            return
    yield from csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends.

    `StringIO` takes four bytes a character, so it is given a part at a time.
    """
    start = 0
    while start < len(text):
        stop = text.rfind("\n", start, start + _LONG) + 1 or len(text)
        yield from io.StringIO(text[start:stop], newline="")
        start = stop


def _noting(lines: Iterator[str], taken: list[str]) -> Iterator[str]:
    """The lines, each noted in `taken`."""
    for line in lines:
        taken.append(line)
        yield line


def _unguarded(cell: str) -> str:
    """A cell without what exports put around numbers to keep Excel from changing them.

    `="0012"`, `'0012`, tabs.
    """
    cell = cell.strip("\t")
    if guard := _GUARD.fullmatch(cell):
        return guard[1]
    return cell[1:] if cell.startswith("'") and cell.count("'") == 1 else cell
