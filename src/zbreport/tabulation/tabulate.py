"""From ledgers to figures: form + frames + year → Report. Pure: nothing is read, printed or written.

A figure is a selection over the open rows of a frame, so that `trace.explain` can list the same
rows. Counting goes over a small table of the distinct combinations of facts, not over the rows once
per cell.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.forms import Cell, Form, Selection, all_forms
from zbreport.ledgers.amounts import plain
from zbreport.ledgers.channels import STANDARD, channel_label
from zbreport.model import Channel, Number, Report
from zbreport.settings import FILE_NAME
from zbreport.tabulation.extras import count_extras
from zbreport.tabulation.selection import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

    from zbreport.ledgers.judge import Judge
    from zbreport.settings import Settings

NO_ITEMS = (
    "total_row",
    "repeated_header",
    "note_row",
    "second_header",
    "sample_row",
    "unused_row",
)
"""Reasons of rows that are no items: a list that holds nothing else is empty."""


@dataclass(frozen=True, slots=True)
class _Counter:
    """Counts and sums of one ledger by the facts that the form selects on: one entry of `groups` per combination that occurs."""

    groups: tuple[Mapping[str, object], ...]

    def number(self, selection: Selection) -> Number:
        where = selection.where.items()
        found = [
            group
            for group in self.groups
            if all(group[column] in values for column, values in where)
        ]
        if selection.total is None:
            return sum(int(str(group["rows"])) for group in found)
        return plain(
            sum((Decimal(str(group["amount"])) for group in found), Decimal(0))
            / selection.divide_by
        )


def tabulate(
    form: Form, judges: Mapping[str, Judge], year: int, settings: Settings
) -> tuple[Report, tuple[Diagnostic, ...]]:
    """Fills the form.

    Args:
        form: the edition of the year.
        judges: the ledgers that were found, judged for the year; figures that contradict rows are
            set aside in theirs.
        year: report year.
        settings: what is zero, how channels are called.

    Returns:
        The report, and what there is to say about cells: missing, contradicted, written as zero.
    """
    filler = _Filler(form, judges, settings)
    cells = filler.fill()
    channels = tuple(_channels(judges, settings, filler))
    report = Report(
        year=year,
        edition=form.edition,
        unit=settings.unit,
        cells=cells,
        channels=channels,
        extras=count_extras({key: judge.frame for key, judge in judges.items()}),
    )
    return report, (*filler.findings, *_holes(channels))


class _Filler:
    """Fills the cells of a form from rows, figures and settings, in that order, and says what it met."""

    def __init__(self, form: Form, judges: Mapping[str, Judge], settings: Settings) -> None:
        self.form, self.judges, self.settings = form, judges, settings
        self.findings: list[Diagnostic] = []
        self.figures = _figures(judges)
        self.counters = {
            key: _Counter(_groups(judge.frame, form, key))
            for key, judge in judges.items()
            if key != "figures"
        }
        self.cells: dict[str, Number | None] = {}
        self.zeroed: dict[str, list[str]] = {}

    def fill(self) -> dict[str, Number | None]:
        """Every cell of the form, in its order."""
        for key in self.form.cells:
            self.value(key)
        self._say_missing()
        self._say_zeroed()
        self._say_absent_kinds()
        self._say_empty()
        self._say_unknown_none()
        return {key: self.cells[key] for key in self.form.cells}

    def value(self, key: str) -> Number | None:
        if key not in self.cells:
            self.cells[key] = (
                None  # a form never sums in a circle; this guards the recursion all the same
            )
            cell = self.form.cells[key]
            self.cells[key] = self.checked(
                key, self._from_parts(cell) if cell.addends else self._from_rows(cell)
            )
        return self.cells[key]

    def checked(self, key: str, number: Number | None) -> Number | None:
        """What rows give, compared with the figure given for the same cell; the figure, or the setting, where they give nothing."""
        figure = self.figures.get(key)
        if number is None:
            return figure if figure is not None else self._zero(key)
        if figure is not None and figure != number:
            self._contradicted(key, number, figure)
        return number

    def _from_parts(self, cell: Cell) -> Number | None:
        parts = [self.value(part) for part in cell.addends]
        known = [part for part in parts if part is not None]
        return sum(known, 0) if len(known) == len(parts) else None

    def _from_rows(self, cell: Cell) -> Number | None:
        selection = cell.selection
        if (
            selection is None
            or selection.ledger not in self.counters
            or not self._covers(selection)
        ):
            return None
        return self.counters[selection.ledger].number(selection)

    def _covers(self, selection: Selection) -> bool:
        """Whether a list of the kind was handed in: a list of penalties says nothing about licences."""
        wanted = selection.where.get("kind")
        named = {
            table.kind
            for table in self.judges[selection.ledger].tables
            if table.ledger == selection.ledger
        }
        return wanted is None or any(
            kind is None or any(one.startswith(kind) for one in wanted) for kind in named
        )

    def _zero(self, key: str) -> Number | None:
        money = key in self.form.cells and self.form.cells[key].is_money
        none = next(
            (entry for entry in self.settings.none if key == entry or key.startswith(f"{entry}.")),
            None,
        )
        if none is None and self.settings.missing != "zero":
            return None
        if key in self.form.cells and not self.form.cells[key].addends:
            self.zeroed.setdefault(f'none = ["{none}"]' if none else 'missing = "zero"', []).append(
                key
            )
        return Decimal(0) if money else 0

    def _contradicted(self, key: str, number: Number, figure: Number) -> None:
        frame, tables = self.judges["figures"].frame, self.judges["figures"].tables
        rows = frame.index[(frame["cell"] == key) & frame["set_aside"].isna()]
        table = tables[int(frame.loc[rows[0], "source"])]
        label = (
            self.form.label(key)
            if key in self.form.cells
            else channel_label(key.removeprefix("channels."), self.settings)
        )
        self.findings.append(
            diagnose(
                "T302",
                sheet=table.sheet,
                rows=[int(row) for row in frame.loc[rows, "row"]],
                column=table.letter("value"),
                cell=key,
                item=label,
                counted=number,
                figure=figure,
            )
        )
        frame.loc[rows, "set_aside"] = "figure_conflict"

    def _say_missing(self) -> None:
        for table in self.form.tables:
            base = [
                key
                for key, cell in self.form.cells.items()
                if key.startswith(f"{table.key}.") and not cell.addends
            ]
            missing = [key for key in base if self.cells[key] is None]
            if missing and len(missing) == len(base):
                blank = sum(
                    number is None
                    for key, number in self.cells.items()
                    if key.startswith(f"{table.key}.")
                )
                self.findings.append(
                    diagnose(
                        "T301", cell=table.key, what=f"“{table.title}”", count=blank, key=table.key
                    )
                )
                continue
            groups: dict[str, list[str]] = {}
            for key in missing:
                groups.setdefault(".".join(key.split(".")[:2]), []).append(key)
            whole = {
                prefix: sum(key.startswith(f"{prefix}.") or key == prefix for key in base)
                for prefix in groups
            }
            for prefix, keys in list(groups.items()):
                if len(keys) < whole[prefix]:
                    groups |= {key: [key] for key in groups.pop(prefix)}
            for prefix, keys in groups.items():
                label = (
                    "/".join([table.section, *self.form.cells[keys[0]].row[-1:]])
                    if len(keys) > 1
                    else self.form.label(keys[0])
                )
                self.findings.append(
                    diagnose("T301", cell=prefix, what=f"“{label}”", count=len(keys), key=prefix)
                )

    def _say_zeroed(self) -> None:
        for origin, keys in self.zeroed.items():
            tables = dict.fromkeys(
                next(table.title for table in self.form.tables if key.startswith(f"{table.key}."))
                for key in keys
            )
            self.findings.append(
                diagnose(
                    "T305", what=f"{'、'.join(tables)}中没有数据的 {len(keys)} 格", origin=origin
                )
            )

    def _say_absent_kinds(self) -> None:
        for ledger in ("documents", "decisions"):
            if ledger not in self.counters:
                continue
            present = set(self.judges[ledger].frame["kind"].dropna())
            for kind in dict.fromkeys(self._kinds_of(ledger)):
                if kind not in present:
                    cell = next(
                        cell
                        for cell in self.form.cells.values()
                        if cell.selection and cell.selection.where.get("kind") == (kind,)
                    )
                    if self._covers(cell.selection) if cell.selection else False:
                        self.findings.append(
                            diagnose("T306", cell=cell.key, what=f"“{cell.row[-1]}”")
                        )

    def _say_empty(self) -> None:
        """A register that was handed in without a row says that there was nothing."""
        for table in self.form.tables[1:]:
            ledger = table.key
            if (
                ledger in self.counters
                and self.judges[ledger].frame["set_aside"].isin(NO_ITEMS).all()
            ):
                self.findings.append(diagnose("T306", cell=table.key, what=f"“{table.title}”"))

    def _say_unknown_none(self) -> None:
        if not self.settings.none:
            return
        keys = {key for form in all_forms() for key in form.cells}
        for entry in self.settings.none:
            if not any(
                key == entry or key.startswith(f"{entry}.") for key in keys
            ) and not entry.startswith("channels."):
                near = difflib.get_close_matches(
                    entry, sorted({part for key in keys for part in _prefixes(key)}), n=1
                )
                hint = f"，是否想写“{near[0]}”？" if near else ""
                self.findings.append(
                    diagnose("S401", file=FILE_NAME, key=f'report.none "{entry}"', hint=hint)
                )

    def _kinds_of(self, ledger: str) -> Iterator[str]:
        for cell in self.form.cells.values():
            if cell.selection and cell.selection.ledger == ledger:
                yield from cell.selection.where.get("kind", ())


def _prefixes(key: str) -> Iterator[str]:
    parts = key.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts) + 1))


def _groups(frame: pd.DataFrame, form: Form, ledger: str) -> tuple[Mapping[str, object], ...]:
    """Counted rows by every combination of the facts that the form selects on: a few hundred for any number of rows."""
    selections = [
        cell.selection
        for cell in form.cells.values()
        if cell.selection and cell.selection.ledger == ledger
    ]
    columns = list(dict.fromkeys(column for selection in selections for column in selection.where))
    total = next((selection.total for selection in selections if selection.total), None)
    rows = counted(frame)
    if total:
        return tuple({"amount": amount} for amount in rows[total])
    return _combinations(rows, columns)


def _combinations(rows: pd.DataFrame, columns: list[str]) -> tuple[Mapping[str, object], ...]:
    """How many rows there are of every combination of facts that occurs."""
    if not columns:
        return ({"rows": len(rows)},)
    sizes = rows.groupby(columns, dropna=False, sort=False).size()
    keys = sizes.index if len(columns) > 1 else [(key,) for key in sizes.index]
    return tuple(
        {"rows": count, **dict(zip(columns, key, strict=True))}
        for key, count in zip(keys, sizes.tolist(), strict=True)
    )


def _figures(judges: Mapping[str, Judge]) -> dict[str, Number]:
    if "figures" not in judges:
        return {}
    rows = counted(judges["figures"].frame)
    return dict(zip(rows["cell"], rows["value"], strict=True))


def _channels(
    judges: Mapping[str, Judge], settings: Settings, filler: _Filler
) -> Iterator[Channel]:
    """Channels that any list or figure names: the standard ones first, then the office's own by label."""
    months: dict[str, tuple[int, ...]] = {}
    if "publications" in judges:
        judge = judges["publications"]
        rows = counted(judge.frame)
        grid = rows.groupby(
            ["channel", rows["published_on"].dt.month], sort=False, observed=True
        ).size()
        listed = {*judge.frame["channel"].dropna().unique()}
        months = {
            key: tuple(int(grid.get((key, month), 0)) for month in range(1, 13)) for key in listed
        }
    given = {key.removeprefix("channels.") for key in filler.figures if key.startswith("channels.")}
    for key in sorted(
        {*months, *given},
        key=lambda key: (STANDARD.index(key) if key in STANDARD else len(STANDARD), key),
    ):
        by_month = months.get(key)
        number = filler.checked(f"channels.{key}", sum(by_month) if by_month is not None else None)
        if number is not None:
            yield Channel(key, channel_label(key, settings), int(number), by_month)


def _holes(channels: Iterable[Channel]) -> Iterator[Diagnostic]:
    """Months in which a channel that publishes monthly has nothing: a forgotten export looks like this."""
    for channel in channels:
        empty = [month for month, count in enumerate(channel.by_month or (), start=1) if not count]
        if empty and channel.count >= 12:
            yield diagnose(
                "T303",
                cell=f"channels.{channel.key}",
                channel=channel.label,
                months="、".join(f"{month} 月" for month in empty),
            )
