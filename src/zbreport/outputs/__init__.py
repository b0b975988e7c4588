"""What a run found out, written down: one module a format, and the registry of them.

A module renders an `Tally` to bytes with its function `render`. It is imported when its format is
asked for, so that the terminal does not pay for the workbook. To add a format: one module here and
one line in `_FORMATS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zbreport.tabulation.tally import Tally


@dataclass(frozen=True, slots=True)
class Format:
    """A format of the output: its key on the command line, its extensions (the usual one first), and its module."""

    key: str
    extensions: tuple[str, ...]
    module: str
    binary: bool


class _Renderer(Protocol):
    """What every module of a format has."""

    def render(self, outcome: Tally) -> bytes: ...


_FORMATS = (
    Format("json", (".json",), "zbreport.outputs.jsonfile", binary=False),
    Format("csv", (".csv",), "zbreport.outputs.csvfile", binary=False),
    Format("markdown", (".md", ".markdown"), "zbreport.outputs.markdown", binary=False),
    Format("xlsx", (".xlsx",), "zbreport.outputs.xlsx", binary=True),
    Format("docx", (".docx",), "zbreport.outputs.docx", binary=True),
    Format("html", (".html", ".htm"), "zbreport.outputs.html", binary=False),
)

FORMATS: Mapping[str, Format] = MappingProxyType({entry.key: entry for entry in _FORMATS})


def render(outcome: Tally, key: str) -> bytes:
    """Renders an outcome in one format.

    Args:
        outcome: what a run found out.
        key: key of `FORMATS`.

    Returns:
        The whole file; text formats are UTF-8.

    Raises:
        KeyError: there is no such format.
    """
    renderer = cast("_Renderer", import_module(FORMATS[key].module))
    return renderer.render(outcome)


def named(word: str) -> Format | None:
    """The format of a key or an extension, with or without its dot, in capitals or not; None where there is none."""
    plain = word.lower().removeprefix(".")
    return next(
        (entry for entry in _FORMATS if plain == entry.key or f".{plain}" in entry.extensions), None
    )
