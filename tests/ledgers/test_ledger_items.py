"""What shows that a row is an item, what speaks against it, and what is counted once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from helpers import (
    DECISIONS,
    channel,
    codes,
    found,
    reasons,
    request,
    requests,
    run,
    sheet,
    website,
)

FEES = ["序号", "收费项目", "金额（元）", "收费日期"]
ONE, TWO = [1, "考试费", 1000, "2024-02-01"], [2, "考试费", 2000, "2024-03-01"]


def fees(*rows, header=FEES, file="收费台账.xlsx", **more):
    return sheet(header, *rows, file=file, **more)


def wan(outcome):
    return outcome.report.cells["disclosure.fees_wan_yuan"]


@pytest.mark.parametrize(
    "row",
    [
        ["合计", "", 3000, "2024-12-31"],
        ["", "合计", 3000, "2024-12-31"],
        ["本页", "", 3000, "2024-12-31"],
        ["", "1-12月", 3000, "2024-12-31"],
        ["合计（大写）", "叁仟元整", "", "2024-12-31"],
        ["", "上年结转", 500, "2024-01-01"],
        ["", "考试费 汇总", 3000, ""],
        ["", "考试费汇总", 3000, ""],
    ],
)
def test_a_total_by_name_is_no_item_with_a_day_or_without(row):
    outcome = run(fees(ONE, TWO, row))
    assert reasons(outcome) == [(4, "total_row")]
    assert wan(outcome) == Decimal("0.3")
    assert not {"L180", "L181", "R218"} & set(codes(outcome))


@pytest.mark.parametrize("called", ["", "本期收入"])
def test_the_sum_of_the_rows_above_is_a_total_whatever_it_is_called(called):
    outcome = run(fees(ONE, TWO, ["", called, 3000, "2024-12-31"]))
    assert reasons(outcome) == [(4, "total_row")]
    assert "2 行的合计" in found(outcome, "L181").message


def test_a_total_that_differs_names_both_and_the_difference():
    outcome = run(fees(ONE, TWO, ["合计", "", 3500, ""]))
    said = found(outcome, "R218")
    assert (said.level, said.rows, said.column) == ("warning", (4,), "C")
    assert all(part in said.message for part in ("3500", "第 2 至 3 行", "3000", "相差 500"))


def test_subtotals_and_totals_cover_what_they_say():
    rows = [ONE, ["小计", "", 1000, ""], TWO, ["小计", "", 2000, ""], ["合计", "", 3000, ""]]
    assert "R218" not in codes(run(fees(*rows)))
    assert "R218" not in codes(run(fees(["合计", "", 3000, ""], ONE, TWO)))


def test_a_row_that_speaks_both_ways_is_asked_about_and_answered_without_touching_the_ledger():
    page = fees(ONE, TWO, ["", "", 500, "2024-12-31"])
    outcome = run(page)
    assert reasons(outcome) == [(4, "unclear_row")]
    assert found(outcome, "L180").answer.choices
    counted = run(page, rows={"收费台账.xlsx": {"表!4": "counted"}})
    assert (wan(counted), reasons(counted)) == (Decimal("0.35"), [])
    left_out = run(page, rows={"收费台账.xlsx": {"4": "not_counted"}})
    assert (wan(left_out), reasons(left_out)) == (Decimal("0.3"), [(4, "set_aside_by_office")])
    assert "L180" not in codes(counted) + codes(left_out)


def test_a_title_that_is_a_total_by_name_is_asked_about_where_it_has_an_address():
    outcome = run(
        website(
            ["甲", "2024-01-02", "https://a.example/1"],
            ["汇总", "2024-01-03", "https://a.example/2"],
        )
    )
    assert reasons(outcome) == [(3, "unclear_row")]


@pytest.mark.parametrize("title", ["一季度", "本月共受理投诉12件", "全年"])
def test_a_stretch_of_time_as_a_title_with_an_address_is_an_item(title):
    outcome = run(
        website(
            ["甲", "2024-01-02", "https://a.example/1"],
            [title, "2024-01-03", "https://a.example/2"],
        )
    )
    assert channel(outcome, "website") == 2


def test_what_is_prefilled_is_set_aside_quietly():
    rows = [request(), request("2024-002"), ["2024-003", *[""] * 6]]
    outcome = run(requests(*rows))
    assert reasons(outcome) == [(4, "unused_row")]
    assert not [one for one in outcome.diagnostics if one.level == "error"]


def test_remarks_that_speak_against_a_row_are_told_without_their_text():
    header = [
        "登记编号",
        "收到日期",
        "申请人类别",
        "申请方式",
        "办理结果",
        "具体情形",
        "答复日期",
        "备注",
    ]
    outcome = run(
        requests(
            [*request(), "作废，见某丙来信"], [*request("2024-002"), "非重复申请"], header=header
        )
    )
    said = found(outcome, "L182")
    assert (said.rows, "“作废”" in said.message, "某丙" in said.message) == ((2,), True, False)


@pytest.mark.parametrize(("choice", "counted"), [("counted", 3), ("not_counted", 2)])
def test_a_row_that_a_warning_names_can_be_decided_in_the_settings(choice, counted):
    void = ["3", "考试费", 1000, "2024-04-01", "作废"]
    table = fees([*ONE, ""], [*TWO, ""], void, header=[*FEES, "备注"])
    (line,) = found(run(table), "L182").answer.chosen(choice)
    assert line.key == "表!4"
    again = run(table, rows={line.path[1]: {line.key: choice}})
    assert sum(source.counted for source in again.sources) == counted
    assert "L182" not in codes(again)
    nameless = fees(ONE, TWO, ["", "", 3000, "2024-12-31"])
    (line,) = found(run(nameless), "L181").answer.chosen(choice)
    again = run(nameless, rows={line.path[1]: {line.key: choice}})
    assert sum(source.counted for source in again.sources) == counted


def test_a_receipt_in_two_files_counts_once_and_its_lines_all_count():
    header = ["票据号", "收费项目", "金额（元）", "收费日期"]
    first = [["0001", "考试费", 100, "2024-02-01"], ["0001", "场地费", 50, "2024-02-01"]]
    more = [*first, ["0002", "考试费", 100, "2024-09-01"]]
    first = [["0012345", *row[1:]] for row in first]
    more = [*first, ["0012346", *more[-1][1:]]]
    outcome = run(
        fees(*first, header=header, file="收费上半年.xlsx"),
        fees(*more, header=header, file="收费全年.xlsx"),
    )
    assert wan(outcome) == Decimal("0.025")


@pytest.mark.parametrize("turned", [False, True])
def test_a_table_that_another_contains_counts_once(turned):
    half = fees(ONE, TWO, name="上半年")
    year = fees(ONE, TWO, [3, "场地费", 500, "2024-09-01"], name="全年")
    outcome = run(*((year, half) if turned else (half, year)))
    assert wan(outcome) == Decimal("0.35")
    assert "全年" in found(outcome, "L183").message


def test_equal_rows_of_one_table_stay_as_written():
    assert wan(run(fees(ONE, [2, *ONE[1:]]))) == Decimal("0.2")


def test_two_kinds_of_decisions_are_no_copies_of_each_other():
    rows = [[1, "某店", "2024-01-02"], [2, "某厂", "2024-01-03"]]
    pages = [
        sheet(["序号", "当事人", "决定日期"], *rows, file="台账.xlsx", name=name)
        for name in ("行政许可", "行政处罚")
    ]
    cells = run(*pages).report.cells
    assert (cells["disclosure.licences"], cells["disclosure.penalties"]) == (2, 2)


def test_rounded_numbers_name_nothing():
    rows = [request("202403040000000000"), request("202403040000000000"), request("2.02403E+17")]
    outcome = run(requests(*rows, request("2.02403E+17")))
    assert outcome.report.cells["requests.received.total"] == 4
    assert found(outcome, "L184").rows == (2, 3, 4, 5)


def test_an_address_of_a_column_and_marks_within_a_page_name_nothing():
    page = "https://a.example/zwgk/tzgg/"
    app = "https://a.example/portal/index.html#/detail/"
    rows = [["甲", "2024-01-02", page], ["日报", "2024-01-02", page], ["日报", "2024-01-03", page]]
    rows += [["乙", "2024-01-02", f"{app}1"], ["丙", "2024-01-02", f"{app}2"]]
    assert channel(run(website(*rows)), "website") == 5


def test_the_same_item_on_another_host_is_a_question():
    path = "/art/2024/1/5/art_12_345.html"
    rows = [
        ["甲", "2024-01-05", f"https://www.a.example{path}"],
        ["甲", "2024-01-05", f"http://10.1.2.3:8080{path}"],
    ]
    outcome = run(website(*rows))
    assert reasons(outcome) == [(3, "unclear_row")]
    assert found(outcome, "L185").answer.lines
    both = run(website(*rows), rows={"网站发布清单.xlsx": {"3": "counted"}})
    assert channel(both, "website") == 2


def test_decisions_count_by_number_not_by_day():
    outcome = run(
        sheet(
            DECISIONS,
            ["甲1号", "行政许可", "2024-01-02"],
            ["甲2号", "行政许可", "2024-01-02"],
            file="许可.xlsx",
        )
    )
    assert outcome.report.cells["disclosure.licences"] == 2


def test_rows_are_known_by_the_same_whether_kept_by_row_or_by_column():
    from zbreport.ledgers.contained import line_keys
    from zbreport.ledgers.recognise import recognise
    from zbreport.settings import Settings
    from zbreport.sources.columns import ColumnRows

    rows = [["第一事", "建议", "2024-03-01", "满意"], ["第二事", "提案", "2024/3/2", ""]]
    page = sheet(["标题", "类别", "答复日期", "满意度"], *rows, file="建议提案台账.xlsx")
    (table,), _ = recognise(page, Settings())
    by_column = ColumnRows(2, 4, lambda place, part: [row[place] for row in rows][part])
    kept, held = line_keys(table, rows), line_keys(table, by_column)
    assert kept is not None
    assert held is not None
    assert kept.tolist() == held.tolist()
    assert len(set(kept.tolist())) == 2
