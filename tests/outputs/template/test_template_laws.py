"""Laws: whatever the figures and however the template is made, what is filled in is read back, and what is not is told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages import tables
from templates import (
    blank,
    blank_docx,
    codes,
    filled,
    office_docx,
    openpyxl_template,
    outcome,
    run,
    xlsxwriter_template,
)
from test_variations import VARIATIONS

from zbreport.forms import form_for
from zbreport.readback import read_published

TEMPLATES = {
    "bare.docx": blank_docx,
    "office.docx": office_docx,
    "old figures.docx": lambda year: office_docx(
        year, number=lambda _: f"<w:p>{run('1,234')}</w:p>"
    ),
    "runs.docx": lambda year: office_docx(
        year, number=lambda _: f"<w:p>{run('　')}{run('　')}</w:p>"
    ),
    "sheets.xlsx": openpyxl_template,
    "one sheet.xlsx": lambda year: openpyxl_template(year, one_sheet=True),
    "unmerged.xlsx": xlsxwriter_template,
    "old figures.xlsx": lambda year: openpyxl_template(year, text=7),
}
MISSING = {"M501", "M502", "M503", "M504"}


@st.composite
def reports(draw):
    year = draw(st.sampled_from([2020, 2024]))
    numbers = st.one_of(st.none(), st.integers(0, 3), st.integers(0, 9_999_999))
    cells = {}
    for cell in form_for(year).cells.values():
        value = draw(numbers)
        cells[cell.key] = value if value is None or not cell.is_money else Decimal(value) / 100
        if cell.signed and value is not None:
            cells[cell.key] = -value
    return year, cells


@pytest.mark.parametrize("name", TEMPLATES)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=reports())
def test_what_is_filled_in_is_read_back(tmp_path, name, made):
    year, cells = made
    found, path = filled(tmp_path, TEMPLATES[name](year), outcome(year, cells), name)
    published = read_published(path)
    assert {key: published.value(key) for key in cells} == cells
    assert found.cells == sum(value is not None for value in cells.values())
    assert not MISSING & set(codes(found))
    again, _ = filled(tmp_path, path.read_bytes(), outcome(year, cells), name)
    assert again.data == found.data, (
        "a filled template is a template, and filling it again changes nothing"
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    changes=st.lists(st.sampled_from(sorted(VARIATIONS)), min_size=1, max_size=3, unique=True),
    sheet=st.booleans(),
)
def test_no_figure_goes_into_another_cell_and_none_is_lost_in_silence(tmp_path, changes, sheet):
    """With several oddities at once, a cell has its own figure or is told to have none."""
    rows = tables(2024)
    try:
        for change in changes:
            rows = VARIATIONS[change](rows)
    except (IndexError, ValueError):
        return  # one change takes away what the next one needs
    data = openpyxl_template(found=blank(found=rows)) if sheet else blank_docx(found=rows)
    found, path = filled(tmp_path, data, name="模板.xlsx" if sheet else "模板.docx")
    published = read_published(path)
    wanted = outcome().report.cells
    got = {key: cell.value for key, cell in published.cells.items() if cell.value is not None}
    assert {key: value for key, value in got.items() if value != wanted[key]} == {}
    assert len(got) == found.cells
    assert len(got) == len(wanted) or MISSING & set(codes(found))
