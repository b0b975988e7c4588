"""Markdown for lists and pipe tables: nothing in a text can end a cell or start a tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def escaped(text: str) -> str:
    """Text on one line that neither ends a table cell nor starts a tag or an emphasis."""
    for mark in "\\|`*_<>[]":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def table(
    header: Sequence[str], rows: Iterable[Sequence[str]], aligns: Sequence[str]
) -> Iterator[str]:
    """The lines of a pipe table.

    Args:
        header: heads of the columns.
        rows: cells, row by row.
        aligns: `<`, `^` or `>` for each column; the last one also for the columns that follow.
    """
    rules = {"<": ":---", "^": ":---:", ">": "---:"}
    last = len(aligns) - 1
    yield _line(escaped(head) for head in header)
    yield _line(rules[aligns[min(col, last)]] for col in range(len(header)))
    for row in rows:
        yield _line(escaped(cell) for cell in row)


def encoded(lines: Iterable[str]) -> bytes:
    """The document as UTF-8 with one line break at its end."""
    text = "\n".join(lines).rstrip("\n") + "\n"
    return text.encode(errors="replace")


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
