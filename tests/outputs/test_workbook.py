"""The workbook as other programs read it: shapes, stored results, formulas, and text that stays text."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from handmade import YEARS, outcome_for

from zbreport.forms.layout import form_of, layout
from zbreport.model import RowPlace, SetAside
from zbreport.outputs.xlsx import render, verify_sheet
from zbreport.outputs.xlsx.form_sheets import TOP

NAMES = ["二 主动公开", "三 依申请公开", "四 复议诉讼", "渠道统计", "核对", "说明", "待核实"]


def read(outcome, *, values=True):
    return openpyxl.load_workbook(BytesIO(render(outcome)), data_only=values)


def sheet_of(outcome, grid):
    return form_of(outcome.report).table(grid.key).sheet


def placed(outcome):
    """Every number cell of the form with its place in the workbook."""
    for grid in layout(form_of(outcome.report), outcome.report):
        for cell in grid.numbers:
            yield sheet_of(outcome, grid), TOP + cell.row + 1, cell.col + 1, cell


def table(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_sheets_stand_in_order(outcome):
    assert read(outcome).sheetnames == NAMES


def test_stored_results_equal_the_report(outcome):
    book = read(outcome)
    for sheet, row, col, cell in placed(outcome):
        found = book[sheet].cell(row, col).value
        assert found == (
            float(cell.value)
            if isinstance(cell.value, Decimal)
            else "—"
            if cell.value is None
            else cell.value
        )
        assert isinstance(found, str) == (cell.value is None)


def test_merges_are_the_spans_of_the_form(outcome):
    book = read(outcome)
    for grid in layout(form_of(outcome.report), outcome.report):
        wanted = {
            (
                cell.row + TOP + 1,
                cell.col + 1,
                cell.row + TOP + cell.rowspan,
                cell.col + cell.colspan,
            )
            for cell in grid.cells
            if (cell.rowspan, cell.colspan) != (1, 1)
        }
        merged = {
            (m.min_row, m.min_col, m.max_row, m.max_col)
            for m in book[sheet_of(outcome, grid)].merged_cells.ranges
        }
        assert {place for place in merged if place[0] > TOP} == wanted


def test_derived_figures_are_formulas_and_others_are_not(outcome):
    book, form = read(outcome, values=False), form_of(outcome.report)
    for sheet, row, col, cell in placed(outcome):
        value = str(book[sheet].cell(row, col).value)
        assert value.startswith("=") == bool(form.cells[cell.key].addends)
    assert book["三 依申请公开"]["J6"].value == "=SUM(D6:I6)"
    last = {"2021": 29, "2019": 27}[form.edition]
    assert book["三 依申请公开"].cell(last, 4).value == f"=SUM(D8:D{last - 1})"
    assert (
        book["三 依申请公开"].cell(last, 6).value
        == f'=IF(COUNT(F8:F{last - 1})={last - 8},SUM(F8:F{last - 1}),"—")'
    )


def test_a_total_that_its_parts_do_not_make_up_stays_a_number():
    outcome = outcome_for(2024)
    figures = {**outcome.report.cells, "requests.received.total": 9999}
    book = read(replace(outcome, report=replace(outcome.report, cells=figures)), values=False)
    assert book["三 依申请公开"]["J6"].value == 9999
    book = read(replace(outcome, report=replace(outcome.report, cells=figures)))
    line = next(row for row in table(book["核对"]) if str(row[0]).startswith("三/一、"))
    assert line[1:] == [9999, 3226, 6773, "不符"]


def test_relations_hold_and_missing_ones_are_not_judged(outcome):
    lines = [row for row in table(read(outcome)["核对"])[3:] if row[0]]
    rows = {"2021": 25, "2019": 23}[outcome.report.edition]
    assert len(lines) == rows + 7 + 3 + 7
    assert {row[4] for row in lines} == {"相符", "—"}
    assert all((row[3] == 0) == (row[4] == "相符") for row in lines)
    assert sum("第一项加第二项之和，等于第三项加第四项之和" in row[0] for row in lines) == 7
    assert next(row for row in lines if row[0].startswith("三/科研机构：第一项"))[4] == "—"


def test_relations_are_live(outcome):
    sheet = read(outcome, values=False)["核对"]
    assert all(
        str(sheet.cell(row, col).value).startswith("=")
        for row in range(4, sheet.max_row + 1)
        for col in range(2, 6)
    )
    first = sheet["C4"].value
    assert first == "=IF(COUNT('三 依申请公开'!D6:I6)=6,SUM('三 依申请公开'!D6:I6),\"—\")"
    assert sheet.conditional_formatting


def test_numbers_show_whole(outcome):
    book = read(outcome)
    for name, row, col, cell in placed(outcome):
        sheet = book[name]
        if cell.colspan == 1:
            letter = openpyxl.utils.get_column_letter(col)
            group = next(d for d in sheet.column_dimensions.values() if d.min <= col <= d.max)
            assert group.width >= len(cell.text) + 1, letter
        if isinstance(cell.value, Decimal):
            assert sheet.cell(row, col).number_format == "0.0"


def test_pages_fit_a4(outcome):
    for sheet in read(outcome):
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in {None, 1}
        assert sheet.print_options.horizontalCentered
    book = read(outcome)
    assert book["四 复议诉讼"].page_setup.orientation == "landscape"
    assert book["三 依申请公开"].print_title_rows == "$3:$5"


def test_channels_have_totals_and_a_chart(outcome):
    data = render(outcome)
    rows = table(openpyxl.load_workbook(BytesIO(data), data_only=True)["渠道统计"])
    assert rows[2][0] == "网站"
    assert rows[2][-1] == 447
    assert rows[5] == ["合计", 62, 55, 66, 61, 65, 63, 60, 64, 62, 61, 65, 63, 747]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert chart.count("<c:ser>") == 3
    assert "<c:v>37</c:v>" in chart


def test_text_is_never_a_formula(outcome):
    book = read(outcome, values=False)
    texts = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "s"
    ]
    assert any(cell.value.startswith("=某市") for cell in texts)
    formulas = [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert not any("某市" in str(value) or value == "=1+1" for value in formulas)


def test_notes_and_sources(outcome):
    text = "\n".join(
        str(value) for row in table(read(outcome)["说明"]) for value in row if value is not None
    )
    year = outcome.report.year
    for words in (
        f"{year}年1月1日—12月31日",
        form_of(outcome.report).notice,
        "zbreport 0.",
        "decisions.withdrawn",
        "网站.xlsx",
    ):
        assert words in text


def verify_rows(tally):
    sheet = read(tally)["待核实"]
    return [
        ["" if value is None else value for value in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def test_findings_and_rows_set_aside_are_one_list(outcome):
    sheet = read(outcome)["待核实"]
    rows = verify_rows(outcome)
    assert rows[0] == ["级别", "代码", "文件", "工作表", "行", "列", "内容", "处理建议"]
    levels = [row[0] for row in rows[1:]]
    assert levels == sorted(levels, key=["错误", "提醒", "说明", "未计入"].index), "findings first"
    assert [row[2:7] for row in rows if row[0] == "未计入"] == [
        ["依申请.xlsx", "台账", 9, "", "办理结果不明（依申请公开台账）"],
        ["网站.xlsx", "=1+1", 12, "", "不属于本年度（主动公开信息清单）"],
        [
            "网站.xlsx",
            "=1+1",
            13,
            "",
            "与另一行是同一条（主动公开信息清单）：网站.xlsx / =1+1 / 第 4 行",
        ],
    ]
    assert sheet.auto_filter.ref == f"A1:H{len(rows)}"
    assert sheet.freeze_panes == "A2"


def test_rows_set_aside_stand_in_ranges_with_their_reasons(trace, monkeypatch):
    aside = [
        SetAside("网站.xlsx", "表", row, "outside_year", "publications") for row in (2, 3, 4, 9)
    ]
    aside += [
        SetAside("微信.xlsx", "流量", row, "traffic_row", "publications") for row in (3, 5, 7)
    ]
    aside += [SetAside("汇总.xlsx", "年度", row, "summary") for row in range(2, 14)]
    aside += [
        SetAside("b.xlsx", "", row, "duplicate", "fees", RowPlace("a.xlsx", "", row - 1))
        for row in (5, 6, 7, 10)
    ]
    monkeypatch.setattr(trace, "set_aside_rows", lambda _sources, _frames: tuple(aside))
    assert [row[2:7] for row in verify_rows(outcome_for(2024)) if row[0] == "未计入"] == [
        ["网站.xlsx", "表", "2—4、9", "", "不属于本年度（主动公开信息清单），共 4 行"],
        ["微信.xlsx", "流量", "共 3 行", "", "同一篇的分来源行（主动公开信息清单），共 3 行"],
        ["汇总.xlsx", "年度", "共 12 行", "", "汇总表，不是清单，共 12 行"],
        [
            "b.xlsx",
            "",
            "5—7、10",
            "",
            "与另一行是同一条（行政事业性收费台账），共 4 行：a.xlsx / 第 4—6、9 行",
        ],
    ]


def test_rows_in_many_ranges_are_several_lines_and_none_is_left_out(trace, monkeypatch):
    aside = tuple(SetAside("网站.xlsx", "表", row, "no_title") for row in range(2, 202, 2))
    monkeypatch.setattr(trace, "set_aside_rows", lambda _sources, _frames: aside)
    lines = [row[4] for row in verify_rows(outcome_for(2024)) if row[0] == "未计入"]
    assert len(lines) == 5
    assert [int(row) for line in lines for row in line.split("、")] == list(range(2, 202, 2))


def test_the_list_is_printed_at_the_size_of_the_other_sheets(outcome):
    sheet = read(outcome)["待核实"]
    widths = sum(sheet.column_dimensions[column].width for column in "ABCDEFGH")
    assert widths <= 145, "what a landscape A4 page holds at 11 points"


def test_a_list_too_long_for_excel_says_so(monkeypatch):
    monkeypatch.setattr(verify_sheet, "MOST_LINES", 2)
    rows = verify_rows(outcome_for(2024))
    assert sum(row[0] == "未计入" and row[2] != "" for row in rows) == 2
    assert "未计入的行共 3 行，这里没有列完，全部行号见 zbreport inspect --set-aside" in rows[-1][6]


def test_no_day_of_the_run_and_no_path(outcome):
    with zipfile.ZipFile(BytesIO(render(outcome))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        text = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="replace")
    days = set(re.findall(r"\d{4}-\d\d-\d\dT", text))
    assert days == {f"{outcome.report.year + 1}-01-01T"}


@pytest.mark.parametrize("edition", YEARS)
def test_an_undecodable_file_name_does_not_stop_the_workbook(edition):
    outcome = outcome_for(YEARS[edition])
    assert render(replace(outcome, sources=(replace(outcome.sources[0], file="\udcce.csv"),)))
