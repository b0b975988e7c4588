"""What a cell says against its row being an item: totals, signatures, samples, remarks.

Words stand in `vocabulary/rows.toml`. A mark alone decides nothing: `evidence` weighs it against
what the row shows of an item.
"""

from __future__ import annotations

import re
import tomllib
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from zbreport.text.compare import normalise, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zbreport.model import Scalar

_LONGEST_NAME = 14  # characters behind a label: a name, a day, a telephone number
_SHORT = 12  # characters; up to here every text is looked at closely
_ENDS = frozenset("条篇件个项次份宗起笔例部人户元计数总汇额):）】： 整正角分")
_OPENING = re.compile(
    r"[必选请格填如例下按限不应可从说注备（(\[【示样合总共小大人金]|[^:：（(_、.]{0,15}[:：（(_、.]"
)
LONGEST = 60
"""Characters; a longer cell is text, and has no mark."""


class Kind(Enum):
    """What a cell says.

    `TOTAL` is a total by name, `PERIOD` a stretch of time or paper that stands where a name should,
    `MONTH` a single month there, `TALLY` a phrase with a number of items (`本月共发布2条`),
    `COUNT` a number of items (`3条`), `CARRIED` a balance.
    """

    TOTAL = "total"
    PERIOD = "period"
    MONTH = "month"
    COUNT = "count"
    CARRIED = "carried"
    TALLY = "tally"
    SIGNATURE = "signature"
    NOTE = "note"
    SAMPLE = "sample"
    INSTRUCTION = "instruction"


class Mark(NamedTuple):
    """A kind and its known word (empty where it is not one word).

    `group` is what Excel's subtotal puts before the word.
    """

    kind: Kind
    word: str = ""
    group: str = ""


@cache
def words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The data file: section → key → words, normalised."""
    text = (files("zbreport.vocabulary") / "rows.toml").read_text(encoding="utf-8")
    return {
        section: {
            key: (value,)
            if isinstance(value, str)
            else tuple(dict.fromkeys(_plain(str(word)) for word in value))
            for key, value in entries.items()
        }
        for section, entries in tomllib.loads(text).items()
    }


def _plain(text: str) -> str:
    return "".join(plain_text(text).split()).lower()


def mark_of(value: Scalar) -> Mark | None:
    """The mark of a cell; None where it says nothing of the kind."""
    if not isinstance(value, str) or not value or len(value) > LONGEST:
        return None
    return None if len(value) > _SHORT and _is_plain(value) else _mark_of(value)


def _is_plain(text: str) -> bool:
    """Whether a longer text is no phrase, label or instruction: a cheap test for most titles."""
    return "://" in text or (text[-1] not in _ENDS and _OPENING.match(text) is None)


@lru_cache(maxsize=16384)
def _mark_of(text: str) -> Mark | None:
    plain = plain_text(text).strip().lower()
    bare = _plain(plain).strip("*#。.★☆◆●【】〖〗")
    return (
        _total(bare)
        or _grouped(plain)
        or _stretch(bare.strip(":"))
        or _tally(bare)
        or _signature(bare)
        or _sample(bare)
    )


def _total(bare: str) -> Mark | None:
    match = _patterns().total.fullmatch(bare)
    if match:
        return Mark(Kind.TOTAL, match["word"] or match["plain"] or "合计")
    if _patterns().capitals.fullmatch(bare):
        return Mark(Kind.TOTAL, "大写")
    if _patterns().counted.fullmatch(bare):
        return Mark(
            Kind.TOTAL if bare.startswith("共") else Kind.COUNT, "共" * bare.startswith("共")
        )
    return None


def _grouped(plain: str) -> Mark | None:
    """Excel's 分类汇总: the group, a blank, and what was done with it."""
    group, _, last = plain.rpartition(" ")
    word = last.strip(":")
    if group.strip() and word in _patterns().grouping:
        return Mark(Kind.TOTAL, word, normalise(group))
    return None


def _stretch(bare: str) -> Mark | None:
    if bare in words()["totals"]["carried"]:
        return Mark(Kind.CARRIED, bare)
    if _patterns().month.fullmatch(bare):
        return Mark(Kind.MONTH, bare)
    return Mark(Kind.PERIOD, bare) if _patterns().period.fullmatch(bare) else None


def _tally(bare: str) -> Mark | None:
    """A phrase that ends in a number of items, behind a word or a period that means all."""
    return Mark(Kind.TALLY, "共") if _patterns().tally.fullmatch(bare) else None


def _signature(bare: str) -> Mark | None:
    if bare.strip(":") in words()["signatures"]["bare"] or _patterns().person.fullmatch(bare):
        return Mark(Kind.SIGNATURE)
    labels = list(_patterns().signature.finditer(bare))
    if labels and not labels[0].start() and len(bare) - labels[-1].end() <= _LONGEST_NAME:
        return Mark(Kind.SIGNATURE)
    return Mark(Kind.NOTE) if _patterns().note.match(bare) else None


def _sample(bare: str) -> Mark | None:
    known = words()["samples"]
    if _patterns().sample_behind.search(bare):
        return Mark(Kind.SAMPLE, "head")
    if bare.strip(":()[]【】<>《》") in known["words"] or _patterns().sample.match(bare):
        return Mark(Kind.SAMPLE)
    if bare.strip(":()[]【】") in known["instructions"]:
        return Mark(Kind.INSTRUCTION, "head")
    inner = bare.strip("()[]【】:")
    if inner in known["cells"] or inner.startswith(known["beginnings"]):
        return Mark(Kind.INSTRUCTION)
    return None


class _Patterns(NamedTuple):
    total: re.Pattern[str]
    counted: re.Pattern[str]
    capitals: re.Pattern[str]
    month: re.Pattern[str]
    period: re.Pattern[str]
    signature: re.Pattern[str]
    note: re.Pattern[str]
    sample: re.Pattern[str]
    sample_behind: re.Pattern[str]
    tally: re.Pattern[str]
    person: re.Pattern[str]
    grouping: frozenset[str]


@cache
def _patterns() -> _Patterns:
    totals, signatures = words()["totals"], words()["signatures"]
    units = f"[{totals['units'][0]}]|人次|万元|亿元|千元"
    number = rf"[¥￥]?-?[\d,]+(?:\.\d+)?(?:{units})?"
    month = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
    months = rf"{month}月?份?[-~—–至到]+{month}月份?"
    quarter = r"(?:(?:第?[一二三四1-4]|前[一二三四两2-4]个?)季度?|q[1-4])"
    year = r"(?:(?:19|20)\d\d年?度?)"
    stretch = (
        rf"(?:{year}?(?:{_any(totals['periods'])}|{months}|{quarter}|[上下]半年度?|{month}月份?))"
    )
    tail = rf"(?:[:=]?(?:\(?共?{number}\)?|\([^()]{{0,12}}\)|[:=]?人民币.{{0,20}}))?:?"
    before = r"(?:[^\d:,。;、(]{0,10}?|截[至止][^:,。;、(]{0,12}?)"
    return _Patterns(
        total=re.compile(
            rf"\(?(?:(?:{year}?{stretch}?|{before}|{stretch}{before})(?P<word>{_any(totals['words'])})"
            rf"|{year}?{stretch}?(?P<plain>{_any(totals['plain'])})){tail}\)?"
        ),
        counted=re.compile(
            rf"(?:共?计?-?[\d,]+|共计?[{_NUMERALS}]{{1,6}})(?:{units.replace('元', '')})"
            r"(?:信息|公文|案件|申请)?"
        ),
        capitals=re.compile(
            r"[(]?(?:合计|总计|小计|金额|人民币|[(:])*大写[)]?[:)]?.*"
            r"|(?:人民币)?:?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正〇]{3,}"
        ),
        month=re.compile(rf"{year}?[-/.]?{month}月份?"),
        period=re.compile(rf"{stretch}|(?:19|20)\d\d年度?(?:全年)?"),
        signature=re.compile(
            rf"[(]?(?:{_any(signatures['who'])})(?:{_any(signatures['what'])}){{0,3}}"
            rf"(?:[(](?:签字|签章|盖章|签名|公章|章)[)])?[:_](?!//)"
            rf"|(?:填表|制表|审核|复核|填报|统计|制单)人(?:{_any(signatures['what'])})?[\u4e00-\u9fff]{{2,4}}$"
        ),
        note=re.compile(
            rf"(?:{_any(signatures['notes'])})(?:[:\d]|[1-9]?[.、])"
            r"|[-—_]*第\d{1,4}页(?:[,/]?共\d{1,4}页)?[-—_]*$|[(]?以下(?:空白|无正文|无内容)[)]?$"
            r"|[-—_=]{3,}$"
        ),
        sample=re.compile(
            rf"[(\[【]?(?:{_any(words()['samples']['words'])})(?:[:)\]】]|\d{{1,2}}[:.、)]?$)"
        ),
        sample_behind=re.compile(r"[(\[【](?:示例|样例|举例|范例|示范|例)[)\]】]$"),
        tally=re.compile(
            rf"(?:.{{0,12}}?(?:共|合计|总计|累计|总共).{{0,8}}?|{stretch}\D{{0,6}}|截至.{{0,14}}?)"
            rf"\d{{1,6}}(?:[{totals['units'][0]}])(?:信息|公文|案件|申请)?"
        ),
        person=re.compile(
            rf"(?:{_any(word for word in signatures['who'] if len(word) > 1)})(?:人|员|人员|负责人)"
            rf"|(?:分管|副)?(?:{_any(signatures['who'])})(?:{_any(signatures['what'])}){{0,2}}"
            r"[(]?(?:签字|签名|签章|盖章|公章)[)]?"
        ),
        grouping=frozenset((*totals["words"], *totals["plain"])),
    )


def _any(choices: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(choices, key=len, reverse=True))


_NUMERALS = "零一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟"
_SERIES = (
    "甲乙丙丁戊己庚辛壬癸",
    "abcdefghijklmnopqrstuvwxyz",
    "一二三四五六七八九十",
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
)
_FORMULA = re.compile(r"\d{1,2}=[\d+\-*/()]+")


def ordinal(value: Scalar) -> tuple[int, int] | None:
    """The series and the place that a cell numbers: `(2)`, `乙`, `B`, `第2列`, `③`; else None."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return (0, int(value)) if value == int(value) and 0 < value < 100 else None
    if not isinstance(value, str) or len(value) > 12:
        return None
    raw = value.strip()
    if raw in _SERIES[3] and raw:
        return 0, _SERIES[3].index(raw) + 1
    text = normalise(value).strip("()[]第列栏.、")
    if text.isascii() and text.isdigit() and len(text) <= 2:
        return 0, int(text)
    if _FORMULA.fullmatch(text):
        return 0, int(text.partition("=")[0])
    if len(text) == 1:
        for order, series in enumerate(_SERIES[:3], start=1):
            if text in series:
                return order, series.index(text) + 1
    return None


_IDENTIFIER = re.compile(
    r"[A-Za-z][A-Za-z_ .\-()/]*[A-Za-z0-9_)]?|[(（\[【][^()（）]{1,20}[)）\]】]"
)


def names_column(value: Scalar) -> bool:
    """Whether a cell may name a column for programs, or be a bracket of the header above.

    As `publishTime`, `varchar(20)`, `（元）`.
    """
    return isinstance(value, str) and _IDENTIFIER.fullmatch(value.strip()) is not None


def remark_against(value: Scalar) -> str:
    """The word in a remark that speaks against counting the row; empty where there is none."""
    if not isinstance(value, str) or not value:
        return ""
    known, text = words()["remarks"], normalise(value)
    for word in known["despite"]:
        text = text.replace(word, "")
    return next((word for word in known["against"] if word in text), "")
