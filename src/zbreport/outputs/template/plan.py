"""Which figure goes into which cell of a template, and what to report of cells that get none.

Knows no format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.forms.layout import number_text
from zbreport.readback.figures import figure
from zbreport.readback.labels import token, token_of_label
from zbreport.text.privacy import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zbreport.forms import Form, Table
    from zbreport.model import Number, Report
    from zbreport.readback.located import Located
    from zbreport.readback.raw import RawCell, RawTable

_SHOWN = 5
_BEHIND = re.compile("[:：]")
"""What follows it in a label may be somebody's name (`填表人：…`)."""


class Task(NamedTuple):
    """A figure and the cell it belongs in.

    Attributes:
        key: of the cell of the form.
        value: the figure; None where nothing gives one, and a number that stands in the cell has to
            go.
        unit: the form's unit.
        place: of the cell, for people.
        table, cell: where it stands.
    """

    key: str
    value: Number | None
    unit: str
    place: str
    table: RawTable
    cell: RawCell

    @property
    def old(self) -> Number | None:
        """The number that stands in the cell."""
        return figure(self.cell.text, self.unit)[0]

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do: neither a figure nor a number that has to go."""
        return self.value is None and self.old is None

    @property
    def text(self) -> str:
        """The figure in digits, nothing for None."""
        return "" if self.value is None else number_text(self.value)


@dataclass(slots=True)
class Written:
    """What came of a plan.

    Attributes:
        data: the filled package.
        cells: the tasks done.
        locked: those that a protection forbids.
        formulas: those done whose cell holds a formula, which stays.
        unlike: those done whose cell shows the figure as another one.
        findings: what else there is to report.
    """

    data: bytes
    cells: list[Task] = field(default_factory=list)
    locked: list[Task] = field(default_factory=list)
    formulas: list[Task] = field(default_factory=list)
    unlike: list[Task] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)


def tasks(tables: Sequence[RawTable], located: Located, report: Report) -> list[Task]:
    """What to write: a task for every cell that was found once and stands by itself."""
    cells = [raw.cells() for raw in tables]
    return [
        Task(
            key,
            report.cells.get(key),
            spot.unit,
            spot.place,
            tables[spot.table],
            cells[spot.table][spot.cell],
        )
        for key, spot in located.cells.items()
        if key not in located.again and key not in located.merged
    ]


def unwritten(file: str, located: Located, report: Report, hint: str) -> Iterator[Diagnostic]:
    """What to report of cells of the form that cannot be filled, and of rows that it does not have.

    Args:
        file: the template's name.
        located: what was found in it.
        report: the figures.
        hint: more about where tables may be, if one is missing.
    """
    form = located.form
    missing = {key for key in form.cells if key not in located.cells and key not in located.merged}
    for table in form.tables:
        keys = [key for key in form.cells if key.startswith(f"{table.key}.")]
        if missing.issuperset(keys):
            yield diagnose("M501", file=file, title=table.title, count=len(keys), hint=hint)
            continue
        for what, count in _gaps(table, missing, form):
            yield diagnose("M502", file=file, what=what, count=count)
        if again := [key for key in keys if key in located.again]:
            places = f"{located.cells[again[0]].place}、{located.again[again[0]]}"
            yield diagnose("M503", file=file, title=table.title, places=places, count=len(again))
    for place, keys in _by_place(form, located.merged):
        yield diagnose(
            "M504", file=file, place=place, cells=cells_text(form, keys), count=len(keys)
        )
    yield from _odd_rows(file, located)
    blank = [
        key
        for key, spot in located.cells.items()
        if report.cells.get(key) is None and key not in located.again | located.merged
    ]
    if blank:
        yield diagnose("M507", file=file, cells=cells_text(form, blank), count=len(blank))


def _gaps(table: Table, missing: set[str], form: Form) -> Iterator[tuple[str, int]]:
    """Missing cells of a table as its rows, columns and single cells."""
    rest: list[str] = []
    for block in table.blocks:
        lines = {
            row.key: [table.cell_key(row, column) for column in block.columns] for row in block.rows
        }
        whole = [row for row in block.rows if row.path and missing.issuperset(lines[row.key])]
        for row in whole:
            yield f"“{row.path[-1]}”行", len(lines[row.key])
        others = [row for row in block.rows if row not in whole]
        for column in block.columns:
            keys = [table.cell_key(row, column) for row in others]
            if keys and missing.issuperset(keys):
                yield f"“{'/'.join(column.path[-2:])}”列", len(keys)
            else:
                rest += [key for key in keys if key in missing]
    if rest:
        yield cells_text(form, rest), len(rest)


def _by_place(form: Form, merged: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Merged cells with what they are merged of, in the form's order."""
    places = dict.fromkeys(merged[key] for key in form.cells if key in merged)
    for place in places:
        yield place, [key for key in form.cells if merged.get(key) == place]


def _odd_rows(file: str, located: Located) -> Iterator[Diagnostic]:
    """Labels like the form's that are no known wording, and rows that the form does not have."""
    for one in located.oddities:
        if one.kind == "label_differs" and token(located.form.edition, one.said) != token_of_label(
            one.expected
        ):
            yield diagnose("M516", file=file, place=one.place, said=one.said, expected=one.expected)
    for place, label in located.strays.items():
        yield diagnose("M517", file=file, place=place, said=shown(_BEHIND.split(label)[0]))


def contents(file: str, form: Form, written: Written) -> Iterator[Diagnostic]:
    """What is said of cells that held something, of locked ones and of formulas."""
    plain = [task for task in written.cells if task not in written.formulas]
    if cleared := [task for task in plain if task.value is None]:
        cells = and_more([f"{form.label(task.key)}（{task.cell.text}）" for task in cleared])
        yield diagnose("M506", file=file, cells=cells, count=len(cleared))
    if changed := [
        task.key
        for task in plain
        if task.value is not None and task.cell.text and task.old != task.value
    ]:
        yield diagnose("M508", file=file, cells=cells_text(form, changed), count=len(changed))
    if written.unlike:
        yield diagnose(
            "M521", file=file, places=places_text(written.unlike), count=len(written.unlike)
        )
    for sheet, locked in groupby(
        sorted(written.locked, key=lambda task: task.table.place), key=lambda task: task.table.place
    ):
        found = list(locked)
        yield diagnose("M505", file=file, table=sheet, places=places_text(found), count=len(found))


def cells_text(form: Form, keys: Iterable[str]) -> str:
    """Cells in the form's own words."""
    return and_more([form.label(key) for key in keys])


def places_text(found: Iterable[Task]) -> str:
    """Places in the template, each once."""
    return and_more(list(dict.fromkeys(task.place for task in found)))


def and_more(found: Sequence[str]) -> str:
    """A list in a sentence: the first few, and that there are more."""
    return "、".join(found[:_SHOWN]) + (" 等" if len(found) > _SHOWN else "")
