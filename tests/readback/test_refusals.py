"""What cannot be read is refused in plain Chinese."""

from __future__ import annotations

import io
import json
import sys
import zipfile

import pytest
from pages import docx_report

from zbreport.errors import ZbreportError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
DOC = OLE + "WordDocument".encode("utf-16-le").ljust(64, b"\0") + (26).to_bytes(2, "little") + b"\0" * 62


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
        ("<html><body><h1>某局2024年政府信息公开工作年度报告</h1><p>见附件</p></body></html>".encode(), "没有找到年度报告的表"),
        ("<table><tr><td>自然人</td><td>3</td></tr></table>".encode(), "没有找到年度报告的表"),
        (DOC, "另存为 .docx"),
        (b"{\\rtf1\\ansi hello}", "另存为 .docx"),
        (package(mimetype="application/vnd.oasis.opendocument.text"), "另存为 .docx"),
        (docx_report(2024)[:3000], "损坏"),
        (package(**{"[Content_Types].xml": "", "word__document.xml": "<w:document"}), "损坏"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 80, "图片"),
        ("一、总体情况".encode(), "纯文字"),
        (b'{"schema": "zbreport/1", "edition"', "JSON"),
        (json.dumps({"year": 2024, "edition": "2021"}).encode(), "不是 zbreport tally 的结果"),
        (json.dumps({"schema": "zbreport/1", "year": 2031, "edition": "2030"}).encode(), "2030"),
        (b"%PDF-1.7\nbroken", "损坏"),
    ],
)
def test_refused(reading, content, said):
    with pytest.raises(ZbreportError) as error:
        reading(content, "报告.html")
    assert said in str(error.value)
    assert str(error.value).startswith("报告.html：")


def test_missing_file(tmp_path):
    from zbreport.readback import read_published

    with pytest.raises(ZbreportError, match="打不开"):
        read_published(tmp_path / "没有.html")


def test_pdf_without_the_extra(reading, monkeypatch):
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(ZbreportError, match=r"pip install 'zbreport\[pdf\]'"):
        reading(b"%PDF-1.7\n", "报告.pdf")
