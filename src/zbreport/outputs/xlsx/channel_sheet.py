"""The sheet 渠道统计.

What each channel published month by month, totals that follow edits, a stacked column chart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.forms.layout import CHANNELS_TITLE, Grid, GridCell, channel_grid
from zbreport.outputs.xlsx.formulas import sum_formula
from zbreport.render.cells import HEADER, NUMBER, SECTION, TEXT, CellWriter, Place, number_width

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from zbreport.model import Report

NAME = "渠道统计"
_TOP = 1


def write(writer: CellWriter, report: Report) -> None:
    """Writes the sheet; without channels it says so."""
    sheet = writer.sheet(NAME, landscape=True)
    grid = channel_grid(report)
    writer.text(
        (sheet, 0, 0), f"{report.year}年{CHANNELS_TITLE}（单位：条）", SECTION, span=(1, grid.cols)
    )
    sheet.set_row(0, 28)
    sheet.set_column(0, 0, 20)
    values = {(cell.row, cell.col): cell for cell in grid.numbers}
    for col in range(1, grid.cols):
        sheet.set_column(
            col, col, number_width((cell.text for cell in grid.numbers if cell.col == col), 7)
        )
    for cell in grid.cells:
        place = (sheet, _TOP + cell.row, cell.col)
        if cell.role == "number":
            writer.figure(place, cell.value, NUMBER, formula=_formula(grid, cell, values))
        else:
            writer.text(place, cell.text, TEXT if cell.role == "label" else HEADER)
    if report.channels:
        _chart(writer, sheet, report)
    else:
        writer.text((sheet, _TOP + 1, 0), "没有渠道数据", {"text_wrap": False})


def _formula(grid: Grid, cell: GridCell, values: dict[tuple[int, int], GridCell]) -> str:
    """Totals are sums.

    The last row of the channels above it, the last column of the twelve months.
    """
    if cell.row == grid.rows - 1:
        parts = [values[row, cell.col] for row in range(1, cell.row)]
    elif cell.col == grid.cols - 1:
        parts = [values[cell.row, col] for col in range(1, cell.col)]
    else:
        return ""
    return sum_formula(
        cell.value,
        [part.value for part in parts],
        [Place(NAME, _TOP + part.row, part.col) for part in parts],
    )


def _chart(writer: CellWriter, sheet: Worksheet, report: Report) -> None:
    chart = writer.book.add_chart({"type": "column", "subtype": "stacked"})
    for index, channel in enumerate(report.channels, start=1):
        if channel.by_month is not None:
            row = _TOP + index
            chart.add_series(
                {
                    "name": [NAME, row, 0],
                    "categories": [NAME, _TOP, 1, _TOP, 12],
                    "values": [NAME, row, 1, row, 12],
                    "gap": 60,
                }
            )
    if not chart.series:
        return
    chart.set_title(
        {
            "name": f"{report.year}年各渠道每月发布数量",
            "overlay": False,
            "name_font": {"size": 12, "name": "宋体"},
        }
    )
    chart.set_y_axis(
        {"name": "条", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, "min": 0}
    )
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 380})
    sheet.insert_chart(_TOP + len(report.channels) + 3, 0, chart, {"x_offset": 10})
