"""What checking a report gives: verdicts on single comparisons, and the whole of one report.

A rule yields a `Passed` for every comparison that holds, and a `Finding` for every other: it fails,
or it cannot be judged because an operand is missing. Nothing here is printed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from zbreport.diagnostics import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zbreport.model import RowPlace
    from zbreport.readback.published import Published


class Verdict(StrEnum):
    """The outcome of one comparison."""

    PASS = "pass"  # noqa: S105  (not a password)
    FAIL = "fail"
    CANNOT_JUDGE = "cannot_judge"

    @property
    def label(self) -> str:
        """The verdict in Chinese."""
        return {"pass": "通过", "fail": "不通过", "cannot_judge": "无法判断"}[self.value]


class Passed(NamedTuple):
    """A comparison that holds, with its operands; or `number` of them, of one cell or row each."""

    cells: tuple[str, ...] = ()
    number: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a report.

    Attributes:
        rule: `C01`…; key of the catalogue.
        level: how much it matters; a comparison that cannot be judged is at most a warning.
        verdict: `fail` or `cannot_judge`; `pass` only for a remark about something that is right.
        place: section, row and column in the form's own words.
        cells: the cells concerned.
        said, expected, difference: as text, empty where they mean nothing; difference = said -
            expected.
        quote: the sentence of the report that it is about.
        message: one Chinese sentence that can be sent as it is.
        remedy: what to do.
        rows: rows of the ledgers behind it.
        dismissed: the office's reason in zbreport.toml for letting it stand, else None.
    """

    rule: str
    level: Level
    verdict: Verdict
    place: str
    message: str
    cells: tuple[str, ...] = ()
    said: str = ""
    expected: str = ""
    difference: str = ""
    quote: str = ""
    remedy: str = ""
    rows: tuple[RowPlace, ...] = ()
    dismissed: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it is a fault that nobody dismissed."""
        return self.verdict is Verdict.FAIL and self.dismissed is None


Result = Passed | Finding


class NotRun(NamedTuple):
    """A rule that did not run, and why."""

    rule: str
    reason: str

    def __reduce__(self) -> tuple[Callable[..., NotRun], tuple[str, str]]:
        """How it comes back from a worker: as the one that all reports share."""
        return _not_run, (self.rule, self.reason)


@cache
def _not_run(rule: str, reason: str) -> NotRun:
    return NotRun(rule, reason)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """One report, checked.

    Attributes:
        published: the report as read.
        findings: by section of the report, worst first.
        passed: rule → comparisons that hold.
        not_run: rules that lacked a whole input; each counts as one that cannot be judged.
        counted: `cell_counts` of a report whose cells were let go.
    """

    published: Published
    findings: tuple[Finding, ...] = ()
    passed: Mapping[str, int] = field(default_factory=dict)
    not_run: tuple[NotRun, ...] = ()
    counted: tuple[int, int, int] | None = None

    @property
    def cell_counts(self) -> tuple[int, int, int]:
        """Cells found, of these blank, and of these with something that is no number."""
        if self.counted:
            return self.counted
        cells = self.published.cells.values()
        without = [cell.text for cell in cells if cell.value is None]
        blank = without.count("")
        return len(cells), blank, len(without) - blank

    def without_content(self) -> Verdicts:
        """The same without the report's cells and text, to keep thousands in little memory."""
        lean = replace(self.published, cells={}, paragraphs=(), oddities=())
        return replace(self, published=lean, counted=self.cell_counts)

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many comparisons pass, fail and cannot be judged; without dismissed faults."""
        found: Counter[Verdict] = Counter(dict.fromkeys(Verdict, 0))
        found[Verdict.PASS] += sum(self.passed.values())
        found[Verdict.CANNOT_JUDGE] += len(self.not_run)
        for finding in self.findings:
            if finding.dismissed is None:
                found[finding.verdict] += 1
        return found

    def status(self, *, strict: bool = False) -> int:
        """1 when a fault of level error stands (with `strict`, also a warning), else 0."""
        serious = {Level.ERROR, Level.WARNING} if strict else {Level.ERROR}
        return int(any(finding.stands and finding.level in serious for finding in self.findings))

    def worst(self, rule: str) -> str:
        """One word for a rule.

        `fail`, `question`, `remark`, `dismissed`, `cannot_judge`, `pass`, or `not_run`.
        """
        mine = [finding for finding in self.findings if finding.rule == rule]
        if not mine:
            return "pass" if self.passed.get(rule) else "not_run"
        if any(finding.stands and finding.level is not Level.INFO for finding in mine):
            return "fail"
        if any(
            finding.verdict is Verdict.CANNOT_JUDGE and finding.level is not Level.INFO
            for finding in mine
        ):
            return "question"
        if any(
            finding.dismissed is None and finding.verdict is not Verdict.CANNOT_JUDGE
            for finding in mine
        ):
            return "remark"
        if any(finding.dismissed for finding in mine):
            return "dismissed"
        return "pass" if self.passed.get(rule) else "cannot_judge"
