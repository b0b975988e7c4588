"""Writes rows as the files that offices keep: workbooks old and new, text in old encodings, web pages.

A cell is text, a number, a day or a moment; `Shown(value, format)` is a number with a number format of
its own, `Raw(html)` a cell of a web page as it stands there.
"""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

import xlsxwriter
import xlwt


@dataclass(frozen=True)
class Shown:
    """A number that is shown otherwise than it stands in the cell."""

    value: float
    format: str


@dataclass(frozen=True)
class Raw:
    """The inside of a cell of a web page."""

    html: str


@dataclass(frozen=True)
class Page:
    """One sheet: its name, its rows, and merged ranges as (top, left, bottom, right) from 0."""

    name: str
    rows: list
    merged: tuple = ()


def xlsx(path, *pages, **options):
    with xlsxwriter.Workbook(path, options) as book:
        day, moment = (
            book.add_format({"num_format": text}) for text in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm")
        )
        for page in pages:
            sheet = book.add_worksheet(page.name)
            for top, left, bottom, right in page.merged:
                sheet.merge_range(top, left, bottom, right, "")
            for row, cells in enumerate(page.rows):
                for column, value in enumerate(cells):
                    if isinstance(value, datetime):
                        sheet.write_datetime(row, column, value, moment)
                    elif isinstance(value, date):
                        sheet.write_datetime(row, column, value, day)
                    elif isinstance(value, Shown):
                        form = book.add_format({"num_format": value.format})
                        sheet.write_number(row, column, value.value, form)
                    elif isinstance(value, str) and value:
                        sheet.write_string(row, column, value)
                    elif value != "":
                        sheet.write_number(row, column, value)


def xls(path, *pages):
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for page in pages:
        sheet = book.add_sheet(page.name)
        for top, left, bottom, right in page.merged:
            sheet.merge(top, bottom, left, right)
        for row, cells in enumerate(page.rows):
            for column, value in enumerate(cells):
                if isinstance(value, date):
                    sheet.write(row, column, value, day)
                elif value != "":
                    sheet.write(row, column, value)
    book.save(str(path))


def text(path, page, encoding="gb18030", delimiter=","):
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter).writerows(page.rows)
    path.write_bytes(made.getvalue().encode(encoding))


def web(path, *pages, encoding="utf-8", before="<html><head></head><body>"):
    """Each page a table; the first row of a table is not marked as its head."""
    parts = [before]
    for page in pages:
        lines = ["".join(f"<td>{_inside(cell)}</td>" for cell in row) for row in page.rows]
        parts.append("<div><table>" + "".join(f"<tr>{line}</tr>\n" for line in lines))
        parts.append("</table></div>\n")
    path.write_bytes("".join(parts).encode(encoding))


def _inside(value):
    return value.html if isinstance(value, Raw) else escape(str(value))


ODS = "urn:oasis:names:tc:opendocument:xmlns:"


def ods(path, *pages):
    tables = []
    for page in pages:
        lines = ["".join(_ods_cell(value) for value in row) for row in page.rows]
        rows = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
        tables.append(f'<table:table table:name="{page.name}">{rows}</table:table>')
    names = " ".join(f'xmlns:{name}="{ODS}{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} '
        f'office:version="1.2"><office:body><office:spreadsheet>{"".join(tables)}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    listed = (
        '<?xml version="1.0"?><manifest:manifest '
        f'xmlns:manifest="{ODS}manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{kind}"/><manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", listed)


def _ods_cell(value):
    if value == "":
        return "<table:table-cell/>"
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, str):
        kind = 'office:value-type="string"'
    else:
        kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def xml2003(path, *pages):
    """A workbook as Excel 2003 writes it in XML."""
    spaces = "urn:schemas-microsoft-com:office:spreadsheet"
    sheets = []
    for page in pages:
        lines = []
        for row in page.rows:
            cells = []
            for value in row:
                kind = "DateTime" if isinstance(value, date) else "Number"
                shown = f"{value.isoformat()}T00:00:00.000" if kind == "DateTime" else value
                kind = "String" if isinstance(value, str) else kind
                data = f'<Data ss:Type="{kind}">{escape(str(shown))}</Data>'
                cells.append(f"<Cell>{data if value != '' else ''}</Cell>")
            lines.append(f"<Row>{''.join(cells)}</Row>")
        sheets.append(
            f'<Worksheet ss:Name="{page.name}"><Table>{"".join(lines)}</Table></Worksheet>'
        )
    path.write_text(
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{spaces}" xmlns:ss="{spaces}">{"".join(sheets)}</Workbook>',
        encoding="utf-8",
    )
