"""Counts once the tables that another one contains row by row (上半年 and 全年), and says so.

For registers whose rows have no number to be known by. A row is known by all its cells but running
numbers and remarks (`line_keys`, a hash that enters no output); equal rows of one table stay as
they are written.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from xxhash import xxh3_64_intdigest

from zbreport.diagnostics import diagnose
from zbreport.ledgers.dates import read_date
from zbreport.ledgers.distinct import Column
from zbreport.ledgers.marks import LONGEST
from zbreport.ledgers.row_findings import stretches_answer
from zbreport.ledgers.signs import RowReader, cell_of, is_empty
from zbreport.sources.columns import ColumnRows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zbreport.ledgers.judge import Judge
    from zbreport.ledgers.table import LedgerTable
    from zbreport.model import Scalar

ANSWERED = "answered_by_office"
"""Column of the frame: 1 where the office says that a row counts."""
LINE = "line"
"""Column of the frame: what a row is known by, 0 where it is not known."""

_MOST = 200_000  # rows of a ledger beyond which nobody keeps the same twice by hand
_TELLING = 4  # cells that a single row must have, to be known by them
_FEW = 3  # cells below which several rows are needed, one behind the other
_WHOLE = ("全年", "汇总", "总表", "总台账", "年度", "合并", "全部", "1-12月")
_OTHERWISE = (None, "publications", "figures")
"""Ledgers whose rows are told apart otherwise: by title and day, or by the cell that they give."""


def line_keys(table: LedgerTable, rows: Sequence[Sequence[Scalar]]) -> np.ndarray | None:
    """What every row is known by (n `int64`); None where nobody asks.

    That is the sum of what its cells are known by, so that it is made column by column; the lowest
    three bits are how many cells it has, up to seven. A long list whose rows are known by their
    numbers does without.
    """
    by_column = isinstance(rows, ColumnRows)
    if (
        table.ledger in _OTHERWISE
        or table.block is None
        or (by_column and "number" in table.fields)
    ):
        return None
    reader = RowReader(table, ())
    about = _known_by(f"{table.ledger}\t{table.kind or ''}")
    total = np.full(len(rows), about, dtype=np.uint64)
    filled = np.zeros(len(rows), dtype=np.int64)
    for offset, header in enumerate(reader.header):
        column = reader.left + offset
        if not header or column in reader.serial | reader.remarks:
            continue
        cells = Column.of(
            rows.column(column)
            if isinstance(rows, ColumnRows)
            else [cell_of(row, column) for row in rows]
        )
        dated = column in reader.dates
        keys = [
            0 if is_empty(value) else _known_by(f"{header}={_text(value, dated=dated)}")
            for value in cells.distinct
        ]
        total += np.array(keys, dtype=np.uint64)[cells.codes]
        filled += np.array([key != 0 for key in keys], dtype=np.int64)[cells.codes]
    mixed = (total >> np.uint64(4)).astype(np.int64) << 3
    return mixed | np.minimum(filled, 7)


def _known_by(text: str) -> int:
    return xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))


def _text(value: Scalar, *, dated: bool) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if dated or isinstance(value, date):
        day = read_date(value) if not isinstance(value, str) or len(value) < LONGEST else None
        if isinstance(day, date):
            return day.isoformat()
    return "".join(str(value).split())


def mark_contained(judge: Judge) -> None:
    """Sets aside the rows of tables that another one contains; call when the year is known."""
    frame = judge.frame
    if LINE not in frame or len(judge.sources) < 2:
        return
    if len(frame) > _MOST:
        return
    lines = _lines(judge)
    holders: dict[int, set[int]] = {}
    for source, rows in lines.items():
        for line in {line for _, line in rows}:
            holders.setdefault(line, set()).add(source)
    apart = {source for source, rows in lines.items() if _told_apart(frame, rows)}
    gone: set[int] = set()
    for source in sorted(
        lines, key=lambda one: (len(lines[one]), _says_whole(judge.tables[one]), -one)
    ):
        if source in apart:
            continue
        others = set.intersection(*(holders[line] for _, line in lines[source])) - gone - {source}
        others -= {one for one in apart if len(lines[one]) == len(lines[source])}
        for other in sorted(others, key=lambda one: (-len(lines[one]), one)):
            whole = _says_whole(judge.tables[other]) and not _says_whole(judge.tables[source])
            if _contains(lines[other], lines[source], whole=whole):
                _set_aside(judge, lines[source], lines[other], (source, other))
                gone.add(source)
                break


def _told_apart(frame: pd.DataFrame, rows: Sequence[tuple[int, int]]) -> bool:
    """Whether the office says of all rows of a table that they count."""
    return ANSWERED in frame and bool(frame.loc[[index for index, _ in rows], ANSWERED].all())


def _lines(judge: Judge) -> Mapping[int, list[tuple[int, int]]]:
    """Table → (index, line) of its rows that count, or count in another table.

    Tables with a row that is not known are left out.
    """
    frame = judge.frame
    counts = judge.open | (frame["set_aside"] == "duplicate")
    found: dict[int, list[tuple[int, int]]] = {}
    for index, source, line in zip(
        frame.index[counts].tolist(),
        frame.loc[counts, "source"].tolist(),
        frame.loc[counts, LINE].tolist(),
        strict=True,
    ):
        found.setdefault(source, []).append((index, line))
    return {source: rows for source, rows in found.items() if all(line for _, line in rows)}


def _says_whole(table: LedgerTable) -> bool:
    """Whether a table's name says that it gathers others."""
    name = f"{table.sheet.name}\t{table.sheet.file.rpartition('/')[2]}"
    return any(word in name for word in _WHOLE)


def _contains(
    large: Sequence[tuple[int, int]], small: Sequence[tuple[int, int]], *, whole: bool
) -> bool:
    """Whether a table has all rows of another, and these say enough to be told apart.

    `whole`: the table's name says that it gathers others.
    """
    mine, theirs = [line for _, line in small], [line for _, line in large]
    if Counter(mine) - Counter(theirs):
        return False
    cells = [line & 7 for line in mine]
    if len(mine) == 1:
        return whole and cells[0] >= _TELLING
    if min(cells) >= _FEW:
        return True
    width = len(mine)
    return width >= _FEW and any(
        theirs[start : start + width] == mine for start in range(len(theirs) - width + 1)
    )


def _set_aside(
    judge: Judge,
    small: Sequence[tuple[int, int]],
    large: Sequence[tuple[int, int]],
    pair: tuple[int, int],
) -> None:
    frame = judge.frame
    places: dict[int, list[int]] = {}
    counts = judge.open
    for index, line in sorted(large, key=lambda row: (bool(counts[row[0]]), -row[0])):
        places.setdefault(line, []).append(index)
    same = {index: places[line].pop() for index, line in small}
    still = [index for index in same if counts[index] and counts[same[index]]]
    if not still:
        return
    if "same_as" not in frame:
        frame["same_as"] = -1
    frame.loc[still, "same_as"] = [same[index] for index in still]
    one, other = (judge.tables[source].sheet for source in pair)
    where = f"“{other.file}”" if other.file != one.file else f"工作表“{other.name}”"
    rows = frame.loc[still, "row"].astype(int).tolist()
    judge.findings.append(
        diagnose(
            "L183",
            sheet=one,
            rows=rows,
            answer=stretches_answer(one, rows),
            facts={"count": len(small), "other": where},
        )
    )
    judge.put_aside(pd.Series(frame.index.isin(still), index=frame.index), "duplicate")
