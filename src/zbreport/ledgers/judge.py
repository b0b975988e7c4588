"""How every ledger judges its rows: sets them aside with a reason, and reports by distinct value.

A `Judge` holds the frame of one ledger while its columns are typed and its facts are made. It never
drops a row: `put_aside` marks it, and the first reason stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.ledgers.cell_answers import SETTLED_BY_A_CELL, cells_answer
from zbreport.ledgers.contents import KINDS
from zbreport.ledgers.dates import NO_YEAR, DateReader, read_date, read_dates
from zbreport.ledgers.distinct import Column, factorise, joined
from zbreport.ledgers.wordings import (
    Wordings,
    default_of,
    near_of,
    state_of,
    why_of,
    wording_answer,
)
from zbreport.ledgers.years import year_answer
from zbreport.model import Choice
from zbreport.text.compare import as_text
from zbreport.text.privacy import cell_shown, shown
from zbreport.vocabulary import Meaning, Vocabulary, is_known_header, is_known_wording, vocabulary
from zbreport.vocabulary.dated import standing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zbreport.ledgers.table import LedgerTable, TableRows
    from zbreport.model import Answer
    from zbreport.settings import Settings

Mask = pd.Series


class Judge:
    """The rows of one ledger under judgement.

    Attributes:
        ledger: its key.
        frame: all its rows, from every table: `source` (index of the table), `row` (Excel row
            number), `set_aside` (reason or None), the cells as read of every mapped field (object,
            blank texts where a table has no column for it; `int64` for fields that only identify).
            Typed and fact columns are added to it.
        tables: every table of the run; `frame["source"]` indexes it.
        sources: the indices of the tables of this ledger; their rows stand in the frame in this
            order.
        settings: what the office set.
        findings: diagnostics so far.
        choices: decisions without an official text, used so far.
        year: the report year, once it is known.
    """

    def __init__(
        self,
        ledger: str,
        table_rows: Sequence[TableRows],
        tables: Sequence[LedgerTable],
        settings: Settings,
    ) -> None:
        self.ledger = ledger
        self.columns = _columns(table_rows)
        self.frame = row_frame(table_rows)
        for name, column in self.columns.items():
            if not name.endswith("_on"):  # `dates` types those
                self.frame[name] = pd.Series(
                    column.spread(column.distinct), index=self.frame.index, dtype=object
                )
        for name in dict.fromkeys(name for kept in table_rows for name in kept.keys):
            parts = [
                kept.keys.get(name, np.zeros(len(kept.rows), dtype=np.int64)) for kept in table_rows
            ]
            self.frame[name] = np.concatenate(parts)
        self.sources = [kept.source for kept in table_rows]
        self.tables = tables
        self.settings = settings
        self.findings: list[Diagnostic] = []
        self.choices: list[Choice] = []
        self.year: int | None = None
        self._open: Mask | None = None
        self._texts: dict[str, pd.Series] = {}

    def take_year(self, year: int) -> None:
        """Sets the report year; kinds that its edition lacks become what stands for them."""
        self.year = year
        if self.ledger in KINDS and (years := vocabulary(KINDS[self.ledger]).years):
            kinds = self.frame["kind"]
            stands = {code: standing(code, year, years) for code in kinds.dropna().unique()}
            self.frame["kind"] = kinds.map(stands).astype(object).where(kinds.notna(), None)

    @property
    def open(self) -> Mask:
        """The rows that nothing has set aside yet (bool, one per row)."""
        if self._open is None:
            self._open = self.frame["set_aside"].isna()
        return self._open

    def has(self, field: str) -> bool:
        """Whether any table of this ledger has a column for a field."""
        return field in self.columns or field in self.frame

    def cells(self, field: str) -> Column:
        """The cells of a field as read, by distinct value; blank where no table has it."""
        return self.columns.get(field) or Column.blank(len(self.frame))

    def text(self, field: str) -> pd.Series:
        """The cells of a field as trimmed text (object, n rows), whole numbers without `.0`.

        Blank for fields that only identify.
        """
        if field not in self._texts:
            column = self.cells(field)
            texts = column.spread(as_text(value) for value in column.distinct)
            self._texts[field] = pd.Series(texts, index=self.frame.index, dtype=object)
        return self._texts[field]

    def by_table(self, fact: Callable[[LedgerTable], object]) -> pd.Series:
        """A fact of the table that each row stands in (object)."""
        facts = np.full(len(self.tables), None, dtype=object)
        for source in self.sources:
            facts[source] = fact(self.tables[source])
        return pd.Series(
            facts[self.frame["source"].to_numpy()], index=self.frame.index, dtype=object
        )

    def put_aside(self, mask: Mask, reason: str) -> None:
        """Sets rows aside, unless they are already."""
        hit = mask & self.open
        if hit.any():
            self.frame.loc[hit, "set_aside"] = reason
            self._open = self.open & ~hit

    def say(
        self,
        mask: Mask,
        code: str,
        field: str | None = None,
        *,
        by: pd.Series | None = None,
        reason: str | None = None,
        facts: Callable[[str], Mapping[str, object]] | None = None,
        cell: tuple[str | None, Sequence[str]] | None = None,
        **fixed: object,
    ) -> None:
        """Reports the open rows of a mask, one diagnostic per table and distinct value.

        With a reason, the rows are set aside for it.

        Args:
            mask: which rows (bool).
            code: catalogue code; its message may use `{value}` and `{header}`.
            field: the column the finding is about; its letter and header become the place.
            by: the text to group by and to show; the field's own text if not given.
            reason: why the rows do not count, if they do not.
            facts: placeholders that depend on the value; `answer` among them is how zbreport.toml
                answers, or a function that makes it of the table and the rows.
            cell: the field whose cells settle it, where it is not `field`, and the words that may
                stand there.
            **fixed: placeholders that do not.
        """
        hit = mask & self.open
        if not hit.any():
            return
        rows = self.frame.index[hit]
        value = (
            self.text(field)
            if by is None and field
            else by
            if by is not None
            else pd.Series("", index=self.frame.index, dtype=object)
        ).loc[rows]
        for (source, text), group in self.frame.loc[rows].groupby(
            [self.frame.loc[rows, "source"], value.astype(object)], sort=True
        ):
            table, numbers = self.tables[cast("int", source)], group["row"].astype(int).tolist()
            values = {**fixed, **(facts(str(text)) if facts else {})}
            self.findings.append(
                self._finding(
                    code,
                    table,
                    numbers,
                    str(text),
                    field,
                    cell=cell or (field, ()),
                    values=values,
                )
            )
        if reason:
            self.put_aside(hit, reason)

    def _finding(
        self,
        code: str,
        table: LedgerTable,
        numbers: list[int],
        text: str,
        field: str | None,
        *,
        cell: tuple[str | None, Sequence[str]],
        values: dict[str, object],
    ) -> Diagnostic:
        """The diagnostic of one table and distinct text (arguments as `say`)."""
        header = shown(table.header(field), is_known_header) if field else ""
        answer = self._answer(values.pop("answer", None), code, table, numbers, cell)
        offered = answer is not None and text in {line.key for line in answer.lines}
        told = shown(text) if offered else cell_shown(text, is_known_wording)
        return diagnose(
            code,
            sheet=table.sheet,
            rows=numbers,
            column=table.letter(field) if field else None,
            answer=answer,
            facts={"header": header or "—", "value": told, **values},
        )

    @staticmethod
    def _answer(
        given: object,
        code: str,
        table: LedgerTable,
        rows: list[int],
        cell: tuple[str | None, Sequence[str]],
    ) -> Answer | None:
        """The answer to a finding: as given, else the cells that settle it."""
        if callable(given):
            given = given(table, rows)
        if given is not None or code not in SETTLED_BY_A_CELL:
            return cast("Answer | None", given)
        letter = table.letter(cell[0]) if cell[0] else None
        return cells_answer(table.sheet, letter, rows, cell[1]) if letter else None

    def dates(self, field: str, read: DateReader = read_date) -> None:
        """Turns a column into dates (`datetime64[s]`); blank stays NaT.

        Open rows whose cell is no date are set aside.

        Args:
            field: the column.
            read: reads one cell; another one than `read_date` where the column holds more than
                dates.
        """
        column, alike = self.cells(field), dict[tuple[int | None, bool], list[int]]()
        for source in self.sources:
            table = self.tables[source]
            alike.setdefault((table.year, table.sheet.since_1904), []).append(source)
        days = np.empty(len(self.frame), dtype="datetime64[s]")
        problems = np.empty(len(self.frame), dtype=object)
        for (year, since_1904), sources in alike.items():
            among = np.isin(self.frame["source"].to_numpy(), sources)
            days[among], problems[among] = read_dates(
                Column(column.codes[among], column.distinct), year, since_1904=since_1904, read=read
            )
        self.faults(field)
        wrong = pd.Series(problems, index=self.frame.index, dtype=object)
        for code in sorted({str(code) for code in problems[problems != None]}):  # noqa: E711  (numpy compares each)
            self.say(
                wrong == code,
                code,
                field,
                by=self.text(field),
                reason="bad_date",
                answer=_year_answer if code == NO_YEAR else None,
            )
        self.frame[field] = pd.Series(days, index=self.frame.index)

    def needs_date(self, field: str) -> None:
        """Sets aside the open rows without a date in a column that decides what they count for."""
        self.say(
            self.frame[field].isna(),
            "L101",
            field,
            by=pd.Series("", index=self.frame.index),
            reason="no_date",
        )

    def look_up(self, field: str, words: Vocabulary) -> Wordings:
        """Looks every distinct text of a field up in a vocabulary."""
        column = self.cells(field)
        codes, distinct = factorise([as_text(value) for value in column.distinct])
        texts = [str(text) for text in distinct]
        return Wordings(
            self.frame.index,
            codes[column.codes],
            texts,
            [words.resolve(text) if text else None for text in texts],
        )

    def words(self, name: str, *, own: bool = True) -> Vocabulary:
        """A vocabulary as of the report year, once that is known.

        With what the office added in zbreport.toml unless `own` is false.
        """
        words = vocabulary(name, self.settings.wordings.get(name, {}) if own else {})
        return words if self.year is None else words.in_year(self.year)

    def choice(
        self, field: str, name: str, what: str, *, reason: str, required: bool = True
    ) -> Wordings:
        """Turns a column of wordings into codes.

        Rows whose cell is blank, unknown or must be asked about are set aside.

        Args:
            field: the column; it becomes `<field>` with codes (object, None where unknown), the
                words stay in `<field>_text`.
            name: the vocabulary.
            what: what the code decides, for messages.
            reason: why a row without a code does not count.
            required: whether a blank is a fault.

        Returns:
            The wordings found.
        """
        found = self.look_up(field, self.words(name))
        self.frame[f"{field}_text"] = found.texts
        self.frame[field] = found.codes
        self.judge_words(field, name, found, what, reason, required=required)
        return found

    def judge_words(  # noqa: PLR0913  (each a fact of the column)
        self,
        field: str,
        name: str,
        found: Wordings,
        what: str,
        reason: str | None,
        *,
        required: bool = True,
        within: Mask | None = None,
        words: Vocabulary | None = None,
        more: Callable[[str], Mapping[str, str]] = lambda _: {},
    ) -> None:
        """Says what is wrong with the wordings of a column, and notes the choices used.

        Args:
            field: the column.
            name: the vocabulary.
            found: what the column says.
            what: what the code decides, for messages.
            reason: why a row without a code does not count; None where it counts all the same.
            required: whether a blank is a fault.
            within: the rows in question, besides that they are open (bool).
            words: the vocabulary, where it is not simply that of `name`.
            more: further codes that a wording may be given, with what each is called.
        """
        among = self.open if within is None else within & self.open
        self.faults(field, among=among)
        texts, words = found.texts, words or self.words(name)
        told = {"what": what, "vocabulary": name}
        settled = (field, tuple(words.labels().values()))

        def ask(mask: Mask, code: str, facts: Callable[[str], Mapping[str, object]]) -> None:
            self.say(
                among & mask,
                code,
                field,
                by=texts,
                reason=reason,
                cell=settled,
                facts=lambda text: {**told, **facts(text)},
            )

        if required:
            ask(texts == "", "L150", lambda _: {})
        known = dict(zip(found.distinct, found.meanings, strict=True))
        if {state_of(text, meaning) for text, meaning in known.items()} <= {"blank", "certain"}:
            return
        state = found.map(state_of)

        def answer(text: str) -> Answer | None:
            return wording_answer(words, text, more=more(text))

        ask(
            state == "unknown",
            "L113",
            lambda text: {"answer": answer(text), "near": near_of(words, text)},
        )
        ask(
            state == "must_ask",
            "L115",
            lambda text: {"answer": answer(text), "why": why_of(known[text])},
        )
        self.say(
            among & (state == "default"),
            "L114",
            field,
            by=texts,
            vocabulary=name,
            facts=lambda text: default_of(text, known[text], words, more(text)),
        )
        for kind, origin in (("default", "默认"), ("set", "zbreport.toml")):
            for text, count in (
                texts[among & self.open & (state == kind)].value_counts(sort=False).items()
            ):
                self._chose_word(name, str(text), known[str(text)], words, origin, int(count))

    def _chose_word(
        self,
        name: str,
        text: str,
        meaning: Meaning | None,
        words: Vocabulary,
        origin: str,
        count: int,
    ) -> None:
        if meaning is None or meaning.code is None:
            return
        label = words.labels().get(meaning.code, meaning.code)
        said = f"“{shown(text)}”计入“{label}”" + (f"：{meaning.why}" if origin == "默认" else "")
        self.chose(f"wordings.{name}", f'"{shown(text)}" = "{meaning.code}"', said, origin, count)

    def chose(self, key: str, value: str, text: str, origin: str, count: int) -> None:
        """Notes a decision without an official text, if it touched any row."""
        if count:
            self.choices.append(Choice(key, value, text, origin, count))

    def faults(self, field: str, *, among: Mask | None = None) -> None:
        """Sets aside rows with an Excel error, or a formula without a stored result, in a cell."""
        faulty = [
            source
            for source in self.sources
            if self.tables[source].sheet.faults and field in self.tables[source].fields
        ]
        if not faulty:
            return
        found = pd.Series(None, index=self.frame.index, dtype=object)
        for source in faulty:
            table = self.tables[source]
            column = table.fields[field]
            mine = self.frame.index[self.frame["source"] == source]
            found.loc[mine] = [
                table.sheet.faults.get((int(row), column)) for row in self.frame.loc[mine, "row"]
            ]
        broken = found.notna()
        if broken.any():
            shown_as = found.where(found != "=", "没有存下结果的公式")
            self.say(
                broken if among is None else broken & among,
                "L107",
                field,
                by=shown_as,
                reason="broken_cell",
                facts=lambda text: {"value": text},
            )


def _year_answer(table: LedgerTable, _rows: Sequence[int]) -> Answer:
    return year_answer(table.sheet)


def _columns(table_rows: Sequence[TableRows]) -> dict[str, Column]:
    """Field → its cells in all tables of a ledger."""
    names = dict.fromkeys(name for kept in table_rows for name in kept.columns)
    return {
        name: joined(
            [kept.columns.get(name) or Column.blank(len(kept.rows)) for kept in table_rows]
        )
        for name in names
    }


def row_frame(table_rows: Sequence[TableRows]) -> pd.DataFrame:
    """The rows of some tables without their cells: `source`, `row`, `set_aside`."""
    sizes = [len(kept.rows) for kept in table_rows]
    reasons = np.concatenate(
        [np.empty(0, dtype=object), *(kept.set_aside() for kept in table_rows)]
    )
    return pd.DataFrame(
        {
            "source": np.repeat(
                np.array([kept.source for kept in table_rows], dtype=np.int32), sizes
            ),
            "row": np.concatenate(
                [np.empty(0, dtype=np.int32), *(kept.rows for kept in table_rows)]
            ),
            "set_aside": pd.Series(reasons, dtype=object),
        }
    )
