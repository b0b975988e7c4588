"""Tells a damaged file from a fault of our own.

Only the first is something to say about a report.
"""

from __future__ import annotations

from traceback import walk_tb

_READERS = frozenset(
    [
        "lxml",
        "zipfile",
        "zlib",
        "struct",
        "python_calamine",
        "pyo3_runtime",
        "pdfplumber",
        "pdfminer",
        "msoffcrypto",
        "olefile",
    ]
)
_LIMITS = (MemoryError, RecursionError, OSError)
"""What a file in memory makes Python itself raise: it unpacks to too much, is nested too deep, or a
reader takes it for a broken stream."""


def is_damage(error: BaseException) -> bool:
    """Whether an exception is about the file: its reader's own, or raised inside the reader.

    calamine's panics are no `Exception`; pdfminer stumbles over broken files with every error that
    Python has.
    """
    if any(
        isinstance(one, (ImportError, KeyboardInterrupt, SystemExit))
        for one in (error, error.__context__)
    ):
        return False
    if isinstance(error, _LIMITS) or _root(type(error).__module__) in _READERS:
        return True
    raised = [
        _root(str(frame.f_globals.get("__name__"))) for frame, _ in walk_tb(error.__traceback__)
    ]
    ours = max((at for at, name in enumerate(raised) if name == "zbreport"), default=-1)
    return not _READERS.isdisjoint(raised[ours + 1 :])


def _root(module: str) -> str:
    return module.partition(".")[0]
