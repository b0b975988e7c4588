"""What the register tells of extensions, corrections, consultations, fees and applicants: rules C25-C27, C31-C34, C37."""

from __future__ import annotations

import pytest
from made_reports import clean, paragraphs, read

from helpers import PROCEEDINGS, REQUESTS, request, requests, run, sheet
from zbreport.checks import Verdict, check

IN_TIME = paragraphs("（二）依申请公开情况。收到的政府信息公开申请均在法定期限内答复。")
PAUSES = ["是否延期", "是否补正", "是否征求第三方意见"]
NO_PAUSE = ["否", "否", "否"]


def register(header, *rows):
    """Rows of the usual register with more columns."""
    return requests(*rows, header=[*REQUESTS, *header])


def judged(rule, *sheets, changes=None):
    outcome = run(*sheets, missing="zero")
    published = clean(cells=read(dict(outcome.report.cells) | (changes or {})), text=IN_TIME)
    found = check(published, tally=outcome, only=(rule,))
    return [
        (one.verdict, [row.row for row in one.rows]) for one in found.findings if one.rows
    ], found


FAIL, ASKED = Verdict.FAIL, Verdict.CANNOT_JUDGE

# columns beside the usual and PAUSES, what stands in them, the dates of the request, and what C26
# says of the row
RECORDS = [
    (["延期批准日期"], ["是", "否", "否", ""], {"answered": "2024-04-20"}, [FAIL]),
    (["延期批准日期"], ["是", "否", "否", "2024-03-20"], {"answered": "2024-04-20"}, []),
    (["延期告知日期"], ["是", "否", "否", ""], {"answered": "2024-04-20"}, [FAIL]),
    (["延期告知日期"], ["是", "否", "否", "2024-03-25"], {"answered": "2024-04-20"}, []),
    (["延期告知日期"], ["是", "否", "否", "2024-04-10"], {"answered": "2024-04-20"}, [ASKED]),
    (["延期告知日期"], ["", "否", "否", "2024-03-25"], {"answered": "2024-04-20"}, []),
    (["延期天数"], ["是", "否", "否", 30], {"answered": "2024-04-20"}, [FAIL]),
    (["延期天数"], ["是", "否", "否", "20个工作日"], {"answered": "2024-04-20"}, []),
    (["延期天数"], ["是", "否", "否", 5], {"answered": "2024-04-20"}, [FAIL]),
    (["补正告知日期"], ["否", "是", "否", "2024-03-12"], {}, []),
    (["补正告知日期"], ["否", "是", "否", "2024-03-13"], {}, [FAIL]),
    (["补正告知日期"], ["否", "是", "否", "2024-03-05、2024-03-11"], {}, [FAIL]),
    ([], ["否", "是（二次补正）", "否"], {}, []),
    (["补正告知日期"], ["否", "第二次补正", "否", "2024-03-05"], {}, [FAIL]),
]


@pytest.mark.parametrize(("header", "cells", "dates", "verdicts"), RECORDS)
def test_records_of_extension_and_correction(header, cells, dates, verdicts):
    found, _ = judged("C26", register([*PAUSES, *header], [*request("1", **dates), *cells]))
    assert found == [(verdict, [2]) for verdict in verdicts]


def test_a_register_with_every_record_passes():
    header = [*PAUSES, "延期批准日期", "延期告知日期", "补正告知日期"]
    found, verdicts = judged(
        "C26",
        register(
            header,
            [
                *request("1", answered="2024-04-20"),
                "是",
                "否",
                "否",
                "2024-03-20",
                "2024-03-25",
                "",
            ],
        ),
    )
    assert (found, verdicts.findings) == ([], ())
    assert verdicts.passed["C26"] == 6


def test_records_that_the_register_does_not_hold_cannot_be_judged():
    _, verdicts = judged(
        "C26", register(PAUSES, [*request("1", answered="2024-04-20"), "是", "是", "否"])
    )
    told = [one.message for one in verdicts.findings]
    assert len(told) == 3
    assert all("没有核对" in text for text in told)
    assert "“延期批准日期”" in told[0]
    assert "“补正告知日期”" in told[2]


# received 2024-03-01: due on 2024-03-29; a correction begins the period anew, a consultation stops
# it, a fee begins it anew
CLOCKS = [
    (["补正收到日期"], ["否", "是", "否", "2024-03-11"], "2024-04-09", False),
    (["补正收到日期"], ["否", "是", "否", "2024-03-11"], "2024-04-11", True),
    (["补正收到日期"], ["否", "是", "否", ""], "2024-06-11", False),
    (
        ["征求第三方意见日期", "第三方答复日期"],
        ["否", "否", "是", "2024-03-11", "2024-03-22"],
        "2024-04-15",
        False,
    ),
    (
        ["征求第三方意见日期", "第三方答复日期"],
        ["否", "否", "是", "2024-03-11", "2024-03-22"],
        "2024-04-17",
        True,
    ),
    (
        ["征求第三方意见日期", "第三方答复日期"],
        ["否", "否", "是", "2024-03-11", ""],
        "2024-05-20",
        True,
    ),
    (["征求第三方意见日期", "第三方答复日期"], ["否", "否", "是", "", ""], "2024-06-11", False),
    (
        ["收费通知日期", "缴费日期"],
        ["否", "否", "否", "2024-03-11", "2024-03-20"],
        "2024-04-18",
        False,
    ),
    (
        ["收费通知日期", "缴费日期"],
        ["否", "否", "否", "2024-03-11", "2024-03-20"],
        "2024-04-22",
        True,
    ),
    ([], ["否", "否", "否"], "2024-03-29", False),
    ([], ["否", "否", "否"], "2024-04-01", True),
]


@pytest.mark.parametrize(("header", "cells", "answered", "late"), CLOCKS)
def test_the_clock_of_an_answer(header, cells, answered, late):
    found, _ = judged(
        "C25", register([*PAUSES, *header], [*request("1", answered=answered), *cells])
    )
    assert found == ([(FAIL, [2])] if late else [])


NAMES = [*REQUESTS, "申请人姓名"]


def test_a_repeated_request_needs_an_earlier_one_of_the_same_applicant():
    rows = [
        [*request("1", received="2024-02-01", answered="2024-02-20"), "张某一"],
        [*request("2", outcome="重复申请"), " 张某一"],
        [*request("3", outcome="重复申请"), "李某二"],
        [*request("4", received="2024-06-03", answered="2024-06-20"), "李某二"],
        [*request("5", outcome="重复申请"), ""],
    ]
    found, verdicts = judged("C34", requests(*rows, header=NAMES))
    assert found == [(FAIL, [4, 6])]
    (finding,) = verdicts.findings
    assert "张" not in f"{finding}"
    assert "李" not in f"{finding}"


def test_an_earlier_request_of_another_year_or_file_tells_too():
    last = requests(
        [*request("9", received="2023-05-04", answered="2023-05-20"), "张某一"],
        header=NAMES,
        file="依申请公开台账2023.xlsx",
    )
    this = requests([*request("1", outcome="重复申请"), "张某一"], header=NAMES)
    found, verdicts = judged("C34", this, last)
    assert (found, verdicts.passed) == ([], {"C34": 1})


def test_names_never_enter_a_frame():
    outcome = run(
        requests(
            [*request("1"), "张某一"], [*request("2"), "张某一"], [*request("3"), ""], header=NAMES
        )
    )
    frame = outcome.frames["requests"]
    assert "张" not in frame.to_csv()
    first, second, nobody = frame["applicant_id"]
    assert first == second
    assert nobody == ""


def test_a_name_that_covers_several_rows_is_that_of_each():
    from zbreport.model import Span

    rows = [
        [*request("1", answered="2024-03-05"), "张某一"],
        [*request("2", received="2024-03-04", outcome="重复申请"), ""],
    ]
    found, verdicts = judged("C34", requests(*rows, header=NAMES, merged=(Span(1, 7, 2, 7),)))
    assert (found, verdicts.passed) == ([], {"C34": 1})


def test_some_refusals_for_a_third_partys_sake_lack_the_record():
    refusal = {"outcome": "不予公开", "detail": "保护第三方合法权益"}
    sheet_ = register(
        ["征求第三方意见日期"],
        [*request("1", **refusal), "2024-03-05"],
        [*request("2", **refusal), ""],
    )
    found, _ = judged("C31", sheet_)
    assert found == [(FAIL, [3])]


@pytest.mark.parametrize(("notice", "rows"), [("2024-03-08", []), ("", [2])])
def test_an_unpaid_fee_needs_its_notice(notice, rows):
    found, _ = judged(
        "C33", register(["收费通知日期"], [*request("1", outcome="未缴费视为放弃"), notice])
    )
    assert found == [(FAIL, rows)] * bool(rows)


def test_an_unpaid_fee_in_a_register_without_notices_cannot_be_judged():
    _, verdicts = judged("C33", requests(request("1", outcome="未缴费视为放弃")))
    assert any("没有收费通知的列" in one.message for one in verdicts.findings)


SUIT = ["诉1", "行政诉讼", "否", "2024-05-06", "2024-08-01", "维持"]


@pytest.mark.parametrize(
    ("header", "cell", "verdict"),
    [
        ("所涉申请编号", "A1", FAIL),
        ("所涉申请编号", "A2", Verdict.PASS),
        ("所涉申请编号", "B9", ASKED),
        ("所涉答复类型", "属于国家秘密", FAIL),
        ("所涉答复类型", "不予公开", FAIL),
        ("所涉答复类型", "信息不存在", Verdict.PASS),
        ("所涉答复类型", "", ASKED),
    ],
)
def test_which_answer_a_suit_is_about(header, cell, verdict):
    register_ = requests(request("A1", outcome="不予公开", detail="属于国家秘密"), request("A2"))
    cases = sheet([*PROCEEDINGS, header], [*SUIT, cell], file="复议诉讼台账.xlsx")
    _, verdicts = judged("C37", register_, cases)
    kinds = {one.verdict for one in verdicts.findings} or {Verdict.PASS}
    assert kinds == {verdict}
