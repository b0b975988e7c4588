"""Checks a finished report: rules over its tables, its text, last year's report and the ledgers.

`check` runs every line of `RULES` and collects what they say; a rule is one function that takes a
`Case` and yields what passes, fails or cannot be judged. To add a rule: one function, one line
here, one entry in `catalogue.py`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from zbreport.checks import document, labels, parts, sums, tables, text, years
from zbreport.checks.case import Case, Need, Rule
from zbreport.checks.dismissal import reason_for
from zbreport.checks.verdicts import Finding, NotRun, Passed, Verdict, Verdicts
from zbreport.diagnostics import Level
from zbreport.forms import form_named
from zbreport.settings import Settings
from zbreport.text.numerals import NUMERALS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from zbreport.checks.verdicts import Result
    from zbreport.readback.published import Published
    from zbreport.tabulation.tally import Tally

__all__ = [
    "RULES",
    "Case",
    "Finding",
    "Need",
    "NotRun",
    "Passed",
    "Rule",
    "Verdict",
    "Verdicts",
    "check",
]


def _on_ledgers(module: str, name: str) -> Callable[[Case], Iterable[Result]]:
    """A rule on data frames: its module, and pandas with it, is imported only for ledgers."""

    def test(case: Case) -> Iterable[Result]:
        from importlib import import_module

        found: Iterable[Result] = getattr(import_module(f"zbreport.checks.{module}"), name)(case)
        return found

    return test


_ANY: tuple[Need, ...] = ()
_TEXT = (Need.TEXT,)
_BOTH = (Need.TABLES, Need.TEXT)
_LAST_YEAR = (Need.TABLES, Need.PREVIOUS)
_LEDGERS = (Need.LEDGERS,)

RULES = (
    Rule("C01", labels.edition, _ANY),
    Rule("C02", tables.identity),
    Rule("C03", tables.total_column),
    Rule("C04", tables.total_row),
    Rule("C05", tables.proceeding_totals),
    Rule("C06", years.carried_over, _LAST_YEAR),
    Rule("C07", tables.unfilled),
    Rule("C08", tables.numbers),
    Rule("C09", tables.rules_without_power),
    Rule("C10", years.fee_unit),
    Rule("C11", years.roll_forward, _LAST_YEAR),
    Rule("C12", years.repealed_too_many, _LAST_YEAR),
    Rule("C13", text.against_table, _BOTH),
    Rule("C14", sums.breakdowns, _BOTH),
    Rule("C15", sums.two_totals, _BOTH),
    Rule("C16", sums.shares, _BOTH),
    Rule("C17", text.denials, _BOTH),
    Rule("C18", parts.all_parts, _TEXT),
    Rule("C19", parts.one_year, _ANY),
    Rule("C20", labels.labels, _ANY),
    Rule("C21", labels.punctuation, _ANY),
    Rule("C22", _on_ledgers("ledgers", "complete"), _LEDGERS),
    Rule("C23", _on_ledgers("ledgers", "one_number_each"), _LEDGERS),
    Rule("C24", _on_ledgers("ledgers", "certain"), _LEDGERS),
    Rule("C25", _on_ledgers("limits", "late_though_told_in_time"), (Need.TEXT, Need.LEDGERS)),
    Rule("C26", _on_ledgers("limits", "extensions"), _LEDGERS),
    Rule("C27", _on_ledgers("limits", "overdue_and_open"), _LEDGERS),
    Rule("C28", _on_ledgers("requests", "across_new_year"), _LEDGERS),
    Rule("C29", _on_ledgers("requests", "two_dates"), _LEDGERS),
    Rule("C30", tables.unexplained_other),
    Rule("C31", _on_ledgers("requests", "third_parties"), (Need.TABLES, Need.LEDGERS)),
    Rule("C32", _on_ledgers("requests", "corrections"), (Need.TABLES, Need.LEDGERS)),
    Rule("C33", text.processing_fee, _BOTH),
    Rule("C34", _on_ledgers("requests", "repeated_requests"), _LEDGERS),
    Rule("C35", years.closed_too_many, _LAST_YEAR),
    Rule("C36", years.vanished_cases, _LAST_YEAR),
    Rule("C37", _on_ledgers("suits", "review_comes_first"), _LEDGERS),
    Rule("C38", _on_ledgers("suits", "co_defendant"), (Need.TABLES, Need.LEDGERS)),
    Rule("C39", parts.published_in_time, _TEXT),
    Rule("C40", parts.said_something, _TEXT),
    Rule("C41", _on_ledgers("ledgers", "on_several_channels"), _LEDGERS),
    Rule("C43", tables.unsplit),
    Rule("C44", tables.all_zero),
    Rule("C45", tables.all_blank),
    Rule("C46", _on_ledgers("ledgers", "every_cell"), (Need.TABLES, Need.LEDGERS)),
    Rule("C47", parts.gaps, _TEXT),
    Rule("C48", labels.hidden, _ANY),
    Rule("C49", years.jumps, _LAST_YEAR),
    Rule("C50", document.names_a_year, _ANY),
    Rule("C51", document.numbered_in_order, _TEXT),
    Rule("C52", document.overview_length, _TEXT),
)

_SECTIONS = {numeral: place for place, numeral in enumerate(NUMERALS, start=1)}
_LEVELS = list(Level)
_VERDICTS = [Verdict.FAIL, Verdict.CANNOT_JUDGE, Verdict.PASS]


def check(
    published: Published,
    *,
    previous: Published | None = None,
    no_previous: str = "",
    tally: Tally | None = None,
    settings: Settings | None = None,
    only: Collection[str] = (),
    skip: Collection[str] = (),
) -> Verdicts:
    """Runs the rules over one report.

    Args:
        published: the report as `readback` gives it.
        previous: last year's report.
        no_previous: why there is none, where one was looked for.
        tally: the tally of its ledgers, of the same year.
        settings: what the office set; dismissed findings stay listed with their reason.
        only: codes of the rules to run; all if empty.
        skip: codes of rules not to run.
    """
    settings = settings or Settings()
    form = form_named(published.edition) if published.edition else None
    case = Case(published, form, previous, tally, settings)
    rules, not_run = _plan(
        tuple(_lacks(case, no_previous).items()), frozenset(only), frozenset(skip)
    )
    findings: list[Finding] = []
    passed: dict[str, int] = {}
    for rule in rules:
        number = 0
        for result in rule.test(case):
            if isinstance(result, Passed):
                number += result.number
                continue
            number += result.verdict is Verdict.PASS
            findings.append(
                replace(result, dismissed=reason_for(result, settings.dismissed))
                if settings.dismissed
                else result
            )
        if number:
            passed[rule.code] = number
    findings.sort(key=_order)
    return Verdicts(published, tuple(findings), passed, not_run)


@lru_cache(maxsize=64)
def _plan(
    lacking: tuple[tuple[Need, str], ...], only: frozenset[str], skip: frozenset[str]
) -> tuple[tuple[Rule, ...], tuple[NotRun, ...]]:
    """The rules to run and those that cannot run, for all reports that lack the same."""
    lacks = dict(lacking)
    wanted = [rule for rule in RULES if (not only or rule.code in only) and rule.code not in skip]
    reasons = [
        (rule, next((lacks[need] for need in rule.needs if need in lacks), None)) for rule in wanted
    ]
    return (
        tuple(rule for rule, reason in reasons if reason is None),
        tuple(NotRun(rule.code, reason) for rule, reason in reasons if reason is not None),
    )


def _lacks(case: Case, no_previous: str) -> dict[Need, str]:
    """What is missing of what rules may need, and how to say so."""
    previous, year = case.previous, case.published.year
    found: dict[Need, str] = {}
    if case.form is None:
        found[Need.TABLES] = "没有找到表格"
    if not _has_text(case):
        found[Need.TEXT] = "没有正文（第一、五、六部分）"
    if case.tally is None:
        found[Need.LEDGERS] = "没有给出台账（--ledgers）"
    if previous is None:
        found[Need.PREVIOUS] = no_previous or "没有给出上年年报（--previous）"
    elif year and previous.year and previous.year != year - 1:
        found[Need.PREVIOUS] = f"给出的是 {previous.year} 年的年报，不是 {year - 1} 年的"
    return found


def _has_text(case: Case) -> bool:
    """Whether a report has text; a workbook of tables with notes has none that could be wrong."""
    written = any(part.section in {"一", "五", "六"} for part in case.published.paragraphs)
    return written or any(claim.readings and not claim.section for claim in case.narrative.claims)


def section_of(place: str) -> int:
    """The section of a place, 1 to 6; 0 for the report as a whole, the preface and the ledgers."""
    head = place.removeprefix("第")[:1]
    return (
        _SECTIONS.get(head, 0)
        if place[1:2] in {"/", "、", "", "部"} or place.startswith("第")
        else 0
    )


def _order(finding: Finding) -> tuple[object, ...]:
    standing = finding.dismissed is not None
    return (
        standing,
        section_of(finding.place),
        _LEVELS.index(finding.level),
        _VERDICTS.index(finding.verdict),
        finding.rule,
    )
