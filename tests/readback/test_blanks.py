"""Blank, `/`, `-` and `0` stay apart, what is odd is told, and nothing is read by counting numbers."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import Workbook
from pages import (
    Cell,
    docx_document,
    docx_report,
    expanded,
    figures,
    html_page,
    html_report,
    html_table,
    labels,
    paragraph,
    tables,
)

from zbreport.readback.figures import figure


def with_text(found, key, text):
    return {
        table: [
            [replace(cell, text=text) if cell.key == key else cell for cell in row] for row in rows
        ]
        for table, rows in found.items()
    }


def oddities(published, kind):
    return [one for one in published.oddities if one.kind == kind]


def test_one_zero_left_blank_moves_no_other_figure(reading):
    key = "requests.granted.research"
    published = reading(html_report(2024, with_text(tables(2024), key, "")))
    wanted = figures(2024)
    assert {name: published.value(name) for name in wanted} == {**wanted, key: None}
    assert published.cells[key].text == ""
    assert published.cells[key].place == "表 2 第 6 行"


@pytest.mark.parametrize("text", ["", "/", "-", "—", "无", "0", "０", "见附件", "#REF!"])
def test_what_stands_in_a_cell_is_kept(reading, text):
    key = "disclosure.rules.issued"
    cell = reading(html_report(2024, with_text(tables(2024), key, text))).cells[key]
    assert (cell.text, cell.value) == (text, 0 if text in {"0", "０"} else None)


@pytest.mark.parametrize(
    ("text", "unit", "value", "said"),
    [
        ("3119", "件", 3119, ""),
        ("1,234,567", "件", 1234567, ""),
        ("１，２３４件", "件", 1234, "件"),
        ("1 234", "件", 1234, ""),
        ("-8", "项", -8, ""),
        ("－8", "项", -8, ""),
        ("减少8项", "项", -8, "项"),
        ("+3", "项", 3, ""),
        ("增3", "项", 3, ""),
        ("251000元", "元", Decimal(251000), "元"),
        ("25.1万元", "元", Decimal(251000), "万元"),
        ("961716000元", "万元", Decimal("96171.6"), "元"),
        ("96171.6", "万元", Decimal("96171.6"), ""),
        ("3.5", "件", Decimal("3.5"), ""),
        ("3.0", "件", 3, ""),
        ("3 5", "件", None, ""),
        ("3\n5", "件", None, ""),
        ("1,23", "件", None, ""),
        ("约20", "件", None, ""),
        ("2024年", "件", None, ""),
    ],
)
def test_figures(text, unit, value, said):
    assert figure(text, unit) == (value, said)


def test_two_figures_on_two_lines_are_no_number(reading):
    key = "requests.granted.other"
    cell = reading(html_report(2024, with_text(tables(2024), key, "3\n5"))).cells[key]
    assert (cell.text, cell.value) == ("3\n5", None)


def test_extra_row_is_told_and_not_read(reading):
    found = tables(2024)
    extra = [Cell("其他主动公开文件", role="label"), Cell("7"), Cell("8"), Cell("9")]
    published = reading(
        html_report(
            2024,
            {**found, "disclosure": [*found["disclosure"][:4], extra, *found["disclosure"][4:]]},
        )
    )
    (one,) = published.oddities
    assert (one.kind, one.table, one.said, one.place) == (
        "row_extra",
        "disclosure",
        "其他主动公开文件",
        "表 1 第 5 行",
    )


def test_missing_row_is_told(reading):
    found = tables(2024)
    published = reading(
        html_report(2024, {**found, "requests": [*found["requests"][:5], *found["requests"][6:]]})
    )
    (one,) = published.oddities
    assert (one.kind, one.expected[:8]) == ("row_missing", "（一）予以公开")
    assert len(published.cells) == 193


def test_missing_table_is_told(reading):
    found = tables(2024)
    published = reading(
        html_page(
            2024, [html_table(found["disclosure"]), html_table(found["requests"]), "<p>无</p>"]
        )
    )
    (one,) = published.oddities
    assert (one.kind, one.table, len(published.cells)) == ("table_missing", "proceedings", 185)


def test_a_table_twice_is_told_and_the_first_counts(reading):
    found = tables(2024)
    other = tables(2024, {key: value + 1 for key, value in figures(2024).items()})
    parts = [html_table(rows) for rows in found.values()]
    published = reading(html_page(2024, [*parts[:2], parts[2] + html_table(other["proceedings"])]))
    assert published.value("proceedings.review.total") == figures(2024)["proceedings.review.total"]
    assert [one.table for one in oddities(published, "table_twice")] == ["proceedings"]


def test_missing_cell_is_not_guessed(reading):
    """A row that lost a cell somewhere shows its figures from the left, as a browser does; the last one is told missing."""
    found = tables(2024)
    rows = [list(row) for row in found["requests"]]
    rows[3].pop()
    published = reading(html_report(2024, {**found, "requests": rows}))
    assert "requests.received.total" not in published.cells
    (one,) = oddities(published, "column_missing")
    assert (one.said, one.expected) == ("一、本年新收政府信息公开申请数量", "总计")


def test_wording_of_labels_is_told(reading):
    published = reading(
        html_report(
            2024,
            labels(lambda text: text.replace("行政规范性", "规范性").replace("3.其他", "3、其他"))(
                tables(2024)
            ),
        )
    )
    differs, punctuation = (
        oddities(published, "label_differs"),
        oddities(published, "label_punctuation"),
    )
    assert [(one.said, one.expected) for one in differs] == [("规范性文件", "行政规范性文件")]
    assert [(one.said, one.expected, one.place) for one in punctuation] == [
        ("3、其他", "3.其他", "表 2 第 26 行")
    ]
    assert not published.cells["disclosure.normative_documents.issued"].exact
    assert published.cells["disclosure.rules.issued"].exact


def test_a_misspelt_label_is_read_where_nothing_else_can_stand(reading):
    change = labels(
        lambda text: text.replace("属于行政查询事项", "属于行政咨询事项").replace(
            "科研机构", "科研单位"
        )
    )
    published = reading(html_report(2024, change(tables(2024))))
    assert len(published.cells) == 200
    assert (
        published.value("requests.administrative_query.research")
        == figures(2024)["requests.administrative_query.research"]
    )
    assert {one.said for one in oddities(published, "label_differs")} == {
        "8.属于行政咨询事项",
        "科研单位",
    }


def test_both_editions_in_one_report(reading):
    old, new = tables(2020), tables(2024)
    parts = [
        html_table(old["disclosure"]),
        html_table(new["requests"]),
        html_table(new["proceedings"]),
    ]
    published = reading(html_page(2024, parts))
    assert published.edition == "2021"
    (one,) = oddities(published, "two_editions")
    assert "本年新制作数量" in one.said
    assert (
        published.value("requests.fee_unpaid.total") == figures(2024)["requests.fee_unpaid.total"]
    )


def test_the_wrong_edition_is_read_as_what_it_is(reading):
    published = reading(html_page(2024, [html_table(rows) for rows in tables(2020).values()]))
    assert (published.year, published.edition, len(published.cells)) == (2024, "2019", 198)


def test_other_tables_are_left_alone(reading):
    rows = (("事项", "数量"), ("行政许可", "99"), ("其他", "5"), ("合计", "7"))
    others = html_table([[Cell(text) for text in row] for row in rows])
    parts = [html_table(rows) + others for rows in tables(2024).values()]
    published = reading(html_page(2024, parts, before=others, after=others))
    assert {key: published.value(key) for key in published.cells} == figures(2024)
    assert published.oddities == ()


def book(rows, *notes):
    """A workbook with one table of which only the first rows are written, and notes below where its figures would stand."""
    made, target = Workbook(), io.BytesIO()
    for row in expanded(rows, repeat=False):
        made.active.append([cell.text or None for cell in row])
    for note in notes:
        made.active.append(note)
    made.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    "notes",
    [[], [[], ["填表人：某某"]], [[], [], ["说明", "共一张表"]]],
    ids=["nothing below", "a signature", "a note"],
)
def test_the_blank_row_below_the_last_header_is_the_tables(reading, notes):
    """A workbook has no row without a value, and what stands further down is none of the figures."""
    published = reading(
        book([*tables(2024)["requests"], *tables(2024)["proceedings"][:3]], *notes), "报告.xlsx"
    )
    blank = {key: cell for key, cell in published.cells.items() if key.startswith("proceedings.")}
    assert len(blank) == 15
    assert {(cell.text, cell.place[-2:]) for cell in blank.values()} == {("", "32")}


def test_a_content_control_that_prompts_is_blank(reading):
    prompt = (
        "<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击或点击此处输入文字，然后保存文档。</w:t></w:r>"
        "</w:sdtContent></w:sdt></w:p>"
    )
    key = "proceedings.review.upheld"
    data = docx_report(2024, with_text(tables(2024), key, "@"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    body = re.search(r"<w:body>(.*)</w:body>", xml, re.DOTALL)[1]
    published = reading(docx_document(body.replace(paragraph("@"), prompt)), "报告.docx")
    assert published.cells[key].text == ""
    assert {name: published.value(name) for name in figures(2024)} == {**figures(2024), key: None}
