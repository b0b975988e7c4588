"""Reports on the rows of a table: questions, and totals that differ from their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.ledgers.signs import RowReader
from zbreport.ledgers.totals import differences
from zbreport.model import CHOICE, Answer, SettingLine
from zbreport.settings import COUNTED, NOT_COUNTED
from zbreport.text.compare import column_letter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.ledgers.evidence import Judged
    from zbreport.ledgers.table import LedgerTable
    from zbreport.model import Scalar, Sheet


def row_findings(
    table: LedgerTable, rows: Sequence[Sequence[Scalar]], numbers: Sequence[int], judged: Judged
) -> tuple[Diagnostic, ...]:
    """The findings on the rows of a table.

    Args:
        table: of a known ledger.
        rows: its non-blank rows, whole.
        numbers: the Excel number of each.
        judged: what was found out about them.
    """
    return (
        *_questions(table, numbers, judged),
        *_by_sum(table, numbers, judged),
        *_differences(table, rows, numbers, judged),
    )


def _questions(table: LedgerTable, numbers: Sequence[int], judged: Judged) -> list[Diagnostic]:
    by_reason: dict[str, list[int]] = {}
    for index, why in sorted(judged.questions.items()):
        by_reason.setdefault(why, []).append(numbers[index])
    return [
        diagnose(
            "L180", sheet=table.sheet, rows=places, why=why, answer=rows_answer(table.sheet, places)
        )
        for why, places in by_reason.items()
    ]


def rows_answer(sheet: Sheet, rows: Sequence[int]) -> Answer:
    """The lines for zbreport.toml that say of each of some rows whether it counts."""
    choices = ((COUNTED, "是一件，计入"), (NOT_COUNTED, "不是，不计入"))
    return Answer(_lines(sheet, [(row, row) for row in rows]), choices, each=True)


def stretches_answer(sheet: Sheet, rows: Sequence[int]) -> Answer:
    """The lines that say whether rows count that are others' copies; as they do, they do not."""
    runs: list[tuple[int, int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    choices = ((COUNTED, "是不同的事项，都计入"), (NOT_COUNTED, "是同一些事项，不再计入"))
    return Answer(_lines(sheet, runs), choices, NOT_COUNTED)


def _lines(sheet: Sheet, runs: Sequence[tuple[int, int]]) -> tuple[SettingLine, ...]:
    name = f"{sheet.name}!" if sheet.name else ""
    path = ("rows", sheet.file.rpartition("/")[2])
    return tuple(
        SettingLine(path, f"{name}{first}" if first == last else f"{name}{first}-{last}", CHOICE)
        for first, last in runs
    )


def _by_sum(table: LedgerTable, numbers: Sequence[int], judged: Judged) -> list[Diagnostic]:
    return [
        diagnose(
            "L181",
            sheet=table.sheet,
            rows=[numbers[index]],
            facts={"rows": covered},
            answer=rows_answer(table.sheet, [numbers[index]]),
        )
        for index, covered in judged.by_sum.items()
    ]


def _differences(
    table: LedgerTable, rows: Sequence[Sequence[Scalar]], numbers: Sequence[int], judged: Judged
) -> list[Diagnostic]:
    if not judged.totals:
        return []
    reader = RowReader(table, rows)
    return [
        diagnose(
            "R218",
            sheet=table.sheet,
            rows=[numbers[found.total.index]],
            column=column_letter(found.column),
            facts={
                "word": found.total.mark.word or "没有名称的合计",
                "said": f"{found.said:f}",
                "counted": f"{found.counted:f}",
                "difference": f"{abs(found.said - found.counted):f}",
                "first": numbers[found.first],
                "last": numbers[found.last],
                "rows": found.rows,
                "what": "，逐行是" if found.is_count else "，逐行相加是",
            },
        )
        for found in differences(reader, judged.totals, judged.reasons.keys())
    ]
