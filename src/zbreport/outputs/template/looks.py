"""How a figure looks in a cell of a Word template that has no text yet: as the cell's own paragraph says, else as the cells beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.outputs.template.xmlpart import Element, XmlPart, local, tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zbreport.outputs.template.plan import Task
    from zbreport.readback.raw import RawCell, RawTable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OF_THE_MARK = frozenset(("ins", "del", "moveFrom", "moveTo", "rPrChange"))
"""What the properties of a paragraph's mark have besides those of a run."""

_FONT = frozenset(("rFonts", "sz", "szCs"))
"""What a figure takes over from a label: its font, but not its weight or colour."""


class Looks:
    """The properties that runs of figures have in the tables of one document."""

    def __init__(self, part: XmlPart, homes: dict[RawCell, Element], tasks: Sequence[Task]) -> None:
        self._part = part
        self._homes = homes
        self._numbers: dict[RawTable, list[RawCell]] = {}
        self._own: dict[RawCell, bytes] = {}
        for task in tasks:
            self._numbers.setdefault(task.table, []).append(task.cell)

    def of(self, task: Task) -> bytes:
        """The properties for a new run in a task's cell, as bytes; nothing where no cell says any."""
        if own := self._of(task.cell):
            return own
        cell = task.cell
        beside = sorted(
            (other for other in self._numbers[task.table] if other.top == cell.top or other.left == cell.left),
            key=lambda other: (other.top != cell.top, abs(other.left - cell.left), abs(other.top - cell.top)),
        )
        found = next((look for other in beside if (look := self._of(other))), b"")
        return found or next((look for label in self._labels(task) if (look := self._font(label))), b"")

    def _labels(self, task: Task) -> Iterable[RawCell]:
        """The cells to the left of a cell, nearest first, then those above it."""
        rows = task.table.rows
        yield from (one for one in reversed(rows[task.cell.top]) if one.left < task.cell.left)
        yield from (one for row in reversed(rows[: task.cell.top]) for one in row if one.left <= task.cell.left < one.right)

    def _of(self, cell: RawCell) -> bytes:
        if cell not in self._own:
            self._own[cell] = self._run(cell) or self._mark(cell)
        return self._own[cell]

    def _run(self, cell: RawCell) -> bytes:
        found = next((run for run in self._homes[cell].iter(f"{_W}r") if run.find(f"{_W}t") is not None), None)
        properties = found.find(f"{_W}rPr") if found is not None else None
        return self._copy(properties) if properties is not None else b""

    def _mark(self, cell: RawCell) -> bytes:
        """The properties of a paragraph's mark, which Word gives to what is typed into a blank paragraph."""
        properties = next(self._homes[cell].iterfind(f".//{_W}p/{_W}pPr/{_W}rPr"), None)
        return self._copy(properties) if properties is not None else b""

    def _font(self, cell: RawCell) -> bytes:
        properties = next(self._homes[cell].iterfind(f".//{_W}r/{_W}rPr"), None)
        return self._copy(properties, only=_FONT) if properties is not None else b""

    def _copy(self, properties: Element, *, only: frozenset[str] = frozenset()) -> bytes:
        kept = [child for child in properties if local(child) not in _OF_THE_MARK and (not only or local(child) in only)]
        name = tag(properties, "rPr")
        inner = b"".join(map(self._part.source, kept))
        return f"<{name}>".encode() + inner + f"</{name}>".encode() if inner else b""
