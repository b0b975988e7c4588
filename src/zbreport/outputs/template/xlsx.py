"""Fills an Excel template.

Figures into the cells of its sheets, as numbers in the cells' own formats.

A formula stays, and the figure becomes its stored result: whoever made the template wants it to
calculate. Where it would calculate something else than the report says, that is told; Excel is
asked to calculate all formulas anew when it opens the workbook.
"""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.forms.layout import number_text
from zbreport.outputs.template.formulas import result
from zbreport.outputs.template.package import with_parts
from zbreport.outputs.template.plan import Task, Written, and_more, places_text
from zbreport.outputs.template.sheet import SheetPart
from zbreport.outputs.template.styles import Styles
from zbreport.readback import xlsx as reader
from zbreport.readback.figures import figure
from zbreport.sources.package import sheet_parts
from zbreport.sources.sniff import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_FORMULA = re.compile(rb"<(?!xm:)(?:\w+:)?f[\s/>]")
"""Formulas of cells; those of newer conditional formats are `xm:f`."""

_STYLES = "/styles.xml"


class Filler:
    """An Excel template that is being filled.

    Attributes:
        document: its visible sheets as tables, as `check` reads them.
        hint: what more there is to say when a table is missing.
    """

    hint = "（隐藏的工作表不读也不填）"

    def __init__(self, label: str, path: Path, data: bytes) -> None:
        self._label = label
        self._data = data
        self.document = reader.read(path, label, data, Kind.XLSX)

    def write(self, tasks: Sequence[Task]) -> Written:
        """Writes the figures."""
        written = Written(self._data)
        by_sheet: dict[str, list[Task]] = {}
        for task in tasks:
            by_sheet.setdefault(task.table.place, []).append(task)
        with zipfile.ZipFile(BytesIO(self._data)) as archive:
            places = sheet_parts(archive)
            styles = next(
                (name for name in archive.namelist() if f"/{name}".lower().endswith(_STYLES)), None
            )
            looks = Styles(archive.read(styles) if styles else None)
            sheets = {places[name]: SheetPart(archive.read(places[name])) for name in by_sheet}
            formulas = sum(
                len(_FORMULA.findall(archive.read(name)))
                for name in archive.namelist()
                if _is_sheet(name)
            )
        for name, found in by_sheet.items():
            _write(sheets[places[name]], found, looks, written)
            written.findings += _formulas(self._label, sheets[places[name]], found, written)
        changed = {name: sheet for name, sheet in sheets.items() if sheet.changed}
        if changed and formulas:
            next(iter(changed.values())).recalculate()
        if others := formulas - len(written.formulas):
            written.findings.append(diagnose("M512", file=self._label, count=others))
        written.data = with_parts(
            self._data, {name: sheet.edited() for name, sheet in changed.items()}
        )
        return written


def _is_sheet(name: str) -> bool:
    return "/worksheets/" in f"/{name}".lower() and name.lower().endswith(".xml")


def _write(sheet: SheetPart, tasks: Sequence[Task], looks: Styles, written: Written) -> None:
    numbers = [(task.cell.top, task.cell.left) for task in tasks]
    for task in tasks:
        place = task.cell.top, task.cell.left
        has_formula = sheet.formula(*place) is not None
        if task.idle and not has_formula:
            continue
        if sheet.protected and not has_formula and not looks.is_unlocked(sheet.style(*place)):
            written.locked.append(task)
            continue
        sheet.set_number(
            *place,
            task.value,
            None if place in sheet.cells else sheet.style_beside(*place, numbers),
        )
        written.cells.append(task)
        if has_formula:
            written.formulas.append(task)
        if task.value is not None and not looks.shows(sheet.style(*place), task.value):
            written.unlike.append(task)


def _formulas(
    file: str, sheet: SheetPart, tasks: Sequence[Task], written: Written
) -> Iterator[Diagnostic]:
    """What is said of the formulas in a sheet's cells."""
    figures = {(task.cell.top, task.cell.left): task.value for task in tasks}

    def value(row: int, col: int) -> Decimal | None:
        """What a cell of the sheet holds once the figures are in."""
        if (row, col) in figures:
            return Decimal(figures[row, col] or 0)
        texts = tasks[0].table.rows[row] if row < len(tasks[0].table.rows) else []
        text = next((cell.text for cell in texts if cell.top == row and cell.left == col), "")
        found = figure(text, "")[0]
        return Decimal(found or 0) if found is not None or not text else None

    kept = [task for task in written.formulas if task in tasks]
    given = {
        task: result(sheet.formula(task.cell.top, task.cell.left) or "", value) for task in kept
    }
    unknown = [task for task in kept if given[task] is None]
    wrong = [
        task for task in kept if task.value is not None and given[task] not in {None, task.value}
    ]
    table = tasks[0].table.place
    if wrong:
        cells = and_more(
            [f"{task.place} 算出 {number_text(given[task])}、本次是 {task.text}" for task in wrong]
        )
        yield diagnose("M511", file=file, table=table, cells=cells, count=len(wrong))
    if unfounded := [task for task in kept if task.value is None]:
        yield diagnose(
            "M519", file=file, table=table, places=places_text(unfounded), count=len(unfounded)
        )
    if kept:
        hint = f"，其中 {places_text(unknown)} 的公式没有核对" if unknown else ""
        yield diagnose("M510", file=file, table=table, count=len(kept), hint=hint)
