"""Section 四: pending is what was open on 31 December; the basis is a choice; a co-defendant review body does not count."""

from __future__ import annotations

import pytest

from helpers import PROCEEDINGS, codes, conserved, found, place, reasons, run, sheet


def cases(*rows, header=PROCEEDINGS, file="行政复议诉讼台账.xlsx", name="案件", **more):
    return sheet(header, *rows, file=file, name=name, **more)


def case(
    number="案号1001",
    kind="行政复议",
    first="",
    filed="2024-03-01",
    closed="2024-05-01",
    result="维持",
):
    return [number, kind, first, filed, closed, result]


def counted(outcome):
    return {
        key.removeprefix("proceedings."): number
        for key, number in outcome.report.cells.items()
        if key.startswith("proceedings.") and number and not key.endswith(".total")
    }


@pytest.mark.parametrize("year", [2020, 2024])
@pytest.mark.parametrize(
    ("kind", "first", "result", "cell"),
    [
        ("行政复议", "", "维持", "review.upheld"),
        ("行政复议", "", "责令重新答复", "review.corrected"),
        ("行政复议", "", "终止", "review.other"),
        ("行政诉讼", "否", "驳回诉讼请求", "litigation_direct.upheld"),
        ("行政诉讼", "是", "确认违法", "litigation_after_review.corrected"),
        ("未经复议直接起诉", "", "撤诉", "litigation_direct.other"),
        ("复议后起诉", "", "结果维持", "litigation_after_review.upheld"),
    ],
)
def test_kinds_and_results(year, kind, first, result, cell):
    outcome = run(
        cases(case("案号9", kind, first, f"{year}-03-01", f"{year}-05-01", result)), year=year
    )
    assert counted(outcome) == {cell: 1}
    assert outcome.report.cells[f"proceedings.{cell.partition('.')[0]}.total"] == 1


@pytest.mark.parametrize(
    ("filed", "closed", "result", "alive", "received"),
    [
        ("2024-03-01", "2024-12-31", "维持", {"review.upheld": 1}, {"review.upheld": 1}),
        ("2024-03-01", "2025-01-01", "维持", {"review.pending": 1}, {"review.pending": 1}),
        ("2024-03-01", "", "审理中", {"review.pending": 1}, {"review.pending": 1}),
        ("2024-03-01", "", "", {"review.pending": 1}, {"review.pending": 1}),
        ("2023-12-31", "2024-01-01", "维持", {"review.upheld": 1}, {}),
        ("2023-12-31", "", "尚未审结", {"review.pending": 1}, {}),
        ("2023-03-01", "2023-12-31", "维持", {}, {}),
        ("2025-01-01", "2025-02-01", "维持", {}, {}),
    ],
)
def test_which_cases_form_the_total_is_a_setting(filed, closed, result, alive, received):
    page = cases(case(filed=filed, closed=closed, result=result))
    assert counted(run(page)) == alive
    outcome = run(page, decisions={"proceedings_basis": "received"})
    assert counted(outcome) == received
    conserved(outcome)


@pytest.mark.parametrize("basis", ["alive", "received"])
def test_the_basis_used_is_noted(basis):
    (choice,) = run(
        cases(case()), decisions={"proceedings_basis": basis} if basis == "received" else {}
    ).choices
    assert (choice.key, choice.value, choice.count) == ("decisions.proceedings_basis", basis, 1)
    assert choice.origin == ("zbreport.toml" if basis == "received" else "默认")


@pytest.mark.parametrize("role", ["复议机关", "共同被告", "市政府作为复议机关、共同被告"])
def test_a_review_body_sued_as_co_defendant_is_counted_elsewhere(role):
    page = cases(
        [*case("案号1001"), role],
        [*case("案号1002"), "被复议机关"],
        [*case("案号1003"), "某局"],
        header=[*PROCEEDINGS, "本机关身份"],
    )
    outcome = run(page)
    assert reasons(outcome) == [(2, "co_defendant")]
    assert "201号" in found(outcome, "L153").message
    assert counted(outcome) == {"review.upheld": 2}


def test_a_third_party_is_asked_about():
    outcome = run(cases([*case(), "第三人"], header=[*PROCEEDINGS, "本机关身份"]))
    assert place(found(outcome, "L115"))[2:] == ((2,), "G")
    assert reasons(outcome) == [(2, "not_counted")]


@pytest.mark.parametrize(
    ("row", "code", "reason", "column"),
    [
        (case(filed=""), "L101", "no_date", "D"),
        (case(closed="2024-02-01"), "L110", "contradictory", "E"),
        (case(result=""), "L111", "no_outcome", "E"),
        (case(closed=""), "L112", "no_closing_date", "F"),
        (case(result="审理中"), "L116", "contradictory", "F"),
        (case(result="另行通知"), "L113", "unknown_outcome", "F"),
        (case(result="驳回"), "L115", "unknown_outcome", "F"),
        (case(kind=""), "L150", "unknown_kind", "B"),
        (case(kind="仲裁"), "L113", "unknown_kind", "B"),
        (case(kind="行政诉讼"), "L151", "unknown_kind", "C"),
        (case(kind="行政诉讼", first="不详"), "L151", "unknown_kind", "C"),
    ],
)
def test_faults(row, code, reason, column):
    outcome = run(cases(case("案号1000"), row))
    assert place(found(outcome, code)) == ("行政复议诉讼台账.xlsx", "案件", (3,), column)
    assert reasons(outcome) == [(3, reason)]
    assert counted(outcome) == {"review.upheld": 1}


def test_results_that_offices_place_differently_are_said():
    outcome = run(cases(case(kind="行政诉讼", first="否", result="驳回起诉")))
    assert counted(outcome) == {"litigation_direct.other": 1}
    assert place(found(outcome, "L114"))[3] == "F"
    settled = run(
        cases(case(kind="行政诉讼", first="否", result="驳回起诉")),
        wordings={"results": {"驳回起诉": "upheld"}},
    )
    assert counted(settled) == {"litigation_direct.upheld": 1}


def test_one_kind_a_sheet():
    page = sheet(
        ["案号", "受理日期", "结案日期", "结果"],
        ["案号1001", "2024-03-01", "2024-05-01", "维持"],
        file="台账.xlsx",
        name="行政复议",
    )
    outcome = run(page)
    assert counted(outcome) == {"review.upheld": 1}
    assert (
        outcome.report.cells["proceedings.litigation_direct.total"] is None
    )  # a list of reviews says nothing about suits
    assert "T301" in codes(outcome)


def test_a_case_written_twice_counts_once():
    assert counted(run(cases(case("案号1001"), case("案号1001")))) == {"review.upheld": 1}
