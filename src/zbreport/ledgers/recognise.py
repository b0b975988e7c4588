"""What a table is: its ledger, the column of every field, and for publications the channel.

Evidence is weighed (`matching`), never guessed: a table that fits two ledgers, a field that fits
two columns and a channel that nothing names are questions (R2xx, see `questions`) with a line ready
for zbreport.toml, and their rows are set aside. What gives numbers instead of items is a summary
(`summaries`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.ledgers import questions, summaries
from zbreport.ledgers.blocks import Block, blocks_of, is_blank
from zbreport.ledgers.by_name import with_kinds
from zbreport.ledgers.channels import channel_answer, channel_of
from zbreport.ledgers.contents import LOOKED_AT, swapped
from zbreport.ledgers.matching import Candidate, attempt, names_of, year_named
from zbreport.ledgers.periods import month_named
from zbreport.ledgers.table import LedgerTable
from zbreport.ledgers.ticked import one_column
from zbreport.settings import NO_LEDGER
from zbreport.text.compare import normalise
from zbreport.text.privacy import shown
from zbreport.vocabulary import LedgerColumns, is_known_header, ledger_columns, matches

if TYPE_CHECKING:
    from zbreport.model import Sheet
    from zbreport.settings import Settings

__all__ = ["LedgerTable", "recognise"]

_ANY_YEAR = 2000
_LEAD = 2  # the lead that decides between two ledgers
_ITEMS = ("number", "title", "url", "item_id")
"""Fields that name an item: a ledger with one of them lists items, whatever numbers it has."""
_ADDED_UP = ("fees", "figures")
"""Ledgers that give numbers in their rows; every other one is counted by rows."""


def recognise(
    sheet: Sheet, settings: Settings
) -> tuple[tuple[LedgerTable, ...], tuple[Diagnostic, ...]]:
    """Finds the tables of a sheet and says what each is.

    Returns:
        At least one table when the sheet is not blank, so that every row of it belongs to one; and
        what there is to say about them.
    """
    blocks = blocks_of(sheet)
    if not blocks:
        return questions.no_header(sheet)
    found = [_identify(with_kinds(one_column(block), settings), settings) for block in blocks]
    tables = tuple(part for table, _ in found for part in (table, *_embedded(table)))
    return tables, tuple(finding for _, said in found for finding in said)


def told_by_head(table: LedgerTable, rows: int) -> bool:
    """Whether the first rows tell what a table is; `rows`: how many there are.

    Not where something that was found needs all of its rows.
    """
    block = table.block
    if (
        block is None
        or table.ledger is None
        or not block.alone
        or block.stop < rows
        or block.start + LOOKED_AT > rows
    ):
        return False
    totals = ledger_columns()["publications"].summary.totals
    headers = [normalise(header) for header in block.headers]
    by_values = any(
        "渠道" in header
        or header in totals
        or any(found[2] == "channel" for found in matches("publications", header))
        for header in headers
    )
    return not by_values and any(name in table.fields for name in _ITEMS)


def _embedded(table: LedgerTable) -> tuple[LedgerTable, ...]:
    """The proceedings in columns of a request register: sparse tables of reviews and suits."""
    if table.ledger != "requests":
        return ()
    parts = []
    for prefix, kind in (("review", "review"), ("litigation", "litigation")):
        fields = {
            name: table.fields[f"{prefix}_{name}"]
            for name in ("result", "filed_on", "closed_on")
            if f"{prefix}_{name}" in table.fields
        }
        if "result" not in fields:
            continue
        before = table.fields.get("litigation_after_review", table.fields.get("review_result"))
        if kind == "litigation" and before is not None:
            fields["reviewed_first"] = before
        parts.append(
            replace(
                table,
                ledger="proceedings",
                fields=fields,
                kind=kind,
                sparse=True,
                why="依申请公开台账中的复议、诉讼列",
            )
        )
    return tuple(parts)


def _identify(block: Block, settings: Settings) -> questions.Refusal:
    sheet = block.sheet
    forced = settings.ledger_for(sheet.file)
    if forced == NO_LEDGER:
        return _declared_none(block, settings), ()
    specs = [spec for key, spec in ledger_columns().items() if forced in (None, key)]
    candidates = sorted(
        (attempt(spec, block, settings) for spec in specs), key=lambda candidate: -candidate.score
    )
    fits = [candidate for candidate in candidates if not candidate.missing]
    if not fits:
        return _unfit(block, candidates, forced, settings)
    best = fits[0]
    if len(fits) > 1 and (
        best.score - fits[1].score < _LEAD or _may_be_another(best, fits[1], forced)
    ):
        return questions.two_ledgers(block, best.spec, fits[1].spec)
    if best.ties:
        return questions.two_columns(block, best)
    if pair := swapped(block, best.spec, best.fields):
        return questions.columns_swapped(block, best, pair)
    if not forced and _gives_numbers(block, best, settings):
        return _summary(block, settings)
    return _table(block, best, forced, settings)


def _may_be_another(best: Candidate, other: Candidate, forced: str | None) -> bool:
    """Whether a table without what only its ledger tells has an address, as lists of another do.

    A column of addresses beside titles and days is a list of a website, unless columns of repeal
    or validity show that documents are kept in it.
    """
    telling = {name for names in best.spec.tells.values() for name in names}
    return (
        not forced and bool(telling) and telling.isdisjoint(best.fields) and "url" in other.fields
    )


def _table(
    block: Block, best: Candidate, forced: str | None, settings: Settings
) -> questions.Refusal:
    sheet = block.sheet
    table = LedgerTable(
        sheet,
        block,
        best.spec.key,
        best.fields,
        kind=best.kind,
        year=year_named(block, settings),
        why=_why(best, forced),
    )
    channel: list[Diagnostic] = []
    if best.spec.key == "publications":
        table, finding = _with_channel(table, best, settings)
        channel = [*([finding] if finding else []), *_several_in_a_row(table)]
    said = [
        diagnose(
            "R209",
            sheet=sheet,
            rows=[block.header_row + 1],
            column=table.letter(name),
            wanted=best.spec.fields[name].label,
            header=table.header(name),
        )
        for name in best.fallbacks
        if name in table.fields
    ]
    return table, (*said, *channel)


def _why(candidate: Candidate, forced: str | None) -> str:
    if forced:
        return "zbreport.toml 指定"
    return f"表头有 {len(candidate.fields)} 列对应{candidate.spec.name}"


def _data_rows(block: Block) -> int:
    right = None if block.alone else block.left + len(block.headers)
    return sum(
        1
        for row in block.sheet.rows[block.start : block.stop]
        if not is_blank(row[block.left : right])
    )


def _gives_numbers(block: Block, best: Candidate, settings: Settings) -> bool:
    """Whether a table that fits a ledger counts items: `日期 | 件数`, and no name of an item."""
    if best.spec.key in _ADDED_UP or any(
        name in best.fields and name not in best.fallbacks for name in _ITEMS
    ):
        return False
    found = summaries.summary_of(block, settings)
    return found is not None and any(
        summaries.count_in(block, row, offset) > 1
        for offset in found.totals
        for row in range(block.start, block.stop)
    )


def _unfit(
    block: Block, candidates: list[Candidate], forced: str | None, settings: Settings
) -> questions.Refusal:
    """What a table is that no ledger fits.

    A summary, a list by months, a ledger that lacks a column, statistics, or something else.
    """
    best = candidates[0]
    resembles = len(best.fields) >= 2 and (best.score > len(best.fields) or forced)
    if not (resembles and best.spec.key != "publications") and (
        by_month := _by_month(block, candidates, settings)
    ):
        return by_month
    if not (resembles and best.spec.key != "publications") and summaries.summary_of(
        block, settings
    ):
        return _summary(block, settings)
    listed = next((one for one in candidates if one.spec.key == "publications"), best)
    if (
        not any(name in listed.fields for name in _ITEMS)
        and not forced
        and summaries.is_statistics(block)
    ):
        finding = diagnose(
            "R213", sheet=block.sheet, rows=[block.header_row + 1], count=_data_rows(block)
        )
        return questions.refused(block, "summary", finding, "阅读、粉丝等数据的统计")
    if resembles:
        return questions.lacks_column(block, best)
    return questions.unknown(block, best, _data_rows(block))


def _by_month(
    block: Block, candidates: list[Candidate], settings: Settings
) -> questions.Refusal | None:
    """A list of publications without dates, on a sheet or in a file named for one month."""
    listed = next((one for one in candidates if one.spec.key == "publications"), None)
    if listed is None or listed.missing != ("published_on",) or "title" in listed.fallbacks:
        return None
    if next(questions.nearest_columns(block, listed, "published_on"), None):
        return None  # a column that may be the date is asked about
    year = year_named(block, settings)
    sheet = block.sheet
    named = [
        (name, month_named(name, year))
        for name in (sheet.name, sheet.file.rpartition("/")[2].rpartition(".")[0])
    ]
    name, month = next(((name, month) for name, month in named if month), ("", None))
    if month is None:
        known = next((name for name, _ in named if month_named(name, _ANY_YEAR)), None)
        return None if known is None else questions.month_without_year(block, listed, known)
    table, said = _table(block, listed, None, settings)
    told = diagnose(
        "R216",
        sheet=sheet,
        rows=[block.header_row + 1],
        name=name,
        year=month.year,
        month=month.month,
    )
    return replace(table, month=month), (*said, told)


def _summary(block: Block, settings: Settings) -> questions.Refusal:
    """A table of numbers of items: not counted, but kept for the comparison with the lists."""
    found = summaries.summary_of(block, settings)
    if found is None:
        message = "only a block with numbers of items is a summary"
        raise ValueError(message)
    header, _ = summaries.column_of(block, found)
    answer = channel_of(
        block, names_of(block), frozenset(), ledger_columns()["publications"], settings
    )
    year = year_named(block, settings)
    parts = summaries.parts_of(block, found, answer.key, year, settings)
    finding = diagnose(
        "R206",
        sheet=block.sheet,
        rows=[block.header_row + 1],
        header=shown(header, is_known_header),
        count=_data_rows(block),
        answer=questions.ledger_answer(block.sheet, ("none",)),
    )
    column = block.left + next(iter(found.totals))
    table = LedgerTable(
        block.sheet,
        block,
        None,
        {"total": column},
        reason="summary",
        channel=answer.key,
        year=year,
        why="汇总表",
        total=header,
        parts=parts,
    )
    return table, (finding,)


def _declared_none(block: Block, settings: Settings) -> LedgerTable:
    """A table that the office says is no ledger; a summary is held against the lists still."""
    why = "zbreport.toml 指定不是台账"
    found = summaries.summary_of(block, settings)
    table = _summary(block, settings)[0] if found else LedgerTable(block.sheet, block, None)
    return replace(table, reason="not_a_ledger", why=why)


def _several_in_a_row(table: LedgerTable) -> list[Diagnostic]:
    """Reports rows that say they stand for several items; each is counted once."""
    block = table.block
    if block is None:
        return []
    totals = ledger_columns()["publications"].summary.totals
    for offset, header in enumerate(block.headers):
        if normalise(header) in totals and block.left + offset not in table.fields.values():
            rows = [
                row
                for row in range(block.start, block.stop)
                if summaries.count_in(block, row, offset) > 1
            ]
            if rows:
                at = [row + 1 for row in rows]
                return [
                    diagnose(
                        "R214",
                        sheet=block.sheet,
                        rows=at,
                        header=shown(header, is_known_header),
                        count=len(rows),
                    )
                ]
    return []


def _with_channel(
    table: LedgerTable, candidate: Candidate, settings: Settings
) -> tuple[LedgerTable, Diagnostic | None]:
    """Adds the channel of a publication list, or sets the whole list aside with the question."""
    block, spec = table.block, candidate.spec
    if block is None:
        return table, None
    traffic = _traffic_column(block, spec)
    if traffic is not None:
        kept = {name: where for name, where in table.fields.items() if where != traffic}
        table = replace(table, fields={**kept, "traffic_source": traffic})
    values = (
        _values(block, table.fields["channel"]) if "channel" in table.fields else frozenset[str]()
    )
    answer = channel_of(
        block, names_of(block), values, spec, settings, lesser="channel" in candidate.fallbacks
    )
    if answer.by_column:
        return table, None
    if "channel" in table.fields:
        table = replace(
            table, fields={name: where for name, where in table.fields.items() if name != "channel"}
        )
    if answer.key is not None:
        return replace(table, channel=answer.key, why=f"{table.why}；{answer.why}"), None
    finding = diagnose(
        answer.code,
        sheet=table.sheet,
        count=_data_rows(block),
        answer=channel_answer(block.sheet.file, settings),
        facts=answer.facts,
    )
    return replace(table, ledger=None, reason="unclear_channel", why=answer.why), finding


def _traffic_column(block: Block, spec: LedgerColumns) -> int | None:
    """Whether a column 渠道 says where readers came from, by every value of it."""
    for offset, header in enumerate(block.headers):
        if "渠道" in normalise(header):
            values = _values(block, block.left + offset)
            if values and all(normalise(value) in spec.traffic_sources for value in values):
                return block.left + offset
    return None


def _values(block: Block, column: int) -> frozenset[str]:
    rows = block.sheet.rows[block.start : block.stop]
    return frozenset(
        str(row[column]).strip() for row in rows if column < len(row) and str(row[column]).strip()
    )
