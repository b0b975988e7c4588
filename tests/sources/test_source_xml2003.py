"""SpreadsheetML 2003."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from zbreport.model import Span

NAMES = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'


def book(rows, after="", encoding=""):
    declaration = f'<?xml version="1.0"{encoding}?><?mso-application progid="Excel.Sheet"?>'
    return f'{declaration}<Workbook {NAMES}><Worksheet ss:Name="台账"><Table>{rows}</Table>{after}</Worksheet></Workbook>'


def cell(value, kind="String", **places):
    extra = "".join(f' ss:{name}="{number}"' for name, number in places.items())
    return f'<Cell{extra}><Data ss:Type="{kind}">{value}</Data></Cell>'


def test_values_by_type(reading):
    rows = "".join(
        [
            cell("0012"),
            cell("12", "Number"),
            cell("1.5", "Number"),
            cell("1", "Boolean"),
            cell("2021-03-05T00:00:00.000", "DateTime"),
            cell("2021-03-05T09:30:00.000", "DateTime"),
            cell("x", "DateTime"),
        ]
    )
    sheets, told = reading("a.xls", book(f"<Row>{rows}</Row>"))
    assert told == ()
    assert sheets[0].name == "台账"
    assert sheets[0].rows == [
        ["0012", 12, 1.5, True, date(2021, 3, 5), datetime(2021, 3, 5, 9, 30), "x"]
    ]


def test_places_spans_faults_and_hidden_rows(reading):
    rows = (
        f"<Row>{cell('标题', MergeAcross=1, MergeDown=1)}{cell('日期')}</Row>"
        f'<Row ss:Index="4" ss:Hidden="1">{cell("甲", Index=2)}{cell("#REF!", "Error")}<Cell ss:Formula="=1"/></Row>'
        "<Row/>"
    )
    sheets, told = reading("a.xls", book(rows))
    assert sheets[0].rows == [["标题", "", "日期"], [], [], ["", "甲", "", ""]]
    assert sheets[0].merged == (Span(0, 0, 1, 1),)
    assert sheets[0].faults == {(4, 2): "#REF!", (4, 3): "="}
    assert [(entry.code, entry.sheet) for entry in told] == [("F111", "台账")]


def test_declared_encoding_may_be_wrong(reading):
    text = book(f"<Row>{cell('通知')}</Row>", encoding=' encoding="utf-8"')
    assert reading("a.xls", text.encode("gb18030"))[0][0].rows == [["通知"]]


def test_hidden_sheet_is_not_read(reading):
    options = '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>'
    sheets, told = reading("a.xls", book(f"<Row>{cell('x')}</Row>", after=options))
    assert sheets == ()
    assert [entry.code for entry in told] == ["F110"]


def test_entities_are_not_expanded(reading):
    text = book(f"<Row>{cell('甲&e;')}</Row>").replace(
        "<Workbook", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Workbook'
    )
    sheets, _ = reading("a.xls", text)
    assert "root" not in str(sheets)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("", "F103"),
        ('<Row ss:Index="99999999999"/>', "F101"),
        ('<Row ss:Index="-1"/>', "F101"),
        (f"<Row>{cell('x', Index=99999)}</Row>", "F101"),
        (f"<Row>{cell('x', Index=16384)}</Row>" * 1300, "F109"),
        ("<Row><Cell></Row>", "F101"),
    ],
)
def test_refused(reading, rows, code):
    sheets, told = reading("a.xls", book(rows))
    assert sheets == ()
    assert [entry.code for entry in told] == [code]
