"""Reports as offices published them: the 2024 report of Huai'an as PDF, and the blank template of the official form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zbreport.forms import form_for
from zbreport.readback import read_published

DATA = Path(__file__).parents[3] / "shared" / "data"
PDF, EXPECTED, TEMPLATE = (
    DATA / name
    for name in ("huaian-2024-published.pdf", "huaian-2024.expected.json", "report-template.docx")
)


def nested(form, content):
    """Cell key → figure as text; rows of section 二 may be lists, in the order of the form's columns."""
    found = {}
    for table in form.tables:
        for block, row, column in table.lines():
            value = content[table.key]
            for name in row.key.split(".") if row.key else ():
                value = value[name]
            if isinstance(value, list):
                value = value[block.columns.index(column)]
            else:
                for name in column.key.split(".") if column.key else ():
                    value = value[name]
            found[table.cell_key(row, column)] = str(value)
    return found


@pytest.fixture(scope="module")
def huaian():
    pytest.importorskip("pdfplumber")
    return read_published(PDF)


def test_every_cell_of_the_pdf(huaian):
    wanted = nested(form_for(2024), json.loads(EXPECTED.read_text(encoding="utf-8")))
    assert {key: str(cell.value) for key, cell in huaian.cells.items()} == wanted
    assert (huaian.edition, huaian.year, huaian.expected) == ("2021", 2024, 200)
    assert huaian.title == "淮安市人民政府2024年政府信息公开工作年度报告"
    assert {one.kind for one in huaian.oddities} == {"label_punctuation"}


def test_paragraphs_of_the_pdf(huaian):
    first = huaian.text("一").split("\n")
    assert len(first) == 6
    assert (
        "政府信息公开行政复议 351件，其中结果维持 72 件，结果纠正 64 件，其他结果 178 件，尚未审结 37 件；"
        in first[2]
    )
    assert "新闻发布会 12 场，努力传递政府声音、宣传政策法规" in first[1]  # across a page break
    assert (
        huaian.text("六")
        == "2024 年，市政府严格落实《政府信息公开信息处理费管理办法》，全年收取政府信息公开信息处理费 3940 元。"
    )
    assert huaian.text("二") == huaian.text("三") == huaian.text("四") == ""


def test_blank_template():
    published = read_published(TEMPLATE)
    assert (len(published.cells), published.expected, published.oddities) == (200, 200, ())
    assert {(cell.text, cell.value) for cell in published.cells.values()} == {("", None)}
    assert (published.edition, published.year) == ("2021", None)
