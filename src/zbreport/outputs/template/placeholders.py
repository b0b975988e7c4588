"""Placeholders in a template's text.

Put in where Word or Excel has cut them into pieces, with an account of what came of each.

Names and grammar are those of `prose.placeholders`. A placeholder that Word has cut over several
runs is one all the same: what is searched is the text of a paragraph, and every piece gives up the
characters that it has of it. In a template a name without a value stays as it is where
zbreport.toml would give it, and becomes `—` where a figure is missing.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.forms.layout import MISSING
from zbreport.model import CHOICE, Answer, SettingLine
from zbreport.prose.placeholders import (
    MARKS,
    PLACEHOLDER,
    SETTINGS,
    Names,
    Value,
    names,
    value_text,
)
from zbreport.text.privacy import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from zbreport.tabulation.tally import Tally

__all__ = [
    "BREAK",
    "MARKS",
    "Account",
    "account",
    "elsewhere",
    "name_alone",
    "replaced",
    "value_text",
]

BREAK = "\n"
"""Stands for what no placeholder reaches over: a line break, a tab."""

_OFFICE = {**SETTINGS, "title": ""}
"""Names without a value that stay as they are: nobody but the office can say it."""

_TAGS = re.compile(r"<[^>]*>")
_ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "/comments": "批注",
        "/threadedcomments": "批注",
        "/drawings/": "图形或文本框",
        "/charts/": "图表",
        "/docprops/": "文档属性",
    }
)


@dataclass(slots=True)
class Account:
    """What has come of the placeholders that were met.

    Attributes:
        names: what they may be called.
        filled: how many got their value.
        unknown, unset: names met that are not known, or known without a value, and how often.
    """

    names: Names
    filled: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    unset: Counter[str] = field(default_factory=Counter)

    def value(self, name: str) -> Value:
        """The value that takes the place of a placeholder.

        None where it has to stay as it is. Keeps account of it.
        """
        key = self.names.key(name)
        if key is None:
            self.unknown[name] += 1
            return None
        value = self.names.known[key].value
        if value is None or value == "":
            self.unset[key] += 1
            return None if key in _OFFICE else MISSING
        self.filled += 1
        return value

    def findings(self, file: str) -> Iterator[Diagnostic]:
        """What is to be said of the placeholders."""
        for name, count in self.unknown.items():
            near = self.names.nearest(name)
            hint = f"，最接近的是“{near}”" if near else ""
            yield diagnose("M513", file=file, name=shown(name), hint=hint, count=count)
        for name, count in self.unset.items():
            if name in _OFFICE:
                setting = "unit" if name == "title" else name
                answer = Answer((SettingLine(("report",), setting, CHOICE),))
                yield diagnose("M514", file=file, name=name, count=count, answer=answer)
            else:
                yield diagnose("M515", file=file, name=name, count=count)


def account(tally: Tally) -> Account:
    """A fresh account with the names that a template may use."""
    return Account(names(tally))


def elsewhere(data: bytes) -> list[str]:
    """Where in a package placeholders stand that are not filled, in Chinese."""
    found: dict[str, None] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            place = next(
                (label for part, label in _ELSEWHERE.items() if part in f"/{name}".lower()), None
            )
            if (
                place
                and name.lower().endswith(".xml")
                and PLACEHOLDER.search(_TAGS.sub("", archive.read(name).decode("utf-8", "replace")))
            ):
                found[place] = None
    return list(found)


def name_alone(text: str) -> str | None:
    """The name in a text that is one placeholder and nothing else."""
    match = PLACEHOLDER.fullmatch(text.strip())
    return match[1] if match else None


def replaced(
    pieces: Sequence[str], account: Account, quote: Callable[[str], str] = str
) -> list[str]:
    """The pieces of a text with their placeholders replaced.

    The value goes into the piece that a placeholder begins in.

    Args:
        pieces: the texts of one paragraph in order; `BREAK` where something stands between.
        account: the names, and what comes of them.
        quote: what a value needs where it goes.
    """
    text = "".join(pieces)
    edits = [
        (match.start(), match.end(), value)
        for match in PLACEHOLDER.finditer(text)
        if (value := account.value(match[1])) is not None
    ]
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
