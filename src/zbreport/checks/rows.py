"""The rows of the ledgers that make up the difference between a report's cell and the tally."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.diagnostics import REASONS, place_text
from zbreport.forms.layout import number_text
from zbreport.model import RowPlace

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from zbreport.checks.case import Case
    from zbreport.forms import Cell, Selection
    from zbreport.model import Number
    from zbreport.tabulation.tally import Tally

_SHOWN = 200


def behind(case: Case, key: str) -> tuple[str, tuple[RowPlace, ...]]:
    """Says which rows may explain a cell that differs from the tally.

    Returns:
        A sentence, and the rows: where the report says more, rows that were set aside and would
            count here; where it says less, the rows
        that count here, narrowed to one file, sheet or wording that is just as large as the
        difference. A cell of the same row or column with the opposite difference is named: then
        rows stand in the wrong cell.
    """
    tally = case.tally
    said, counted = case.figures[key], tally.report.cells[key] if tally else None
    if tally is None or case.form is None or said is None or counted is None:
        return "", ()
    cell = case.form.cells[key]
    if (
        cell.is_money
        or cell.addends
        or cell.selection is None
        or cell.selection.ledger not in tally.frames
    ):
        return _without_rows(cell, said, counted), ()
    difference = int(said - counted)
    moved = _moved(case, key, difference)
    groups = (
        list(_left_out(tally, cell.selection))
        if difference > 0
        else list(_counted(tally, cell.selection))
    )
    exact = [entry for entry in groups if len(entry[1]) == abs(difference)]
    sentences = [moved] if moved else []
    if exact:
        name, rows = exact[0]
        sentences.append(f"正好是{name}的这 {len(rows)} 行：{_told(rows)}")
        return "；".join(sentences), rows
    rows = (
        tuple(row for _, found in groups for row in found)
        if difference > 0
        else (groups[0][1] if groups else ())
    )
    if rows:
        what = "没有计入、但内容属于这一格的行" if difference > 0 else "台账计入这一格的行"
        sentences.append(f"{what}有 {len(rows)} 行：{_told(rows)}")
    return "；".join(sentences) or "台账中没有可以解释差额的行", rows[:_SHOWN]


def make_up(case: Case, cells: tuple[str, ...]) -> tuple[str, tuple[RowPlace, ...]]:
    """The cells of a broken relation that the ledgers contradict, with the rows of the difference.

    Returns:
        A sentence that names each of them with the ledgers' figure, and the rows; nothing where the
        ledgers are of another year or edition, or bear every cell out.
    """
    tally, published = case.tally, case.published
    if (
        tally is None
        or published.year not in {None, tally.report.year}
        or published.edition != tally.report.edition
    ):
        return "", ()
    told: list[str] = []
    found: list[RowPlace] = []
    for key in cells:
        said, counted = case.figures.get(key), tally.report.cells.get(key)
        if said is not None and counted is not None and said != counted:
            hint, rows = behind(case, key)
            told.append(f"按台账，{case.label(key)} 应为 {number_text(counted)}（{hint}）")
            found += rows
    return "；".join(told), tuple(dict.fromkeys(found))[:_SHOWN]


def _without_rows(cell: Cell, said: Number, counted: Number) -> str:
    if cell.is_money:
        wrong_unit = counted and said == counted * 10_000
        return (
            "年报的数正好是台账的 10000 倍，可能把元填成了万元"
            if wrong_unit
            else "请核对收费台账的金额和单位"
        )
    return (
        "这是合计格，请先核对它的各个加数" if cell.addends else "这一格由数据表给出，请核对数据表"
    )


def _moved(case: Case, key: str, difference: int) -> str:
    """Cells with the opposite difference in the same row or the same column."""
    if case.tally is None:
        return ""
    head, _, tail = key.rpartition(".")
    found = []
    for other, said in case.figures.items():
        counted = case.tally.report.cells.get(other)
        beside = other.rpartition(".")[0] == head or other.rpartition(".")[2] == tail
        single = case.form is not None and not case.form.cells[other].addends
        if (
            other != key
            and beside
            and single
            and said is not None
            and counted is not None
            and said - counted == -difference
        ):
            found.append(other)
    if len(found) != 1:
        return ""
    source, target = (found[0], key) if difference > 0 else (key, found[0])
    return f"可能有 {abs(difference)} 件应在“{case.label(source)}”，填到了“{case.label(target)}”"


def _left_out(tally: Tally, selection: Selection) -> Iterator[tuple[str, tuple[RowPlace, ...]]]:
    frame = tally.frames[selection.ledger]
    rows = frame[frame["set_aside"].notna()]
    for column, values in selection.where.items():
        rows = rows[rows[column].isin(values)] if column in rows else rows.iloc[:0]
    for reason, group in rows.groupby("set_aside", sort=True):
        yield f"因“{REASONS.get(str(reason), str(reason))}”没有计入", _places(tally, group)


def _counted(tally: Tally, selection: Selection) -> Iterator[tuple[str, tuple[RowPlace, ...]]]:
    from zbreport.tabulation.selection import select

    rows = select(tally.frames[selection.ledger], selection.where)
    if rows.empty:
        return
    yield "台账计入这一格", _places(tally, rows)
    for source, group in rows.groupby("source", sort=True):
        place = tally.sources[int(str(source))]
        yield f"“{place.file} {place.sheet}”", _places(tally, group)
    for column in ("outcome_text", "detail_text", "applicant_text", "kind_text"):
        if column in rows:
            for text, group in rows.groupby(rows[column].astype(str), sort=True):
                yield f"写作“{text}”", _places(tally, group)


def _places(tally: Tally, rows: pd.DataFrame) -> tuple[RowPlace, ...]:
    found = (
        (tally.sources[int(source)], int(row))
        for source, row in zip(rows["source"], rows["row"], strict=True)
    )
    return tuple(RowPlace(place.file, place.sheet, row) for place, row in found)


def _told(rows: tuple[RowPlace, ...]) -> str:
    """Rows for people: by file and sheet, the first few numbers."""
    places: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        places.setdefault((row.file, row.sheet), []).append(row.row)
    texts = [place_text(*place, numbers) for place, numbers in list(places.items())[:3]]
    return "；".join(texts) + ("等" if len(places) > 3 else "")
