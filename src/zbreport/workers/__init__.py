"""A crew of worker processes that read files.

A reader that dies, hangs or wants all memory takes no more than its own file along.

Nothing here knows what is read. A job is a function of the crew's module, called by name; arguments
and results are pickled, so they should be small.
Workers are started by `subprocess` and not forked, which is the same on every system and safe in
programs that have threads.
"""

from __future__ import annotations

import os
from contextlib import suppress
from importlib import import_module
from queue import SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from zbreport.workers.worker import Lost, Worker, can_start, start_ahead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from types import TracebackType

__all__ = ["VARIABLE", "Lost", "WorkerPool", "start_ahead", "strength"]

VARIABLE = "ZBREPORT_WORKERS"
"""Environment variable.

How many workers there are at most; with 0 files are read in the program itself, unguarded.
"""

_MOST = 4
_MOMENT = 0.2  # seconds


class WorkerPool:
    """Workers, started at once and ended on leaving (`with`).

    Args:
        module: has the functions that are called; workers import it at once.
        size: how many; with 0 every job is done in this process, as it is where no program may be
            started.
        megabytes: memory that a worker may have, where the system can be told.
        seconds: that a job may take.
    """

    def __init__(self, module: str, size: int, *, megabytes: int, seconds: int) -> None:
        self._module = module
        self._workers: list[Worker] = []
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        self._one_alone = Lock()
        with suppress(OSError):
            for _ in range(size):
                worker = Worker(module, megabytes, seconds)
                worker.start()
                self._workers.append(worker)
                self._idle.put(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def end(self) -> None:
        """Ends the workers, which takes their memory back."""
        for worker in self._workers:
            worker.end()

    def each(self, function: str, jobs: Iterable[tuple[object, ...]]) -> Iterator[Any]:
        """Does jobs, all of them from now on.

        Args:
            function: its name.
            jobs: the arguments of every call.

        Returns:
            The results in the order of the jobs; `Lost` where a worker did not come to the end of
            one. What the function raises is raised.
        """
        if not self._workers:
            return (self.call(function, *arguments) for arguments in jobs)
        from concurrent.futures import ThreadPoolExecutor

        pool = ThreadPoolExecutor(len(self._workers))  # each thread waits for one worker
        return _in_order([pool.submit(self.call, function, *arguments) for arguments in jobs])

    def call(self, function: str, *arguments: object) -> Any:  # noqa: ANN401  (whatever the function gives)
        """Does one job (arguments and result as `each`).

        Once more, alone, where its worker was killed.
        """
        if not self._workers:
            return getattr(import_module(self._module), function)(*arguments)
        worker = self._idle.get()
        try:
            result = worker.work(function, arguments)
        finally:
            self._idle.put(worker)
        if isinstance(result, Lost) and result.killed and not worker.ended:
            return self._alone(function, arguments)
        return result

    def _alone(self, function: str, arguments: tuple[object, ...]) -> Any:  # noqa: ANN401  (whatever the function gives)
        """Does one job while no other worker has one.

        What took all memory may have been another.
        """
        with self._one_alone:
            workers = [self._idle.get() for _ in self._workers]
            try:
                return workers[0].work(function, arguments)
            finally:
                for worker in workers:
                    self._idle.put(worker)


def strength(sizes: Sequence[int]) -> int:
    """How many workers files of these sizes (bytes) take; 0 for none.

    One for each processor, but not more than `_MOST`, or as `VARIABLE` says; and no more than there
    are files, or megabytes to read: a worker is ready as soon as another has read one.
    """
    told = os.environ.get(VARIABLE, "")
    most = int(told) if told.isdecimal() else min(_processors(), _MOST)
    return min(most, len(sizes), 1 + sum(sizes) // 1_000_000) if can_start() else 0


def _in_order(jobs: Sequence[Future[Any]]) -> Iterator[Any]:
    """The results of jobs in their order.

    Waits a moment at a time, so that Ctrl-C is heard on every system.
    """
    try:
        for job in jobs:
            while not job.done():
                with suppress(TimeoutError):
                    job.result(timeout=_MOMENT)
            yield job.result()
    finally:
        for job in jobs:
            job.cancel()


def _processors() -> int:
    with suppress(AttributeError):  # not on every system
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
