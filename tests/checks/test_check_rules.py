"""Every rule on the report and last year's: a case that fails, one that passes, one that cannot be judged."""

from __future__ import annotations

import json
import pickle
import re
from decimal import Decimal

import pytest
from made_reports import (
    FIVE,
    REQUESTS_TEXT,
    TITLE,
    clean,
    clean_2019,
    figures,
    figures_2019,
    last_year,
    paragraphs,
)

from zbreport.checks import RULES, Verdict, check, section_of
from zbreport.checks.catalogue import RULES as CATALOGUE
from zbreport.checks.output import jsonfile
from zbreport.diagnostics import Level
from zbreport.readback.published import Oddity, Paragraph
from zbreport.settings import Settings

BUREAU = "某市统计局2024年政府信息公开工作年度报告"
NO_CELLS = {"cells": {}, "edition": None, "expected": 0}
ZERO = dict.fromkeys(figures(), 0)


def oddity(kind, said="行甲", expected="行乙", table="requests"):
    return {"oddities": (Oddity(kind, table, said, expected, "表 3 第 5 行"),)}


def one(text):
    return paragraphs(f"（二）依申请公开情况。{text}")


def without(section):
    return tuple(part for part in paragraphs() if part.section != section)


NO_YEAR = (Paragraph("一", "一、总体情况", heading=True), Paragraph("一", "认真公开信息。"))

# rule: (fails, passes, cannot be judged), each the arguments of `check`.
CASES = {
    "C01": ([clean(year=2020)], [clean()], [clean(year=None)]),
    "C02": (
        [clean({"requests.carried_forward.business": 1})],
        [clean()],
        [clean({"requests.carried_forward.business": "/"})],
    ),
    "C03": (
        [clean({"requests.granted.total": 1288})],
        [clean()],
        [clean({"requests.granted.other": "无"})],
    ),
    "C04": (
        [clean({"requests.petition.business": 7})],
        [clean()],
        [clean({"requests.petition.business": None})],
    ),
    "C05": (
        [clean({"proceedings.review.total": 350})],
        [clean()],
        [clean({"proceedings.review.other": "/"})],
    ),
    "C06": (
        [clean(), last_year({"requests.carried_forward.total": 35})],
        [clean(), last_year()],
        [clean(), last_year({"requests.carried_forward.total": ""})],
    ),
    "C07": ([clean({"disclosure.rules.issued": "/"})], [clean()], [clean(**NO_CELLS)]),
    "C08": (
        [clean({"requests.granted.natural_person": Decimal("1288.5")})],
        [clean()],
        [clean(**NO_CELLS)],
    ),
    "C09": ([clean(title=BUREAU)], [clean()], [clean({"disclosure.rules.issued": 1}, title="")]),
    "C10": (
        [clean({"disclosure.fees_wan_yuan": Decimal(961716000)}), last_year()],
        [clean(), last_year()],
        [clean()],
    ),
    "C11": (
        [clean(), last_year({"disclosure.normative_documents.in_force": 85})],
        [clean(), last_year()],
        [clean(), last_year({"disclosure.rules.in_force": ""})],
    ),
    "C12": (
        [clean({"disclosure.normative_documents.repealed": 93}), last_year()],
        [clean(), last_year()],
        [clean(), last_year({"disclosure.rules.in_force": ""})],
    ),
    "C13": (
        [clean(text=one("受理政府信息公开申请3120件。"))],
        [clean()],
        [clean({"requests.received.total": "/"}, text=one("受理政府信息公开申请3119件。"))],
    ),
    "C14": (
        [
            clean(
                text=paragraphs(
                    "公开信息3437条，其中机构类12条，政策类1740条，财政类225条，民生类110条，其他1827条。"
                )
            )
        ],
        [clean()],
        [clean(text=one("收到申请3119件，其中自然人3001件、商业企业53件、法律服务机构61件。"))],
    ),
    "C15": (
        [clean(text=paragraphs("主动公开政府信息20条。截至年底主动公开政府信息16条。"))],
        [clean(text=paragraphs("主动公开政府信息20条。截至年底主动公开政府信息20条。"))],
        [clean(text=())],
    ),
    "C16": (
        [clean(text=one("答复3050件，予以公开1362件，占31.5%。"))],
        [clean(text=one("答复3050件，予以公开1362件，占44.7%。"))],
        [clean({"requests.total.total": None}, text=one("予以公开1362件，占44.7%。"))],
    ),
    "C17": (
        [clean(text=one("全年未收到政府信息公开申请。"))],
        [clean(ZERO, text=one("全年未收到政府信息公开申请。"))],
        [clean({"requests.received.total": None}, text=one("全年未收到政府信息公开申请。"))],
    ),
    "C18": (
        [clean(text=without("五"))],
        [clean()],
        [clean(text=tuple(part for part in paragraphs() if not part.heading))],
    ),
    "C19": (
        [clean(text=paragraphs(preface="统计期限自2022年1月1日至2022年12月31日。"))],
        [clean()],
        [clean(year=None, title="年度报告")],
    ),
    "C30": (
        [clean({"requests.other.total": 610})],
        [clean()],
        [clean({"requests.other.total": ""})],
    ),
    "C33": (
        [clean({"disclosure.fees_wan_yuan": Decimal(0)})],
        [clean()],
        [
            clean(
                {"disclosure.fees_wan_yuan": "", "requests.fee_unpaid.total": ""},
                text=paragraphs(six="无其他事项需要说明。"),
            )
        ],
    ),
    "C35": (
        [clean({"proceedings.review.upheld": 900}), last_year()],
        [clean(), last_year()],
        [clean(), last_year({"proceedings.review.pending": ""})],
    ),
    "C36": (
        [clean(), last_year({"proceedings.review.pending": 352})],
        [clean(), last_year()],
        [clean(), last_year({"proceedings.review.pending": ""})],
    ),
    "C39": (
        [clean(title=BUREAU, text=paragraphs(last=("2025年2月10日",)))],
        [clean(text=paragraphs(last=("2025年2月10日",)))],
        [clean()],
    ),
    "C40": ([clean(text=paragraphs(six="无。"))], [clean()], [clean(text=without("六"))]),
    "C43": (
        [clean_2019(figures_2019(requests__other__total=3), year=2022)],
        [clean()],
        [clean_2019(figures_2019(requests__other__total=""), year=2022)],
    ),
    "C44": ([clean(ZERO)], [clean()], [clean(**NO_CELLS)]),
    "C47": (
        [clean(text=paragraphs(six="2024年，【请补充：信息处理费的收取金额】。"))],
        [clean()],
        [clean(text=())],
    ),
    "C45": (
        [clean(dict.fromkeys(figures(), ""))],
        [clean()],
        [clean({key: None for key in figures() if key.startswith("proceedings")})],
    ),
    "C49": (
        [clean(), last_year({"requests.granted.total": 10})],
        [clean(), last_year()],
        [clean(), last_year(dict.fromkeys(figures(), "/"))],
    ),
    "C50": (
        [clean(year=None, title="某市统计局年度报告", text=NO_YEAR)],
        [clean()],
        [clean(year=None, title="", text=())],
    ),
    "C51": (
        [clean(text=(*paragraphs(), Paragraph("六", "一、其他需要报告的事项", heading=True)))],
        [clean()],
        [clean(text=())],
    ),
    "C52": (
        [clean(), None, Settings(overview_characters=10)],
        [clean(), None, Settings(overview_characters=100_000)],
        [clean(text=without("一")), None, Settings(overview_characters=10)],
    ),
}


def verdicts_of(rule, arguments):
    published, previous, settings = (*arguments, None, None)[:3]
    found = check(published, previous=previous, settings=settings, only=(rule,))
    kinds = {finding.verdict for finding in found.findings}
    kinds |= {Verdict.PASS} if found.passed.get(rule) else set()
    return kinds | ({Verdict.CANNOT_JUDGE} if found.not_run else set()), found


@pytest.mark.parametrize("rule", CASES)
def test_a_broken_report_fails(rule):
    kinds, found = verdicts_of(rule, CASES[rule][0])
    assert Verdict.FAIL in kinds
    failing = next(finding for finding in found.findings if finding.verdict is Verdict.FAIL)
    assert failing.rule == rule
    assert failing.level is CATALOGUE[rule].level or rule == "C06"
    assert failing.message
    assert failing.remedy
    assert failing.place


@pytest.mark.parametrize("rule", CASES)
def test_a_sound_report_passes(rule):
    kinds, _ = verdicts_of(rule, CASES[rule][1])
    assert kinds == {Verdict.PASS}


@pytest.mark.parametrize("rule", CASES)
def test_a_missing_operand_is_never_a_pass(rule):
    kinds, found = verdicts_of(rule, CASES[rule][2])
    assert Verdict.CANNOT_JUDGE in kinds
    assert Verdict.FAIL not in kinds
    assert found.counts[Verdict.CANNOT_JUDGE] > 0


def test_the_clean_report_raises_no_alarm():
    found = check(clean())
    assert [
        finding
        for finding in found.findings
        if finding.verdict is Verdict.FAIL or finding.level is not Level.INFO
    ] == []
    assert found.counts[Verdict.FAIL] == 0
    assert found.status(strict=True) == 0


def test_every_rule_of_the_catalogue_is_a_line_of_rules():
    assert [rule.code for rule in RULES] == list(CATALOGUE)
    assert {f"C{number:02}" for number in range(1, 53)} - set(CATALOGUE) == {"C42"}


def test_rules_that_lack_a_whole_input_say_so():
    found = check(clean())
    reasons = {entry.rule: entry.reason for entry in found.not_run}
    assert "上年" in reasons["C06"]
    assert "台账" in reasons["C22"]
    assert found.counts[Verdict.CANNOT_JUDGE] >= len(reasons)


def test_a_previous_report_of_another_year_is_not_compared():
    found = check(clean(), previous=last_year(year=2021))
    assert {entry.rule: entry.reason for entry in found.not_run}[
        "C06"
    ] == "给出的是 2021 年的年报，不是 2023 年的"


# --- tables


@pytest.mark.parametrize(
    "column",
    [
        "natural_person",
        "business",
        "research",
        "public_interest",
        "legal_service",
        "other",
        "total",
    ],
)
def test_the_printed_relation_is_tested_in_every_column(column):
    key = f"requests.carried_in.{column}"
    found = check(clean({key: figures()[key] + 2}), only=("C02",))
    (finding,) = found.findings
    assert key in finding.cells
    assert finding.difference == "2"


def test_one_wrong_cell_is_named_as_what_would_mend_it():
    found = check(clean({"requests.granted.business": 22}), only=("C02", "C03", "C04"))
    assert [finding.rule for finding in found.findings] == ["C03", "C04"]
    assert all(
        "三/（一）予以公开/商业企业 由 22 改为 21" in finding.remedy for finding in found.findings
    )


def test_a_wrong_total_is_mended_by_itself():
    (finding,) = check(clean({"proceedings.review.total": 350}), only=("C05",)).findings
    assert (finding.said, finding.expected, finding.difference) == ("350", "351", "-1")
    assert "四/行政复议/总计 由 350 改为 351" in finding.remedy


def test_a_blank_is_told_with_what_the_relations_demand():
    (finding,) = check(clean({"requests.petition.business": ""}), only=("C07",)).findings
    assert finding.expected == "6"
    assert finding.cells == ("requests.petition.business",)
    assert "没有填数" in finding.message


def test_blanks_of_one_row_are_one_finding_and_slashes_another():
    changes = {f"requests.excessive.{column}": "" for column in ("business", "research")} | {
        "requests.excessive.other": "/"
    }
    found = check(clean(changes), only=("C07",)).findings
    assert [(len(finding.cells), finding.said) for finding in found] == [(2, ""), (1, "/")]


def test_a_negative_count_is_a_fault_but_not_a_change_of_2019():
    assert check(clean({"requests.other.total": -1}), only=("C08",)).status() == 1
    assert (
        check(clean_2019(figures_2019(disclosure__licences__change=-8)), only=("C08",)).status()
        == 0
    )


@pytest.mark.parametrize(
    "name",
    ["某县人民政府", "某市统计局", "某区人民政府办公室", "某镇人民政府", "某市某区教育委员会"],
)
def test_bodies_without_the_power_have_no_rules(name):
    assert (
        check(clean(title=f"{name}2024年政府信息公开工作年度报告"), only=("C09",)).counts[
            Verdict.FAIL
        ]
        == 1
    )


@pytest.mark.parametrize(
    "name", ["江苏省人民政府", "某市人民政府", "某自治州人民政府", "国家统计局", "教育部"]
)
def test_bodies_with_the_power_may_have_rules(name):
    assert (
        check(clean(title=f"{name}2024年政府信息公开工作年度报告"), only=("C09",)).counts[
            Verdict.FAIL
        ]
        == 0
    )


def test_labels_that_differ_only_in_punctuation_are_a_remark():
    found = check(clean(**oddity("label_punctuation", "1、其他", "1.其他")), only=("C20", "C21"))
    (finding,) = found.findings
    assert (finding.rule, finding.verdict, finding.level) == ("C21", Verdict.PASS, Level.INFO)


@pytest.mark.parametrize(
    "kind",
    ["row_extra", "row_missing", "label_differs", "table_twice", "column_missing", "table_missing"],
)
def test_what_differs_from_the_form_is_told(kind):
    (finding,) = check(clean(**oddity(kind)), only=("C20",)).findings
    assert finding.level is Level.WARNING
    assert "行甲" in finding.message


def test_two_editions_in_one_report():
    assert check(clean(oddities=(Oddity("two_editions", ""),)), only=("C01",)).status() == 1


def test_a_table_of_zeros_and_a_blank_table_never_pass_silently():
    zero = check(
        clean({key: 0 for key in figures() if key.startswith("proceedings")}), only=("C44", "C45")
    )
    assert [(finding.rule, finding.level) for finding in zero.findings] == [("C44", Level.INFO)]
    blank = check(
        clean({key: "" for key in figures() if key.startswith("proceedings")}),
        only=("C05", "C07", "C45"),
    )
    assert {finding.rule for finding in blank.findings if finding.verdict is Verdict.FAIL} == {
        "C45"
    }


def test_other_with_a_note_is_explained():
    note = paragraphs(six="第三部分“3.其他”为申请人撤回的申请。信息处理费0元。")
    assert (
        check(clean({"requests.other.total": 610}, text=note), only=("C30",)).counts[Verdict.FAIL]
        == 0
    )


@pytest.mark.parametrize("key", [key for key in figures() if not key.startswith("disclosure.")])
def test_any_changed_cell_of_sections_three_and_four_is_found(key):
    found = check(clean({key: figures()[key] + 1}), only=("C02", "C03", "C04", "C05"))
    assert key in {cell for finding in found.findings for cell in finding.cells}
    assert any(
        f"由 {figures()[key] + 1} 改为 {figures()[key]}" in finding.remedy
        for finding in found.findings
    )


# --- text


@pytest.mark.parametrize(
    ("number", "changed"),
    [
        (number, number + 1)
        for number in (3119, 3050, 34, 103, 351, 72, 64, 178, 37, 46, 25, 5, 9, 7)
    ],
)
def test_any_changed_figure_of_the_text_is_found_and_nothing_else(number, changed):
    found = check(
        clean(
            text=paragraphs(re.sub(rf"(?<!\d){number}件", f"{changed}件", REQUESTS_TEXT, count=1))
        )
    )
    alarms = [finding for finding in found.findings if finding.level is not Level.INFO]
    assert [(finding.rule, finding.said, finding.expected) for finding in alarms] == [
        ("C13", str(changed), str(number))
    ]
    assert str(changed) in alarms[0].quote


def test_fourteen_figures_are_bound_and_pass():
    assert check(clean(), only=("C13",)).passed == {"C13": 14}


def test_a_subtotal_told_as_its_first_row():
    (finding,) = check(clean(text=one("无法提供769件。")), only=("C13",)).findings
    assert (finding.said, finding.expected, finding.difference) == ("769", "781", "-12")
    assert "本机关不掌握相关政府信息" in finding.message


@pytest.mark.parametrize(("number", "faults"), [(300, 0), (769, 0), (770, 1)])
def test_a_part_of_a_row_may_be_smaller_but_not_larger(number, faults):
    found = check(clean(text=one(f"答复3050件，其中信息不存在{number}件。")), only=("C13",))
    assert found.counts[Verdict.FAIL] == faults
    assert all(finding.expected == "≤ 769" for finding in found.findings)


def test_all_upheld_while_some_are_pending():
    (finding,) = check(clean(text=one("行政复议351件，均获维持。")), only=("C13",)).findings
    assert (finding.said, finding.expected) == ("351", "72")


def test_a_figure_is_right_when_it_fits_one_reading_of_its_words():
    sums = one("全年收到政府信息公开申请3153件，其中自然人3035件。")
    assert check(clean(text=sums), only=("C13",)).findings == ()


def test_parts_by_applicant_stand_on_what_the_sum_before_them_means():
    text = one("全年收到政府信息公开申请3153件，其中自然人3001件。")
    (finding,) = check(clean(text=text), only=("C13",)).findings
    assert (finding.said, finding.expected) == ("3001", "3035")


def test_a_share_is_right_when_it_fits_one_base():
    assert check(clean(text=one("予以公开1362件，占43.7%。")), only=("C16",)).findings == ()


def test_the_text_states_cases_where_the_table_is_all_zero():
    found = check(clean(ZERO, text=one("收到政府信息公开申请2件。")), only=("C13", "C17")).findings
    assert {finding.rule for finding in found} == {"C13", "C17"}


@pytest.mark.parametrize(
    ("section", "said"), [("三", "共收到政府信息公开申请3120件。"), ("四", "行政复议352件。")]
)
def test_text_beside_the_tables_is_tested_too(section, said):
    text = []
    for part in paragraphs():
        text += (
            [part, Paragraph(section, said)] if part.heading and part.section == section else [part]
        )
    (finding,) = check(clean(text=tuple(text)), only=("C13",)).findings
    assert (finding.place, finding.verdict) == (f"第{section}部分的文字", Verdict.FAIL)


def test_all_done_while_some_are_carried_forward():
    (finding,) = check(
        clean(text=one("受理政府信息公开申请3119件，均已办结。")), only=("C17",)
    ).findings
    assert finding.expected == "103"


def test_without_text_the_rules_on_text_do_not_run():
    assert {"C13", "C16", "C17", "C40"} <= {entry.rule for entry in check(clean(text=())).not_run}


def test_a_workbook_of_the_tables_has_no_text_to_test():
    notes = (Paragraph("", "编制单位：某局"), Paragraph("四", "注：按存续口径统计。"))
    assert {"C13", "C18", "C33", "C40"} <= {
        entry.rule for entry in check(clean(text=notes)).not_run
    }


def test_fee_told_in_section_six_but_zero_in_the_table():
    found = check(clean({"disclosure.fees_wan_yuan": Decimal(0)}), only=("C33",)).findings
    assert found[0].said == "3940元"


def test_fee_in_the_table_but_section_six_is_silent():
    assert (
        check(clean(text=paragraphs(six="其他事项：见附件。")), only=("C33",)).counts[Verdict.FAIL]
        == 1
    )


@pytest.mark.parametrize(
    ("said", "faults"),
    [("本报告分为五部分。", 1), ("本报告包括六个部分。", 0), ("本报告由7个部分组成。", 1)],
)
def test_as_many_parts_as_the_text_says(said, faults):
    assert check(clean(text=paragraphs(preface=said)), only=("C18",)).counts[Verdict.FAIL] == faults


@pytest.mark.parametrize(
    "said",
    [
        "全市主动公开政府信息102300条，其中市政府主动公开政府信息512条。",
        "2024年主动公开政府信息512条，2023年主动公开政府信息498条。",
        "主动公开政府信息512条。通过门户网站主动公开政府信息498条。",
        "主动公开政府信息512条。各部门主动公开政府信息3000条。",
        "主动公开政府信息512条。主动公开政府信息500余条。",
        "（一）门户网站公开情况。全年公开政府信息447条。（二）微信公众号公开情况。全年公开政府信息16条。",
    ],
)
def test_parts_and_other_years_are_no_second_total(said):
    assert check(clean(text=paragraphs(said)), only=("C15",)).counts[Verdict.FAIL] == 0


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("主动公开政府信息20条。主动公开政府信息16条。截至年底主动公开政府信息16条。", ["16"]),
        ("主动公开政府信息20条。主动公开政府信息16条。主动公开政府信息18条。", ["16", "18"]),
        ("收取信息处理费3940元。全年收取信息处理费3490元。共收取信息处理费3490元。", ["3490"]),
    ],
)
def test_a_second_total_is_told_once(said, told):
    assert [one.said for one in check(clean(text=paragraphs(said)), only=("C15",)).findings] == told


def test_a_figure_that_the_table_contradicts_is_told_once():
    found = check(
        clean(text=paragraphs("全年受理政府信息公开申请3119件。共收到政府信息公开申请3118件。")),
        only=("C13", "C15"),
    )
    assert [(one.rule, one.said) for one in found.findings] == [("C13", "3118")]


def test_a_text_left_over_from_another_year():
    found = check(clean(text=paragraphs("2023年，全局坚持公开为常态。")), only=("C19",)).findings
    assert [finding.said for finding in found] == ["2023"]


def test_a_period_that_is_not_the_whole_year():
    found = check(
        clean(text=paragraphs(preface="统计期限为2024年1月1日至11月30日。")), only=("C19",)
    ).findings
    assert found[0].expected == "2024年1月1日至2024年12月31日"


def test_section_five_copied_from_last_year():
    previous = last_year(paragraphs=paragraphs(five=FIVE))
    assert any(
        "相同" in finding.message
        for finding in check(clean(), previous=previous, only=("C40",)).findings
    )


def test_a_date_of_publication_on_the_page():
    text = (Paragraph("", "发布日期：2025-04-02"), *paragraphs())
    (finding,) = check(clean(text=text), only=("C39",)).findings
    assert finding.expected == "≤ 2025-03-31"


def test_gaps_are_told_by_section():
    text = paragraphs(
        "收到申请【请补充：件数】件，【请补充：方式】。", five="【请补充：存在的主要问题】"
    )
    found = check(clean(text=text), only=("C47",)).findings
    assert [(finding.place, finding.message[:8], finding.level) for finding in found] == [
        ("第一部分", "有 2 处待补充", Level.WARNING),
        ("第五部分", "有 1 处待补充", Level.WARNING),
    ]
    assert "【请补充：件数】" in found[0].message


def test_gaps_are_no_text_copied_from_last_year():
    five = "（一）存在的主要问题。【请补充：政府信息公开工作存在的主要问题】（二）改进情况。【请补充：上年问题的整改情况和本年问题的改进措施】"
    previous = last_year(paragraphs=paragraphs(five=five))
    found = check(clean(text=paragraphs(five=five)), previous=previous, only=("C40",)).findings
    assert [finding for finding in found if "相同" in finding.message] == []


@pytest.mark.parametrize(
    ("last", "page_date", "late"),
    [
        (("2025年2月10日",), "", "2025-02-10"),
        (("二〇二五年二月十日",), "", "2025-02-10"),
        (("某市统计局", "二○二五年一月二十日"), "", ""),
        ((), "2025-02-03 10:20", "2025-02-03"),
        ((), "2025-01-20", ""),
        (("2025年1月20日",), "2026-05-06", ""),
        (("2025年2月30日",), "", None),
        ((), "不详", None),
    ],
)
def test_the_date_of_a_report_is_found_wherever_it_stands(last, page_date, late):
    found = check(
        clean(title=BUREAU, text=paragraphs(last=last), page_date=page_date), only=("C39",)
    )
    if late is None:
        assert [finding.verdict for finding in found.findings] == [Verdict.CANNOT_JUDGE]
    else:
        assert [finding.said for finding in found.findings] == ([late] if late else [])


# --- years


def test_columns_that_moved_under_an_equal_total_are_a_warning():
    previous = last_year(
        {"requests.carried_forward.natural_person": 33, "requests.carried_forward.business": 1}
    )
    found = check(clean(), previous=previous, only=("C06",))
    assert [(finding.level, finding.cells) for finding in found.findings] == [
        (Level.WARNING, ("requests.carried_in.natural_person",)),
        (Level.WARNING, ("requests.carried_in.business",)),
    ]


def test_last_years_edition_of_2019_is_compared_where_cells_mean_the_same():
    values = figures_2019(
        requests__carried_forward__natural_person=34,
        requests__carried_forward__total=34,
        requests__other__total=9,
    )
    previous = clean_2019(values)
    found = check(
        clean(year=2021, title=TITLE.replace("2024", "2021")),
        previous=previous,
        only=("C06", "C11", "C12", "C36"),
    )
    assert found.passed["C06"] == 7
    assert found.passed["C36"] == 3
    assert {finding.rule for finding in found.findings} == {"C11", "C12"}
    assert all("没有现行有效件数" in finding.message for finding in found.findings)


def test_a_fee_told_in_yuan_names_the_amount_that_fits():
    (finding,) = check(
        clean({"disclosure.fees_wan_yuan": Decimal(961716000)}), previous=last_year(), only=("C10",)
    ).findings
    assert "96171.6 万元" in finding.message


def test_cases_received_in_the_year_do_not_vanish():
    from zbreport.settings import Settings

    settings = Settings(decisions={"proceedings_basis": "received"})
    found = check(
        clean(),
        previous=last_year({"proceedings.review.pending": 352}),
        settings=settings,
        only=("C36",),
    )
    assert [finding.verdict for finding in found.findings] == [Verdict.CANNOT_JUDGE]


def test_findings_stand_by_section_worst_first():
    text = paragraphs("（二）全年收到政府信息公开申请3153件，予以公开1300件。【请补充：答复期限】")
    found = check(
        clean(
            {"proceedings.review.total": 350, "disclosure.rules.issued": "/"},
            text=text,
            **oddity("label_punctuation"),
        )
    )
    told = [(section_of(one.place), list(Level).index(one.level)) for one in found.findings]
    assert told == sorted(told)
    assert len({section for section, _ in told}) > 3


# --- dismissals


@pytest.mark.parametrize("key", ["C09:disclosure.rules", "C09", "C09:二/规章"])
def test_dismissed_findings_stay_visible_and_do_not_count(key):
    from zbreport.settings import Settings

    settings = Settings(dismissed={key: "受设区的市政府委托制定"})
    found = check(clean(title=BUREAU), settings=settings, only=("C09",))
    (finding,) = found.findings
    assert finding.dismissed == "受设区的市政府委托制定"
    assert found.counts[Verdict.FAIL] == 0
    assert found.status(strict=True) == 0


@pytest.mark.parametrize(
    "key", ["C08:disclosure.rules", "C09:disclosure.rules.issued", "C09:requests"]
)
def test_a_dismissal_of_something_else_does_not_reach(key):
    from zbreport.settings import Settings

    found = check(clean(title=BUREAU), settings=Settings(dismissed={key: "…"}), only=("C09",))
    assert found.findings[0].dismissed is None


@pytest.mark.parametrize("dismissed", [{}, {"C03": "已核对", "C13": "按全市口径"}])
def test_a_written_report_keeps_how_every_rule_came_out(dismissed):
    report = clean(
        {"requests.granted.total": 1363, "requests.state_secret.business": "/"},
        text=one("收到申请3118件，予以公开1362件。"),
    )
    whole = check(report, settings=Settings(dismissed=dismissed))
    written = jsonfile.written(whole)
    assert json.loads(f"{{{written.row}}}") == {
        whole.published.file: {code: whole.worst(code) for code in CATALOGUE}
    }
    assert (written.lenient, written.strict) == (whole.status(), whole.status(strict=True))
    assert "dismissed" in {whole.worst(code) for code in dismissed} or not dismissed
    assert json.loads(written.report) == json.loads(jsonfile.one(whole))


def test_rules_that_did_not_run_come_back_from_workers_as_the_ones_that_all_reports_share():
    whole = check(clean())
    first, second = (pickle.loads(pickle.dumps(whole)) for _ in range(2))  # noqa: S301  (of our own making)
    assert first.not_run == whole.not_run != ()
    assert all(one is other for one, other in zip(first.not_run, second.not_run, strict=True))
