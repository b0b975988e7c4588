"""Which rows of a report's tables are the form's: headers, labelled rows, and strays.

A table that goes on after a page break keeps the header of its first half, as long as no other
header came between.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from zbreport.readback.figures import is_figure
from zbreport.readback.headers import Columns, assign, columns
from zbreport.readback.labels import Role, Vocabulary, group_of, is_page_mark, token, vocabulary
from zbreport.readback.raw import RawCell, RawRow, RawTable, width
from zbreport.readback.sections import section_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.forms import Block, Form, Table

_PROSE = 12
"""A text this long is no figure of a table without row labels."""

_Names: TypeAlias = list[tuple[int, str]]
"""The cells of a row that say a label: index and token."""


@dataclass(slots=True, eq=False)
class Header:
    """A header that was met.

    Its table of the form, where it stands, and the columns found for each block of the table.
    """

    edition: str
    table: Table
    raw: RawTable
    rows: list[RawRow] = field(default_factory=list)
    open: bool = True
    _known: dict[int, Columns] = field(default_factory=dict)

    def columns(self, block: Block) -> Columns:
        """The columns of a block, looked for once."""
        found = self._known.get(id(block))
        if found is None:
            found = self._known[id(block)] = columns(self.edition, block, self.rows)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class FoundRow:
    """A row of a report's table.

    The row of the form it is (None for a stray), its label if it has one, its cells by column key.
    """

    role: Role | None
    header: Header
    raw: RawTable
    index: int
    label: RawCell | None
    cells: dict[str, RawCell]


@dataclass(slots=True, eq=False)
class Rows:
    """What was made of a report's rows.

    Attributes:
        found: rows of the form, in the report's order, and strays among them.
        used: (raw table, row) of everything that belongs to the form's tables, by number; other
            rows may hold text.
        headers: table key → the latest header of that table.
    """

    words: Vocabulary
    found: list[FoundRow] = field(default_factory=list)
    used: set[tuple[int, int]] = field(default_factory=set)
    headers: dict[str, Header] = field(default_factory=dict)
    latest: Header | None = None


def recognise(form: Form, tables: Sequence[RawTable]) -> Rows:
    """Tells what the rows of a report's tables are.

    Args:
        form: the edition to go by.
        tables: every table of the report, in order.
    """
    words = vocabulary(form.edition)
    state = Rows(words)
    for number, raw in enumerate(tables):
        named = [_names(words, row) for row in raw.rows]
        home = {
            key
            for names in named
            for _, name in names
            if name not in words.weak and (key := _home(words, name))
        }
        for index, names in enumerate(named):
            if _is_form_row(
                state, raw, index, [item for item in names if _counts(state, item[1], home)]
            ):
                state.used.add((number, index))
    return state


def _names(words: Vocabulary, row: RawRow) -> _Names:
    edition = words.form.edition
    return [
        (index, name)
        for index, cell in enumerate(row)
        if cell.text and (name := token(edition, cell.text))
    ]


def _home(words: Vocabulary, name: str) -> str | None:
    role = words.rows.get(name)
    return role.table.key if role else words.headers.get(name)


def _counts(state: Rows, name: str, home: set[str]) -> bool:
    """Whether a token may be believed: a weak one only inside the table it belongs to."""
    if name not in state.words.weak:
        return True
    key = _home(state.words, name)
    return key in home and state.latest is not None and state.latest.table.key == key


def _is_form_row(state: Rows, raw: RawTable, index: int, names: _Names) -> bool:
    row = raw.rows[index]
    key = next((key for _, name in names if (key := state.words.headers.get(name))), None)
    if key and sum(1 for cell in row if cell.text and is_figure(cell.text)) < 2:
        _take_header(state, raw, row, key)
        return True
    for header in state.headers.values():
        header.open = False
    texts = [cell.text for cell in row if cell.text]
    if len(texts) == 1 and section_heading(
        texts[0]
    ):  # of the report: a sheet may hold the whole of it
        return False
    if any(name in state.words.headings for _, name in names):
        return True
    found = (
        _labelled(state, raw, index, names)
        or _unlabelled(state, raw, index, names)
        or _stray(state, raw, index, names)
    )
    if found:
        state.found.append(found)
        return True
    return bool(texts) and all(map(is_page_mark, texts))


def _take_header(state: Rows, raw: RawTable, row: RawRow, key: str) -> None:
    """Adds a row to the header above it, or begins a new one."""
    header = state.latest
    if header is None or not header.open or header.table.key != key or header.raw is not raw:
        header = Header(state.words.form.edition, state.words.form.table(key), raw)
        state.headers[key] = state.latest = header
    header.rows.append(row)


def _labelled(state: Rows, raw: RawTable, index: int, names: _Names) -> FoundRow | None:
    """A row that a label names; the innermost label is the one."""
    row = raw.rows[index]
    for at, name in reversed(names):
        if group_of(state.words, row[at].text):
            return None
        role = state.words.rows.get(name) or state.words.narrow.get(name)
        header = state.headers.get(role.table.key) if role else None
        if role is None or header is None or not (header.raw is raw or header is state.latest):
            continue
        cells = row[at + 1 :]
        slots = header.columns(role.block).slots
        if not _is_enough(header, role.block):
            return None
        if len(cells) > len(slots) and cells[0].text and not is_figure(cells[0].text):
            return None  # a further label stands inside, which the form does not have
        return FoundRow(
            role, header, raw, index, row[at], _assigned(header, role.block, raw, cells)
        )
    return None


def _is_enough(header: Header, block: Block) -> bool:
    """Whether a header shows enough of a block's columns to be its header.

    One word of it may stand in any table.
    """
    return sum(1 for slot in header.columns(block).slots if slot.line) >= min(2, len(block.columns))


def _unlabelled(state: Rows, raw: RawTable, index: int, names: _Names) -> FoundRow | None:
    """The row of figures below a header whose table has no row labels."""
    header = state.latest
    if (
        header is None
        or names
        or len(header.table.blocks) > 1
        or header.table.blocks[0].rows[0].path
    ):
        return None
    (block,) = header.table.blocks
    above = {id(cell) for row in header.rows for cell in row}
    cells = [cell for cell in raw.rows[index] if id(cell) not in above]
    if not any(cell.text for cell in cells) and any(one.header is header for one in state.found):
        return None
    said = [cell.text for cell in cells if cell.text]
    if len(said) * 2 < len(header.columns(block).slots) and not all(map(is_figure, said)):
        return None  # a note, or who has filled the table in
    if not _is_enough(header, block) or any(
        len(cell.text) > _PROSE and not is_figure(cell.text) for cell in cells
    ):
        return None
    assigned = _assigned(header, block, raw, cells)
    if len(assigned) * 2 < len(header.columns(block).slots):
        return None
    return FoundRow(Role(header.table, block, block.rows[0]), header, raw, index, None, assigned)


def _stray(state: Rows, raw: RawTable, index: int, names: _Names) -> FoundRow | None:
    """A row with a label that no row of the form has, and cells below the header's columns."""
    header = state.latest
    if header is None or not header.table.blocks[0].rows[0].path:
        return None
    row = raw.rows[index]
    at = max(
        (i for i, cell in enumerate(row) if cell.text and not is_figure(cell.text)), default=None
    )
    if at is None:
        return None
    if not group_of(state.words, row[at].text):
        # A label of a group is told on the next page too, any other only below its own header.
        named = any(name in state.words.rows for i, name in names if i == at)
        if named or header.raw is not raw:
            return None
    blocks = [block for block in header.table.blocks if header.columns(block).slots]
    if not blocks or row[at].right >= header.columns(blocks[0]).slots[-1].right:
        return None  # a note across the table
    assigned = _assigned(header, blocks[0], raw, row[at + 1 :])
    return FoundRow(None, header, raw, index, row[at], assigned) if assigned else None


def _assigned(
    header: Header, block: Block, raw: RawTable, cells: Sequence[RawCell]
) -> dict[str, RawCell]:
    same_grid = header.raw is raw or width(header.raw.rows) == width(raw.rows)
    return assign(cells, header.columns(block), same_grid=same_grid)
