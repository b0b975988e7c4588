"""Workbooks: what calamine gives, and what it must be kept from."""

from __future__ import annotations

import errno
import io
import struct
import zipfile
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from zbreport.model import InputFile, Limits, Span
from zbreport.sources import read
from zbreport.sources.xlsb import scan_binary

PREFIXED = """<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>
<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1" t="e"><x:v>#N/A</x:v></x:c><x:c r="C1"><x:f>A1</x:f></x:c></x:row>
</x:sheetData></x:worksheet>"""


def text_cell(address, text="x"):
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def codes(told):
    return [entry.code for entry in told]


@pytest.fixture
def written(reading):
    """Writes a workbook with xlsxwriter and reads it back."""

    def write_and_read(fill):
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer) as book:
            fill(book)
        return reading("台账.xlsx", buffer.getvalue())

    return write_and_read


def test_row_one_of_excel_is_row_one(written):
    def fill(book):
        sheet = book.add_worksheet("台账")
        sheet.write("B3", "标题")
        sheet.merge_range("B4:C5", "甲")
        sheet.write_datetime("B6", date(2021, 3, 5), book.add_format({"num_format": "yyyy-mm-dd"}))

    sheets, told = written(fill)
    assert told == ()
    assert [list(row) for row in sheets[0].rows[:4]] == [
        ["", ""],
        ["", ""],
        ["", "标题"],
        ["", "甲"],
    ]
    assert sheets[0].rows[5][1] == date(2021, 3, 5)
    assert sheets[0].merged == (Span(3, 1, 4, 2),)


def test_hidden_sheets_and_chart_sheets_are_not_read(written):
    def fill(book):
        book.add_worksheet("看得见").write("A1", "x")
        book.add_worksheet("藏起来").hide()
        book.add_worksheet("深藏").very_hidden()
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=看得见!$A$1:$A$1"})
        book.add_chartsheet("图").set_chart(chart)

    sheets, told = written(fill)
    assert [sheet.name for sheet in sheets] == ["看得见"]
    assert [(entry.code, entry.sheet) for entry in told] == [("F110", "藏起来"), ("F110", "深藏")]


def test_hidden_rows_are_read_and_told(written):
    def fill(book):
        sheet = book.add_worksheet("台账")
        sheet.write_column("A1", ["标题", "甲", "乙", "丙"])
        for row in (1, 3, 90):
            sheet.set_row(row, options={"hidden": True})

    sheets, told = written(fill)
    assert len(sheets[0].rows) == 4
    assert sheets[0].hidden_rows == 2
    assert "2 行" in told[0].message
    assert codes(told) == ["F111"]


def test_faults_are_found_where_calamine_gives_blanks(reading):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["标题", "=A1", "甲"])
    sheet["B3"] = "#REF!"
    sheet["C4"] = "=NOW()"
    buffer = io.BytesIO()
    book.save(buffer)
    sheets, _ = reading("台账.xlsx", buffer.getvalue())
    assert sheets[0].faults == {(1, 1): "=", (3, 1): "#REF!", (4, 2): "="}


def test_empty_text_is_a_result(reading, workbook, sheet_xml):
    rows = '<row r="1"><c r="A1" t="str"><f>IF(1,"",2)</f><v></v></c><c r="B1" t="str"><f>X</f></c><c r="C1" t="str"><f>A1</f><v/></c></row>'
    assert reading("a.xlsx", workbook(台账=sheet_xml(rows)))[0][0].faults == {(1, 1): "="}


def test_formulas_with_a_result_are_no_faults(written):
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=ROW()", None, 1)
        sheet.write_formula("A3", "=1/0", None, "#DIV/0!")
        sheet.write("A4", 't="e" <f></f> hidden="1"')
        sheet.data_validation("A5", {"validate": "list", "source": "=$A$1:$A$2"})

    sheets, told = written(fill)
    assert told == ()
    assert dict(sheets[0].faults) == {(3, 0): "#DIV/0!"}


@pytest.mark.parametrize("filler", [0, 3000])
def test_faults_in_sheets_whose_cells_do_not_name_their_place(reading, workbook, sheet_xml, filler):
    blank = "<row><c><v>1</v></c></row>" * filler
    rows = f'{blank}<row hidden="1"><c><v>1</v></c><c t="e"><v>#N/A</v></c></row><row/><row><c/><c><f>A1</f><v/></c></row>'
    sheets, told = reading("a.xlsx", workbook(台账=sheet_xml(rows)))
    assert sheets[0].faults == {(filler + 1, 1): "#N/A", (filler + 3, 1): "="}
    assert codes(told) == ["F111"]


def test_prefixed_namespace(reading, workbook):
    sheets, _ = reading("a.xlsx", workbook(台账=PREFIXED))
    assert sheets[0].faults == {(1, 1): "#N/A", (1, 2): "="}
    assert sheets[0].rows[0][0] == 1


def test_fault_beyond_the_first_piece(reading, workbook, sheet_xml):
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>{n}</v></c></row>'
        for n in range(1, 9000)
    )
    rows += '<row r="9000"><c r="B9000" t="e"><v>#VALUE!</v></c></row>'
    sheets, _ = reading("a.xlsx", workbook(台账=sheet_xml(rows)))
    assert len(sheets[0].rows) == 9000
    assert sheets[0].faults == {(9000, 1): "#VALUE!"}


@pytest.mark.parametrize(
    ("rows", "address"),
    [
        (
            f'<row r="1">{text_cell("A1")}</row><row r="1048576">{text_cell("XFD1048576", " ")}</row>',
            "XFD1048576",
        ),
        (
            f'<row r="1">{text_cell("A1")}</row><row r="1048576">{text_cell("T1048576")}</row>',
            "T1048576",
        ),
        (
            f'<row r="1">{text_cell("A1")}{text_cell("H1")}</row><row r="5000">{text_cell("XFD5000")}</row>',
            "XFD5000",
        ),
        (
            f'<row r="1">{text_cell("XFD1")}</row>'
            + "".join(f'<row r="{n}">{text_cell(f"A{n}")}</row>' for n in range(2, 3000)),
            "XFD1",
        ),
        (
            f'<row r="1"><c r="XFD1" t="e"><v>#N/A</v></c></row><row r="1048576">{text_cell("A1048576")}</row>',
            "A1048576",
        ),
    ],
)
def test_far_cell_is_refused_before_it_kills_the_process(
    reading, workbook, sheet_xml, rows, address
):
    sheets, told = reading("a.xlsx", workbook(台账=sheet_xml(rows)))
    assert sheets == ()
    assert codes(told) == ["F109"]
    assert told[0].sheet == "台账"
    assert f"单元格 {address} " in told[0].message


@pytest.mark.parametrize(
    ("rows", "height"),
    [
        (
            f'<row r="1">{text_cell("A1")}</row><row r="1048576">{text_cell("A1048576")}</row>',
            1_048_576,
        ),
        (f'<row r="1">{text_cell("XFD1")}</row>', 1),
        (
            f'<row r="1">{text_cell("A1")}</row><row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"/></row>',
            1,
        ),
        (f'<row r="1">{text_cell("A1", " r=&quot;ZZZ1")}</row>' + '<row r="2"/>' * 9000, 1),
    ],
)
def test_extent_of_formats_only_is_no_reason_to_refuse(reading, workbook, sheet_xml, rows, height):
    sheets, told = reading("a.xlsx", workbook(台账=sheet_xml(rows)))
    assert told == ()
    assert len(sheets[0].rows) == height


def test_far_cell_in_a_hidden_sheet_does_no_harm(reading, workbook, sheet_xml):
    far = f'<row r="1">{text_cell("A1")}</row><row r="1048576">{text_cell("XFD1048576")}</row>'
    sheets, told = reading(
        "a.xlsx",
        workbook(
            "hidden", 台账=sheet_xml(f'<row r="1">{text_cell("A1")}</row>'), 藏=sheet_xml(far)
        ),
    )
    assert [sheet.name for sheet in sheets] == ["台账"]
    assert codes(told) == ["F110"]


def record(kind, data):
    return bytes([kind, len(data)]) + data


def test_far_cell_in_a_binary_workbook(reading, package):
    def number(value):
        return value.to_bytes(4, "little")

    near = (
        record(0, number(0) + bytes(13))
        + record(2, number(0) + bytes(8))
        + record(1, number(16_383) + bytes(4))
    )
    end = bytes([0x92, 1, 0])
    far = near + record(0, number(1_048_575) + bytes(13)) + record(5, number(16_383) + bytes(12))
    near, far = near + end, far + end
    assert (scan_binary(near).rows, scan_binary(near).columns) == (1, 1)
    parts = {"[Content_Types].xml": "", "xl/workbook.bin": "", "xl/worksheets/sheet1.bin": far}
    sheets, told = reading("a.xlsb", package(parts))
    assert sheets == ()
    assert codes(told) == ["F109"]
    assert "XFD1048576" in told[0].message


@pytest.mark.parametrize(
    ("stated", "column"),
    [
        ((0, 4_000_000_000, 0, 5), 0),
        ((202, 1, 0, 5), 0),
        ((0, 1, 0, 1), 0xEF00),
    ],
)
def test_absurd_places_in_an_xls_are_told_and_do_not_kill_the_process(
    reading, compound, stated, column
):
    def biff(kind, body):
        return struct.pack("<HH", kind, len(body)) + body

    start = biff(0x809, bytes(16))
    contents = (
        start + biff(0x85, struct.pack("<I", len(start) + 12 + 4) + bytes(4)) + biff(0x0A, b"")
    )
    sheet = (
        start
        + biff(0x200, struct.pack("<IIHHH", *stated, 0))
        + biff(0x203, struct.pack("<HHHd", 9, column, 0, 1))
        + biff(0x0A, b"")
    )
    _, told = reading("a.xls", compound("Workbook", contents + sheet))
    assert codes(told) in (["F101"], ["F123"])


@pytest.mark.parametrize("start", [1, 9])
def test_a_chain_of_sectors_without_an_end_is_refused_before_it_fills_the_memory(
    reading, compound, start
):
    data = bytearray(compound("Workbook", bytes(4096)))
    data[48:52] = struct.pack(
        "<I", start
    )  # the directory seems to begin in the workbook, or in the table of sectors
    sheets, told = reading("a.xls", bytes(data))
    assert sheets == ()
    assert codes(told) == ["F101"]
    table = len(data) - 512
    for sector in range(9):
        data = bytearray(compound("Workbook", bytes(4096)))
        data[table + 4 * sector : table + 4 * sector + 4] = struct.pack(
            "<I", sector
        )  # follows itself
        assert codes(reading("a.xls", bytes(data))[1]) == ["F101"]


def test_our_own_report_is_skipped(written):
    def fill(book):
        book.add_worksheet().write("A1", "x")
        book.set_custom_property("zbreport-digest", "abc")

    sheets, told = written(fill)
    assert sheets == ()
    assert codes(told) == ["F106"]
    assert "zbreport 生成的统计表" in told[0].message


def test_blank_workbook(written):
    sheets, told = written(lambda book: book.add_worksheet())
    assert sheets == ()
    assert codes(told) == ["F103"]


def test_blank_sheet_beside_a_full_one_is_kept(written):
    def fill(book):
        book.add_worksheet("空").set_column(0, 20, 30)
        book.add_worksheet("满").write("A1", "x")

    sheets, told = written(fill)
    assert [(sheet.name, len(sheet.rows)) for sheet in sheets] == [("空", 0), ("满", 1)]
    assert told == ()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda data: data[: len(data) // 2], "F101"),
        (
            lambda data: data.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet7.xml"),
            "F101",
        ),
        (lambda data: data[:2000] + bytes(60) + data[2060:], "F101"),
    ],
)
def test_damage_is_one_error_in_chinese(reading, written, tmp_path, spoil, code):
    written(lambda book: book.add_worksheet().write_column("A1", [f"标题{n}" for n in range(500)]))
    sheets, told = reading("坏.xlsx", spoil((tmp_path / "台账.xlsx").read_bytes()))
    assert sheets == ()
    assert codes(told) == [code]
    assert told[0].file == "坏.xlsx"


def test_ill_formed_sheet(reading, workbook):
    sheets, told = reading(
        "a.xlsx",
        workbook(
            台账="<worksheet><sheetData><row r='1'><c r='A1'><v>1&</v></c></row></sheetData></worksheet>"
        ),
    )
    assert sheets == ()
    assert codes(told) == ["F101"]
    assert "XML" in told[0].message


def test_zip_bomb(reading, package):
    bomb = package(
        {
            "[Content_Types].xml": "x",
            "xl/workbook.xml": "x",
            "xl/worksheets/sheet1.xml": b" " * 300_000_000,
        }
    )
    sheets, told = reading("a.xlsx", bomb)
    assert sheets == ()
    assert codes(told) == ["F101"]
    assert "解压后" in told[0].message


def test_limits_are_the_documented_ones():
    assert (Limits().cells, Limits().unpacked_mb) == (20_000_000, 4096)


def test_zip_with_a_password(reading, workbook, sheet_xml):
    data = bytearray(workbook(台账=sheet_xml("")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.start_dir
    data[start + 8] |= 1
    sheets, told = reading("a.xlsx", bytes(data))
    assert sheets == ()
    assert codes(told) == ["F122"]  # no password would help: Office locks workbooks in another way


def test_unreadable_file_is_told(tmp_path, monkeypatch):
    missing = InputFile(tmp_path / "没有.xlsx", "没有.xlsx")
    assert codes(read(missing)[1]) == ["F104"]
    assert codes(read(InputFile(tmp_path, "文件夹"))[1]) == ["F104"]

    def locked(_self):
        raise PermissionError(errno.EACCES, "Permission denied")

    missing.path.write_bytes(b"")
    monkeypatch.setattr("pathlib.Path.read_bytes", locked)
    assert "独占" in read(missing)[1][0].message
