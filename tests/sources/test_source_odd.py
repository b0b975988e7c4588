"""Workbooks that trip up other readers, made from a sound one by the change that does it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from makers import xls, xlsx, zipped

DAY = date(2021, 3, 5)
ROWS = [["标题", "发布时间"], ["甲", DAY], ["乙", DAY]]
STRICT = [
    (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    ),
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
]
FILLS = re.compile(rb"<fills.*?</fills>", re.DOTALL)
VIEW = b'<customWorkbookViews><customWorkbookView name="x" guid="{abcdef01-2345-6789-abcd-ef0123456789}"/></customWorkbookViews></workbook>'


def changed(edit, data=None):
    """A workbook with every part put through `edit(name, content)`; parts that come back as None are left out."""
    with zipfile.ZipFile(io.BytesIO(data or xlsx(ROWS))) as archive:
        parts = {name: edit(name, archive.read(name)) for name in archive.namelist()}
    return zipped({name: content for name, content in parts.items() if content is not None})


def replaced(*pairs):
    def edit(_name, content):
        for old, new in pairs:
            content = (
                re.sub(old, new, content)
                if isinstance(old, re.Pattern)
                else content.replace(old, new)
            )
        return content

    return edit


def without(end):
    return lambda name, content: (
        None
        if name.endswith(end)
        else re.sub(rb"<[^<]*/%b\"[^<]*/>" % re.escape(end).encode(), b"", content)
    )


ODD = {
    "Toutiao's empty fill": replaced((FILLS, b'<fills count="1"><fill/></fills>')),
    "GUID in lower case, as WPS writes": replaced((b"</workbook>", VIEW)),
    "strict OOXML": replaced(*STRICT),
    "dimension that lies": replaced(
        (re.compile(rb'<dimension ref="[^"]*"'), b'<dimension ref="A1"')
    ),
    "cells that do not name their place": replaced((re.compile(rb'(<c) r="[A-Z]+\d+"'), rb"\1")),
    "protected sheet": replaced(
        (b"</sheetData>", b'</sheetData><sheetProtection password="CC3D" sheet="1"/>')
    ),
    "list of parts missing": without("[Content_Types].xml"),
}


@pytest.mark.parametrize("trap", ODD)
def test_it_is_read(reading, trap):
    sheets, told = reading("台账.xlsx", changed(ODD[trap]))
    assert told == ()
    assert [list(row) for row in sheets[0].rows] == ROWS


@pytest.mark.parametrize("number", [14, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58])
def test_built_in_chinese_date_formats(reading, number):
    made = changed(replaced((b'numFmtId="164" fontId', b'numFmtId="%d" fontId' % number)))
    assert reading("台账.xlsx", made)[0][0].rows[1][1] == DAY


def test_dates_counted_from_1904(reading):
    made = changed(replaced((b"<workbookPr", b'<workbookPr date1904="1"')))
    assert reading("台账.xlsx", made)[0][0].rows[1][1] == date(
        2025, 3, 6
    )  # 1462 days later than without the mark


def test_workbook_without_styles_keeps_its_days_as_numbers(reading):
    sheets, told = reading("台账.xlsx", changed(without("styles.xml")))
    assert told == ()
    assert [list(row) for row in sheets[0].rows][1] == ["甲", 44260.0]


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (without("sheet1.xml"), "F101"),
        (without("sharedStrings.xml"), "F101"),
        (
            replaced(
                (
                    b"</sheetData>",
                    b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
                )
            ),
            "F109",
        ),
        (
            replaced(
                (
                    b"</sheetData>",
                    b'<row r="1048576"><c r="T1048576"><v>1</v></c></row></sheetData>',
                )
            ),
            "F109",
        ),
        (replaced((b"</sheetData>", b"&</sheetData>")), "F101"),
    ],
)
def test_it_is_refused(reading, edit, code):
    sheets, told = reading("台账.xlsx", changed(edit))
    assert sheets == ()
    assert [entry.code for entry in told] == [code]


@pytest.mark.parametrize("name", ["台账.xlsx", "台账.et", "台账", "台账.csv"])
@pytest.mark.parametrize("make", [xls, xlsx])
def test_the_name_does_not_matter(reading, name, make):
    sheets, told = reading(name, make(ROWS))
    assert told == ()
    assert [list(row) for row in sheets[0].rows] == ROWS
