"""Sentences and lists that several outputs show alike.

Titles, names of parts, findings grouped, rows added up.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from zbreport.diagnostics import CATALOGUE, REASONS, Diagnostic, Level, rows_text
from zbreport.forms.extras import groups_with_figures
from zbreport.forms.layout import form_of, number_text
from zbreport.vocabulary import ledger_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zbreport.forms import Form
    from zbreport.forms.extras import ExtraNumber
    from zbreport.model import Report, Source

SEE_ALL = "全部行号见 zbreport inspect --set-aside"


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that say the same in several places.

    `count` is how many rows (or places without a row) they concern.
    """

    level: Level
    code: str
    title: str
    message: str
    remedy: str
    places: tuple[str, ...]
    count: int


def edition(report: Report) -> str:
    """Which edition of the form it is: `2021 年版（国办公开办函〔2021〕30号）`."""
    return form_of(report).name


def period(report: Report) -> str:
    """The days that the report covers."""
    return f"{report.year}年1月1日—12月31日"


def groups(diagnostics: Iterable[Diagnostic], form: Form) -> tuple[Group, ...]:
    """Groups findings of the same code, message and remedy: worst level first, then by code."""
    found: dict[tuple[str, str, str], list[Diagnostic]] = {}
    for entry in diagnostics:
        found.setdefault((entry.code, entry.message, entry.remedy), []).append(entry)
    levels = list(Level)
    ordered = sorted(found.items(), key=lambda item: (levels.index(item[1][0].level), item[0][0]))
    return tuple(
        Group(
            level=entries[0].level,
            code=code,
            title=CATALOGUE[code].title,
            message=message,
            remedy=remedy,
            places=tuple(text for entry in joined(entries) if (text := place(entry, form))),
            count=sum(max(len(entry.rows), 1) for entry in entries),
        )
        for (code, message, remedy), entries in ordered
    )


def joined(entries: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Findings that say the same of one column of one sheet become one with all their rows."""
    found: dict[tuple[str | None, ...], list[Diagnostic]] = {}
    for entry in entries:
        says = (entry.code, entry.message, entry.remedy)
        found.setdefault((*says, entry.file, entry.sheet, entry.column, entry.cell), []).append(
            entry
        )
    for same in found.values():
        rows = dict.fromkeys(row for entry in same for row in entry.rows)
        yield replace(same[0], rows=tuple(rows))


def place(entry: Diagnostic, form: Form) -> str:
    """Where a finding belongs, in a clerk's words: cells by their labels, nothing for a table."""
    if entry.file or entry.cell is None:
        return entry.place
    if entry.cell in form.cells:
        return form.label(entry.cell)
    named = entry.cell.startswith("channels.")  # the message names the channel
    return "" if named or any(table.key == entry.cell for table in form.tables) else entry.place


def extras(report: Report) -> Iterator[tuple[str, tuple[ExtraNumber, ...]]]:
    """The figures outside the form, a line for each row, with what it is.

    Where a row has one figure only, all rows are one line under the title of the group.
    """
    for extra, numbers in groups_with_figures(report.extras):
        for row, same in groupby(numbers, lambda one: "" if one.extra.is_single else one.row):
            yield row or extra.title, tuple(same)


def counts(numbers: Iterable[ExtraNumber]) -> str:
    """Several figures outside the form in one line: `信函 2 件、网络 1 件`."""
    return "、".join(
        f"{one.column or one.row} {number_text(one.number)} {one.figure.unit}" for one in numbers
    )


def taken_for(source: Source) -> str:
    """What a table was taken for: a ledger, a summary, or nothing known."""
    if source.ledger:
        return ledger_name(source.ledger)
    return "汇总表" if set(source.set_aside) == {"summary"} else "未识别"


def ledger_name(key: str) -> str:
    """What a ledger is called, the same everywhere; empty where there is none."""
    return ledger_columns()[key].name if key else ""


def rows_summary(sources: Iterable[Source]) -> str:
    """One sentence: rows read, counted, and set aside by reason."""
    sources = tuple(sources)
    aside: Counter[str] = Counter()
    for source in sources:
        aside.update(source.set_aside)
    files = len({source.file for source in sources})
    rows, counted = (
        sum(source.rows for source in sources),
        sum(source.counted for source in sources),
    )
    text = f"共读入 {files} 个文件 {rows} 行：计入 {counted} 行，未计入 {aside.total()} 行"
    return f"{text}（{reasons_text(aside)}）" if aside.total() else text


def reasons_text(aside: Mapping[str, int]) -> str:
    """Why rows do not count: `不属于本年度 32、未发布 5`, most frequent first."""
    ordered = sorted(aside.items(), key=lambda item: -item[1])
    return "、".join(f"{REASONS.get(reason, reason)} {count}" for reason, count in ordered if count)


def row_numbers(rows: tuple[int, ...]) -> str:
    """Row numbers for a list: more of them than in a sentence."""
    return rows_text(rows, 30)
