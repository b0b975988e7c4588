"""Figures fill only what rows do not give; proposals give sentences of section 六."""

from __future__ import annotations

from decimal import Decimal

import pytest

from helpers import (
    FIGURES,
    PROPOSALS,
    channel,
    codes,
    conserved,
    found,
    place,
    reasons,
    request,
    requests,
    run,
    sheet,
    website,
)
from zbreport.forms import form_for
from zbreport.forms.extras import nested
from zbreport.tabulation.trace import explain


def data(*rows, file="数据表.xlsx", name="数据", header=FIGURES, **more):
    return sheet(header, *rows, file=file, name=name, **more)


@pytest.mark.parametrize(
    ("year", "item", "number", "unit", "key", "value"),
    [
        (2024, "行政许可", 447228, "件", "disclosure.licences", 447228),
        (2024, "disclosure.penalties", "3,985,758", "", "disclosure.penalties", 3985758),
        (2024, "行政事业性收费", 96171.6, "万元", "disclosure.fees_wan_yuan", Decimal("96171.6")),
        (2024, "行政事业性收费", "961716000元", "", "disclosure.fees_wan_yuan", Decimal("96171.6")),
        (2024, "三/（一）予以公开/自然人", 3, "件", "requests.granted.natural_person", 3),
        (2024, "三/予以公开/自然人", "3件", "", "requests.granted.natural_person", 3),
        (2020, "行政处罚/本年增/减", -8, "", "disclosure.penalties.change", -8),
        (
            2020,
            "政府集中采购/采购总金额",
            "251000元",
            "",
            "disclosure.procurement.amount_yuan",
            251000,
        ),
    ],
)
def test_items_are_cells_of_the_edition(year, item, number, unit, key, value):
    assert run(data([item, number, unit]), year=year).report.cells[key] == value


def test_every_label_of_both_forms_finds_its_cell():
    for year in (2020, 2024):
        form = form_for(year)
        keys = [key for key, cell in form.cells.items() if not cell.addends and not cell.is_money]
        cells = run(
            data(*[[form.label(key), number, ""] for number, key in enumerate(keys)]), year=year
        ).report.cells
        assert {key: cells[key] for key in keys} == {key: number for number, key in enumerate(keys)}


def test_a_channel_given_as_a_number():
    outcome = run(data(["微信", 120, "条"]))
    assert channel(outcome, "wechat") == 120
    assert outcome.report.channels[0].by_month is None
    assert explain(outcome, "微信").rows[0].amount == "120"


@pytest.mark.parametrize(
    ("row", "code", "reason", "column"),
    [
        (["", 3, "件"], "L150", "unknown_item", "A"),
        (["没有的格", 3, "件"], "L170", "unknown_item", "A"),
        (["自然人", 3, "件"], "L170", "unknown_item", "A"),
        (["行政许可", "约3", "件"], "L171", "not_a_number", "B"),
        (["行政许可", "", "件"], "L171", "not_a_number", "B"),
        (["行政许可", 1.5, "件"], "L171", "not_a_number", "B"),
        (["行政许可", -1, "件"], "L171", "not_a_number", "B"),
        (["行政许可", 3, "万元"], "L173", "no_unit", "B"),
        (["行政事业性收费", 3, ""], "L161", "no_unit", "B"),
        (["行政事业性收费", 3, "件"], "L173", "no_unit", "B"),
    ],
)
def test_faults(row, code, reason, column):
    outcome = run(data(["行政强制", 7, "件"], row))
    assert place(found(outcome, code)) == ("数据表.xlsx", "数据", (3,), column)
    assert reasons(outcome) == [(3, reason)]
    assert outcome.report.cells["disclosure.coercive_measures"] == 7


def test_the_number_that_is_none_is_shown():
    assert (
        "“1.5”" in found(run(data(["行政强制", 7, "件"], ["行政许可", 1.5, "件"])), "L171").message
    )


def test_rows_and_figure_that_agree():
    outcome = run(requests(request()), data(["三/予以公开/自然人", 1, "件"]))
    assert "T302" not in codes(outcome)
    assert [row.file for row in explain(outcome, "三/予以公开/自然人").rows] == [
        "依申请公开台账.xlsx"
    ]


def test_rows_and_figure_that_differ_name_both():
    outcome = run(requests(request()), data(["三/予以公开/自然人", 5, "件"]))
    finding = found(outcome, "T302")
    assert place(finding) == ("数据表.xlsx", "数据", (2,), "B")
    assert finding.cell == "requests.granted.natural_person"
    assert "1" in finding.message
    assert "5" in finding.message
    assert finding.level == "error"
    assert outcome.report.cells["requests.granted.natural_person"] == 1
    assert reasons(outcome) == [(2, "figure_conflict")]
    conserved(outcome)


def test_a_total_given_as_a_number_is_held_against_the_sum():
    finding = found(run(requests(request()), data(["三/（七）总计/总计", 5, "件"])), "T302")
    assert finding.cell == "requests.total.total"


def test_a_channel_s_rows_and_figure_that_differ():
    outcome = run(website(["甲", "2024-01-01", ""]), data(["网站", 5, "条"]))
    assert found(outcome, "T302").cell == "channels.website"
    assert channel(outcome, "website") == 1


def test_the_same_cell_twice():
    outcome = run(
        data(
            ["行政许可", 3, "件"],
            ["许可", 3, "件"],
            ["行政处罚", 4, ""],
            ["行政处罚", 5, ""],
            ["二/行政许可", 3, ""],
        )
    )
    assert outcome.report.cells["disclosure.licences"] == 3
    assert outcome.report.cells["disclosure.penalties"] is None
    assert found(outcome, "L172").rows in {(4,), (5,), (4, 5)}
    assert (6, "duplicate") in reasons(outcome)
    assert {row for row, reason in reasons(outcome) if reason == "figure_conflict"} == {4, 5}


def test_figures_of_another_year():
    page = data(
        ["行政许可", 3, "件", 2023], ["行政许可", 4, "件", "2024年"], header=[*FIGURES, "年度"]
    )
    assert run(page).report.cells["disclosure.licences"] == 4
    outcome = run(data(["行政许可", 3, "件"], file="2023年数据表.xlsx"))
    assert reasons(outcome) == [(2, "outside_year")]


def test_broken_figures():
    outcome = run(data(["行政强制", 7, "件"], ["行政许可", "", "件"], faults={(3, 1): "="}))
    assert place(found(outcome, "L107"))[2:] == ((3,), "B")


def proposals(*rows, **more):
    return sheet(PROPOSALS, *rows, file="建议提案办理.xlsx", name="办理", **more)


def test_proposals():
    outcome = run(
        proposals(
            ["建议第1001号", "人大代表建议", "2024-03-01", "2024-06-01", "满意", "是"],
            ["建议第1002号", "人大代表建议", "2024-03-01", "", "", ""],
            ["提案第1003号", "政协提案", "2024-03-01", "2024-06-01", "基本满意", "否"],
            ["提案第1004号", "政协提案", "2024-03-01", "2024-06-01", "不满意", "是"],
            ["提案第1005号", "政协提案", "2024-03-01", "2024-06-01", "未反馈", "是"],
            ["提案第1006号", "政协提案", "2024-03-01", "2024-06-01", "还可以吧", "是"],
            ["提案第1007号", "政协提案", "2023-03-01", "2023-06-01", "满意", "是"],
            ["提案第1008号", "政协提案", "", "", "满意", "是"],
            ["提案第1009号", "信访件", "2024-03-01", "2024-06-01", "满意", "是"],
        )
    )
    assert nested(outcome.report.extras)["proposals"] == {
        "npc": {"total": 2, "answered": 1, "satisfied": 1, "published": 1},
        "cppcc": {"total": 4, "answered": 4, "satisfied": 1, "published": 3},
    }
    assert reasons(outcome) == [(8, "outside_year"), (9, "no_date"), (10, "unknown_kind")]
    said = {
        (one.code, one.rows, one.column) for one in outcome.diagnostics if one.code.startswith("L")
    }
    assert said == {
        ("L101", (9,), "D"),
        ("L113", (7,), "E"),
        ("L113", (10,), "B"),
        ("L114", (4,), "E"),
    }


@pytest.mark.parametrize(
    ("item", "number", "cell", "value"),
    [
        ("行政事业性收费（万元）", 5.39, "disclosure.fees_wan_yuan", Decimal("5.39")),
        ("行政事业性收费金额（元）", 53900, "disclosure.fees_wan_yuan", Decimal("5.39")),
        ("行政事业性收费（单位：万元）", "5.39", "disclosure.fees_wan_yuan", Decimal("5.39")),
        ("行政处罚决定数（件）", 6, "disclosure.penalties", 6),
        ("行政许可办件量", 6, "disclosure.licences", 6),
        ("行政强制处理决定数量（件）", 0, "disclosure.coercive_measures", 0),
    ],
)
def test_a_unit_and_a_word_for_number_in_the_name_of_an_item(item, number, cell, value):
    outcome = run(data([item, number], header=FIGURES[:2]))
    assert outcome.report.cells[cell] == value


def test_money_without_any_unit_is_still_asked_about():
    outcome = run(data(["行政事业性收费", 5.39], header=FIGURES[:2]))
    assert outcome.report.cells["disclosure.fees_wan_yuan"] is None
    assert found(outcome, "L161")
