"""What `export` writes is read back equal, and other workbooks are read as well."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from pages import YEARS, figures, report, sheet_rows, tables

from zbreport.forms import form_for
from zbreport.outputs import FORMATS, render
from zbreport.readback import read_published
from zbreport.settings import Settings
from zbreport.tabulation.tally import Tally

READABLE = [key for key in FORMATS if key in {"xlsx", "json", "docx", "html"}]


def outcome(year, cells):
    return Tally(report(year, cells), (), (), (), {}, Settings())


def cells_of(form, values):
    """Small figures, money with a decimal, sums where the form has sums (None where a part is unknown)."""
    cells = {}
    plain = [cell for cell in form.cells.values() if not cell.addends]
    for cell, value in zip(plain, values, strict=True):
        cells[cell.key] = value if value is None or not cell.is_money else Decimal(value) / 10
    waiting = [cell for cell in form.cells.values() if cell.addends]
    while waiting:
        ready = [cell for cell in waiting if all(part in cells for part in cell.addends)]
        for cell in ready:
            parts = [cells[part] for part in cell.addends]
            cells[cell.key] = None if None in parts else sum(parts)
        waiting = [cell for cell in waiting if cell.key not in cells]
    return {key: cells[key] for key in form.cells}


@st.composite
def reports(draw):
    year = draw(st.sampled_from(sorted(YEARS.values())))
    form = form_for(year)
    count = sum(1 for cell in form.cells.values() if not cell.addends)
    numbers = st.one_of(st.none(), st.integers(0, 3), st.integers(0, 9_999_999))
    return year, cells_of(form, draw(st.lists(numbers, min_size=count, max_size=count)))


@pytest.mark.parametrize("key", READABLE)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(made=reports())
def test_what_is_exported_is_read_back(tmp_path, key, made):
    year, cells = made
    path = tmp_path / f"报告.{key}"
    path.write_bytes(render(outcome(year, cells), key))
    published = read_published(path)
    assert {name: published.value(name) for name in cells} == cells
    assert (published.edition, published.year) == (form_for(year).edition, year)
    assert published.title == f"某市某局{year}年政府信息公开工作年度报告"
    assert not [one for one in published.oddities if one.kind != "table_missing"]
    assert len(published.cells) == published.expected


def test_an_unknown_figure_keeps_its_dash(tmp_path):
    cells = {**figures(2024), "requests.received.other": None}
    path = tmp_path / "报告.xlsx"
    path.write_bytes(render(outcome(2024, cells), "xlsx"))
    cell = read_published(path).cells["requests.received.other"]
    assert (cell.text, cell.value, cell.place) == ("—", None, "三 依申请公开!I6")


def test_a_formula_without_a_result_is_told(tmp_path):
    path = tmp_path / "报告.xlsx"
    form = form_for(2024)
    path.write_bytes(
        render(
            outcome(
                2024,
                cells_of(
                    form, [1] * len([cell for cell in form.cells.values() if not cell.addends])
                ),
            ),
            "xlsx",
        )
    )
    book = load_workbook(path)
    target = io.BytesIO()
    book.save(target)  # openpyxl leaves out the results of formulas
    path.write_bytes(target.getvalue())
    published = read_published(path)
    assert published.cells["requests.received.natural_person"].value == 1
    assert (
        published.cells["requests.received.total"].text,
        published.value("requests.received.total"),
    ) == ("=", None)


@pytest.mark.parametrize("one_sheet", [True, False], ids=["one sheet", "a sheet each"])
def test_any_workbook_with_the_official_tables(reading, year, one_sheet):
    book = Workbook()
    sheet = book.active
    sheet.append(["序号", "标题", "发布日期", "自然人", "合计"])
    sheet.append([1, "关于某事的通知", "2024-01-02", "否", 7])
    top, sheet = 3, book.create_sheet("年报")
    sheet.append([f"某市某局{year}年政府信息公开工作年度报告"])
    for number, rows in enumerate(tables(year).values()):
        if number and not one_sheet:
            top, sheet = 1, book.create_sheet(f"表{number}")
        top = sheet_rows(sheet, rows, top) + 2
    target = io.BytesIO()
    book.save(target)
    published = reading(target.getvalue(), "汇总.xlsx")
    assert {key: published.value(key) for key in published.cells} == figures(year)
    assert published.oddities == ()
    assert published.year == year
