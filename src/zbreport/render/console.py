"""Text on a terminal, in a pipe or in a log: a console that never fails, folded lines, borders.

Rich decides about colour and width; the tables are drawn by `grids`, because Rich's own know no
merged cells and cut labels.
"""

from __future__ import annotations

import codecs
import io
import os
from types import MappingProxyType
from typing import IO, TYPE_CHECKING

from rich.console import Console

from zbreport.diagnostics import Level
from zbreport.render.codepage import console_page
from zbreport.render.grids import ASCII, BOX
from zbreport.render.width import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_WIDTH = 80
LEVEL_STYLES: Mapping[Level, str] = MappingProxyType(
    {Level.ERROR: "bold red", Level.WARNING: "yellow", Level.INFO: "cyan"}
)
_LEAST_WIDTH = 20
_DRAWN = "─│┌┐└┘├┤┬┴┼"
_DOUBLE_WIDTH = {"gbk", "gb2312", "gb18030", "hz", "big5", "big5hkscs", "cp950"}
_CJK_PAGES = frozenset((932, 936, 949, 950, 54936))
"""Code pages whose console fonts draw box characters two places wide."""


def make_console(stream: IO[str]) -> Console:
    """A console on a stream that never fails for a character the stream cannot encode.

    Width: the terminal's; for a file or a pipe 80, or COLUMNS. Colour only on a terminal and
    without NO_COLOR.
    """
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
    columns = os.environ.get("COLUMNS", "")
    width = None
    if not stream.isatty():
        width = int(columns) if columns.isdecimal() and int(columns) else DEFAULT_WIDTH
    return Console(
        file=stream, width=width, highlight=False, markup=False, emoji=False, safe_box=True
    )


def say(console: Console, text: str, *, indent: int = 0, style: str | None = None) -> None:
    """Prints text folded to the console's width, every line indented."""
    for line in fold(text, max(console.width - indent, _LEAST_WIDTH)):
        console.out(" " * indent + line, style=style, highlight=False)


def say_heading(console: Console, text: str) -> None:
    """Prints a heading under a blank line."""
    console.out("")
    say(console, text, style="bold")


def borders_for(console: Console) -> str:
    """Box characters if the stream can carry them and draws them one place wide, else ASCII.

    GBK has them, but every Chinese font draws GBK's box characters two places wide, which would
    tear the tables apart. A Windows console of a CJK code page does so too, whatever Python writes
    to it; Windows Terminal (which sets WT_SESSION) does not.
    """
    try:
        _DRAWN.encode(console.encoding)
        name = codecs.lookup(console.encoding).name
    except (UnicodeEncodeError, LookupError):
        return ASCII
    if name in _DOUBLE_WIDTH or (console.is_terminal and _draws_double(console)):
        return ASCII
    return BOX


def _draws_double(console: Console) -> bool:
    """Whether a terminal draws box characters two places wide, or not at all."""
    if console.legacy_windows:
        return True
    return not os.environ.get("WT_SESSION") and console_page() in _CJK_PAGES
