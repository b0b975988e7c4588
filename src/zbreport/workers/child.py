"""What runs in a worker.

Takes jobs from standard input, does them, and gives the results on standard output, until there are
no more.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
import traceback
from contextlib import suppress
from importlib import import_module
from queue import SimpleQueue
from typing import TYPE_CHECKING

from zbreport.workers.worker import Lost

if TYPE_CHECKING:
    from io import BufferedIOBase


def main(module: str) -> None:
    """Works until standard input ends (module: has the functions that are called)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program that started it ends it
    gc.set_threshold(200_000, 20, 20)
    sys.setswitchinterval(0.0001)
    jobs = sys.stdin.buffer
    results = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  (os.devnull is no path on every system)
        os.dup2(nowhere.fileno(), 1)  # nothing that a library prints gets among the results
    with suppress(ImportError):  # raised again by the first job
        import_module(module)
    waiting: SimpleQueue[tuple[int, str, tuple[object, ...]]] = SimpleQueue()
    threading.Thread(target=_receive, args=(jobs, waiting), daemon=True).start()
    with suppress(BrokenPipeError):
        while True:
            megabytes, function, arguments = waiting.get()
            _limit(megabytes)
            results.write(_done(module, function, arguments))
            results.flush()


def _receive(
    jobs: BufferedIOBase, waiting: SimpleQueue[tuple[int, str, tuple[object, ...]]]
) -> None:
    """Takes the jobs in; ends this process when there come no more, in the middle of one too.

    Whoever wanted it is gone.
    """
    with suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            waiting.put(pickle.load(jobs))  # noqa: S301  (from the process that started this one)
    os._exit(0)


def _done(module: str, function: str, arguments: tuple[object, ...]) -> bytes:
    """Whether a job raised something, and what it gave or raised, pickled."""
    try:
        return _pickled(getattr(import_module(module), function)(*arguments))
    except MemoryError:
        return _pickled(Lost("内存不够"))
    except BaseException as error:  # noqa: BLE001  (raised again where the result is awaited)
        error.add_note(traceback.format_exc())
        return _pickled(error, raised=True)


def _pickled(result: object, *, raised: bool = False) -> bytes:
    return pickle.dumps((raised, result), pickle.HIGHEST_PROTOCOL)


def _limit(megabytes: int) -> None:
    """Takes no more memory than that from now on.

    A damaged file that asks for all of it is refused and does not stop other programs.
    """
    try:
        import resource
    except ImportError:
        return  # Windows refuses by itself what it does not have
    most = megabytes * 1024**2
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(ValueError, OSError):  # not every system counts it
        resource.setrlimit(
            resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
        )
