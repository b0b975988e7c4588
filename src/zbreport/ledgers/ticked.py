"""Registers with the kind of applicant as ticked columns: 公民 | 法人或其他组织, or the form's six.

`one_column` turns them into the one column 申请人类别 that everything else expects. The cells may
hold the applicant's name instead of a tick, so that only the header is kept of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zbreport.ledgers.by_name import HEADER, name_columns
from zbreport.text.compare import normalise
from zbreport.vocabulary import matches, vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.ledgers.blocks import Block
    from zbreport.model import Scalar

NAMES = "申请人名称"
_REST = "其他"  # the form's sixth kind, and a word for much else: a kind only beside another one
_NO = {"", "否", "无", "×", "x", "0", "-", "/", "—"}


def one_column(block: Block) -> Block:
    """The block with one column of kinds in the place of ticked ones; unchanged without these."""
    kinds = [offset for offset, header in enumerate(block.headers) if _is_kind(header)]
    if len(kinds) < 2 or any(
        found[2] == "applicant_type"
        for header in block.headers
        for found in matches("requests", header)
    ):
        return block
    kinds += [
        offset
        for offset, header in enumerate(block.headers)
        if normalise(header) == _REST and offset - 1 in kinds
    ]
    first, second, *_ = kinds
    named = NAMES if not name_columns(block) else ""
    headers = [
        HEADER
        if offset == first
        else named
        if offset == second
        else ""
        if offset in kinds
        else header
        for offset, header in enumerate(block.headers)
    ]
    alternatives = [
        () if offset in kinds else readings for offset, readings in enumerate(block.alternatives)
    ]
    body = [
        _marked(row, [block.left + offset for offset in kinds], block)
        for row in block.sheet.rows[block.start : block.stop]
    ]
    rows = [*block.sheet.rows[: block.start], *body, *block.sheet.rows[block.stop :]]
    return replace(
        block,
        sheet=replace(block.sheet, rows=rows),
        headers=tuple(headers),
        alternatives=tuple(alternatives),
    )


def _is_kind(header: str) -> bool:
    words = vocabulary("applicants")
    found = words.exact.get(normalise(header))
    return found is not None and normalise(header) != _REST


def _kind_of(cell: str, header: str) -> str:
    """The kind in a ticked cell: a finer one that is written there, else the header's."""
    words = vocabulary("applicants")
    written, heading = words.exact.get(normalise(cell)), words.resolve(header)
    if written is None or heading is None or not written.meaning.code:
        return header
    return cell if written.meaning.possible < heading.possible else header


def _is_name(cell: Scalar) -> bool:
    """Whether a cell under a kind says who applied, and not only that it is this kind."""
    plain = normalise(str(cell))
    return len(plain) > 1 and plain not in _NO and plain not in vocabulary("applicants").exact


def _marked(row: Sequence[Scalar], columns: Sequence[int], block: Block) -> list[Scalar]:
    """A row with the ticked kind in the first of these columns.

    Two ticks give both names, which no vocabulary knows.
    """
    cells = [*row, *[""] * (columns[-1] + 1 - len(row))]
    ticked = [
        _kind_of(str(cells[column]), block.headers[column - block.left])
        for column in columns
        if normalise(str(cells[column])) not in _NO
    ]
    names = [str(cells[column]) for column in columns if _is_name(cells[column])]
    for column in columns:
        cells[column] = ""
    cells[columns[0]], cells[columns[1]] = "、".join(ticked), "、".join(names)
    return cells
