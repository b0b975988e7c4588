"""Rules on the shape of the tables: edition, rows and labels, hidden rows (C01, C20, C21, C48)."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from zbreport.checks.case import Case, failed, remark, unjudged
from zbreport.checks.verdicts import Passed
from zbreport.diagnostics import Level
from zbreport.errors import YearError
from zbreport.forms import form_for
from zbreport.text.privacy import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.checks.verdicts import Result
    from zbreport.readback.published import Oddity

_SHOWN = 4
_KINDS = {
    "table_missing": "没有找到这张表",
    "table_twice": "这张表出现了不止一次",
    "row_missing": "缺少这一行",
    "row_extra": "表样中没有这一行",
    "label_differs": "名称与表样不同",
    "column_missing": "缺少这一列",
    "columns_unclear": "表头和各行的格子对不上，不能确定哪一格属于哪一列，没有读取",
}


def edition(case: Case) -> Iterator[Result]:
    """C01: the edition of the tables is that of the report year."""
    published = case.published
    for oddity in published.oddities:
        if oddity.kind == "two_editions":
            yield failed(
                "C01",
                oddity.place or "表格",
                f"两版表样混用：{oddity.said}" if oddity.said else "两版表样混用",
            )
    if published.year is None or published.edition is None:
        yield unjudged("C01", "表格", "不知道报告年度" if published.edition else "没有找到表格")
        return
    try:
        wanted = form_for(published.year)
    except YearError as error:
        yield unjudged("C01", "表格", str(error))
        return
    if wanted.edition == published.edition:
        yield Passed()
        return
    message = (
        f"{published.year} 年度应使用 {wanted.edition} 年版表样（{wanted.notice}），"
        f"报告用的是 {published.edition} 年版"
    )
    yield failed("C01", "表格", message, said=published.edition, expected=wanted.edition)


def labels(case: Case) -> Iterator[Result]:
    """C20: labels, rows and tables as the form has them."""
    found = [oddity for oddity in case.published.oddities if oddity.kind in _KINDS]
    for oddity in _once(found):
        yield failed(
            "C20",
            _place(case, oddity),
            f"{_KINDS[oddity.kind]}：{_oddity(oddity)}",
            said=oddity.said,
            expected=oddity.expected,
        )
    if not found:
        yield Passed()


def _once(found: list[Oddity]) -> Iterator[Oddity]:
    """Rows or columns of one table that are missing together, as one."""
    for (kind, _), group in groupby(found, key=lambda oddity: (oddity.kind, oddity.table)):
        alike = list(group)
        if kind not in {"row_missing", "column_missing"} or len(alike) == 1:
            yield from alike
            continue
        names = [oddity.said or oddity.expected for oddity in alike]
        more = f"”等 {len(names)} 处" if len(names) > _SHOWN else "”"
        told = "”“".join(names[:_SHOWN]) + more.removesuffix("”")
        yield replace(alike[0], said="" if alike[0].expected else told, expected=told)


def punctuation(case: Case) -> Iterator[Result]:
    """C21: labels that differ only in how they are typed; a remark, the table is right."""
    found = [oddity for oddity in case.published.oddities if oddity.kind == "label_punctuation"]
    if found:
        some = "、".join(f"“{shown(oddity.said)}”" for oddity in found[:3])
        more = f"等 {len(found)} 处" if len(found) > 3 else ""
        yield remark(
            "C21",
            _table_title(case, found[0]),
            f"{some}{more}与表样只差标点、空格或编号",
            said=shown(found[0].said),
            expected=shown(found[0].expected),
        )
    else:
        yield Passed()


def hidden(case: Case) -> Iterator[Result]:
    """C48: a workbook shows all that it holds.

    Hidden rows of the tables are figures that a reader does not see.
    """
    found = [
        oddity
        for oddity in case.published.oddities
        if oddity.kind in {"sheet_hidden", "rows_hidden", "rows_passed_over"}
    ]
    for oddity in found:
        level = Level.WARNING if oddity.kind == "rows_hidden" else Level.INFO
        yield failed("C48", f"工作表 {oddity.place}", oddity.said, level=level)
    if not found:
        yield Passed()


def _oddity(oddity: Oddity) -> str:
    if oddity.said and oddity.expected:
        return f"“{oddity.said}”，表样是“{oddity.expected}”"
    return f"“{oddity.said or oddity.expected or oddity.table}”"


def _place(case: Case, oddity: Oddity) -> str:
    table = (
        next((table for table in case.form.tables if table.key == oddity.table), None)
        if case.form
        else None
    )
    if table is None:
        return oddity.place or "表格"
    return f"{table.section}/{oddity.place}" if oddity.place else table.title


def _table_title(case: Case, oddity: Oddity) -> str:
    return (
        next((table.title for table in case.form.tables if table.key == oddity.table), "表格")
        if case.form
        else "表格"
    )
