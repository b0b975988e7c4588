"""Tables of HTML pages saved as .xls."""

from __future__ import annotations

import pytest

from zbreport.model import Span


def only(reading, content):
    sheets, told = reading("导出.xls", content)
    assert told == ()
    assert len(sheets) == 1
    return sheets[0]


def test_spans_keep_columns_in_place(reading):
    sheet = only(
        reading,
        "<table><tr><td colspan=3>台账</td></tr><tr><td rowspan='2'>一</td><td>二</td><td>三</td></tr>"
        "<tr><td>四</td><td rowspan=0>五</td></tr><tr><td>六</td><td>七</td></tr></table>",
    )
    assert sheet.name == ""
    assert sheet.rows == [["台账", "", ""], ["一", "二", "三"], ["", "四", "五"], ["六", "七", ""]]
    assert sheet.merged == (Span(0, 0, 0, 2), Span(1, 0, 2, 0), Span(2, 2, 3, 2))


def test_text_is_what_a_browser_shows(reading):
    sheet = only(
        reading,
        "<table><tr><td>甲<br>乙&nbsp;</td><td> 关于\r\n   <b>检查</b>的通知 </td><td><p>一</p><p>二</p></td>"
        "<td>丙<!-- x --><style>a{}</style><script>1</script>丁</td></tr></table>",
    )
    assert sheet.rows == [["甲\n乙", "关于检查的通知", "一\n二", "丙丁"]]


@pytest.mark.parametrize(
    "content",
    [
        "<meta charset=gb2312><table><tr><td>通知</td></tr></table>".encode("gb18030"),
        "<meta charset=utf-8><table><tr><td>通知</td></tr></table>".encode("gb18030"),
        "<meta charset=gb2312><table><tr><td>通知</td></tr></table>".encode(),
        "<table><tr><td>通知</td></tr></table>".encode("gb18030"),
        "\ufeff<table><tr><td>通知</td></tr></table>".encode(),
        "<table><tr><td>通知</td></tr></table>".encode("utf-16"),
        "<?xml version='1.0' encoding='gb2312'?><html><table><tr><td>通知</td></tr></table></html>".encode(
            "gb18030"
        ),
        "\r\n\r\n<meta http-equiv='x'>\r\n<table><tr><td>通知</td></tr></table>".encode("gb18030"),
    ],
)
def test_charset_may_be_missing_or_wrong(reading, content):
    assert only(reading, content).rows == [["通知"]]


def test_several_tables_are_numbered(reading):
    sheets, _ = reading(
        "a.xls",
        "<table><tr><td>a</td></tr></table><table><tr></tr></table><table><tr><td>b</td></tr></table>",
    )
    assert [(sheet.name, sheet.rows) for sheet in sheets] == [("表1", [["a"]]), ("表2", [["b"]])]


def test_table_that_lays_out_the_page_is_no_data(reading):
    inner = (
        "<table><thead><tr><th>标题</th></tr></thead><tbody><tr><td>甲</td></tr></tbody></table>"
    )
    assert only(
        reading, f"<table><tr><td>导航</td></tr><tr><td>{inner}</td></tr></table>"
    ).rows == [["标题"], ["甲"]]


def test_little_table_in_a_cell_does_not_hide_the_rows_around_it(reading):
    rows = "".join(f"<tr><td>{number}</td><td>x</td></tr>" for number in range(5))
    sheet = only(
        reading,
        f"<table>{rows}<tr><td>5</td><td><table><tr><td>附件</td></tr></table></td></tr></table>",
    )
    assert len(sheet.rows) == 6
    assert sheet.rows[5] == ["5", "附件"]


@pytest.mark.parametrize(
    "content",
    [
        "<html><frameset><frame src=a.htm></frameset></html>",
        "<html>",
        "<table><tr><td> </td></tr></table>",
    ],
)
def test_page_without_a_table(reading, content):
    sheets, told = reading("另存为网页.xls", content)
    assert sheets == ()
    assert [entry.code for entry in told] == ["F112"]


@pytest.mark.parametrize(
    "rows", ["<tr>" + "<td colspan=99999>x" * 30_000, ("<tr>" + "<td colspan=1000>x" * 16) * 1300]
)
def test_absurd_spans_are_refused_not_built(reading, rows):
    sheets, told = reading("a.xls", f"<table>{rows}</table>")
    assert sheets == ()
    assert [entry.code for entry in told] == ["F109"]


def test_page_of_frames_says_where_its_tables_are(reading):
    _, told = reading(
        "另存为网页.xls",
        "<html><frameset><frame src='另存为网页.files/sheet001.htm'></frameset></html>",
    )
    assert ".files" in told[0].message


# --- what is hidden


def test_hidden_rows_count_and_are_told(reading):
    sheets, told = reading(
        "a.xls",
        "<table><tr><th>标题</th></tr><tr style='display:none'><td>甲</td></tr><tr><td>乙</td></tr>"
        "<tr style='display:none'><td></td></tr></table>",
    )
    assert sheets[0].rows == [["标题"], ["甲"], ["乙"], [""]]
    assert sheets[0].hidden_rows == 1
    assert [(entry.code, entry.level.value) for entry in told] == [("F111", "info")]
    assert "1 行" in told[0].message


def test_hidden_keys_to_sort_by_are_no_part_of_a_value(reading):
    sheet = only(
        reading,
        "<table><tr><td>时间</td></tr><tr><td><span style='display:none'>20240304</span>2024-03-04</td></tr>"
        "<tr><td><span hidden>9</span>2024-03-05</td></tr></table>",
    )
    assert sheet.rows == [["时间"], ["2024-03-04"], ["2024-03-05"]]


def test_hidden_columns_take_no_place(reading):
    sheet = only(
        reading,
        "<table><tr><th hidden>ID</th><th>标题</th></tr><tr><td style='display:none'>17</td><td>甲</td></tr></table>",
    )
    assert sheet.rows == [["标题"], ["甲"]]


def test_a_hidden_table_is_not_read_and_told(reading):
    sheets, told = reading(
        "a.xls",
        "<div style='display:none'><table><tr><td>模板</td></tr></table></div><table><tr><td>甲</td></tr></table>",
    )
    assert [sheet.rows for sheet in sheets] == [[["甲"]]]
    assert [entry.code for entry in told] == ["F110"]


def test_a_page_of_nothing_but_hidden_tables_says_so(reading):
    sheets, told = reading("a.xls", "<table hidden><tr><td>甲</td></tr></table>")
    assert sheets == ()
    assert [entry.code for entry in told] == ["F112"]
    assert "隐藏" in told[0].message


# --- a header that stays in view


HEADER = "<table><thead><tr><th>标题</th><th>时间</th></tr></thead></table>"
BODY = "<table><tr><td>甲</td><td>2024-03-04</td></tr></table>"


def test_a_header_in_a_table_of_its_own_heads_the_table_below_it(reading):
    sheet = only(reading, f"<div>{HEADER}</div><div>{BODY}</div>")
    assert sheet.name == ""
    assert sheet.rows == [["标题", "时间"], ["甲", "2024-03-04"]]


def test_spans_below_such_a_header_move_down(reading):
    body = "<table><tr><td rowspan=2>甲</td><td>1</td></tr><tr><td>2</td></tr></table>"
    assert only(reading, HEADER + body).merged == (Span(1, 0, 2, 0),)


@pytest.mark.parametrize(
    "below",
    [
        "<table><tr><td>甲</td></tr></table>",  # another number of columns
        "<table><tr><th>标题</th><th>时间</th></tr><tr><td>甲</td><td>1</td></tr></table>",  # its own
    ],
)
def test_a_table_that_is_not_its_body_stays_apart(reading, below):
    sheets, _ = reading("a.xls", HEADER + below)
    assert [sheet.name for sheet in sheets] == ["表1", "表2"]


def test_a_header_heads_one_table_only(reading):
    sheets, _ = reading("a.xls", HEADER + BODY + BODY)
    assert [len(sheet.rows) for sheet in sheets] == [2, 1]
