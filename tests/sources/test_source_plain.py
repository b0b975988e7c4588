"""The quick way to read a plain sheet gives what calamine gives, cell by cell, or leaves the sheet to it."""

from __future__ import annotations

import io
import random
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from zbreport.model import InputFile
from zbreport.sources import excel, plain, read
from zbreport.sources.frame import frame_of
from zbreport.sources.long import LongRows, RereadError
from zbreport.sources.package import sheet_parts

PART = "xl/worksheets/sheet1.xml"
TEXTS = st.sampled_from(
    ["", "a", "标题 一", " 前后 ", "<&>\"'", "a & b", "1", "é　", "两\n行", "_x000D_", "=1+1"]
)
NUMBERS = st.one_of(
    st.sampled_from(
        [0, -1, 1, 59, 60, 61, 45000, 45000.5, 45000.99999999, 44999.999999999, 1e20, 2.5]
    ),
    st.floats(40000, 50000),
    st.integers(-(10**9), 10**9),
)
FORMATS = st.sampled_from(
    ["", "", "yyyy-mm-dd hh:mm", "yyyy年m月d日", "0.00", "@", "[h]:mm", "h:mm"]
)
CELLS = st.one_of(st.tuples(st.one_of(TEXTS, NUMBERS, st.booleans(), st.none()), FORMATS))
ROWS = st.lists(st.lists(CELLS, max_size=5), max_size=9)


def by_xlsxwriter(rows, *, in_place, old_calendar=False):
    """A workbook whose texts stand in the cells or in the shared table."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": in_place,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "date_1904": old_calendar,
        },
    )
    sheet = book.add_worksheet("清单")
    formats = {}
    for row, cells in enumerate(rows):
        for column, (value, code) in enumerate(cells):
            style = (
                formats.setdefault(code, book.add_format({"num_format": code})) if code else None
            )
            if value is not None or style:
                sheet.write(row, column, value, style)
    book.close()
    return target.getvalue()


def by_openpyxl(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([value if value != "=1+1" else "" for value, _ in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_sheet(data, change, part=PART):
    """The same workbook with another sheet, or another part."""
    package, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for entry in package.infolist():
            content = package.read(entry)
            archive.writestr(entry.filename, change(content) if entry.filename == part else content)
    return target.getvalue()


def quickly(data):
    """Every row by the quick way."""
    package = zipfile.ZipFile(io.BytesIO(data))
    frame = frame_of(package, sheet_parts(package))
    return [row for piece in plain.read_plain(data, PART, frame, 10**6) for row in piece]


def by_calamine(data):
    return (
        CalamineWorkbook.from_filelike(io.BytesIO(data))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )


def typed(rows):
    """Cells with their types, without the blank ones at the ends."""
    kept = [[(type(cell), cell) for cell in row] for row in rows]
    blank = (str, "")
    for row in kept:
        while row and row[-1] == blank:
            row.pop()
    while kept and not kept[-1]:
        kept.pop()
    return kept


@settings(max_examples=150, deadline=None)
@given(ROWS, st.booleans(), st.booleans())
def test_cells_are_those_of_calamine(rows, in_place, old_calendar):
    for data in (
        by_xlsxwriter(rows, in_place=in_place, old_calendar=old_calendar),
        by_openpyxl(rows),
    ):
        try:
            found = quickly(data)
        except RereadError:
            continue
        assert typed(found) == typed(by_calamine(data))


@pytest.mark.parametrize("in_place", [True, False])
def test_lists_as_programs_write_them_are_plain(in_place):
    rows = [
        [("标题", ""), ("发布时间", ""), ("链接", "")],
        *(
            [
                (f"第{n}次 会议", ""),
                (45000 + n / 7, "yyyy-mm-dd hh:mm"),
                (f"http://a.cn/{n}?a=1&b=2", ""),
            ]
            for n in range(300)
        ),
    ]
    for data in (by_xlsxwriter(rows, in_place=in_place), by_openpyxl(rows)):
        assert typed(quickly(data)) == typed(by_calamine(data))
    assert len(typed(quickly(data))) == 301


PLAIN = by_xlsxwriter(
    [[("标题", ""), ("日期", "")], [("甲", ""), (45000, "yyyy-mm-dd")], [("乙", ""), (7, "")]],
    in_place=True,
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<v>7</v>", b"<f>3+4</f><v>7</v>"),
        (b"<v>7</v>", b"<v>7</v><extLst/>"),
        (b'<c r="B3"><v>7</v>', b'<c r="B3" t="e"><v>#REF!</v>'),
        (b'<c r="B3"><v>7</v>', b'<c r="B3" t="b"><v>7</v>'),
        (b'<c r="B3">', b'<c r="B4">'),
        (b'<c r="B3">', b'<c r="XFD3">'),
        (b'<c r="B3">', b"<c>"),
        (b'<c r="B3">', b"<c r='B3'>"),
        (b'<c r="B3">', b'<c r="A3">'),
        (b'<c r="B3"><v>7</v>', b'<c r="B3" t="s"><v>-1</v>'),
        (b'<c r="B3"><v>7</v>', b'<c r="B3"/><v>7</v>'),
        (b'<c r="B3"><v>7</v>', b'<c r="B3" t="x"><v>7</v>'),
        (b"<v>7</v>", b"<v>1_0</v>"),
        (b"<v>7</v>", b"<v>0x7</v>"),
        (b"<v>7</v>", b"<v>inf</v>"),
        (b'<row r="3">', b'<row r="2">'),
        (b'<row r="3">', b'<row r="3" hidden="1">'),
        (b'<row r="3">', b"<row>"),
        (b'</row><row r="3">', b'</row><c r="D2"><v>9</v></c><row r="3">'),
        (b"<is><t>", b"<is><r><t>"),
        (
            b"</sheetData>",
            b'</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>',
        ),
        (b"</worksheet>", b"</worksheeT>"),
        (b"<t>\xe4\xb9\x99</t>", b"<t> \xe4\xb9\x99</t>"),
        (b"<t>\xe4\xb9\x99</t>", b"<t>\xe4\xb9&#10;</t>"),
        (b"<t>\xe4\xb9\x99</t>", b"<t>\xe4\xb9\xe4</t>"),
        (b"<t>\xe4\xb9\x99</t>", b"<t>a&b;</t>"),
    ],
)
def test_what_is_not_plain_is_left_to_calamine(old, new):
    changed = with_sheet(PLAIN, lambda xml: xml.replace(old, new, 1))
    assert changed != PLAIN
    assert len(quickly(PLAIN)) == 3
    with pytest.raises(RereadError):
        quickly(changed)


@pytest.mark.parametrize(
    "text",
    [
        b"<t>\xe4\xb9\x99 </t>",
        b"<t> \xe4\xb9\x99</t>",
        b"<t>\xe4\xb9\x99&#32;</t>",
        b"<t></t>",
        b"<t/>",
        b"<r><t>a</t></r><r><t>b</t></r>",
    ],
)
def test_shared_texts_are_those_of_calamine(text):
    rows = [[("甲", ""), ("乙", "")], [("乙", ""), ("丙", "")]]
    data = by_xlsxwriter(rows, in_place=False)
    changed = with_sheet(
        data, lambda xml: xml.replace(b"<t>\xe4\xb9\x99</t>", text), part="xl/sharedStrings.xml"
    )
    assert changed != data
    assert typed(quickly(changed)) == typed(by_calamine(changed))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_a_damaged_sheet_is_never_read_otherwise_than_calamine_reads_it(seed):
    dice = random.Random(seed)  # noqa: S311

    def damaged(xml):
        changed, start = bytearray(xml), xml.index(b"<sheetData>")
        for _ in range(dice.choice((1, 1, 2))):
            place, other = dice.randrange(start, len(changed)), dice.randrange(start, len(changed))
            if dice.random() < 0.3:
                changed[place] ^= 1 << dice.randrange(8)
            elif dice.random() < 0.5:
                del changed[place : place + dice.randrange(1, 12)]
            else:
                changed[place:place] = changed[other : other + dice.randrange(1, 40)]
        return bytes(changed)

    data = with_sheet(PLAIN, damaged)
    try:
        found = quickly(data)
    except RereadError:
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read(PART)
    try:
        expected = by_calamine(data)
    except BaseException:  # noqa: BLE001  (calamine panics)
        with pytest.raises(
            UnicodeDecodeError
        ):  # in an attribute that says nothing: the quick way does not look at it
            xml.decode()
        return
    assert typed(found) == typed(expected)


def test_a_later_piece_that_is_not_plain_has_the_file_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr(plain, "PIECE", 700)
    rows = [[("标题", ""), ("数", "")], *([(f"第{n}次", ""), (n, "")] for n in range(200))]
    data = with_sheet(
        by_xlsxwriter(rows, in_place=True),
        lambda xml: xml.replace(b"<v>150</v>", b"<f>1</f><v>150</v>"),
    )
    path = tmp_path / "清单.xlsx"
    path.write_bytes(data)
    (sheet,), _ = read(InputFile(path, path.name), careful=False)
    assert isinstance(sheet.rows, LongRows)
    with pytest.raises(RereadError):
        list(sheet.rows.pieces())
    (sheet,), _ = read(InputFile(path, path.name))
    assert sheet.rows[151] == ["第150次", 150.0]


def test_workbooks_of_empty_sheets_beside_a_list_are_plain(tmp_path, monkeypatch):
    book = openpyxl.Workbook()
    book.active.append(["标题", "发布时间"])
    book.create_sheet("Sheet2")
    hidden = book.create_sheet("旧")
    hidden.append(["标题"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "清单.xlsx"
    book.save(path)
    monkeypatch.setattr(excel, "_open_and_scan", None)  # the careful way would fail
    sheets, told = read(InputFile(path, path.name), careful=False)
    assert [(sheet.name, list(sheet.rows)) for sheet in sheets] == [
        ("Sheet", [["标题", "发布时间"]]),
        ("Sheet2", []),
    ]
    assert [one.code for one in told] == ["F110"]
