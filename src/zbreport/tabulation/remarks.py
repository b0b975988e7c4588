"""The findings on the cells of a report: which are missing and why, which are 0 and why."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.forms import all_forms
from zbreport.ledgers.channels import channel_label
from zbreport.model import Answer, SettingLine
from zbreport.settings import FILE_NAME
from zbreport.tabulation.absence import NOT_HANDED_IN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from zbreport.forms import Form, Table
    from zbreport.ledgers.judge import Judge
    from zbreport.model import Channel, Number
    from zbreport.settings import Settings
    from zbreport.tabulation.absence import Absence

_MAY_BE_NONE = frozenset({"T301", "T309"})
NO_ITEMS = (
    *("total_row", "repeated_header", "note_row", "second_header"),
    *("sample_row", "unused_row"),
)
"""Reasons of rows that are no items: a list that holds nothing else is empty."""


def missing_cells(
    form: Form, cells: Mapping[str, Number | None], absent: Mapping[str, Absence]
) -> Iterator[Diagnostic]:
    """Says which cells are missing and why: a whole table, a whole row or group, else cell by cell.

    Args:
        form: the edition.
        cells: its cells as they were filled.
        absent: why the rows of a ledger did not give a cell.
    """
    for table in form.tables:
        base = [key for key in _cells_of(form, table) if not form.cells[key].addends]
        by_reason: dict[Absence, list[str]] = {}
        for key in base:
            if cells[key] is None:
                by_reason.setdefault(absent.get(key, NOT_HANDED_IN), []).append(key)
        for why, keys in by_reason.items():
            if len(keys) == len(base):
                blank = sum(cells[key] is None for key in _cells_of(form, table))
                yield _missing(why, table.key, table.title, blank)
                continue
            for prefix, those in _by_row(base, keys).items():
                label = form.label(those[0])
                if len(those) > 1:
                    label = "/".join([table.section, *form.cells[those[0]].row[-1:]])
                yield _missing(why, prefix, label, len(those))


def missing_channels(
    absent: Mapping[str, Absence], channels: Collection[Channel], settings: Settings
) -> Iterator[Diagnostic]:
    """Says which channels have no figure because none of their rows could be used."""
    given = {f"channels.{channel.key}" for channel in channels}
    for key, why in absent.items():
        if key.startswith("channels.") and key not in given:
            yield _missing(why, key, channel_label(key.removeprefix("channels."), settings), 1)


def _missing(why: Absence, key: str, what: str, count: int) -> Diagnostic:
    facts = {"what": f"“{what}”", "count": count, **dict(why.facts)}
    answer = none_answer(key) if why.code in _MAY_BE_NONE else None
    return diagnose(why.code, cell=key, answer=answer, facts=facts)


def none_answer(prefix: str) -> Answer:
    """The line that says that there was none of what a prefix of cell keys stands for."""
    return Answer((SettingLine(("report",), "none", (prefix,)),))


def _cells_of(form: Form, table: Table) -> list[str]:
    return [key for key in form.cells if key.startswith(f"{table.key}.")]


def _by_row(base: Sequence[str], keys: Sequence[str]) -> Mapping[str, list[str]]:
    """Missing cells by row (`requests.granted`); one by one where the row has other figures."""
    groups: dict[str, list[str]] = {}
    for key in keys:
        groups.setdefault(".".join(key.split(".")[:2]), []).append(key)
    found: dict[str, list[str]] = {}
    for prefix, those in groups.items():
        whole = sum(key.startswith(f"{prefix}.") or key == prefix for key in base)
        found |= {prefix: those} if len(those) == whole else {key: [key] for key in those}
    return found


def zeroed_cells(form: Form, zeroed: Mapping[str, Sequence[str]]) -> Iterator[Diagnostic]:
    """Reports which setting wrote 0 into how many cells (`zeroed`: setting → cells)."""
    for origin, keys in zeroed.items():
        tables = dict.fromkeys(
            next(table.title for table in form.tables if key.startswith(f"{table.key}."))
            for key in keys
        )
        what = f"{'、'.join(tables)}中没有数据的 {len(keys)} 格"
        yield diagnose("T305", what=what, origin=origin)


def empty_ledgers(
    form: Form, judges: Mapping[str, Judge], absent: Mapping[str, Absence]
) -> Iterator[Diagnostic]:
    """Reports the ledgers without a row and the lists without a kind: there the figure is 0."""
    for ledger, judge in judges.items():
        rows: dict[str, str] = {}
        for key, cell in form.cells.items():
            if cell.selection and cell.selection.ledger == ledger and key not in absent:
                for kind in cell.selection.where.get("kind", ("",)):
                    rows.setdefault(kind, key)
        if not rows:
            continue
        table = next(
            one for one in form.tables if any(k in _cells_of(form, one) for k in rows.values())
        )
        if table.key == ledger:
            if judge.frame["set_aside"].isin(NO_ITEMS).all():
                yield diagnose("T306", cell=table.key, what=f"“{table.title}”")
        else:
            yield from _empty_kinds(form, judge, rows)


def _empty_kinds(form: Form, judge: Judge, rows: Mapping[str, str]) -> Iterator[Diagnostic]:
    """The rows of section 二 (kind → one of its cells) of which a ledger has no row."""
    items = judge.frame[~judge.frame["set_aside"].isin(NO_ITEMS)]
    present = set(items["kind"].dropna()) if "kind" in items else set()
    for kind, key in rows.items():
        if kind not in present if kind else items.empty:
            cell = form.cells[key]
            yield diagnose("T306", cell=key, what=f"“{cell.row[-1]}”")


def unknown_none(settings: Settings) -> Iterator[Diagnostic]:
    """Says which entries of the setting `none` are no cell, row or table of any edition."""
    keys = {key for form in all_forms() for key in form.cells}
    prefixes = {part for key in keys for part in _prefixes(key)}
    for entry in settings.none:
        if entry not in prefixes and not entry.startswith("channels."):
            near = difflib.get_close_matches(entry, sorted(prefixes), n=1)
            hint = f"，是否想写“{near[0]}”？" if near else ""
            yield diagnose("S401", file=FILE_NAME, key=f'report.none "{entry}"', hint=hint)


def _prefixes(key: str) -> Iterable[str]:
    parts = key.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts) + 1))
