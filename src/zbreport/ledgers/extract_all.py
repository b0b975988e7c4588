"""Files → what is kept of each: read by workers, given in order, locked ones read again."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING

from zbreport import sources
from zbreport.diagnostics import diagnose
from zbreport.sources.content import size_of
from zbreport.workers import Lost, WorkerPool, strength

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.ledgers.table import Extract
    from zbreport.model import InputFile
    from zbreport.settings import Settings
    from zbreport.sources.locked import Password

Progress = Callable[[str, int, int, float], None]
"""Called for each file: its label, how many are done, how many there are, its seconds."""

_EXTRACT = "zbreport.ledgers.extract"


@contextmanager
def extracted(
    files: Sequence[InputFile], settings: Settings, ask: Password | None, progress: Progress | None
) -> Iterator[Iterator[Extract]]:
    """Reads files, from now on and side by side; those that are read ahead are kept all the same.

    Args:
        files: in their order; of those with the same content one is read, and F108 says so of the
            others.
        settings: what the office set.
        ask: gives the password, and is asked once; without it files with a password stay unread.
        progress: told of every file.

    Yields:
        What is kept of each file, in order. A file whose worker was lost gives F124.
    """
    originals = sources.copies(files)
    read = [file for file in files if file.label not in originals]
    salt = secrets.token_bytes(32)
    with WorkerPool(
        _EXTRACT,
        strength([size_of(file) for file in read]),
        megabytes=settings.limits.memory_mb,
        seconds=settings.limits.seconds,
    ) as pool:
        results = pool.each("extract_file", [(file, settings, salt) for file in read])

        def again(file: InputFile, password: str) -> Extract | Lost:
            found: Extract | Lost = pool.call("extract_file", file, settings, salt, password)
            return found

        def in_order() -> Iterator[Extract]:
            yield from _in_order(files, originals, _unlocked(read, results, again, ask), progress)
            pool.end()

        yield in_order()


def _unlocked(
    files: Sequence[InputFile],
    results: Iterator[Extract | Lost],
    again: Callable[[InputFile, str], Extract | Lost],
    ask: Password | None,
) -> Iterator[Extract | Lost]:
    """The results, with locked files read again; asks for the password at the first of them."""
    password: str | None = None
    for file, result in zip(files, results, strict=True):
        locked = (
            ask is not None
            and not isinstance(result, Lost)
            and any(one.code == "F102" for one in result.said)
        )
        if locked and ask is not None and password is None:
            password = ask(file.label)
        yield again(file, password) if locked and password else result


def _in_order(
    files: Sequence[InputFile],
    originals: dict[str, str],
    results: Iterator[Extract | Lost],
    progress: Progress | None,
) -> Iterator[Extract]:
    from zbreport.ledgers.table import Extract

    for done, file in enumerate(files, start=1):
        if file.label in originals:
            found = Extract(said=(diagnose("F108", file=file.label, other=originals[file.label]),))
        elif isinstance(result := next(results), Lost):
            found = Extract(said=(diagnose("F124", file=file.label, why=result.why),))
        else:
            found = result
        yield found
        if progress:
            progress(file.label, done, len(files), found.seconds)
