"""What a message may show of a cell, a heading or a name; of anything else only its kind.

A cell of any column may hold a person's name, number or address by mistake, and so may a heading.
`cell_shown` is for cells, of which only dates, numbers and known wordings are plainly harmless;
`shown` is for texts that a message is about: wordings to be explained, headings, placeholders.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_DOUBLE_SURNAMES = "欧阳|司马|上官|诸葛|尉迟|皇甫|令狐"
_NAME = re.compile(
    rf"(?:[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|(?:{_DOUBLE_SURNAMES})[\u4e00-\u9fff]{{1,2}})(?:[(（].*)?$"
)
_MOMENT = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
    r"|(?:19|20)\d\d(?:年度?|[-/.]?\d{1,2}(?:[-/.月]?\d{1,2}日?)?)?|\d{1,2}:\d\d(?::\d\d)?"
)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[-\s](?=\d)")
_PERSONAL = re.compile(
    r"\d{7}"  # telephone, ID, passport, bank card
    r"|@[\w-]+\."  # e-mail
    r"|[\u4e00-\u9fff][A-Z][·.]?[A-Z0-9]{5}(?![A-Z0-9])"  # number plate
    r"|[\u4e00-\u9fff](?<!第)\d+(?:号|室|栋|幢|单元|弄|组|户|楼)"  # address
)
_FIGURE = re.compile(
    r"[-+±≈<>~(]*(?:[\d零〇一二三四五六七八九十百千万亿两OoIl年月日号时分秒第季度元角分¥￥%‰]|[-+./:：,，、()（）~\s])+[A-Za-z]{0,3}"
)
_DIGIT = re.compile(r"[\d零〇一二三四五六七八九十]")
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONGEST = 40  # characters of a date with its time, zone and brackets


def cell_shown(text: str, known: Callable[[str], bool] = lambda _: False) -> str:
    """A cell for a message.

    Args:
        text: the cell.
        known: whether a text is a wording of the vocabularies, which names nobody.

    Returns:
        The text itself where it looks like a date or a number or is known; else its kind:
        `2 个汉字`, `18 个字符`.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if not plain or known(text):
        return cut(text)
    looks_harmless = len(plain) <= _LONGEST and _FIGURE.fullmatch(plain) and _DIGIT.search(plain)
    is_plain = (looks_harmless and not _names_someone(plain)) or plain.startswith("#")
    return cut(text) if is_plain else kind_of(plain)


def shown(text: str, known: Callable[[str], bool] = lambda _: False) -> str:
    """A heading, a wording or another name for a message.

    Args:
        text: as it stands in the file.
        known: whether it is known to name nobody: a heading or wording of the vocabularies.

    Returns:
        The text in one line, cut; its kind where it may be a personal detail.
    """
    if may_be_personal(text) and not known(text):
        return kind_of(" ".join(text.split()))
    return cut(text)


def cut(text: str, limit: int = 30) -> str:
    """A harmless text in one line of so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def may_be_personal(text: str) -> bool:
    """Whether a text looks like a person's name, number, address, e-mail or number plate."""
    return is_person(text.strip()) or _names_someone(unicodedata.normalize("NFKC", text))


def is_person(text: str) -> bool:
    """Whether a text looks like a person's name: a frequent surname and one or two characters."""
    return _NAME.match(text) is not None


def _names_someone(plain: str) -> bool:
    """Whether a text in NFKC holds a personal detail; dates and times are none."""
    rest = _MOMENT.sub("", plain.replace(",", ""))
    return _PERSONAL.search(_BETWEEN_DIGITS.sub("", rest)) is not None


def kind_of(text: str) -> str:
    """What kind of text it is: `2 个汉字` where all are Chinese characters, else `18 个字符`."""
    chinese = all("\u4e00" <= char <= "\u9fff" for char in text)
    return f"{len(text)} 个{'汉字' if chinese else '字符'}"


def printable(text: str) -> str:
    """A text for a terminal: characters that steer it or turn its direction become `�`."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)
