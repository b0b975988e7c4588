"""Cell names as people write them: keys, and the form's own words (`三/予以公开/自然人`)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from zbreport.errors import UnknownCellError
from zbreport.text.compare import normalise, unnumbered, untailed

if TYPE_CHECKING:
    from zbreport.forms import Cell, Form

_SPLIT, _KEPT = "/", "\0"


def find_cells(form: Form, name: str) -> tuple[str, ...]:
    """Finds the cells that a name may mean.

    Args:
        form: the edition.
        name: a key, or labels of row and column separated by `/` (or `／`, `-`, `：`), with or
            without the section in front, numbering, white space and bracketed tails. A row of
            section 三 or a group of section 四 without a column means its 总计.

    Returns:
        The keys that fit, in the form's order: one when the name is clear, none when nothing fits.
    """
    plain = name.strip()
    if plain in form.cells:
        return (plain,)
    if (total := f"{plain}.total") in form.cells:
        return (total,)
    parts = _parts(form, plain)
    table = _section(form, parts[0]) if parts else None
    if table:
        parts = parts[1:]
    if not parts:
        return ()
    fitting = [
        key
        for key in form.cells
        if (table is None or key.startswith(f"{table}.")) and _fits(form, key, parts)
    ]
    if len(fitting) > 1:
        totals = tuple(key for key in fitting if key.endswith(".total"))
        rows = {key.rpartition(".")[0] for key in fitting}
        if len(totals) == 1 and len(rows) == 1:
            return totals
    return tuple(fitting)


def _parts(form: Form, name: str) -> list[str]:
    """A name between its slashes; a slash that belongs to a label (`本年增/减`) divides nothing."""
    text = name.replace("／", _SPLIT).replace("|", _SPLIT).replace(">", _SPLIT)
    for label in {
        label
        for cell in form.cells.values()
        for label in (*cell.row, *cell.column)
        if _SPLIT in label
    }:
        text = text.replace(label, label.replace(_SPLIT, _KEPT))
    return [part.replace(_KEPT, _SPLIT) for part in text.split(_SPLIT) if part.strip()]


def cell_named(form: Form, name: str) -> str:
    """The one cell that a name means.

    Raises:
        UnknownCellError: no cell, or several; the message lists what was meant, in Chinese.
    """
    found = find_cells(form, name)
    if len(found) == 1:
        return found[0]
    if not found:
        message = (
            f"表样中没有“{name}”这一格。"
            "可以写 requests.granted.natural_person，也可以写 三/予以公开/自然人。"
        )
    else:
        some = "、".join(form.label(key) for key in found[:6])
        more = "……" if len(found) > 6 else ""
        message = f"“{name}”可能是 {len(found)} 格中的一格：{some}{more}。请写得再具体些。"
    raise UnknownCellError(message)


def _section(form: Form, part: str) -> str | None:
    plain = normalise(part)
    for table in form.tables:
        if plain in {table.section, normalise(table.title), unnumbered(table.title), table.key}:
            return table.key
    return None


def _fits(form: Form, key: str, parts: list[str]) -> bool:
    labels = _labels(form.cells[key])
    start = 0
    for part in parts:
        wanted = {normalise(part), unnumbered(part), untailed(part)}
        place = next((index for index in range(start, len(labels)) if wanted & labels[index]), None)
        if place is None:
            return False
        start = place + 1
    return True


@lru_cache(maxsize=1024)
def _labels_of(row: tuple[str, ...], column: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(
            {normalise(label), unnumbered(label), untailed(label), untailed(unnumbered(label))}
        )
        for label in (*row, *column)
    )


def _labels(cell: Cell) -> tuple[frozenset[str], ...]:
    return _labels_of(cell.row, cell.column)
