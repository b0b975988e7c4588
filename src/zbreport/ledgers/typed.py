"""What was kept of files → typed frames → rows in a year.

One module a ledger, each with `typed` (columns) and `facts` (the year).

`typed_ledgers` types the rows; `TypedLedgers.judge_for` places every row in a year; `choose_year`
finds the year when nobody names it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zbreport.diagnostics import Diagnostic, Level, diagnose
from zbreport.errors import NoInputError, YearError
from zbreport.ledgers import (
    decisions,
    documents,
    fees,
    figures,
    proceedings,
    proposals,
    publications,
    requests,
)
from zbreport.ledgers.contained import mark_contained
from zbreport.ledgers.judge import Judge, row_frame
from zbreport.ledgers.overrides import unused
from zbreport.ledgers.questions import ledger_answer
from zbreport.ledgers.row_findings import rows_answer
from zbreport.ledgers.rows import REMARK
from zbreport.ledgers.summaries import compare, excuse, with_channels
from zbreport.ledgers.years import with_years
from zbreport.model import Source
from zbreport.settings import NO_LEDGER
from zbreport.text.privacy import shown
from zbreport.vocabulary import is_known_header

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from types import ModuleType

    import pandas as pd

    from zbreport.ledgers.table import Extract, LedgerTable, TableRows
    from zbreport.settings import Settings

LEDGERS: Mapping[str, ModuleType] = {
    "publications": publications,
    "requests": requests,
    "proceedings": proceedings,
    "documents": documents,
    "decisions": decisions,
    "fees": fees,
    "figures": figures,
    "proposals": proposals,
}
UNREAD = ""
"""Key of the frame of rows that no ledger took."""


@dataclass(slots=True)
class TypedLedgers:
    """Ledgers that were read and typed, on their way to a report.

    Attributes:
        tables: every table of every sheet, in order of files, sheets and rows.
        judges: ledger → its rows.
        unread: the rows that no ledger took.
        settings: what the run was told.
        findings: diagnostics so far.
        year: the report year, once `judge_for` placed the rows in it.
    """

    tables: Sequence[LedgerTable]
    judges: Mapping[str, Judge]
    unread: pd.DataFrame
    settings: Settings
    findings: list[Diagnostic] = field(default_factory=list)
    year: int | None = None

    def judge_for(self, year: int) -> None:
        """Places every row in the report year; call once."""
        self.year = year
        for key, judge in self.judges.items():
            judge.take_year(year)
            LEDGERS[key].facts(judge, year)
            mark_contained(judge)
            remarks(judge)
            judge.findings[:] = with_years(judge.findings, year)
        self.findings[:] = with_years(self.findings, year)
        self.findings.extend(
            compare(self.tables, self.judges.get("publications"), year, self.settings)
        )

    def sources(self) -> tuple[Source, ...]:
        """What every table was taken for, and where its rows went so far."""
        went = dict(_row_counts(UNREAD, self.unread, None))
        for key, judge in self.judges.items():
            went.update(_row_counts(key, judge.frame, self.year))
        return tuple(
            _source(table, went.get(index) or _RowCounts(0, {}, {}, ()))
            for index, table in enumerate(self.tables)
        )


class _RowCounts(NamedTuple):
    """What became of a table's rows: their number, the reasons, the channels, the months."""

    rows: int
    set_aside: Mapping[str, int]
    channels: Mapping[str, int]
    months: tuple[int, ...]


def _row_counts(
    ledger: str, frame: pd.DataFrame, year: int | None
) -> Iterator[tuple[int, _RowCounts]]:
    """Every table of a ledger with its index and its rows; year None where nothing is placed."""
    tables, reasons = frame["source"].to_numpy(), frame["set_aside"].to_numpy()
    counts = frame["set_aside"].isna().to_numpy()
    date = LEDGERS[ledger].DATE if ledger and year is not None else None
    days = frame[date].to_numpy(dtype="datetime64[M]") if date else None
    channels = frame["channel"].factorize() if ledger == "publications" else None
    starts = np.flatnonzero(
        np.diff(tables, prepend=-1)
    ).tolist()  # the rows of a table stand together
    for start, stop in pairwise([*starts, len(frame)]):
        counted = counts[start:stop]
        went = _RowCounts(
            stop - start,
            dict(Counter(map(str, reasons[start:stop][~counted]))),
            _by_channel(channels[0][start:stop][counted], list(channels[1])) if channels else {},
            _months(days[start:stop][counted], year)
            if days is not None and year is not None
            else (),
        )
        yield int(tables[start]), went


def typed_ledgers(
    files: Iterable[Extract], settings: Settings, findings: list[Diagnostic]
) -> TypedLedgers:
    """Types the rows of each ledger.

    Args:
        files: what was kept of each file, in order; may be read while they are taken.
        settings: what the office set.
        findings: what was found before, growing while files are taken; what is found here is added
            to it.

    Raises:
        NoInputError: no file has a row.
    """
    tables: list[LedgerTable] = []
    table_rows: dict[str, list[TableRows]] = {}
    for file in files:
        findings.extend((*file.said, *_nothing_read(file)))
        for table, kept in zip(file.tables, file.table_rows, strict=True):
            table_rows.setdefault(table.ledger or UNREAD, []).append(kept.of_table(len(tables)))
            tables.append(table)
    if not tables:
        message = "没有读到任何有内容的表格。请检查给出的文件或文件夹。"
        raise NoInputError(message, findings)
    met = {one.file for one in findings if one.file}
    findings.extend(unused(settings, tables, met))
    if any(table.ledger for table in tables):
        findings[:] = [_beside_ledgers(one) for one in findings]
    judges = {
        key: Judge(key, table_rows.pop(key), tables, settings)
        for key in LEDGERS
        if key in table_rows
    }
    for key, judge in judges.items():
        LEDGERS[key].typed(judge)
    tables = with_channels(tables)
    excuse(tables, judges.get("publications"), findings)
    return TypedLedgers(tables, judges, row_frame(table_rows.get(UNREAD, ())), settings, findings)


def _beside_ledgers(finding: Diagnostic) -> Diagnostic:
    """A file that is no table is no fault beside ledgers; a text document may hold one."""
    if finding.code != "F105":
        return finding
    name = (finding.file or "").lower()
    a_list = name.endswith((".doc", ".docx", ".wps", ".rtf")) and "报" not in name
    return replace(finding, code="F126" if a_list else "F125")


def remarks(judge: Judge) -> None:
    """Reports counted rows with a remark against counting them (作废, 撤稿, 重复登记)."""
    if judge.has(REMARK):
        words = judge.text(REMARK)
        judge.say(
            words != "",
            "L182",
            by=words,
            answer=lambda table, rows: rows_answer(table.sheet, rows),
        )


def _nothing_read(file: Extract) -> Iterator[Diagnostic]:
    """Says that a file has content of which no row was read, unless that was said already."""
    if file.tables and all(table.reason == "unrecognised" for table in file.tables):
        loud = {Level.ERROR, Level.WARNING}
        if not any(one.level in loud for one in file.said):
            rows = sum(len(kept.rows) for kept in file.table_rows)
            sheet = file.tables[0].sheet
            answer = ledger_answer(sheet, (NO_LEDGER,))
            yield diagnose("R230", file=sheet.file, count=rows, answer=answer)


def choose_year(reading: TypedLedgers) -> tuple[int, tuple[Diagnostic, ...]]:
    """The report year: as told, else the one that most dated rows fall in.

    Returns:
        The year, and the diagnostic that says why when nobody told it.

    Raises:
        YearError: no dated row, or two years equally often.
    """
    if reading.settings.year is not None:
        return reading.settings.year, tuple(_other_year(reading, reading.settings.year))
    votes = _years(reading) or _years(reading, unusable=True)
    first, second = [*votes.most_common(2), (0, 0), (0, 0)][:2]
    if not votes or first[1] == second[1]:
        why = (
            f"{first[0]} 年和 {second[0]} 年各有 {first[1]} 行"
            if votes
            else "没有一行带日期"
            if any(len(judge.frame) for judge in reading.judges.values())
            else "没有认出一份台账"
        )
        judged = (one for judge in reading.judges.values() for one in judge.findings)
        message = f"{why}，不知道是哪一年的年报。请用 --year 指定年度。"
        raise YearError(message, [*reading.findings, *judged])
    detail = f"{sum(votes.values())} 行有日期，其中 {first[1]} 行在这一年"
    return first[0], (diagnose("T304", year=first[0], detail=detail),)


_STANDING = ("documents",)
_MANY, _NEARLY_ALL = 10, 0.8  # rows; their share in one year


def _other_year(reading: TypedLedgers, year: int) -> Iterator[Diagnostic]:
    """Asks whether the year is right where no row falls in it and nearly all fall in another.

    Documents may stand for years, and a register of many years may have none of this one.
    """
    votes = _years(reading, without=_STANDING)
    total = votes.total()
    for other, count in votes.most_common(1):
        if year not in votes and total >= _MANY and count >= _NEARLY_ALL * total:
            yield diagnose("T312", year=year, other=other, count=count, total=total)


def _years(
    reading: TypedLedgers, *, unusable: bool = False, without: Collection[str] = ()
) -> Counter[int]:
    """The years of the dated rows that may count (`unusable`: of those that were set aside)."""
    votes: Counter[int] = Counter()
    for key, judge in reading.judges.items():
        if (date := LEDGERS[key].DATE) and key not in without:
            rows = ~judge.open if unusable else judge.open
            years = judge.frame.loc[rows, date].dropna().dt.year
            found, counts = np.unique(years.to_numpy(dtype=int), return_counts=True)
            votes.update(dict(zip(found.tolist(), counts.tolist(), strict=True)))
    return votes


def _source(table: LedgerTable, went: _RowCounts) -> Source:
    block = table.block
    return Source(
        file=table.sheet.file,
        sheet=table.sheet.name,
        ledger=table.ledger,
        channel=table.channel,
        rows=went.rows,
        counted=went.rows - sum(went.set_aside.values()),
        set_aside=went.set_aside,
        channels=went.channels,
        header_row=block.header_row + 1 if block else None,
        columns={name: table.header(name) for name in table.fields},
        letters={name: letter for name in table.fields if (letter := table.letter(name))},
        ignored=tuple(
            shown(header, is_known_header)
            for offset, header in enumerate(block.headers)
            if header and block.left + offset not in table.fields.values()
        )
        if block
        else (),
        months=went.months,
        why=table.why,
        hidden_rows=table.sheet.hidden_rows,
    )


def _by_channel(channels: np.ndarray, names: Sequence[object]) -> dict[str, int]:
    """Channel → its rows, most first, then by first appearance.

    channels: n indices of `names`, -1 for none.
    """
    found, firsts, counts = np.unique(channels, return_index=True, return_counts=True)
    ranked = sorted(zip((-counts).tolist(), firsts.tolist(), found.tolist(), strict=True))
    return {str(names[channel]): -count for count, _, channel in ranked if channel >= 0}


def _months(dates: np.ndarray, year: int) -> tuple[int, ...]:
    """The months (1-12) of a year that dates (`datetime64[M]`) fall in."""
    since = np.unique(dates[~np.isnat(dates)]) - np.datetime64(f"{year}-01", "M")
    return tuple(int(month) + 1 for month in since.astype(int) if 0 <= month < 12)
