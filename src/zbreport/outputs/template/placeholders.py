"""Placeholders in a template's text: `{{ unit }}`, `{{ requests.received.total }}`, `{{ 三/予以公开/自然人 }}`.

Only names are known, and a name is looked up, never evaluated: a template comes from somebody else. A placeholder that Word has cut over
several runs is one all the same: what is searched is the text of a paragraph, and every piece gives up the characters that it has of it.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from difflib import get_close_matches
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.forms.names import find_cells
from zbreport.layout import MISSING, form_of, number_text
from zbreport.outputs import wording
from zbreport.prose.placeholders import names as texts_of
from zbreport.settings import CONTACT
from zbreport.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from zbreport.model import Number, Outcome

Value: TypeAlias = "str | Number | None"
MARKS = ("{{", "｛｛")
BREAK = "\n"
"""Stands for what no placeholder reaches over: a line break, a tab."""

_PLACEHOLDER = re.compile(r"(?:\{\{|｛｛)\s*([^{}｛｝\n]{1,80}?)\s*(?:\}\}|｝｝)")
_TAGS = re.compile(r"<[^>]*>")
_ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {"/comments": "批注", "/threadedcomments": "批注", "/drawings/": "图形或文本框", "/charts/": "图表", "/docprops/": "文档属性"}
)
_CHINESE: Mapping[str, str] = MappingProxyType(
    {
        "单位": "unit", "年度": "year", "标题": "title", "统计期限": "period", "表样": "edition", "联系人": "contact", "地址": "address",
        "邮编": "postcode", "电话": "phone", "电子邮箱": "email",
    }
)  # fmt: skip


@dataclass(slots=True)
class Names:
    """What placeholders may be called, and what has come of those that were met.

    Attributes:
        outcome: whose figures and settings are put in.
        values: name → text or figure; None for a figure that nothing gives and a setting that is not made.
        filled: how many placeholders got their value.
        unknown, unset: names met that are not known, or known without a value, and how often.
    """

    outcome: Outcome
    values: Mapping[str, Value]
    filled: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    unset: Counter[str] = field(default_factory=Counter)

    def value(self, name: str) -> Value:
        """The value that takes the place of a placeholder; None where it has to stay as it is. Keeps account of it."""
        key = self._key(name)
        if key is None:
            self.unknown[name] += 1
            return None
        value = self.values[key]
        if value is None or value == "":
            self.unset[key] += 1
            return None if key in _TEXTS else MISSING
        self.filled += 1
        return value

    def _key(self, name: str) -> str | None:
        plain = _CHINESE.get(name, name)
        if plain in self.values:
            return plain
        found = find_cells(form_of(self.outcome.report), name)
        return found[0] if len(found) == 1 else None

    def told(self, file: str) -> Iterator[Diagnostic]:
        """What is to be said of the placeholders."""
        known = (*self.values, *_CHINESE)
        for name, count in self.unknown.items():
            near = get_close_matches(name, known, n=1)
            hint = f"，最接近的是“{near[0]}”" if near else ""
            yield diagnose("M513", file=file, name=shown(name, 60), hint=hint, count=count)
        for name, count in self.unset.items():
            if name in _TEXTS:
                setting = "unit" if name == "title" else name
                yield diagnose("M514", file=file, name=name, count=count, setting=setting)
            else:
                yield diagnose("M515", file=file, name=name, count=count)


_TEXTS = frozenset({"unit", "year", "title", "period", "edition", *CONTACT})


def names(outcome: Outcome) -> Names:
    """The names that a template may use."""
    from zbreport.vocabulary import vocabulary

    report, settings = outcome.report, outcome.settings
    values: dict[str, Value] = {
        "unit": report.unit,
        "year": report.year,
        "title": wording.title(report) if report.unit else None,
        "period": wording.period(report),
        "edition": wording.edition(report),
        **{name: getattr(settings, name) for name in CONTACT},
        **dict.fromkeys(form_of(report).cells),
        **report.cells,
        **{f"channels.{key}": None for key in vocabulary("channels").labels()},
        **{f"request_methods.{label}": None for label in vocabulary("methods").labels().values()},
        **{f"proposals.{kind}.{what}": None for kind in wording.PROPOSALS for what in wording.PROPOSAL_COUNTS},
    }
    for channel in report.channels:
        values[f"channels.{channel.key}"] = channel.count
        values |= {f"channels.{channel.key}.{month}": count for month, count in enumerate(channel.by_month or [None] * 12, start=1)}
    values["channels.total"] = sum(channel.count for channel in report.channels) if report.channels else None
    values |= {f"request_methods.{method}": count for method, count in report.request_methods.items()}
    values |= {f"proposals.{kind}.{what}": count for kind, counts in report.proposals.items() for what, count in counts.items()}
    return Names(outcome, {**texts_of(outcome).texts, **values})


def elsewhere(data: bytes) -> list[str]:
    """Where in a package placeholders stand that are not filled (comments, shapes, charts, properties), in Chinese."""
    found: dict[str, None] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            place = next((label for part, label in _ELSEWHERE.items() if part in f"/{name}".lower()), None)
            if (
                place
                and name.lower().endswith(".xml")
                and _PLACEHOLDER.search(_TAGS.sub("", archive.read(name).decode("utf-8", "replace")))
            ):
                found[place] = None
    return list(found)


def name_alone(text: str) -> str | None:
    """The name in a text that is one placeholder and nothing else."""
    match = _PLACEHOLDER.fullmatch(text.strip())
    return match[1] if match else None


def replaced(pieces: Sequence[str], found: Names, quote: Callable[[str], str] = str) -> list[str]:
    """The pieces of a text with their placeholders replaced; the value goes into the piece that a placeholder begins in.

    Args:
        pieces: the texts of one paragraph in order; `BREAK` where something stands between.
        found: the names, which keep account.
        quote: what a value needs where it goes.
    """
    text = "".join(pieces)
    edits = [(match.start(), match.end(), value) for match in _PLACEHOLDER.finditer(text) if (value := found.value(match[1])) is not None]
    result: list[str] = []
    left = 0
    for piece in pieces:
        right = left + len(piece)
        kept, at = "", left
        for start, end, value in edits:
            if start < right and end > left:
                kept += text[at : max(start, at)]
                kept += quote(value_text(value)) if start >= left else ""
                at = min(end, right)
        result.append(kept + text[at:right])
        left = right
    return result


def value_text(value: str | Number) -> str:
    """A value as text: one line, plain digits."""
    return " ".join(value.split()) if isinstance(value, str) else number_text(value)
