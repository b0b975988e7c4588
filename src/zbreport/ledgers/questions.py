"""Questions about tables: what they may be, which columns come nearest, and the answer's line.

Every function gives a table whose rows are all set aside, and one diagnostic. Headers are shown,
cells never.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.ledgers.blocks import is_blank
from zbreport.ledgers.by_name import ANSWER, kinds_told, name_columns
from zbreport.ledgers.contents import share
from zbreport.ledgers.table import LedgerTable
from zbreport.ledgers.years import year_answer
from zbreport.model import CHOICE, Answer, SettingLine
from zbreport.settings import NO_LEDGER
from zbreport.text.compare import column_letter, normalise
from zbreport.text.privacy import may_be_personal, shown
from zbreport.vocabulary import is_known_header, ledger_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.ledgers.blocks import Block
    from zbreport.ledgers.matching import Candidate
    from zbreport.model import Sheet
    from zbreport.vocabulary import Field, LedgerColumns

Refusal = tuple[LedgerTable, tuple[Diagnostic, ...]]

_ALIKE = 0.6  # below it two headers have a character in common by chance


def refused(block: Block, reason: str, finding: Diagnostic, why: str) -> Refusal:
    """A table of which no row counts, and the one thing to say of it."""
    return LedgerTable(block.sheet, block, None, reason=reason, why=why), (finding,)


def no_header(sheet: Sheet) -> tuple[tuple[LedgerTable, ...], tuple[Diagnostic, ...]]:
    """A sheet without a header: prose, or rows that lack one; nothing at all when it is blank."""
    filled = [row for row in sheet.rows if not is_blank(row)]
    if not filled:
        return (), ()
    wide = sum(1 for row in filled if sum(1 for value in row if value != "") >= 3)
    table = LedgerTable(sheet, None, None, reason="unrecognised", why="没有表头")
    return (table,), (diagnose("R215" if wide > 1 else "R202", sheet=sheet, count=len(filled)),)


def lacks_column(block: Block, candidate: Candidate) -> Refusal:
    """A likely ledger that lacks a needed column: proposes the nearest unused one."""
    spec, name = candidate.spec, candidate.missing[0]
    label = spec.fields[name].label
    if spec.key == "requests" and name == "applicant_type" and name_columns(block):
        finding = diagnose(
            "R219",
            sheet=block.sheet,
            rows=[block.header_row + 1],
            kinds=kinds_told(block),
            answer=ANSWER,
        )
        return refused(block, "missing_column", finding, f"像{spec.name}，但缺少“{label}”列")
    near = list(nearest_columns(block, candidate, name))
    finding = diagnose(
        "R203",
        sheet=block.sheet,
        rows=[block.header_row + 1],
        ledger=spec.name,
        field=label,
        headers=headers_of(block),
        near=f"；“{shown(near[0], is_known_header)}”列可能是" if near else "",
        answer=_column_answer(block, candidate, name, near),
    )
    return refused(block, "missing_column", finding, f"像{spec.name}，但缺少“{label}”列")


def unknown(block: Block, best: Candidate, count: int) -> Refusal:
    """No ledger comes near: names the nearest one with the columns that it would take."""
    pairs = [
        (
            next(nearest_columns(block, best, name), None)
            if name in best.missing
            else block.headers[best.fields[name] - block.left],
            name,
        )
        for name in dict.fromkeys([*best.fields, *best.missing])
    ]
    told = "、".join(
        f"“{shown(header, is_known_header)}”像“{best.spec.fields[name].label}”"
        for header, name in pairs
        if header
    )
    close = len(best.missing) < len(
        best.spec.needs
    )  # at least one of the columns that it needs is there
    near = f"；最接近的是{best.spec.name}：{told}" if close and told else ""
    finding = diagnose(
        "R201",
        sheet=block.sheet,
        rows=[block.header_row + 1],
        count=count,
        headers=headers_of(block),
        near=near,
        answer=ledger_answer(block.sheet),
    )
    return refused(block, "unrecognised", finding, "表头不像任何一种台账")


def month_without_year(block: Block, listed: Candidate, name: str) -> Refusal:
    """A list of publications without dates, on a sheet named for a month of no year."""
    finding = diagnose(
        "R220",
        sheet=block.sheet,
        rows=[block.header_row + 1],
        name=name,
        answer=year_answer(block.sheet),
    )
    why = f"像{listed.spec.name}，“{name}”没有年份"
    return refused(block, "missing_column", finding, why)


def two_ledgers(block: Block, first: LedgerColumns, second: LedgerColumns) -> Refusal:
    """Two ledgers fit about as well."""
    finding = diagnose(
        "R204",
        sheet=block.sheet,
        rows=[block.header_row + 1],
        first=first.name,
        second=second.name,
        answer=ledger_answer(block.sheet, (first.key, second.key, NO_LEDGER)),
    )
    return refused(block, "unclear_table", finding, f"既像{first.name}又像{second.name}")


def two_columns(block: Block, candidate: Candidate) -> Refusal:
    """Two columns fit one field equally well."""
    name, first, second = candidate.ties[0]
    headers = [
        f"{block.headers[column - block.left]}（{column_letter(column)} 列）"
        for column in (first, second)
    ]
    label = candidate.spec.fields[name].label
    finding = diagnose(
        "R205",
        sheet=block.sheet,
        rows=[block.header_row + 1],
        first=headers[0],
        second=headers[1],
        field=label,
        answer=Answer(
            (SettingLine(_columns_of(block), CHOICE, name),),
            tuple(
                (f"{column_letter(column)}列", header)
                for column, header in zip((first, second), headers, strict=True)
            ),
        ),
    )
    return refused(block, "unclear_table", finding, f"两列都像“{label}”")


def ledger_answer(sheet: Sheet, keys: tuple[str, ...] = ()) -> Answer:
    """The answer that says what a file is: one of `keys`, else any ledger or none.

    A single key is suggested.
    """
    names = {key: spec.name for key, spec in ledger_columns().items()}
    names[NO_LEDGER] = "不是台账，不统计"
    line = SettingLine(("ledgers",), sheet.file.rpartition("/")[2], CHOICE)
    suggested = keys[0] if len(keys) == 1 else None
    return Answer((line,), tuple((key, names[key]) for key in keys or names), suggested)


def _column_answer(block: Block, candidate: Candidate, name: str, near: list[str]) -> Answer:
    """The answer that says which unused column holds a field, the likeliest first.

    Where no column is left, what can be said is that the file is no ledger.
    """
    used = {block.headers[column - block.left] for column in candidate.fields.values()}
    free = [
        header
        for header in block.headers
        if header and header not in used and not candidate.spec.is_personal(header)
    ]
    named = [
        header
        for header in dict.fromkeys([*near, *free])
        if is_known_header(header) or not may_be_personal(header)
    ]
    if not named:
        return replace(ledger_answer(block.sheet, (NO_LEDGER,)), suggested=None)
    line = SettingLine(_columns_of(block), CHOICE, name)
    return Answer((line,), tuple((header, header) for header in named))


def _columns_of(block: Block) -> tuple[str, ...]:
    return "columns", block.sheet.file.rpartition("/")[2]


def headers_of(block: Block) -> str:
    """The headers of a block, for messages."""
    return "、".join(shown(header, is_known_header) for header in block.headers if header)


def nearest_columns(block: Block, candidate: Candidate, name: str) -> Iterator[str]:
    """The unused headers nearest to a field, the likeliest first, by words and cells."""
    spec = candidate.spec
    wanted = spec.fields[name]
    taken = set(candidate.fields.values())
    rated = []
    for offset, header in enumerate(block.headers):
        if (
            not header
            or block.left + offset in taken
            or spec.is_personal(header)
            or _ruled_out(wanted, header)
        ):
            continue
        alike, holds = _likeness(wanted, header), _holds(block, offset, wanted, spec.key)
        if holds is not False and (alike >= _ALIKE or holds):
            rated.append((alike + bool(holds), -offset, header))
    yield from (header for _, _, header in sorted(rated, reverse=True))


def _ruled_out(wanted: Field, header: str) -> bool:
    return any(word in normalise(header) for word in wanted.never)


def _likeness(wanted: Field, header: str) -> float:
    plain = normalise(header)
    return max(
        (SequenceMatcher(None, word, plain).ratio() for word in (*wanted.words, *wanted.fallback)),
        default=0.0,
    )


def _holds(block: Block, offset: int, wanted: Field, ledger: str) -> bool | None:
    """Whether half of the cells of a column are what a field holds; None when they do not tell."""
    part = share(block, block.left + offset, wanted, ledger)
    return None if part is None else part >= 0.5


def columns_swapped(block: Block, candidate: Candidate, pair: tuple[str, str]) -> Refusal:
    """Two columns hold what the other's header says."""
    spec = candidate.spec
    labels = [spec.fields[name].label for name in pair]
    headers = [block.headers[candidate.fields[name] - block.left] for name in pair]
    letters = [column_letter(candidate.fields[name]) for name in pair]
    finding = diagnose(
        "R217",
        sheet=block.sheet,
        rows=[block.header_row + 1],
        first=f"{shown(headers[0], is_known_header)}（{letters[0]} 列）",
        second=f"{shown(headers[1], is_known_header)}（{letters[1]} 列）",
        answer=Answer(
            tuple(
                SettingLine(_columns_of(block), f"{letter}列", name)
                for letter, name in zip(letters, reversed(pair), strict=True)
            )
        ),
    )
    return refused(block, "unclear_table", finding, f"“{labels[0]}”和“{labels[1]}”两列像是写反了")
