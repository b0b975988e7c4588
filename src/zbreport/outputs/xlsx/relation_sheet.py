"""The sheet 核对.

Every relation of the form as a line of live formulas, so that an edit shows what it breaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbreport.forms.layout import MISSING
from zbreport.outputs.xlsx.formulas import complete_sum
from zbreport.render.cells import HEADER, NUMBER, SECTION, TEXT, CellWriter, Place, fit_height

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from zbreport.forms import Block, Form, Table
    from zbreport.model import Number, Report

NAME = "核对"
HOLDS, FAILS = "相符", "不符"
_NAMES = {HOLDS: HOLDS, FAILS: FAILS, MISSING: "数据不全"}
_TOP = 2
_WIDTH = 66
_LISTED = 4


@dataclass(frozen=True, slots=True)
class Relation:
    """Two sums of cells that must be equal, in the form's words."""

    label: str
    left: tuple[str, ...]
    right: tuple[str, ...]


def relations(form: Form) -> Iterator[Relation]:
    """Every relation of an edition.

    Sums along rows, sums down columns, then what the form prints, column by column.
    """
    for table in form.tables:
        for block in table.blocks:
            yield from _sums(table, block)
    for identity in form.identities:
        column = form.cells[identity.left[0]].column[-1]
        section = form.label(identity.left[0]).partition("/")[0]
        yield Relation(f"{section}/{column}：{identity.label}", identity.left, identity.right)


def write(writer: CellWriter, form: Form, report: Report, places: Mapping[str, Place]) -> None:
    """Writes the sheet.

    Args:
        writer: of the workbook.
        form: the edition.
        report: the figures, for the results stored beside the formulas.
        places: where every cell of the form stands.
    """
    sheet = writer.sheet(NAME, repeat=(_TOP, _TOP))
    sheet.set_column(0, 0, _WIDTH)
    sheet.set_column(1, 3, 12)
    sheet.set_column(4, 4, 10)
    writer.text((sheet, 0, 0), "表内关系核对（改动各表后自动重算）", SECTION, span=(1, 5))
    for col, head in enumerate(("关系", "左边", "右边", "差", "结果")):
        writer.text((sheet, _TOP, col), head, HEADER)
    results = [
        _line(writer, (sheet, row), relation, report.cells, places)
        for row, relation in enumerate(relations(form), start=_TOP + 1)
    ]
    last = _TOP + len(results)
    found = f"E{_TOP + 2}:E{last + 1}"
    counts = [(word, results.count(word)) for word in (HOLDS, FAILS, MISSING)]
    live = "&".join(f'" {_NAMES[word]} "&COUNTIF({found},"{word}")' for word, _ in counts)
    stored = "".join(f" {_NAMES[word]} {count}" for word, count in counts)
    sheet.write_formula(
        1,
        0,
        f'="共 {len(results)} 项："&{live}',
        writer.look({"text_wrap": False}),
        f"共 {len(results)} 项：{stored}",
    )
    red = writer.book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006", "bold": True})
    sheet.conditional_format(
        _TOP + 1,
        4,
        last,
        4,
        {"type": "cell", "criteria": "==", "value": f'"{FAILS}"', "format": red},
    )
    sheet.freeze_panes(_TOP + 1, 0)


def _line(
    writer: CellWriter,
    place: tuple[Worksheet, int],
    relation: Relation,
    cells: Mapping[str, Number | None],
    places: Mapping[str, Place],
) -> str:
    sheet, row = place
    left, right = (
        _sum([cells.get(key) for key in side]) for side in (relation.left, relation.right)
    )
    difference = None if left is None or right is None else left - right
    result = MISSING if difference is None else FAILS if difference else HOLDS
    writer.text((sheet, row, 0), relation.label, TEXT)
    fit_height(sheet, row, [relation.label], [_WIDTH])
    for col, (value, side) in enumerate(((left, relation.left), (right, relation.right)), start=1):
        writer.figure(
            (sheet, row, col),
            value,
            NUMBER,
            formula=f"={complete_sum([places[key] for key in side], with_sheet=True)}",
        )
    line = row + 1
    writer.figure(
        (sheet, row, 3),
        difference,
        NUMBER,
        formula=f'=IF(COUNT(B{line}:C{line})=2,B{line}-C{line},"{MISSING}")',
    )
    verdict = f'=IF(ISNUMBER(D{line}),IF(ROUND(D{line},6)=0,"{HOLDS}","{FAILS}"),"{MISSING}")'
    sheet.write_formula(row, 4, verdict, writer.look(NUMBER), result)
    return result


def _sum(values: Sequence[Number | None]) -> Number | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _sums(table: Table, block: Block) -> Iterator[Relation]:
    for row in block.rows:
        for column in block.columns:
            if column.sum:
                parts = tuple(
                    part for key in column.sum for part in block.columns if part.key == key
                )
                where = "/".join(
                    [table.section, *row.path[-1:], *(() if row.path else column.path[:-1])]
                )
                first, last = parts[0].path[-1], parts[-1].path[-1]
                listed = "＋".join(part.path[-1] for part in parts)
                names = (
                    listed if len(parts) <= _LISTED else f"{first} 至 {last} 共 {len(parts)} 列之和"
                )
                addends = tuple(table.cell_key(row, part) for part in parts)
                yield Relation(
                    f"{where}：{column.path[-1]} ＝ {names}",
                    (table.cell_key(row, column),),
                    addends,
                )
    for row in block.rows:
        for column in block.columns:
            if row.sum:
                rows = tuple(part for key in row.sum for part in block.rows if part.key == key)
                first, last = (_numbered(part.path) for part in (rows[0], rows[-1]))
                words = f"{row.path[-1]} ＝ {first} 至 {last} 共 {len(rows)} 行之和"
                addends = tuple(table.cell_key(part, column) for part in rows)
                yield Relation(
                    f"{table.section}/{column.path[-1]}：{words}",
                    (table.cell_key(row, column),),
                    addends,
                )


def _numbered(path: Sequence[str]) -> str:
    """The inner labels of a row: `（六）其他处理 3.其他`."""
    return " ".join(path[1:] or path)
