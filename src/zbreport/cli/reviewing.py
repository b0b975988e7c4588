"""How `check` comes to its verdicts: reports go to workers, what they find comes back in order. Starts while the workers start."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import typer

from zbreport.checks import check
from zbreport.checks.catalogue import RULES
from zbreport.checks.review import Review, Task
from zbreport.checks.showing import Batch, Unread, jsonfile
from zbreport.crew import Crew, Lost
from zbreport.diagnostics import diagnose
from zbreport.errors import ZbreportError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from zbreport.checks.verdicts import Verdicts
    from zbreport.cli.checking import Request
    from zbreport.cli.progress import Step
    from zbreport.model import Outcome
    from zbreport.readback.published import Published
    from zbreport.settings import Settings
    from zbreport.sources.locked import Password


def require_rules(codes: Sequence[str]) -> None:
    """Refuses codes that are no rules."""
    for code in codes:
        if code not in RULES:
            message = f"没有 {code} 这条规则，运行 zbreport rules 查看全部规则"
            raise typer.BadParameter(message)


def several(request: Request, crew: Crew, files: Sequence[tuple[Path, str]], settings: Settings, step: Step | None) -> Batch:
    """Checks reports; as JSON each is printed, or put by for the file, as soon as its turn comes."""
    found: list[Verdicts] = []
    unread: list[Unread] = []
    written: list[str] = []
    put = sys.stdout.write if request.output is None else written.append
    task = Task(settings, request.only, request.skip, request.form == "json")
    reviews = crew.each("review", [(path, label, task) for path, label in files])
    for done, ((path, label), first) in enumerate(zip(files, reviews, strict=True), start=1):
        review = _unlocked(first, label, request.password, partial(crew.call, "review", path, label, task))
        if review.verdicts is None:
            unread.append(Unread(label, review.reason))
        else:
            if review.written:
                put(jsonfile.joint(first=not found) + review.written)
            found.append(review.verdicts.outline() if review.written else review.verdicts)  # what came from a worker is shared anew
        if step:
            step(label, done, len(files), review.seconds)
    return Batch(tuple(found), tuple(unread), tuple(written))


def one(request: Request, crew: Crew, path: Path, label: str, settings: Settings) -> Verdicts:
    """Checks one report beside last year's and the ledgers, where they are given (ZbreportError: one of them cannot be read)."""
    published = read(crew, path, label, request.password)
    previous = read(crew, request.previous, request.previous.name, request.password) if request.previous else None
    outcome = _tally(request, published) if request.ledgers else None
    return check(published, previous=previous, outcome=outcome, settings=settings, only=request.only, skip=request.skip)


def _tally(request: Request, published: Published) -> Outcome:
    from zbreport.pipeline import tally

    return tally(request.ledgers, year=published.year, config=request.config, password=request.password)


def read(crew: Crew, path: Path, label: str, password: Password | None) -> Published:
    """Reads one report.

    Raises:
        ZbreportError: it cannot be read, holds none of the official tables, or is of a year that no edition of the form covers.
    """
    review = _unlocked(crew.call("read", path, label), label, password, partial(crew.call, "read", path, label))
    if review.published is None:
        message = f"{label}：{review.reason}"
        raise ZbreportError(message)
    return review.published


def _unlocked(found: Review | Lost, label: str, ask: Password | None, again: Callable[[str], Review | Lost]) -> Review:
    """What was found, or is found with the password that is asked for where one is needed; a lost worker is a file that was not read."""
    if isinstance(found, Review) and found.locked and ask and (password := ask(label)):
        found = again(password)
    if isinstance(found, Lost):
        told = diagnose("F124", file=label, why=found.why)
        return Review(reason=f"{told.message}。{told.remedy}")
    return found
