"""What long commands show: a bar by bytes and files while they run, with `-v` the slowest files.

Imports nothing heavy: a run that is over at once has no bar, and never pays for one.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_MUCH, _MANY = 2_000_000, 30  # bytes and files; below both a run is over before a bar is read
_SHOWN = 5  # of the slowest files
_NAME = 24  # characters of the file under way: the bar fits 80 columns


class Step(Protocol):
    """Told of a file that is done.

    Its label, how many are done, how many there are, and its seconds (else those since the last
    one).
    """

    def __call__(self, label: str, done: int, count: int, seconds: float | None = None, /) -> None:
        """Shows it."""


class Progress:
    """A bar on stderr while files are worked off, when that is a terminal and there is much to do.

    Nothing otherwise.

    It writes to a descriptor of its own: where the program itself reads workbooks, descriptor 2 is
    turned away (see `sources.quiet`).

    Args:
        sizes: the files in their order, with their bytes.
        quiet: shows nothing at all.
        verbose: names the slowest files at the end.
        verb: what is done with the files.
    """

    def __init__(
        self, sizes: Mapping[str, int], *, quiet: bool, verbose: bool = False, verb: str = "读取"
    ) -> None:
        self.sizes, self.verb = sizes, verb
        self.shows = wanted(quiet=quiet) and (sum(sizes.values()) > _MUCH or len(sizes) >= _MANY)
        self.names = verbose and not quiet
        self.seconds: dict[str, float] = {}
        self.stream: TextIO | None = None
        self.bar: Bar | None = None
        self.task: TaskID | None = None

    def __enter__(self) -> Step | None:
        if self.shows:
            self._start()
        self.began = self.last = time.perf_counter()
        return self._step if self.shows or self.names else None

    def __exit__(self, kind: object, *_: object) -> None:
        if self.bar:
            self.bar.stop()
        if self.stream:
            self.stream.close()
        if self.names and kind is None:
            whole = time.perf_counter() - self.began
            sys.stderr.write(
                "".join(f"{line}\n" for line in slowest(self.verb, self.seconds, self.sizes, whole))
            )

    def pausing(self, ask: Callable[[str], str]) -> Callable[[str], str]:
        """The same question, put while no bar is in the way."""

        def asked(label: str) -> str:
            if self.bar:
                self.bar.stop()
            try:
                return ask(label)
            finally:
                if self.bar:
                    self.bar.start()

        return asked

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        self.stream = os.fdopen(
            os.dup(sys.stderr.fileno()), "w", encoding=sys.stderr.encoding, errors="replace"
        )
        columns = (
            TextColumn("{task.fields[verb]} {task.fields[done]}/{task.fields[count]}"),
            BarColumn(16),
            DownloadColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[file]}", markup=False),
        )
        console = Console(file=self.stream)
        if console.legacy_windows:
            return  # this console does not know escape codes, and would show them as they are
        self.bar = Bar(
            *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False
        )
        first = next(iter(self.sizes), "")
        self.task = self.bar.add_task(
            "",
            total=sum(self.sizes.values()),
            verb=self.verb,
            done=0,
            count=len(self.sizes),
            file=first.rpartition("/")[2][:_NAME],
        )
        self.bar.start()

    def _step(self, label: str, done: int, count: int, seconds: float | None = None, /) -> None:
        now = time.perf_counter()
        self.seconds[label] = now - self.last if seconds is None else seconds
        self.last = now
        if self.bar and self.task is not None:
            under_way = list(self.sizes)[done : done + 1]  # the files are taken in this order
            name = under_way[0].rpartition("/")[2][:_NAME] if under_way else "汇总"
            self.bar.update(
                self.task, advance=self.sizes.get(label, 0), done=done, count=count, file=name
            )


def wanted(*, quiet: bool) -> bool:
    """Whether anybody sees a bar: a terminal that can move its cursor, and no `-q`."""
    return not quiet and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def sizes_of(paths: Sequence[Path]) -> dict[str, int]:
    """The files below the paths in the order in which they are read, by label, with their bytes.

    None where the paths are wrong.
    """
    from zbreport.errors import NoInputError
    from zbreport.sources import discover
    from zbreport.sources.content import size_of

    try:
        files, _ = discover(paths)
    except NoInputError:
        return {}  # reading them says why
    return {file.label: size_of(file) for file in files}


def bytes_of(path: Path) -> int:
    """The bytes of a file; 0 where the system does not tell, as reading it will."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def slowest(
    verb: str, seconds: Mapping[str, float], sizes: Mapping[str, int], whole: float
) -> list[str]:
    """The slowest files with seconds and megabytes, the slowest first, under a line on all of them.

    `verb` is what was done.
    """
    ranked = sorted(seconds.items(), key=lambda entry: -entry[1])[:_SHOWN]
    read = sum(sizes.get(label, 0) for label in seconds)
    lines = [f"用时 {whole:.2f} 秒，{len(seconds)} 个文件，{_size(read)}"]
    if ranked:
        lines.append(f"最慢的文件（{verb}）：")
    return [
        *lines,
        *(
            f"  {taken:7.2f} 秒 {_size(sizes.get(label, 0)):>10}  {label}"
            for label, taken in ranked
        ),
    ]


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1000:.1f} KB"
