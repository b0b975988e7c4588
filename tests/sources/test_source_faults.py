"""Error values, formulas without a result and hidden rows, in every format of workbooks: never taken for a blank, always told."""

from __future__ import annotations

from datetime import date

import pytest
from makers import (
    WORKBOOKS,
    Fault,
    Formula,
    biff,
    compound_file,
    ods_package,
    ods_xml,
    record,
    xls,
    xlsb,
)

from zbreport import tally
from zbreport.model import Span

DAY = date(2021, 3, 5)
ROWS = [
    ["标题", "发布时间", "阅读", "备注"],
    ["甲", DAY, Fault("#REF!"), None],
    ["乙", Formula(Fault("#N/A")), 3.5, Fault("#DIV/0!")],
    ["丙", DAY, Formula(7), "😀"],
    ["丁", DAY, Fault("#NAME?"), Fault("#VALUE!")],
]


def codes(told):
    return [entry.code for entry in told]


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_error_values_have_their_address(reading, kind):
    sheets, told = reading("台账.xls", WORKBOOKS[kind](ROWS))
    assert told == ()
    assert sheets[0].name == "台账"
    assert dict(sheets[0].faults) == {
        (2, 2): "#REF!",
        (3, 1): "#N/A",
        (3, 3): "#DIV/0!",
        (5, 2): "#NAME?",
        (5, 3): "#VALUE!",
    }
    assert [row[0] for row in sheets[0].rows] == ["标题", "甲", "乙", "丙", "丁"]
    assert (sheets[0].rows[1][1], sheets[0].rows[3][2], sheets[0].rows[3][3]) == (DAY, 7, "😀")
    assert [sheets[0].rows[row - 1][column] for row, column in sheets[0].faults] == [""] * 5


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_hidden_rows_are_counted_and_told(reading, kind):
    sheets, told = reading("台账.xls", WORKBOOKS[kind](ROWS, hidden=(1, 3, 9)))
    assert sheets[0].hidden_rows == 2
    assert codes(told) == ["F111"]
    assert len(sheets[0].rows) == 5


@pytest.mark.parametrize("kind", ["ods", "xml2003"])
def test_formula_that_nothing_was_stored_for(reading, kind):
    sheets, _ = reading(
        "台账.xls", WORKBOOKS[kind]([["标题", "日期"], ["甲", Formula(None)], ["乙", Formula("")]])
    )
    assert dict(sheets[0].faults) == {(2, 1): "="}


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_error_in_a_needed_cell_is_no_missing_date(tmp_path, kind):
    (tmp_path / "网站.xls").write_bytes(
        WORKBOOKS[kind]([["标题", "发布时间"], ["甲", DAY], ["乙", Fault("#REF!")], ["丙", DAY]])
    )
    outcome = tally([tmp_path])
    assert outcome.report.channels[0].count == 2
    (finding,) = [one for one in outcome.diagnostics if one.level == "error"]
    assert (finding.code, finding.rows, finding.column) == ("L107", (3,), "B")
    assert "#REF!" in finding.message


def test_merged_cells_of_formats_whose_reader_gives_none(reading):
    rows = [["一", None, "二"], ["三", "四", "五"]]
    assert reading("a.xlsb", xlsb(rows, merged=[(0, 0, 0, 1)]))[0][0].merged == (Span(0, 0, 0, 1),)
    tall = ' table:number-columns-spanned="2" table:number-rows-spanned="3" office:value-type="float" office:value="1"'
    body = f'<table:table table:name="a">{row(cell(1, tall), "<table:covered-table-cell/>")}</table:table>'
    assert reading("a.ods", ods_package(ods_xml(body)))[0][0].merged == (Span(0, 0, 2, 1),)


def test_short_workbook_stream_stands_in_pieces(reading):
    """LibreOffice writes small .xls files so: pieces of 64 bytes inside another stream."""
    whole = compound_file(biff(ROWS))
    stream = biff(ROWS)
    pieces = -(-len(stream) // 64)
    directory = bytearray(whole[512:1024])
    directory[116:124] = (1).to_bytes(4, "little") + (pieces * 64).to_bytes(
        4, "little"
    )  # the root: where the pieces are
    directory[128 + 116 : 128 + 124] = bytes(4) + len(stream).to_bytes(4, "little")
    small = (
        b"".join((number + 1).to_bytes(4, "little") for number in range(pieces - 1))
        + b"\xfe\xff\xff\xff"
    )
    sectors = -(-pieces // 8)
    links = [0xFFFFFFFE, *range(2, sectors + 1), 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD]
    header = bytearray(whole[:512])
    header[60:68] = (sectors + 1).to_bytes(4, "little") + (1).to_bytes(4, "little")
    header[76:80] = (sectors + 2).to_bytes(4, "little")
    table = b"".join(link.to_bytes(4, "little") for link in links).ljust(512, b"\xff")
    data = (
        bytes(header)
        + bytes(directory)
        + stream.ljust(512 * sectors, b"\0")
        + small.ljust(512, b"\xff")
        + table
    )
    sheets, _ = reading("小.xls", data)
    assert sheets[0].faults == reading("大.xls", xls(ROWS))[0][0].faults


def test_sheet_of_an_old_code_page(reading):
    start = record(0x809, b"\x00\x05\x05\x00" + bytes(4))
    name = "台账".encode("gb18030")
    front = start + record(0x42, b"\xa8\x03")
    at = len(front) + 4 + 7 + len(name) + 4
    book = (
        front
        + record(0x85, at.to_bytes(4, "little") + bytes([0, 0, len(name)]) + name)
        + record(0x0A)
    )
    cells = record(0x203, bytes(14)) + record(0x205, bytes([1, 0, 0, 0, 0, 0, 0x2A, 1]))
    sheet = record(0x809, b"\x00\x05\x10\x00" + bytes(4)) + cells + record(0x0A)
    sheets, _ = reading("旧.xls", compound_file(book + sheet, "Book"))
    assert [dict(sheet.faults) for sheet in sheets] == [{(2, 0): "#N/A"}]


def row(*cells, times=1):
    return (
        f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'
    )


def cell(times=1, value=' office:value-type="float" office:value="1"'):
    return f'<table:table-cell table:number-columns-repeated="{times}"{value}/>'


SPACES = '<table:table-cell office:value-type="string"><text:p><text:s text:c="900000000"/></text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (row(cell(16384), times=1_000_000), "F109"),
        (row(cell(16384, ""), times=1_048_575) + row(cell(16383, ""), cell()), "F109"),
        (row(cell(1, ""), times=4_000_000_000), "F101"),
        (row(SPACES), "F101"),
        ("<table:table-row>", "F101"),
    ],
)
def test_few_bytes_that_stand_for_many_cells_are_refused_before_they_are_built(reading, rows, code):
    sheets, told = reading(
        "a.ods", ods_package(ods_xml(f'<table:table table:name="a">{rows}</table:table>'))
    )
    assert sheets == ()
    assert codes(told) == [code]


def test_a_sheet_formatted_to_the_last_row_is_read(reading):
    rows = row(cell()) + row(cell(16384, ""), times=1_048_575)
    sheets, told = reading(
        "a.ods", ods_package(ods_xml(f'<table:table table:name="a">{rows}</table:table>'))
    )
    assert (told, list(sheets[0].rows)) == ((), [[1.0]])
