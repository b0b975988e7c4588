"""What cannot be read is refused in plain Chinese."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
import zipfile

import pytest
from pages import docx_report, html_report

from zbreport.errors import ZbreportError
from zbreport.readback import read_published

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
"""A page without text."""

DOC = (
    OLE
    + "WordDocument".encode("utf-16-le").ljust(64, b"\0")
    + (26).to_bytes(2, "little")
    + b"\0" * 62
)


def package(**parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "没有任何内容"),
        (
            "<html><body><h1>某局2024年政府信息公开工作年度报告</h1><p>见附件</p></body></html>".encode(),
            "没有找到年度报告的表",
        ),
        ("<table><tr><td>自然人</td><td>3</td></tr></table>".encode(), "没有找到年度报告的表"),
        (DOC, "另存为 .docx"),
        (b"{\\rtf1\\ansi hello}", "另存为 .docx"),
        (package(mimetype="application/vnd.oasis.opendocument.text"), "另存为 .docx"),
        (docx_report(2024)[:3000], "损坏"),
        (package(**{"[Content_Types].xml": "", "word__document.xml": "<w:document"}), "损坏"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 80, "图片"),
        (b"Rar!\x1a\x07\x01\x00" + b"\0" * 80, "请先解压"),
        ("一、总体情况".encode(), "纯文字"),
        (b'{"schema": "zbreport/1", "edition"', "JSON"),
        (json.dumps({"year": 2024, "edition": "2021"}).encode(), "不是 zbreport tally 的结果"),
        (json.dumps({"schema": "zbreport/1", "year": 2031, "edition": "2030"}).encode(), "2030"),
        (b"%PDF-1.7\nbroken", "损坏"),
        (PDF, "扫描件"),
    ],
)
def test_refused(reading, content, said):
    with pytest.raises(ZbreportError) as error:
        reading(content, "报告.html")
    assert said in str(error.value)
    assert str(error.value).startswith("报告.html：")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOENT, "没有这个文件"),
        (errno.EACCES, "没有权限"),
        (errno.EISDIR, "这是文件夹"),
        (errno.EIO, "读写出错"),
        (errno.EPIPE, "系统错误 32"),
    ],
)
def test_why_a_file_does_not_open_is_said_in_chinese(tmp_path, monkeypatch, number, said):
    def refuse(path):
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(type(tmp_path), "read_bytes", refuse)
    with pytest.raises(ZbreportError) as error:
        read_published(tmp_path / "没有.html")
    assert said in str(error.value)
    assert os.strerror(number) not in str(error.value)


def faulty(*_):
    """A fault of our own: nothing that a file could be blamed for."""
    raise IndexError


def unplugged(*_):
    """A part of the program that is not installed."""
    raise ImportError


@pytest.mark.parametrize("fault", [faulty, unplugged])
@pytest.mark.parametrize(
    ("place", "content"),
    [
        ("zbreport.readback.html._article", html_report(2024)),
        ("zbreport.readback.docx._fill", docx_report(2024)),
        ("zbreport.readback.pdf._page", PDF),
    ],
    ids=["html", "docx", "pdf"],
)
def test_a_fault_of_our_own_is_not_taken_for_a_damaged_file(
    reading, monkeypatch, place, content, fault
):
    monkeypatch.setattr(place, fault)
    with pytest.raises((IndexError, ImportError)):
        reading(content, "报告.html")


def test_a_page_nested_too_deeply_is_refused(reading):
    with pytest.raises(ZbreportError, match="RecursionError"):
        reading(b"<div>" * 3000 + html_report(2024), "报告.html")


def test_pdf_without_the_extra(reading, monkeypatch):
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(ZbreportError, match=r"pip install 'zbreport\[pdf\]'"):
        reading(b"%PDF-1.7\n", "报告.pdf")
