"""Section 三: two dates place a request in the year, two texts give its row, one its column."""

from __future__ import annotations

import pytest

from helpers import (
    PROCEEDINGS,
    REQUESTS,
    codes,
    conserved,
    found,
    place,
    ready,
    reasons,
    request,
    requests,
    run,
)
from zbreport.forms import form_for

KEY = "requests.{}.natural_person"


def cells(outcome, column="natural_person"):
    """Row keys with a figure other than 0 in one column."""
    suffix = f".{column}"
    return {
        key.removeprefix("requests.").removesuffix(suffix): number
        for key, number in outcome.report.cells.items()
        if key.startswith("requests.") and key.endswith(suffix) and number
    }


@pytest.mark.parametrize(
    ("received", "answered", "outcome", "expected"),
    [
        ("2024-01-01", "2024-12-31", "予以公开", {"received": 1, "granted": 1, "total": 1}),
        ("2023-12-31", "2024-01-01", "予以公开", {"carried_in": 1, "granted": 1, "total": 1}),
        ("2024-12-31", "2025-01-01", "予以公开", {"received": 1, "carried_forward": 1}),
        ("2024-06-01", "", "", {"received": 1, "carried_forward": 1}),
        ("2024-06-01", "", "延期答复", {"received": 1, "carried_forward": 1}),
        ("2022-06-01", "", "征求第三方意见", {"carried_in": 1, "carried_forward": 1}),
        ("2022-06-01", "2025-02-01", "予以公开", {"carried_in": 1, "carried_forward": 1}),
        ("2023-12-31", "2023-12-31", "予以公开", {}),
        ("2025-01-01", "2025-01-02", "予以公开", {}),
    ],
)
def test_two_dates_alone_place_a_row(received, answered, outcome, expected):
    page = requests(
        request(received=received, answered=answered, outcome=outcome), request("2024-999")
    )
    base = {"received": 1, "granted": 1, "total": 1}
    both = {key: expected.get(key, 0) + base.get(key, 0) for key in {*expected, *base}}
    assert cells(run(page)) == both


@pytest.mark.parametrize("year", [2020, 2024])
def test_every_row_of_the_form_has_its_wording(year):
    form = form_for(year)
    labels = {
        key.split(".")[1]: cell.row[-1]
        for key, cell in form.cells.items()
        if key.startswith("requests.") and not cell.addends
    }
    details = {
        key: label
        for key, label in labels.items()
        if key not in {"received", "carried_in", "carried_forward"}
    }
    rows = [
        request(f"{year}-{number:04}", f"{year}-03-01", outcome=label, answered=f"{year}-03-20")
        for number, label in enumerate(details.values(), 1)
    ]
    outcome = run(requests(*rows), year=year)
    assert cells(outcome) == {
        **dict.fromkeys(details, 1),
        "received": len(rows),
        "total": len(rows),
    }


def test_the_edition_of_2019_sums_the_three_kinds_of_other_handling():
    rows = [
        request(str(n), "2020-03-01", outcome=word, answered="2020-04-01")
        for n, word in enumerate(("逾期不补正", "未缴费视为放弃", "其他"), 10000)
    ]
    assert cells(run(requests(*rows), year=2020))["other"] == 3
    rows = [
        request(str(n), "2021-03-01", outcome=word, answered="2021-04-01")
        for n, word in enumerate(("逾期不补正", "未缴费视为放弃", "其他"), 10000)
    ]
    assert cells(run(requests(*rows), year=2021)) == {
        "received": 3,
        "not_corrected_in_time": 1,
        "fee_unpaid": 1,
        "other": 1,
        "total": 3,
    }


@pytest.mark.parametrize(
    ("word", "column"),
    [
        ("公民", "natural_person"),
        ("有限责任公司", "business"),
        ("研究院", "research"),
        ("基金会", "public_interest"),
        ("律所", "legal_service"),
        ("事业单位", "other"),
    ],
)
def test_columns(word, column):
    assert cells(run(requests(request(applicant=word))), column)["granted"] == 1


def test_default_wordings_are_said_and_noted():
    outcome = run(
        requests(
            request("1001", outcome="咨询"),
            request("1002", applicant="个体工商户"),
            request("1003", outcome="撤回"),
        )
    )
    assert cells(outcome)["other"] == 2
    assert cells(outcome, "business")["granted"] == 1
    warned = [one for one in outcome.diagnostics if one.code == "L114"]
    assert {place(one)[2:] for one in warned} == {((2,), "E"), ((3,), "C")}
    assert {(choice.key, choice.origin, choice.count) for choice in outcome.choices} == {
        ("wordings.outcomes", "默认", 1),
        ("wordings.applicants", "默认", 1),
        ("decisions.withdrawn", "默认", 1),
    }


def test_withdrawn_may_leave_both_sides():
    page = requests(request("10001", outcome="撤回"), request("10002"))
    assert cells(run(page)) == {"received": 2, "granted": 1, "other": 1, "total": 2}
    outcome = run(page, decisions={"withdrawn": "not_counted"})
    assert cells(outcome) == {"received": 1, "granted": 1, "total": 1}
    assert reasons(outcome) == [(2, "not_counted")]
    (choice,) = outcome.choices
    assert (choice.key, choice.value, choice.origin, choice.count) == (
        "decisions.withdrawn",
        "not_counted",
        "zbreport.toml",
        1,
    )


def test_assistance_and_void_rows_are_not_counted_but_listed():
    header = [*REQUESTS, "办件类型"]
    page = requests(
        [*request("10001"), "协办"],
        [*request("10002"), "自办"],
        [*request("10003"), "转办"],
        [*request("10004"), ""],
        header=header,
    )
    outcome = run(page)
    assert cells(outcome)["received"] == 2
    assert reasons(outcome) == [(2, "not_counted"), (4, "unknown_kind")]
    assert "1 行" in found(outcome, "L153").message


def test_partial_disclosure_counts_once_and_is_said():
    outcome = run(requests(request(outcome="予以公开、不予公开")))
    assert cells(outcome)["partially_granted"] == 1
    assert place(found(outcome, "L118"))[2:] == ((2,), "E")


@pytest.mark.parametrize(
    ("row", "code", "reason", "column"),
    [
        (request(received=""), "L101", "no_date", "B"),
        (request(received="不详"), "L102", "bad_date", "B"),
        (request(received="03/04/2024"), "L103", "bad_date", "B"),
        (request(received=2024.1), "L104", "bad_date", "B"),
        (request(received="1989-01-01"), "L105", "bad_date", "B"),
        (request(answered="2101-01-01"), "L105", "bad_date", "G"),
        (request(answered="3.4收到,3.6补正"), "L106", "bad_date", "G"),
        (request(received="3月1日"), "L108", "bad_date", "B"),
        (request(received="2024-03-01", answered="2024-02-28"), "L110", "contradictory", "G"),
        (request(outcome=""), "L111", "no_outcome", "G"),
        (request(answered=""), "L112", "no_closing_date", "E"),
        (request(outcome="按领导意见办"), "L113", "unknown_outcome", "E"),
        (request(outcome="按领导意见办", answered=""), "L113", "unknown_outcome", "E"),
        (request(outcome="内部管理、过程性信息"), "L115", "unknown_outcome", "E"),
        (request(outcome="予以公开", detail="属于国家秘密"), "L116", "contradictory", "E"),
        (request(outcome="不予公开"), "L117", "unknown_outcome", "E"),
        (request(outcome="延期答复"), "L117", "unknown_outcome", "E"),
        (request(applicant=""), "L120", "unknown_applicant", "C"),
        (request(applicant="法人"), "L121", "unknown_applicant", "C"),
        (request(applicant="法人或其他组织"), "L121", "unknown_applicant", "C"),
        (request(applicant="某类人"), "L113", "unknown_applicant", "C"),
    ],
)
def test_faults_of_one_row(row, code, reason, column):
    outcome = run(requests(["2024-100", *request()[1:]], row), year=2024)
    finding = found(outcome, code)
    assert place(finding) == ("依申请公开台账.xlsx", "台账", (3,), column)
    assert finding.level == "error"
    assert reasons(outcome) == [(3, reason)]
    assert cells(outcome)["granted"] == 1
    conserved(outcome)


def test_a_fault_of_a_year_that_does_not_matter_is_no_fault():
    outcome = run(
        requests(
            request("10001"),
            request(
                "10002",
                "2022-01-01",
                outcome="按领导意见办",
                applicant="法人",
                answered="2022-02-01",
            ),
        )
    )
    assert not [code for code in codes(outcome) if code.startswith("L")]
    assert reasons(outcome) == [(3, "outside_year")]


@pytest.mark.parametrize(
    ("row", "where"),
    [
        (request(outcome="按领导意见办"), "outcomes"),
        (
            request(
                outcome="不予公开",
                detail="按领导意见办的那一类，并且写得很长很长很长很长很长很长很长很长很长",
            ),
            "outcomes",
        ),
        (request(outcome='按"领导"意见办'), "outcomes"),
        (request(applicant="某类人"), "applicants"),
    ],
)
def test_the_ready_line_settles_an_unknown_wording(row, where):
    page = requests(row)
    settings = ready(
        found(run(page), "L113"), "state_secret" if where == "outcomes" else "business"
    )
    outcome = run(page, wordings=settings["wordings"])
    assert not outcome.set_aside_rows()
    assert [choice.origin for choice in outcome.choices] == ["zbreport.toml"]


def test_unknown_words_may_be_set_to_say_it_is_still_open():
    page = requests(request(outcome="转办公会研究", answered=""))
    assert cells(run(page, wordings={"outcomes": {"转办公会研究": "open"}})) == {
        "received": 1,
        "carried_forward": 1,
    }


def test_many_rows_with_one_fault_are_one_finding():
    outcome = run(
        requests(*[request(f"2024-{n}", outcome="按领导意见办") for n in range(1000, 1050)])
    )
    assert found(outcome, "L113").rows == tuple(range(2, 52))


def test_methods_of_the_year_s_new_requests():
    rows = [
        request("10001", method="挂号信"),
        request("10002", method="EMS"),
        request("10003", method="门户网站"),
        request("10004", method=""),
        request("10005", "2023-12-31", method="当面"),
    ]
    assert dict(run(requests(*rows)).report.extras) == {
        "request_methods.网络": 1,
        "request_methods.信函": 2,
    }


@pytest.mark.parametrize(("fault", "column"), [("#REF!", 1), ("=", 6), ("#N/A", 4), ("=", 2)])
def test_cells_that_are_broken_are_not_blank(fault, column):
    row = request()
    row[column] = ""
    outcome = run(requests(request("2024-100"), row, faults={(3, column): fault}))
    finding = found(outcome, "L107")
    assert place(finding) == ("依申请公开台账.xlsx", "台账", (3,), "ABCDEFG"[column])
    assert ("没有存下结果的公式" if fault == "=" else fault) in finding.message
    assert reasons(outcome) == [(3, "broken_cell")]
    assert (
        codes(outcome).count("L101")
        == codes(outcome).count("L111")
        == codes(outcome).count("L120")
        == 0
    )


def test_a_broken_cell_in_a_column_that_is_not_read_does_not_matter():
    outcome = run(requests([*request(), ""], header=[*REQUESTS, "备注"], faults={(2, 7): "#REF!"}))
    assert "L107" not in codes(outcome)
    assert cells(outcome)["granted"] == 1


def test_the_same_number_twice_with_different_content():
    first, second = request(), request(outcome="不予公开", detail="国家秘密")
    outcome = run(requests(first, second, request("2024-002")))
    finding = found(outcome, "L130")
    assert place(finding) == ("依申请公开台账.xlsx", "台账", (3,), "A")
    assert "2024-001" in finding.message
    assert "第 2 行" in finding.message
    assert reasons(outcome) == [(3, "duplicate_number")]
    (aside,) = outcome.set_aside_rows()
    assert (aside.same_as.row, aside.same_as.file) == (2, "依申请公开台账.xlsx")
    assert cells(outcome)["received"] == 2


def test_which_of_two_contents_counts_does_not_depend_on_their_order():
    first, second = request(answered="", outcome=""), request()
    assert (
        cells(run(requests(first, second)))
        == cells(run(requests(second, first)))
        == {"received": 1, "granted": 1, "total": 1}
    )


def test_the_same_case_in_two_files_counts_once():
    outcome = run(
        requests(request(), file="上半年依申请公开.xlsx"),
        requests(request(), request("2024-002"), file="全年依申请公开.xlsx"),
    )
    assert cells(outcome)["received"] == 2
    assert "编号和内容都相同" in found(outcome, "L131").message


def test_running_numbers_start_again_in_every_table():
    outcome = run(
        requests(request("1"), request("2"), file="上半年依申请公开.xlsx"),
        requests(request("1"), file="下半年依申请公开.xlsx"),
    )
    assert cells(outcome)["received"] == 3


def test_proceedings_in_columns_of_the_register():
    header = [
        *REQUESTS,
        "复议结果",
        "复议受理日期",
        "复议结案日期",
        "诉讼结果",
        "诉讼受理日期",
        "诉讼结案日期",
    ]
    none = ["", "", ""]
    page = requests(
        [*request("10001"), "维持", "2024-05-01", "2024-06-01", *none],
        [*request("10002"), *none, "驳回诉讼请求", "2024-05-01", "2024-06-01"],
        [*request("10003"), "维持", "2024-05-01", "2024-06-01", "审理中", "2024-07-01", ""],
        [*request("10004"), "无", "", "", "/", "", ""],
        header=header,
    )
    outcome = run(page)
    numbers = {
        key: number
        for key, number in outcome.report.cells.items()
        if key.startswith("proceedings") and number
    }
    assert numbers == {
        "proceedings.review.upheld": 2,
        "proceedings.review.total": 2,
        "proceedings.litigation_direct.upheld": 1,
        "proceedings.litigation_direct.total": 1,
        "proceedings.litigation_after_review.pending": 1,
        "proceedings.litigation_after_review.total": 1,
    }
    assert cells(outcome)["received"] == 4
    assert [(source.ledger, source.rows) for source in outcome.sources] == [
        ("requests", 4),
        ("proceedings", 2),
        ("proceedings", 2),
    ]
    assert not outcome.set_aside_rows()


def test_a_suit_in_a_register_without_a_review_column_is_asked_about():
    page = requests(
        [*request("10001"), "驳回诉讼请求", "2024-05-01", "2024-06-01"],
        header=[*REQUESTS, "诉讼结果", "诉讼受理日期", "诉讼结案日期"],
    )
    outcome = run(page)
    assert found(outcome, "L151").rows == (2,)
    assert outcome.report.cells["proceedings.litigation_direct.total"] is None


def test_a_register_without_a_row_says_that_there_was_nothing():
    outcome = run(
        requests(),
        requests(header=PROCEEDINGS, file="复议诉讼台账.xlsx"),
        requests(request("1", "2023-01-01", answered="2023-02-01"), header=[*REQUESTS]),
        year=2024,
    )
    assert outcome.report.cells["proceedings.review.total"] == 0
    assert found(outcome, "T306").cell == "proceedings"
