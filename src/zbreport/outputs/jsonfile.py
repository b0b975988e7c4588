"""The outcome as JSON for programs, schema `zbreport/1`: keys may be added, never renamed.

A figure that nothing gives is null.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from zbreport.forms.extras import nested
from zbreport.forms.layout import form_of, number_text

if TYPE_CHECKING:
    from zbreport.diagnostics import Diagnostic
    from zbreport.model import Report, Source
    from zbreport.tabulation.tally import Tally

SCHEMA = "zbreport/1"


def render(outcome: Tally) -> bytes:
    """The outcome as UTF-8 JSON text, one line break at the end."""
    text = json.dumps(payload(outcome), ensure_ascii=False, indent=1)
    return f"{text}\n".encode(
        errors="backslashreplace"
    )  # an undecodable file name becomes a JSON escape


def payload(outcome: Tally) -> dict[str, object]:
    """The outcome as plain values, in the order of the contract."""
    report = outcome.report
    return {
        "schema": SCHEMA,
        "unit": report.unit,
        "year": report.year,
        "edition": report.edition,
        "channels": [
            {
                "key": channel.key,
                "label": channel.label,
                "count": channel.count,
                "by_month": None if channel.by_month is None else list(channel.by_month),
            }
            for channel in report.channels
        ],
        **tables(report),
        **nested(report.extras),
        "diagnostics": [diagnostic(entry) for entry in outcome.diagnostics],
        "sources": [source(entry) for entry in outcome.sources],
        "choices": [
            {
                "key": choice.key,
                "value": choice.value,
                "text": choice.text,
                "origin": choice.origin,
                "count": choice.count,
            }
            for choice in outcome.choices
        ],
    }


def tables(report: Report) -> dict[str, object]:
    """The cells of the form, nested by their keys: counts int, money a decimal string, None for no figure."""
    nested: dict[str, object] = {}
    for cell in form_of(report).cells.values():
        value = report.cells.get(cell.key)
        *folders, leaf = cell.key.split(".")
        place = nested
        for name in folders:
            inner = place.setdefault(name, {})
            if not isinstance(
                inner, dict
            ):  # pragma: no cover  (the form never has both `a` and `a.b`)
                message = f"{cell.key} stands inside a figure"
                raise TypeError(message)
            place = inner
        place[leaf] = number_text(value) if cell.is_money and value is not None else value
    return nested


def diagnostic(entry: Diagnostic) -> dict[str, object]:
    """One finding as plain values: `row` is the first of `rows`, or null."""
    return {
        "code": entry.code,
        "level": entry.level.value,
        "message": entry.message,
        "remedy": entry.remedy,
        "file": entry.file,
        "sheet": entry.sheet,
        "row": entry.rows[0] if entry.rows else None,
        "rows": list(entry.rows),
        "column": entry.column,
        "cell": entry.cell,
    }


def source(entry: Source) -> dict[str, object]:
    """One table of one sheet as plain values: `rows` = `counted` + the sum of `set_aside`."""
    return {
        "file": entry.file,
        "sheet": entry.sheet,
        "ledger": entry.ledger,
        "channel": entry.channel,
        "rows": entry.rows,
        "counted": entry.counted,
        "set_aside": dict(entry.set_aside),
        "channels": dict(entry.channels),
        "header_row": entry.header_row,
        "columns": dict(entry.columns),
        "months": list(entry.months),
    }
