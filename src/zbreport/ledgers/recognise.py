"""What a table is: its ledger, the column of every field, and for publications the channel.

Evidence is weighed, never guessed: a table that fits two ledgers, a field that fits two columns and a channel that nothing names are
questions (R2xx) with a line ready for zbreport.toml, and their rows are set aside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.ledgers.blocks import Block, blocks_of, is_blank
from zbreport.ledgers.channels import channel_of
from zbreport.text import column_letter, normalise
from zbreport.vocabulary import LedgerColumns, ledger_columns, matches, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zbreport.model import Sheet
    from zbreport.settings import Settings

_HINT, _MARK, _LEAD = (
    3,
    2,
    2,
)  # weights: a telling name, a column only this ledger has; the lead that decides between two
_OVERRIDE = -1  # preference of a column that zbreport.toml names
_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)(?!\d)")
_KINDS = {
    "documents": "document_kinds",
    "decisions": "decision_kinds",
    "proceedings": "proceeding_kinds",
    "proposals": "proposal_kinds",
}


@dataclass(frozen=True, slots=True)
class Table:
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
        sparse: whether only rows with something in a mapped column are rows of it (proceedings in columns of the request register).
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
    sparse: bool = False

    def without_rows(self) -> Table:
        """The same table without the cells of its sheet: what is needed once its rows stand in a frame."""
        sheet = replace(self.sheet, rows=())
        return replace(self, sheet=sheet, block=replace(self.block, sheet=sheet) if self.block else None)

    def header(self, name: str) -> str:
        """The header of a field's column as it stands in the file."""
        if self.block is None or name not in self.fields:
            return ""
        return self.block.headers[self.fields[name] - self.block.left]

    def letter(self, name: str) -> str | None:
        """The Excel letter of a field's column."""
        return column_letter(self.fields[name]) if name in self.fields else None


def recognise(sheet: Sheet, settings: Settings) -> tuple[tuple[Table, ...], tuple[Diagnostic, ...]]:
    """Finds the tables of a sheet and says what each is.

    Returns:
        At least one table when the sheet is not blank, so that every row of it belongs to one; and what there is to say about them.
    """
    blocks = blocks_of(sheet)
    if not blocks:
        filled = sum(1 for row in sheet.rows if not is_blank(row))
        nothing = (Table(sheet, None, None, reason="unrecognised", why="没有表头"),) if filled else ()
        return nothing, tuple(diagnose("R202", sheet=sheet, count=filled) for _ in nothing)
    found = [_identify(block, settings) for block in blocks]
    tables = tuple(part for table, _ in found for part in (table, *_embedded(table)))
    return tables, tuple(finding for _, said in found for finding in said)


def _embedded(table: Table) -> tuple[Table, ...]:
    """The proceedings that stand as columns of a request register: one sparse table for reviews, one for suits."""
    if table.ledger != "requests":
        return ()
    parts = []
    for prefix, kind in (("review", "review"), ("litigation", "litigation")):
        fields = {
            name: table.fields[f"{prefix}_{name}"] for name in ("result", "filed_on", "closed_on") if f"{prefix}_{name}" in table.fields
        }
        if "result" not in fields:
            continue
        before = table.fields.get("litigation_after_review", table.fields.get("review_result"))
        if kind == "litigation" and before is not None:
            fields["reviewed_first"] = before
        parts.append(replace(table, ledger="proceedings", fields=fields, kind=kind, sparse=True, why="依申请公开台账中的复议、诉讼列"))
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One ledger tried on a block."""

    spec: LedgerColumns
    fields: Mapping[str, int]
    fallbacks: tuple[str, ...]
    ties: tuple[tuple[str, int, int], ...]
    kind: str | None
    score: int
    missing: tuple[str, ...]


def _identify(block: Block, settings: Settings) -> tuple[Table, tuple[Diagnostic, ...]]:
    sheet = block.sheet
    forced = settings.ledger_for(sheet.file)
    specs = [spec for key, spec in ledger_columns().items() if forced in (None, key)]
    candidates = sorted((_try(spec, block, settings) for spec in specs), key=lambda candidate: -candidate.score)
    fits = [candidate for candidate in candidates if not candidate.missing]
    if not fits:
        return _unfit(block, candidates, forced)
    best = fits[0]
    if len(fits) > 1 and best.score - fits[1].score < _LEAD:
        return _question(block, best.spec, fits[1].spec)
    if best.ties:
        return _tie(block, best)
    table = Table(sheet, block, best.spec.key, best.fields, kind=best.kind, year=_year_named(block), why=_why(best, forced))
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
    ]
    if best.spec.key == "publications":
        table, finding = _with_channel(table, best.spec, settings)
        said += [finding] if finding else []
    return table, tuple(said)


def _try(spec: LedgerColumns, block: Block, settings: Settings) -> _Candidate:
    fields, fallbacks, ties = _assign(spec, block, settings.columns_for(block.sheet.file))
    kind = None if "kind" in fields else _kind_named(spec.key, block)
    given = {*fields, *(["kind"] if kind else [])}
    names = "".join(_names(block))
    score = len(fields) + _MARK * sum(spec.fields[name].mark for name in fields if name not in fallbacks)
    score += _HINT * any(hint in names for hint in spec.hints) - _HINT * any(word in names for word in spec.against)
    missing = tuple(options[0] for options in spec.needs if not given.intersection(options))
    return _Candidate(spec, fields, fallbacks, ties, kind, score, missing)


def _assign(
    spec: LedgerColumns, block: Block, overrides: Mapping[str, str]
) -> tuple[dict[str, int], tuple[str, ...], tuple[tuple[str, int, int], ...]]:
    """Gives every field its best column: (field → column, fields that took a fall-back, (field, column, column) that tie).

    `overrides` name a column by its header, or by its letter (`G列`) where two have the same.
    """
    named = {normalise(header): name for header, name in overrides.items()}
    ranked: list[tuple[int, int, int, str]] = []
    for offset, header in enumerate(block.headers):
        readings = [text for text in (header, *block.alternatives[offset]) if text]
        letter = f"{column_letter(block.left + offset)}列"
        told = next((named[key] for key in map(normalise, (letter, *readings)) if key in named), None)
        if told is not None:
            if told in spec.fields:
                ranked.append((_OVERRIDE, 0, block.left + offset, told))
            continue
        if any(spec.is_personal(reading) for reading in readings):
            continue
        best: dict[str, tuple[int, int, str]] = {}
        for found in (found for reading in readings for found in matches(spec.key, reading)):
            best[found[2]] = min(best.get(found[2], found), found)
        ranked.extend((rank, order, block.left + offset, name) for rank, order, name in best.values())
    return _choose(ranked)


def _choose(
    ranked: list[tuple[int, int, int, str]],
) -> tuple[dict[str, int], tuple[str, ...], tuple[tuple[str, int, int], ...]]:
    fields: dict[str, int] = {}
    ranks: dict[str, int] = {}
    ties: list[tuple[str, int, int]] = []
    for rank, _, column, name in sorted(ranked):
        if column in fields.values():
            continue
        if name not in fields:
            fields[name], ranks[name] = column, rank
        elif ranks[name] == rank:
            ties.append((name, fields[name], column))
    return fields, tuple(name for name, rank in ranks.items() if 1000 <= rank < 2000), tuple(ties)


def _names(block: Block) -> tuple[str, ...]:
    """The texts that may say what a table is, the most telling first: sheet, file, title, folders from the nearest."""
    *folders, file = block.sheet.file.split("/")
    return tuple(normalise(text) for text in (block.sheet.name, file.rpartition(".")[0], block.title, *reversed(folders)))


def _kind_named(ledger: str, block: Block) -> str | None:
    """The one kind that sheet, file or title name, for ledgers that may keep each kind in a list of its own."""
    if ledger not in _KINDS:
        return None
    words = vocabulary(_KINDS[ledger])
    for text in _names(block)[:3]:
        found = words.find_in(text)
        if found:
            return next(iter(found)) if len(found) == 1 else None
    return None


def _year_named(block: Block) -> int | None:
    for text in _names(block)[:3]:
        years = set(_YEAR.findall(text))
        if years:
            return int(years.pop()) if len(years) == 1 else None
    return None


def _why(candidate: _Candidate, forced: str | None) -> str:
    if forced:
        return "zbreport.toml 指定"
    return f"表头有 {len(candidate.fields)} 列对应{candidate.spec.name}"


def _data_rows(block: Block) -> int:
    right = None if block.alone else block.left + len(block.headers)
    return sum(1 for row in block.sheet.rows[block.start : block.stop] if not is_blank(row[block.left : right]))


def _refused(block: Block, reason: str, finding: Diagnostic, why: str) -> tuple[Table, tuple[Diagnostic, ...]]:
    return Table(block.sheet, block, None, reason=reason, why=why), (finding,)


def _unfit(block: Block, candidates: list[_Candidate], forced: str | None) -> tuple[Table, tuple[Diagnostic, ...]]:
    """No ledger has all it needs: a summary, a ledger that lacks a column, or something else."""
    sheet = block.sheet
    shown = "、".join(header for header in block.headers if header)
    count = _data_rows(block)
    at = [block.header_row + 1]
    marker = next((header for header in block.headers if normalise(header) in ledger_columns()["publications"].aggregate), None)
    best = candidates[0]
    resembles = len(best.fields) >= 2 and (best.score > len(best.fields) or forced)
    if marker and not (resembles and best.spec.key != "publications"):
        return _refused(block, "summary", diagnose("R206", sheet=sheet, rows=at, header=marker, count=count), "汇总表")
    if resembles:
        name = best.missing[0]
        finding = diagnose(
            "R203",
            sheet=sheet,
            rows=at,
            ledger=best.spec.name,
            field=best.spec.fields[name].label,
            key=name,
            headers=shown,
        )
        return _refused(block, "missing_column", finding, f"像{best.spec.name}，但缺少“{best.spec.fields[name].label}”列")
    finding = diagnose("R201", sheet=sheet, rows=at, count=count, headers=shown)
    return _refused(block, "unrecognised", finding, "表头不像任何一种台账")


def _question(block: Block, first: LedgerColumns, second: LedgerColumns) -> tuple[Table, tuple[Diagnostic, ...]]:
    facts = {"first": first.name, "second": second.name, "first_key": first.key, "second_key": second.key}
    finding = diagnose("R204", sheet=block.sheet, rows=[block.header_row + 1], facts=facts)
    return _refused(block, "unclear_table", finding, f"既像{first.name}又像{second.name}")


def _tie(block: Block, candidate: _Candidate) -> tuple[Table, tuple[Diagnostic, ...]]:
    name, first, second = candidate.ties[0]
    headers = [f"{block.headers[column - block.left]}（{column_letter(column)} 列）" for column in (first, second)]
    letter = column_letter(first)
    label = candidate.spec.fields[name].label
    finding = diagnose(
        "R205", sheet=block.sheet, rows=[block.header_row + 1], first=headers[0], second=headers[1], field=label, key=name, letter=letter,
    )  # fmt: skip
    return _refused(block, "unclear_table", finding, f"两列都像“{label}”")


def _with_channel(table: Table, spec: LedgerColumns, settings: Settings) -> tuple[Table, Diagnostic | None]:
    """Adds the channel of a publication list, or sets the whole list aside with the question."""
    block = table.block
    if block is None:
        return table, None
    traffic = _traffic_column(block, spec)
    if traffic is not None:
        kept = {name: where for name, where in table.fields.items() if where != traffic}
        table = replace(table, fields={**kept, "traffic_source": traffic})
    values = _values(block, table.fields["channel"]) if "channel" in table.fields else frozenset[str]()
    answer = channel_of(block, _names(block), values, spec, settings)
    if answer.by_column:
        return table, None
    if "channel" in table.fields:
        table = replace(table, fields={name: where for name, where in table.fields.items() if name != "channel"})
    if answer.key is not None:
        return replace(table, channel=answer.key, why=f"{table.why}；{answer.why}"), None
    finding = diagnose(
        answer.code,
        sheet=table.sheet,
        count=_data_rows(block),
        facts=answer.facts,
    )
    return replace(table, ledger=None, reason="unclear_channel", why=answer.why), finding


def _traffic_column(block: Block, spec: LedgerColumns) -> int | None:
    """The column 渠道 or 传播渠道 that says where readers came from, not where the item was published: every value of it does."""
    for offset, header in enumerate(block.headers):
        if "渠道" in normalise(header):
            values = _values(block, block.left + offset)
            if values and all(normalise(value) in spec.traffic_sources for value in values):
                return block.left + offset
    return None


def _values(block: Block, column: int) -> frozenset[str]:
    rows = block.sheet.rows[block.start : block.stop]
    return frozenset(str(row[column]).strip() for row in rows if column < len(row) and str(row[column]).strip())
