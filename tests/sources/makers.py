"""Workbooks of every format, made byte by byte from rows of cells: no program at hand writes .xls and .xlsb.

A cell is a text, a number, a `date`, `Fault("#REF!")` for an error value, `Formula(result)` for a
formula, or None.
"""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

import xlsxwriter

ERRORS = {
    "#NULL!": 0x00,
    "#DIV/0!": 0x07,
    "#VALUE!": 0x0F,
    "#REF!": 0x17,
    "#NAME?": 0x1D,
    "#NUM!": 0x24,
    "#N/A": 0x2A,
}
EPOCH = date(1899, 12, 30)


@dataclass(frozen=True)
class Fault:
    error: str


@dataclass(frozen=True)
class Formula:
    result: object


def xlsx(rows, hidden=(), name="台账"):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet(name)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for top, row in enumerate(rows):
            for left, cell in enumerate(row):
                if isinstance(cell, Fault):
                    sheet.write_formula(top, left, "=1/0", None, cell.error)
                elif isinstance(cell, Formula):
                    value = cell.result.error if isinstance(cell.result, Fault) else cell.result
                    sheet.write_formula(top, left, "=A1", None, value)
                elif isinstance(cell, date):
                    sheet.write_datetime(top, left, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(top, left, cell)
                elif cell is not None:
                    sheet.write_number(top, left, cell)
        for row in hidden:
            sheet.set_row(row, options={"hidden": True})
    return buffer.getvalue()


# --- .xls: records of [MS-XLS] in a compound file of [MS-CFB]


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def wide(text):
    raw = text.encode("utf-16-le")
    return struct.pack("<HB", len(raw) // 2, 1) + raw


def biff_cell(top, left, cell):
    place = struct.pack("<HHH", top, left, 1 if isinstance(cell, date) else 0)
    if isinstance(cell, Fault):
        return record(0x205, place + bytes([ERRORS[cell.error], 1]))
    if isinstance(cell, Formula):
        result = cell.result
        value = (
            bytes([2, 0, ERRORS[result.error], 0, 0, 0]) + b"\xff\xff"
            if isinstance(result, Fault)
            else struct.pack("<d", result)
        )
        return record(0x06, place + value + bytes(6) + b"\x03\x00\x1e\x01\x00")
    if isinstance(cell, date):
        return record(0x203, place + struct.pack("<d", (cell - EPOCH).days))
    if isinstance(cell, str):
        return record(0x204, place + wide(cell))
    return record(0x203, place + struct.pack("<d", cell)) if cell is not None else b""


def biff(rows, hidden=(), name="台账"):
    """The workbook stream with one sheet."""
    start = struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6)
    fonts = record(0x31, bytes(14) + b"\x01\x01A\x00") * 5
    styles = b"".join(record(0xE0, struct.pack("<HH", 0, form) + bytes(16)) for form in (0, 14))
    label = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    front = record(0x809, start) + record(0x42, b"\xb0\x04") + fonts + styles
    at = len(front) + 4 + 6 + len(label) + 4
    globals_ = front + record(0x85, struct.pack("<IH", at, 0) + label) + record(0x0A)
    sheet = record(0x809, start[:2] + b"\x10\x00" + start[4:])
    sheet += record(
        0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0)
    )
    for row in hidden:
        sheet += record(0x208, struct.pack("<HHHHHHHH", row, 0, 1, 255, 0, 0, 0x20, 0))
    cells = (
        biff_cell(top, left, cell) for top, row in enumerate(rows) for left, cell in enumerate(row)
    )
    return globals_ + sheet + b"".join(cells) + record(0x0A)


def compound_file(stream, name="Workbook"):
    """A compound file with one stream: sector 0 is its directory, the stream follows, then the table of sectors."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    tables = -(-(sectors + 2) // 127)
    links = [0xFFFFFFFE, *range(2, sectors + 1), 0xFFFFFFFE, *[0xFFFFFFFD] * tables]
    table = struct.pack(f"<{len(links)}I", *links).ljust(512 * tables, b"\xff")
    first = sectors + 1
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(10)
    )
    header += struct.pack("<IIIIIII", tables, 0, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE) + bytes(4)
    header += b"".join(struct.pack("<I", first + number) for number in range(tables))

    def entry(title, kind, child, start, size):
        raw = (title + "\0").encode("utf-16-le")
        places = struct.pack("<BBIII", kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<H", len(raw))
            + places
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(
        name, 2, 0xFFFFFFFF, 1, len(stream)
    )
    return (
        header.ljust(512, b"\xff")
        + directory.ljust(512, b"\0")
        + stream.ljust(512 * sectors, b"\0")
        + table
    )


def xls(rows, hidden=(), name="台账"):
    return compound_file(biff(rows, hidden, name))


# --- zip packages


def zipped(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def part(kind, body=b""):
    """A record of [MS-XLSB]: kind and size in seven bits a byte."""
    first = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(body)
    return first + (bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])) + body


def text(value):
    raw = value.encode("utf-16-le")
    return struct.pack("<I", len(raw) // 2) + raw


def xlsb_cell(left, cell):
    place = struct.pack("<II", left, 1 if isinstance(cell, date) else 0)
    if isinstance(cell, Fault):
        return part(3, place + bytes([ERRORS[cell.error]]))
    if isinstance(cell, Formula):
        error = isinstance(cell.result, Fault)
        value = bytes([ERRORS[cell.result.error]]) if error else struct.pack("<d", cell.result)
        return part(
            11 if error else 9,
            place + value + b"\0\0" + struct.pack("<I", 3) + b"\x1e\x01\x00" + bytes(4),
        )
    if isinstance(cell, date):
        return part(5, place + struct.pack("<d", (cell - EPOCH).days))
    if isinstance(cell, str):
        return part(6, place + text(cell))
    return part(5, place + struct.pack("<d", cell)) if cell is not None else b""


def xlsb(rows, hidden=(), name="台账", merged=()):
    wide_rows = max(map(len, rows), default=1)
    sheet = (
        part(129)
        + part(148, struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, max(wide_rows - 1, 0)))
        + part(145)
    )
    for top, row in enumerate(rows):
        flags = 0x10 if top in hidden else 0
        sheet += part(
            0,
            struct.pack("<IIHBBB", top, 0, 300, 0, flags, 0)
            + struct.pack("<III", 1, 0, max(len(row) - 1, 0)),
        )
        sheet += b"".join(xlsb_cell(left, cell) for left, cell in enumerate(row))
    sheet += part(146)
    if merged:
        sheet += part(177, struct.pack("<I", len(merged)))
        sheet += b"".join(
            part(176, struct.pack("<IIII", top, bottom, left, right))
            for top, bottom, left, right in merged
        ) + part(178)
    book = (
        part(131)
        + part(143)
        + part(156, struct.pack("<II", 0, 1) + text("rId1") + text(name))
        + part(144)
        + part(132)
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    styles = (
        part(278)
        + part(615, struct.pack("<I", 0))
        + part(616)
        + part(617, struct.pack("<I", 2))
        + part(47, struct.pack("<HH", 0, 0) + bytes(12))
    )
    styles += part(47, struct.pack("<HH", 0, 14) + bytes(12)) + part(618) + part(279)
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" '
            'Target="xl/workbook.bin"/></Relationships>',
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{office}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
            "xl/worksheets/sheet1.bin": sheet,
            "xl/styles.bin": styles,
        }
    )


def ods_xml(body):
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    calc = ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    start = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces}{calc}><office:body><office:spreadsheet>'
    return f"{start}{body}</office:spreadsheet></office:body></office:document-content>"


def ods_package(content):
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped(
        {"mimetype": mime, "content.xml": content, "META-INF/manifest.xml": "<manifest/>"}
    )


def ods(rows, hidden=(), name="台账"):
    def cell(value):
        formula = isinstance(value, Formula)
        attributes = ' table:formula="of:=[.A1]"' if formula else ""
        value = value.result if formula else value
        if value is None:
            return f"<table:table-cell{attributes}/>"
        if isinstance(value, Fault):
            return (
                f'<table:table-cell{attributes} office:value-type="string" office:string-value="" calcext:value-type="error">'
                f"<text:p>{value.error}</text:p></table:table-cell>"
            )
        if isinstance(value, date):
            kind = f'office:value-type="date" office:date-value="{value}"'
        else:
            kind = (
                'office:value-type="string"'
                if isinstance(value, str)
                else f'office:value-type="float" office:value="{value}"'
            )
        return f"<table:table-cell{attributes} {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"

    body = ""
    for top, row in enumerate(rows):
        style = ' table:visibility="filter"' if top in hidden else ""
        body += f"<table:table-row{style}>{''.join(map(cell, row))}</table:table-row>"
    return ods_package(ods_xml(f'<table:table table:name="{name}">{body}</table:table>'))


def xml2003(rows, hidden=(), name="台账"):
    def cell(value):
        formula = ' ss:Formula="=R1C1"' if isinstance(value, Formula) else ""
        value = value.result if isinstance(value, Formula) else value
        if value is None:
            return f"<Cell{formula}/>"
        if isinstance(value, Fault):
            return f'<Cell{formula}><Data ss:Type="Error">{value.error}</Data></Cell>'
        kind = (
            "DateTime"
            if isinstance(value, date)
            else "String"
            if isinstance(value, str)
            else "Number"
        )
        shown = f"{value}T00:00:00.000" if isinstance(value, date) else escape(str(value))
        return f'<Cell{formula}><Data ss:Type="{kind}">{shown}</Data></Cell>'

    body = "".join(
        f"<Row{' ss:Hidden=' + chr(34) + '1' + chr(34) if top in hidden else ''}>{''.join(map(cell, row))}</Row>"
        for top, row in enumerate(rows)
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    start = f'<?xml version="1.0" encoding="UTF-8"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
    return (
        f'{start}<Worksheet ss:Name="{name}"><Table>{body}</Table></Worksheet></Workbook>'.encode()
    )


WORKBOOKS = {"xlsx": xlsx, "xls": xls, "xlsb": xlsb, "ods": ods, "xml2003": xml2003}
