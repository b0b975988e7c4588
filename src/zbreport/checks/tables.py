"""Rules on the tables alone: edition, relations, cells, labels (C01-C05, C07-C09, C20, C21, C30, C43-C45)."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from zbreport.checks.case import Case, compare, failed, remark, unjudged
from zbreport.checks.offices import makes_rules, office_of
from zbreport.checks.relations import filled, gap, mending, missing, relations, total
from zbreport.checks.verdicts import Passed
from zbreport.diagnostics import Level
from zbreport.errors import YearError
from zbreport.forms import Table, form_for
from zbreport.layout import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.checks.relations import Relation
    from zbreport.checks.verdicts import Result
    from zbreport.readback.published import Oddity, ReadCell

_SHARE_OF_OTHER = 0.1
_EXPLAINED = re.compile(r"其他处理|[“\"]其他[”\"]|3[.、]?其他|撤回|撤销申请|撤件|非政府信息|咨询类|主动撤|转办")
_KINDS = {
    "table_missing": "没有找到这张表",
    "table_twice": "这张表出现了不止一次",
    "row_missing": "缺少这一行",
    "row_extra": "表样中没有这一行",
    "label_differs": "名称与表样不同",
    "column_missing": "缺少这一列",
}


def edition(case: Case) -> Iterator[Result]:
    """C01: the edition of the tables is that of the report year."""
    published = case.published
    for oddity in published.oddities:
        if oddity.kind == "two_editions":
            yield failed("C01", oddity.place or "表格", f"两版表样混用：{oddity.said}" if oddity.said else "两版表样混用")
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
    message = f"{published.year} 年度应使用 {wanted.edition} 年版表样（{wanted.notice}），报告用的是 {published.edition} 年版"
    yield failed("C01", "表格", message, said=published.edition, expected=wanted.edition)


def identity(case: Case) -> Iterator[Result]:
    """C02: the relation that the form prints, in every column."""
    for relation in _of(case, "C02"):
        one, two = (_told(part, case) for part in (relation.left, relation.right))
        message = f"第一项加第二项（{one}）不等于第三项总计加第四项（{two}）"
        yield _relation(case, relation, message)


def total_column(case: Case) -> Iterator[Result]:
    """C03: 总计 of every row of section 三."""
    for relation in _of(case, "C03"):
        yield _relation(case, relation, f"总计写 {_told(relation.left, case)}，六列之和是 {_told(relation.right, case)}")


def total_row(case: Case) -> Iterator[Result]:
    """C04: （七）总计 of every column."""
    for relation in _of(case, "C04"):
        yield _relation(case, relation, f"（七）总计写 {_told(relation.left, case)}，（一）至（六）各行之和是 {_told(relation.right, case, shown=0)}")


def proceeding_totals(case: Case) -> Iterator[Result]:
    """C05: the three 总计 of section 四."""
    for relation in _of(case, "C05"):
        yield _relation(case, relation, f"总计写 {_told(relation.left, case)}，四项之和是 {_told(relation.right, case)}")


def _of(case: Case, rule: str) -> Iterator[Relation]:
    if case.form:
        yield from (relation for relation in relations(case.form.edition) if relation.rule == rule)


def _relation(case: Case, relation: Relation, message: str) -> Result:
    figures = case.figures
    if gap(relation, figures) is None:
        gone = missing(relation.cells, figures)
        named = "、".join(case.label(key) for key in gone[:3]) + (f"等 {len(gone)} 格" if len(gone) > 3 else "")
        return unjudged(relation.rule, relation.place, f"{named}没有数", cells=gone)
    left, right = total(relation.left, figures), total(relation.right, figures)
    hint = mending(relation, figures, case.published.edition or "") if left != right else ""
    return compare(relation.rule, relation.place, left, right, message, cells=relation.cells, remedy=hint)


def _told(cells: tuple[str, ...], case: Case, shown: int = 6) -> str:
    values = [case.figures.get(key) for key in cells]
    whole = number_text(total(cells, case.figures))
    if 1 < len(values) <= shown:
        return f"{' + '.join(number_text(value) for value in values)} = {whole}"
    return whole


def unfilled(case: Case) -> Iterator[Result]:
    """C07: cells that are blank or hold `/`, `-`, `无`; one finding a row and kind. A table without any figure is C45's."""
    for table in case.form.tables if case.form else ():
        if _all_blank(case, table):
            continue
        for row, keys in groupby(table.lines(), key=lambda line: line[1]):
            names = [table.cell_key(line[1], line[2]) for line in keys]
            read = [(key, case.published.cells.get(key)) for key in names]
            empty = [(key, cell) for key, cell in read if cell is not None and cell.value is None]
            place = f"{table.section}/{row.path[-1]}" if row.path else table.section
            if not empty and any(cell is not None for _, cell in read):
                yield Passed(tuple(names))
            for text, same in groupby(sorted(empty, key=lambda item: item[1].text), key=lambda item: item[1].text):
                yield _empty_cells(case, place, text, [key for key, _ in same])


def _empty_cells(case: Case, place: str, text: str, keys: list[str]) -> Result:
    columns = "、".join(case.label(key).rpartition("/")[2] for key in keys)
    what = f"写的是“{text}”，不是数" if text else "没有填数"
    figures, edition = case.figures, case.published.edition or ""
    wanted = {key: found for key in keys if (found := filled(key, figures, edition)) is not None}
    hint = "；".join(f"按勾稽关系，{case.label(key)} 应为 {number_text(value)}" for key, value in wanted.items())
    expected = number_text(wanted[keys[0]]) if len(keys) == 1 and wanted else ""
    place = case.label(keys[0]) if len(keys) == 1 else place
    return failed("C07", place, f"{columns}：{what}", cells=tuple(keys), said=text, expected=expected, remedy=hint)


def numbers(case: Case) -> Iterator[Result]:
    """C08: counts are whole and not negative; only signed cells may be negative, only money may have decimals."""
    for key, cell in case.form.cells.items() if case.form else ():
        read = case.published.cells.get(key)
        if read is None or read.value is None:
            continue
        fault = ""
        if read.value < 0 and not cell.signed:
            fault = "不能是负数"
        elif not cell.is_money and read.value != int(read.value):
            fault = "应是整数"
        if fault:
            yield failed("C08", case.label(key), f"{case.label(key)}写的是 {read.text or number_text(read.value)}，{fault}", cells=(key,), said=read.text)
        else:
            yield Passed((key,))


def rules_without_power(case: Case) -> Iterator[Result]:
    """C09: 规章 of a body that cannot make any."""
    keys = tuple(key for key in case.figures if key.startswith("disclosure.rules."))
    filled_in = tuple(key for key in keys if case.figures[key])
    office = office_of(case.published.title) or case.settings.unit or ""
    if missing(keys, case.figures) and not filled_in:
        yield unjudged("C09", "二/规章", "规章的格子没有数", cells=keys)
    elif not filled_in:
        yield Passed(keys)
    elif not office:
        yield unjudged("C09", "二/规章", "标题中看不出是哪个机关", cells=filled_in)
    elif makes_rules(office):
        yield Passed(keys)
    else:
        told = "、".join(f"{case.label(key).rpartition('/')[2]} {number_text(case.figures[key])}" for key in filled_in)
        yield failed("C09", "二/规章", f"{office}没有规章制定权，规章却填了 {told}", cells=filled_in, expected="0", said=told)


def labels(case: Case) -> Iterator[Result]:
    """C20: labels, rows and tables as the form has them."""
    found = [oddity for oddity in case.published.oddities if oddity.kind in _KINDS]
    for oddity in found:
        yield failed("C20", oddity.place or _table_title(case, oddity), f"{_KINDS[oddity.kind]}：{_oddity(oddity)}", said=oddity.said, expected=oddity.expected)
    if not found:
        yield Passed()


def punctuation(case: Case) -> Iterator[Result]:
    """C21: labels that differ only in how they are typed; a remark, the table is right."""
    found = [oddity for oddity in case.published.oddities if oddity.kind == "label_punctuation"]
    if found:
        some = "、".join(f"“{oddity.said}”" for oddity in found[:3])
        more = f"等 {len(found)} 处" if len(found) > 3 else ""
        yield remark("C21", _table_title(case, found[0]), f"{some}{more}与表样只差标点、空格或编号", said=found[0].said, expected=found[0].expected)
    else:
        yield Passed()


def _oddity(oddity: Oddity) -> str:
    if oddity.said and oddity.expected:
        return f"“{oddity.said}”，表样是“{oddity.expected}”"
    return f"“{oddity.said or oddity.expected or oddity.table}”"


def _table_title(case: Case, oddity: Oddity) -> str:
    return next((table.title for table in case.form.tables if table.key == oddity.table), "表格") if case.form else "表格"


def unexplained_other(case: Case) -> Iterator[Result]:
    """C30: （六）3.其他 is a large share of （七） and the text does not say what is inside."""
    other, whole = case.figures.get("requests.other.total"), case.figures.get("requests.total.total")
    cells = ("requests.other.total", "requests.total.total")
    if other is None or whole is None:
        yield unjudged("C30", "三/（六）其他处理", "没有数", cells=cells)
    elif other <= _SHARE_OF_OTHER * float(whole) or _EXPLAINED.search("\n".join(part.text for part in case.published.paragraphs)):
        yield Passed(cells)
    else:
        share = f"{100 * float(other) / float(whole):.1f}%" if whole else ""
        message = f"“其他”{number_text(other)} 件，占（七）总计 {number_text(whole)} 件的 {share}，文字中没有说明包含什么"
        yield failed("C30", case.label(cells[0]), message, cells=cells, said=number_text(other))


def unsplit(case: Case) -> Iterator[Result]:
    """C43: a single （六） from the 2019 edition in a report that must have three rows."""
    value = case.figures.get("requests.other.total")
    if case.published.edition != "2019" or case.published.year is None or case.published.year <= 2020 or value == 0:
        yield Passed()
    elif value is None:
        yield unjudged("C43", "三/（六）其他处理", "没有数")
    else:
        yield failed("C43", "三/（六）其他处理", f"（六）其他处理 {number_text(value)} 件没有细分为 2021 年版的三行", cells=("requests.other.total",), said=number_text(value))


def all_zero(case: Case) -> Iterator[Result]:
    """C44: every figure of a table is 0."""
    for table, cells in _tables(case):
        values = [cell.value for cell in cells]
        if values and all(value == 0 for value in values):
            yield failed("C44", table.title, f"这张表 {len(values)} 格都是 0")
        elif any(value is not None for value in values):
            yield Passed()


def all_blank(case: Case) -> Iterator[Result]:
    """C45: no cell of a table holds a number, or the table is not there."""
    for table, cells in _tables(case):
        if not cells:
            yield unjudged("C45", table.title, "没有找到这张表")
        elif _all_blank(case, table):
            yield failed("C45", table.title, f"这张表 {len(cells)} 格都没有填数", level=Level.WARNING)
        else:
            yield Passed()


def _tables(case: Case) -> Iterator[tuple[Table, list[ReadCell]]]:
    for table in case.form.tables if case.form else ():
        keys = (table.cell_key(row, column) for _, row, column in table.lines())
        yield table, [cell for key in keys if (cell := case.published.cells.get(key)) is not None]


def _all_blank(case: Case, table: Table) -> bool:
    cells = next(found for other, found in _tables(case) if other is table)
    return bool(cells) and all(cell.value is None for cell in cells)
