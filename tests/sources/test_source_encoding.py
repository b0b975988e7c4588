"""Which encoding a text is read in."""

from __future__ import annotations

import pytest

from zbreport.sources.encoding import decode

TABLE = "标题,发布时间\n关于开展检查的通知,2021-03-05\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [TABLE, "标题", "㐱𠮷䶮", "😀标题", "通知", "联通", "a,b\n" * 50 + "通知\n"])
def test_text_survives(text, codec):
    assert decode(text.encode(codec)).text == text


def test_ascii_is_ascii():
    assert decode(b"a,b\n1,2\n").text == "a,b\n1,2\n"


def test_bad_byte_in_gbk_is_replaced_and_its_line_told():
    decoded = decode(TABLE.encode("gb18030") + b"\x80\xff,x\n")
    assert decoded.text.startswith(TABLE)
    assert decoded.encoding == "GB18030"
    told = decoded.diagnostics("微博.csv")
    assert [entry.code for entry in told] == ["F107"]
    assert "第 3 行" in told[0].message


def test_bad_byte_in_utf8_does_not_turn_the_rest_into_gibberish():
    decoded = decode((TABLE * 20).encode() + b"\xff\n")
    assert decoded.text.startswith(TABLE)
    assert decoded.encoding == "UTF-8"
    assert decoded.unknown == 1


def test_half_a_character_after_a_utf16_mark():
    assert decode(b"\xff\xfe" + "标题".encode("utf-16-le") + b"\x07").unknown == 1


def test_declared_encoding_counts_where_content_cannot_tell():
    assert decode("標題".encode("big5"), "big5").text == "標題"


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "iso-8859-1", "no-such", "utf-16", None])
def test_wrong_declaration_is_not_believed(declared):
    assert decode(TABLE.encode("gb18030"), declared).text == TABLE
    assert decode(TABLE.encode(), declared).text == TABLE
