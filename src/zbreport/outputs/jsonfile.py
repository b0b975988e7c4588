"""A tally as JSON for programs, schema `zbreport/1`: keys may be added, never renamed.

A figure that nothing gives is null.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from zbreport.forms.extras import nested
from zbreport.render.figures import SCHEMA, form_figures

if TYPE_CHECKING:
    from zbreport.diagnostics import Diagnostic
    from zbreport.model import Answer, Source
    from zbreport.tabulation.tally import Tally


def render(tally: Tally) -> bytes:
    """A tally as UTF-8 JSON text, one line break at the end."""
    text = json.dumps(payload(tally), ensure_ascii=False, indent=1)
    # An undecodable file name becomes a JSON escape.
    return f"{text}\n".encode(errors="backslashreplace")


def payload(tally: Tally) -> dict[str, object]:
    """A tally as plain values, in the order of the contract."""
    report = tally.report
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
        **form_figures(report),
        **nested(report.extras),
        "diagnostics": [diagnostic(entry) for entry in tally.diagnostics],
        "sources": [source(entry) for entry in tally.sources],
        "choices": [
            {
                "key": choice.key,
                "value": choice.value,
                "text": choice.text,
                "origin": choice.origin,
                "count": choice.count,
            }
            for choice in tally.choices
        ],
    }


def _answer(answer: Answer) -> dict[str, object]:
    """How zbreport.toml answers a finding.

    `…` stands where the choice goes, further lines under `more`.
    """
    first, *more = [
        {
            "table": line.section,
            "key": line.key,
            "value": line.value if isinstance(line.value, str) else list(line.value),
        }
        for line in answer.lines
    ]
    choices = [list(choice) for choice in answer.choices]
    return {**first, "choices": choices, "suggested": answer.suggested, "more": more}


def diagnostic(entry: Diagnostic) -> dict[str, object]:
    """One finding as plain values: `row` is the first of `rows`, or null."""
    return {
        "code": entry.code,
        "level": entry.level.value,
        "message": entry.message,
        "remedy": entry.remedy,
        "answer": _answer(entry.answer) if entry.answer else None,
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
