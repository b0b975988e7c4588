"""How `check` comes to its verdicts: reports go to workers, what they find comes back in order. Starts while the workers start."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import typer

from zbreport.checks import check
from zbreport.checks.catalogue import RULES
from zbreport.checks.output import Batch, Unread, Written, jsonfile
from zbreport.checks.review import Review, Task
from zbreport.cli.progress import bytes_of
from zbreport.cli.streams import write_utf8
from zbreport.diagnostics import diagnose
from zbreport.errors import ZbreportError
from zbreport.workers import Lost, WorkerPool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from zbreport.checks.verdicts import Verdicts
    from zbreport.cli.checking import Request
    from zbreport.cli.progress import Step
    from zbreport.readback.published import Published
    from zbreport.settings import Settings
    from zbreport.sources.locked import Password
    from zbreport.tabulation.tally import Tally

_MOST_FILES, _MOST_BYTES = 16, 1_000_000
"""Of reports that go to a worker together: sending each by itself would cost more than reading the smallest."""


def require_rules(codes: Sequence[str]) -> None:
    """Refuses codes that are no rules."""
    for code in codes:
        if code not in RULES:
            message = f"没有 {code} 这条规则，运行 zbreport rules 查看全部规则"
            raise typer.BadParameter(message)


def several(
    request: Request,
    crew: WorkerPool,
    files: Sequence[tuple[Path, str]],
    settings: Settings,
    step: Step | None,
) -> Batch:
    """Checks reports; those that go to the terminal as JSON are printed as soon as their turn comes, and only their rows are kept."""
    found: list[Verdicts] = []
    unread: list[Unread] = []
    written: list[Written] = []
    printed = request.form == "json" and request.output is None
    task = Task(
        settings, request.only, request.skip, verdicts=not printed, written=request.form == "json"
    )
    for done, ((path, label), first) in enumerate(
        zip(files, _reviews(crew, files, task), strict=True), start=1
    ):
        review = _unlocked(
            first, label, request.password, partial(crew.call, "review", path, label, task)
        )
        if review.reason:
            unread.append(Unread(label, review.reason))
        if review.verdicts:
            found.append(review.verdicts)
        if one := review.written:
            if printed:
                write_utf8([jsonfile.joint(first=not written), one.report])
            written.append(one._replace(report="") if printed else one)
        if step:
            step(label, done, len(files), review.seconds)
    return Batch(tuple(found), tuple(unread), tuple(written))


def _reviews(
    crew: WorkerPool, files: Sequence[tuple[Path, str]], task: Task
) -> Iterator[Review | Lost]:
    """Reviews reports in their order: small ones together, and one by one where a worker was lost, so that it takes only one along."""
    together = list(_batches(files))
    for batch, found in zip(
        together, crew.each("review_all", [(batch, task) for batch in together]), strict=True
    ):
        yield from (
            (crew.call("review", path, label, task) for path, label in batch)
            if isinstance(found, Lost)
            else found
        )


def _batches(files: Sequence[tuple[Path, str]]) -> Iterator[list[tuple[Path, str]]]:
    """Reports by what one worker takes at a time: few enough that all workers have something to do until the end."""
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


def one(request: Request, crew: WorkerPool, path: Path, label: str, settings: Settings) -> Verdicts:
    """Checks one report beside last year's and the ledgers, where they are given (ZbreportError: one of them cannot be read)."""
    published = read(crew, path, label, request.password)
    previous = (
        read(crew, request.previous, request.previous.name, request.password)
        if request.previous
        else None
    )
    outcome = _tally(request, published) if request.ledgers else None
    return check(
        published,
        previous=previous,
        outcome=outcome,
        settings=settings,
        only=request.only,
        skip=request.skip,
    )


def _tally(request: Request, published: Published) -> Tally:
    from zbreport.pipeline import tally

    return tally(
        request.ledgers, year=published.year, config=request.config, password=request.password
    )


def read(crew: WorkerPool, path: Path, label: str, password: Password | None) -> Published:
    """Reads one report.

    Raises:
        ZbreportError: it cannot be read, holds none of the official tables, or is of a year that no
            edition of the form covers.
    """
    review = _unlocked(
        crew.call("read", path, label), label, password, partial(crew.call, "read", path, label)
    )
    if review.published is None:
        message = f"{label}：{review.reason}"
        raise ZbreportError(message)
    return review.published


def _unlocked(
    found: Review | Lost, label: str, ask: Password | None, again: Callable[[str], Review | Lost]
) -> Review:
    """What was found, or is found with the password that is asked for where one is needed; a lost worker is a file that was not read."""
    if isinstance(found, Review) and found.locked and ask and (password := ask(label)):
        found = again(password)
    if isinstance(found, Lost):
        told = diagnose("F124", file=label, why=found.why)
        return Review(reason=f"{told.message}。{told.remedy}")
    return found
