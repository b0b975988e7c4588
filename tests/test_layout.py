"""The shape of the official tables, label by label and span by span, in both editions."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from zbreport.forms import form_for
from zbreport.forms.layout import channel_grid, form_of, layout, narrow, number_text, table_grid
from zbreport.model import Channel, Report

GOLDEN = Path(__file__).parent / "golden"
YEARS = (2021, 2019)


def report(year):
    form = form_for(year)
    figures = {
        key: Decimal(index) / 10 if cell.is_money else index
        for index, (key, cell) in enumerate(form.cells.items())
    }
    return Report(year, form.edition, None, figures)


def grids(year):
    return {grid.key: grid for grid in layout(form_for(year), report(year))}


def dump(grid):
    """A grid as text: where each cell stands, what it spans, and what it holds."""
    yield f"# {grid.key} {grid.title}: {grid.rows} × {grid.cols}, {grid.header_rows} header rows"
    for cell in grid.cells:
        span = f" {cell.rowspan}×{cell.colspan}" if (cell.rowspan, cell.colspan) != (1, 1) else ""
        key = f" = {cell.key}" if cell.key else ""
        yield f"r{cell.row} c{cell.col}{span} {cell.role}: {cell.text}{key}"


def texts(grid, role):
    return [(cell.text, cell.rowspan, cell.colspan) for cell in grid.cells if cell.role == role]


@pytest.mark.parametrize("year", YEARS)
def test_grids_are_as_reviewed(year):
    """Regenerate with ZBREPORT_REGENERATE=1 python -m pytest tests/test_layout.py, then read the difference."""
    text = "\n".join(line for grid in grids(year).values() for line in [*dump(grid), ""])
    path = GOLDEN / f"grid-{form_for(year).edition}.txt"
    if os.environ.get("ZBREPORT_REGENERATE"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("year", YEARS)
def test_cells_cover_every_grid_once(year):
    for grid in [*grids(year).values(), channel_grid(report(year))]:
        covered = [
            (row, col)
            for cell in grid.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for col in range(cell.col, cell.col + cell.colspan)
        ]
        assert sorted(covered) == [
            (row, col) for row in range(grid.rows) for col in range(grid.cols)
        ]


@pytest.mark.parametrize("year", YEARS)
def test_every_cell_of_the_form_stands_in_a_grid(year):
    numbers = [cell for grid in grids(year).values() for cell in grid.numbers]
    assert [cell.key for cell in numbers] == list(form_for(year).cells)
    assert all(cell.value == report(year).cells[cell.key] for cell in numbers)


def test_disclosure_2021_is_4_columns_and_14_rows():
    grid = grids(2021)["disclosure"]
    assert (grid.rows, grid.cols, len(grid.numbers)) == (14, 4, 10)
    assert [cell.row for cell in grid.cells if cell.role == "heading"] == [0, 4, 7, 11]
    assert all(cell.colspan == 4 for cell in grid.cells if cell.role == "heading")
    assert ("本年收费金额（单位：万元）", 1, 3) in texts(grid, "header")
    assert [cell.colspan for cell in grid.numbers] == [1] * 6 + [3] * 4


def test_disclosure_2019_lets_the_last_of_two_columns_take_the_rest():
    grid = grids(2019)["disclosure"]
    assert (grid.rows, grid.cols, len(grid.numbers)) == (18, 4, 22)
    assert ("采购总金额", 1, 2) in texts(grid, "header")
    assert ("采购项目数量", 1, 1) in texts(grid, "header")


@pytest.mark.parametrize(
    ("year", "rows", "closed", "figures"), [(2021, 25, 22, 175), (2019, 23, 20, 161)]
)
def test_requests(year, rows, closed, figures):
    grid = grids(year)["requests"]
    assert (grid.rows, grid.cols, grid.header_rows, len(grid.numbers)) == (rows + 3, 10, 3, figures)
    (stub,) = texts(grid, "stub")
    assert stub == ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3)
    heads = texts(grid, "header")
    assert heads[:4] == [
        ("申请人情况", 1, 7),
        ("自然人", 2, 1),
        ("法人或其他组织", 1, 5),
        ("总计", 2, 1),
    ]
    assert [text for text, *_ in heads[4:]] == [
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
    ]
    labels = texts(grid, "label")
    assert labels[0] == ("一、本年新收政府信息公开申请数量", 1, 3)
    assert ("三、本年度办理结果", closed, 1) in labels
    assert ("（一）予以公开", 1, 2) in labels
    assert ("（三）不予公开", 8, 1) in labels
    assert ("（五）不予处理", 5, 1) in labels
    assert (("（六）其他处理", 3, 1) if year == 2021 else ("（六）其他处理", 1, 2)) in labels
    assert labels[-1] == ("四、结转下年度继续办理", 1, 3)


@pytest.mark.parametrize("year", YEARS)
def test_proceedings_have_15_columns_and_no_labels(year):
    grid = grids(year)["proceedings"]
    assert (grid.rows, grid.cols, grid.header_rows, grid.label_cols) == (4, 15, 3, 0)
    heads = texts(grid, "header")
    assert heads[:2] == [("行政复议", 1, 5), ("行政诉讼", 1, 10)]
    assert heads[2:9] == [
        *((text, 2, 1) for text in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")),
        ("未经复议直接起诉", 1, 5),
        ("复议后起诉", 1, 5),
    ]


def test_narrow_turns_the_15_columns_into_three_rows_with_the_same_cells():
    table = form_for(2021).table("proceedings")
    wide, tall = (table_grid(shape, report(2021).cells) for shape in (table, narrow(table)))
    assert (tall.rows, tall.cols) == (4, 7)
    assert [cell.key for cell in tall.numbers] == [cell.key for cell in wide.numbers]
    assert [cell.value for cell in tall.numbers] == [cell.value for cell in wide.numbers]
    assert texts(tall, "label")[1:] == [
        ("行政诉讼", 2, 1),
        ("未经复议直接起诉", 1, 1),
        ("复议后起诉", 1, 1),
    ]
    assert narrow(form_for(2021).table("requests")) is form_for(2021).table("requests")


def test_channels_add_up():
    months = tuple(range(12))
    grid = channel_grid(
        Report(
            2021, "2021", None, {}, (Channel("a", "甲", 66, months), Channel("b", "乙", 66, months))
        )
    )
    assert [cell.text for cell in grid.cells if cell.row == 0] == [
        "渠道",
        *(f"{month}月" for month in range(1, 13)),
        "合计",
    ]
    assert [cell.value for cell in grid.numbers if cell.row == 3] == [
        *(2 * month for month in months),
        132,
    ]
    assert [cell.key for cell in grid.numbers if cell.row == 1][-2:] == [
        "channels.a.12",
        "channels.a",
    ]


def test_a_channel_without_months_leaves_the_monthly_totals_unknown():
    channels = (Channel("a", "甲", 12, (1,) * 12), Channel("b", "乙", 5, None))
    last = [
        cell.text
        for cell in channel_grid(Report(2021, "2021", None, {}, channels)).numbers
        if cell.row == 3
    ]
    assert last == ["—"] * 12 + ["17"]


def test_no_channels_is_a_header_only():
    assert channel_grid(Report(2021, "2021", None, {})).rows == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        (0, "0"),
        (-8, "-8"),
        (3985758, "3985758"),
        (Decimal("96171.600"), "96171.6"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.00"), "0"),
        (Decimal("-0.0"), "0"),
        (Decimal(100), "100"),
        (Decimal("0.0000001"), "0.0000001"),
    ],
)
def test_number_text_is_plain(value, text):
    assert number_text(value) == text


def test_form_of_follows_the_edition():
    assert form_of(report(2019)).edition == "2019"
