"""The official form as data: one TOML file per edition, loaded, expanded to cells and validated here.

Source: 国办公开办函〔2019〕60号 (editions for report years 2019 and 2020) and
国办公开办函〔2021〕30号 (from 2021 on). A form is tables; a table is blocks of rows and columns
with label paths; a cell is where a row meets a column. What a cell counts is the union of its row's
and its column's `where`. `sum` makes a row or a column the sum of others.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import pairwise

from zbreport.errors import YearError
from zbreport.forms.form import Block, Cell, Form, Identity, Line, Selection, Table, Where
from zbreport.forms.parse import parse_form

__all__ = [
    "Block",
    "Cell",
    "Form",
    "Identity",
    "Line",
    "Selection",
    "Table",
    "Where",
    "all_forms",
    "check_years",
    "edition",
    "form_for",
    "parse_form",
]


def form_for(year: int) -> Form:
    """Gives the edition that a report year must use.

    Raises:
        YearError: no edition covers the year.
    """
    for name in reversed(_names()):
        if (form := _load(name)).covers(year):
            return form
    first = min(form.first_year for form in all_forms())
    message = f"{year} 年没有对应的表样：全国统一格式自 {first} 年度起施行。请用 --year 指定 {first} 年及以后的年度。"
    raise YearError(message)


@cache
def all_forms() -> tuple[Form, ...]:
    """Every edition shipped, oldest first, validated together (no gap and no overlap of years)."""
    forms = tuple(map(_load, _names()))
    check_years(forms)
    return forms


def edition(name: str) -> Form:
    """One edition by its name; ValueError when there is none."""
    if f"{name}.toml" not in _names():
        message = f"there is no edition {name}"
        raise ValueError(message)
    return _load(f"{name}.toml")


@cache
def _names() -> tuple[str, ...]:
    return tuple(
        sorted(
            entry.name
            for entry in files("zbreport.forms").iterdir()
            if entry.name.removesuffix(".toml").isdecimal()
        )
    )


@cache
def _load(name: str) -> Form:
    return parse_form((files("zbreport.forms") / name).read_text(encoding="utf-8"), name)


def check_years(forms: tuple[Form, ...]) -> None:
    """Refuses editions that leave a year uncovered or cover it twice.

    Raises:
        ValueError: naming the two editions.
    """
    for older, newer in pairwise(forms):
        if older.last_year is None or older.last_year + 1 != newer.first_year:
            message = f"editions {older.edition} and {newer.edition} leave a gap or overlap"
            raise ValueError(message)
