"""How `check` comes to its verdicts: reports go to workers, what they find comes back in order.

Imported while the workers start.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import typer

from zbreport.checks import check
from zbreport.checks.catalogue import RULES
from zbreport.checks.output import Batch, Unread, Written, jsonfile
from zbreport.checks.reports import ReportResult, Task, by_office, failure, last_year_of
from zbreport.cli.check_request import READER, reports_in
from zbreport.cli.progress import bytes_of
from zbreport.cli.streams import write_utf8
from zbreport.diagnostics import diagnose
from zbreport.errors import TemplateError, ZbreportError
from zbreport.model import Limits
from zbreport.workers import Lost, WorkerPool, strength

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from zbreport.checks.verdicts import Verdicts
    from zbreport.cli.check_request import Request
    from zbreport.cli.progress import Step
    from zbreport.readback.published import Published
    from zbreport.settings import Settings
    from zbreport.sources.locked import Password
    from zbreport.tabulation.tally import Tally

_MOST_FILES, _MOST_BYTES = 16, 1_000_000
"""Of reports that go to a worker together: sending each by itself would cost more than reading the
smallest."""


def require_rules(codes: Sequence[str]) -> None:
    """Refuses codes that are no rules."""
    for code in codes:
        if code not in RULES:
            message = f"没有 {code} 这条规则，运行 zbreport rules 查看全部规则"
            raise typer.BadParameter(message)


def several(
    request: Request,
    pool: WorkerPool,
    files: Sequence[tuple[Path, str]],
    settings: Settings,
    step: Step | None,
) -> Batch:
    """Checks reports, each beside its office's report of last year where those were given.

    Those that go to the terminal as JSON are printed as soon as their turn comes, and only their
    rows are kept.
    """
    found: list[Verdicts] = []
    unread: list[Unread] = []
    written: list[Written] = []
    printed = request.form == "json" and request.output is None
    task = Task(
        settings, request.only, request.skip, verdicts=not printed, written=request.form == "json"
    )
    if request.previous:
        previous, unread = _last_year(request, pool)
        task = task._replace(previous=by_office(previous))
    for done, ((path, label), first) in enumerate(
        zip(files, _results(pool, files, task), strict=True), start=1
    ):
        again = partial(pool.call, "check_report", path, label, task)
        result = _unlocked(first, label, request.password, again)
        if result.reason:
            unread.append(Unread(label, result.reason))
        if result.verdicts:
            found.append(result.verdicts)
        if one := result.written:
            if printed:
                write_utf8([jsonfile.joint(first=not written), one.report])
            written.append(one._replace(report="") if printed else one)
        if step:
            step(label, done, len(files), result.seconds)
    return Batch(tuple(found), tuple(unread), tuple(written))


def _last_year(request: Request, pool: WorkerPool) -> tuple[list[Published], list[Unread]]:
    """Last year's reports as read, and those that could not be read."""
    found: list[Published] = []
    unread: list[Unread] = []
    files = list(reports_in([request.previous] if request.previous else []))
    for (path, label), first in zip(files, pool.each("read", files), strict=True):
        again = partial(pool.call, "read", path, label)
        result = _unlocked(first, label, request.password, again)
        if result.published is None:
            unread.append(Unread(f"上年：{label}", result.reason))
        else:
            found.append(result.published)
    return found, unread


def _results(
    pool: WorkerPool, files: Sequence[tuple[Path, str]], task: Task
) -> Iterator[ReportResult | Lost]:
    """Reads and checks reports in their order.

    Small ones go together, and one by one where a worker was lost, so that it takes only one along.
    """
    together = list(_batches(files))
    for batch, found in zip(
        together, pool.each("check_reports", [(batch, task) for batch in together]), strict=True
    ):
        yield from (
            (pool.call("check_report", path, label, task) for path, label in batch)
            if isinstance(found, Lost)
            else found
        )


def _batches(files: Sequence[tuple[Path, str]]) -> Iterator[list[tuple[Path, str]]]:
    """Reports by what one worker takes at a time.

    Few enough that all workers have something to do until the end.
    """
    batch: list[tuple[Path, str]] = []
    size = 0
    for path, label in files:
        mine = bytes_of(path)
        if batch and (size + mine > _MOST_BYTES or len(batch) == _MOST_FILES):
            yield batch
            batch, size = [], 0
        batch.append((path, label))
        size += mine
    if batch:
        yield batch


def one(request: Request, pool: WorkerPool, path: Path, label: str, settings: Settings) -> Verdicts:
    """Checks one report beside last year's and the ledgers, where they are given.

    Raises:
        ZbreportError: one of them cannot be read.
    """
    published = read(pool, path, label, request.password)
    previous, reason = None, ""
    if request.previous and request.previous.is_dir():
        previous, reason = last_year_of(published, by_office(_last_year(request, pool)[0]))
    elif request.previous:
        previous = read(pool, request.previous, request.previous.name, request.password)
    tally = _tally(request, published) if request.ledgers else None
    try:
        return check(
            published,
            previous=previous,
            no_previous=reason,
            tally=tally,
            settings=settings,
            only=request.only,
            skip=request.skip,
        )
    except ZbreportError:
        raise
    except Exception as error:
        raise ZbreportError(f"{label}：{failure(error)}") from error


def _tally(request: Request, published: Published) -> Tally:
    from zbreport.pipeline import tally

    return tally(
        request.ledgers, year=published.year, config=request.config, password=request.password
    )


def read_alone(path: Path, settings: Settings, password: Password | None) -> Published:
    """Reads one report in a worker of its own (errors as `read`)."""
    pool = WorkerPool(
        READER,
        strength([bytes_of(path)]),
        megabytes=settings.limits.memory_mb,
        seconds=settings.limits.seconds,
    )
    with pool:
        return read(pool, path, path.name, password)


def survives(path: Path) -> None:
    """Reads a template in a worker of its own, before this process does.

    What is crafted to end a reader or to take all memory ends that worker; what else is wrong with
    it is said where it is filled.

    Raises:
        TemplateError: the worker did not come to the end of it.
    """
    limits = Limits()
    pool = WorkerPool(
        READER,
        strength([bytes_of(path)]),
        megabytes=limits.memory_mb,
        seconds=limits.seconds,
    )
    with pool:
        result = pool.call("read", path, path.name)
    if isinstance(result, Lost):
        message = (
            f"{path.name}：读取模板的程序中途停止（{result.why}）。"
            "请用 Word、Excel 或 WPS 打开模板并重新保存后再试"
        )
        raise TemplateError(message)


def read(pool: WorkerPool, path: Path, label: str, password: Password | None) -> Published:
    """Reads one report.

    Raises:
        ZbreportError: it cannot be read, holds none of the official tables, or is of a year that no
            edition of the form covers.
    """
    again = partial(pool.call, "read", path, label)
    result = _unlocked(pool.call("read", path, label), label, password, again)
    if result.published is None:
        message = f"{label}：{result.reason}"
        raise ZbreportError(message)
    return result.published


def _unlocked(
    found: ReportResult | Lost,
    label: str,
    ask: Password | None,
    again: Callable[[str], ReportResult | Lost],
) -> ReportResult:
    """What was found, or is found with the password that is asked for where one is needed.

    A lost worker is a file that was not read.
    """
    if isinstance(found, ReportResult) and found.locked and ask and (password := ask(label)):
        found = again(password)
    if isinstance(found, Lost):
        finding = diagnose("F124", file=label, why=found.why)
        return ReportResult(reason=f"{finding.message}。{finding.remedy}")
    return found
