"""Which encoding a text is read in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import ready
from zbreport.errors import UnreadableFileError
from zbreport.model import InputFile
from zbreport.sources import read
from zbreport.sources.encoding import decode

TABLE = "标题,发布时间\n关于开展检查的通知,2021-03-05\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
@pytest.mark.parametrize(
    "text", [TABLE, "标题", "㐱𠮷䶮", "😀标题", "通知", "联通", "a,b\n" * 50 + "通知\n"]
)
def test_text_survives(text, codec):
    assert decode(text.encode(codec)).text == text


FORTY = {
    "a table": TABLE,
    "a header": "标题,发布时间",
    "one word": "标题",
    "GBK that is valid UTF-8": "通知",
    "another": "联通",
    "such a word far down": "a,b\n" * 50 + "通知\n",
    "rare characters": "㐱𠮷䶮",
    "emoji": "😀标题",
    "wide": "标题，日期（２０２１）\n",
    "Latin letters with marks": "标题,备注\ncafé,naïve\n",
}


@pytest.mark.parametrize("codec", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sample", FORTY)
def test_the_forty_cases(sample, codec):
    assert decode(FORTY[sample].encode(codec)).text == FORTY[sample]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [TABLE, "标题\t日期\n", "a\tb\r\n1\t2\r\n", "😀,标题\n"])
def test_wide_text_without_its_mark(text, codec):
    decoded = decode(text.encode(codec))
    assert (decoded.text, decoded.encoding, decoded.unknown) == (text, codec.upper(), 0)


TRADITIONAL = [
    "標題,發布時間,網址\n關於開展檢查的通知,2021-03-05,http://a.cn\n",
    "申請編號,收到日期,申請人類型,辦理結果\n政府資訊公開申請,2024-01-03,自然人,予以公開\n",
    "標題,日期\n",
    "日期,內容\n2024,新聞稿\n",
]


@pytest.mark.parametrize("text", TRADITIONAL)
def test_big5_is_a_question_not_a_guess(text):
    with pytest.raises(UnreadableFileError) as caught:
        decode(text.encode("big5"))
    assert caught.value.code == "F113"
    assert decode(text.encode("big5"), told="big5").text == text
    assert decode(text.encode("gb18030")).text == text
    assert decode(text.encode()).text == text


def test_big5_is_asked_about_with_a_line_that_answers(reading, tmp_path):
    _, told = reading("網站.csv", TRADITIONAL[0].encode("big5"))
    assert [entry.code for entry in told] == ["F113"]
    assert ready(told[0], "big5") == {"encodings": {"網站.csv": "big5"}}
    sheets, told = read(InputFile(tmp_path / "網站.csv", "網站.csv", encoding="big5"))
    assert told == ()
    assert sheets[0].rows[0] == ["標題", "發布時間", "網址"]


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5, codec="gb2312"),
        min_size=1,
        max_size=40,
    )
)
def test_simplified_characters_are_never_taken_for_big5(text):
    assert decode(f"标题,发布时间\n{text}\n".encode("gb18030")).text == f"标题,发布时间\n{text}\n"


def test_euro_sign_of_a_windows_code_page_is_no_fault():
    decoded = decode(TABLE.encode("gb18030") + b"\x80100,x\n")
    assert (decoded.text, decoded.unknown) == (TABLE + "€100,x\n", 0)


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
