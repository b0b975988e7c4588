"""Outcomes made by hand, one for each edition, so that outputs are tested without reading a ledger."""

from __future__ import annotations

from decimal import Decimal

from zbreport.diagnostics import diagnose
from zbreport.forms import form_for
from zbreport.model import Channel, Choice, Report, RowPlace, SetAside, Source
from zbreport.settings import Settings
from zbreport.tabulation.tally import Tally

EDITIONS = ("2021", "2019")
YEARS = {"2021": 2024, "2019": 2020}

BLANK = (
    "requests.state_secret.research",
    "disclosure.rules.in_force",
    "disclosure.rules.total_disclosed",
)

SET_ASIDE = (
    SetAside("依申请.xlsx", "台账", 9, "unknown_outcome", "requests"),
    SetAside("网站.xlsx", "=1+1", 12, "outside_year", "publications"),
    SetAside(
        "网站.xlsx", "=1+1", 13, "duplicate", "publications", RowPlace("网站.xlsx", "=1+1", 4)
    ),
)


def cells(year):
    """Plausible figures: consistent sums, one blank and the totals that depend on it blank, large numbers in 二."""
    form = form_for(year)
    figures = {}
    for index, cell in enumerate(form.cells.values()):
        if not cell.addends:
            figures[cell.key] = (
                None
                if cell.key in BLANK
                else index % 7
                if cell.key.startswith("requests")
                else 3985758 - index
            )
    received = "requests.received.natural_person"
    figures[received] = 3001
    for key in form.cells:
        if key.startswith("disclosure.") and form.cells[key].is_money:
            figures[key] = Decimal("96171.600")
        if key.endswith("change"):
            figures[key] = -8
        if key.startswith("proceedings.") and key in figures:
            figures[key] = 12
    # Close the relation of every column but the one with the blank.
    for column in ("natural_person", "business", "public_interest", "legal_service", "other"):
        details = [
            key for key in figures if key.startswith("requests.") and key.endswith(f".{column}")
        ]
        first = {
            f"requests.{row}.{column}" for row in ("received", "carried_in", "carried_forward")
        }
        closed = sum(figures[key] for key in details if key not in first)
        total_in = figures[f"requests.received.{column}"] + figures[f"requests.carried_in.{column}"]
        if total_in < closed:
            figures[f"requests.received.{column}"] += closed - total_in
            total_in = closed
        figures[f"requests.carried_forward.{column}"] = total_in - closed
    return {key: figure(form, figures, key) for key in form.cells}


def figure(form, figures, key):
    addends = form.cells[key].addends
    if not addends:
        return figures[key]
    parts = [figure(form, figures, part) for part in addends]
    return None if None in parts else sum(parts)


def report(year):
    return Report(
        year=year,
        edition=form_for(year).edition,
        unit="=某市|投资促进局",
        cells=cells(year),
        channels=(
            Channel("website", "网站", 447, (37, 30, 41, 36, 40, 38, 35, 39, 37, 36, 40, 38)),
            Channel("wechat", "微信公众号", 288, (24,) * 12),
            Channel("other:视频号", "@视频号", 12, (1,) * 12),
        ),
        extras={
            "request_methods.信函": 2,
            "request_methods.网上": 1,
            "proposals.npc.total": 5,
            "proposals.npc.answered": 5,
            "proposals.npc.satisfied": 5,
            "proposals.npc.published": 3,
            "proposals.cppcc.total": 5,
            "proposals.cppcc.answered": 5,
        },
    )


def diagnostics():
    file = "依申请公开台账/2021年度政府信息公开申请登记台账（最终版）.xlsx"
    return (
        *(
            diagnose("L101", file=file, rows=(row,), column="C", header="收到日期")
            for row in range(5, 25)
        ),
        diagnose(
            "L113",
            file=file,
            rows=(9,),
            column="F",
            header="办理结果",
            value="酌情处理",
            what="办理结果",
            vocabulary="outcomes",
            example="granted",
        ),
        diagnose(
            "T301",
            cell="disclosure.rules.issued",
            what="（一）规章",
            count=1,
            key="disclosure.rules",
        ),
        diagnose("L153", file="网站.xlsx", rows=tuple(range(3, 40)), count=37, why="撤回"),
    )


def sources():
    return (
        Source(
            "网站.xlsx",
            "=1+1",
            "publications",
            "website",
            449,
            447,
            {"outside_year": 1, "duplicate": 1},
            {"website": 447},
            3,
            {"title": "标题"},
        ),
        Source(
            "依申请.xlsx",
            "台账",
            "requests",
            None,
            3,
            2,
            {"unknown_outcome": 1},
            {},
            2,
            {"received_on": "=收到日期"},
            months=(1, 3),
        ),
        Source("说明.csv", "", None, None, 0, 0),
    )


def outcome_for(year):
    return Tally(
        report=report(year),
        diagnostics=diagnostics(),
        sources=sources(),
        choices=(
            Choice("decisions.withdrawn", "other", "申请人撤回的申请计入“其他处理”", "默认", 3),
        ),
        frames={},
        settings=Settings(),
    )
