"""The standard streams.

Safe for any character, there even where the system gave none, UTF-8 for programs.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TextIO


def prepare() -> None:
    """Makes the streams carry any character, and opens those that the process lacks.

    A GBK console has no emoji, and a title may have one. Under pythonw, or where the caller closed
    a stream, Python has None in its place.
    """
    if sys.stdin is None:
        sys.stdin = _nothing("r")
    if sys.stdout is None:
        sys.stdout = _nothing("w")
    if sys.stderr is None:
        sys.stderr = _nothing("w")
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")


def write_utf8(pieces: Iterable[str]) -> None:
    """Writes text for programs to standard output: UTF-8, lines ended by LF, on every system.

    Args:
        pieces: written one after the other; what UTF-8 cannot hold (undecodable file names) becomes
            an escape, as JSON has it.
    """
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:  # a caller has put a text stream in its place
        sys.stdout.writelines(pieces)
        return
    sys.stdout.flush()
    for piece in pieces:
        binary.write(piece.encode(errors="backslashreplace"))
    binary.flush()


def _nothing(mode: str) -> TextIO:
    """The null device as a text stream."""
    return cast("TextIO", os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))
