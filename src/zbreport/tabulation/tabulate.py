"""From ledgers to figures: form + frames + year → Report. Nothing is read, printed or written.

A figure is a selection over the open rows of a frame, so that `trace.explain` can list the same
rows. Where a ledger cannot give it (see `absence`) it stays blank.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.ledgers.channels import channel_label, standard_channels
from zbreport.model import Channel, Number, Report
from zbreport.tabulation.absence import absence, unusable
from zbreport.tabulation.counting import Counter, groups
from zbreport.tabulation.extras import count_extras
from zbreport.tabulation.remarks import (
    empty_ledgers,
    missing_cells,
    missing_channels,
    unknown_none,
    zeroed_cells,
)
from zbreport.tabulation.selection import counted
from zbreport.vocabulary import ledger_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zbreport.forms import Cell, Form, Selection
    from zbreport.ledgers.judge import Judge
    from zbreport.settings import Settings
    from zbreport.tabulation.absence import Absence


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
    extras, unknown = count_extras(judges)
    report = Report(
        year=year,
        edition=form.edition,
        unit=settings.unit,
        cells=cells,
        channels=channels,
        extras=extras,
    )
    said = (
        *missing_cells(form, cells, filler.absent),
        *missing_channels(filler.absent, channels, settings),
        *zeroed_cells(form, filler.zeroed),
        *empty_ledgers(form, judges, filler.absent),
        *unknown_none(settings),
    )
    return report, (*filler.findings, *said, *_holes(channels), *unknown)


class _Filler:
    """Fills the cells of a form from rows, figures and settings, in that order."""

    def __init__(self, form: Form, judges: Mapping[str, Judge], settings: Settings) -> None:
        self.form, self.judges, self.settings = form, judges, settings
        self.findings: list[Diagnostic] = []
        self.figures = _figures(judges)
        self.counters = {
            key: Counter(groups(judge.frame, form, key))
            for key, judge in judges.items()
            if key != "figures"
        }
        self.cells: dict[str, Number | None] = {}
        self.absent: dict[str, Absence] = {}
        self._absences: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Absence | None] = {}
        self.zeroed: dict[str, list[str]] = {}

    def fill(self) -> dict[str, Number | None]:
        """Every cell of the form, in its order."""
        for key in self.form.cells:
            self.value(key)
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
        """What rows give, else the figure given for the cell, else what a setting says.

        A figure that contradicts the rows is told.
        """
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
        if selection is None:
            return None
        if missing := self._absence(selection):
            self.absent[cell.key] = missing
            return None
        return self.counters[selection.ledger].number(selection)

    def _absence(self, selection: Selection) -> Absence | None:
        """Why there is no figure; worked out once for each ledger and kind."""
        where = selection.where
        told = tuple(filter(where.__contains__, ledger_columns()[selection.ledger].tells))
        asked = (selection.ledger, tuple(where.get("kind", ())), told)
        if asked not in self._absences:
            self._absences[asked] = absence(self.judges, selection)
        return self._absences[asked]

    def _zero(self, key: str) -> Number | None:
        money = key in self.form.cells and self.form.cells[key].is_money
        none = next(
            (entry for entry in self.settings.none if key == entry or key.startswith(f"{entry}.")),
            None,
        )
        unread = key in self.absent and self.absent[key].code == "T308"
        is_sum = key in self.form.cells and bool(self.form.cells[key].addends)
        if none is None and (unread or is_sum or self.settings.missing != "zero"):
            return None  # a sum without a figure has a part that is unknown
        if key in self.form.cells and not is_sum:
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


def _figures(judges: Mapping[str, Judge]) -> dict[str, Number]:
    if "figures" not in judges:
        return {}
    rows = counted(judges["figures"].frame)
    return dict(zip(rows["cell"], rows["value"], strict=True))


def _channels(
    judges: Mapping[str, Judge], settings: Settings, filler: _Filler
) -> Iterator[Channel]:
    """Channels that a list or a figure names: standard ones first, then the office's own."""
    months = _months(judges["publications"], filler) if "publications" in judges else {}
    given = {key.removeprefix("channels.") for key in filler.figures if key.startswith("channels.")}
    order = standard_channels()
    for key in sorted(
        {*months, *given},
        key=lambda key: (order.index(key) if key in order else len(order), key),
    ):
        by_month = months.get(key)
        number = filler.checked(f"channels.{key}", sum(by_month) if by_month is not None else None)
        if number is not None:
            yield Channel(key, channel_label(key, settings), int(number), by_month)


def _months(judge: Judge, filler: _Filler) -> Mapping[str, tuple[int, ...] | None]:
    """Channel → its items by month; None where every row of its lists was set aside for a fault."""
    frame = judge.frame
    rows = counted(frame)
    grid = rows.groupby(
        ["channel", rows["published_on"].dt.month], sort=False, observed=True
    ).size()
    found: dict[str, tuple[int, ...] | None] = {}
    for key in dict.fromkeys(frame["channel"].dropna().unique()):
        by_month = tuple(int(grid.get((key, month), 0)) for month in range(1, 13))
        if not any(by_month) and (
            missing := unusable(frame[frame["channel"] == key], judge.ledger)
        ):
            filler.absent[f"channels.{key}"] = missing
            found[str(key)] = None
        else:
            found[str(key)] = by_month
    return found


def _holes(channels: Iterable[Channel]) -> Iterator[Diagnostic]:
    """Reports the months in which a monthly channel has nothing: perhaps a forgotten export."""
    for channel in channels:
        empty = [month for month, count in enumerate(channel.by_month or (), start=1) if not count]
        if empty and channel.count >= 12:
            yield diagnose(
                "T303",
                cell=f"channels.{channel.key}",
                channel=channel.label,
                months="、".join(f"{month} 月" for month in empty),
            )
