"""Joins what the office wrote for a section with what zbreport can say.

The office's words come first; nothing is said twice, and nothing is left out without a finding.

Under a small heading that names a part (`监督保障`) the office's text is that part, and `{{
主动公开 }}` puts the sentences from ledgers where it stands; parts that it could have named as well
stay as gaps. Text without a small heading opens the section, and other small headings follow as
further parts; where none names a part, they take the place of the gaps.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.manuscript.sections import part_key
from zbreport.prose.placeholders import PLACEHOLDER, Names, fill, unknown
from zbreport.prose.sentences import OTHER
from zbreport.text.blocks import OwnText, Paragraph, Part, Run, TextTable
from zbreport.text.gaps import gap
from zbreport.text.numerals import numeral

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zbreport.prose.sentences import Given
    from zbreport.text.blocks import Block


def joined(parts: Sequence[Given], own: OwnText | None, known: Names | None) -> tuple[Block, ...]:
    """The blocks of a section.

    Args:
        parts: what zbreport can say.
        own: what the office wrote for the section.
        known: texts of placeholders, where the office wrote anything.
    """
    if own is None or known is None:
        return tuple(_numbered(_part(part.name, part.text) for part in parts))
    mine = _by_key(own)
    keys = {part_key(part.name) for part in parts}
    further = [
        part if part.blocks else _part(part.name, gap(part.name))
        for key, part in mine.items()
        if key not in keys
    ]
    written = {key: part for key, part in mine.items() if key in keys and part.blocks}
    asked = bool(keys & set(mine))
    kept = [
        part
        for part in parts
        if not part.by_office
        or part_key(part.name) in written
        or (asked and not (part.name == OTHER and further))
    ]
    named = [
        found
        for part in kept
        if (found := written.get(part_key(part.name)) or _unless_placed(part, own))
    ]
    blocks = [*own.opening, *_numbered([*named, *further])]
    return tuple(filled(block, known) for block in blocks)


def _by_key(own: OwnText) -> dict[str, Part]:
    """The office's parts by what they are called; those of one name are one."""
    found: dict[str, Part] = {}
    for part in own.parts:
        key = part_key(part.name)
        before = found[key].blocks if key in found else ()
        found[key] = Part(found[key].name if key in found else part.name, (*before, *part.blocks))
    return found


def _part(name: str, text: str) -> Part:
    return Part(name, (Paragraph((Run(text),)),))


def _unless_placed(part: Given, own: OwnText) -> Part | None:
    """What zbreport can say; None where the office put the sentences somewhere else."""
    used = _used([*own.opening, *(block for one in own.parts for block in one.blocks)])
    return None if part.name in set(used) else _part(part.name, part.text)


def _used(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        for text in _texts(block):
            yield from (match[1] for match in PLACEHOLDER.finditer(text))


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, TextTable):
        yield from block.header
        for row in block.rows:
            yield from row
    else:
        yield from (run.text for run in block.runs)


def filled(block: Block, known: Names) -> Block:
    """A block with its placeholders replaced."""
    if isinstance(block, TextTable):
        rows = tuple(tuple(fill(cell, known) for cell in row) for row in block.rows)
        return TextTable(tuple(fill(cell, known) for cell in block.header), rows)
    return replace(
        block,
        lead=fill(block.lead, known),
        runs=tuple(Run(fill(run.text, known), run.bold) for run in block.runs),
    )


def _numbered(parts: Iterable[Part]) -> Iterator[Block]:
    """Parts with their small headings: run into a paragraph, above anything else."""
    for index, part in enumerate(parts, start=1):
        name = f"（{numeral(index)}）{part.name}"
        first, *rest = part.blocks
        if isinstance(first, Paragraph) and first.kind == "text":
            yield replace(first, lead=f"{name}。")
        else:
            yield Paragraph((Run(name),), kind="heading")
            yield first
        yield from rest


def remarks(parts: Sequence[Given], own: OwnText, known: Names) -> Iterator[Diagnostic]:
    """The findings on an office's text: unknown placeholders, sentences that it leaves out."""
    blocks = [*own.opening, *(block for part in own.parts for block in part.blocks)]
    names = [part.name for part in own.parts]
    yield from unknown(
        "\n".join([*names, *(text for block in blocks for text in _texts(block))]),
        known,
        file=own.file,
    )
    used = set(_used(blocks))
    mine = {part_key(part.name) for part in own.parts if part.blocks}
    for part in parts:
        if part.is_known and part_key(part.name) in mine and part.name not in used:
            yield diagnose("P510", file=own.file, part=part.name)
