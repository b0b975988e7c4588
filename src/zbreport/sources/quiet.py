"""Keeps descriptor 2 quiet while calamine reads.

The trace of a panic goes past Python, straight to it.
"""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Keeps the trace of a panic away from the clerk.

    Calamine prints it past Python, straight to descriptor 2.

    Several threads may read at once: the first in turns the descriptor away, the last out brings it
    back.
    """
    _quiet.enter()
    try:
        yield
    finally:
        _quiet.leave()


class _Descriptor:
    """Descriptor 2 and how many readers want it silent."""

    def __init__(self) -> None:
        self.lock, self.readers, self.kept = threading.Lock(), 0, -1

    def enter(self) -> None:
        """Turns the descriptor away for the first reader."""
        with self.lock:
            self.readers += 1
            if self.readers > 1:
                return
            try:
                self.kept = os.dup(2)
            except OSError:
                self.kept = -1  # a program without a console has no descriptor 2
                return
            with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  (os.devnull is no path on every system)
                os.dup2(nowhere.fileno(), 2)

    def leave(self) -> None:
        """Brings it back after the last one."""
        with self.lock:
            self.readers -= 1
            if self.readers == 0 and self.kept >= 0:
                os.dup2(self.kept, 2)
                os.close(self.kept)
                self.kept = -1


_quiet = _Descriptor()
