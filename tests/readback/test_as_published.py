"""Tables and texts in the ways that offices publish them, in every format: what is meant is read, nothing is filed elsewhere."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from openpyxl import Workbook
from pages import (
    SECTIONS,
    Cell,
    docx_report,
    figures,
    html_page,
    html_report,
    html_table,
    sheet_rows,
    tables,
)

from zbreport.checks import check
from zbreport.readback.figures import figure
from zbreport.readback.published import Paragraph
from zbreport.readback.sections import paragraphs


def xlsx_report(year, found=None):
    """A workbook with the whole report on one sheet."""
    book = Workbook()
    sheet = book.active
    top = 1
    sheet.cell(top, 1, f"某市某局{year}年政府信息公开工作年度报告")
    for heading, rows in zip(SECTIONS[1:], (found or tables(year)).values(), strict=True):
        sheet.cell(top + 1, 1, heading)
        top = sheet_rows(sheet, rows, top + 2)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


MAKERS = {"报告.html": html_report, "报告.docx": docx_report, "报告.xlsx": xlsx_report}
OUTSIDE = ("not_corrected_in_time", "fee_unpaid", "other")


@pytest.fixture(params=MAKERS)
def published(request, reading):
    """Reads tables in each format."""
    return lambda found, year=2024: reading(MAKERS[request.param](year, found), request.param)


# --- a single row （六）


def single_six(label):
    """2024's tables with one row for all of （六）, its figures 500, 501…"""
    found = tables(2024)
    rows = found["requests"]
    at = next(i for i, row in enumerate(rows) if any("（六）" in cell.text for cell in row))
    group = next(cell for cell in rows[at] if "（六）" in cell.text)
    numbers = [cell for cell in rows[at] if cell.role == "number"]
    row = [
        replace(group, text=label, across=2, down=1),
        *(replace(cell, text=str(500 + i)) for i, cell in enumerate(numbers)),
    ]
    whole = [
        [
            replace(cell, down=cell.down - 2) if cell.text.startswith("三、") else cell
            for cell in line
        ]
        for line in [*rows[:at], row, *rows[at + 3 :]]
    ]
    return {**found, "requests": whole}


@pytest.mark.parametrize(
    "label", ["（六）其他处理", "（六）其他", "(六)其他处理", "（六）其它处理"]
)
def test_a_single_row_six_is_kept_unsplit(published, label):
    report = published(single_six(label))
    assert report.edition == "2021"
    assert not [key for key in report.cells if key.split(".")[1] in OUTSIDE]
    (whole,) = report.unsplit
    assert (whole.table, whole.rows) == ("requests", OUTSIDE)
    assert [cell.value for cell in whole.cells.values()] == [500, 501, 502, 503, 504, 505, 506]
    assert [one.kind for one in report.oddities if one.kind != "label_punctuation"] == []


def test_it_is_said_once_and_its_sum_is_used(published):
    rows = single_six("（六）其他处理")
    zero = {
        key: [
            [replace(cell, text="0") if cell.role == "number" else cell for cell in row]
            for row in lines
        ]
        for key, lines in rows.items()
    }

    def with_figures(six, total):
        lines = zero["requests"]
        return {
            **zero,
            "requests": [
                [
                    replace(cell, text=str(six))
                    if "（六）" in row[0].text and cell.role == "number"
                    else replace(cell, text=str(total))
                    if any("（七）" in one.text for one in row) and cell.role == "number"
                    else cell
                    for cell in row
                ]
                for row in lines
            ],
        }

    for six, total, fails in ((2, 2, ["C43"]), (2, 3, ["C04", "C43"])):
        found = check(published(with_figures(six, total)), only=["C01", "C04", "C07", "C20", "C43"])
        failing = sorted({one.rule for one in found.findings if one.verdict.value == "fail"})
        assert failing == fails
        (told,) = (one for one in found.findings if one.rule == "C43")
        assert "（六）其他处理 2 件没有细分" in told.message


@pytest.mark.parametrize(
    ("said", "told"),
    [("其他处理3件", []), ("其他处理4件", ["4"])],
)
def test_a_sentence_about_the_single_row_is_compared_with_it(published, said, told):
    rows = single_six("（六）其他处理")
    rows["requests"] = [
        [
            cell if cell.role != "number" else replace(cell, text=with_three(line, at))
            for at, cell in enumerate(reversed(line))
        ][::-1]
        for line in rows["requests"]
    ]
    report = published(rows)
    text = (
        Paragraph("一", "总体情况", heading=True),
        Paragraph("一", f"全年答复申请3件，{said}。"),
    )
    found = check(replace(report, paragraphs=text), only=["C01", "C04", "C13"])
    failing = [one for one in found.findings if one.verdict.value == "fail"]
    assert [one.said for one in failing] == told


def with_three(line, from_right):
    """3 in the totals of 一, （六） and （七）, and in their first column; else 0."""
    words = "".join(cell.text for cell in line if cell.role != "number")
    three = any(mark in words for mark in ("一、", "（六）", "（七）")) and "本年度" not in words
    return "3" if three and from_right in {0, 6} else "0"


def test_a_row_over_the_three_is_no_single_row(published):
    """The group's label over the rows that it stands for, blank or with their sum."""
    found = tables(2024)
    rows = found["requests"]
    at = next(i for i, row in enumerate(rows) if any("（六）" in cell.text for cell in row))
    group = next(cell for cell in rows[at] if "（六）" in cell.text)
    blanks = [replace(cell, text="", role="label") for cell in rows[at] if cell.role == "number"]
    head = [replace(group, across=2, down=1), *blanks]
    first = [Cell("", role="label"), *(cell for cell in rows[at] if cell is not group)]
    lines = [
        *rows[:at],
        head,
        first,
        *([Cell("", role="label"), *row] for row in rows[at + 1 : at + 3]),
    ]
    lines += rows[at + 3 :]
    lines = [
        [replace(c, down=c.down + 1) if c.text.startswith("三、") else c for c in row]
        for row in lines
    ]
    report = published({**found, "requests": lines})
    assert report.unsplit == ()
    assert {key: report.value(key) for key in figures(2024)} == figures(2024)


def test_the_edition_of_2019_has_one_row_six(published):
    report = published(tables(2020), 2020)
    assert (report.edition, report.unsplit) == ("2019", ())
    assert {key: report.value(key) for key in figures(2020)} == figures(2020)


# --- heads of columns


SPLIT = {"商业企业": 2, "科研机构": 2, "社会公益组织": 4, "法律服务机构": 4}


def split_heads(rows, *, slipped):
    """The heads of columns on two rows: pieces below each other, or slipped to the left."""
    corner, groups, leaves, *body = rows
    upper = [
        replace(cell, text=cell.text[: SPLIT[cell.text]]) if cell.text in SPLIT else cell
        for cell in leaves
    ]
    lower = [
        replace(cell, text=cell.text[SPLIT[cell.text] :]) for cell in leaves if cell.text in SPLIT
    ]
    if slipped:
        return [corner, groups, upper, lower, *body]
    tall = [replace(cell, down=cell.down + (cell.down > 1)) for cell in corner]
    groups = [replace(cell, down=cell.down + (cell.down > 1)) for cell in groups]
    upper = [cell if cell.text != "其他" else replace(cell, down=2) for cell in upper]
    return [tall, groups, upper, lower, *body]


@pytest.mark.parametrize("slipped", [True, False])
def test_heads_of_columns_on_two_rows(published, slipped):
    found = tables(2024)
    report = published({**found, "requests": split_heads(found["requests"], slipped=slipped)})
    assert {key: report.value(key) for key in figures(2024)} == figures(2024)
    assert [one.kind for one in report.oddities if "missing" in one.kind] == []


# --- figures


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10（含撤回1件）", 10),
        ("10(其中1件撤回)", 10),
        ("10 【含上年结转2件】", 10),
        ("1,234（含撤回1件）", 1234),
        ("10件（含撤回1件）", 10),
        ("0（均为0）", 0),
        ("10（11）", None),
        ("10（应为11）", None),
        ("（含撤回1件）", None),
        ("10（含撤回1件）2", None),
        ("10①", None),
        ("²", None),
        ("\u0661", None),
    ],
)
def test_notes_behind_figures(text, value):
    assert figure(text, "件")[0] == value


def test_a_figure_with_a_note_is_read_in_its_cell(published):
    found = tables(2024)
    rows = [
        [
            replace(cell, text="1017（含撤回1件）", role="label") if cell.text == "1017" else cell
            for cell in row
        ]
        for row in found["requests"]
    ]
    assert {**found, "requests": rows} != found
    report = published({**found, "requests": rows})
    key = next(key for key, value in figures(2024).items() if value == 1017)
    assert report.value(key) == 1017


@pytest.mark.parametrize("column", ["total", "natural_person"])
def test_a_column_of_blanks_leaves_the_others_in_place(published, column):
    keys = {
        key for key in figures(2024) if key.startswith("requests.") and key.endswith(f".{column}")
    }
    found = tables(2024)
    rows = [
        [replace(cell, text="", role="label") if cell.key in keys else cell for cell in row]
        for row in found["requests"]
    ]
    report = published({**found, "requests": rows})
    assert {key: report.value(key) for key in figures(2024)} == {
        key: None if key in keys else value for key, value in figures(2024).items()
    }


# --- tables as text


def as_lines(rows, bar):
    return [f"{bar} " + f" {bar} ".join(cell.text for cell in row) + f" {bar}" for row in rows]


@pytest.mark.parametrize("bar", ["|", "｜", "│"])
def test_tables_drawn_with_bars(reading, bar):
    parts = ["<br>".join(as_lines(rows, bar)) for rows in tables(2024).values()]
    report = reading(html_page(2024, parts))
    assert {key: report.value(key) for key in figures(2024)} == figures(2024)
    assert report.text("二") == report.text("三") == ""


def test_a_line_of_links_with_bars_is_text(reading):
    parts = [f"{html_table(rows)}<p>首页 | 新闻 | 公开</p>" for rows in tables(2024).values()]
    assert "首页 | 新闻 | 公开" in reading(html_page(2024, parts)).text("二")


# --- headings and text


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("二 、主动公开政府信息情况", "二"),
        ("二 、 主动公开政府信息情况", "二"),
        ("（二）主动公开政府信息情况", "二"),
        ("( 二 ) 主动公开政府信息情况", "二"),
        ("（三）主动公开政府信息情况", ""),
        ("（二）主动公开情况", ""),
        ("（二）收到和处理政府信息公开申请情况", ""),
        ("第 二 部分　主动公开政府信息情况", "二"),
    ],
)
def test_numbers_of_headings(heading, section):
    first, *_ = paragraphs([heading, "正文。"])
    assert (first.section, first.heading) == (section, bool(section))


def test_all_of_section_one_in_one_paragraph():
    text = "统计期限为2024年1月1日至12月31日。一、总体情况全年收到申请3件。（一）主动公开。很好。"
    assert [
        (part.section, part.text, part.heading)
        for part in paragraphs([text, "二、主动公开政府信息情况"])
    ] == [
        ("", "统计期限为2024年1月1日至12月31日。", False),
        ("一", "一、总体情况", True),
        ("一", "全年收到申请3件。（一）主动公开。很好。", False),
        ("二", "二、主动公开政府信息情况", True),
    ]


def test_a_heading_glued_to_the_line_before_it():
    found = paragraphs(
        ["一、总体情况", "都好。二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
    )
    assert [part.section for part in found if part.heading] == ["一", "二", "三"]


def test_a_sentence_that_lists_the_parts_is_no_heading():
    text = "本报告包括一、总体情况，二、主动公开政府信息情况等六部分。"
    assert [part.section for part in paragraphs([text])] == [""]


def test_heading_four_as_a_row_of_the_table(published):
    found = tables(2024)
    wide = sum(cell.across for cell in found["requests"][0])
    heading = [Cell(SECTIONS[3], wide, role="label")]
    joined = {
        **found,
        "requests": [*found["requests"], heading],
        "proceedings": found["proceedings"],
    }
    report = published(joined)
    assert {key: report.value(key) for key in figures(2024)} == figures(2024)
    assert "四" in {part.section for part in report.paragraphs if part.heading}


@pytest.mark.parametrize(
    "footer",
    [
        "主办单位：某市人民政府办公室 技术支持：某公司",
        "版权所有 © 某市人民政府 网站标识码：1234567890",
        "苏ICP备12345678号-1",
        "上一篇：某局2023年年报",
        "【打印本页】【关闭窗口】",
    ],
)
def test_site_footers_are_no_section(footer):
    texts = [
        "五、存在的主要问题及改进情况",
        "有。",
        "六、其他需要报告的事项",
        "无。",
        footer,
        "联系我们",
    ]
    assert [part.text for part in paragraphs(texts) if part.section == "六"] == [texts[2], "无。"]


def test_words_of_footers_in_a_sentence_stay():
    texts = ["六、其他需要报告的事项", "本机关是网站主办单位，网站标识码已更新。", "无。"]
    assert len([part for part in paragraphs(texts) if part.section == "六"]) == 3


def test_blanks_of_a_single_row_six_are_zeros_and_its_blank_total_their_sum(reading):
    """`6` for people, nothing else filled in, as offices leave it."""
    zero = dict.fromkeys(figures(2024), 0)
    zero |= {
        f"requests.{row}.{col}": 6
        for row in ("received", "total")
        for col in ("natural_person", "total")
    }
    found = tables(2024, zero)
    six = next(
        row for row in single_six("（六）其他处理")["requests"] if row[0].text == "（六）其他处理"
    )
    six = [six[0], replace(six[1], text="6"), *(replace(cell, text="") for cell in six[2:])]
    rows = [row for row in found["requests"] if not any("逾期" in cell.text for cell in row)]
    at = next(i for i, row in enumerate(rows) if row[0].text == "3.其他")
    lines = [*rows[:at], six, *rows[at + 1 :]]
    lines = [
        [replace(c, down=c.down - 2) if c.text.startswith("三、") else c for c in row]
        for row in lines
    ]
    case = check(
        reading(html_report(2024, {**found, "requests": lines})), only=["C02", "C03", "C04"]
    )
    assert [one.message for one in case.findings if one.verdict.value == "fail"] == []
    lines[at] = [six[0], replace(six[1], text="5"), *six[2:]]
    case = check(
        reading(html_report(2024, {**found, "requests": lines})), only=["C02", "C03", "C04"]
    )
    assert {one.rule for one in case.findings if one.verdict.value == "fail"} == {"C04"}


# --- what a workbook does not show


def changed_workbook(change):
    """The report's workbook, its only sheet changed."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(xlsx_report(2024)))
    change(book.active)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def row_of(sheet, label):
    return next(row for row in sheet.iter_rows() if any(cell.value == label for cell in row))


RECEIVED = "一、本年新收政府信息公开申请数量"


@pytest.mark.parametrize("above", [True, False])
def test_a_hidden_older_row_beside_the_shown_one_is_not_read(reading, above):
    def change(sheet):
        old = row_of(sheet, RECEIVED)
        at = old[0].row + (not above)
        merged = [str(area) for area in sheet.merged_cells.ranges]
        for area in merged:
            sheet.unmerge_cells(area)
        values = [cell.value for cell in old]
        sheet.insert_rows(at)
        for column, value in enumerate(values, 1):
            sheet.cell(at, column, value + 7 if isinstance(value, float) else value)
        sheet.row_dimensions[at].hidden = True

    report = reading(changed_workbook(change), "报告.xlsx")
    assert {key: report.value(key) for key in figures(2024)} == figures(2024)
    told = check(report, only=["C48", "C20"]).findings
    assert [(one.rule, one.level.value) for one in told if one.rule == "C48"] == [("C48", "info")]
    assert "没有读取" in next(one.message for one in told if one.rule == "C48")


def test_a_hidden_row_that_is_the_only_one_is_read_and_told(reading):
    def change(sheet):
        sheet.row_dimensions[row_of(sheet, RECEIVED)[0].row].hidden = True

    report = reading(changed_workbook(change), "报告.xlsx")
    assert {key: report.value(key) for key in figures(2024)} == figures(2024)
    assert [one.kind for one in report.oddities] == ["rows_hidden"]


def test_struck_figures_in_a_workbook_are_not_read(reading):
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Font

    def change(sheet):
        cells = [cell for cell in row_of(sheet, RECEIVED) if isinstance(cell.value, (int, float))]
        cells[0].value = CellRichText(TextBlock(InlineFont(strike=True), "7"), "1010")
        cells[1].font = Font(strike=True)
        cells[2].value = CellRichText(TextBlock(InlineFont(b=True), "10"), "12")

    report = reading(changed_workbook(change), "报告.xlsx")
    row = [report.cells[key] for key in figures(2024) if key.startswith("requests.received.")]
    assert [(cell.text, cell.value) for cell in row[:3]] == [
        ("1010", 1010),
        ("", None),
        ("1012", 1012),
    ]
