"""How rows are selected from a ledger's frame, and where they stand.

`tabulate` counts with `select` and `trace` lists with it, so a count and its list cannot disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbreport.model import RowPlace, SetAside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from zbreport.forms import Where
    from zbreport.model import Source


def counted(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that count: those that nothing set aside."""
    return frame[frame["set_aside"].isna()]


def select(frame: pd.DataFrame, where: Where) -> pd.DataFrame:
    """The counted rows whose facts are all among `where`; every counted row where it is empty."""
    rows = counted(frame)
    for column, values in where.items():
        rows = rows[rows[column].isin(values)]
    return rows


def places(
    sources: Sequence[Source], frame: pd.DataFrame, amounts: Sequence[str | None]
) -> Iterator[RowPlace]:
    """Where the rows of a ledger's frame stand, each with its amount."""
    for source, row, amount in zip(frame["source"], frame["row"], amounts, strict=True):
        yield RowPlace(sources[int(source)].file, sources[int(source)].sheet, int(row), amount)


def set_aside_rows(
    sources: Sequence[Source], frames: Mapping[str, pd.DataFrame]
) -> tuple[SetAside, ...]:
    """Every row that does not count, by file, sheet and row; see `Tally.set_aside_rows`."""
    found = [
        entry for ledger, frame in frames.items() for entry in _set_aside_of(sources, ledger, frame)
    ]
    return tuple(
        sorted(found, key=lambda entry: (entry.file, entry.sheet, entry.row, entry.ledger or ""))
    )


def _set_aside_of(
    sources: Sequence[Source], ledger: str, frame: pd.DataFrame
) -> Iterator[SetAside]:
    rows = frame[frame["set_aside"].notna()]
    same = rows["same_as"].tolist() if "same_as" in rows else [-1] * len(rows)
    wanted = sorted({int(index) for index in same if index >= 0})
    firsts = dict(
        zip(wanted, places(sources, frame.loc[wanted], [None] * len(wanted)), strict=True)
    )
    for source, row, reason, first in zip(
        rows["source"], rows["row"], rows["set_aside"], same, strict=True
    ):
        place = sources[int(source)]
        yield SetAside(
            place.file,
            place.sheet,
            int(row),
            str(reason),
            place.ledger if ledger else None,
            firsts.get(int(first)),
        )
