"""A finished report as read back: cells, text by section, and oddities of reading it.

Standard library only; made by `readback`, judged by `checks`. Blank, `/`, `-` and `0` stay apart: a
cell keeps the text it had.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zbreport.model import Number


class ReadCell(NamedTuple):
    """One cell of the form as it stands in the report.

    Attributes:
        text: exactly what the cell holds, trimmed; empty when it is blank.
        value: the number it says, in the form's unit; None when it is blank or says none (`/`, `-`,
            `无`, words).
        unit: a unit written in the cell itself (`251000元`), else empty.
        exact: whether row and column labels were the official ones to the letter; False when only
            normalising made them fit.
        place: where it stands, for people: `表 3 第 5 行` or `三 依申请公开!D7`.
    """

    text: str
    value: Number | None
    unit: str = ""
    exact: bool = True
    place: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the report's text: `section` is 一 to 六, empty before section 一.

    `heading` marks the heading itself.
    """

    section: str
    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something about the tables that reading had to put up with.

    Attributes:
        kind: `table_missing`, `table_twice`, `row_missing`, `row_extra`, `label_differs`,
            `label_punctuation`, `column_missing`, `columns_unclear` (rows were found, but not which
            cell belongs to which column), `two_editions`, or of a workbook `sheet_hidden` (not
            read), `rows_hidden` (read all the same) and `rows_passed_over` (hidden and not read),
            `said` in words.
        table: `disclosure`, `requests` or `proceedings`; empty when it is about the whole report.
        said: the label or text found.
        expected: the official one; empty when there is none.
        place: where.
    """

    kind: str
    table: str
    said: str = ""
    expected: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Unsplit:
    """One row of the report that stands for several of its form, none of which it has.

    Reports of the edition 2021 often keep 2019's single （六）其他处理. What it says is the sum of
    those rows, and of none of them alone.

    Attributes:
        table: key of the table.
        label: as the report writes it.
        rows: keys of the form's rows.
        cells: column key → what the row holds there.
        place: where.
    """

    table: str
    label: str
    rows: tuple[str, ...]
    cells: Mapping[str, ReadCell]
    place: str = ""

    def sums(self) -> Iterator[tuple[tuple[str, ...], Number | None]]:
        """Keys of cells, and what they are together; None where the row holds no number."""
        for column, cell in self.cells.items():
            tail = f".{column}" if column else ""
            yield tuple(f"{self.table}.{row}{tail}" for row in self.rows), cell.value


@dataclass(frozen=True, slots=True)
class Published:
    """A finished report.

    Attributes:
        file: its label.
        title: the report's title, empty when none was found.
        year: report year by its title, else by the period it names; None when neither tells.
        edition: edition of the form its tables follow (`2019`, `2021`); None when no table was
            found.
        cells: cell key → what it holds, for every cell that was found; keys of that edition's form.
        expected: how many cells that edition's form has (0 when the edition is unknown).
        paragraphs: the text outside the tables, in order.
        oddities: what reading met.
        unsplit: rows that stand for several rows of the form.
        page_date: the date of publication that a web page tells machines, as it writes it; empty
            when it tells none.
    """

    file: str
    title: str = ""
    year: int | None = None
    edition: str | None = None
    cells: Mapping[str, ReadCell] = field(default_factory=dict)
    expected: int = 0
    paragraphs: tuple[Paragraph, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    page_date: str = ""
    unsplit: tuple[Unsplit, ...] = ()

    def value(self, key: str) -> Number | None:
        """The number of a cell; None when it was not found, is blank or says no number."""
        cell = self.cells.get(key)
        return cell.value if cell else None

    def text(self, section: str) -> str:
        """The paragraphs of one section without its heading, joined by newlines."""
        return "\n".join(
            part.text for part in self.paragraphs if part.section == section and not part.heading
        )
