"""Until when a document is valid, in the ways in which lists write it."""

from __future__ import annotations

from datetime import date

import pytest

from helpers import codes, found, reasons, run, sheet
from zbreport.ledgers.dates import NOT_A_DATE
from zbreport.ledgers.validity import read_validity

SINCE = date(2022, 3, 5)


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            "长期",
            "长期有效",
            "永久",
            "永久有效",
            "无",
            "/",
            "—",
            "未规定有效期",
            "没有规定有效期",
        ),
        *("无期限", "不限", "暂无", "未明确", "现行有效", "继续有效", "9999-12-31", "NULL", "N/A"),
        *("无固定期限", "未设有效期", "2024.4.1-长期", "2024年4月1日—长期", 0),
    ],
)
def test_no_end(value):
    assert read_validity(value, SINCE) is None


@pytest.mark.parametrize(
    ("value", "end"),
    [
        ("5年", date(2027, 3, 4)),
        ("五年", date(2027, 3, 4)),
        ("自发布之日起5年", date(2027, 3, 4)),
        ("有效期 5 年（自印发之日起）", date(2027, 3, 4)),
        ("有效期为两年", date(2024, 3, 4)),
        ("试行一年", date(2023, 3, 4)),
        ("18个月", date(2023, 9, 4)),
        ("十年", date(2032, 3, 4)),
        ("2027年", date(2027, 12, 31)),
        ("二〇二七年", date(2027, 12, 31)),
        (2027, date(2027, 12, 31)),
        (2027.0, date(2027, 12, 31)),
        ("2027年2月", date(2027, 2, 28)),
        ("2027-12", date(2027, 12, 31)),
        ("2027-3-5 00:00:00", date(2027, 3, 5)),
        ("20270331", date(2027, 3, 31)),
        (date(2027, 3, 31), date(2027, 3, 31)),
        ("2024.4.1-2029.3.31", date(2029, 3, 31)),
        ("2024.4.1～2029.3.31（5年）", date(2029, 3, 31)),
        ("20240401-20290331", date(2029, 3, 31)),
        ("2024-2029年", date(2029, 12, 31)),
        ("2024年4月1日起至2029年3月31日止", date(2029, 3, 31)),
        ("有效期至2029年3月31日", date(2029, 3, 31)),
        ("自2024年4月1日起施行，有效期5年", date(2029, 3, 31)),
        ("有效期5年，自2024年5月1日起施行", date(2029, 4, 30)),
    ],
)
def test_the_last_day(value, end):
    assert read_validity(value, SINCE) == end


@pytest.mark.parametrize(
    "value",
    [
        "5",
        5,
        "3-5年",
        "一年半",
        "自2024年4月1日起施行",
        "到新文件出台为止",
        "2024.4.1-2029.3.31（3年）",
        True,
    ],
)
def test_what_says_no_end_for_sure_is_asked_about(value):
    assert read_validity(value, SINCE) == NOT_A_DATE


def test_a_bare_number_is_one_of_years_where_the_header_says_so():
    assert read_validity(5, SINCE, in_years=True) == date(2027, 3, 4)
    assert read_validity("5", None, in_years=True) == NOT_A_DATE


def papers(*rows, header):
    return sheet(header, *rows, file="规范性文件目录.xlsx", name="文件")


def in_force(outcome):
    return outcome.report.cells["disclosure.normative_documents.in_force"]


def test_years_count_from_the_day_of_issue_or_of_coming_into_force():
    header = ["文件名称", "文号", "印发日期", "施行日期", "有效期（年）"]
    page = papers(
        ["甲办法", "某发〔2019〕1号", "2019-11-20", "2020-02-01", 5],
        ["乙办法", "某发〔2019〕2号", "2019-11-20", "自发布之日起施行", "5"],
        header=header,
    )
    outcome = run(page)
    assert in_force(outcome) == 1
    assert outcome.report.cells["disclosure.normative_documents.repealed"] == 1


def test_a_validity_that_is_not_understood_names_the_column_and_what_to_write():
    page = papers(
        ["甲办法", "某发〔2019〕1号", "2019-11-20", "到新文件出台为止"],
        ["乙办法", "某发〔2019〕2号", "2019-11-20", "长期"],
        header=["文件名称", "文号", "印发日期", "有效期"],
    )
    outcome = run(page)
    finding = found(outcome, "L157")
    assert (finding.rows, finding.column) == ((2,), "D")
    assert reasons(outcome) == [(2, "bad_date")]
    assert in_force(outcome) == 1


@pytest.mark.parametrize(
    ("cell", "figures"), [("未废止", (0, 1)), ("否", (0, 1)), ("2024年", (1, 0)), (2024, (1, 0))]
)
def test_a_column_of_repeals_with_words_and_years(cell, figures):
    page = papers(
        ["甲办法", "某发〔2019〕1号", "2019-11-20", cell],
        header=["文件名称", "文号", "印发日期", "废止日期"],
    )
    outcome = run(page)
    rows = outcome.report.cells
    assert (
        rows["disclosure.normative_documents.repealed"],
        rows["disclosure.normative_documents.in_force"],
    ) == figures
    assert "L102" not in codes(outcome)
