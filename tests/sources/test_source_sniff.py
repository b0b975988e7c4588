"""Content decides what a file is, whatever its name."""

from __future__ import annotations

import pytest

from zbreport.diagnostics import CATALOGUE
from zbreport.sources.sniff import REFUSED, Kind, sniff

BOF = b"\x09\x08\x04\x00\x00\x06\x05\x00"
FILEPASS = b"\x2f\x00\x06\x00"


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
        (b"\x09\x04\x06\x00\0\0\x10\0", Kind.EXCEL4),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x", Kind.MHT),
        (b"From: <Saved>\r\nSubject: x\r\nContent-Type: multipart/related", Kind.MHT),
        (b"<html><table>", Kind.HTML),
        (b"\r\n\r\n\r\n<meta http-equiv=Content-Type><table>", Kind.HTML),
        (b"<!DOCTYPE html PUBLIC>", Kind.HTML),
        (b"<!-- made by x --><TABLE border=1>", Kind.HTML),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", Kind.HTML),
        ("\ufeff<table>".encode("utf-16"), Kind.HTML),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            Kind.XML2003,
        ),
        (
            b'<?xml version="1.0"?><ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">',
            Kind.XML2003,
        ),
        (b'<?xml version="1.0"?><rows/>', Kind.XML),
        ("标题,日期\n".encode("gb18030"), Kind.TEXT),
        ("标题\t日期\n".encode("utf-16"), Kind.TEXT),
        ("标题\t日期\t网址\n甲\t2021-03-05\thttp://a.cn\n".encode("utf-16-le"), Kind.TEXT),
        ("<table><tr><td>标题</td></tr>\n</table>".encode("utf-16-be"), Kind.HTML),
        (b"ID3\x03\x00\x00\x00\x00\x00\x00" + bytes(20), Kind.MEDIA),
        (b"\0\0\0\x18ftypheic" + bytes(20), Kind.IMAGE),
        (b"\0\0\0\x18ftypmp42" + bytes(20), Kind.MEDIA),
        (b"From: a@b.cn\r\nSubject: x\r\nContent-Type: text/plain\r\n\r\nx", Kind.MAIL),
        (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
        (b"\x1f\x8b\x08\x00", Kind.ARCHIVE),
        (b"BZh,name\n1,2\n", Kind.TEXT),
        (bytes(range(256)) * 8, Kind.BINARY),
    ],
)
def test_kind_by_content(content, kind):
    assert sniff(content) is kind


@pytest.mark.parametrize(
    ("stream", "records", "kind"),
    [
        ("Workbook", BOF, Kind.XLS),
        ("Book", BOF, Kind.XLS),
        ("Workbook", BOF + FILEPASS, Kind.LOCKED),
        ("EncryptedPackage", b"", Kind.LOCKED),
        ("WordDocument", b"", Kind.DOC),
        ("PowerPoint Document", b"", Kind.SLIDES),
        ("__properties_version1.0", b"", Kind.MAIL),
        ("Other", b"", Kind.BROKEN_OLE),
    ],
)
def test_kind_of_a_compound_file_by_its_streams(compound, stream, records, kind):
    assert sniff(compound(stream, records)) is kind


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["[Content_Types].xml", "xl/workbook.xml"], Kind.XLSX),
        (["[Content_Types].xml", "xl\\workbook.bin"], Kind.XLSB),
        (["[Content_Types].xml", "word/document.xml"], Kind.DOCX),
        (["[Content_Types].xml", "ppt/presentation.xml"], Kind.SLIDES),
        (["OFD.xml", "Doc_0/Document.xml"], Kind.OFD),
        (["Index/Document.iwa", "preview.jpg"], Kind.NUMBERS),
        (["台账.xlsx", "网站.xls"], Kind.ARCHIVE),
        ([], Kind.ARCHIVE),
    ],
)
def test_kind_of_a_zip_by_its_entries(package, names, kind):
    assert sniff(package(dict.fromkeys(names, "x"))) is kind


@pytest.mark.parametrize(
    ("mime", "manifest", "kind"),
    [
        ("spreadsheet", "", Kind.ODS),
        ("spreadsheet", "<manifest:encryption-data/>", Kind.LOCKED),
        ("text", "", Kind.DOCX),
    ],
)
def test_kind_of_an_open_document(package, mime, manifest, kind):
    parts = {
        "mimetype": f"application/vnd.oasis.opendocument.{mime}",
        "META-INF/manifest.xml": manifest,
    }
    assert sniff(package(parts)) is kind


@pytest.mark.parametrize("kind", REFUSED)
def test_every_refusal_is_an_error_with_a_remedy(kind):
    code, facts = REFUSED[kind]
    entry = CATALOGUE[code]
    assert entry.level == "error"
    assert "{" not in entry.message.format_map(facts)
    assert entry.remedy.format_map(facts).startswith("请")


def test_kinds_that_are_not_refused_are_those_with_a_reader():
    assert set(Kind) - set(REFUSED) == {
        Kind.XLSX,
        Kind.XLSB,
        Kind.ODS,
        Kind.XLS,
        Kind.HTML,
        Kind.XML2003,
        Kind.TEXT,
    }
