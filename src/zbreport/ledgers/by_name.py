"""The kind of an applicant by the name, for registers without kinds or only with 法人.

Used where the office says so, offered where it does not.

`[decisions] applicants_by_name = "used"` accepts it once for all. Names never leave this module:
only the kind, or how many names give each kind, is handed on.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from zbreport.ledgers.blocks import is_blank
from zbreport.model import Answer, SettingLine
from zbreport.text.compare import normalise, plain_text
from zbreport.text.privacy import is_person
from zbreport.vocabulary import ledger_columns, matches, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zbreport.ledgers.blocks import Block
    from zbreport.model import Scalar
    from zbreport.settings import Settings

DECISION, USED = "applicants_by_name", "used"
HEADER = "申请人类别"
_HIDDEN = re.compile(r"[\u4e00-\u9fff][某*×xX○]{1,3}")
"""A person's name of which only the first character is told: 张某某, 李**."""

ANSWER = Answer(
    (SettingLine(("decisions",), DECISION, USED),),
)


def by_name(name: str) -> str | None:
    """The kind of the applicant of a name (a code); None where the name does not tell."""
    meaning = vocabulary("applicants").resolve(name)
    if meaning is not None:
        return None if meaning.ask else meaning.code
    plain = normalise(name)
    return (
        "natural_person"
        if is_person(plain) or _HIDDEN.fullmatch(plain_text(name).strip())
        else None
    )


def with_kinds(block: Block, settings: Settings) -> Block:
    """The block of a register with kinds by name, where a row has none or a heading of several.

    As it is unless the office accepts kinds by name.
    """
    names = name_columns(block)
    if settings.decision(DECISION) != USED or not names:
        return block
    column = _kind_column(block, settings.columns_for(block.sheet.file))
    if column is None and not block.alone:
        return block
    place = block.left + len(block.headers) if column is None else column
    body = [
        _with_kind(row, place, names, new=column is None)
        for row in block.sheet.rows[block.start : block.stop]
    ]
    rows = [*block.sheet.rows[: block.start], *body, *block.sheet.rows[block.stop :]]
    changed = replace(block, sheet=replace(block.sheet, rows=rows))
    if column is not None:
        return changed
    return replace(
        changed, headers=(*block.headers, HEADER), alternatives=(*block.alternatives, ())
    )


def kinds_told(block: Block) -> str:
    """How many names of a register give each kind: `自然人 3、商业企业 1、看不出 1`."""
    names = name_columns(block)
    rows = block.sheet.rows[block.start : block.stop]
    labels = vocabulary("applicants").labels()
    found = Counter(_of_row(row, names) for row in rows if not is_blank(row))
    told = [f"{label} {found[code]}" for code, label in labels.items() if found[code]]
    return "、".join([*told, *([f"看不出 {found[None]}"] if found[None] else [])])


def name_columns(block: Block) -> list[int]:
    """The columns (zero-based, of the sheet) that name the applicant of a request."""
    names = ledger_columns()["requests"].identity
    return [
        block.left + offset
        for offset, header in enumerate(block.headers)
        if normalise(header) in names
    ]


def _kind_column(block: Block, overrides: Mapping[str, str]) -> int | None:
    """The column of the applicant's kind: as zbreport.toml says, else the best by its header."""
    own = {normalise(header) for header, name in overrides.items() if name == "applicant_type"}
    ranked = [
        (-1 if normalise(header) in own else found[0], block.left + offset)
        for offset, header in enumerate(block.headers)
        for found in [
            *matches("requests", header),
            *([(0, 0, "")] if normalise(header) in own else []),
        ]
        if normalise(header) in own or found[2] == "applicant_type"
    ]
    return min(ranked)[1] if ranked else None


def _with_kind(
    row: Sequence[Scalar], place: int, names: Sequence[int], *, new: bool
) -> Sequence[Scalar]:
    """A row with its kind by name; unchanged where the row has one or the name gives none."""
    written = "" if new or place >= len(row) else str(row[place]).strip()
    known = vocabulary("applicants").resolve(written) if written else None
    if written and (known is None or known.code is not None):
        return row
    code = _of_row(row, names)
    fits = code is not None and (known is None or not known.group or code in known.group)
    if not new and not fits:
        return row
    cells = [*row, *[""] * (place + 1 - len(row))]
    cells[place] = vocabulary("applicants").labels()[code] if code and fits else ""
    return cells


def _of_row(row: Sequence[Scalar], names: Sequence[int]) -> str | None:
    """The kind that the names of a row give: the first that does."""
    cells = (str(row[column]).strip() for column in names if column < len(row))
    return next((kind for cell in cells if cell and (kind := by_name(cell))), None)
