"""Verdicts as JSON for programs, schema `zbreport-check/1`: keys may be added, never renamed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from zbreport.checks.catalogue import RULES
from zbreport.checks.output import Written
from zbreport.checks.output.words import CODES, cell_counts
from zbreport.checks.verdicts import Finding, Verdict, Verdicts
from zbreport.forms.layout import number_text
from zbreport.model import Report
from zbreport.render.figures import form_figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from zbreport.checks.output import Batch, Unread

SCHEMA = "zbreport-check/1"
_HEAD = f'{{"schema": "{SCHEMA}", "reports": [\n'


def one(verdicts: Verdicts) -> bytes:
    """One report."""
    return _text(payload(verdicts))


def many(batch: Batch) -> bytes:
    """Several reports: `reports`, `matrix`, and `unread` for the files that could not be read."""
    texts = batch.written or list(map(written, batch.verdicts))
    reports = (joint(first=not index) + one.report for index, one in enumerate(texts))
    return "".join((*reports, *ending(texts, batch.unread))).encode()


def joint(*, first: bool) -> str:
    """What stands before one of several reports."""
    return _HEAD if first else ",\n"


def written(verdicts: Verdicts) -> Written:
    """One of several reports, on one line, and its row of the matrix."""
    file = _plain(verdicts.published.file)
    row = f"{file}: {_plain({code: verdicts.worst(code) for code in CODES})}"
    report = _plain(payload(verdicts))
    return Written(report, row, verdicts.status(), verdicts.status(strict=True))


def ending(texts: Sequence[Written], unread: Iterable[Unread]) -> Iterator[str]:
    """What follows the reports: how every rule came out for every report, and the unread files."""
    yield f'{"" if texts else _HEAD}\n],\n"matrix": {{\n'
    yield ",\n".join(one.row for one in texts)
    files = [{"file": entry.file, "reason": entry.reason} for entry in unread]
    yield f'\n}},\n"unread": {_plain(files)}}}\n'


def _plain(value: object) -> str:
    """JSON on one line; undecodable file names become escapes."""
    text = json.dumps(value, ensure_ascii=False, default=_fraction)
    return text.encode(errors="backslashreplace").decode()


def _fraction(value: Decimal) -> str:
    """A fraction where a whole number belongs, told like money."""
    return number_text(value)


def payload(verdicts: Verdicts) -> dict[str, object]:
    """One report as plain values, in the order of the contract."""
    published = verdicts.published
    read, blank, other = cell_counts(verdicts)
    counts = verdicts.counts
    figures: dict[str, object] = {}
    if published.edition:
        cells = {key: cell.value for key, cell in published.cells.items()}
        figures = form_figures(Report(published.year or 0, published.edition, None, cells))
    return {
        "schema": SCHEMA,
        "file": published.file,
        "title": published.title,
        "year": published.year,
        "edition": published.edition,
        "cells": {
            "expected": published.expected,
            "read": read,
            "blank": blank,
            "not_a_number": other,
        },
        "report": figures,
        "verdicts": {
            verdict.value: counts[verdict]
            for verdict in (Verdict.PASS, Verdict.FAIL, Verdict.CANNOT_JUDGE)
        },
        "findings": [finding(entry) for entry in verdicts.findings],
        "passed": dict(verdicts.passed),
        "not_run": [{"rule": entry.rule, "reason": entry.reason} for entry in verdicts.not_run],
    }


def finding(entry: Finding) -> dict[str, object]:
    """One finding as plain values."""
    return {
        "rule": entry.rule,
        "title": RULES[entry.rule].title,
        "level": entry.level.value,
        "verdict": entry.verdict.value,
        "place": entry.place,
        "cells": list(entry.cells),
        "said": entry.said or None,
        "expected": entry.expected or None,
        "difference": entry.difference or None,
        "quote": entry.quote or None,
        "message": entry.message,
        "remedy": entry.remedy or None,
        "rows": [{"file": row.file, "sheet": row.sheet, "row": row.row} for row in entry.rows],
        "dismissed": entry.dismissed,
    }


def _text(data: dict[str, object]) -> bytes:
    return f"{json.dumps(data, ensure_ascii=False, indent=1, default=_fraction)}\n".encode(
        errors="backslashreplace"
    )
