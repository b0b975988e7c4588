"""Verdicts as JSON for programs, schema `zbreport-check/1`: keys may be added, never renamed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from zbreport.checks.catalogue import RULES
from zbreport.checks.showing.words import CODES, cell_counts
from zbreport.checks.verdicts import Finding, Verdict, Verdicts
from zbreport.model import Report
from zbreport.outputs.jsonfile import tables

if TYPE_CHECKING:
    from zbreport.checks.showing import Batch

SCHEMA = "zbreport-check/1"
_HEAD = f'{{"schema": "{SCHEMA}", "reports": [\n'


def one(verdicts: Verdicts) -> bytes:
    """One report."""
    return _text(payload(verdicts))


def many(batch: Batch) -> bytes:
    """Several reports: `reports`, `matrix`, and `unread` for the files that could not be read."""
    pieces = batch.written or [piece(verdicts, first=not index) for index, verdicts in enumerate(batch.verdicts)]
    return "".join((*pieces, ending(batch))).encode()


def piece(verdicts: Verdicts, *, first: bool) -> str:
    """One of several reports, on one line; the first one with what stands before it."""
    return (_HEAD if first else ",\n") + _plain(payload(verdicts))


def ending(batch: Batch) -> str:
    """What follows the reports: how every rule came out for every report, and the files that could not be read."""
    matrix = {verdicts.published.file: {code: verdicts.worst(code) for code in CODES} for verdicts in batch.verdicts}
    unread = [{"file": entry.file, "reason": entry.reason} for entry in batch.unread]
    rows = ",\n".join(f"{_plain(file)}: {_plain(row)}" for file, row in matrix.items())
    head = "" if batch.verdicts else _HEAD
    return f'{head}\n],\n"matrix": {{\n{rows}\n}},\n"unread": {_plain(unread)}}}\n'


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).encode(errors="backslashreplace").decode()


def payload(verdicts: Verdicts) -> dict[str, object]:
    """One report as plain values, in the order of the contract."""
    published = verdicts.published
    read, blank, other = cell_counts(verdicts)
    counts = verdicts.counts
    nested: dict[str, object] = {}
    if published.edition:
        figures = {key: cell.value for key, cell in published.cells.items()}
        nested = tables(Report(published.year or 0, published.edition, None, figures))
    return {
        "schema": SCHEMA,
        "file": published.file,
        "title": published.title,
        "year": published.year,
        "edition": published.edition,
        "cells": {"expected": published.expected, "read": read, "blank": blank, "not_a_number": other},
        "report": nested,
        "verdicts": {verdict.value: counts[verdict] for verdict in (Verdict.PASS, Verdict.FAIL, Verdict.CANNOT_JUDGE)},
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
    return f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode(errors="backslashreplace")
