"""The progress line that long commands show; imports nothing heavy, for `check` works without pandas."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable


class Progress:
    """A progress line on stderr when that is a terminal; nothing otherwise.

    It writes to a descriptor of its own: descriptor 2 is turned away while workbooks are read (see `sources.excel`).
    """

    def __init__(self, *, quiet: bool, verb: str = "已读") -> None:
        self.on = not quiet and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self.verb = verb
        self.stream: TextIO | None = None

    def __enter__(self) -> Callable[[str, int, int], None] | None:
        if not self.on:
            return None
        self.stream = os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding=sys.stderr.encoding, errors="replace")
        return self._step

    def __exit__(self, *_: object) -> None:
        if self.stream:
            self._write("\r\x1b[2K")
            self.stream.close()

    def _step(self, label: str, done: int, count: int) -> None:
        self._write(f"\r\x1b[2K{self.verb} {done}/{count} {label[:40]}")

    def _write(self, text: str) -> None:
        if self.stream:
            self.stream.write(text)
            self.stream.flush()
