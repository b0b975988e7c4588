"""The labels of the form as published: which line of which edition a cell's text names.

Every comparison is between folded texts; what they were folded from decides how exact a match was.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from zbreport.forms import Block, Form, Line, Table, all_forms, form_named
from zbreport.forms.layout import narrow
from zbreport.text.compare import normalise, unnumbered, untailed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PUNCTUATION = str.maketrans(dict.fromkeys("、,;。·./\\"))
_PAGE = re.compile(r"^[ \t]*[-—–－]+[ \t]*\d{1,3}[ \t]*[-—–－]+[ \t]*$", re.MULTILINE)
_NOTE = re.compile(r"\^[^\s\^]{1,3}$")
"""A raised mark at the end, as the readers write it (`规章^1`)."""

_GLUE = ("指", "单位", "注", "含", "不含", "包括", ":", "*", "件", "项")
_LEAST_GLUED = 4
_GROUP_NUMBER = re.compile(r"\s*[(（]\s*([一二三四五六七八九十]{1,2})\s*[)）]")
_SHORT = 2
_LONGEST = 200
"""A text longer than this is no label, whatever was glued to it."""


class Likeness(Enum):
    """How close a label is to the official one.

    Only white space apart, punctuation and numbering apart, or worded differently.
    """

    EXACT = ""
    PUNCTUATION = "label_punctuation"
    DIFFERS = "label_differs"


@dataclass(frozen=True, slots=True)
class Role:
    """What a row label names."""

    table: Table
    block: Block
    row: Line


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The labels of one edition; a token is a folded official label.

    Attributes:
        form: the edition.
        tokens: folded text → token, other wordings included.
        rows: token → the row it is the last label of.
        narrow: the same for tables in their narrow shape, in which groups of columns are rows.
        headers: token → key of the table it stands in the header of, corners included, weak ones
            not.
        weak: tokens that say nothing by themselves (其他, 总计).
        headings: tokens of the lines that head a block.
        groups: token of a label over rows (（六）其他处理) → those rows, where they are several and
            none is the sum of others.
    """

    form: Form
    tokens: Mapping[str, str]
    rows: Mapping[str, Role]
    narrow: Mapping[str, Role]
    headers: Mapping[str, str]
    weak: frozenset[str]
    headings: frozenset[str]
    groups: Mapping[str, tuple[Role, ...]]


@cache
def wordings() -> Mapping[str, tuple[str, ...]]:
    """Official label → other wordings seen, from `labels.toml`."""
    labels = _data()["labels"]
    assert isinstance(labels, dict)  # noqa: S101  (our own file)
    return MappingProxyType({official: tuple(others) for official, others in labels.items()})


@cache
def section_titles() -> tuple[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]], ...]:
    """For each section.

    Its Chinese number, folded titles (longest first), and groups of words that mark a numbered
    heading.
    """
    sections = _data()["sections"]
    assert isinstance(sections, dict)  # noqa: S101  (our own file)
    titles: dict[str, list[str]] = {key: list(said) for key, said in sections["titles"].items()}
    for heading in (heading for form in all_forms() for heading in form.sections):
        number, _, title = heading.partition("、")
        titles.setdefault(number, []).append(title)
    return tuple(
        (
            number,
            tuple(sorted(dict.fromkeys(map(fold, said)), key=len, reverse=True)),
            tuple(map(tuple, sections["words"].get(number, ()))),
        )
        for number, said in titles.items()
    )


@cache
def footer_words() -> tuple[str, ...]:
    """Words that only stand in lines that a site shows below its articles."""
    page = _data()["page"]
    assert isinstance(page, dict)  # noqa: S101  (our own file)
    return tuple(page["footers"])


@cache
def _data() -> Mapping[str, object]:
    return tomllib.loads((files("zbreport.readback") / "labels.toml").read_text(encoding="utf-8"))


def fold(text: str) -> str:
    """Text as labels are compared.

    Normalised, without numbering and punctuation, simplified, 其它 as 其他.
    """
    return unnumbered(text).translate(_PUNCTUATION).translate(simplified()).replace("其它", "其他")


@cache
def simplified() -> Mapping[int, str]:
    """Traditional character → simplified one, for those that labels and headings use.

    For `str.translate`.
    """
    characters = _data()["characters"]
    assert isinstance(characters, dict)  # noqa: S101  (our own file)
    return MappingProxyType(
        {
            ord(old): new
            for old, new in zip(characters["traditional"], characters["simplified"], strict=True)
        }
    )


def token_of_label(official: str) -> str:
    """The token of an official label: folded, without its bracketed tail."""
    return untailed(unnumbered(official)).translate(_PUNCTUATION)


@cache
def vocabulary(edition: str) -> Vocabulary:
    """The vocabulary of an edition."""
    form = form_named(edition)
    tokens: dict[str, str] = {}
    rows: dict[str, Role] = {}
    headers: dict[str, str] = {}
    for official in _labels(form):
        token = token_of_label(official)
        for text in (official, *wordings().get(official, ())):
            tokens.setdefault(fold(text), token)
        tokens[token] = token
    for table in form.tables:
        for block in table.blocks:
            rows.update(
                {
                    token_of_label(row.path[-1]): Role(table, block, row)
                    for row in block.rows
                    if row.path
                }
            )
            headers.update(
                {
                    token_of_label(label): table.key
                    for column in block.columns
                    for label in column.path
                }
            )
            headers.update({token_of_label(block.stub): table.key} if block.stub else {})
    # Words as short as 其他 and 总计 stand in too many tables to tell by themselves which one this
    # is.
    weak = {
        name
        for name in (*rows, *headers)
        if len(name) <= _SHORT or (name in rows and name in headers)
    }
    headings = {
        token_of_label(block.heading)
        for table in form.tables
        for block in table.blocks
        if block.heading
    }
    return Vocabulary(
        form=form,
        tokens=MappingProxyType(tokens),
        rows=MappingProxyType(rows),
        narrow=MappingProxyType(dict(_narrow_rows(form))),
        headers=MappingProxyType(
            {token: key for token, key in headers.items() if token not in weak}
        ),
        weak=frozenset(weak),
        headings=frozenset(headings),
        groups=MappingProxyType(_groups(form)),
    )


def _groups(form: Form) -> dict[str, tuple[Role, ...]]:
    """The rows below each label over rows."""
    found: dict[str, list[Role]] = {}
    for table in form.tables:
        for block in table.blocks:
            for row in (row for row in block.rows if len(row.path) > 1):
                found.setdefault(token_of_label(row.path[-2]), []).append(Role(table, block, row))
    return {
        name: tuple(roles)
        for name, roles in found.items()
        if len(roles) > 1 and not any(role.row.sum for role in roles)
    }


def group_of(words: Vocabulary, text: str) -> tuple[Role, ...]:
    """The rows that a label stands over, where it is the label of a group.

    `（六）其他处理`, `（六）其他`.
    """
    name = token(words.form.edition, text)
    if name is None:
        return ()
    if name in words.groups:
        return words.groups[name]
    role, mark = words.rows.get(name), _GROUP_NUMBER.match(text)
    if role is None or mark is None or len(role.row.path) < 2:
        return ()
    own, above = (_GROUP_NUMBER.match(label) for label in (role.row.path[-1], role.row.path[-2]))
    same = own is None and above is not None and above[1] == mark[1]
    return words.groups.get(token_of_label(role.row.path[-2]), ()) if same else ()


def _labels(form: Form) -> Iterator[str]:
    for table in form.tables:
        for block in table.blocks:
            yield from (text for text in (block.heading, block.stub) if text)
            yield from (label for line in (*block.rows, *block.columns) for label in line.path)


def _narrow_rows(form: Form) -> Iterator[tuple[str, Role]]:
    """The rows of tables in their narrow shape, a row per group of columns."""
    for table in form.tables:
        other = narrow(table)
        if other is not table:
            (block,) = other.blocks
            yield from (
                (token_of_label(row.path[-1]), Role(table, block, row)) for row in block.rows
            )


def token(edition: str, text: str) -> str | None:
    """The token that a cell's text names in an edition; None when it names none."""
    return None if text.isdigit() or len(text) > _LONGEST else _token(edition, text)


@lru_cache(maxsize=65536)
def _token(edition: str, text: str) -> str | None:
    tokens = vocabulary(edition).tokens
    plain = (
        unnumbered(_NOTE.sub("", _PAGE.sub("", text) if "\n" in text else text))
        .replace("其它", "其他")
        .translate(simplified())
    )
    for part in (plain, untailed(plain), plain.partition("(")[0], plain.partition("[")[0]):
        if found := tokens.get(part.translate(_PUNCTUATION)):
            return found
    # Guidance that an office glued to a label: 上一年项目数量指2019年事项数.
    folded = plain.translate(_PUNCTUATION)
    glued = (known for known in tokens if len(known) >= _LEAST_GLUED and folded.startswith(known))
    best = max(glued, key=len, default="")
    return tokens[best] if best and folded[len(best) :].startswith(_GLUE) else None


@lru_cache(maxsize=4096)
def likeness(said: str, official: str) -> Likeness:
    """How close a label found is to the official one."""
    if "".join(said.split()) == "".join(official.split()):
        return Likeness.EXACT
    same = unnumbered(said).translate(_PUNCTUATION) == unnumbered(official).translate(_PUNCTUATION)
    return Likeness.PUNCTUATION if same else Likeness.DIFFERS


def is_page_mark(text: str) -> bool:
    """Whether a text is a page number such as `-4-`."""
    return _PAGE.fullmatch(text) is not None


def is_known(text: str) -> bool:
    """Whether a text is a label of any edition."""
    return bool(normalise(text)) and any(token(form.edition, text) for form in all_forms())
