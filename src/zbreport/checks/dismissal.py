"""Findings that an office dismissed in zbreport.toml: `[dismissed]`, rule and place → reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.checks.verdicts import Finding, Verdict
from zbreport.text.compare import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping


def reason_for(finding: Finding, dismissed: Mapping[str, str]) -> str | None:
    """The reason for which a finding stands; None when nobody dismissed it.

    A key is a rule, or a rule and a place after a colon: a cell, a row or a table by its key, or
    the place in the form's own words. A finding about several cells is dismissed only when all of
    them lie at that place.
    """
    if finding.verdict is Verdict.PASS:
        return None
    for key, reason in dismissed.items():
        rule, _, place = key.replace("：", ":").partition(":")
        if rule.strip() == finding.rule and _lies_at(finding, place.strip()):
            return reason
    return None


def _lies_at(finding: Finding, place: str) -> bool:
    if not place or normalise(place) == normalise(finding.place):
        return True
    return bool(finding.cells) and all(
        key == place or key.startswith(f"{place}.") for key in finding.cells
    )
