"""What would mend a broken relation: single cells, cells together, and with ledgers the rows that make up the difference."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_reports import clean, figures, read

from helpers import PROCEEDINGS, request, requests, run, sheet
from zbreport.checks import check
from zbreport.checks.mending import wrong_together
from zbreport.checks.relations import gap, relations, standing_in
from zbreport.forms import form_named

CLEAN = figures()
CELLS = sorted(standing_in("2021"))
SUMS = ("C02", "C03", "C04", "C05")
LABELS = {form_named("2021").label(key): key for key in CELLS}


def changes_in(remedy):
    """`… 由 22 改为 21；…` → what each named cell would become."""
    return {
        LABELS[label]: int(value)
        for label, value in re.findall(r"([^；：]+) 由 \d+ 改为 (\d+)", remedy)
    }


def broken(values):
    return [relation for relation in relations("2021") if gap(relation, values)]


def findings(values):
    return check(clean(values), only=SUMS).findings


@given(st.dictionaries(st.sampled_from(CELLS), st.integers(1, 9), min_size=1, max_size=4))
def test_a_single_cell_that_is_named_restores_all_its_relations(changes):
    values = CLEAN | {key: CLEAN[key] + change for key, change in changes.items()}
    for finding in findings(values):
        if finding.remedy.startswith("只改一格"):
            for key, value in changes_in(finding.remedy).items():
                assert key in finding.cells
                assert not any(
                    gap(relation, values | {key: value}) for relation in standing_in("2021")[key]
                )


@given(st.dictionaries(st.sampled_from(CELLS), st.integers(1, 9), min_size=1, max_size=4))
def test_cells_that_are_named_together_restore_everything(changes):
    values = CLEAN | {key: CLEAN[key] + change for key, change in changes.items()}
    found = wrong_together(values, "2021")
    assert (
        not found
        or broken(values | {key: values[key] + change for key, change in found.items()}) == []
    )


# one wrong cell in each kind of place: what is broken, and every finding names it
SINGLE = [
    ("requests.received.business", {"C02", "C03"}),
    ("requests.received.total", {"C02", "C03"}),
    ("requests.carried_forward.natural_person", {"C02", "C03"}),
    ("requests.granted.business", {"C03", "C04"}),
    ("requests.granted.total", {"C03", "C04"}),
    ("requests.total.business", {"C02", "C03", "C04"}),
    ("requests.total.total", {"C02", "C03", "C04"}),
    ("proceedings.review.total", {"C05"}),
    ("proceedings.litigation_direct.upheld", {"C05"}),
]


@pytest.mark.parametrize(("key", "rules"), SINGLE)
def test_relations_that_share_a_wrong_cell_all_name_it(key, rules):
    found = findings(CLEAN | {key: CLEAN[key] + 2})
    assert {finding.rule for finding in found} == rules
    for finding in found:
        assert changes_in(finding.remedy)[key] == CLEAN[key]
    if rules != {"C05"}:  # of a sum by itself, the total or any addend may be the wrong one
        assert all(list(changes_in(finding.remedy)) == [key] for finding in found)


TOGETHER = [
    {"requests.granted.business": 1, "requests.petition.business": 2},
    {"requests.granted.business": 1, "requests.granted.natural_person": 5},
    {"requests.received.business": 1, "requests.carried_in.business": 3},
    {"requests.received.other": 1, "requests.not_held.other": 3},
]


@pytest.mark.parametrize("changes", TOGETHER)
def test_cells_that_are_wrong_together_are_found(changes):
    values = CLEAN | {key: CLEAN[key] + change for key, change in changes.items()}
    assert wrong_together(values, "2021") == {key: -change for key, change in changes.items()}
    named = [changes_in(finding.remedy) for finding in findings(values)]
    assert all(
        found in ({key: CLEAN[key] for key in changes}, {key: CLEAN[key] for key in found})
        for found in named
    )
    assert set().union(*named) == set(changes)


def test_nothing_is_named_where_nothing_is_sure():
    """Four wrong cells in a square of two rows and two columns: each row and column is broken, but by which cell cannot be known."""
    rows, columns = ("granted", "petition"), ("business", "natural_person")
    changes = {
        f"requests.{row}.{column}": number
        for number, (row, column) in enumerate([(r, c) for r in rows for c in columns], 1)
    }
    values = CLEAN | {key: CLEAN[key] + change for key, change in changes.items()}
    assert wrong_together(values, "2021") == {}
    assert all("改为" not in finding.remedy for finding in findings(values))


@pytest.fixture
def outcome():
    suits = sheet(
        PROCEEDINGS,
        ["复1", "行政复议", "", "2024-02-01", "2024-03-01", "维持"],
        file="复议诉讼台账.xlsx",
    )
    return run(
        requests(
            *(request(str(number)) for number in range(1, 4)), request("4", applicant="商业企业")
        ),
        suits,
        missing="zero",
    )


@pytest.mark.parametrize(
    ("key", "said", "rule", "file", "row"),
    [
        ("requests.received.business", 0, "C02", "依申请公开台账.xlsx", 5),
        ("requests.granted.business", 0, "C03", "依申请公开台账.xlsx", 5),
        ("requests.granted.business", 0, "C04", "依申请公开台账.xlsx", 5),
        ("proceedings.review.upheld", 0, "C05", "复议诉讼台账.xlsx", 2),
    ],
)
def test_with_ledgers_the_rows_that_make_up_the_difference(outcome, key, said, rule, file, row):
    published = clean(cells=read(dict(outcome.report.cells) | {key: said}))
    (finding,) = check(published, tally=outcome, only=(rule,)).findings
    assert f"按台账，{form_named('2021').label(key)} 应为 1" in finding.remedy
    assert [(place.file, place.sheet, place.row) for place in finding.rows] == [
        (file, place.sheet, row) for place in finding.rows[:1]
    ]
    assert f"第 {row} 行" in finding.remedy


def test_ledgers_of_another_year_say_nothing_of_a_relation(outcome):
    published = clean(
        cells=read(dict(outcome.report.cells) | {"requests.received.business": 0}), year=2023
    )
    found = check(published, tally=outcome, only=("C02",)).findings
    assert found
    assert all(not finding.rows and "按台账" not in finding.remedy for finding in found)
