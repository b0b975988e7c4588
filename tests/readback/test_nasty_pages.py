"""Pages as they should not be: what is hidden, raised, nested, turned into pictures or frames. No figure is ever read wrongly."""

from __future__ import annotations

import re

import pytest
from pages import (
    docx_document,
    docx_report,
    docx_table,
    figures,
    html_page,
    html_report,
    html_table,
    tables,
)

from zbreport.checks import check
from zbreport.errors import ZbreportError
from zbreport.readback.labels import simplified

PAGE = html_report(2024).decode()
PARTS = [html_table(rows) for rows in tables(2024).values()]
FIRST = "requests.received.natural_person"


def require_all(published, oddities=()):
    assert {key: published.value(key) for key in figures(2024)} == figures(2024)
    assert {one.kind for one in published.oddities} == set(oddities)


def hidden(rows, how):
    """A table with a hidden row before one with the same label."""
    lines = html_table(rows).split("<tr>")
    at = next(number for number, line in enumerate(lines) if "本年新收" in line)
    return (
        "<tr>".join(lines[:at])
        + f"<tr {how}>{re.sub(r'[0-9]{4}', '7777', lines[at])}<tr>"
        + "<tr>".join(lines[at:])
    )


@pytest.mark.parametrize(
    "how",
    [
        'style="display:none"',
        "style='height:0; DISPLAY : none;'",
        "hidden",
        'style="visibility:hidden"',
    ],
)
def test_a_row_that_the_page_hides_is_not_read(reading, how):
    require_all(
        reading(html_page(2024, [PARTS[0], hidden(tables(2024)["requests"], how), PARTS[2]]))
    )


@pytest.mark.parametrize("mark", ["<sup>1</sup>", "①", "²", "<sup>①</sup>", "<sup>[1]</sup>"])
def test_the_mark_of_a_note_is_no_digit(reading, mark):
    number = str(figures(2024)[FIRST])
    published = reading(PAGE.replace(f">{number}<", f">{number}{mark}<").encode())
    assert published.value(FIRST) is None
    assert published.cells[FIRST].text.startswith(number)
    (finding,) = [one for one in check(published, only=("C07",)).findings if FIRST in one.cells]
    assert number in finding.message


def test_the_mark_of_a_note_is_no_digit_in_word(reading):
    number = str(figures(2024)[FIRST])
    raised = "</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1"
    xml = "".join(docx_table(rows) for rows in tables(2024).values()).replace(
        f"<w:t>{number[2:]}", f"<w:t>{number[2:]}{raised}", 1
    )
    published = reading(docx_document(xml), "年报.docx")
    wrong = {
        key: cell.value
        for key, cell in published.cells.items()
        if cell.value not in {None, figures(2024)[key]}
    }
    assert wrong == {}
    assert sum(cell.value is None for cell in published.cells.values()) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.replace('colspan="7"', 'colspan="0"'),
        lambda page: page.replace('rowspan="22"', 'rowspan="99999"'),
        lambda page: page.replace('rowspan="3"', 'rowspan="3000"', 1),
        lambda page: page.replace('rowspan="2"', 'rowspan="zwei"'),
        lambda page: page.replace("</td>", "").replace("</tr>", ""),
        lambda page: page.replace("<td", "<th").replace("</td>", "</th>"),
        lambda page: re.sub(r">(\d)(\d+)<", r"><b>\1</b><i>\2</i><", page),
        lambda page: re.sub(r">(\d+)<", r">&nbsp;\1&nbsp;<", page),
        lambda page: (
            f"<table><tr><td><table><tr><td>菜单</td></tr></table></td><td><table><tr><td>{page}</td></tr></table></td></tr></table>"
        ),
        lambda page: page.replace("<table", "<table><tr><td><table").replace(
            "</table>", "</table></td></tr></table>"
        ),
        lambda page: page.replace("<tr>", "<!--[if !supportMisalignedColumns]--><tr>"),
    ],
)
def test_careless_markup_is_read_as_a_browser_shows_it(reading, change):
    published = reading(change(PAGE).encode())
    assert {
        key: cell.value for key, cell in published.cells.items() if cell.value != figures(2024)[key]
    } == {}
    assert len(published.cells) == 200 or published.oddities


def test_a_header_that_lost_a_column_leaves_no_figure_in_the_wrong_one(reading):
    published = reading(
        html_page(2024, [PARTS[0], PARTS[1].replace("<td>科研机构</td>", ""), PARTS[2]])
    )
    assert {
        key: cell.value for key, cell in published.cells.items() if cell.value != figures(2024)[key]
    } == {}
    assert [(one.kind, one.table) for one in published.oddities] == [
        ("columns_unclear", "requests")
    ]
    (finding,) = check(published, only=("C20",)).findings
    assert "对不上" in finding.message


def test_traditional_characters_are_read_and_told(reading):
    traditional = str.maketrans(
        {ord(new): old for old, new in simplified().items() if chr(old) not in "爲複"}
    )
    published = reading(
        PAGE.translate({key: chr(value) for key, value in traditional.items()}).encode()
    )
    require_all(published, {"label_differs"})
    assert [part.section for part in published.paragraphs if part.heading] == list("一二三四五六")
    assert published.year == 2024


def test_two_reports_in_one_file_are_told_and_the_first_counts(reading):
    other = html_report(2023, tables(2023, dict.fromkeys(figures(2023), 1))).decode()
    inside = other[other.index("<body>") + 6 : other.index("</body>")]
    published = reading(PAGE.replace("</body>", f"{inside}</body>").encode())
    require_all(published, {"table_twice"})
    assert {one.rule for one in check(published, only=("C20",)).findings} == {"C20"}


def test_last_editions_form_for_a_later_year_is_an_error(reading):
    published = reading(html_page(2024, [html_table(rows) for rows in tables(2020).values()]))
    (finding,) = check(published, only=("C01",)).findings
    assert (finding.said, finding.expected) == ("2019", "2021")


def as_divs(html):
    return re.sub(r"<(/?)(?:table|tr|td)\b[^>]*>", r"<\1div>", html)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (
            "<html><h1>2024年政府信息公开工作年度报告</h1><iframe src='正文_files/a.html'></iframe></html>",
            "框架页里（正文_files/a.html）",
        ),
        (
            "<html><frameset><frame src='top.html'><frame src='main.html'></frameset></html>",
            "框架页里（top.html、main.html）",
        ),
        (html_page(2024, ["<img src='1.png'>"] * 3).decode(), "3 张图片，表格可能是图片"),
        (as_divs(PAGE), "不在真正的表格里"),
        (
            PAGE.replace("<table", "<textarea").replace("</table>", "</textarea>"),
            "没有找到年度报告的表",
        ),
    ],
)
def test_what_only_looks_like_tables_is_refused_with_the_reason(reading, page, words):
    with pytest.raises(ZbreportError, match=re.escape(words)):
        reading(page.encode())


def test_a_word_document_that_only_writes_the_labels_is_refused(reading):
    lines = [
        cell.text
        for rows in tables(2024).values()
        for row in rows
        for cell in row
        if not cell.text.isdigit()
    ]
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    with pytest.raises(ZbreportError, match="不在真正的表格里"):
        reading(docx_document(body), "年报.docx")


def test_the_same_report_as_word(reading):
    require_all(reading(docx_report(2024), "年报.docx"))
