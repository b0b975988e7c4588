"""The values of a run as pandas and as rows: what `model.Report` and `model.Outcome` hand out, and how a ledger's frame is selected from.

`tabulate` counts with `select` and `trace` lists with it, so a count and its list cannot disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zbreport.forms import edition
from zbreport.model import RowPlace, SetAside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.forms import Where
    from zbreport.model import Number, Outcome, Report, Source


def counted(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that count: those that nothing set aside."""
    return frame[frame["set_aside"].isna()]


def select(frame: pd.DataFrame, where: Where) -> pd.DataFrame:
    """The counted rows whose facts are all among `where` (an empty one selects every counted row)."""
    rows = counted(frame)
    for column, values in where.items():
        rows = rows[rows[column].isin(values)]
    return rows


def table(report: Report, name: str) -> pd.DataFrame:
    """One table of a report as a data frame; see `model.Report.table`."""
    if name == "channels":
        rows = [[entry.label, entry.count, *(entry.by_month or [None] * 12)] for entry in report.channels]
        return pd.DataFrame(rows, index=[entry.key for entry in report.channels], columns=["label", "count", *map(str, range(1, 13))])
    if name not in {one.key for one in edition(report.edition).tables}:
        raise KeyError(name)
    nested: dict[str, dict[str, Number | None]] = {}
    for key, number in report.cells.items():
        head, _, rest = key.partition(".")
        if head == name:
            row, _, column = rest.rpartition(".") if "." in rest else (rest, "", "value")
            nested.setdefault(row, {})[column] = number
    columns = list(dict.fromkeys(column for row in nested.values() for column in row))
    return pd.DataFrame.from_dict(nested, orient="index", columns=columns, dtype=object)


def places(sources: Sequence[Source], frame: pd.DataFrame, amounts: Sequence[str | None]) -> Iterator[RowPlace]:
    """Where the rows of a ledger's frame stand, each with its amount."""
    for source, row, amount in zip(frame["source"], frame["row"], amounts, strict=True):
        yield RowPlace(sources[int(source)].file, sources[int(source)].sheet, int(row), amount)


def set_aside_rows(outcome: Outcome) -> tuple[SetAside, ...]:
    """Every row that does not count, by file, sheet and row; see `model.Outcome.set_aside_rows`."""
    found = [entry for ledger, frame in outcome.frames.items() for entry in _set_aside_of(outcome, ledger, frame)]
    return tuple(sorted(found, key=lambda entry: (entry.file, entry.sheet, entry.row, entry.ledger or "")))


def _set_aside_of(outcome: Outcome, ledger: str, frame: pd.DataFrame) -> Iterator[SetAside]:
    rows = frame[frame["set_aside"].notna()]
    same = rows["same_as"].tolist() if "same_as" in rows else [-1] * len(rows)
    wanted = sorted({int(index) for index in same if index >= 0})
    firsts = dict(zip(wanted, places(outcome.sources, frame.loc[wanted], [None] * len(wanted)), strict=True))
    for source, row, reason, first in zip(rows["source"], rows["row"], rows["set_aside"], same, strict=True):
        place = outcome.sources[int(source)]
        yield SetAside(place.file, place.sheet, int(row), str(reason), place.ledger if ledger else None, firsts.get(int(first)))
