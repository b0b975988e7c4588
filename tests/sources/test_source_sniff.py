"""Content decides what a file is, whatever its name."""

from __future__ import annotations

import pytest

from zbreport.diagnostics import CATALOGUE
from zbreport.sources.sniff import REFUSED, Kind, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def compound(name, first_records=b""):
    """A compound file with one stream in its directory, whose content begins with the records given."""
    header = OLE + bytes(22) + (9).to_bytes(2, "little") + bytes(480)
    wide = (name + "\0").encode("utf-16-le")
    entry = wide.ljust(64, b"\0") + len(wide).to_bytes(2, "little") + bytes(50) + (1).to_bytes(4, "little") + bytes(8)
    return header + entry.ljust(512, b"\0") + first_records.ljust(512, b"\0")


BOF = b"\x09\x08\x04\x00\x00\x06\x05\x00"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", Kind.EMPTY),
        (b" \r\n\t ", Kind.BLANK),
        (bytes(4096), Kind.ZEROS),
        (b"%PDF-1.7\n%\xe2\xe3", Kind.PDF),
        (b"{\\rtf1\\ansi", Kind.RTF),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Kind.IMAGE),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", Kind.IMAGE),
        (b"BM,name\n1,2\n", Kind.TEXT),
        (b"Rar!\x1a\x07\x00", Kind.ARCHIVE),
        (b"PK\x03\x04 no archive", Kind.BROKEN_ZIP),
        (compound("Workbook", BOF), Kind.XLS),
        (compound("Book", BOF), Kind.XLS),
        (compound("Workbook", BOF + b"\x2f\x00\x06\x00"), Kind.LOCKED),
        (compound("EncryptedPackage"), Kind.LOCKED),
        (compound("WordDocument"), Kind.DOC),
        (compound("PowerPoint Document"), Kind.SLIDES),
        (compound("Other"), Kind.BROKEN_OLE),
        (b"\x09\x04\x06\x00\0\0\x10\0", Kind.EXCEL4),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x", Kind.MHT),
        (b"From: <Saved>\r\nSubject: x\r\nContent-Type: multipart/related", Kind.MHT),
        (b"<html><table>", Kind.HTML),
        (b"\r\n\r\n\r\n<meta http-equiv=Content-Type><table>", Kind.HTML),
        (b"<!DOCTYPE html PUBLIC>", Kind.HTML),
        (b"<!-- made by x --><TABLE border=1>", Kind.HTML),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", Kind.HTML),
        ("\ufeff<table>".encode("utf-16"), Kind.HTML),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', Kind.XML2003),
        (b'<?xml version="1.0"?><ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">', Kind.XML2003),
        (b'<?xml version="1.0"?><rows/>', Kind.XML),
        ("标题,日期\n".encode("gb18030"), Kind.TEXT),
        ("标题\t日期\n".encode("utf-16"), Kind.TEXT),
        ("标题\t日期\t网址\n甲\t2021-03-05\thttp://a.cn\n".encode("utf-16-le"), Kind.UNMARKED_UTF16),
        (bytes(range(256)) * 8, Kind.BINARY),
    ],
)
def test_kind_by_content(content, kind):
    assert sniff(content) is kind


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["[Content_Types].xml", "xl/workbook.xml"], Kind.XLSX),
        (["[Content_Types].xml", "xl\\workbook.bin"], Kind.XLSB),
        (["[Content_Types].xml", "word/document.xml"], Kind.DOCX),
        (["[Content_Types].xml", "ppt/presentation.xml"], Kind.SLIDES),
        (["台账.xlsx", "网站.xls"], Kind.ARCHIVE),
        ([], Kind.ARCHIVE),
    ],
)
def test_kind_of_a_zip_by_its_entries(package, names, kind):
    assert sniff(package(dict.fromkeys(names, "x"))) is kind


@pytest.mark.parametrize(
    ("mime", "manifest", "kind"),
    [("spreadsheet", "", Kind.ODS), ("spreadsheet", "<manifest:encryption-data/>", Kind.LOCKED), ("text", "", Kind.DOCX)],
)
def test_kind_of_an_open_document(package, mime, manifest, kind):
    parts = {"mimetype": f"application/vnd.oasis.opendocument.{mime}", "META-INF/manifest.xml": manifest}
    assert sniff(package(parts)) is kind


@pytest.mark.parametrize("kind", REFUSED)
def test_every_refusal_is_an_error_with_a_remedy(kind):
    code, facts = REFUSED[kind]
    entry = CATALOGUE[code]
    assert entry.level == "error"
    assert "{" not in entry.message.format_map(facts)
    assert entry.remedy.format_map(facts).startswith("请")


def test_kinds_that_are_not_refused_are_those_with_a_reader():
    assert set(Kind) - set(REFUSED) == {Kind.XLSX, Kind.XLSB, Kind.ODS, Kind.XLS, Kind.HTML, Kind.XML2003, Kind.TEXT}
