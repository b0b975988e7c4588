"""This year beside last year: what is compared, what is not, and how the workbook shows it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from zbreport import tally
from zbreport.cli import app
from zbreport.forms import form_for
from zbreport.model import Report
from zbreport.outputs import FORMATS, xlsx
from zbreport.settings import Settings
from zbreport.tabulation.tally import Tally
from zbreport.tabulation.years import compare

EXAMPLES = Path(__file__).parents[1] / "examples"


def report(year, **cells):
    return Report(
        year,
        form_for(year).edition,
        "某市某局",
        {**dict.fromkeys(form_for(year).cells, 0), **cells},
    )


def lines(now, last):
    return {line.label: line for line in compare(now, last)}


def test_a_change_is_told_with_its_percentage_and_the_shares_of_both_years():
    now = report(
        2024,
        **{"requests.granted.total": 6, "requests.total.total": 12, "requests.received.total": 12},
    )
    last = report(
        2023,
        **{
            "requests.granted.total": 4,
            "requests.total.total": 10,
            "requests.received.total": None,
        },
    )
    found = lines(now, last)
    granted = found["三/（一）予以公开"]
    assert (granted.last, granted.now, granted.change, granted.percent) == (
        4,
        6,
        2,
        Decimal("50.0"),
    )
    assert (granted.last_whole, granted.whole) == (10, 12)
    received = found["三/一、本年新收政府信息公开申请数量"]
    assert (received.last, received.now, received.change, received.percent, received.has_share) == (
        None,
        12,
        None,
        None,
        False,
    )


def test_between_editions_the_sixth_group_is_compared_as_a_whole_and_never_split():
    now = report(
        2021,
        **{
            "requests.not_corrected_in_time.total": 3,
            "requests.fee_unpaid.total": 1,
            "requests.other.total": 2,
        },
    )
    last = report(
        2020,
        **{
            "requests.other.total": 5,
            "disclosure.licences.decisions": 7,
            "proceedings.review.total": 4,
        },
    )
    found = lines(now, last)
    sixth = found["三/（六）其他处理（各行之和）"]
    assert (sixth.last, sixth.now) == (5, 6)
    parts = [line for label, line in found.items() if label.startswith("三/（六）其他处理/")]
    assert [line.now for line in parts] == [3, 1, 2]
    assert {line.last for line in parts} == {None}
    assert {line.last for label, line in found.items() if label.startswith("二/")} == {None}
    assert found["四/行政复议/总计"].last == 4


def test_within_the_edition_of_2019_everything_is_compared():
    found = lines(report(2020), report(2019))
    assert {line.last for line in found.values()} == {0}
    assert "三/（六）其他处理" in found


def sheet_of(outcome):
    return load_workbook(BytesIO(xlsx.render(outcome)), data_only=True)["与上年对比"]


def test_the_workbook_has_the_sheet_only_with_last_years_report():
    now = Tally(report(2024), (), (), (), {}, Settings())
    assert "与上年对比" not in load_workbook(BytesIO(xlsx.render(now))).sheetnames
    assert sheet_of(replace(now, previous=report(2023))).cell(3, 2).value == "2023年"


def test_the_sheet_stores_results_and_keeps_formulas():
    now = report(2024, **{"requests.granted.total": 6, "requests.total.total": 12})
    outcome = Tally(
        now,
        (),
        (),
        (),
        {},
        Settings(),
        previous=report(2023, **{"requests.granted.total": 4, "requests.total.total": 8}),
    )
    stored = {row[0]: row[1:] for row in sheet_of(outcome).iter_rows(min_row=4, values_only=True)}
    assert stored["三/（一）予以公开"] == (4, 6, 2, 0.5, 0.5, 0.5)
    assert stored["四/行政复议/总计"][:4] == (0, 0, 0, "—")
    live = load_workbook(BytesIO(xlsx.render(outcome)))["与上年对比"]
    (row,) = [
        row for row in live.iter_rows(min_row=4, values_only=True) if row[0] == "三/（一）予以公开"
    ]
    assert row[1] == 4
    assert all(str(value).startswith("=") for value in row[2:])
    assert "三 依申请公开" in row[2]


@pytest.mark.parametrize("key", ["xlsx", "docx", "html", "json"])
def test_last_years_report_is_read_from_every_format_that_check_reads(tmp_path, key):
    last, now = tmp_path / f"去年{FORMATS[key].extensions[0]}", tmp_path / "今年.xlsx"
    runner = CliRunner()
    assert (
        runner.invoke(
            app, ["export", str(EXAMPLES / "2020-clean"), "-q", "-o", str(last)]
        ).exit_code
        == 0
    )
    done = runner.invoke(
        app, ["export", str(EXAMPLES / "2021-clean"), "--previous", str(last), "-o", str(now)]
    )
    assert done.exit_code == 0, done.stderr
    rows = {
        row[0]: row[1:]
        for row in load_workbook(now, data_only=True)["与上年对比"].iter_rows(
            min_row=4, values_only=True
        )
    }
    assert rows["三/一、本年新收政府信息公开申请数量"][:3] == (6, 12, 6)
    assert rows["三/（六）其他处理（各行之和）"][:3] == (2, 1, -1)


def test_a_report_of_another_year_is_refused(tmp_path):
    last = tmp_path / "去年.html"
    runner = CliRunner()
    assert (
        runner.invoke(
            app, ["export", str(EXAMPLES / "2021-clean"), "-q", "-o", str(last)]
        ).exit_code
        == 0
    )
    done = runner.invoke(
        app,
        [
            "export",
            str(EXAMPLES / "2021-clean"),
            "--previous",
            str(last),
            "-o",
            str(tmp_path / "x.xlsx"),
        ],
    )
    assert done.exit_code != 0
    assert not (tmp_path / "x.xlsx").exists()
    assert "2021 年度的年报，--previous 要的是 2020 年度的" in str(done.exception)


def test_the_example_pair_is_what_hands_count():
    found = lines(
        tally([str(EXAMPLES / "2021-clean")]).report, tally([str(EXAMPLES / "2020-clean")]).report
    )
    assert (found["三/（七）总计"].last, found["三/（七）总计"].now) == (6, 12)
    assert (found["四/行政诉讼/总计"].last, found["四/行政诉讼/总计"].now) == (0, 2)
