"""Verdicts written down.

One module a format, each with `one` (a report) and `many` (a folder of them), and their registry.

A module renders to bytes. To add a format: one module here and one line in `FORMATS`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zbreport.checks.verdicts import Verdicts


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be checked, and why."""

    file: str
    reason: str


class Written(NamedTuple):
    """A report as JSON, made while its content was there.

    Attributes:
        report: itself, empty once it is printed.
        row: how every rule came out, for the matrix.
        lenient, strict: its status, and that with `strict`.
    """

    report: str
    row: str
    lenient: int
    strict: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Several reports, checked: those that could be read, and those that could not.

    Attributes:
        verdicts: of the reports, their content let go; none where they were only to be written.
        unread: files without a verdict.
        written: the reports as JSON, where that was asked for.
    """

    verdicts: Sequence[Verdicts] = ()
    unread: Sequence[Unread] = field(default_factory=tuple)
    written: Sequence[Written] = ()

    def status(self, *, strict: bool = False) -> int:
        """The worst status of the reports (see `Verdicts.status`)."""
        known = [one.strict if strict else one.lenient for one in self.written]
        return max(
            known or [verdicts.status(strict=strict) for verdicts in self.verdicts], default=0
        )


class _Renderer(Protocol):
    def one(self, verdicts: Verdicts) -> bytes: ...

    def many(self, batch: Batch) -> bytes: ...


FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "json": "zbreport.checks.output.jsonfile",
        "markdown": "zbreport.checks.output.markdown",
        "xlsx": "zbreport.checks.output.xlsx",
    }
)
"""Format → module; `table` goes to a terminal and is printed by `terminal`."""


def render(key: str, found: Verdicts | Batch) -> bytes:
    """Renders one report or several in a format of `FORMATS`."""
    module = cast("_Renderer", import_module(FORMATS[key]))
    return module.many(found) if isinstance(found, Batch) else module.one(found)
