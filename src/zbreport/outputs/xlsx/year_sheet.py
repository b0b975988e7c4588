"""The sheet 与上年对比, where last year's report was given.

Last year, this year, change, shares; this year's figures follow edits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.forms.layout import MISSING
from zbreport.outputs.xlsx.formulas import complete_sum
from zbreport.render.cells import (
    HEADER,
    NUMBER,
    SECTION,
    TEXT,
    CellWriter,
    Place,
    fit_height,
    number_width,
)
from zbreport.tabulation.years import WHOLE, Compared, compare, only_as_sums

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.worksheet import Worksheet

    from zbreport.model import Number, Report

NAME = "与上年对比"
_TOP = 2
_WIDTH = 52
_PERCENT = {**NUMBER, "num_format": "0.0%"}


def write(
    writer: CellWriter, report: Report, previous: Report, places: Mapping[str, Place]
) -> None:
    """Writes the sheet.

    Args:
        writer: of the workbook.
        report: this year's figures, for the results stored beside the formulas.
        previous: last year's.
        places: where every cell of the form stands.
    """
    sheet = writer.sheet(NAME, repeat=(_TOP, _TOP))
    lines = compare(report, previous)
    sheet.set_column(0, 0, _WIDTH)
    sheet.set_column(1, 3, number_width((f"{line.now} " for line in lines), 11))
    sheet.set_column(4, 6, 11)
    writer.text((sheet, 0, 0), f"{report.year}年与{previous.year}年对比", SECTION, span=(1, 7))
    writer.text((sheet, 1, 0), _note(report, previous), span=(1, 7))
    fit_height(sheet, 1, [_note(report, previous)], [_WIDTH + 60])
    last, now = f"{previous.year}年", f"{report.year}年"
    for col, head in enumerate(
        ("项目", last, now, "增减", "增减幅度", f"{last}占比", f"{now}占比")
    ):
        writer.text((sheet, _TOP, col), head, HEADER)
    whole = [line.cells for line in lines].index(WHOLE) + _TOP + 2
    for row, line in enumerate(lines, start=_TOP + 1):
        _line(writer, (sheet, row), line, places, whole)
    sheet.freeze_panes(_TOP + 1, 1)


def _note(report: Report, previous: Report) -> str:
    text = f"占比是占第三部分（七）总计的百分比。“{MISSING}”表示没有数，或者不能比较。"
    if report.edition != previous.edition:
        sums = "、".join(only_as_sums(report, previous))
        text += (
            f"两年的表样不同（上年是 {previous.edition} 年版），只比较含义相同的格子"
            f"{f'；{sums}只比较合计' if sums else ''}。"
        )
    return text


def _line(
    writer: CellWriter,
    place: tuple[Worksheet, int],
    line: Compared,
    places: Mapping[str, Place],
    whole: int,
) -> None:
    sheet, row = place
    number = row + 1
    writer.text((sheet, row, 0), line.label, TEXT)
    fit_height(sheet, row, [line.label], [_WIDTH])
    writer.figure((sheet, row, 1), line.last, NUMBER)
    writer.figure(
        (sheet, row, 2),
        line.now,
        NUMBER,
        formula=f"={complete_sum([places[key] for key in line.cells], with_sheet=True)}",
    )
    both = f"COUNT(B{number}:C{number})=2"
    writer.figure(
        (sheet, row, 3), line.change, NUMBER, formula=f'=IF({both},C{number}-B{number},"{MISSING}")'
    )
    share = None if line.change is None or not line.last else line.change / line.last
    _percent(
        writer,
        (sheet, row, 4),
        share,
        f'=IF({both},IF(B{number}=0,"{MISSING}",D{number}/B{number}),"{MISSING}")',
    )
    for col, letter, part, base in (
        (5, "B", line.last, line.last_whole),
        (6, "C", line.now, line.whole),
    ):
        share = None if part is None or not base else part / base
        cells = f"{letter}{number},{letter}{whole}"
        shared = f'IF({letter}{whole}=0,"{MISSING}",{letter}{number}/{letter}{whole})'
        formula = f'=IF(COUNT({cells})=2,{shared},"{MISSING}")'
        if line.has_share:
            _percent(writer, (sheet, row, col), share, formula)
        else:
            writer.text((sheet, row, col), "", NUMBER)


def _percent(
    writer: CellWriter,
    place: tuple[Worksheet, int, int],
    share: Number | float | None,
    formula: str,
) -> None:
    sheet, row, col = place
    sheet.write_formula(
        row, col, formula, writer.look(_PERCENT), MISSING if share is None else float(share)
    )
