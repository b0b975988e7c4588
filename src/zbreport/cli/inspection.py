"""Shows what was recognised, the rows behind a number and the catalogue, as text or JSON.

The commands `inspect`, `explain` and `rules`.
"""

from __future__ import annotations

import json
import sys
from itertools import groupby
from typing import TYPE_CHECKING

from zbreport.checks.catalogue import RULES
from zbreport.cli.streams import write_utf8
from zbreport.diagnostics import CATALOGUE, REASONS, Diagnostic, place_text, rows_text
from zbreport.ledgers.channels import channel_label
from zbreport.tabulation.trace import Explanation, explain
from zbreport.vocabulary import ledger_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zbreport.checks.case import Need
    from zbreport.model import Channel, SetAside, Source
    from zbreport.pipeline import Inspection
    from zbreport.settings import Settings
    from zbreport.tabulation.tally import Tally


_OTHER_COLUMNS = {"total": "数量", "traffic_source": "读者来源"}
"""Columns that are no fields of a ledger: of summaries, and of WeChat's trend export."""


def show(found: Inspection, form: str, *, set_aside: bool) -> None:
    """Prints what every file and sheet was taken for.

    With `set_aside`, also every row that does not count.
    """
    if form == "json":
        _print_json(_payload(found, set_aside=set_aside))
        return
    for line in _lines(found):
        _print(line)
    if set_aside:
        for line in _set_aside_lines(found.set_aside):
            _print(line)
    rows, counted = (
        sum(source.rows for source in found.sources),
        sum(source.counted for source in found.sources),
    )
    _print(
        f"共 {len(found.sources)} 张表，读到 {rows} 行，"
        f"计入 {counted} 行，不计入 {rows - counted} 行。"
    )


def show_explanation(outcome: Tally, cell: str, form: str) -> None:
    """Prints the rows behind one figure."""
    found = explain(outcome, cell)
    if form == "json":
        _print_json([_row(row.file, row.sheet, row.row, row.amount) for row in found.rows])
        return
    _print(f"{found.label}：{'—' if found.number is None else found.number}（{found.key}）")
    for (file, sheet), rows in groupby(found.rows, key=lambda row: (row.file, row.sheet)):
        listed = list(rows)
        _print(f"  {place_text(file, sheet)}（{len(listed)} 行）")
        for start in range(0, len(listed), 12):
            _print(
                "    第 "
                + "、".join(_with_amount(row.row, row.amount) for row in listed[start : start + 12])
                + " 行"
            )
    _print(_summary(found))


def show_rules(form: str) -> None:
    """Prints every rule of `check`, every code of the catalogue, and the fields of ledgers."""
    entries = (*RULES.values(), *CATALOGUE.values())
    if form == "json":
        _print_json(
            [
                {
                    "code": e.code,
                    "level": e.level.value,
                    "title": e.title,
                    "message": e.message,
                    "remedy": e.remedy,
                    "source": e.source,
                    "needs": [need.value for need in _needs(e.code)],
                }
                for e in entries
            ]
        )
        return
    for entry in entries:
        _print(f"{entry.code}  {entry.level.label}  {entry.title}")
        _print(f"      {entry.message}")
        if entry.remedy:
            _print(f"      处理：{entry.remedy}")
        if entry.source:
            _print(f"      依据：{entry.source}")
        if needs := _needs(entry.code):
            _print(f"      需要：{'、'.join(need.label for need in needs)}")
    _print("\n各种台账的列（zbreport.toml 的 [columns] 里等号右边的写法）")
    for key, ledger in ledger_columns().items():
        _print(f"{key}  {ledger.name}")
        _print(
            f"      {'，'.join(f'{name} {field.label}' for name, field in ledger.fields.items())}"
        )


def _needs(code: str) -> tuple[Need, ...]:
    """What a rule of `check` cannot run without; empty for other codes and rules."""
    from zbreport.checks import RULES as TESTS

    return next((rule.needs for rule in TESTS if rule.code == code), ())


def _summary(found: Explanation) -> str:
    if found.number is None:
        return "没有台账、数据或设置给出这个数字。"
    if not found.rows:
        return "没有任何一行计入这个数字。"
    given = any(row.amount is not None for row in found.rows)
    return f"共 {len(found.rows)} 行" + (
        "，括号里是该行的数值。"
        if given
        else "，与数字一致。"
        if len(found.rows) == found.number
        else "。"
    )


def _lines(found: Inspection) -> Iterable[str]:
    said: dict[str, list[Diagnostic]] = {}
    for finding in found.diagnostics:
        if finding.code[0] in "FRS":
            said.setdefault(finding.file or "", []).append(finding)
    year = f"（{found.year} 年度）" if found.year else "（年度不明）"
    yield f"识别结果{year}"
    for file, sources in groupby(found.sources, key=lambda source: source.file):
        yield ""
        yield file
        for source in sources:
            yield from _source_lines(source, found.settings)
        yield from _finding_lines(said.pop(file, []))
    for file, findings in said.items():
        yield ""
        yield file
        yield from _finding_lines(findings)
    yield ""
    yield from _channel_lines(found.channels)


def _channel_lines(channels: Sequence[Channel]) -> Iterable[str]:
    """The months that each channel covers, over all its files.

    A hole in the year is a forgotten export or a silent channel.
    """
    if not channels:
        return
    yield "各渠道覆盖的月份"
    for channel in channels:
        counts = channel.by_month
        if counts is None:
            yield f"  {channel.label}：只有总数 {channel.count}"
            continue
        covered = tuple(month for month, count in enumerate(counts, start=1) if count)
        missing = [str(month) for month, count in enumerate(counts, start=1) if not count]
        hole = f"；没有 {'、'.join(missing)} 月" if missing and covered else ""
        yield f"  {channel.label}：{_months(covered) if covered else '没有记录'}{hole}"
    yield ""


def _source_lines(source: Source, settings: Settings) -> Iterable[str]:
    where = source.sheet or "（无工作表名）"
    yield f"  {where}：{_taken_for(source, settings)}"
    if source.why:
        yield f"    依据：{source.why}" + (
            f"；表头在第 {source.header_row} 行" if source.header_row else ""
        )
    if source.columns:
        # Only lists of publications lack a ledger and have columns.
        fields = ledger_columns()[source.ledger or "publications"].fields
        labels = _OTHER_COLUMNS | {name: field.label for name, field in fields.items()}
        pairs = (
            f"{labels.get(name, name)} ← {header}（{source.letters[name]} 列）"
            for name, header in source.columns.items()
        )
        yield f"    列：{'；'.join(pairs)}"
    if source.ignored and source.ledger:
        yield f"    未用的列：{'、'.join(source.ignored)}"
    aside = "、".join(f"{REASONS[reason]} {count}" for reason, count in source.set_aside.items())
    yield f"    读到 {source.rows} 行，计入 {source.counted} 行" + (
        f"，不计入：{aside}" if aside else ""
    )
    if source.counted and source.months:
        yield f"    月份：{_months(source.months)}"


def _taken_for(source: Source, settings: Settings) -> str:
    if source.ledger is None:
        return "汇总表，没有计入" if set(source.set_aside) == {"summary"} else "没有计入"
    name = ledger_columns()[source.ledger].name
    channels = [source.channel] if source.channel else list(source.channels)
    return name + (
        f"（{'、'.join(channel_label(key, settings) for key in channels)}）" if channels else ""
    )


def _months(months: Sequence[int]) -> str:
    return "1—12 月" if len(months) == 12 else "、".join(str(month) for month in months) + " 月"


def _finding_lines(findings: Sequence[Diagnostic]) -> Iterable[str]:
    for one in findings:
        place = f"{one.sheet}：" if one.sheet else ""
        yield f"  [{one.level.label} {one.code}] {place}{one.message}"
        if one.remedy:
            yield f"    {one.remedy}"


def _set_aside_lines(rows: Sequence[SetAside]) -> Iterable[str]:
    yield "没有计入的行"
    for (file, sheet, reason), group in groupby(
        sorted(rows, key=lambda row: (row.file, row.sheet, row.reason, row.row)),
        key=lambda row: (row.file, row.sheet, row.reason),
    ):
        listed = list(group)
        numbers = tuple(row.row for row in listed)
        where = f"第 {rows_text(numbers, len(numbers))} 行"
        yield f"  {place_text(file, sheet)}  {REASONS[reason]} {len(listed)} 行：{where}"
    yield ""


def _payload(found: Inspection, *, set_aside: bool) -> Mapping[str, object]:
    from zbreport.outputs.jsonfile import diagnostic, source

    data: dict[str, object] = {
        "schema": "zbreport-inspect/1",
        "year": found.year,
        "sources": [
            {
                **source(one),
                "why": one.why,
                "letters": dict(one.letters),
                "ignored": list(one.ignored),
            }
            for one in found.sources
        ],
        "diagnostics": [diagnostic(one) for one in found.diagnostics],
    }
    if set_aside:
        data["set_aside"] = [
            {
                **_row(one.file, one.sheet, one.row),
                "ledger": one.ledger,
                "reason": one.reason,
                "reason_label": REASONS[one.reason],
                "same_as": _row(one.same_as.file, one.same_as.sheet, one.same_as.row)
                if one.same_as
                else None,
            }
            for one in found.set_aside
        ]
    return data


def _row(file: str, sheet: str, row: int, amount: str | None = None) -> dict[str, object]:
    place: dict[str, object] = {"file": file, "sheet": sheet, "row": row}
    return place if amount is None else {**place, "amount": amount}


def _with_amount(row: int, amount: str | None) -> str:
    return str(row) if amount is None else f"{row}（{amount}）"


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _print_json(data: object) -> None:
    write_utf8([json.dumps(data, ensure_ascii=False, indent=1), "\n"])
