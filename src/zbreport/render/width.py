"""How wide text is where a Chinese character takes two places, and how it folds into lines."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CLOSING = "，。、；：！？）》】〕”’…"
_OPENING = "（《【〔“‘"
_TOKENS = re.compile(f"[{_OPENING}]*(?:[!-~]+|[^{_OPENING}])[{_CLOSING}]*|[{_OPENING}]+", re.DOTALL)


@lru_cache(maxsize=8192)
def cell_width(text: str) -> int:
    """How many places the text takes in a terminal or a monospaced font."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


@lru_cache(maxsize=4096)
def fold(text: str, width: int) -> tuple[str, ...]:
    """Folds text into lines of at most `width` places; nothing is lost but blanks at a fold.

    Words and numbers stay whole where they fit, closing marks do not begin a line, opening marks do
    not end one. A character wider than `width` gets a line of its own.
    """
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line, used = "", 0
        for token in _tokens(paragraph, max(width, 1)):
            if line and used + cell_width(token) > width:
                lines.append(line.rstrip())
                line, used = "", 0
            piece = token if line else token.lstrip()
            line, used = line + piece, used + cell_width(piece)
        lines.append(line.rstrip())
    return tuple(lines)


def padded(text: str, width: int, *, align: str = "<") -> str:
    """Text filled with blanks to a width: `<` left, `>` right, `^` centred."""
    room = max(width - cell_width(text), 0)
    left = {"<": 0, ">": room, "^": room // 2}[align]
    return " " * left + text + " " * (room - left)


def _tokens(text: str, width: int) -> list[str]:
    """What stays together: a character with its marks, a word; longer ones are chopped."""
    tokens: list[str] = []
    for token in _TOKENS.findall(text):
        if cell_width(token) <= width:
            tokens.append(token)
        else:
            tokens += _chopped(token, width)
    return tokens


def _chopped(token: str, width: int) -> list[str]:
    pieces = [""]
    for char in token:
        if pieces[-1] and cell_width(pieces[-1] + char) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces
