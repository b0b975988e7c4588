"""Of a cell a message shows what names nobody: dates, numbers, known wordings; of all else its kind."""

from __future__ import annotations

import pytest

from helpers import request, requests, run
from zbreport.text.privacy import cell_shown


@pytest.mark.parametrize(
    "text",
    [
        "2024年13月5日",
        "2024-02-30",
        "二〇二四年三月",
        "1,234.50元",
        "9月16日",
        "2024.3.1-2024.3.5",
        "#REF!",
    ],
)
def test_dates_and_numbers_are_shown(text):
    assert cell_shown(text) == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("王小明", "3 个汉字"),
        ("欧阳某某", "4 个汉字"),
        ("王小明 3", "5 个字符"),
        ("Li Ming", "7 个字符"),
    ],
)
def test_anything_else_is_told_by_its_kind(text, kind):
    assert cell_shown(text) == kind


@pytest.mark.parametrize("text", ["110101199003071234", "13812345678"])
def test_numbers_of_persons_are_no_numbers(text):
    assert text not in cell_shown(text)


def test_known_wordings_are_shown():
    assert cell_shown("予以公开", lambda text: text == "予以公开") == "予以公开"


@pytest.mark.parametrize("column", range(1, 7))
def test_a_name_in_a_wrong_column_of_a_register_is_never_shown(column):
    cells = request()
    cells[column] = "欧阳小明"
    tally = run(requests(cells, request("2")))
    assert not any("欧阳小明" in one.message + one.remedy for one in tally.diagnostics)
