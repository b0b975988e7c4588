"""Reads delimited text: CSV, TSV and what exports call `.xls` and is text. Runs when `sniff` says text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.errors import UnreadableFileError
from zbreport.model import Sheet
from zbreport.sources.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.model import InputFile

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 64 * 1024
_SEP = re.compile(r"sep=(.)\s*?(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_GUARD = re.compile(r'="(.*)"', re.DOTALL)
_LAST_ROWS = 20
_MAX_ODD = 1000
"""Records with an unpaired quote before quotes are no longer taken to mean anything."""


def read(file: InputFile, data: bytes) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Reads delimited text into one unnamed sheet.

    Args:
        file: where the text comes from.
        data: its content.

    Returns:
        The sheet, one row per record, blank lines included; F107 for undecodable bytes, F114 for unpaired quotes.

    Raises:
        UnreadableFileError: F103, there is nothing but white space; F109, more cells than are allowed.
    """
    decoded = decode(data, told=file.encoding)
    text = decoded.text.rstrip("\x00\x1a")
    sep = _SEP.match(text)
    # Excel takes a first line `sep=;` as an instruction and does not show it, so it has no row number.
    text, delimiter = (text[sep.end() :], sep[1]) if sep else (text, _delimiter(text))
    _require_extent(text, delimiter, file.limits.cells)
    with _long_fields():
        rows, odd = _records(list(io.StringIO(text, newline="")), delimiter)
    if not any(cell and not cell.isspace() for row in rows for cell in row):
        raise UnreadableFileError("F103", detail="只有空白")
    if "'" in text or '="' in text or "\t" in text:
        rows = [[_unguarded(cell) for cell in row] for row in rows]
    sheet = Sheet(file.label, "", rows)
    told = list(decoded.diagnostics(file.label))
    if odd:
        told.append(diagnose("F114", sheet=sheet, rows=odd, count=len(odd)))
    if not text.endswith(("\n", "\r")) and _is_cut_off(rows):
        told.append(diagnose("F123", sheet=sheet, rows=[len(rows)], detail="最后一行比其他行短"))
    return (sheet,), tuple(told)


def _is_cut_off(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the last record lacks fields that all the others have; a title above them does not count."""
    widths = {len(row) for row in rows[-_LAST_ROWS:-1]}
    return len(rows) > 2 and len(widths) == 1 and 0 < len(rows[-1]) < widths.pop()


def _require_extent(text: str, delimiter: str, most: int) -> None:
    """Counts what ends cells and rows, before there is an object for each."""
    if len(text) > most:
        rows = max(text.count("\n"), text.count("\r")) + 1
        cells = rows + text.count(delimiter)
        if cells > most:
            raise UnreadableFileError("F109", address=f"A{rows}", height=rows, width=-(-cells // rows))


@contextmanager
def _long_fields() -> Iterator[None]:
    """Lifts the limit of the csv module, which articles' bodies exceed, for as long as one file is read."""
    before = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _delimiter(text: str) -> str:
    """The delimiter that cuts most of the first records into the same number of fields; comma where none does."""
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


def _records(lines: list[str], delimiter: str) -> tuple[list[list[str]], list[int]]:
    """Parses the records, and gives the numbers of those with an unpaired quote.

    Read leniently, a title that begins with a lone quote swallows every row down to the next quote in the file. So
    quotes are checked strictly, and the line where they fail is read as plain text.
    """
    rows: list[list[str]] = []
    odd: list[int] = []
    at = 0
    while at < len(lines):
        if len(odd) >= _MAX_ODD:
            rows.extend(csv.reader(lines[at:], delimiter=delimiter, quoting=csv.QUOTE_NONE))
            break
        reader = csv.reader(lines[at:], delimiter=delimiter, strict=True)
        done = 0
        try:
            for row in reader:
                rows.append(row)
                done = reader.line_num
            break
        except csv.Error:
            at += done
            rows.extend(csv.reader([lines[at]], delimiter=delimiter, quoting=csv.QUOTE_NONE))
            odd.append(len(rows))
            at += 1
    return rows, odd


def _unguarded(cell: str) -> str:
    """A cell without what exports put around numbers to keep Excel from changing them: `="0012"`, `'0012`, tabs."""
    cell = cell.strip("\t")
    if guard := _GUARD.fullmatch(cell):
        return guard[1]
    return cell[1:] if cell.startswith("'") and cell.count("'") == 1 else cell
