"""Delimited text: delimiters, quotes, guards and row numbers."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zbreport.model import InputFile, Limits
from zbreport.sources import read


def rows(reading, content, name="清单.csv"):
    sheets, told = reading(name, content)
    assert [entry for entry in told if entry.level == "error"] == []
    return [list(row) for row in sheets[0].rows]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiter_is_found(reading, delimiter):
    text = (
        f"标题{delimiter}日期{delimiter}网址\n甲,乙;丙{delimiter}2021-03-05{delimiter}\n"
        if delimiter not in ",;"
        else (f"标题{delimiter}日期\n甲|乙{delimiter}2021-03-05\n")
    )
    assert len(rows(reading, text)[0]) == text.partition("\n")[0].count(delimiter) + 1
    assert all(len(row) == len(rows(reading, text)[0]) for row in rows(reading, text))


def test_one_column(reading):
    assert rows(reading, "标题\n甲\n乙\n") == [["标题"], ["甲"], ["乙"]]


def test_title_row_does_not_mislead(reading):
    assert rows(reading, "2021年清单；共2条\n标题;日期\n甲,乙;2021-03-05\n丙;2021-03-06\n")[1] == [
        "标题",
        "日期",
    ]


def test_blank_lines_and_lines_in_quotes_count_as_excel_counts_them(reading):
    assert rows(reading, '标题,日期\r\n\r\n"第一行\r\n第二行",2021-03-05\r\n乙,2021-03-06') == [
        ["标题", "日期"],
        [],
        ["第一行\r\n第二行", "2021-03-05"],
        ["乙", "2021-03-06"],
    ]


def test_old_mac_line_ends(reading):
    assert rows(reading, "标题,日期\r甲,2021\r") == [["标题", "日期"], ["甲", "2021"]]


def test_line_with_sep_is_an_instruction(reading):
    assert rows(reading, "sep=;\r\n标题;日期\r\n甲,乙;2021\r\n") == [
        ["标题", "日期"],
        ["甲,乙", "2021"],
    ]


def test_guards_around_numbers_are_removed(reading):
    text = '编号,电话,备注,引文\n="0012",\'0013,"=""0014""",\'十四五\'规划\n\t0015\t,x,y,z\n'
    assert rows(reading, text)[1:] == [
        ["0012", "0013", "0014", "'十四五'规划"],
        ["0015", "x", "y", "z"],
    ]


def test_long_field_and_the_limit_of_the_csv_module(reading):
    before = csv.field_size_limit()
    assert rows(reading, "标题,正文\n甲," + "字" * 200_000)[1][1] == "字" * 200_000
    assert csv.field_size_limit() == before


def test_lone_quote_swallows_no_rows(reading):
    sheets, told = reading(
        "微博.csv", '标题,日期\n"甲说,2021-03-05\n乙,2021-03-06\n"丙,丁",2021-03-07\n'
    )
    assert [list(row) for row in sheets[0].rows] == [
        ["标题", "日期"],
        ['"甲说', "2021-03-05"],
        ["乙", "2021-03-06"],
        ["丙,丁", "2021-03-07"],
    ]
    assert [(entry.code, entry.rows) for entry in told] == [("F114", (2,))]


def test_very_many_lone_quotes_end_in_time(reading):
    sheets, told = reading("微博.csv", "标题,日期\n" + '"甲"说,2021-03-05\n' * 3000)
    assert len(sheets[0].rows) == 3001
    assert sheets[0].rows[-1][0] == '"甲"说'
    assert [entry.code for entry in told] == ["F114"]


def test_undecodable_byte_is_told(reading):
    _, told = reading("a.csv", "标题,日期\n".encode("gb18030") + b"\xff\xff,2021\n")
    assert [entry.code for entry in told] == ["F107"]


@pytest.mark.parametrize(
    "content", [b"\n\n\n", b",,\n,,\n", "\ufeff \n".encode("utf-16"), b"\xef\xbb\xbf"]
)
def test_nothing_but_blanks(reading, content):
    sheets, told = reading("a.csv", content)
    assert sheets == ()
    assert [entry.code for entry in told] == ["F103"]


CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n",;|'), max_size=12
).filter(lambda text: "'" not in text and '="' not in text and text == text.strip("\ufeff"))


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200
)
@given(
    body=st.lists(st.tuples(CELLS, CELLS, CELLS).map(list), max_size=8),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    delimiter=st.sampled_from(",;|\t"),
)
def test_what_was_written_is_read(reading, body, codec, delimiter):
    table = [["标题", "发布时间", "网址"], *body]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows(table)
    assert rows(reading, buffer.getvalue().encode(codec), "清单.txt") == table


def test_more_cells_than_allowed_are_refused_before_they_are_made(tmp_path):
    (tmp_path / "大.csv").write_text("标题,日期\n" + "甲,2021\n" * 999)
    sheets, told = read(InputFile(tmp_path / "大.csv", "大.csv", limits=Limits(cells=1000)))
    assert sheets == ()
    assert [entry.code for entry in told] == ["F109"]
    assert "1001 行 × 2 列" in told[0].message
    assert read(InputFile(tmp_path / "大.csv", "大.csv", limits=Limits(cells=2001)))[1] == ()
