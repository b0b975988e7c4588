"""Bad input, file by file: one clear finding with file, sheet, Excel row and column; nothing lost, the other files still counted."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
import xlsxwriter

from helpers import (
    FIGURES,
    REQUESTS,
    channel,
    codes,
    conserved,
    figures,
    found,
    place,
    ready,
    request,
    requests,
    run,
    sheet,
    website,
)
from zbreport import tally
from zbreport.diagnostics import CATALOGUE, REASONS
from zbreport.errors import NoInputError, SettingsError, UnknownCellError, YearError
from zbreport.outputs.jsonfile import payload
from zbreport.pipeline import inspect
from zbreport.tabulation.trace import explain

GOOD = request("2024-100")


def write(path, *sheets):
    """A workbook of the sheets given: (name, rows); a text starting with = is a formula, with no stored result where it ends in !."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets:
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str) and value.startswith("="):
                        page.write_formula(
                            number,
                            column,
                            value.rstrip("!"),
                            value="#REF!" if "REF" in value else "",
                        )
                    else:
                        page.write(number, column, value)
    return path


@pytest.fixture
def office(tmp_path):
    """A folder with one good website list; requests are added by the test."""
    (tmp_path / "局网站.csv").write_text(
        "标题,发布时间,链接\n甲,2024-01-02,\n乙,2024-01-03,\n", encoding="utf-8"
    )

    def add(*rows, header=REQUESTS, title="某局依申请公开台账"):
        write(tmp_path / "依申请公开台账.xlsx", ("2024年", [[title], header, GOOD, *rows]))
        return tally([tmp_path], year=2024)

    add.folder = tmp_path
    return add


def others_counted(outcome):
    conserved(outcome)
    return (
        channel(outcome, "website") == 2
        and outcome.report.cells["requests.granted.natural_person"] == 1
    )


@pytest.mark.parametrize(
    ("row", "code", "column", "shown"),
    [
        (request(received="不详"), "L102", "B", "2 个汉字"),
        (request(received="03/04/2025"), "L103", "B", "03/04/2025"),
        (request(received=2025.10), "L104", "B", "2025.1"),
        (request(received="1989年12月31日"), "L105", "B", "1989年12月31日"),
        (request(answered="2101-01-01"), "L105", "G", "2101-01-01"),
        (
            request(received="2024-05-02", answered="2024-05-01"),
            "L110",
            "G",
            "答复日期早于收到日期",
        ),
        (request(outcome=""), "L111", "G", "没有办理结果"),
        (request(answered=""), "L112", "E", "予以公开"),
        (request(outcome="按领导意见办"), "L113", "E", '"按领导意见办" = "…"'),
        (request(applicant="法人"), "L121", "C", "法人"),
        (request("2024-100", outcome="信访"), "L130", "A", "2024-100"),
        (request(received="=B1!"), "L107", "B", "没有存下结果的公式"),
        (request(outcome="=Sheet9!#REF!A1"), "L107", "E", "#REF!"),
    ],
)
def test_a_bad_row_is_named_by_file_sheet_row_and_column(office, row, code, column, shown):
    outcome = office(row)
    finding = found(outcome, code)
    assert place(finding) == ("依申请公开台账.xlsx", "2024年", (4,), column)
    assert shown in finding.message + finding.remedy
    assert finding.level == "error"
    assert others_counted(outcome)
    (aside,) = outcome.set_aside_rows()
    assert (aside.file, aside.sheet, aside.row) == ("依申请公开台账.xlsx", "2024年", 4)


def test_a_ledger_without_a_needed_column(office):
    outcome = office(
        header=["登记编号", "收到日期", "申请人类别", "申请方式", "办理结果", "具体情形", "备注一"]
    )
    finding = found(outcome, "R203")
    assert place(finding) == ("依申请公开台账.xlsx", "2024年", (2,), None)
    assert "“答复日期”" in finding.message
    assert "备注一" in finding.message
    assert ready(finding, "备注一") == {
        "columns": {"依申请公开台账.xlsx": {"备注一": "answered_on"}}
    }
    assert channel(outcome, "website") == 2
    assert outcome.report.cells["requests.granted.natural_person"] is None


def test_a_summary_beside_the_lists(office):
    (office.folder / "信息更新列表.csv").write_text(
        "信息更新列表(信息总量：3),\n日期,信息量\n2024-01-01,2\n2024-01-02,1\n", encoding="gb18030"
    )
    outcome = office()
    assert place(found(outcome, "R210")) == ("信息更新列表.csv", None, (2,), None)
    finding = found(outcome, "R212")
    assert place(finding) == ("信息更新列表.csv", None, (3, 4), "B")
    assert "1月1日—1月2日 合计 3 条，清单逐条计入 1 条（局网站.csv），相差 2 条" in finding.message
    assert others_counted(outcome)


@pytest.mark.parametrize("content", [b"", b"\0" * 512, b"PK\x03\x04 not really"])
def test_a_damaged_or_empty_file_stops_no_other(office, content):
    (office.folder / "坏文件.xlsx").write_bytes(content)
    outcome = office()
    (finding,) = [one for one in outcome.diagnostics if one.file == "坏文件.xlsx"]
    assert finding.code.startswith("F1")
    assert finding.level == "error"
    assert others_counted(outcome)


def test_no_file_at_all(tmp_path):
    with pytest.raises(NoInputError):
        tally([tmp_path])
    with pytest.raises(NoInputError):
        tally([tmp_path / "没有"])


def test_only_blank_sheets(tmp_path):
    write(tmp_path / "空.xlsx", ("Sheet1", []))
    with pytest.raises(NoInputError):
        tally([tmp_path])


def test_figure_and_rows_that_differ(office):
    write(office.folder / "数据表.xlsx", ("数据", [FIGURES, ["三/予以公开/自然人", 9, "件"]]))
    outcome = office()
    finding = found(outcome, "T302")
    assert place(finding) == ("数据表.xlsx", "数据", (2,), "B")
    assert "逐条统计是 1" in finding.message
    assert "数据表写的是 9" in finding.message
    assert others_counted(outcome)


def test_two_years_equally_often():
    pages = [website(["甲", "2023-01-02", ""], ["乙", "2024-01-02", ""])]
    with pytest.raises(YearError, match=r"2023 年.*2024 年.*--year"):
        run(*pages, year=None)
    assert channel(run(*pages, year=2023), "website") == 1


def test_no_date_at_all():
    with pytest.raises(YearError, match="--year"):
        run(sheet(FIGURES, ["行政许可", 1, "件"], file="数据表.xlsx"), year=None)


@pytest.mark.parametrize("year", [2018, 2007])
def test_a_year_before_the_form_existed(office, year):
    office()
    with pytest.raises(YearError, match="2019"):
        tally([office.folder], year=year)
    with pytest.raises(YearError, match="2019"):
        run(website(["甲", f"{year}-01-02", ""]), year=None)


def test_the_year_that_most_rows_fall_in_is_said():
    outcome = run(
        website(["甲", "2023-01-02", ""], ["乙", "2024-01-02", ""], ["丙", "2024-01-03", ""]),
        year=None,
    )
    assert outcome.report.year == 2024
    assert "2024 年（3 行有日期，其中 2 行在这一年）" in found(outcome, "T304").message


def test_nothing_in_the_year():
    assert found(run(website(["甲", "2023-01-02", ""])), "T307").level == "error"


def test_the_settings_of_the_first_folder_hold(office):
    (office.folder / "zbreport.toml").write_text(
        '[report]\nunit = "某局"\nyear = 2023\nmissing = "zero"\nnone = ["proceeding"]\n',
        encoding="utf-8",
    )
    office()
    outcome = tally([office.folder])
    assert (outcome.report.year, outcome.report.unit) == (2023, "某局")
    assert outcome.report.cells["disclosure.licences"] == 0
    assert "“proceedings”" in found(outcome, "S401").message
    (office.folder / "zbreport.toml").write_text("[report\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        tally([office.folder])


def test_a_wording_set_to_what_does_not_exist(office):
    (office.folder / "zbreport.toml").write_text(
        '[wordings.outcomes]\n"甲" = "nothing"\n', encoding="utf-8"
    )
    with pytest.raises(SettingsError, match=r"\[wordings.outcomes\]"):
        office()


@pytest.mark.parametrize(
    ("none", "blank"),
    [
        (("proceedings",), set()),
        (("proceedings.review",), {"litigation_direct", "litigation_after_review"}),
        ((), {"review", "litigation_direct", "litigation_after_review"}),
    ],
)
def test_what_did_not_occur_is_zero_and_said(none, blank):
    outcome = run(requests(GOOD), none=none)
    cells = {
        key.split(".")[1]: number
        for key, number in outcome.report.cells.items()
        if key.startswith("proceedings.")
    }
    assert {name for name, number in cells.items() if number is None} == blank
    assert {number for name, number in cells.items() if name not in blank} <= {0}
    assert ("T305" in codes(outcome)) == bool(none)
    missing = [one for one in outcome.diagnostics if one.code == "T301"]
    assert any(one.cell == "disclosure" for one in missing)


def test_progress_is_told_of_every_file(office):
    office()
    told = []
    tally([office.folder], year=2024, progress=lambda *what: told.append(what))
    assert [one[1:3] for one in told] == [(1, 2), (2, 2)]
    assert all(one[3] > 0 for one in told)
    assert {one[0] for one in told} == {"依申请公开台账.xlsx", "局网站.csv"}


def test_inspect_goes_on_without_a_year(tmp_path):
    write(tmp_path / "数据表.xlsx", ("数据", [FIGURES, ["行政许可", 1, "件"]]))
    seen = inspect([tmp_path])
    assert seen.year is None
    assert [(source.ledger, source.rows) for source in seen.sources] == [("figures", 1)]


def test_inspect_and_tally_agree(office):
    outcome = office(
        request(outcome="按领导意见办"), request("2024-200", "2023-01-01", answered="2023-02-01")
    )
    seen = inspect([office.folder], year=2024)
    assert (seen.sources, seen.set_aside) == (outcome.sources, outcome.set_aside_rows())


@pytest.mark.parametrize(
    "name", ["三/没有", "channels.没有", "requests.granted.nobody", "自然人", ""]
)
def test_a_figure_that_does_not_exist_is_said(name):
    with pytest.raises(UnknownCellError):
        explain(run(requests(GOOD)), name)


SECRETS = ("张三丰", "370303199001011234", "13812345678", "someone@example.com")


def test_nobody_is_named_whatever_is_wrong(office):
    header = [*REQUESTS, "申请人", "身份证号", "联系电话", "电子邮箱"]
    person = list(SECRETS)
    bad = [
        request("2024-1", received="370303199001011234"),
        request("2024-2", applicant="13812345678"),
        request("2024-3", outcome="someone@example.com"),
        request("13812345678"),
        request("13812345678", outcome="信访"),
        request("2024-4", outcome="不予公开", detail="联系13812345678"),
        request("2024-5", method="电话13812345678"),
        request("2024-6", outcome=""),
    ]
    outcome = office(*[[*row, *person] for row in bad], header=header)
    assert len([one for one in outcome.diagnostics if one.level == "error"]) >= 5
    seen = inspect([office.folder], year=2024)
    said = json.dumps(payload(outcome), ensure_ascii=False) + repr(
        [asdict(one) for one in outcome.diagnostics]
    )
    said += repr(seen) + repr(outcome.choices) + repr(outcome.set_aside_rows())
    said += repr([explain(outcome, key) for key, number in outcome.report.cells.items() if number])
    assert not [secret for secret in SECRETS if secret in said]


def test_every_reason_and_code_that_is_used_is_catalogued(office):
    outcome = office(
        request(outcome="按领导意见办"), request(received="不详"), ["合计", "", "", "", "", "", ""]
    )
    assert {reason for source in outcome.sources for reason in source.set_aside} <= REASONS.keys()
    assert {finding.code for finding in outcome.diagnostics} <= CATALOGUE.keys()
    assert all(finding.message and "{" not in finding.message for finding in outcome.diagnostics)


def test_two_ledgers_of_one_kind_with_other_columns_are_one():
    one = requests(request("2024-1"), file="依申请一.xlsx")
    two = sheet(
        ["收到日期", "申请人类别", "答复日期", "不公开类别", "办理结果"],
        ["2024-03-01", "公民", "2024-03-20", "国家秘密", "不予公开"],
        file="依申请二.xlsx",
    )
    outcome = run(one, two)
    assert outcome.report.cells["requests.received.natural_person"] == 2
    assert outcome.report.cells["requests.state_secret.natural_person"] == 1
    assert figures(run(two, one)) == figures(outcome)


def test_a_year_in_which_nothing_falls_is_asked_about():
    rows = [["甲", f"2021-0{number}-01", ""] for number in range(1, 10)] * 2
    page = website(*[[f"{row[0]}{number}", *row[1:]] for number, row in enumerate(rows)])
    assert "T312" not in codes(run(page, year=2021))
    asked = found(run(page, year=2022), "T312")
    assert "2022 年没有一行；有日期的 18 行里 18 行在 2021 年" in asked.message


def test_a_register_of_many_years_may_have_none_of_this_one():
    rows = [[f"甲{number}", f"20{10 + number}-03-01", ""] for number in range(12)]
    assert "T312" not in codes(run(website(*rows), year=2023))


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"paths": "/x"}, TypeError),
        ({"year": "2021"}, TypeError),
        ({"year": 20211}, ValueError),
        ({"missing": "none"}, ValueError),
    ],
)
def test_wrong_arguments_are_refused_before_anything_is_read(options, error):
    paths = options.pop("paths", ["/there/is/nothing"])
    with pytest.raises(error):
        tally(paths, **options)
