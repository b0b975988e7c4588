"""Licences, penalties, coercive measures and (2019 edition) other services: one row a decision. Section 二, articles 20(5) and (6).

Frame: `kind` (`licences`, `penalties`, `coercive_measures`, `other_services`), `decided_on`
(datetime64[s]).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.ledgers.kinds import kinds
from zbreport.ledgers.same_numbers import mark_same_numbers

if TYPE_CHECKING:
    from zbreport.ledgers.judge import Judge

DATE = "decided_on"


def typed(judge: Judge) -> None:
    """Types the columns."""
    kinds(judge, "decision_kinds", "行政许可、行政处罚、行政强制")
    judge.dates("decided_on")
    judge.needs_date("decided_on")


def facts(judge: Judge, year: int) -> None:
    """Sets aside other years and decisions registered twice."""
    judge.put_aside(judge.frame["decided_on"].dt.year != year, "outside_year")
    mark_same_numbers(judge, ["kind", "decided_on"])
