"""What is no template is refused in plain Chinese, with the way out."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from openpyxl import Workbook
from pages import W, docx_document, paragraph
from templates import filled, office_docx, openpyxl_template, outcome, package, parts_of, said

from zbreport.errors import TemplateError
from zbreport.outputs.template import load

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"


def stream(name):
    return (
        OLE
        + name.encode("utf-16-le").ljust(64, b"\0")
        + (len(name) * 2 + 2).to_bytes(2, "little")
        + b"\0" * 62
    )


def with_type(data, change):
    parts = parts_of(data)
    parts["[Content_Types].xml"] = change(parts["[Content_Types].xml"].decode())
    return package(parts)


def workbook_of(*rows):
    book, target = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "没有任何内容"),
        (stream("WordDocument"), r"（\.doc、\.wps），请用 Word 或 WPS 打开，另存为 \.docx 后再试"),
        (b"{\\rtf1 x}", r"RTF.*另存为 \.docx"),
        (b"<html><table><tr><td>1</td></tr></table></html>", r"网页.*另存为 \.xlsx"),
        (b"%PDF-1.7", "PDF.*索取 Word 或 Excel 模板"),
        ("一、总体情况".encode(), "文字文件.*模板只能是"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 80, r"图片.*模板只能是 \.docx 或 \.xlsx"),
        (stream("EncryptedPackage"), "打开密码.*去掉密码"),
        (package({"mimetype": "application/vnd.oasis.opendocument.text"}), r"\.odt.*另存为 \.docx"),
        (
            package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            r"\.ods.*另存为 \.xlsx",
        ),
        (package({"[Content_Types].xml": "", "xl/workbook.bin": ""}), r"\.xlsb.*另存为 \.xlsx"),
        (package({"a.txt": "x"}), "压缩包.*模板只能是"),
        (office_docx()[:2000], "损坏|不完整"),
        (
            office_docx(extra={"word/vbaProject.bin": b"x"}.items()),
            r"模板带有宏（\.docm 带宏的文档）.*另存为不带宏的 \.docx",
        ),
        (
            with_type(office_docx(), lambda xml: xml.replace("application/xml", MACRO)),
            r"模板带有宏（\.docm 带宏的文档）",
        ),
        (
            package({**parts_of(openpyxl_template()), "xl/vbaProject.bin": b"x"}),
            r"模板带有宏（\.xlsm 带宏的工作簿）.*另存为不带宏的 \.xlsx",
        ),
        (
            package({**parts_of(openpyxl_template()), "xl/macrosheets/sheet1.xml": b"x"}),
            "模板带有宏",
        ),
        (
            with_type(
                office_docx(), lambda xml: xml.replace("document.main+xml", "template.main+xml")
            ),
            r"模板格式（\.dotx、\.xltx）.*另存为 \.docx",
        ),
        (
            with_type(
                openpyxl_template(), lambda xml: xml.replace("sheet.main+xml", "template.main+xml")
            ),
            r"模板格式.*另存为 \.xlsx",
        ),
        (docx_document(paragraph("一、总体情况")), "没有找到年度报告的表"),
        (
            workbook_of(["标题", "发布日期"], ["甲", "2024-01-01"]),
            "没有找到年度报告的表.*带有法定表格的模板",
        ),
        (office_docx(change=lambda xml: xml[:-20]), "损坏"),
        (office_docx(change=lambda xml: '<!DOCTYPE a [<!ENTITY b "c">]>' + xml), "损坏"),
        (
            office_docx(settings='<w:documentProtection w:edit="readOnly" w:enforcement="1"/>'),
            "限制编辑.*停止保护",
        ),
        (
            office_docx(settings='<w:documentProtection w:edit="forms" w:enforcement="true"/>'),
            "限制编辑",
        ),
    ],
)
def test_refused_with_the_reason_and_the_way_out(tmp_path, content, expected):
    with pytest.raises(TemplateError) as error:
        filled(tmp_path, content, name="模板.docx")
    assert re.search(expected, str(error.value)), str(error.value)
    assert str(error.value).startswith("模板.docx：")


@pytest.mark.parametrize(
    "settings",
    ['<w:documentProtection w:edit="readOnly"/>', '<w:documentProtection w:enforcement="0"/>', ""],
)
def test_a_protection_that_is_not_enforced_is_none(tmp_path, settings):
    found, _ = filled(tmp_path, office_docx(settings=settings))
    assert found.cells == 200


def test_a_package_that_names_a_part_twice_is_refused(tmp_path):
    target = io.BytesIO(office_docx())
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"/>')
    with pytest.raises(TemplateError, match="重名"):
        filled(tmp_path, target.getvalue())


@pytest.mark.parametrize("name", ["没有.docx", "."])
def test_what_is_not_there_or_no_file(tmp_path, name):
    with pytest.raises(TemplateError, match="打不开"):
        load(tmp_path / name)


def test_the_name_decides_nothing(tmp_path):
    found, path = filled(tmp_path, openpyxl_template(), name="模板.docx")
    assert found.cells == 200
    assert load(path).kind == "xlsx"


def test_cells_that_are_locked_in_part_are_an_error_that_says_what_to_do(tmp_path):
    def more(book):
        book["表1"].protection.sheet = False

    found, _ = filled(tmp_path, openpyxl_template(protect=False, more=more), outcome(), "模板.xlsx")
    assert len(said(found, "M505")) == 2
    assert "撤销工作表保护" in next(one.remedy for one in found.diagnostics if one.code == "M505")
