"""What a message may show of a cell: dates, numbers, known wordings; else the kind of text.

A cell of any column may hold a name by mistake, so what is not plainly harmless is not shown.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from zbreport.text.compare import shown

if TYPE_CHECKING:
    from collections.abc import Callable

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
        return shown(text)
    looks_harmless = len(plain) <= _LONGEST and _FIGURE.fullmatch(plain) and _DIGIT.search(plain)
    return shown(text) if looks_harmless or plain.startswith("#") else kind_of(plain)


def kind_of(text: str) -> str:
    """What kind of text it is: `2 个汉字` where all are Chinese characters, else `18 个字符`."""
    chinese = all("\u4e00" <= char <= "\u9fff" for char in text)
    return f"{len(text)} 个{'汉字' if chinese else '字符'}"


def printable(text: str) -> str:
    """A text for a terminal: characters that steer it or turn its direction become `�`."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)
