"""Files made on the spot, one trap each."""

from __future__ import annotations

import io
import zipfile

import pytest
from makers import compound_file

from zbreport.model import InputFile
from zbreport.sources import read

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


@pytest.fixture
def reading(tmp_path):
    """Writes a file and reads it: `reading("名.xls", content)` → sheets, diagnostics."""

    def write_and_read(name, content):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(InputFile(path, name))

    return write_and_read


@pytest.fixture
def package():
    """Makes a zip of the parts given: `package({"xl/workbook.xml": "…"})` → bytes."""

    def make(parts):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
        return buffer.getvalue()

    return make


@pytest.fixture
def workbook(package):
    """Makes an .xlsx of the worksheet XML given, by sheet name."""

    def make(state="visible", **sheets):
        names = list(sheets)
        tags = "".join(
            f'<sheet name="{name}" sheetId="{i}" state="{state if i > 1 else "visible"}" r:id="rId{i}"/>'
            for i, name in enumerate(names, 1)
        )
        links = "".join(
            f'<Relationship Id="rId{i}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            for i in range(1, len(names) + 1)
        )
        overrides = "".join(
            f'<Override PartName="/xl/worksheets/sheet{i}.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for i in range(1, len(names) + 1)
        )
        return package(
            {
                "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" ContentType='
                f'"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{overrides}</Types>',
                "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
                'Target="xl/workbook.xml"/></Relationships>',
                "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATIONS}"><sheets>{tags}</sheets></workbook>',
                "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
                **{f"xl/worksheets/sheet{i}.xml": xml for i, xml in enumerate(sheets.values(), 1)},
            }
        )

    return make


@pytest.fixture
def sheet_xml():
    """Wraps rows into a worksheet."""

    def make(rows, head="", tail=""):
        return f'<?xml version="1.0"?><worksheet {MAIN}>{head}<sheetData>{rows}</sheetData>{tail}</worksheet>'

    return make


@pytest.fixture
def compound():
    """Makes a compound file with one stream."""
    return lambda name, content=b"": compound_file(content, name)
