"""Rules on the tables alone: relations and cells (C02-C05, C07-C09, C30, C43-C45)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zbreport.checks.case import Case, compare, failed, unjudged
from zbreport.checks.mending import mending
from zbreport.checks.offices import makes_rules, office_of
from zbreport.checks.relations import cells_under, filled, missing, relations, rows_of, total
from zbreport.checks.verdicts import Passed
from zbreport.diagnostics import Level
from zbreport.errors import YearError
from zbreport.forms import form_for
from zbreport.forms.comparable import counted_rows, same_cells
from zbreport.forms.layout import number_text
from zbreport.text.numerals import numeral

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.checks.relations import Relation
    from zbreport.checks.verdicts import Result
    from zbreport.forms import Form
    from zbreport.model import Number, RowPlace
    from zbreport.readback.published import ReadCell, Unsplit

_GROUP = re.compile(r"（[一二三四五六七八九十]+）|$")
"""The number of a group of rows, where it has one."""
_OTHER = "requests.other.total"
_SHARE_OF_OTHER = 0.1
_MOST_ADDENDS = 6
_SHOWN_BLANKS = 3
_EXPLAINED = re.compile(
    r"其他处理|其他\d+[件宗起][(（]|自主撤销|自行撤|[“\"]其他[”\"]|3[.、]?其他|撤回|撤销申请|撤件|非政府信息|咨询类|主动撤|转办"
)


def identity(case: Case) -> Iterator[Result]:
    """C02: the relation that the form prints, in every column."""
    for relation in _of(case, "C02"):
        yield _relation(case, relation, "第一项加第二项（{}）不等于第三项总计加第四项（{}）")


def total_column(case: Case) -> Iterator[Result]:
    """C03: 总计 of every row of section 三."""
    for relation in _of(case, "C03"):
        columns = numeral(len(relation.right))
        yield _relation(case, relation, f"总计写 {{}}，{columns}列之和是 {{}}")


def total_row(case: Case) -> Iterator[Result]:
    """C04: （七）总计 of every column."""
    for relation in _of(case, "C04"):
        yield _relation(case, relation, f"{_rows(case, relation)}各行之和是 {{}}")


def proceeding_totals(case: Case) -> Iterator[Result]:
    """C05: the three 总计 of section 四."""
    for relation in _of(case, "C05"):
        parts = numeral(len(relation.right))
        yield _relation(case, relation, f"总计写 {{}}，{parts}项之和是 {{}}")


def _rows(case: Case, relation: Relation) -> str:
    """`（七）总计写 {}，（一）至（六）`: the row and the groups of rows that it adds up."""
    cells = case.form.cells if case.form else {}
    whole, first, last = (
        cells[key].row for key in (relation.left[0], relation.right[0], relation.right[-1])
    )
    groups = "至".join(_GROUP.findall("/".join(path))[0] for path in (first, last))
    return f"{whole[-1]}写 {{}}，{groups}"


def _of(case: Case, rule: str) -> tuple[Relation, ...]:
    return relations(case.form.edition, rule) if case.form else ()


def _relation(case: Case, relation: Relation, message: str) -> Result:
    """Tests a relation, blanks as people mean them; `message` has places for its two sides."""
    figures = case.read_as
    left, right = total(relation.left, figures), total(relation.right, figures)
    blank = missing(relation.cells, case.figures)
    if left is None or right is None or (left == right and _tells_nothing(case, blank)):
        gone = missing(relation.cells, figures) or blank
        named = "、".join(case.label(key) for key in gone[:3]) + (
            f"等 {len(gone)} 格" if len(gone) > 3 else ""
        )
        return unjudged(relation.rule, relation.place, f"{named}没有数", gone)
    if left == right:
        return Passed(relation.cells)
    hint = mending(relation, figures, case.published.edition or "")
    rows: tuple[RowPlace, ...] = ()
    if case.tally is not None:
        from zbreport.checks.rows import make_up

        by_ledgers, rows = make_up(case, relation.cells)
        hint = "；".join(text for text in (by_ledgers, hint) if text)
    told = message.format(_sum(relation.left, left, case), _sum(relation.right, right, case))
    if blank:
        told += f"（{len(blank)} 个空格按 0 计）" if len(blank) > 1 else "（空格按 0 计）"
    return compare(
        relation.rule, relation.place, left, right, told, relation.cells, remedy=hint, rows=rows
    )


def _tells_nothing(case: Case, blank: tuple[str, ...]) -> bool:
    """Whether sums hold only because a blank 总计 was read as the sum of its addends."""
    cells = case.form.cells if case.form else {}
    return any(cells[key].addends and case.read_as[key] for key in blank)


def _sum(cells: tuple[str, ...], whole: Number, case: Case) -> str:
    """`3001 + 34 = 3035`; of many addends only the sum."""
    parts = " + ".join(number_text(case.read_as.get(key)) for key in cells)
    return (
        f"{parts} = {number_text(whole)}" if 1 < len(cells) <= _MOST_ADDENDS else number_text(whole)
    )


def unfilled(case: Case) -> Iterator[Result]:
    """C07: cells that are blank or hold `/`, `-`, `无`; one finding a table and kind.

    A table without any figure is C45's.
    """
    for (table, rows), (_, cells) in zip(
        rows_of(case.form.edition) if case.form else (), case.tables, strict=True
    ):
        filled_in = [keys for _, keys in rows if not case.blank or case.blank.isdisjoint(keys)]
        yield Passed((), len(filled_in))
        if len(filled_in) == len(rows) or _all_blank(cells):
            continue
        empty: dict[str, list[str]] = {}
        for _, keys in rows:
            for key in keys:
                cell = case.published.cells.get(key)
                if cell is not None and cell.value is None:  # what was not found is C20's
                    empty.setdefault(cell.text, []).append(key)
        for text, blanks in empty.items():
            yield _empty_cells(case, table.section, text, blanks)
        if not empty:
            yield Passed()


def _empty_cells(case: Case, section: str, text: str, keys: list[str]) -> Result:
    """What blanks of one table hold, in how many rows, and what the relations demand of them."""
    what = f"写的是“{text}”，不是数" if text else "没有填数"
    figures, edition = case.figures, case.published.edition or ""
    wanted = {key: found for key in keys if (found := filled(key, figures, edition)) is not None}
    told = list(wanted.items())
    hint = "；".join(
        f"按勾稽关系，{case.label(key)} 应为 {number_text(value)}"
        for key, value in told[:_SHOWN_BLANKS]
    ) + (f"等 {len(told)} 格" if len(told) > _SHOWN_BLANKS else "")
    rows = dict.fromkeys(case.label(key).rpartition("/")[0].rpartition("/")[2] for key in keys)
    if len(keys) == 1:
        place, message = case.label(keys[0]), f"{case.label(keys[0]).rpartition('/')[2]}：{what}"
    else:
        place = section
        some = "、".join(list(rows)[:_SHOWN_BLANKS]) + ("等" if len(rows) > _SHOWN_BLANKS else "")
        counted = "" if text else "；核对各项之和时空格按 0 计"
        message = f"{some} {len(rows)} 行中有 {len(keys)} 格{what}{counted}"
    return failed(
        "C07",
        place,
        message,
        cells=tuple(keys),
        said=text,
        expected=number_text(wanted[keys[0]]) if len(keys) == 1 and wanted else "",
        remedy=hint,
    )


def numbers(case: Case) -> Iterator[Result]:
    """C08: counts are whole and not negative.

    Only signed cells may be negative, only money may have decimals.
    """
    rest = [key for key, value in case.figures.items() if type(value) is not int or value < 0]
    yield Passed((), len(case.figures) - len(rest))
    for cell in [case.form.cells[key] for key in rest] if case.form else ():
        fault, key, read = "", cell.key, case.published.cells.get(cell.key)
        if read is None or read.value is None:
            continue
        if read.value < 0 and not cell.signed:
            fault = "不能是负数"
        elif not cell.is_money and read.value != int(read.value):
            fault = "应是整数"
        if fault:
            yield failed(
                "C08",
                case.label(key),
                f"{case.label(key)}写的是 {read.text or number_text(read.value)}，{fault}",
                cells=(key,),
                said=read.text,
            )
        else:
            yield Passed((key,))


def rules_without_power(case: Case) -> Iterator[Result]:
    """C09: 规章 of a body that cannot make any."""
    keys = cells_under(case.form.edition, "disclosure.rules") if case.form else ()
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
        told = "、".join(
            f"{case.label(key).rpartition('/')[2]} {number_text(case.figures[key])}"
            for key in filled_in
        )
        yield failed(
            "C09",
            "二/规章",
            f"{office}没有规章制定权，规章却填了 {told}",
            cells=filled_in,
            expected="0",
            said=told,
        )


def unexplained_other(case: Case) -> Iterator[Result]:
    """C30: （六）3.其他 is a large share of （七） and the text does not say what is inside."""
    other, whole = case.figures.get(_OTHER), case.figures.get("requests.total.total")
    cells = (_OTHER, "requests.total.total")
    notes = "\n".join(part.text for part in case.published.paragraphs)
    if other is None or whole is None:
        yield unjudged("C30", "三/（六）其他处理", "没有数", cells)
    elif case.form and _is_lumped(case.form):
        reason = f"{case.form.edition} 年版（六）没有细分，看不出“其他”有多少"
        yield unjudged("C30", "三/（六）其他处理", reason, cells)
    elif other <= _SHARE_OF_OTHER * float(whole) or _EXPLAINED.search(notes):
        yield Passed(cells)
    elif not notes:
        yield unjudged("C30", case.label(_OTHER), "没有正文，不知道是否说明了“其他”包含什么", cells)
    else:
        share = f"{100 * float(other) / float(whole):.1f}%" if whole else ""
        message = (
            f"“其他”{number_text(other)} 件，占（七）总计 {number_text(whole)} 件的 {share}，"
            "文字中没有说明包含什么"
        )
        yield failed("C30", case.label(_OTHER), message, cells=cells, said=number_text(other))


def _is_lumped(form: Form) -> bool:
    """Whether an edition counts several outcomes in its one row of （六）."""
    rows = counted_rows(form, (_OTHER,))
    return rows is not None and len(dict(rows.facts).get("outcome", ())) > 1


def unsplit(case: Case) -> Iterator[Result]:
    """C43: a single （六） of an edition that does not split it, where several rows belong."""
    for whole in case.published.unsplit:
        yield _whole_group(case, whole)
    if case.published.unsplit:
        return
    value, form, wanted = case.figures.get(_OTHER), case.form, _edition_of_year(case)
    if form is None or wanted is None or value == 0:
        yield Passed()
        return
    split = same_cells(form, (_OTHER,), wanted)
    if not _is_lumped(form) or len(split) < 2:
        yield Passed()
    elif value is None:
        yield unjudged("C43", "三/（六）其他处理", "没有数")
    else:
        message = (
            f"（六）其他处理 {number_text(value)} 件没有细分为 {wanted.edition} 年版的"
            f"{numeral(len(split))}行"
        )
        yield failed("C43", "三/（六）其他处理", message, cells=(_OTHER,), said=number_text(value))


def _whole_group(case: Case, whole: Unsplit) -> Result:
    """That one row stands for several of the form."""
    cell = list(whole.cells.values())[-1] if whole.cells else None
    value = number_text(cell.value) if cell and cell.value is not None else ""
    edition = case.form.edition if case.form else ""
    said = f"{whole.label} {value} 件" if value else whole.label
    message = (
        f"{said}没有细分为 {edition} 年版的{numeral(len(whole.rows))}行，"
        "各行按“未细分”读取，合计时用这一行的数"
    )
    return failed("C43", f"三/{whole.label}", message, said=value)


def _edition_of_year(case: Case) -> Form | None:
    """The edition that the report's year must use; None where that is not known."""
    try:
        return form_for(case.published.year) if case.published.year else None
    except YearError:
        return None


def all_zero(case: Case) -> Iterator[Result]:
    """C44: tables that are all 0 although last year's were not, or the text has figures."""
    zero = [table for table, cells in case.tables if cells and not any(map(_not_zero, cells))]
    told = [(table, reason) for table in zero if (reason := _why_not_zero(case, table.key))]
    if told:
        titles = "、".join(f"{table.title}（{reason}）" for table, reason in told)
        yield failed("C44", told[0][0].title if len(told) == 1 else "各表", f"全部是 0：{titles}")
    elif zero and case.previous is None:
        titles = "、".join(table.title for table in zero)
        yield unjudged("C44", titles, "全部是 0，没有上年年报可比")
    elif case.tables and any(cells for _, cells in case.tables):
        yield Passed()


def _not_zero(cell: ReadCell) -> bool:
    return cell.value != 0


def _why_not_zero(case: Case, table: str) -> str:
    """What speaks against a table of zeros."""
    before = case.previous.cells if case.previous else {}
    if any(cell.value for key, cell in before.items() if key.startswith(f"{table}.")):
        return "上年有数"
    stated = any(
        claim.kind == "count" and claim.figure and claim.readings[0][0].startswith(f"{table}.")
        for claim in case.narrative.claims
        if claim.readings
    )
    return "文字中有件数" if stated else ""


def all_blank(case: Case) -> Iterator[Result]:
    """C45: no cell of a table holds a number, or the table is not there."""
    for table, cells in case.tables:
        if not cells:
            yield unjudged("C45", table.title, "没有找到这张表")
        elif _all_blank(cells):
            yield failed(
                "C45", table.title, f"这张表 {len(cells)} 格都没有填数", level=Level.WARNING
            )
        else:
            yield Passed()


def _all_blank(cells: list[ReadCell]) -> bool:
    return bool(cells) and all(cell.value is None for cell in cells)
