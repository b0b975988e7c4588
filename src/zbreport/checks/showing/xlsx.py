"""Verdicts as a workbook: a list of what is wrong that a clerk can send back, what did not run, and for several reports the matrix."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import xlsxwriter

from zbreport.checks.catalogue import RULES
from zbreport.checks.showing import Batch, words
from zbreport.outputs.xlsx.pen import Pen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.checks.verdicts import Finding, Verdicts

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_HEADER = ("报告", "级别", "规则", "名称", "位置", "问题", "报告写的", "应为", "相差", "原文", "怎么办", "台账的行", "保留理由")
_WIDTHS = (24, 8, 8, 20, 26, 44, 12, 12, 10, 36, 36, 30, 20)


def one(verdicts: Verdicts) -> bytes:
    """One report."""
    return many(Batch((verdicts,)))


def many(batch: Batch) -> bytes:
    """Several reports in one list."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, dict(_OPTIONS))
    book.set_properties({"title": "年度报告核对", "created": datetime(2000, 1, 1, tzinfo=UTC)})  # fixed: the same reports, the same bytes
    pen = Pen(book)
    _sheet(pen, "问题清单", _WIDTHS, _HEADER, [row for verdicts in batch.verdicts for row in _findings(verdicts)])
    _sheet(pen, "各份报告", (40, 8, 12, 60, 60), ("报告", "年度", "表样", "读到的格子", "结果"), list(_reports(batch)))
    lacking = [(verdicts.published.file, finding.rule, finding.place, finding.message)
               for verdicts in batch.verdicts for finding in words.worth_listing(verdicts)[2]]  # fmt: skip
    _sheet(pen, "无法判断", (40, 8, 30, 60), ("报告", "规则", "位置", "原因"), [*lacking, *_not_run(batch)])
    if len(batch.verdicts) > 1:
        rows = [(verdicts.published.file, *(words.MARKS[verdicts.worst(code)] for code in words.CODES)) for verdicts in batch.verdicts]
        _sheet(pen, "报告与规则", (40, *(5 for _ in words.CODES)), ("报告", *words.CODES), rows)
    book.close()
    return target.getvalue()


def _sheet(pen: Pen, name: str, widths: Sequence[float], header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    sheet = pen.sheet(name, landscape=True, repeat=(0, 0))
    for col, width in enumerate(widths):
        sheet.set_column(col, col, width)
    pen.table((sheet, 0), widths, header, rows)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)


def _findings(verdicts: Verdicts) -> Iterator[Sequence[str]]:
    faults, dismissed, _ = words.worth_listing(verdicts)
    for finding in (*faults, *dismissed):
        yield _finding(verdicts.published.file, finding)


def _finding(file: str, finding: Finding) -> Sequence[str]:
    level, rule = words.label(finding).split()
    return (file, level, rule, RULES[rule].title, finding.place, finding.message, finding.said, finding.expected, finding.difference,
            finding.quote, finding.remedy, words.rows_told(finding.rows), finding.dismissed or "")  # fmt: skip


def _reports(batch: Batch) -> Iterator[Sequence[str]]:
    for verdicts in batch.verdicts:
        published = verdicts.published
        yield published.file, str(published.year or ""), published.edition or "", words.cells_text(verdicts), words.counts(verdicts)
    for entry in batch.unread:
        yield entry.file, "", "", "无法读取", entry.reason


def _not_run(batch: Batch) -> Iterator[Sequence[str]]:
    for verdicts in batch.verdicts:
        for entry in verdicts.not_run:
            yield verdicts.published.file, entry.rule, "", entry.reason
