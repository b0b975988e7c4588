"""An office's whole year, as kept: no figure is wrong without being asked about, and none after one pass of answers."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from helpers import conserved
from office_year import write
from zbreport import tally
from zbreport.settings.answers import added

COUNTED = ("requests", "proceedings", "disclosure", "channels", "proposals")


@dataclass
class Office:
    """A folder, its truth, and what the program says of it."""

    folder: object
    truth: dict
    found: object


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    truth = write(folder)
    return Office(folder, truth, tally([folder], year=2024))


@pytest.fixture(scope="module")
def answered(office, tmp_path_factory):
    """The office after one pass: every error's offer taken, a choice as the office makes it."""
    path = tmp_path_factory.mktemp("settings") / "zbreport.toml"
    path.write_text(added("", list(given(office.found))), encoding="utf-8")
    return Office(office.folder, office.truth, tally([office.folder], year=2024, config=path))


LAW = "法规科依申请公开登记.xlsx"
CHOSEN = {
    ("decisions", "fee_unit"): "元",
    ("years", "畜牧科依申请公开登记.csv"): "2024",
    ("years", "微信公众号推文（1-6月）.xlsx"): "2024",
    ("农机科依申请公开登记.xls", "登记!C4"): "商业企业",
    ("政府网站通知公告清单.xls", "清单!6"): "not_counted",
    (LAW, "登记!B2"): "2024-03-01",
    (LAW, "登记!F3"): "2024-03-09",
    (LAW, "登记!C4"): "自然人",
    (LAW, "登记!D5"): "予以公开",
    (LAW, "登记!D6"): "属于国家秘密",
    (LAW, "登记!B7"): "2024-03-06",
    (LAW, "登记!F8"): "2024-03-09",
    (LAW, "登记!F9"): "2024-03-09",
    (LAW, "登记!11"): "counted",
}
"""Table and key of a line → what the office says, where the offer leaves it open."""


def given(found):
    """The lines of one pass over the errors."""
    for finding in found.diagnostics:
        if finding.level == "error" and finding.answer is not None:
            for part in finding.answer.parts:
                line = part.lines[0]
                word = part.suggested or CHOSEN.get((line.path[-1], line.key), "")
                assert word or part.chosen("") == part.lines, (finding.code, line)
                assert not part.choices or word in dict(part.choices), (finding.code, line)
                yield from part.chosen(word)


def figures_of(found):
    report = found.report
    return {
        **report.cells,
        **report.extras,
        **{f"channels.{one.key}": one.count for one in report.channels},
    }


def wrong(office):
    """Cell → figure and truth, where they differ; what the truth does not name is none: 0."""
    found = figures_of(office.found)
    keys = {key for key in {*found, *office.truth} if key.startswith(COUNTED)}
    pairs = {key: (found.get(key), office.truth.get(key, 0)) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def test_the_year_is_a_whole_one(office):
    files = list(office.folder.iterdir())
    assert len(files) >= 40
    suffixes = {".xlsx", ".xls", ".csv", ".html", ".ods", ".xml", ".json"}
    assert suffixes <= {file.suffix for file in files}
    assert len([key for key, figure in office.truth.items() if figure]) > 60


def ledger_of(key):
    table, _, rest = key.partition(".")
    if table == "channels":
        return {"publications"}
    if table == "disclosure":
        return {
            "rules": {"documents"},
            "normative_documents": {"documents"},
            "fees_wan_yuan": {"fees"},
        }.get(rest.partition(".")[0], {"decisions"})
    return {table}


def test_no_figure_is_wrong_without_an_error_that_asks_for_it(office):
    asking = {
        one.file
        for one in office.found.diagnostics
        if one.level == "error" and one.answer is not None
    }
    asked = {source.ledger for source in office.found.sources if source.file in asking}
    asked |= {
        ledger
        for one in office.found.diagnostics
        if one.level == "error" and one.code in {"R219", "R220", "R203"}
        for ledger in ({"requests"} if one.code == "R219" else {"publications"})
    }
    silent = {key: pair for key, pair in wrong(office).items() if not ledger_of(key) & asked}
    assert not silent


def test_every_figure_is_right_after_one_pass_of_answers(answered):
    assert not wrong(answered)
    assert not [one for one in answered.found.diagnostics if one.level == "error"]


def test_no_row_is_lost(office, answered):
    conserved(office.found)
    conserved(answered.found)


def test_no_false_alarm_about_totals(answered):
    assert not [one.place for one in answered.found.diagnostics if one.code == "R218"]
