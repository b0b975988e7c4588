"""How figures look in a Word template.

As the run that is in the cell, else as the cell's own paragraph says, else as cells beside it.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, TypeAlias

from zbreport.outputs.template.xmlpart import Element, local, new

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zbreport.outputs.template.plan import Task
    from zbreport.readback.raw import RawCell

Look: TypeAlias = list[Element]
"""The properties of a run in their order: copies, which belong to no document."""

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


class Looks:
    """The properties that runs of figures have in the tables of a document before it is filled."""

    def __init__(self, homes: dict[RawCell, Element], tasks: Sequence[Task]) -> None:
        self._homes = homes
        self._numbers: dict[int, list[RawCell]] = {}
        for task in tasks:
            self._numbers.setdefault(id(task.table), []).append(task.cell)
        self._own = {task.cell: self._of(task.cell) for task in tasks}

    def of(self, task: Task) -> Look:
        """The properties for a new run in a task's cell; none where no cell says any."""
        if own := self._own[task.cell]:
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
        found: Look = next((look for other in beside if (look := self._own[other])), [])
        return found or next((look for label in _labels(task) if (look := self._font(label))), [])

    def _of(self, cell: RawCell) -> Look:
        """A cell's own look, else what Word gives to text typed into its blank paragraph."""
        home = self._homes[cell]
        runs = (run for run in home.iter(f"{_W}r") if run.find(f"{_W}t") is not None)
        run = next(runs, None)
        mark = next(home.iterfind(f".//{_W}p/{_W}pPr/{_W}rPr"), None)
        return visible(properties(run.find(f"{_W}rPr") if run is not None else mark))

    def _font(self, cell: RawCell) -> Look:
        found = properties(next(self._homes[cell].iterfind(f".//{_W}r/{_W}rPr"), None))
        return [one for one in found if local(one) in _FONT]


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


def properties(element: Element | None) -> Look:
    """The properties of a run, or those of a paragraph's mark that a run may have."""
    children = element if element is not None else ()
    return [deepcopy(child) for child in children if local(child) not in {"", *_OF_THE_MARK}]


def visible(look: Look) -> Look:
    """A look without what hides text.

    Marks of paragraphs are often hidden, figures are not to be.
    """
    return [one for one in look if local(one) not in _HIDING]


def narrowed(look: Look, beside: Element, percent: int | None) -> Look:
    """A look with characters of another width."""
    own = _value(look, "w")
    if percent is None or (own and int(own) <= percent):
        return look
    rest = [one for one in look if local(one) != "w"]
    at = next(
        (place for place, one in enumerate(rest) if local(one) not in _BEFORE_WIDTH), len(rest)
    )
    width = new(beside, "w")
    width.set(f"{_W}val", str(percent))
    return [*rest[:at], width, *rest[at:]]


def run_properties(look: Look, beside: Element) -> Element | None:
    """The properties as an element for a run; None if there are none."""
    return new(beside, "rPr", (deepcopy(one) for one in look)) if look else None


def size(look: Look) -> str | None:
    """The size that a look names, in half points."""
    return _value(look, "sz")


def _value(look: Look, name: str) -> str | None:
    found = next((one for one in look if local(one) == name), None)
    value = found.get(f"{_W}val", "") if found is not None else ""
    return value if value.isascii() and value.isdigit() else None
