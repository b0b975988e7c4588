"""What a reader may not see at once: text boxes of Word documents, hidden sheets and rows of workbooks."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook
from pages import docx_document, docx_table, figures, paragraph, report, sheet_rows, tables

from zbreport.checks import check
from zbreport.diagnostics import Level
from zbreport.outputs import render
from zbreport.settings import Settings
from zbreport.tabulation.tally import Tally


def require_all(published):
    assert {key: published.value(key) for key in figures(2024)} == figures(2024)


def boxed(inside, *, fallback=True):
    """A text box as Word writes it since 2010: a drawing, and the same once more for older readers; or the old shape alone."""
    shape = f'<w:pict><v:shape xmlns:v="urn:v"><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict>'
    drawn = f'<w:drawing><s:txbx xmlns:s="urn:s"><w:txbxContent>{inside}</w:txbxContent></s:txbx></w:drawing>'
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    both = f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice>{drawn}</mc:Choice><mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent>'
    return f"<w:p><w:r><w:t>框前</w:t></w:r><w:r>{both if fallback else shape}</w:r></w:p>"


@pytest.mark.parametrize("fallback", [True, False], ids=["both renderings", "old shape"])
def test_tables_and_text_in_text_boxes_are_read_once(reading, fallback):
    found = tables(2024)
    texts = paragraph("三、收到和处理政府信息公开申请情况") + paragraph("以下为全市汇总数。")
    body = docx_table(found["disclosure"]) + boxed(
        texts + docx_table(found["requests"]), fallback=fallback
    )
    published = reading(docx_document(body + docx_table(found["proceedings"])), "年报.docx")
    require_all(published)
    assert published.oddities == ()
    assert [part.text for part in published.paragraphs] == [
        "框前",
        "三、收到和处理政府信息公开申请情况",
        "以下为全市汇总数。",
    ]


def test_a_text_box_inside_a_text_box_and_one_in_a_cell(reading):
    found = tables(2024)
    cell = boxed(paragraph("注：本列为代章。"))[
        len("<w:p><w:r><w:t>框前</w:t></w:r>") :
    ].removesuffix("</w:p>")
    first, label, rest = docx_table(found["requests"]).partition("一、本年新收")
    noted = first + label + rest.replace("</w:p></w:tc>", f"{cell}</w:p></w:tc>", 2)
    body = (
        boxed(paragraph("外框") + boxed(paragraph("内框")))
        + docx_table(found["disclosure"])
        + noted
    )
    published = reading(docx_document(body + docx_table(found["proceedings"])), "年报.docx")
    require_all(published)
    assert [part.text for part in published.paragraphs] == [
        "框前",
        "外框",
        "框前",
        "内框",
        *["注：本列为代章。"] * 2,
    ]


@pytest.fixture
def workbook(reading):
    """What is read of a workbook with a table on each sheet, and one sheet more, after a change."""

    def read(change):
        book = Workbook()
        book.active.title = "单位名单"
        for name, rows in tables(2024).items():
            sheet_rows(book.create_sheet(name), rows, 1)
        change(book)
        target = io.BytesIO()
        book.save(target)
        return reading(target.getvalue(), "年报.xlsx")

    return read


def test_hidden_rows_of_the_tables_are_read_and_told_and_hidden_sheets_told(workbook):
    def change(book):
        for row in (5, 7):
            book["requests"].row_dimensions[row].hidden = True
        book["单位名单"].append(["某局"])
        book["单位名单"].sheet_state = "hidden"

    published = workbook(change)
    require_all(published)
    assert [(one.kind, one.place) for one in published.oddities] == [
        ("sheet_hidden", "单位名单"),
        ("rows_hidden", "requests"),
    ]
    told = check(published, only=("C48",)).findings
    assert sorted((one.level, one.place, one.message) for one in told) == [
        (Level.INFO, "工作表 单位名单", "隐藏的工作表，未读取"),
        (Level.WARNING, "工作表 requests", "有 2 行被隐藏或筛选掉，仍然计入"),
    ]


def test_hidden_rows_of_another_sheet_are_not_the_reports(workbook):
    def change(book):
        book["单位名单"].append(["某局"])
        book["单位名单"].row_dimensions[1].hidden = True

    assert workbook(change).oddities == ()


def test_a_table_on_a_hidden_sheet_is_missing(workbook):
    def change(book):
        book["proceedings"].sheet_state = "veryHidden"

    published = workbook(change)
    assert {one.kind for one in published.oddities} == {"table_missing", "sheet_hidden"}
    assert published.value("proceedings.review.total") is None


def test_what_is_hidden_in_our_own_workbook_is_told(tmp_path, reading):
    data = render(Tally(report(2024), (), (), (), {}, Settings()), "xlsx")
    assert reading(data, "统计表.xlsx").oddities == ()
    path = tmp_path / "改过.xlsx"
    path.write_bytes(data)
    book = load_workbook(path)
    last = book.sheetnames[-1]
    book[last].sheet_state = "hidden"
    name = next(name for name in book.sheetnames if name.startswith("三"))
    book[name].row_dimensions[9].hidden = True
    book.save(path)
    published = reading(path.read_bytes(), "统计表.xlsx")
    assert {key: published.value(key) for key in figures(2024)} == figures(2024)
    assert [(one.kind, one.place) for one in published.oddities] == [
        ("rows_hidden", name),
        ("sheet_hidden", last),
    ]
