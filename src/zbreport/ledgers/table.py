"""A recognised table and what is kept of a file: what the stages of `ledgers` hand on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zbreport.text.compare import column_letter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import numpy as np

    from zbreport.diagnostics import Diagnostic
    from zbreport.ledgers.blocks import Block
    from zbreport.ledgers.distinct import Column
    from zbreport.model import Sheet


@dataclass(frozen=True, slots=True)
class SummaryNumber:
    """One number of a summary: `count` items of a channel, published from `first` to `last`.

    The channel is None where nothing names it.

    Without a period both days are None. `row` is the Excel row.
    """

    channel: str | None
    count: int
    row: int
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class LedgerTable:
    """A block (or a sheet without one) and what it was taken for.

    Attributes:
        sheet: where it stands.
        block: its geometry; None when no header was found.
        ledger: what it is; None when that is unknown, then every row is set aside for `reason`.
        fields: field → zero-based column of the sheet.
        channel: for publications whose channel is one for all rows.
        kind: the kind that the sheet's or file's name gives, where no column does.
        year: the one year that sheet name, title or file name mention.
        why: how it was recognised, in Chinese.
        month: the first day of the month that sheet or file name, where the rows of a list of
            publications have no date of their own.
        total: the header of the numbers of items, of a summary.
        parts: the numbers of a summary.
        sparse: whether only rows with something in a mapped column are rows of it (proceedings in
            columns of the request register).
    """

    sheet: Sheet
    block: Block | None
    ledger: str | None
    fields: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""
    channel: str | None = None
    kind: str | None = None
    year: int | None = None
    why: str = ""
    month: date | None = None
    total: str = ""
    parts: tuple[SummaryNumber, ...] = ()
    sparse: bool = False

    def without_rows(self) -> LedgerTable:
        """The table without the cells of its sheet, once its rows stand in a frame."""
        sheet = replace(self.sheet, rows=())
        return replace(
            self, sheet=sheet, block=replace(self.block, sheet=sheet) if self.block else None
        )

    def header(self, name: str) -> str:
        """The header of a field's column as it stands in the file."""
        if self.block is None or name not in self.fields:
            return ""
        return self.block.headers[self.fields[name] - self.block.left]

    def letter(self, name: str) -> str | None:
        """The Excel letter of a field's column."""
        return column_letter(self.fields[name]) if name in self.fields else None


@dataclass(frozen=True, slots=True)
class TableRows:
    """What is kept of a table without its sheet: its rows, and the cells that its ledger needs.

    Attributes:
        rows: Excel row number of every non-blank row below the header, n `int32`.
        reasons: index of a row → why it is no item, for the rows that are none.
        columns: field → its cells by distinct value; days without their time of day; of a register
            that names applicants their hashes (see `applicant_ids`).
        keys: field → n `int64`, for the fields that only identify an item (see `identity`).
        said: what there is to say about its rows.
        as_one: whether some of its rows are what they are by those above and below them.
        source: index of the table among all tables, once all are known.
    """

    rows: np.ndarray
    reasons: Mapping[int, str] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)
    keys: Mapping[str, np.ndarray] = field(default_factory=dict)
    said: tuple[Diagnostic, ...] = ()
    as_one: bool = False
    source: int = -1

    def of_table(self, source: int) -> TableRows:
        """The same, of the table with this index."""
        return replace(self, source=source)

    def set_aside(self) -> np.ndarray:
        """The reason of every row, None where it may be an item (object)."""
        import numpy as np

        reasons = np.full(len(self.rows), None, dtype=object)
        for index, reason in self.reasons.items():
            reasons[index] = reason
        return reasons


@dataclass(frozen=True, slots=True)
class Extract:
    """What is kept of a file.

    Attributes:
        tables: its tables without their cells, in order.
        table_rows: what is kept of the rows of each.
        said: what there is to say.
        seconds: that reading it took.
    """

    tables: tuple[LedgerTable, ...] = ()
    table_rows: tuple[TableRows, ...] = ()
    said: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0
