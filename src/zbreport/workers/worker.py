"""One worker as its crew sees it.

A process that is handed jobs through a pipe, and started anew when it was lost.

A command that is about to read files starts the process of its first worker before it loads
anything else (`start_ahead`): a second processor then loads the readers while the first one loads
the rest of the program.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

_START = (
    "import sys; sys.path[:] = {path!r}; from zbreport.workers.child import main; main({module!r})"
)
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""A library of linear algebra that readers import and do not use.

Its threads would take memory in every worker.
"""
_ahead: dict[str, subprocess.Popen[bytes]] = {}
"""Processes that have no work yet, by the module that they import.

One that nobody takes ends with this program, as its input does.
"""


@dataclass(frozen=True, slots=True)
class Lost:
    """What a job gives whose worker did not come to the end of it.

    Attributes:
        why: in Chinese.
        killed: whether the worker was ended by something else than the job's own limits, so that
            the job may succeed when it is tried once more.
    """

    why: str
    killed: bool = False


def start_ahead(module: str) -> None:
    """Starts a process that the next worker with this module takes over."""
    with suppress(OSError):  # said and dealt with where the work comes
        _ahead[module] = _started(module)


def can_start() -> bool:
    """Whether `sys.executable` is a Python.

    In a program that embeds one it is that program, which would start anew.
    """
    return not getattr(sys, "frozen", False) and Path(sys.executable or "").name.lower().startswith(
        ("python", "pypy")
    )


def _started(module: str) -> subprocess.Popen[bytes]:
    """Starts a process; OSError where programs may not be started or Python is missing."""
    if not can_start():
        raise FileNotFoundError(sys.executable)
    return subprocess.Popen(  # noqa: S603  (this Python, and nothing that a user typed)
        [sys.executable, "-c", _START.format(path=sys.path, module=module)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # where calamine prints the trace of a panic
        env={**os.environ, **_ONE_THREAD},
    )


class Worker:
    """A process that does one job at a time (arguments as `WorkerPool`)."""

    def __init__(self, module: str, megabytes: int, seconds: int) -> None:
        self.module, self.megabytes, self.seconds = module, megabytes, seconds
        self.process: subprocess.Popen[bytes] | None = None
        self.ended = False

    def start(self) -> subprocess.Popen[bytes]:
        """Starts the process (OSError: programs may not be started here)."""
        self.process = _ahead.pop(self.module, None) or _started(self.module)
        return self.process

    def work(self, function: str, arguments: tuple[object, ...]) -> Any:  # noqa: ANN401  (whatever the function gives)
        """Does one job: the result, or `Lost`; what the function raises is raised."""
        if self.ended:
            return Lost("已停止读取")
        job = pickle.dumps((self.megabytes, function, arguments), pickle.HIGHEST_PROTOCOL)
        process = self.process or self.start()
        if self.ended:  # by another thread, while the process started
            self._stop()
            return Lost("已停止读取")
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(self.seconds, stop)
        clock.daemon = True
        clock.start()
        try:
            cast("IO[bytes]", process.stdin).write(job)
            cast("IO[bytes]", process.stdin).flush()
            raised, result = pickle.load(cast("IO[bytes]", process.stdout))  # noqa: S301  (from a process of our own)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            # ValueError: the pipe is closed, because `end` was called meanwhile.
            self._stop()
            if self.ended:
                return Lost("已停止读取")
            if late.is_set():
                return Lost(f"读了 {self.seconds} 秒还没有读完")
            return Lost(_cause(process.returncode), killed=True)
        finally:
            clock.cancel()
        if raised:
            raise result
        return result

    def end(self) -> None:
        """Ends the process for good: jobs that are still to come are lost."""
        self.ended = True
        self._stop()

    def _stop(self) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # what was not yet written goes with the process
                cast("IO[bytes]", pipe).close()


def _cause(status: int) -> str:
    """Why a process ended that should not have."""
    return f"读取时用去的内存太多，或者内容让读取程序停了下来（状态 {status}）"
