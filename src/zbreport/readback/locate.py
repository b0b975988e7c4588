"""Finds the cells of the form in the tables of a report, by labels alone.

Runs on what every format is turned into.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from zbreport.forms import Block, Form, Line, Table, all_forms
from zbreport.readback.figures import figure
from zbreport.readback.labels import Likeness, Role, fold, group_of, likeness, token, token_of_label
from zbreport.readback.located import Located, Spot, WholeGroup
from zbreport.readback.published import ReadCell
from zbreport.readback.rows import FoundRow, Rows, recognise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zbreport.readback.raw import RawTable

_ALIKE = 0.6
"""How much of a label must be the official one's for a row that nothing else can be."""

_TELLING = 3
"""A table with fewer labels of the form is none of its tables."""

_LEAST_CELLS = 8
"""Fewer cells than this are no report: the smallest table of any edition has ten."""


_MOST_SHAPES = 256
_shapes: dict[tuple[object, ...], Located | None] = {}
"""What was found in tables of one shape: what decides where the cells are, which is labels, blanks
and spans, but not the figures."""


def locate(tables: Sequence[RawTable], year: int | None) -> Located | None:
    """Finds the cells of whichever edition the tables follow.

    Args:
        tables: every table of the report, in order.
        year: of the report, which decides where the labels do not.

    Returns:
        What was found; None when there is no table of any edition.
    """
    # Offices that share a site or a template share the shape of their tables: where its cells are
    # is worked out once.
    key = (year, *((raw.place, raw.is_sheet, raw.shape()) for raw in tables))
    if key not in _shapes:
        if len(_shapes) >= _MOST_SHAPES:
            _shapes.clear()
        _shapes[key] = _locate(tables, year)
    return _shapes[key]


def read_cells(tables: Sequence[RawTable], spots: Mapping[str, Spot]) -> dict[str, ReadCell]:
    """Reads what the cells that were found hold."""
    texts = [raw.texts for raw in tables]
    cells: dict[str, ReadCell] = {}
    for key, (number, at, unit, exact, place) in spots.items():
        text = texts[number][at]
        value, said = figure(text, unit)
        cells[key] = ReadCell(text, value, said, exact, place)
    return cells


def _locate(tables: Sequence[RawTable], year: int | None) -> Located | None:
    telling = _telling(tables)
    likely = [form for form in all_forms() if any(form in having for having in telling.values())]
    found = [_located(form, tables) for form in likely or all_forms()]
    best = max(found, key=lambda one: _rank(one, year))
    if len(best.cells) < _LEAST_CELLS:
        return None
    if said := _of_others(telling, best.form):
        best.tell("two_editions", "", "、".join(said), best.form.edition)
    return best


def _telling(tables: Sequence[RawTable]) -> dict[str, list[Form]]:
    """The labels that not every edition has, with those that do, in tables that follow a form."""
    telling: dict[str, list[Form]] = {}
    for raw in tables:
        known = {
            text: [form for form in all_forms() if token(form.edition, text)]
            for text in dict.fromkeys(raw.texts)
            if text
        }
        if sum(1 for having in known.values() if having) < _TELLING:
            continue
        for text, having in known.items():
            if 0 < len(having) < len(all_forms()):
                telling["".join(text.split())] = having
    return telling


def _of_others(telling: Mapping[str, Sequence[Form]], form: Form) -> list[str]:
    """The labels of other editions in a report, where several fit another and some its own."""
    strange = {text: having for text, having in telling.items() if form not in having}
    found: dict[str, None] = {}
    for other in all_forms():
        theirs = [text for text, having in strange.items() if other in having]
        own = any(form in having and other not in having for having in telling.values())
        if len(theirs) > 1 and own:
            found.update(dict.fromkeys(theirs))
    return list(found)


def _rank(one: Located, year: int | None) -> tuple[int, int, int, bool, int]:
    """How well an edition fits.

    By the cells found in its largest table, then in all, then by those it lacks; then by the year.
    """
    largest = max(one.form.tables, key=lambda table: sum(1 for _ in table.lines()))
    inside = sum(1 for key in one.cells if key.startswith(f"{largest.key}."))
    inside += sum(len(whole.cells) for whole in one.unsplit if whole.table == largest.key)
    lacking = len(one.form.cells) - len(one.cells)
    fits = year is not None and one.form.covers(year)
    return inside, len(one.cells), -lacking, fits, one.form.first_year


def _located(form: Form, tables: Sequence[RawTable]) -> Located:
    rows = recognise(form, tables)
    result = Located(form, used=rows.used)
    met: dict[tuple[str, str], FoundRow] = {}
    numbers = {id(raw): number for number, raw in enumerate(tables)}
    places = {id(cell): at for raw in tables for at, cell in enumerate(raw.cells())}
    settled, wholes = _settled(form, rows, result)
    for row in settled:
        _take(result, met, row, numbers[id(row.raw)], places)
    for group, row in wholes:
        _take_whole(result, group, row, numbers[id(row.raw)], places)
    for table in form.tables if len(result.cells) < len(form.cells) else ():
        _tell_missing(result, table, rows)
    shared: dict[tuple[int, int], list[str]] = {}
    for key, spot in result.cells.items():
        shared.setdefault((spot.table, spot.cell), []).append(key)
    result.merged |= {
        key: result.cells[keys[0]].place
        for keys in shared.values()
        if len(keys) > 1
        for key in keys
    }
    result.loose = {
        number: list(_loose(raw, number, rows.used, places)) for number, raw in enumerate(tables)
    }
    return result


def _loose(
    raw: RawTable, number: int, used: set[tuple[int, int]], places: Mapping[int, int]
) -> Iterator[int]:
    """The cells of one-text rows around the form's rows in a table or sheet: they are text."""
    if raw.is_sheet and not any(table == number for table, _ in used):
        return
    for index, row in enumerate(raw.rows):
        if (number, index) not in used:
            said = [cell for cell in row if cell.text]
            if len(said) == 1:
                yield places[id(said[0])]


def _settled(
    form: Form, rows: Rows, result: Located
) -> tuple[list[FoundRow], list[tuple[tuple[Role, ...], FoundRow]]]:
    """The rows of the form, and those that stand for a whole group of its rows.

    A stray is a row of the form when it stands where one is missing and is labelled much like it.
    """
    wholes: list[tuple[tuple[Role, ...], FoundRow]] = []
    order = {
        (table.key, row.key): i for table in form.tables for i, (_, row) in enumerate(_rows(table))
    }
    known = {(one.role.table.key, one.role.row.key) for one in rows.found if one.role}
    settled: list[FoundRow] = []
    for at, one in enumerate(rows.found):
        if one.role:
            settled.append(one)
            continue
        group = group_of(rows.words, one.label.text) if one.label else ()
        if group and all((role.table.key, role.row.key) not in known for role in group):
            wholes.append((group, one))
            continue
        near = [
            other
            for other in rows.found
            if other.role and other.raw is one.raw and other.header.table is one.header.table
        ]
        before = max((order[_key(other)] for other in near if other in rows.found[:at]), default=-1)
        after = min(
            (order[_key(other)] for other in near if other in rows.found[at:]), default=len(order)
        )
        key = one.header.table.key
        free = [
            (b, r)
            for i, (b, r) in enumerate(_rows(one.header.table))
            if before < i < after and (key, r.key) not in known
        ]
        if match := _most_alike(one, free):
            settled.append(
                FoundRow(
                    Role(one.header.table, *match),
                    one.header,
                    one.raw,
                    one.index,
                    one.label,
                    one.cells,
                )
            )
            known.add((key, match[1].key))
        elif near and one.label:
            said, place = "".join(one.label.text.split()), one.raw.where(one.index)
            result.strays[place] = said
            if any(cell.text for cell in one.cells.values()):
                result.tell("row_extra", key, said, "", place)
    return settled, wholes


def _rows(table: Table) -> list[tuple[Block, Line]]:
    return [(block, row) for block in table.blocks for row in block.rows]


def _key(one: FoundRow) -> tuple[str, str]:
    return (one.role.table.key, one.role.row.key) if one.role else ("", "")


def _most_alike(one: FoundRow, free: Sequence[tuple[Block, Line]]) -> tuple[Block, Line] | None:
    said = fold(one.label.text) if one.label else ""
    scored = [
        (SequenceMatcher(None, said, token_of_label(row.path[-1])).ratio(), i)
        for i, (_, row) in enumerate(free)
    ]
    score, best = max(scored, default=(0.0, 0))
    return free[best] if score >= _ALIKE else None


def _take(
    result: Located,
    met: dict[tuple[str, str], FoundRow],
    one: FoundRow,
    number: int,
    places: Mapping[int, int],
) -> None:
    """Takes one row's cells, unless they were found before.

    A blank row gives way to one with figures.
    """
    if one.role is None:
        return
    table, row, block = one.role.table, one.role.row, one.role.block
    earlier = met.setdefault(_key(one), one)
    keys = {
        column.key: table.cell_key(row, column)
        for column in block.columns
        if column.key in one.cells
    }
    if not result.cells.keys().isdisjoint(keys.values()):
        twice = one.header is not earlier.header or one.label is not None
        stays = any(cell.text for cell in earlier.cells.values())
        if twice:
            where = one.raw.where(one.index)
            result.again |= {
                key: where if stays or key not in result.cells else result.cells[key].place
                for key in keys.values()
            }
        if stays:
            if twice:
                result.tell("table_twice", table.key, place=one.raw.where(one.index))
            return
    _note_merged(result, one)
    exact = one.label is None or _labelled(result, one, row.path[-1], one.label.text)
    place = one.raw.where(one.index)
    for slot in one.header.columns(block).slots:
        if slot.line and (cell := one.cells.get(slot.line.key)):
            key = keys[slot.line.key]
            same = _labelled(result, one, slot.line.path[-1], slot.said)
            at = one.raw.where(one.index, cell) if one.raw.is_sheet else place
            result.cells[key] = Spot(
                number, places[id(cell)], result.form.cells[key].unit, exact and same, at
            )


def _take_whole(
    result: Located,
    group: tuple[Role, ...],
    one: FoundRow,
    number: int,
    places: Mapping[int, int],
) -> None:
    """Takes a row that stands for a whole group of rows.

    The first with figures, if there are several.
    """
    table, place = group[0].table, one.raw.where(one.index)
    label = "".join(one.label.text.split()) if one.label else ""
    keys = tuple(role.row.key for role in group)
    result.strays[place] = label
    earlier = next((whole for whole in result.unsplit if whole.rows == keys), None)
    if earlier is not None or not any(cell.text for cell in one.cells.values()):
        return
    cells = {
        column.key: Spot(
            number,
            places[id(cell)],
            result.form.cells[table.cell_key(group[0].row, column)].unit,
            exact=False,
            place=one.raw.where(one.index, cell) if one.raw.is_sheet else place,
        )
        for column in group[0].block.columns
        if (cell := one.cells.get(column.key))
    }
    result.unsplit.append(WholeGroup(table.key, label, keys, cells, place))


def _note_merged(result: Located, one: FoundRow) -> None:
    """Records columns without a cell in a row because another column's cell covers them."""
    if one.role is None or not (found := one.header.columns(one.role.block)).aligned:
        return
    for slot in found.slots:
        if slot.line and slot.line.key not in one.cells:
            over = {
                key: cell for key, cell in one.cells.items() if cell.left <= slot.left < cell.right
            }
            for key, cell in over.items():
                result.merged |= {
                    one.role.table.cell_key(one.role.row, line): one.raw.where(one.index, cell)
                    for line in one.role.block.columns
                    if line.key in {key, slot.line.key}
                }


def _labelled(result: Located, one: FoundRow, official: str, said: str) -> bool:
    """Whether a label is the official one to the letter; tells when it is not."""
    kind = likeness(said, official)
    if kind is not Likeness.EXACT:
        result.tell(
            kind.value,
            one.header.table.key,
            "".join(said.split()),
            official,
            one.raw.where(one.index),
        )
    return kind is Likeness.EXACT


def _tell_missing(result: Located, table: Table, rows: Rows) -> None:
    """Tells a table that is not there, or the rows and cells that a table lacks."""
    if not any(key.startswith(f"{table.key}.") for key in result.cells):
        there = any(one.role and one.role.table is table for one in rows.found)
        result.tell(
            "columns_unclear" if there else "table_missing", table.key, expected=table.title
        )
        return
    found = {_key(one): one for one in reversed(rows.found)}
    whole = {key for one in result.unsplit if one.table == table.key for key in one.rows}
    for block, row in (pair for pair in _rows(table) if pair[1].key not in whole):
        missing = [
            column for column in block.columns if table.cell_key(row, column) not in result.cells
        ]
        one = found.get((table.key, row.key))
        if len(missing) == len(block.columns) and one is None and row.path:
            result.tell(
                "row_missing",
                table.key,
                expected=row.path[-1],
                place=rows.headers[table.key].raw.place,
            )
        elif missing:
            shown = (
                {slot.line.key for slot in one.header.columns(block).slots if slot.line}
                if one
                else set()
            )
            for column in missing:
                said = one.label.text if one and one.label and column.key in shown else ""
                place = one.raw.where(one.index) if one else rows.headers[table.key].raw.place
                result.tell(
                    "column_missing", table.key, "".join(said.split()), column.path[-1], place
                )
