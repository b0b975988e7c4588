"""The values that flow between the stages: frozen dataclasses, standard library only.

`Sheet` comes out of `sources`, `Source` describes what a table in a sheet was taken for and where
its rows went, `Report` holds the figures of one year. See `pipeline` for the order of the stages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd


Scalar = str | int | float | bool | date | datetime | time | timedelta
"""One cell as read. A blank cell is the empty string, never None."""

Number = int | Decimal
"""A figure of the report: counts are int, money is Decimal."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may ask for before it is refused; an office may raise it in zbreport.toml.

    Attributes:
        cells: rows × columns of the range of a sheet.
        unpacked_mb: megabytes (of 1024² bytes) that a workbook or an archive may unpack to.
        memory_mb: megabytes that the process may have which reads it.
        seconds: that reading it may take.
    """

    cells: int = 20_000_000
    unpacked_mb: int = 4096
    memory_mb: int = 4096
    seconds: int = 900


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read, and how.

    Attributes:
        path: where it is on disk; for a file inside an archive, where the archive is.
        label: the name that messages and outputs use (relative, with forward slashes;
            `材料.zip/子目录/表.xlsx` inside an archive).
        entry: which entry of the archive it is, then which of the archive in there, and so on;
            empty for a file by itself.
        encoding: the codec that the office says its text is in; empty where the content decides.
        limits: what it may ask for.
    """

    path: Path
    label: str
    entry: tuple[int, ...] = ()
    encoding: str = ""
    limits: Limits = Limits()

    @property
    def name(self) -> str:
        """The last part of the label: what the file is called where it stands."""
        return self.label.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range of cells: zero-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a cell shows a number that is not shown as it is stored.

    Attributes:
        divisor: what the stored number is divided by when it is shown: 1,000 for `0.00,`, 10,000
            for `0!.0,` and `0!.0000`.
        unit: the unit of money that the format writes behind the number (`元`, `万元`); empty where
            it writes none.
    """

    divisor: int = 1
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it stands in the file.

    Attributes:
        file: label of the file.
        name: sheet name; empty for text files, `表1`, `表2`… for the tables of an HTML page.
        rows: every row from Excel's row 1 on, so `rows[i]` is row `i + 1` in Excel; rows may differ
            in length.
        merged: merged ranges, where the format tells them.
        faults: Excel error values (`#REF!`) and formulas without a stored result (`=`), which the
            reader gives as blank, by (Excel row, zero-based column).
        hidden_rows: how many rows are hidden or filtered away (they are counted all the same).
        since_1904: whether the workbook counts its days from 1904 on; cells that are formatted as
            dates are dates in `rows` already, a plain number that means a day is 1,462 days later.
        number_formats: of the cells whose format divides the number or writes a unit of money
            behind it, by (Excel row, zero-based column); `rows` has the number as it is stored.
    """

    file: str
    name: str
    rows: Sequence[Sequence[Scalar]]
    merged: tuple[Span, ...] = ()
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: int = 0
    since_1904: bool = False
    number_formats: Mapping[tuple[int, int], NumberFormat] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """One table found in a sheet (or a sheet in which none was found), and where its rows went.

    `rows == counted + sum(set_aside.values())`, always. `columns` maps a ledger's field to the
    header it was read from; `letters` the same field to the Excel column. `months` are the months
    (1-12) of the report year that counted rows fall in.
    """

    file: str
    sheet: str
    ledger: str | None
    channel: str | None
    rows: int
    counted: int
    set_aside: Mapping[str, int] = field(default_factory=dict)
    channels: Mapping[str, int] = field(default_factory=dict)
    header_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    why: str = ""
    hidden_rows: int = 0


@dataclass(frozen=True, slots=True)
class RowPlace:
    """One row of a ledger: file, sheet and the row number that Excel shows.

    `amount` is set where the figure is money or given as a number.
    """

    file: str
    sheet: str
    row: int
    amount: str | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """One row that does not count, and why (`reason` is a key of `diagnostics.REASONS`)."""

    file: str
    sheet: str
    row: int
    reason: str
    ledger: str | None = None
    same_as: RowPlace | None = None


CHOICE = "…"
"""Stands in a line for zbreport.toml where the office's choice goes; unanswered with it."""


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One line of zbreport.toml: `key = value` in the table `path`; a tuple is a list of texts."""

    path: tuple[str, ...]
    key: str
    value: str | tuple[str, ...]

    @property
    def section(self) -> str:
        """The table as it stands in brackets: `columns."登记表.xlsx"`."""
        return ".".join(_toml_name(name) for name in self.path)

    @property
    def assignment(self) -> str:
        """The line by itself: `"告知" = "granted"`."""
        value = self.value
        written = (
            _quoted(value) if isinstance(value, str) else f"[{', '.join(map(_quoted, value))}]"
        )
        return f"{_toml_name(self.key)} = {written}"

    @property
    def text(self) -> str:
        """The line below its table, as it can be pasted."""
        return f"[{self.section}]\n{self.assignment}"


@dataclass(frozen=True, slots=True)
class Answer:
    """How zbreport.toml answers a finding.

    Attributes:
        lines: what the file gains; `CHOICE` stands in a path, a key or a value where the office
            chooses, the same word everywhere.
        choices: what may be chosen, each word with what it is called; empty where nothing is open.
        suggested: the choice that is right by knowledge, if there is one.
        each: whether every line is answered by itself.
    """

    lines: tuple[SettingLine, ...]
    choices: tuple[tuple[str, str], ...] = ()
    suggested: str | None = None
    each: bool = False

    @property
    def parts(self) -> tuple[Answer, ...]:
        """The answers that are given one by one."""
        if not self.each:
            return (self,)
        return tuple(Answer((line,), self.choices, self.suggested) for line in self.lines)

    @property
    def can_be_chosen(self) -> bool:
        """Whether nothing is open, or what is open has choices."""
        return bool(self.choices) or self.chosen("") == self.lines

    def chosen(self, word: str) -> tuple[SettingLine, ...]:
        """The lines with a choice put in."""

        def put(text: str) -> str:
            return word if text == CHOICE else text

        return tuple(
            SettingLine(
                tuple(map(put, line.path)),
                put(line.key),
                put(line.value) if isinstance(line.value, str) else tuple(map(put, line.value)),
            )
            for line in self.lines
        )

    @property
    def text(self) -> str:
        """The offer to the office: the lines of one table, and the choices where one is open."""
        lines = self.chosen(self.suggested) if self.suggested else self.lines
        written = "\n".join(line.assignment for line in lines)
        where = f"请在 zbreport.toml 的 [{lines[0].section}] 下加{_count(len(lines))}行"
        if not self.choices or self.suggested:
            return f"{where}：\n{written}"
        listed = "、".join(
            word if word == label else f"{word} {label}" for word, label in self.choices
        )
        return f"{where}，“{CHOICE}”处可写：{listed}\n{written}"


def _count(number: int) -> str:
    return {1: "一", 2: "两"}.get(number, f" {number} ")


def _toml_name(name: str) -> str:
    return name if name.isidentifier() and name.isascii() else _quoted(name)


def _quoted(text: str) -> str:
    """A basic string of TOML, which escapes as JSON does, and DEL besides."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision that no official text makes and that this run used.

    Attributes:
        key: the setting, as it stands in zbreport.toml (`decisions.withdrawn`,
            `wordings.outcomes`).
        value: the value used.
        text: one Chinese sentence for the notes of the report.
        origin: `默认` or `zbreport.toml`.
        count: the rows it touched.
    """

    key: str
    value: str
    text: str
    origin: str
    count: int


@dataclass(frozen=True, slots=True)
class Channel:
    """What one channel published: `count` items, and `by_month` twelve counts, January first.

    `by_month` is None where only a total is known.
    """

    key: str
    label: str
    count: int
    by_month: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one office and one year.

    `cells` maps every cell key of the edition's form (`requests.granted.natural_person`) to its
    figure, or None where nothing gives one. `extras` does the same for the figures outside the form
    (`request_methods.信函`, `proposals.npc.answered`), which `forms.extras` declares.
    """

    year: int
    edition: str
    unit: str | None
    cells: Mapping[str, Number | None]
    channels: tuple[Channel, ...] = ()
    extras: Mapping[str, Number | None] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title: `某局2021年政府信息公开工作年度报告`."""
        return f"{self.unit or ''}{self.year}年政府信息公开工作年度报告"

    def table(self, name: str) -> pd.DataFrame:
        """Gives one table of the form as a data frame.

        Args:
            name: `disclosure`, `requests` or `proceedings`, or `channels`.

        Returns:
            For the tables of the form, one row per row of the form and one column per column key,
            dtype `object` holding int, Decimal or None; a figure that is the only one of its row
            stands in the column `value`. For `channels`, the columns `label`, `count` and `1` to
            `12`, indexed by channel key.

        Raises:
            KeyError: there is no table of that name.
        """
        import pandas as pd

        if name == "channels":
            months = [str(month) for month in range(1, 13)]
            lines = [
                [entry.label, entry.count, *(entry.by_month or [None] * 12)]
                for entry in self.channels
            ]
            keys = [entry.key for entry in self.channels]
            return pd.DataFrame(lines, index=keys, columns=["label", "count", *months])
        rows: dict[str, dict[str, Number | None]] = {}
        for key, number in self.cells.items():
            table, _, rest = key.partition(".")
            if table == name:
                row, _, column = rest.rpartition(".") if "." in rest else (rest, "", "value")
                rows.setdefault(row, {})[column] = number
        if not rows:
            raise KeyError(name)
        columns = list(dict.fromkeys(column for row in rows.values() for column in row))
        return pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype=object)
