"""The official form as data: one TOML file per edition, loaded, expanded and validated here.

Source: 国办公开办函〔2019〕60号 (editions for report years 2019 and 2020) and
国办公开办函〔2021〕30号 (from 2021 on). A form is tables; a table is blocks of rows and columns
with label paths; a cell is where a row meets a column. What a cell counts is the union of its row's
and its column's `where`. `sum` makes a row or a column the sum of others.

Keys of an edition's file, besides `edition`, `notice`, `first_year` and `sections` (the official
headings); an edition holds until the next begins, or until `last_year`:

* `[[tables]]`: `key`, `section` (its Chinese number), `title`, and `short`, by which a sheet of a
  workbook is called.
* `[[tables.blocks]]`: `heading`, `stub` (what stands in the corner), `columns` and `rows`.
* A column or row: `key`, `path` (its labels from the outside in), `ledger`, `where`, `sum`,
  `total`, `divide_by`, `unit`, `signed` (see `form.Line`). `said` is the verb by which the text of
  a report tells the figure (`制发`), `terms` the words of `checks/phrases.toml` that mean it there.
* `[[identities]]`: a relation that the form prints.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from zbreport.errors import YearError
from zbreport.forms.form import Block, Cell, Form, Identity, Line, Selection, Table, Where
from zbreport.forms.parse import parse_form

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    "form_for",
    "form_named",
    "parse_form",
    "until_next",
]


def form_for(year: int) -> Form:
    """Gives the edition that a report year must use.

    Raises:
        YearError: no edition covers the year.
    """
    for form in reversed(all_forms()):
        if form.covers(year):
            return form
    first = all_forms()[0].first_year
    message = (
        f"{year} 年没有对应的表样：全国统一格式自 {first} 年度起施行。"
        f"请用 --year 指定 {first} 年及以后的年度。"
    )
    raise YearError(message)


@cache
def form_named(name: str) -> Form:
    """One edition by its name: the one way from `Report.edition` to its form.

    Raises:
        ValueError: there is none.
    """
    for form in all_forms():
        if form.edition == name:
            return form
    message = f"there is no edition {name}"
    raise ValueError(message)


@cache
def all_forms() -> tuple[Form, ...]:
    """Every edition shipped, oldest first, validated together (no gap and no overlap of years)."""
    texts = sorted(_texts().items())
    forms = until_next(tuple(parse_form(text, name) for name, text in texts))
    check_years(forms)
    return forms


def _texts() -> Mapping[str, str]:
    """File name → TOML text of every edition; a file of an edition is called by a number."""
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in files("zbreport.forms").iterdir()
        if entry.name.removesuffix(".toml").isdecimal()
    }


def until_next(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    """Puts editions in order; one that does not say when it ends lasts until the next begins."""
    ordered = sorted(forms, key=lambda form: form.first_year)
    return (
        *(
            replace(older, last_year=older.last_year or newer.first_year - 1)
            for older, newer in pairwise(ordered)
        ),
        *ordered[-1:],
    )


def check_years(forms: tuple[Form, ...]) -> None:
    """Refuses editions that leave a year uncovered or cover it twice.

    Raises:
        ValueError: naming the two editions.
    """
    for older, newer in pairwise(forms):
        if older.last_year is None or older.last_year + 1 != newer.first_year:
            message = f"editions {older.edition} and {newer.edition} leave a gap or overlap"
            raise ValueError(message)
