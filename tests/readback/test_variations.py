"""Every way in which offices write the official tables is read to the last cell."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from pages import (
    Cell,
    changed,
    docx_report,
    expanded,
    figures,
    html_page,
    html_report,
    html_table,
    labels,
    numbers,
    tables,
)

from zbreport.forms import form_for
from zbreport.readback import read_published


def rewritten(*pairs):
    def change(text):
        for old, new in pairs:
            text = text.replace(old, new)
        return text

    return change


def unspanned_header(found):
    """Web copies that lost the rowspans of 自然人 and 总计, and have empty cells in the next row instead."""
    first, second, third, *body = found["requests"]
    blank = Cell("", role="header")
    second = [replace(cell, down=1) for cell in second]
    return {**found, "requests": [first, second, [blank, *third, blank], *body]}


def slipped_header(found):
    """The same without the empty cells: the third row of the header has slipped to the left."""
    first, second, third, *body = found["requests"]
    head, groups, leaves, data = found["proceedings"]
    slipped = [first, [replace(cell, down=1) for cell in second], third, *body]
    return {
        **found,
        "requests": slipped,
        "proceedings": [head, [replace(cell, down=1) for cell in groups], leaves, data],
    }


def labels_without_rowspans(found):
    rows = [
        [replace(cell, down=1) if cell.role == "label" else cell for cell in row]
        for row in found["requests"]
    ]
    return {**found, "requests": rows}


def five_columns(found):
    """Section 二 in five physical columns, whose colspans differ between header and body."""
    rows = []
    for row in found["disclosure"]:
        if len(row) == 1:
            rows.append([replace(row[0], across=5)])
        else:
            wide = 2 if row[-1].role == "header" and len(row) == 4 else len(row) - 1
            rows.append(
                [
                    replace(cell, across=cell.across + (index == wide))
                    for index, cell in enumerate(row)
                ]
            )
    return {**found, "disclosure": rows}


def with_extra_row(found):
    rows = found["disclosure"]
    extra = [Cell("其他主动公开文件", role="label"), *(Cell(text) for text in ("7", "8", "9"))]
    return {**found, "disclosure": [*rows[:4], extra, *rows[4:]]}


def with_page_numbers(found):
    rows = found["requests"]
    return {**found, "requests": [*rows[:14], [Cell("-4-", 10)], *rows[14:]]}


def with_notes(found):
    return {
        key: [
            *rows,
            [Cell("注：本表数据为初步统计，共 3 张表。", sum(cell.across for cell in rows[0]))],
        ]
        for key, rows in found.items()
    }


def blank_row_before_figures(found):
    *head, data = found["proceedings"]
    return {**found, "proceedings": [*head, [Cell("") for _ in data], data]}


def only_first_of_merged_figures(found):
    """Figures that cover three columns in the form stand in the first, middle or last of three single cells."""
    rows = []
    for index, row in enumerate(found["disclosure"]):
        if row[-1].role == "number" and row[-1].across == 3:
            last = [Cell(""), Cell(""), Cell("")]
            last[index % 3] = replace(row[-1], across=1)
            rows.append([*row[:-1], *last])
        else:
            rows.append(row)
    return {**found, "disclosure": rows}


VARIATIONS = {
    "official": lambda found: found,
    "half-width": labels(rewritten(("（", "("), ("）", ")"), ("：", ":"), ("，", ","))),
    "line breaks": labels(lambda text: text[:2] + "\n" + text[2:]),
    "vertical": labels("\n".join),
    "spaces": labels(" ".join),
    "wide spaces": labels(lambda text: f"　{'　'.join(text)}\u00a0"),
    "numbering 、": labels(rewritten(*((f"{n}.", f"{n}、") for n in range(1, 9)))),
    "numbering ．": labels(rewritten(*((f"{n}.", f"{chr(0xFF10 + n)}．") for n in range(1, 9)))),
    "numbering ①": labels(rewritten(*((f"{n}.", chr(0x245F + n)) for n in range(1, 9)))),
    "no numbering": labels(rewritten(*((f"{n}.", "") for n in range(1, 9)))),
    "straight quotes": labels(rewritten(("“", '"'), ("”", '"'))),
    "corner quotes": labels(rewritten(("“", "「"), ("”", "」"))),
    "no quotes": labels(rewritten(("“", ""), ("”", ""))),
    "合计": labels(rewritten(("总计", "合计"))),
    "规范性文件": labels(rewritten(("行政规范性文件", "规范性文件"))),
    "other wordings": labels(
        rewritten(
            ("复议后起诉", "复议后诉讼"),
            ("未经复议直接起诉", "未经复议直接诉讼"),
            ("结转下年度", "结转下一年度"),
            ("本年新收", "本年度新收"),
            ("现行有效件数", "现行有效数"),
            ("本年废止件数", "本年废止数"),
            ("其他结果", "其它结果"),
        )
    ),
    "guidance glued": labels(
        rewritten(
            ("规章", "规章（设区的市、自治州人民政府应提供相关数据）"),
            ("上一年项目数量", "上一年项目数量（指2019年事项数）"),
        )
    ),
    "commas": numbers(lambda text: f"{text[:-3]},{text[-3:]}" if "." not in text else text),
    "full-width digits": numbers(lambda text: "".join(chr(ord(char) + 0xFEE0) for char in text)),
    "padded": numbers(lambda text: f"\u00a0 {text}　"),
    "no header rowspans": unspanned_header,
    "slipped header": slipped_header,
    "no label rowspans": labels_without_rowspans,
    "no spans": lambda found: {key: expanded(rows, repeat=False) for key, rows in found.items()},
    "repeated instead of spans": lambda found: {
        key: expanded(rows, repeat=True) for key, rows in found.items()
    },
    "five columns": five_columns,
    "extra row": with_extra_row,
    "page numbers": with_page_numbers,
    "notes": with_notes,
    "spacer row": blank_row_before_figures,
    "unmerged figures": only_first_of_merged_figures,
    "one table": lambda found: {
        "disclosure": [row for rows in found.values() for row in rows],
        "requests": [],
        "proceedings": [],
    },
}


def require_all(published, year):
    wanted = figures(year)
    assert {key: published.value(key) for key in wanted} == wanted
    assert published.edition == form_for(year).edition
    assert (len(published.cells), published.expected) == (len(wanted), len(wanted))


@pytest.mark.parametrize("make", [html_report, docx_report])
@pytest.mark.parametrize("change", VARIATIONS.values(), ids=VARIATIONS)
def test_every_cell_is_read(reading, year, change, make):
    published = reading(make(year, change(tables(year))))
    require_all(published, year)
    assert published.year == year
    assert not [
        one
        for one in published.oddities
        if one.kind
        in {"row_missing", "column_missing", "table_missing", "table_twice", "two_editions"}
    ]


def test_official_tables_have_no_oddity(reading, year):
    published = reading(html_report(year))
    assert published.oddities == ()
    assert all(cell.exact for cell in published.cells.values())


def split(rows, *, header, labels_kept=True):
    """Section 三 in two tables, cut inside （四）."""
    first, second = rows[:17], rows[17:]
    if labels_kept:
        second = [[Cell("", 1, 10, "label"), Cell("", role="label"), *second[0]], *second[1:]]
    return [*first], [*(rows[:3] if header else []), *second]


@pytest.mark.parametrize("header", [True, False], ids=["header repeated", "no header"])
@pytest.mark.parametrize("labels_kept", [True, False], ids=["labels kept", "labels lost"])
def test_section_three_over_two_pages(reading, year, header, labels_kept):
    found = tables(year)
    halves = split(found["requests"], header=header, labels_kept=labels_kept)
    parts = [
        html_table(found["disclosure"]),
        "<p>- 4 -</p>".join(map(html_table, halves)),
        html_table(found["proceedings"]),
    ]
    published = reading(html_page(year, parts))
    require_all(published, year)
    assert published.oddities == ()


def test_section_two_as_a_table_for_each_block(reading, year):
    found = tables(year)
    pieces = []
    for row in found["disclosure"]:
        if row[0].role == "heading":
            pieces.append([])
        pieces[-1].append(row)
    parts = [
        "<p>附：</p>".join(map(html_table, pieces)),
        html_table(found["requests"]),
        html_table(found["proceedings"]),
    ]
    require_all(reading(html_page(year, parts)), year)


def test_section_four_in_its_narrow_shape(reading, year):
    require_all(reading(html_report(year, tables(year, narrow_proceedings=True))), year)


def test_section_four_in_two_tables(reading, year):
    found = tables(year)
    head, groups, leaves, data = found["proceedings"]
    halves = [
        [head[:1], [replace(cell, down=1) for cell in groups[:5]], data[:5]],
        [head[1:], groups[5:], leaves, data[5:]],
    ]
    parts = [
        html_table(found["disclosure"]),
        html_table(found["requests"]),
        "".join(map(html_table, halves)),
    ]
    require_all(reading(html_page(year, parts)), year)


@pytest.mark.parametrize(
    "inside",
    [
        "<p>{}</p>",
        '<p align="center"><span lang="EN-US">{}<o:p></o:p></span></p>',
        "<p>&nbsp;</p><p><b>{}</b></p>",
    ],
)
def test_cells_as_word_saves_them(reading, year, inside):
    parts = [html_table(rows, inside=inside) for rows in tables(year).values()]
    require_all(reading(html_page(year, parts)), year)


def test_units_stand_in_cells(reading):
    found = tables(2020)
    units = {
        "disclosure.procurement.amount_yuan": "元",
        "disclosure.licences.previous_items": "项",
        "requests.received.total": "件",
    }
    rows = {
        key: [
            [replace(cell, text=cell.text + units.get(cell.key, "")) for cell in row]
            for row in part
        ]
        for key, part in found.items()
    }
    published = reading(html_report(2020, rows))
    require_all(published, 2020)
    assert {key: cell.unit for key, cell in published.cells.items() if cell.unit} == units


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_encodings(reading, year, encoding):
    require_all(reading(html_report(year, encoding=encoding)), year)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    names=st.lists(st.sampled_from(sorted(VARIATIONS)), min_size=1, max_size=3, unique=True),
    blank=st.sets(st.sampled_from(sorted(figures(2024))), max_size=40),
    make=st.sampled_from([html_report, docx_report]),
)
def test_variations_together_never_give_a_wrong_figure(tmp_path, names, blank, make):
    """With any cells blank: what cannot be told is left out and said; no figure is ever read into another cell."""
    wanted = {key: None if key in blank else value for key, value in figures(2024).items()}
    found = tables(2024)
    found = {
        key: changed(rows, lambda cell: replace(cell, text="") if cell.key in blank else cell)
        for key, rows in found.items()
    }
    for name in names:
        try:
            found = VARIATIONS[name](found)
        except (IndexError, ValueError):  # one change takes away what the next one needs
            assume(False)
    path = tmp_path / "报告.html"
    path.write_bytes(make(2024, found))
    published = read_published(path)
    assert {
        key: cell.value
        for key, cell in published.cells.items()
        if cell.value not in {None, wanted[key]}
    } == {}
    missing = {key for key in wanted if key not in published.cells}
    assert not missing or published.oddities


def test_a_sheet_may_hold_the_whole_report_with_notes_beside_it(reading):
    """Headings, paragraphs, notes across a table or in its first cell, and tables of different widths, one below the other."""
    book, target = Workbook(), io.BytesIO()
    sheet = book.active
    parts = dict(zip("二三四", tables(2024).values(), strict=True))
    for heading in form_for(2024).sections:
        sheet.append([heading])
        sheet.append([f"{heading[2:]}的文字。"] if heading[0] in "一五六" else [])
        for row in expanded(parts.get(heading[0], []), repeat=False):
            sheet.append([int(cell.text) if cell.text.isdigit() else cell.text for cell in row])
        sheet.append(["注：以上数据为初步统计"])
    book.save(target)
    published = reading(target.getvalue(), "报告.xlsx")
    assert {key: published.value(key) for key in figures(2024)} == figures(2024)
    assert [part.section for part in published.paragraphs if part.heading] == list("一二三四五六")
    assert published.oddities == ()
