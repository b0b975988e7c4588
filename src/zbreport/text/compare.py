"""Compares labels, headers, wordings and cell names without what typing changes.

Nothing here is stored or shown: NFKC would rewrite titles and document numbers (`〔2025〕`, `①`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARKS = (
    "\\u00ad\\u034f\\u180e\\u200b-\\u200f\\u202a-\\u202e"
    "\\u2060-\\u206f\\ufe00-\\ufe0f\\ufeff\\ufff9-\\ufffb"
)
_INVISIBLE = re.compile(f"[{_MARKS}]")
_SPACE = re.compile(f"[\\s{_MARKS}\\ue627]+")
RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | {
    ord(radical): char
    for radical, char in zip(
        "⺁⺄⺆⺈⺊⺌⺍⺎⺒⺓⺕⺖⺘⺙⺛⺜⺝⺟⺠⺡⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺶⺷⺹⺺⺻⺽"
        "⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乙冂刀卜小小兀巳幺彐忄扌攵旡日月母民氵灬爫爫丬牛犭王疋目示礻竹糹纟罓罒羊羊耂肀聿臼"
        "艹艹艹虎衤覀西见角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
}
"""Radicals that replace characters in text from PDFs; NFKC maps only the first block."""

NULLS = frozenset(
    ("null", "nan", "nat", "none", "nil", "\\n", "undefined", "<na>", "<null>", "(null)", "[null]")
)
"""What databases and programs export for no value, in lower case."""

_LONGEST_NULL = max(map(len, NULLS))
_QUOTES = str.maketrans(dict.fromkeys("「」『』‘’“”\"'", ""))
_NUMBERING = re.compile(
    r"(?:\([一二三四五六七八九十\d]{1,3}\)[、.,:]?|第?[一二三四五六七八九十]{1,3}[、.,:]|\d{1,2}[、.,:)](?!\d))+"
)
_CIRCLED = re.compile(r"^\s*[\u2460-\u2473]")
_BRACKETED_TAIL = re.compile(r"\([^()]*\)$")


def plain_text(text: str) -> str:
    """Text as it was meant: NFKC, no radicals, no invisible marks (U+200E, U+202A, U+FEFF …)."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text.translate(RADICALS)))


def without_marks(text: str) -> str:
    """Text without invisible marks: zero-width blanks, joiners, soft hyphens, directions."""
    return _INVISIBLE.sub("", text)


def is_null(text: str) -> bool:
    """Whether a text is what a program writes for no value: `NULL`, `NaT`, `None`."""
    return len(text) <= _LONGEST_NULL and text.lower() in NULLS


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """Text for comparison: `plain_text`, lower case, without blanks, quotes, final `：` and `*`."""
    plain = _SPACE.sub("", plain_text(text)).translate(_QUOTES)
    return plain.strip("*:#").lower()


@lru_cache(maxsize=65536)
def unnumbered(text: str) -> str:
    """Normalised text without numbering in front: `（三）1.属于国家秘密` → `属于国家秘密`."""
    plain = normalise(_CIRCLED.sub("", text))
    mark = _NUMBERING.match(plain)
    return plain[mark.end() :] or plain if mark else plain


@lru_cache(maxsize=65536)
def untailed(text: str) -> str:
    """Normalised text without a bracketed tail: `规章（设区的市…）` → `规章`."""
    return _BRACKETED_TAIL.sub("", normalise(text)) or normalise(text)


def column_letter(index: int) -> str:
    """The Excel letter of a zero-based column index: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def as_text(value: object) -> str:
    """A cell as text: trimmed, whole numbers without a decimal point; blank for `NULL`."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = str(value).strip()
    return "" if is_null(text) else text


def as_texts(values: Sequence[object]) -> list[str]:
    """Cells as text, as `as_text` has them; unchanged if all of them are texts."""
    if set(map(type, values)) == {str}:
        return cast("list[str]", values)
    return [as_text(value) for value in values]
