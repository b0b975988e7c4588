"""Verdicts as a workbook.

A list of what is wrong that a clerk can send back, what did not run, and for several reports the
matrix.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import xlsxwriter

from zbreport.checks.catalogue import RULES
from zbreport.checks.output import Batch, words
from zbreport.render.cells import CellWriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter.worksheet import Worksheet

    from zbreport.checks.verdicts import Finding, Verdicts

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_COLUMNS = (
    ("报告", 18),
    ("级别", 7),
    ("规则", 7),
    ("名称", 14),
    ("位置", 20),
    ("问题", 34),
    ("报告写的", 11),
    ("应为", 11),
    ("相差", 8),
    ("怎么办", 32),
    ("原文", 28),
)
_SELDOM = (("台账的行", 26), ("保留理由", 18))
"""Columns that are left out when nothing is in them, for they make the list small in print."""

_COLOURS = {"错误": "#F8CBAD", "提醒": "#FFE699", "确认": "#DDEBF7"}


def one(verdicts: Verdicts) -> bytes:
    """One report."""
    return many(Batch((verdicts,)))


def many(batch: Batch) -> bytes:
    """Several reports in one list."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, dict(_OPTIONS))
    book.set_properties(
        {"title": "年度报告核对", "created": datetime(2000, 1, 1, tzinfo=UTC)}
    )  # fixed: the same reports, the same bytes
    writer = CellWriter(book)
    _faults(writer, [row for verdicts in batch.verdicts for row in _findings(verdicts)])
    _sheet(
        writer,
        "各份报告",
        (40, 8, 12, 60, 60),
        ("报告", "年度", "表样", "读到的格子", "结果"),
        list(_reports(batch)),
    )
    lacking = [
        (verdicts.published.file, finding.rule, finding.place, finding.message)
        for verdicts in batch.verdicts
        for finding in words.worth_listing(verdicts)[2]
    ]
    _sheet(
        writer,
        "无法判断",
        (36, 24, 36, 60),
        ("报告", "规则", "位置", "原因"),
        [*lacking, *_not_run(batch)],
    )
    if len(batch.verdicts) > 1:
        rows = [
            (verdicts.published.file, *(words.MARKS[verdicts.worst(code)] for code in words.CODES))
            for verdicts in batch.verdicts
        ]
        _sheet(writer, "报告与规则", (40, *(5 for _ in words.CODES)), ("报告", *words.CODES), rows)
    book.close()
    return target.getvalue()


def _faults(writer: CellWriter, rows: Sequence[Sequence[str]]) -> None:
    """The list to send back: levels in colour, columns that no row needs left out."""
    every = (*_COLUMNS, *_SELDOM)
    used = [at for at in range(len(every)) if at < len(_COLUMNS) or any(row[at] for row in rows)]
    header, widths = zip(*(every[at] for at in used), strict=True)
    sheet = _sheet(writer, "问题清单", widths, header, [[row[at] for at in used] for row in rows])
    for word, colour in _COLOURS.items():
        look = writer.book.add_format({"bg_color": colour})
        sheet.conditional_format(
            1,
            1,
            max(len(rows), 1),
            1,
            {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look},
        )


def _sheet(
    writer: CellWriter,
    name: str,
    widths: Sequence[float],
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> Worksheet:
    sheet = writer.sheet(name, landscape=True, repeat=(0, 0))
    for col, width in enumerate(widths):
        sheet.set_column(col, col, width)
    writer.table((sheet, 0), widths, header, rows)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)
    return sheet


def _findings(verdicts: Verdicts) -> Iterator[Sequence[str]]:
    faults, dismissed, _ = words.worth_listing(verdicts)
    for finding in (*faults, *dismissed):
        yield _finding(verdicts.published.file, finding)


def _finding(file: str, finding: Finding) -> Sequence[str]:
    level, rule = words.label(finding).split()
    return (
        file,
        level,
        rule,
        RULES[rule].title,
        finding.place,
        finding.message,
        finding.said,
        finding.expected,
        finding.difference,
        finding.remedy,
        finding.quote,
        words.rows_of_ledgers(finding.rows),
        finding.dismissed or "",
    )


def _reports(batch: Batch) -> Iterator[Sequence[str]]:
    for verdicts in batch.verdicts:
        published = verdicts.published
        yield (
            published.file,
            str(published.year or ""),
            published.edition or "",
            words.cells_text(verdicts),
            words.counts(verdicts),
        )
    for entry in batch.unread:
        yield entry.file, "", "", "无法读取", entry.reason


def _not_run(batch: Batch) -> Iterator[Sequence[str]]:
    """Rules that did not run, a line a reason; what is so in every report is told once."""
    reports: dict[tuple[str, str], list[str]] = {}
    for verdicts in batch.verdicts:
        by_reason: dict[str, list[str]] = {}
        for entry in verdicts.not_run:
            by_reason.setdefault(entry.reason, []).append(entry.rule)
        for reason, rules in by_reason.items():
            reports.setdefault((reason, "、".join(rules)), []).append(verdicts.published.file)
    for (reason, codes), files in reports.items():
        for file in ["（各份报告）"] if len(files) == len(batch.verdicts) > 1 else files:
            yield file, codes, "", reason
