"""Where numbers come from: the rows behind any figure.

`explain` runs the same selections as `tabulate`, so a count and its list cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbreport.errors import UnknownCellError
from zbreport.forms import Form, Where, form_for
from zbreport.forms.extras import groups_with_figures
from zbreport.forms.names import cell_named, find_cells
from zbreport.ledgers.channels import channel_words
from zbreport.tabulation.selection import places, select

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.model import Number, RowPlace
    from zbreport.tabulation.tally import Tally


_MONTHS = frozenset(map(str, range(1, 13)))


@dataclass(frozen=True, slots=True)
class Explanation:
    """One figure and what is behind it.

    Attributes:
        key: the cell key, or that of a figure outside the form (`channels.…`, `proposals.…`).
        label: the figure in the form's own words.
        number: the figure; None when nothing gives it.
        rows: the rows behind it, by file, sheet and row; for a count that rows give, exactly as
            many as the number. A figure that the office gave as a number has one row, with `amount`
            holding the number; so has every row of an amount of money.
    """

    key: str
    label: str
    number: Number | None
    rows: tuple[RowPlace, ...]


def explain(tally: Tally, name: str) -> Explanation:
    """Finds the rows behind a figure.

    Args:
        tally: a finished run.
        name: a key as the CSV has it (`requests.granted.natural_person`, `channels.wechat`,
            `channels.wechat.3` for March, `request_methods.信函`, `proposals.npc.total`) or the
            form's own words (`三/予以公开/自然人`), or a channel's name.

    Raises:
        UnknownCellError: no such figure, or several fit.
    """
    form = form_for(tally.report.year)
    outside = _month(tally, name) or _channel(tally, form, name) or _extra(tally, name)
    if outside is not None:
        return outside
    key = cell_named(form, name)
    rows = tuple(
        sorted(_rows_of_cell(tally, form, key), key=lambda row: (row.file, row.sheet, row.row))
    )
    return Explanation(key, form.label(key), tally.report.cells[key], rows)


def _month(tally: Tally, name: str) -> Explanation | None:
    """What a channel published in one month; None where the name means no such figure."""
    head, _, month = name.rpartition(".")
    channel = next((one for one in tally.report.channels if head == f"channels.{one.key}"), None)
    if channel is None or month not in _MONTHS:
        return None
    label = f"{channel.label}/{month}月"
    if channel.by_month is None:
        return Explanation(name, label, None, ())
    frame = select(tally.frames["publications"], {"channel": (channel.key,)})
    frame = frame[frame["published_on"].dt.month == int(month)]
    rows = tuple(places(tally.sources, frame, [None] * len(frame)))
    return Explanation(name, label, channel.by_month[int(month) - 1], rows)


def _channel(tally: Tally, form: Form, name: str) -> Explanation | None:
    """What a channel published; None where the name means no channel."""
    report = tally.report
    head, _, rest = name.partition(".")
    if head == "channels" or not (rest or name in form.cells or find_cells(form, name)):
        found = channel_words(tally.settings).resolve(name)
        key = rest if head == "channels" else found.code if found else None
        channel = next((entry for entry in report.channels if entry.key == key), None)
        if channel is not None:
            rows = _rows(tally, "publications", {"channel": (channel.key,)}) or _figure_rows(
                tally, f"channels.{channel.key}"
            )
            return Explanation(f"channels.{channel.key}", channel.label, channel.count, tuple(rows))
        if head == "channels":
            known = (
                "、".join(f"channels.{entry.key}" for entry in report.channels) or "没有任何渠道"
            )
            message = f"没有“{name}”这个渠道；这次有：{known}。"
            raise UnknownCellError(message)
    return None


def _extra(tally: Tally, name: str) -> Explanation | None:
    """A figure outside the form by its key or its words; None where there is no such figure."""
    for _, numbers in groups_with_figures(tally.report.extras):
        for one in numbers:
            if name in {one.key, one.label}:
                where = one.extra.facts(one.value, one.figure)
                rows = _rows(tally, one.extra.ledger, where, one.figure.total)
                return Explanation(one.key, one.label, one.number, tuple(rows))
    return None


def _rows_of_cell(tally: Tally, form: Form, key: str) -> Iterator[RowPlace]:
    """The rows that gave a cell: those of its parts, of its selection, or of the figure file.

    A sum has the rows of its parts where all of them are known.
    """
    cell, cells = form.cells[key], tally.report.cells
    if cells[key] is None:
        return
    if cell.addends and all(cells[part] is not None for part in cell.addends):
        for part in cell.addends:
            yield from _rows_of_cell(tally, form, part)
        return
    selection = cell.selection
    found = _rows(tally, selection.ledger, selection.where, selection.total) if selection else []
    yield from found or _figure_rows(tally, key)


def _rows(tally: Tally, ledger: str, where: Where, total: str | None = None) -> list[RowPlace]:
    if ledger not in tally.frames:
        return []
    frame = select(tally.frames[ledger], where)
    amounts: Sequence[str | None] = (
        frame[total].astype(str).tolist() if total else [None] * len(frame)
    )
    return list(places(tally.sources, frame, amounts))


def _figure_rows(tally: Tally, key: str) -> list[RowPlace]:
    if "figures" not in tally.frames:
        return []
    frame = select(tally.frames["figures"], {"cell": (key,)})
    return list(places(tally.sources, frame, frame["value"].astype(str).tolist()))
