"""The words of `phrases.toml`, and a sentence split by them into figures, terms, joints, stops."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from zbreport.forms import form_named
from zbreport.text.compare import unnumbered, untailed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zbreport.forms import Form
    from zbreport.model import Number

Words = dict[str, "tuple[tuple[str, str], ...]"]

_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_HALF_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_TOPIC = re.compile(
    r"申\s*请|复\s*议|诉\s*讼|处\s*理\s*费|收\s*费|规\s*章|规\s*范\s*性|决\s*定|其\s*中|答\s*复|结\s*转|公\s*开"
    r"|转\s*结|新\s*收|提\s*供|发\s*布|自\s*然\s*人|下\s*年|办\s*结|许\s*可|处\s*罚|强\s*制|纠\s*错"
)
_END = re.compile(r"(?<=[。！？!?])")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_TRIGGER = re.compile(r"\d|[一二两三四五六七八九十百]+(?:件|宗|起)|未|没有|无|零|均|全部|不存在")
_HEADING = 20
_IDIOM = re.compile("[一每]件.{0,10}?一(?!件$)[件档策事函个批项类片方]")
_NUMBERING = re.compile(r"\(?\d{1,2}(?:[.、](?!\d)|\))")
"""In front of a point of a list: `1.`, `2、`, `(3)`."""
_STOPS, _JOINTS = ",;()。!?", "、和及与或加:"
_NO_COUNT_BEFORE = ("第", "-", "每", "这", "某", "同", "逐")


class Token(NamedTuple):
    """A piece of a sentence.

    Attributes:
        kind: `figure`, `year`, `stop`, `joint`, or the kind of a term (`subject`, `flow`,
            `outcome`, `result`, …).
        value: the term's key, the unit of a figure, the stop itself.
        start, end: where it stands in the sentence without white space.
        number: of a figure or a year.
        about: whether a figure is only approximate, which is never compared; of a subject, whether
            its word may mean something else.
        whose: whether the words right before a figure make it one office's, and not the whole
            report's.
    """

    kind: str
    value: str
    start: int
    end: int
    number: Number = 0
    about: bool = False
    whose: bool = False


@dataclass(frozen=True, slots=True)
class Grammar:
    """The terms of an edition's text, ready to be looked for."""

    words: Words
    pattern: re.Pattern[str]
    timely: re.Pattern[str]
    some: tuple[str, ...]
    vague: tuple[str, ...]
    whose: tuple[str, ...]
    open: tuple[str, ...]
    totals: re.Pattern[str]
    channels: re.Pattern[str]

    def tokens(self, sentence: str) -> list[Token]:
        """Takes a sentence (see `plain`) apart; text between the tokens is skipped."""
        found: list[Token] = []
        words = self.words
        for match in self.pattern.finditer(sentence):
            start, end = match.span()
            if match.lastindex is None:  # a word, a stop or a joint
                for kind, value in words[match[0]]:
                    found.append(Token(kind, value, start, end))
                continue
            year, zero, digits, about, unit = match.groups()
            if year:
                found.append(Token("year", match[0], start, end, int(year)))
            elif zero:
                found.append(Token("figure", "件", start, end))
            elif not sentence.endswith(_NO_COUNT_BEFORE, 0, start) and not (
                start <= 1 and _NUMBERING.match(sentence)
            ):
                alone = bool(about) or self._left_alone(sentence, start, end)
                whose = sentence.endswith(self.whose, 0, start)
                found.append(Token("figure", unit or "", start, end, number(digits), alone, whose))
        return _without_idioms(_one_kind(found), sentence)

    def _left_alone(self, sentence: str, start: int, end: int) -> bool:
        """Whether the words around a figure make it approximate."""
        if sentence.endswith(self.vague, 0, start) or sentence.startswith(self.open, end):
            return True
        return not sentence[start].isdigit() and sentence.endswith(self.some, 0, start)


def _one_kind(tokens: list[Token]) -> list[Token]:
    """Settles words of two kinds: `不存在 9 件` is an outcome, `不存在逾期的情况` a denial."""
    figures = {token.start for token in tokens if token.kind == "figure"}
    kept: list[Token] = []
    for token in tokens:
        twin = kept[-1] if kept and kept[-1].start == token.start else None
        if twin is None:
            kept.append(token)
        elif {twin.kind, token.kind} == {"none", "narrower"}:
            wanted = "narrower" if token.end in figures else "none"
            kept[-1] = token if token.kind == wanted else twin
        else:
            kept.append(token)
    return kept


def _without_idioms(tokens: list[Token], sentence: str) -> list[Token]:
    """`受理一件、答复一件` and `一件一档` count nothing."""
    if "一件" not in sentence or not _IDIOM.search(sentence):
        return tokens
    return [token for token in tokens if token.kind != "figure" or sentence[token.start] != "一"]


@lru_cache(maxsize=256)
def plain(text: str) -> str:
    """Text without white space, ASCII half-width; as long as the original without white space."""
    return _FULL_WIDTH.sub(lambda wide: _HALF_WIDTH[wide[0]], "".join(text.split()))


def sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph that may state a figure, and the short headings before them.

    Without white space, otherwise as written.

    A paragraph that names nothing of the form's has none.
    """
    if not _TOPIC.search(text):
        return
    for sentence in _END.split("".join(text.split())):
        if sentence and (len(sentence) < _HEADING or _TRIGGER.search(sentence)):
            yield sentence


def is_head(sentence: str) -> bool:
    """Whether a sentence heads what follows it: `（二）微信公众号公开情况。`."""
    return len(sentence) < _HEADING and not any(map(str.isdigit, sentence))


def number(text: str) -> Number:
    """A number in digits (with thousands commas) or in Chinese numerals up to 999.

    An int, or a Decimal where it is written with decimals.
    """
    if text[0].isdigit():
        digits = text.replace(",", "")
        return Decimal(digits) if "." in digits else int(digits)
    whole = part = 0
    for char in text:
        if char in "十百":
            whole, part = whole + (part or 1) * (10 if char == "十" else 100), 0
        else:
            part = _DIGITS[char]
    return whole + part


@cache
def grammar(edition: str) -> Grammar:
    """The grammar for an edition of the form: `phrases.toml` and the labels of the form's rows."""
    data = tomllib.loads((files("zbreport.checks") / "phrases.toml").read_text(encoding="utf-8"))
    words: dict[str, dict[tuple[str, str], None]] = {}
    for word, kind, value in (*_labels(form_named(edition)), *_listed(data)):
        words.setdefault(plain(word), {})[kind, value] = None
    units = sorted(
        (
            unit
            for key in ("cases", "documents", "others", "money")
            for unit in data["figures"][key]
        ),
        key=len,
        reverse=True,
    )
    first_of_units = "".join(unit[0] for unit in units)
    figure = (
        r"(?P<number>(?<![\d.])\d++(?:,\d{3})*+(?:\.\d+)?+|[一二两三四五六七八九十百]+(?=(?:件|宗|起)(?!事)))"
        rf"(?P<about>[{''.join(data['figures']['about'])}](?=[{first_of_units}]))?"
        rf"(?P<unit>{'|'.join(units)}|%)?(?!工作日|百分点|部门|单位|季度|小时|方面|月)"
    )
    firsts = "".join(sorted({word[0] for word in words} | set("零一二两三四五六七八九十百")))
    # Most places in a text begin nothing: one look at the first character tells.
    begins = rf"(?=[\d{re.escape(_STOPS)}{_JOINTS}{re.escape(firsts)}])"
    dated = (
        r"(?P<year>(?:19|20)\d\d)年度?"
        rf"|(?P<zero>(?<=为)(?:零|0)(?![\d.{first_of_units}%]))"
    )
    pattern = rf"{begins}(?:{dated}|{figure}|[{re.escape(_STOPS)}]|{_trie(words)}|[{_JOINTS}])"
    totals = (
        rf"(?:{_trie(data['totals']['publications'])})(?:总数|总量|共计|共|合计|总计|达|约|为)*"
        r"(?P<number>\d[\d,]*)(?P<about>余|多)?条"
    )
    return Grammar(
        {word: tuple(kinds) for word, kinds in words.items()}
        | {mark: (("stop", mark),) for mark in _STOPS}
        | {mark: (("joint", mark),) for mark in _JOINTS},
        re.compile(pattern),
        re.compile(_trie(data["timely"]["words"])),
        tuple(data["figures"]["about_before_numeral"]),
        tuple(map(plain, data["figures"]["about_before"])),
        tuple(map(plain, data["figures"]["whose"])),
        tuple(map(plain, data["figures"]["about_after"])),
        re.compile(totals),
        re.compile(_trie([*data["totals"]["channels"], *data["totals"]["parts"]])),
    )


def _listed(data: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[str, str, str]]:
    """Every word of the data with its kind and key."""
    kinds = {
        "subjects": "subject",
        "periods": "period",
        "outcomes": "outcome",
        "applicants": "applicant",
        "results": "result",
        "documents": "document",
    }
    for section, kind in {**kinds, "carry": "carry", "narrower": "narrower"}.items():
        for key, listed in data[section].items():
            yield from ((word, kind, key) for word in _texts(listed))
    for key, flow in data["flows"].items():
        yield from ((word, "flow", key) for word in _texts(flow["words"]))  # type: ignore[index]
    yield from ((word, "method", "") for word in _texts(data["methods"]["words"]))
    for key in (
        "none",
        "none_before_subject",
        "none_before_result",
        "all",
        "of_which",
        "include",
        "each",
        "aside",
        "office",
        "rate",
        "rate_in_time",
        "in_time",
        "none_before_verb",
        "share",
        "share_of_received",
        "share_of_total",
        "scope",
        "ends_parts",
    ):
        yield from ((word, key, "") for word in _texts(data["figures"][key]))
    for key in ("compare", "up", "down"):
        yield from ((word, "compare", key) for word in _texts(data["figures"][key]))


def _labels(form: Form) -> Iterator[tuple[str, str, str]]:
    """The labels of the outcome rows, as the form writes them without numbering."""
    table = form.table("requests")
    for row in table.blocks[0].rows:
        if (
            len(row.path) > 1
            and not row.sum
            and (label := untailed(unnumbered(row.path[-1]))) not in {"其他", "其他处理"}
        ):
            yield label, "outcome", row.key


def _texts(value: object) -> list[str]:
    return [str(word) for word in value] if isinstance(value, list) else []


def _trie(words: Iterable[str]) -> str:
    """A pattern that matches the longest of the words, made as a tree so that it is fast."""
    tree: dict[str, dict[str, object]] = {}
    for word in words:
        node = tree
        for char in plain(word):
            node = node.setdefault(char, {})  # type: ignore[assignment]
        node[""] = {}
    return _branch(tree)


def _branch(node: Mapping[str, object]) -> str:
    ends = "" in node
    parts = [
        re.escape(char) + _branch(rest)
        for char, rest in node.items()
        if char and isinstance(rest, dict)
    ]
    if not parts:
        return ""
    joined = parts[0] if len(parts) == 1 and not ends else f"(?:{'|'.join(parts)})"
    return f"{joined}?" if ends else joined
