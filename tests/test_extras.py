"""A figure outside the form is declared once, and every output, `explain` and the text show it."""

from __future__ import annotations

import json
from io import BytesIO

import openpyxl
import pytest

from helpers import request, requests, run
from zbreport import prose
from zbreport.forms import all_forms, extras
from zbreport.forms.extras import all_extras, nested, parse_extras
from zbreport.ledgers.typed import LEDGERS
from zbreport.outputs import csvfile, jsonfile, markdown, terminal
from zbreport.outputs.xlsx import render as workbook
from zbreport.prose.placeholders import names
from zbreport.tabulation.trace import explain
from zbreport.vocabulary import ledger_columns

DECLARED = """
[[extras]]
key = "visits"
title = "来访情况"
name = "来访"
ledger = "requests"
where = { received = "this_year" }
figures = [
  { key = "all",   label = "来访次数", unit = "次", wanted = "来访次数", said = "接待来访{number}次" },
  { key = "given", label = "当场答复", unit = "件", wanted = "当场答复件数", said = "答复{number}件", where = { outcome = "granted" } },
]
section = "一"
part = "来访接待"
"""


@pytest.fixture
def tally(monkeypatch):
    """A run with one more group of figures declared, counted from the register of requests."""
    declared = f"{extras._declared()}{DECLARED}"
    monkeypatch.setattr(extras, "_declared", lambda: declared)
    all_extras.cache_clear()
    yield run(
        requests(
            request("1", method="邮寄"),
            request("2", "2024-02-01", outcome="部分公开"),
            request("3", "2023-12-31"),
        )
    )
    monkeypatch.undo()
    all_extras.cache_clear()


def test_it_is_counted_and_explained(tally):
    assert nested(tally.report.extras)["visits"] == {"all": 2, "given": 1}
    found = explain(tally, "visits.given")
    assert (found.label, found.number, [row.row for row in found.rows]) == (
        "来访/当场答复",
        1,
        [2],
    )
    assert explain(tally, "来访/来访次数").number == 2
    assert explain(tally, "本年新收申请/信函").number == 1


def test_programs_read_it(tally):
    payload = json.loads(jsonfile.render(tally))
    assert payload["visits"] == {"all": 2, "given": 1}
    assert payload["request_methods"] == {"网络": 1, "信函": 1}
    assert payload["proposals"] == {}
    assert "来访情况,,来访次数,visits.all,2,次" in csvfile.render(tally).decode("utf-8-sig")


def test_people_read_it(tally):
    assert "来访情况：来访次数 2 次、当场答复 1 件" in terminal.text(tally)
    text = markdown.render(tally).decode()
    assert "## 来访情况" in text
    assert "| 来访次数 | 2 次 |" in text
    sheet = openpyxl.load_workbook(BytesIO(workbook(tally)))["说明"]
    facts = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2)}
    assert facts["来访情况（来访次数）"] == "2 次"


def test_the_text_and_placeholders_tell_it(tally):
    text = "".join(
        f"{block.lead}{''.join(run.text for run in block.runs)}"
        for block in prose.compose(tally).section("一")
    )
    assert "来访接待。2024年，接待来访2次，答复1件。" in text
    assert names(tally).text("visits.all") == "2"


def test_nothing_is_said_of_it_without_its_ledger():
    declared = parse_extras(DECLARED)
    assert [(one.key, one.gap, one.unit) for one in declared] == [("visits", "", "")]
    assert "visits" not in nested({})
    assert nested({"proposals.npc.total": 1}) == {
        "request_methods": {},
        "proposals": {"npc": {"total": 1}},
    }


@pytest.mark.parametrize("extra", all_extras(), ids=lambda extra: extra.key)
def test_what_is_declared_can_be_counted_and_told(extra):
    assert extra.ledger in LEDGERS
    assert extra.by in ledger_columns()[extra.ledger].fields or not extra.by
    assert bool(extra.part) == bool(extra.section)
    assert not extra.section or extra.section in all_forms()[-1].numerals
    assert all(figure.said for figure in extra.figures) or not extra.section


def test_a_group_without_what_every_group_has_is_refused():
    with pytest.raises(KeyError, match="title"):
        parse_extras('[[extras]]\nkey = "visits"\nname = "来访"\nledger = "requests"\n')
