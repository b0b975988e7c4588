"""The cells of a form nested by their keys, as JSON has them, and the schema of that JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.forms.layout import form_of, number_text

if TYPE_CHECKING:
    from zbreport.model import Report

SCHEMA = "zbreport/1"
"""Of `tally`'s JSON: keys may be added, never renamed."""


def form_figures(report: Report) -> dict[str, object]:
    """The cells of the form by the parts of their keys.

    Returns:
        Counts as int, money as a decimal string, None for no figure.
    """
    figures: dict[str, object] = {}
    for cell in form_of(report).cells.values():
        value = report.cells.get(cell.key)
        *folders, leaf = cell.key.split(".")
        place = figures
        for name in folders:
            inner = place.setdefault(name, {})
            if not isinstance(inner, dict):  # pragma: no cover  (no form has both `a` and `a.b`)
                message = f"{cell.key} stands inside a figure"
                raise TypeError(message)
            place = inner
        place[leaf] = number_text(value) if cell.is_money and value is not None else value
    return figures
