"""Markdown → blocks: paragraphs, headings, lists, bold and tables, parsed by markdown-it-py.

What else Markdown can do is kept as plain text and told; raw HTML is left out and told, so that no
markup of others reaches a report.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from zbreport.text.blocks import Block, Kind, Paragraph, Run, TextTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.token import Token

_BOLD = "**"
_BLANK = " \t\r\n\u3000\u00a0"
_WIDE = re.compile(
    "[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’—…·]"
)
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_PLAIN = {
    "link_open": "链接",
    "image": "图片",
    "code_inline": "代码",
    "fence": "代码",
    "em_open": "斜体",
    "blockquote_open": "引用",
    "hr": "分隔线",
}
"""Tokens of which only the text is kept, and their names."""


class Line(NamedTuple):
    """A block and the line of the file that it starts on, from 1.

    `rank` is the level of a heading as Markdown has it, else 0.
    """

    number: int
    block: Block
    rank: int = 0

    @property
    def heading(self) -> str:
        """The text of a heading; empty for anything else."""
        return self.block.text if self.rank and isinstance(self.block, Paragraph) else ""


class Parsed(NamedTuple):
    """What a file holds: its blocks, the lines with raw HTML, and what was kept as plain text.

    The last by the name of the construct.
    """

    lines: tuple[Line, ...]
    html: tuple[int, ...]
    plain: tuple[tuple[str, int], ...]


def parse(text: str) -> Parsed:
    """Parses a text; never fails, for everything is Markdown."""
    from markdown_it import MarkdownIt

    # Chinese paragraphs are often indented by four blanks, which would be code.
    parser = MarkdownIt("commonmark", {"html": True}).enable("table").disable("code")
    tokens = parser.parse(text)
    html = sorted({line for token in _flat(tokens) for line in _html_lines(token)})
    plain = {
        _PLAIN[token.type]: _line(token)
        for token in reversed(list(_flat(tokens)))
        if token.type in _PLAIN
    }
    return Parsed(tuple(_blocks(tokens)), tuple(html), tuple(plain.items()))


def _flat(tokens: Iterable[Token]) -> Iterator[Token]:
    """Every token, those inside a line with the line of their paragraph."""
    for token in tokens:
        yield token
        for child in token.children or ():
            child.map = token.map
            yield child


def _html_lines(token: Token) -> Iterator[int]:
    if token.type in {"html_block", "html_inline"} and _COMMENT.sub("", token.content).strip():
        yield _line(token)


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _blocks(tokens: Sequence[Token]) -> Iterator[Line]:
    lists: list[Kind] = []
    item: tuple[Kind, int] | None = None
    rest = iter(enumerate(tokens))
    for index, token in rest:
        match token.type:
            case "ordered_list_open" | "bullet_list_open":
                lists.append("ordered" if token.type.startswith("ordered") else "bullet")
            case "ordered_list_close" | "bullet_list_close":
                lists.pop()
            case "list_item_open":
                item = (lists[-1], int(token.info) if token.info.isdigit() else 0)
            case "table_open":
                yield Line(
                    _line(token),
                    _table(
                        list(
                            takewhile(
                                lambda one: one.type != "table_close", (inner for _, inner in rest)
                            )
                        )
                    ),
                )
            case "fence" if token.content.strip(_BLANK):
                yield Line(_line(token), Paragraph((Run(token.content.strip(_BLANK)),)))
            case "inline":
                yield from _paragraph(token, tokens[index - 1], item, len(lists))
                item = None


def _table(tokens: Sequence[Token]) -> TextTable:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append("".join(run.text for run in _runs(token)))
    header, *body = map(tuple, rows)
    return TextTable(header, tuple(body))


def _paragraph(
    token: Token, opening: Token, item: tuple[Kind, int] | None, depth: int
) -> Iterator[Line]:
    """One paragraph; the first of a list item carries its mark."""
    runs = tuple(_runs(token))
    if not runs:
        return
    if opening.type == "heading_open":
        rank = int(opening.tag[1:])
        yield Line(
            _line(token),
            Paragraph((Run("".join(run.text for run in runs)),), kind="heading", level=rank),
            rank,
        )
    elif item:
        yield Line(_line(token), Paragraph(runs, kind=item[0], level=depth, number=item[1]))
    else:
        yield Line(_line(token), Paragraph(runs))


def _runs(token: Token) -> Iterator[Run]:
    """The stretches of a paragraph, bold or not.

    Neighbours that look alike are joined; blanks around the whole are cut.
    """
    pieces = list(_pieces(token.children or ()))
    joined: list[Run] = []
    for text, bold in pieces:
        if joined and joined[-1].bold == bold:
            joined[-1] = Run(joined[-1].text + text, bold)
        elif text:
            joined.append(Run(text, bold))
    if joined:
        joined[0] = Run(joined[0].text.lstrip(_BLANK), joined[0].bold)
        joined[-1] = Run(joined[-1].text.rstrip(_BLANK), joined[-1].bold)
    return (run for run in joined if run.text)


def _pieces(children: Sequence[Token]) -> Iterator[Run]:
    # Beside Chinese quotation marks CommonMark leaves `**` as it is; pairs that are left still mean
    # bold.
    stray = sum(child.content.count(_BOLD) for child in children if child.type == "text")
    strong = stars = False
    for index, child in enumerate(children):
        if child.type in {"strong_open", "strong_close"}:
            strong = child.type == "strong_open"
        elif child.type == "text" and stray and stray % 2 == 0 and _BOLD in child.content:
            first, *rest = child.content.split(_BOLD)
            yield Run(first, strong or stars)
            for piece in rest:
                stars = not stars
                yield Run(piece, strong or stars)
        elif child.type in {"text", "code_inline", "text_special"}:
            yield Run(child.content, strong or stars)
        elif child.type == "hardbreak":
            yield Run("\n", strong or stars)
        elif child.type == "softbreak":
            yield Run(_joint(children[index - 1 : index + 2]), strong or stars)


def _joint(around: Sequence[Token]) -> str:
    """What joins two lines of one paragraph: nothing beside Chinese, else a blank."""
    before, after = around[0].content[-1:], around[-1].content.lstrip(_BLANK)[:1]
    return "" if _WIDE.match(before) or _WIDE.match(after) or not before or not after else " "
