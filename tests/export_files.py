"""Makes the files that `tests/exports/*.toml` describe, each in its real format: a description is text that a person can review.

A description has `what` (which export, of which system), `year`, `counts` (figures counted by hand)
and `files`. A file has a `name`, a `format` (`xlsx`, `xlsx-empty-fill`, `xls`, `csv`, `html`) and
`sheets` with `rows`: one line a row, cells between bars. In a cell `#12.5` is a number,
`@2024-03-05 09:30` a date cell, `\\n` a line break, `␣` a blank that would be trimmed; all else is
text. `merged`
lists ranges (`A1:C1`).
"""

from __future__ import annotations

import csv
import html
import io
import re
import tomllib
import zipfile
from datetime import date, datetime
from pathlib import Path

EXPORTS = Path(__file__).parent / "exports"
_NUMBER = re.compile(r"#-?\d+(?:\.\d+)?")
_RANGE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")
_FILL = re.compile(rb"<fill><patternFill[^>]*/></fill>")


def describe(name):
    """The description of an export."""
    return tomllib.loads((EXPORTS / f"{name}.toml").read_text(encoding="utf-8"))


def make(name, folder):
    """Writes the files of an export into a folder."""
    for file in describe(name)["files"]:
        (folder / file["name"]).write_bytes(MAKERS[file["format"]](file))


def grid(sheet):
    """The cells of a described sheet: text, numbers, dates."""
    return [
        [cell(text) for text in line.split("|")] if line.strip() else []
        for line in sheet["rows"].rstrip("\n").split("\n")
    ]


def cell(text):
    plain = text.strip().replace("\\n", "\n").replace("␣", " ")
    if _NUMBER.fullmatch(plain):
        return float(plain[1:]) if "." in plain else int(plain[1:])
    if plain.startswith("@20"):
        moment = datetime.fromisoformat(plain[1:])
        return moment if ":" in plain else moment.date()
    return plain


def spans(sheet):
    """Merged ranges as (top, left, bottom, right), zero-based."""
    for left, top, right, bottom in (
        _RANGE.fullmatch(text).groups() for text in sheet.get("merged", [])
    ):
        yield int(top) - 1, _column(left), int(bottom) - 1, _column(right)


def _column(letters):
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def xlsx(file):
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        formats = {
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        for described in file["sheets"]:
            sheet = book.add_worksheet(described["name"])
            for top, left, bottom, right in spans(described):
                sheet.merge_range(top, left, bottom, right, "")
            for row, cells in enumerate(grid(described)):
                for column, value in enumerate(cells):
                    if type(value) in formats:
                        sheet.write_datetime(row, column, value, formats[type(value)])
                    elif isinstance(value, str) and value:
                        sheet.write_string(row, column, value)
                    elif value != "":
                        sheet.write_number(row, column, value)
    return buffer.getvalue()


def xlsx_empty_fill(file):
    """Toutiao's workbooks: `<fill/>` in the styles, on which openpyxl gives up."""
    made, broken = io.BytesIO(xlsx(file)), io.BytesIO()
    with zipfile.ZipFile(made) as whole, zipfile.ZipFile(broken, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in whole.namelist():
            content = whole.read(part)
            copy.writestr(
                part, _FILL.sub(b"<fill/>", content) if part == "xl/styles.xml" else content
            )
    return broken.getvalue()


def xls(file):
    """A real binary workbook of Excel 97 (BIFF8)."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    formats = {
        date: xlwt.easyxf(num_format_str="yyyy-mm-dd"),
        datetime: xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm:ss"),
    }
    for described in file["sheets"]:
        sheet = book.add_sheet(described["name"])
        for top, left, bottom, right in spans(described):
            sheet.merge(top, bottom, left, right)
        for row, cells in enumerate(grid(described)):
            for column, value in enumerate(cells):
                if value != "":
                    sheet.write(
                        row,
                        column,
                        value,
                        *([formats[type(value)]] if type(value) in formats else []),
                    )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def delimited(file):
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=file.get("delimiter", ","))
    for described in file["sheets"]:
        writer.writerows(grid(described))
    return buffer.getvalue().encode(file.get("encoding", "utf-8-sig"))


def page(file):
    """A web page named .xls; `before` stands in front of the tables as the system writes it."""
    parts = [file.get("before", "<html>\n<body>\n")]
    for described in file["sheets"]:
        covered = {
            (row, column): (top, left)
            for top, left, bottom, right in spans(described)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }
        wide = {
            (top, left): (bottom - top + 1, right - left + 1)
            for top, left, bottom, right in spans(described)
        }
        lines = []
        for row, cells in enumerate(grid(described)):
            shown = [
                (column, value)
                for column, value in enumerate(cells)
                if covered.get((row, column), (row, column)) == (row, column)
            ]
            lines.append(
                "<tr>"
                + "".join(_td(value, wide.get((row, column))) for column, value in shown)
                + "</tr>"
            )
        parts.append("<table border=1>\n" + "\n".join(lines) + "\n</table>\n")
    return "".join(parts).encode(file.get("encoding", "utf-8"))


def _td(value, span):
    size = f' rowspan="{span[0]}" colspan="{span[1]}"' if span else ""
    return f"<td{size}>{html.escape(str(value)).replace(chr(10), '<br>')}</td>"


MAKERS = {
    "xlsx": xlsx,
    "xlsx-empty-fill": xlsx_empty_fill,
    "xls": xls,
    "csv": delimited,
    "html": page,
}
