"""One report: read, and checked. What workers do for `zbreport check`, so what comes out is small and says why where there is nothing."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from zbreport import readback
from zbreport.checks import check
from zbreport.checks.output import jsonfile
from zbreport.errors import YearError, ZbreportError
from zbreport.forms import form_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zbreport.checks.output import Written
    from zbreport.checks.verdicts import Verdicts
    from zbreport.readback.published import Published
    from zbreport.settings import Settings


class Review(NamedTuple):
    """What became of one report.

    Attributes:
        published: the report as read, where it was only to be read.
        verdicts: what the rules say, the content of the report let go, where that was asked for.
        written: the report and its verdicts as JSON, where that was asked for.
        reason: why there is nothing of all that, as one sentence without the file's name.
        locked: whether it is because of a password.
        seconds: that it took.
    """

    published: Published | None = None
    verdicts: Verdicts | None = None
    written: Written | None = None
    reason: str = ""
    locked: bool = False
    seconds: float = 0.0


def read(path: Path, label: str, password: str = "") -> Review:
    """Reads a report; it is refused where it holds none of the official tables, or is of a year that no edition of the form covers.

    Args:
        path: of the file.
        label: what it is called.
        password: for a file that has one.
    """
    began = perf_counter()
    asked: list[str] = []

    def ask(name: str) -> str:
        asked.append(name)
        return password

    try:
        published = readback.read_published(path, label, ask)
        reason = _unfit(published)
    except ZbreportError as error:
        return Review(
            reason=str(error).removeprefix(f"{label}："),
            locked=bool(asked),
            seconds=perf_counter() - began,
        )
    return Review(None if reason else published, reason=reason, seconds=perf_counter() - began)


class Task(NamedTuple):
    """How reports are reviewed: settings and rules as of `check`, and whether the verdicts are wanted, and the JSON."""

    settings: Settings
    only: Sequence[str]
    skip: Sequence[str]
    verdicts: bool
    written: bool


def review_all(files: Sequence[tuple[Path, str]], task: Task) -> list[Review]:
    """Reviews some reports, each given by its path and label; all are read before the first is checked, which is faster by a tenth."""
    found = [read(path, label) for path, label in files]
    return [_checked(one, task) for one in found]


def review(path: Path, label: str, task: Task, password: str = "") -> Review:
    """Reads a report and checks it by itself (arguments as `read`)."""
    return _checked(read(path, label, password), task)


def _checked(found: Review, task: Task) -> Review:
    """Checks a report that was read."""
    if found.published is None:
        return found
    began = perf_counter()
    verdicts = check(found.published, settings=task.settings, only=task.only, skip=task.skip)
    written = jsonfile.written(verdicts) if task.written else None
    seconds = found.seconds + perf_counter() - began
    return Review(
        None, verdicts.without_content() if task.verdicts else None, written, seconds=seconds
    )


def _unfit(published: Published) -> str:
    """Why a report cannot be checked, if so."""
    if published.edition is None:
        return "没有找到法定表格（第二、三、四部分的表），无法核对。"
    if published.year is not None:
        try:
            form_for(published.year)
        except YearError:
            return f"这是 {published.year} 年度的年报，没有对应的全国统一表样（2019 年度起才有），无法核对。"
    return ""
