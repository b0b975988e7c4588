"""A table as it was recognised, and what is kept of a file: what the stages of `ledgers` hand on to each other."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zbreport.text.compare import column_letter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from zbreport.diagnostics import Diagnostic
    from zbreport.ledgers.blocks import Block
    from zbreport.ledgers.rows import TableRows
    from zbreport.model import Sheet


@dataclass(frozen=True, slots=True)
class SummaryNumber:
    """One number of a summary: `count` items of a channel (None where nothing names it) that were published from `first` to `last`.

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
        """The same table without the cells of its sheet: what is needed once its rows stand in a frame."""
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
