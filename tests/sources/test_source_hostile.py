"""Inputs made to mislead or to exhaust: two sheets of one name, ends in the middle, patterns that never end."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import openpyxl
import pytest
import xlwt
from makers import compound_file, ods_package, ods_xml, xls, xlsb

from zbreport.sources.sniff import sniff

HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"
MOST_GROWTH = 1.2
"""The exponent of time over size."""


def codes(found):
    return [one.code for one in found]


def two_sheets(change):
    book = openpyxl.Workbook()
    book.active.title = "上半年"
    book.active.append(["甲"])
    book.create_sheet("下半年").append(["乙"])
    target, changed = io.BytesIO(), io.BytesIO()
    book.save(target)
    package = zipfile.ZipFile(target)
    with zipfile.ZipFile(changed, "w") as archive:
        for entry in package.infolist():
            content = package.read(entry)
            archive.writestr(
                entry, change(content) if entry.filename == "xl/workbook.xml" else content
            )
    return changed.getvalue()


@pytest.mark.parametrize("name", ["上半年", "&#19978;半年"])
def test_two_sheets_of_one_name_are_both_read(reading, name):
    data = two_sheets(lambda xml: xml.replace("下半年".encode(), name.encode()))
    sheets, _ = reading("台账.xlsx", data)
    assert [(sheet.name, sheet.rows[0][0]) for sheet in sheets] == [
        ("上半年", "甲"),
        ("上半年 (2)", "乙"),
    ]


def test_two_sheets_of_one_name_in_an_ods(reading):
    one = '<table:table table:name="a"><table:table-row><table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell></table:table-row></table:table>'
    sheets, _ = reading("a.ods", ods_package(ods_xml(one.format("甲") + one.format("乙"))))
    assert [(sheet.name, sheet.rows[0][0]) for sheet in sheets] == [("a", "甲"), ("a (2)", "乙")]


def real_xls(rows):
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    for row in range(rows):
        sheet.write(row, 0, f"第{row}次会议")
        sheet.write(row, 1, row + 0.5)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_an_end_in_the_middle_of_an_xls_sheet_is_told(reading):
    data = bytearray(real_xls(30))
    assert codes(reading("a.xls", bytes(data))[1]) == []
    cell = data.index(struct.pack("<HHHH", 0x27E, 10, 20, 1))
    data[cell : cell + 4] = struct.pack("<HH", 0x0A, 10)
    sheets, found = reading("a.xls", bytes(data))
    assert codes(found) == ["F123"]
    assert len(sheets[0].rows) == 21


def test_fewer_rows_than_an_xls_sheet_states_is_told(reading):
    data = bytearray(real_xls(30))
    stated = data.index(struct.pack("<HH", 0x200, 14)) + 8
    data[stated : stated + 4] = (60).to_bytes(4, "little")
    assert codes(reading("a.xls", bytes(data))[1]) == ["F123"]


def test_an_xlsb_sheet_without_an_end_is_refused(reading):
    data = xlsb([["标题"], ["甲"]])
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for entry in source.infolist():
            content = source.read(entry)
            cut = (
                content.rindex(b"\x92\x01")
                if "sheet1" in entry.filename and b"\x92\x01" in content
                else None
            )
            archive.writestr(entry.filename, content[:cut])
    assert codes(reading("a.xlsb", target.getvalue())[1]) == ["F101"]


@pytest.mark.parametrize(
    "change",
    [
        {30: (2).to_bytes(2, "little")},  # sectors of four bytes
        {44: (2**31).to_bytes(4, "little")},  # more tables of sectors than the file has room for
        {72: (2**31).to_bytes(4, "little")},
        {48: (3).to_bytes(4, "little")},  # the directory begins in the data
    ],
)
def test_a_compound_file_whose_header_makes_no_sense_is_refused_at_once(reading, change):
    data = bytearray(xls([["标题"], ["甲"]]))
    for place, value in change.items():
        data[place : place + len(value)] = value
    started = time.process_time()
    sheets, found = reading("a.xls", bytes(data))
    assert (sheets, codes(found)) == ((), ["F101"])
    assert time.process_time() - started < 5


def test_garbage_in_a_workbook_stream_is_one_clear_error(reading):
    for content in (b"", b"\x09\x08\x10\x00", b"\xff" * 5000):
        assert codes(reading("a.xls", compound_file(content))[1]) == ["F101"]


def test_blanks_that_a_few_bytes_stand_for_are_limited(reading):
    mark = '<text:s text:c="90000"/>' * 200
    body = f'<table:table table:name="a"><table:table-row><table:table-cell office:value-type="string"><text:p>{mark}</text:p></table:table-cell></table:table-row></table:table>'
    assert codes(reading("a.ods", ods_package(ods_xml(body)))[1]) == ["F101"]


GROWING = {
    "cells without an end": lambda n: HEAD + '<row r="1">' + '<c r="A1">' * n + "</row>" + TAIL,
    "cells that name no place": lambda n: HEAD + "<row>" + "<c>" * n + "</row>" + TAIL,
    "a prolog without an end": lambda n: "<" + "a" * (20 * n) + HEAD + TAIL,
    "hidden rows without an end": lambda n: (
        HEAD + '<row r="2" hidden="1">' + '<row r="3">' * n + TAIL
    ),
    "formulas without an end": lambda n: HEAD + '<row r="1"><c r="A1"><f ' + "<f " * n + TAIL,
    "marks of errors in one tag": lambda n: HEAD + '<row r="1">' + ' t="e"' * n + TAIL,
    "a row without an end": lambda n: HEAD + '<row r="1">' + "x" * (20 * n) + TAIL,
    "blanks in a tag": lambda n: HEAD + '<row r="1"><c' + " " * (20 * n) + "/></row>" + TAIL,
}


def packed(sheet, workbook=""):
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheets = workbook or '<sheet name="a" sheetId="1" r:id="rId1"/>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns:r="{office}"><sheets>{sheets}</sheets></workbook>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return target.getvalue()


@pytest.mark.parametrize("kind", GROWING)
def test_hostile_sheets_cost_no_more_than_their_size(reading, kind):
    started = time.process_time()
    reading("a.xlsx", packed(GROWING[kind](20_000)))
    small = time.process_time() - started
    started = time.process_time()
    reading("a.xlsx", packed(GROWING[kind](200_000)))
    large = time.process_time() - started
    assert large < 0.5 or large < small * 10**MOST_GROWTH


@pytest.mark.parametrize("name", ["a" * 300_000, "a = " * 100_000, "a" + " " * 300_000])
def test_hostile_lists_of_sheets_cost_no_more_than_their_size(reading, name):
    started = time.process_time()
    reading("a.xlsx", packed(HEAD + TAIL, f"<sheet {name}/>"))
    assert time.process_time() - started < 3


def test_comments_in_front_of_a_page_are_looked_at_once():
    started = time.process_time()
    sniff(b"<!---->" * 5000 + b"x")
    sniff(b"<!--" * 5000)
    assert time.process_time() - started < 1
