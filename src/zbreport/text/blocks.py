"""What text is made of: paragraphs, small headings, lists, tables; an office's text by section.

Standard library only; made by `manuscript` from Markdown and by `prose` from figures, drawn by
`outputs`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind: TypeAlias = Literal["text", "heading", "ordered", "bullet"]


class Run(NamedTuple):
    """A stretch of text of one look."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Attributes:
        runs: its text.
        lead: the small heading that runs into the text (`（一）主动公开。`), or empty.
        kind: `text`, a small `heading`, or an item of an `ordered` or a `bullet` list.
        level: of a heading 1 for `（一）…`, 2 below it; of a list how deep it stands, from 1.
        number: of an item of an ordered list.
    """

    runs: tuple[Run, ...]
    lead: str = ""
    kind: Kind = "text"
    level: int = 1
    number: int = 0

    @property
    def text(self) -> str:
        """The text without the lead."""
        return "".join(run.text for run in self.runs)

    @property
    def mark(self) -> str:
        """What stands in front of a list item on paper."""
        return f"{self.number}." if self.kind == "ordered" else "●" if self.kind == "bullet" else ""


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table that the office wrote: the cells of the header, and of every row below it."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Paragraph | TextTable


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a section: its small heading without numbering, and what stands below it."""

    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class OwnText:
    """What an office wrote for one section: text in front, then parts with small headings.

    Attributes:
        file: label of the file it stands in.
        opening: the blocks before the first small heading.
        parts: in the office's order.
    """

    file: str
    opening: tuple[Block, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Manuscript:
    """All that an office wrote, by section (`一` to `六`; the preface under the empty key)."""

    sections: Mapping[str, OwnText] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.sections)
