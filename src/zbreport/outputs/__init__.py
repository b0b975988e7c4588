"""What a run found out, written down: one module a format, and the registry of them.

A module renders a `Tally` to bytes with its function `render`. It is imported when its format is
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
    """A format of the output.

    Attributes:
        key: its name on the command line.
        extensions: of its files, the usual one first.
        module: which renders it.
        is_printed: whether `tally` prints it, as UTF-8 text; the others are only written to files.
        has_text: whether it carries the sections in prose, so that findings about them are said
            when it is written.
        has_findings: whether it lists what is to be verified (待核实).
    """

    key: str
    extensions: tuple[str, ...]
    module: str
    is_printed: bool = False
    has_text: bool = False
    has_findings: bool = False


class _Renderer(Protocol):
    """What every module of a format has."""

    def render(self, tally: Tally) -> bytes: ...


_FORMATS = (
    Format("xlsx", (".xlsx",), "zbreport.outputs.xlsx", has_findings=True),
    Format("docx", (".docx",), "zbreport.outputs.docx", has_text=True),
    Format("html", (".html", ".htm"), "zbreport.outputs.html", has_text=True),
    Format("json", (".json",), "zbreport.outputs.jsonfile", is_printed=True),
    Format("csv", (".csv",), "zbreport.outputs.csvfile", is_printed=True),
    Format("markdown", (".md", ".markdown"), "zbreport.outputs.markdown", is_printed=True),
)

FORMATS: Mapping[str, Format] = MappingProxyType({entry.key: entry for entry in _FORMATS})
DEFAULT = _FORMATS[0].key
"""What `export` writes where nothing names a format."""


def render(tally: Tally, key: str) -> bytes:
    """Renders a tally in one format.

    Args:
        tally: what a run found out.
        key: key of `FORMATS`.

    Returns:
        The whole file; text formats are UTF-8.

    Raises:
        KeyError: there is no such format.
    """
    renderer = cast("_Renderer", import_module(FORMATS[key].module))
    return renderer.render(tally)


def named(word: str) -> Format | None:
    """The format that a key or an extension names, in capitals or not; None where there is none."""
    plain = word.lower().removeprefix(".")
    return next(
        (entry for entry in _FORMATS if plain == entry.key or f".{plain}" in entry.extensions), None
    )
