"""Summaries: tables with numbers of items or readers instead of items. Never counted.

`summary_of` tells them by their headers, when no ledger fits; `compare` holds their numbers against
the lists of the same channel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.ledgers.blocks import is_blank
from zbreport.ledgers.channels import channel_label, channel_words
from zbreport.ledgers.periods import find_period, read_period
from zbreport.ledgers.table import SummaryNumber
from zbreport.text.compare import column_letter, normalise
from zbreport.text.privacy import shown
from zbreport.vocabulary import is_known_header, ledger_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.ledgers.blocks import Block
    from zbreport.ledgers.judge import Judge
    from zbreport.ledgers.periods import Period
    from zbreport.ledgers.table import LedgerTable
    from zbreport.model import Scalar
    from zbreport.settings import Settings
    from zbreport.vocabulary import Vocabulary

_TOTAL = re.compile(r"(?:本页|全年|年度)?(?:合计|小计|总计|累计|总数|共计)")
_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?[条篇件个项次]?")
_SEVERAL = 2  # channels side by side, or statistics, that make a table a summary


@dataclass(frozen=True, slots=True)
class Summary:
    """What the columns of a summary hold, as offsets in its block.

    Attributes:
        totals: offset of a column of numbers → the channel that its header names, or None.
        channel, period: offsets of the columns that say what the numbers are given for.
    """

    totals: dict[int, str | None]
    channel: int | None = None
    period: int | None = None


def summary_of(block: Block, settings: Settings) -> Summary | None:
    """The numbers of items in a block: one column, or one a channel; None without any."""
    known = ledger_columns()["publications"].summary
    words = channel_words(settings)
    channel = _first(block, known.channel)
    if channel is not None and not any(words.resolve(value) for value in _texts(block, channel)):
        channel = None
    period = _first(block, known.period)
    total = _first(block, known.totals)
    if total is None and channel is not None:
        total = _first(block, known.weak_totals)
    if total is not None:
        return Summary({total: None}, channel, period)
    side_by_side = {
        offset: code
        for offset, header in enumerate(block.headers)
        if header and (code := _channel(words, header))
    }
    numbers = [
        offset
        for offset in side_by_side
        if all(_count(value) is not None for value in _cells(block, offset))
    ]
    return (
        Summary({offset: side_by_side[offset] for offset in numbers}, None, period)
        if len(numbers) >= _SEVERAL
        else None
    )


def is_statistics(block: Block) -> bool:
    """Whether a block gives numbers of readers or clicks, and nothing that may be an item.

    By day, source or account.
    """
    known = ledger_columns()["publications"].summary
    headers = [normalise(header) for header in block.headers if header]
    measures = [header for header in headers if header not in known.dimensions]
    hits = sum(any(part in header for part in known.statistics) for header in measures)
    return bool(measures) and (
        hits == len(measures) or (hits > _SEVERAL and 3 * hits >= 2 * len(measures))
    )


def parts_of(
    block: Block, summary: Summary, channel: str | None, year: int | None, settings: Settings
) -> tuple[SummaryNumber, ...]:
    """The numbers of a summary.

    Args:
        block: its rows.
        summary: its columns.
        channel: of the whole table, where no column or header names one.
        year: the year that file or title name.
        settings: channels of the office.

    Returns:
        A part for each number; none at all when one cannot be read, for then the others would not
        add up.
    """
    words = channel_words(settings)
    whole = find_period(block.title) or find_period(block.sheet.file)
    parts: list[SummaryNumber] = []
    totals: list[SummaryNumber] = []
    for row in range(block.start, block.stop):
        cells = [_cell(block, row, offset) for offset in range(len(block.headers))]
        if is_blank(cells):
            continue
        period = read_period(cells[summary.period], year) if summary.period is not None else whole
        is_total = any(
            _TOTAL.match(normalise(str(value))) for value in cells[:3] if isinstance(value, str)
        )
        if summary.period is not None and period is None and not is_total:
            return ()
        for offset, named in summary.totals.items():
            count = _count(cells[offset])
            key = named or (
                _channel(words, str(cells[summary.channel]))
                if summary.channel is not None
                else channel
            )
            if count is None:
                return ()
            (totals if is_total else parts).append(
                SummaryNumber(key, count, row + 1, *(period or (None, None)))
            )
    return tuple(parts or totals)


def compare(
    tables: Sequence[LedgerTable], judge: Judge | None, year: int, settings: Settings
) -> Iterator[Diagnostic]:
    """Yields each summary's numbers of a channel beside what its lists count in that time."""
    if judge is None or not any(table.parts for table in tables):
        return
    frame = judge.frame
    days, channels = (
        frame["published_on"].to_numpy(dtype="datetime64[D]"),
        frame["channel"].to_numpy(),
    )
    counts = frame["set_aside"].isna().to_numpy()
    for table in tables:
        if table.parts and table.year in {None, year}:
            for channel in dict.fromkeys(part.channel for part in table.parts if part.channel):
                mine = [
                    part for part in table.parts if part.channel == channel and _within(part, year)
                ]
                listed = channels == channel
                if not mine or not listed.any():
                    continue
                first, last = _span(mine, year)
                counted = int(
                    np.count_nonzero(
                        listed
                        & counts
                        & (days >= np.datetime64(first, "D"))
                        & (days <= np.datetime64(last, "D"))
                    )
                )
                files = [
                    judge.tables[int(source)].sheet.file
                    for source in frame["source"][listed].unique()
                ]
                yield _said(
                    table, mine, counted, (first, last), channel_label(channel, settings), files
                )


def with_channels(tables: Sequence[LedgerTable]) -> list[LedgerTable]:
    """The tables; a summary of no named channel has that of the one kind of list in its file."""
    return [_with_channel(table, tables) if table.parts else table for table in tables]


def _with_channel(table: LedgerTable, tables: Sequence[LedgerTable]) -> LedgerTable:
    beside = {
        one.channel
        for one in tables
        if one.sheet.file == table.sheet.file and one.ledger == "publications"
    }
    if len(beside) != 1 or (channel := beside.pop()) is None:
        return table
    return replace(
        table, parts=tuple(replace(part, channel=part.channel or channel) for part in table.parts)
    )


def excuse(tables: Sequence[LedgerTable], judge: Judge | None, findings: list[Diagnostic]) -> None:
    """Reports summaries beside lists as no fault: the lists are counted."""
    files = {table.sheet.file for table in tables if table.ledger}
    listed = set(judge.frame["channel"].dropna().unique()) if judge else set()
    excused = {
        (table.sheet.file, table.sheet.name or None, table.block.header_row + 1)
        for table in tables
        if table.total
        and table.block
        and (
            table.sheet.file in files
            or (table.parts and all(part.channel in listed for part in table.parts))
        )
    }
    for place, finding in enumerate(findings):
        if finding.code == "R206" and (finding.file, finding.sheet, *finding.rows) in excused:
            findings[place] = replace(finding, code="R210", remedy="")


def _said(
    table: LedgerTable,
    mine: Sequence[SummaryNumber],
    counted: int,
    period: Period,
    channel: str,
    files: Sequence[str],
) -> Diagnostic:
    said = sum(part.count for part in mine)
    names = list(dict.fromkeys(files))
    lists = "、".join(names[:3]) + (f"等 {len(names)} 个文件" if len(names) > 3 else "")
    when = "—".join(f"{day.month}月{day.day}日" for day in dict.fromkeys(period))
    return diagnose(
        "R211" if said == counted else "R212",
        sheet=table.sheet,
        rows=[part.row for part in mine],
        column=table.letter("total"),
        channel=channel,
        header=shown(table.total, is_known_header),
        said=said,
        counted=counted,
        lists=lists,
        period=when,
        difference=abs(said - counted),
    )


def _within(part: SummaryNumber, year: int) -> bool:
    return part.first is None or part.last is None or part.first.year == year == part.last.year


def _span(parts: Sequence[SummaryNumber], year: int) -> Period:
    return (
        min(part.first or date(year, 1, 1) for part in parts),
        max(part.last or date(year, 12, 31) for part in parts),
    )


def _first(block: Block, words: Sequence[str]) -> int | None:
    """The offset of the column whose header stands first among some words."""
    headers = [normalise(header) for header in block.headers]
    return next((headers.index(word) for word in words if word in headers), None)


def _channel(words: Vocabulary, text: str) -> str | None:
    found = words.resolve(text)
    return found.code if found else None


def _cell(block: Block, row: int, offset: int) -> Scalar:
    cells = block.sheet.rows[row]
    return cells[block.left + offset] if block.left + offset < len(cells) else ""


def _cells(block: Block, offset: int) -> Iterator[Scalar]:
    return (_cell(block, row, offset) for row in range(block.start, block.stop))


def _texts(block: Block, offset: int) -> set[str]:
    return {text for value in _cells(block, offset) if (text := str(value).strip())}


def _count(value: Scalar) -> int | None:
    """A number of items; a blank is none of them, and what is no number is None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return int(value) if value == int(value) and value >= 0 else None
    text = normalise(str(value))
    match = _COUNT.fullmatch(text)
    return (
        int(match[1].replace(",", ""))
        if match
        else 0
        if text in {"", "-", "--", "/", "无"}
        else None
    )


def count_in(block: Block, row: int, offset: int) -> int:
    """The number that a cell holds, 0 where it holds none."""
    return _count(_cell(block, row, offset)) or 0


def column_of(block: Block, summary: Summary) -> tuple[str, str]:
    """Header and Excel letter of the (first) column of numbers, for messages."""
    offset = next(iter(summary.totals))
    return block.headers[offset], column_letter(block.left + offset)
