"""The visible sheets of a workbook of any format, and what is said of the others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.errors import UnreadableFileError
from zbreport.model import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


class Entry(NamedTuple):
    """A sheet in the list of a workbook: its name, whether it is hidden, and what reads it."""

    name: str
    hidden: bool
    read: Callable[[], Sheet]


def visible_sheets(
    file: str, entries: Iterable[Entry]
) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]]:
    """Reads the visible sheets.

    Args:
        file: label of the workbook.
        entries: its worksheets, in their order.

    Returns:
        The sheets, blank ones included; F110 for hidden sheets, F111 for hidden rows.

    Raises:
        UnreadableFileError: F103, no sheet holds anything and none is hidden.
    """
    sheets: list[Sheet] = []
    found: list[Diagnostic] = []
    for entry in entries:
        if entry.hidden:
            found.append(diagnose("F110", sheet=Sheet(file, entry.name, ())))
            continue
        sheet = entry.read()
        sheets.append(sheet)
        if sheet.hidden_rows:
            found.append(diagnose("F111", sheet=sheet, count=sheet.hidden_rows))
    if not any(sheet.rows for sheet in sheets) and not any(one.code == "F110" for one in found):
        raise UnreadableFileError("F103", detail="工作表都是空白的")
    return tuple(sheets), tuple(found)


def unique_names(names: Sequence[str]) -> list[str]:
    """Names by which sheets can be told apart: the second sheet of a name is `名称 (2)`.

    Excel allows no two sheets of one name; other programs write them.
    """
    taken, seen, unique = set(names), Counter[str](), list[str]()
    for name in names:
        seen[name] += 1
        number = seen[name]
        label = name if number == 1 else f"{name} ({number})"
        while number > 1 and label in taken:
            number += 1
            label = f"{name} ({number})"
        taken.add(label)
        unique.append(label)
    return unique
