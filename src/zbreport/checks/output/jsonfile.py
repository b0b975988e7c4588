"""Verdicts as JSON for programs, schema `zbreport-check/1`: keys may be added, never renamed."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING

from zbreport.checks.catalogue import RULES
from zbreport.checks.output import Written
from zbreport.checks.output.words import CODES, cell_counts
from zbreport.checks.relations import form_of
from zbreport.checks.verdicts import Finding, Verdict, Verdicts
from zbreport.forms.layout import number_text
from zbreport.model import Report
from zbreport.outputs.jsonfile import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from zbreport.checks.output import Batch, Unread
    from zbreport.readback.published import Published

SCHEMA = "zbreport-check/1"
_SLOT = "\ue000"
"""Stands where something is filled in."""

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
    published = verdicts.published
    told = _plain(payload(verdicts, {"": _SLOT}))
    tables_ = _filled(published.edition, published) if published.edition else "{}"
    report = told.replace(f'"report": {{"": "{_SLOT}"}}', f'"report": {tables_}', 1)
    row = f"{_plain(published.file)}: {_plain({code: verdicts.worst(code) for code in CODES})}"
    return Written(report, row, verdicts.status(), verdicts.status(strict=True))


def _filled(edition: str, published: Published) -> str:
    """The tables as JSON, filled into those of an empty form: every report of an edition has the same keys."""
    text, keys = _empty(edition)
    figures = {key: cell.value for key, cell in published.cells.items()}
    values = map(figures.get, keys)
    return text % tuple(
        [
            "null" if value is None else value if type(value) is int else f'"{number_text(value)}"'
            for value in values
        ]
    )


@cache
def _empty(edition: str) -> tuple[str, tuple[str, ...]]:
    """The tables of an edition as JSON with `%s` for every figure, and the cells in the order of these."""
    keys = tuple(form_of(edition).cells)
    text = _plain(
        tables(Report(0, edition, None, {key: -1 - number for number, key in enumerate(keys)}))
    )
    slot = re.compile(r'(?<=: )"?-(\d+)"?')
    return slot.sub("%s", text), tuple(keys[int(number) - 1] for number in slot.findall(text))


def ending(texts: Sequence[Written], unread: Iterable[Unread]) -> Iterator[str]:
    """What follows the reports, piece by piece: how every rule came out for every report, and the files that could not be read."""
    yield f'{"" if texts else _HEAD}\n],\n"matrix": {{\n'
    yield ",\n".join(one.row for one in texts)
    yield f'\n}},\n"unread": {_plain([{"file": entry.file, "reason": entry.reason} for entry in unread])}}}\n'


def _plain(value: object) -> str:
    return (
        json.dumps(value, ensure_ascii=False, default=_fraction)
        .encode(errors="backslashreplace")
        .decode()
    )


def _fraction(value: Decimal) -> str:
    """A fraction where a whole number belongs, told like money."""
    return number_text(value)


def payload(verdicts: Verdicts, nested: dict[str, object] | None = None) -> dict[str, object]:
    """One report as plain values, in the order of the contract; `nested` stands in for its tables if given."""
    published = verdicts.published
    read, blank, other = cell_counts(verdicts)
    counts = verdicts.counts
    if nested is None and published.edition:
        figures = {key: cell.value for key, cell in published.cells.items()}
        nested = tables(Report(published.year or 0, published.edition, None, figures))
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
        "report": nested or {},
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
