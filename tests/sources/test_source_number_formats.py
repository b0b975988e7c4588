"""Formats that show 元 as 万元, and calendars from 1904 on: the sheet says so, in every format that can."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
import xlwt
from makers import ods_package, ods_xml

from zbreport.model import NumberFormat
from zbreport.sources.number_formats import number_format

WAN = NumberFormat(10_000)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("General", None),
        ("#,##0.00", None),
        ("yyyy-mm-dd", None),
        ("0.00%", None),
        ("#,##0.00,", NumberFormat(1000)),
        ("0,,", NumberFormat(1_000_000)),
        ("0,.00", NumberFormat(1000)),
        ("0!.0,", WAN),
        ("0\\.0,", WAN),
        ('0"."0,', WAN),
        ("0!.0000", WAN),
        ('0!.0000"万元"', NumberFormat(10_000, "万元")),
        ('#,##0.00"元"', NumberFormat(1, "元")),
        ('0.00"万元";-0,', NumberFormat(1, "万元")),
        ('"', None),
        ("[Red]0_);(0)", None),
    ],
)
def test_what_a_format_does_to_a_number(code, expected):
    assert number_format(code) == expected


def by_xlsxwriter(old_calendar=False):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"date_1904": old_calendar})
    sheet = book.add_worksheet("收费")
    shown = book.add_format({"num_format": "0!.0,"})
    sheet.write_row(0, 0, ["项目", "金额（万元）"])
    sheet.write_row(1, 0, ["信息处理费"])
    sheet.write_number(1, 1, 12000, shown)
    sheet.write_row(2, 0, ["信息处理费", 30000])
    book.close()
    return target.getvalue()


def by_xlwt(old_calendar=False):
    book = xlwt.Workbook()
    book.dates_1904 = old_calendar
    sheet = book.add_sheet("收费")
    for row, cells in enumerate([["项目", "金额（万元）"], ["信息处理费"], ["信息处理费", 30000]]):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    sheet.write(1, 1, 12000, xlwt.easyxf(num_format_str="0!.0,"))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def by_libreoffice(old_calendar=False):
    start = "1904-01-01" if old_calendar else "1899-12-30"
    body = (
        f'<table:calculation-settings><table:null-date table:date-value="{start}"/></table:calculation-settings>'
        '<table:table table:name="收费"><table:table-column table:default-cell-style-name="ce0"/>'
        '<table:table-column table:default-cell-style-name="ce1"/>'
        "<table:table-row><table:table-cell/>"
        '<table:table-cell office:value-type="string" table:style-name="ce0"><text:p>金额</text:p></table:table-cell></table:table-row>'
        "<table:table-row><table:table-cell/>"
        '<table:table-cell office:value-type="float" office:value="12000"/></table:table-row></table:table>'
    )
    styles = (
        '<office:automatic-styles xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
        '<number:number-style style:name="N1"><number:number number:display-factor="1000">'
        '<number:embedded-text number:position="1">.</number:embedded-text></number:number></number:number-style>'
        '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/></office:automatic-styles>'
    )
    return ods_package(ods_xml(body).replace("<office:body>", f"{styles}<office:body>"))


@pytest.mark.parametrize("make", [by_xlsxwriter, by_xlwt, by_libreoffice])
def test_the_cells_that_show_another_number_are_known(reading, make):
    (sheet,), told = reading("收费台账.xls", make())
    assert told == ()
    assert dict(sheet.number_formats) == {(2, 1): WAN}
    assert sheet.rows[1][1] == 12000
    assert not sheet.since_1904


@pytest.mark.parametrize("make", [by_xlsxwriter, by_xlwt, by_libreoffice])
def test_the_calendar_from_1904_is_told(reading, make):
    (sheet,), _ = reading("收费台账.xls", make(old_calendar=True))
    assert sheet.since_1904
