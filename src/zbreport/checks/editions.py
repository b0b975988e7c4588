"""What the catalogue of rules says of the editions of the form, made from the forms themselves."""

from __future__ import annotations

from zbreport.forms import all_forms


def forms_source() -> str:
    """The notices of the forms, newest first: `国办公开办函〔2021〕30号、〔2019〕60号 表样`."""
    newest, *older = [form.notice for form in reversed(all_forms())]
    issuer = newest.partition("〔")[0]
    return f"{'、'.join([newest, *(notice.removeprefix(issuer) for notice in older)])} 表样"


def editions_by_year() -> str:
    """Which years use which edition: `2019、2020 年度用 2019 年版表样，2021 年度起用…`."""
    return "，".join(
        f"{_years(form.first_year, form.last_year)}用 {form.edition} 年版表样"
        for form in all_forms()
    )


def _years(first: int, last: int | None) -> str:
    if last is None:
        return f"{first} 年度起"
    if last - first > 1:
        return f"{first}—{last} 年度"
    return f"{'、'.join(str(year) for year in range(first, last + 1))} 年度"


def signed_columns() -> str:
    """The columns whose figures may be negative: `2019 年版“本年增/减”`."""
    found = {
        f"{form.edition} 年版“{cell.column[-1]}”": None
        for form in all_forms()
        for cell in form.cells.values()
        if cell.signed
    }
    return "、".join(found)


def applicant_columns() -> str:
    """The columns that the newest edition adds up: `自然人 + 商业企业 + …`."""
    (block,) = all_forms()[-1].table("requests").blocks
    return " + ".join(column.path[-1] for column in block.columns if not column.sum)
