"""Rules that need the ledgers: a case that fails, one that passes, one that cannot be judged; and every cell against the tally."""

from __future__ import annotations

import pytest
from made_reports import clean, paragraphs, read

from helpers import PROCEEDINGS, REQUESTS, request, requests, run, sheet, website
from zbreport.checks import Verdict, check
from zbreport.checks.rows import behind
from zbreport.diagnostics import Level
from zbreport.settings import Settings

FULL = [*REQUESTS, "是否延期", "是否补正", "是否征求第三方意见", "落款日期", "原申请编号"]
CASES_HEADER = [*PROCEEDINGS, "本机关身份"]
IN_TIME = paragraphs("（二）依申请公开情况。收到的政府信息公开申请均在法定期限内答复。")


def full(*cells, extended="否", corrected="否", third="否", written="", parent="", **more):
    return [*request(*cells, **more), extended, corrected, third, written, parent]


def register(*rows, header=FULL):
    return requests(*rows, header=header)


def suits(*rows):
    return sheet(CASES_HEADER, *rows, file="复议诉讼台账.xlsx")


def tallied(*sheets, **settings):
    return run(*sheets, missing="zero", **settings)


def report_of(outcome, changes=None, **more):
    """A report that says exactly what the ledgers give, but for some cells."""
    return clean(
        cells=read(dict(outcome.report.cells) | (changes or {})), year=outcome.report.year, **more
    )


GOOD = register(full("1"), full("2", outcome="不予公开", detail="属于国家秘密"))
PLAIN = requests(request("1"), request("2"))
SUIT = ["诉1", "行政诉讼", "否", "2024-05-06", "2024-08-01", "维持", "被告"]
ALONG = ["诉2", "行政诉讼", "是", "2024-05-06", "2024-08-01", "维持", "共同被告（复议机关）"]
INLINE = [
    "登记编号",
    "收到日期",
    "申请人类别",
    "办理结果",
    "具体情形",
    "答复日期",
    "诉讼结果",
    "诉讼受理日期",
    "诉讼结案日期",
    "诉讼是否经过复议",
]


def inline(outcome, detail=""):
    return requests(
        [
            "1",
            "2024-03-01",
            "自然人",
            outcome,
            detail,
            "2024-03-20",
            "维持",
            "2024-04-02",
            "2024-06-03",
            "否",
        ],
        header=INLINE,
    )


# rule: sheets that fail, that pass, that cannot be judged
CASES = {
    "C22": ((register(full("1", received="")),), (GOOD,), (website(["甲", "2024-01-02", ""]),)),
    "C23": (
        (register(full("1"), full("1", applicant="商业企业")),),
        (GOOD,),
        (website(["甲", "2024-01-02", ""]),),
    ),
    "C24": (
        (register(full("1", outcome="非政府信息")),),
        (GOOD,),
        (website(["甲", "2024-01-02", ""]),),
    ),
    "C25": (
        (register(full("1", answered="2024-06-03")),),
        (GOOD,),
        (requests(request("1", answered="2024-06-03")),),
    ),
    "C26": (
        (
            register(
                full("1", answered="2024-04-20"), full("2", answered="2024-09-20", extended="是")
            ),
        ),
        None,
        (PLAIN,),
    ),
    "C27": (
        (register(full("1"), full("2", received="2024-09-02", outcome="", answered="")),),
        (GOOD,),
        (requests(request("1"), request("2", received="2024-09-02", outcome="", answered="")),),
    ),
    "C28": (
        (register(full("1"), full("2", received="2024-12-30", answered="2025-01-06")),),
        (GOOD,),
        (website(["甲", "2024-01-02", ""]),),
    ),
    "C29": ((register(full("1", written="2023-12-31"), full("2")),), (GOOD,), (PLAIN,)),
    "C31": (
        (register(full("1", outcome="不予公开", detail="保护第三方合法权益")),),
        (register(full("1", outcome="不予公开", detail="保护第三方合法权益", third="是")),),
        (PLAIN,),
    ),
    "C32": (
        (register(full("1", outcome="逾期不补正")),),
        (register(full("1", outcome="逾期不补正", corrected="是")),),
        (PLAIN,),
    ),
    "C34": (
        (register(full("1"), full("2", outcome="重复申请")),),
        (register(full("1"), full("2", outcome="重复申请", parent="1")),),
        (PLAIN,),
    ),
    "C37": ((inline("不予公开", "属于国家秘密"),), (inline("予以公开"),), (PLAIN, suits(SUIT))),
    "C38": ((PLAIN, suits(SUIT, ALONG)), (PLAIN, suits(SUIT)), (PLAIN,)),
    "C41": (
        (
            PLAIN,
            website(["甲", "2024-01-02", ""]),
            website(["甲", "2024-01-02", ""], file="报刊.xlsx"),
        ),
        (website(["甲", "2024-01-02", ""]),),
        (PLAIN,),
    ),
}


def kinds_of(rule, outcome, **more):
    changes = (
        {"proceedings.litigation_after_review.total": 1}
        if rule == "C38"
        else {"requests.carried_forward.total": 7}
        if rule == "C28"
        else {}
    )
    published = report_of(outcome, changes, text=IN_TIME, **more)
    found = check(published, tally=outcome, only=(rule,))
    kinds = {finding.verdict for finding in found.findings}
    return kinds | ({Verdict.PASS} if found.passed.get(rule) else set()), found


@pytest.mark.parametrize("rule", CASES)
def test_a_broken_ledger_fails(rule):
    kinds, found = kinds_of(
        rule, tallied(*CASES[rule][0], channels=_press() if rule == "C41" else ())
    )
    assert Verdict.FAIL in kinds
    failing = next(finding for finding in found.findings if finding.verdict is Verdict.FAIL)
    assert failing.rows
    assert failing.message


def _press():
    from zbreport.settings import ChannelSetting

    return (ChannelSetting("press", None, ("报刊*",)),)


@pytest.mark.parametrize("rule", [rule for rule in CASES if CASES[rule][1]])
def test_a_sound_ledger_passes(rule):
    sheets = CASES[rule][1]
    outcome = tallied(*sheets)
    published = report_of(outcome, text=IN_TIME)
    found = check(published, tally=outcome, only=(rule,))
    assert [finding for finding in found.findings if finding.verdict is not Verdict.PASS] == []
    assert found.passed[rule]


@pytest.mark.parametrize("rule", CASES)
def test_a_ledger_that_does_not_tell_cannot_be_judged(rule):
    kinds, _ = kinds_of(rule, tallied(*CASES[rule][2]))
    assert Verdict.CANNOT_JUDGE in kinds
    assert Verdict.FAIL not in kinds


def test_the_time_limit_without_columns_for_pauses_is_only_doubtful():
    outcome = tallied(requests(request("1", answered="2024-06-03")))
    (finding,) = check(report_of(outcome, text=IN_TIME), tally=outcome, only=("C25",)).findings
    assert (finding.verdict, finding.level) == (Verdict.CANNOT_JUDGE, Level.INFO)
    assert "是否延期" in finding.message
    assert [row.row for row in finding.rows] == [2]


def test_a_text_that_does_not_claim_punctuality_is_not_tested():
    outcome = tallied(register(full("1", answered="2024-06-03")))
    assert check(report_of(outcome), tally=outcome, only=("C25",)).status(strict=True) == 1
    quiet = report_of(outcome, text=paragraphs("（二）收到申请1件。"))
    assert check(quiet, tally=outcome, only=("C25",)).status(strict=True) == 0


def test_withdrawn_requests_are_an_uncertain_mapping():
    outcome = tallied(register(full("1", outcome="申请人撤回")))
    found = check(report_of(outcome), tally=outcome, only=("C24",))
    assert any("撤回" in finding.message for finding in found.findings)


# --- every cell


@pytest.fixture
def outcome():
    return tallied(
        register(
            *(full(str(number)) for number in range(1, 6)),
            full("6", applicant="商业企业"),
            full("7", outcome="不知道"),
        )
    )


def test_every_cell_is_compared(outcome):
    found = check(report_of(outcome), tally=outcome, only=("C46",))
    assert found.passed == {"C46": 200}
    assert found.findings == ()


def test_a_cell_that_says_less_names_the_rows(outcome):
    (finding,) = check(
        report_of(outcome, {"requests.granted.business": 0}), tally=outcome, only=("C46",)
    ).findings
    assert (finding.said, finding.expected, finding.difference) == ("0", "1", "-1")
    assert [row.row for row in finding.rows] == [7]
    assert "第 7 行" in finding.remedy


def test_a_cell_that_says_more_names_the_rows_set_aside(outcome):
    (finding,) = check(
        report_of(outcome, {"requests.received.natural_person": 6}), tally=outcome, only=("C46",)
    ).findings
    assert [row.row for row in finding.rows] == [8]
    assert "办理结果不明" in finding.remedy


def test_rows_in_the_wrong_cell_are_named_by_both_cells(outcome):
    changes = {"requests.granted.business": 0, "requests.granted.research": 1}
    findings = check(report_of(outcome, changes), tally=outcome, only=("C46",)).findings
    assert all(
        "可能有 1 件应在“三/（一）予以公开/商业企业”，填到了“三/（一）予以公开/科研机构”"
        in finding.remedy
        for finding in findings
    )


def test_a_cell_that_the_ledgers_do_not_give_cannot_be_judged():
    outcome = run(register(full("1")))
    found = check(
        clean(cells=read({key: value or 0 for key, value in outcome.report.cells.items()})),
        tally=outcome,
        only=("C46",),
    )
    assert [finding.verdict for finding in found.findings] == [Verdict.CANNOT_JUDGE]


def test_a_tally_of_another_year_is_not_compared(outcome):
    (finding,) = check(clean(year=2023), tally=outcome, only=("C46",)).findings
    assert finding.verdict is Verdict.CANNOT_JUDGE


def test_totals_point_to_their_addends(outcome):
    from zbreport.checks.case import Case
    from zbreport.forms import form_for

    case = Case(
        report_of(outcome, {"requests.granted.total": 5}), form_for(2024), None, outcome, Settings()
    )
    assert "加数" in behind(case, "requests.granted.total")[0]
