"""How figures look in a Word template: as the run that is in the cell, else as the cell's own paragraph says, else as cells beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from zbreport.outputs.template.xmlpart import Element, XmlPart, local, tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zbreport.outputs.template.plan import Task
    from zbreport.readback.raw import RawCell

Look: TypeAlias = list[tuple[str, bytes]]
"""The properties of a run in their order: name and bytes."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OF_THE_MARK = frozenset(("ins", "del", "moveFrom", "moveTo", "rPrChange"))
"""What the properties of a paragraph's mark have besides those of a run."""

_HIDING = frozenset(("vanish", "webHidden", "specVanish"))

_FONT = frozenset(("rFonts", "sz", "szCs"))
"""What a figure takes over from a label: its font, but not its weight or colour."""

_BEFORE_WIDTH = frozenset(
    (
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "smallCaps",
        "strike",
        "dstrike",
        "outline",
        "shadow",
        "emboss",
        "imprint",
        "noProof",
        "snapToGrid",
        "vanish",
        "webHidden",
        "color",
        "spacing",
    )
)
"""The properties that stand before the width of characters."""


_VALUE = re.compile(rb"""val\s*=\s*["'](\d+)["']""")


class Looks:
    """The properties that runs of figures have in the tables of one document."""

    def __init__(self, part: XmlPart, homes: dict[RawCell, Element], tasks: Sequence[Task]) -> None:
        self._part = part
        self._homes = homes
        self._numbers: dict[int, list[RawCell]] = {}
        self._own: dict[RawCell, Look] = {}
        for task in tasks:
            self._numbers.setdefault(id(task.table), []).append(task.cell)

    def of(self, task: Task) -> Look:
        """The properties for a new run in a task's cell; none where no cell says any."""
        if own := self._of(task.cell):
            return own
        cell = task.cell
        beside = sorted(
            (
                other
                for other in self._numbers[id(task.table)]
                if other.top == cell.top or other.left == cell.left
            ),
            key=lambda other: (
                other.top != cell.top,
                abs(other.left - cell.left),
                abs(other.top - cell.top),
            ),
        )
        found: Look = next((look for other in beside if (look := self._of(other))), [])
        return found or next((look for label in _labels(task) if (look := self._font(label))), [])

    def _of(self, cell: RawCell) -> Look:
        """What a cell says of its own text: as it looks, else what Word gives to text typed into its blank paragraph."""
        if cell not in self._own:
            home = self._homes[cell]
            runs = (run for run in home.iter(f"{_W}r") if run.find(f"{_W}t") is not None)
            run = next(runs, None)
            mark = next(home.iterfind(f".//{_W}p/{_W}pPr/{_W}rPr"), None)
            self._own[cell] = visible(
                properties(self._part, run.find(f"{_W}rPr") if run is not None else mark)
            )
        return self._own[cell]

    def _font(self, cell: RawCell) -> Look:
        found = properties(self._part, next(self._homes[cell].iterfind(f".//{_W}r/{_W}rPr"), None))
        return [(name, content) for name, content in found if name in _FONT]


def _labels(task: Task) -> Iterable[RawCell]:
    """The cells to the left of a cell, nearest first, then those above it."""
    rows = task.table.rows
    yield from (one for one in reversed(rows[task.cell.top]) if one.left < task.cell.left)
    yield from (
        one
        for row in reversed(rows[: task.cell.top])
        for one in row
        if one.left <= task.cell.left < one.right
    )


def properties(part: XmlPart, element: Element | None) -> Look:
    """The properties of a run, or those of a paragraph's mark that a run may have."""
    children = element if element is not None else ()
    return [
        (local(child), part.source(child))
        for child in children
        if local(child) not in {"", *_OF_THE_MARK}
    ]


def visible(look: Look) -> Look:
    """A look without what hides text: marks of paragraphs are often hidden, figures are not to be."""
    return [one for one in look if one[0] not in _HIDING]


def narrowed(look: Look, beside: Element, percent: int | None) -> Look:
    """A look with characters of another width."""
    own = next((_VALUE.search(content) for name, content in look if name == "w"), None)
    if percent is None or beside.prefix is None or (own and int(own[1]) <= percent):
        return look  # without a prefix, an attribute would be none of Word's
    rest = [one for one in look if one[0] != "w"]
    at = next(
        (place for place, (name, _) in enumerate(rest) if name not in _BEFORE_WIDTH), len(rest)
    )
    width = f'<{tag(beside, "w")} {tag(beside, "val")}="{percent}"/>'.encode()
    return [*rest[:at], ("w", width), *rest[at:]]


def written(look: Look, beside: Element) -> bytes:
    """The properties as an element; nothing if there are none."""
    name = tag(beside, "rPr")
    inner = b"".join(content for _, content in look)
    return f"<{name}>".encode() + inner + f"</{name}>".encode() if inner else b""


def size(look: Look) -> str | None:
    """The size that a look names, in half points."""
    found = next((_VALUE.search(content) for name, content in look if name == "sz"), None)
    return found[1].decode() if found else None
