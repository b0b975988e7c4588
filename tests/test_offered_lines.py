"""Every line for zbreport.toml that is offered over a messy year: pasted, it is valid and does what it says."""

from __future__ import annotations

import csv
import tomllib

import pytest

from zbreport import tally
from zbreport.settings.answers import added

REGISTER = [
    "登记编号",
    "收到日期",
    "申请人类别",
    "申请方式",
    "办理结果",
    "具体情形",
    "答复日期",
    "备注",
]


def case(number, **other):
    row = {
        "登记编号": f"2024-{number:03}",
        "收到日期": f"2024-03-{number % 27 + 1:02}",
        "申请人类别": "自然人",
        "申请方式": "当面",
        "办理结果": "予以公开",
        "具体情形": "",
        "答复日期": f"2024-04-{number % 27 + 1:02}",
        "备注": "",
    }
    return [(row | other)[name] for name in REGISTER]


FILES = {
    "依申请公开台账.csv": [
        REGISTER,
        case(1),
        case(2, 办理结果="按领导意见办"),
        case(3, 办理结果="咨询"),
        case(4, 申请人类别="村民小组"),
        case(5, 申请人类别="法人或其他组织"),
        case(6, 申请方式="电话转接"),
        case(7, 备注="作废"),
        case(8, 办理结果="不予公开"),
        case(9, 办理结果="内部管理、过程性信息"),
    ],
    "第二本登记簿.csv": [
        ["登记编号", "收文那天", "申请人类别", "办理结果", "答复日期"],
        ["B1", "2024-03-01", "自然人", "予以公开", "2024-03-20"],
        ["B2", "2024-03-02", "自然人", "予以公开", "2024-03-21"],
    ],
    "第三本登记簿.csv": [
        ["登记编号", "申请人", "收到日期", "申请内容", "办理结果", "答复日期"],
        ["C1", "某建筑有限公司", "2024-03-01", "甲", "予以公开", "2024-03-20"],
        ["C2", "某律师事务所", "2024-03-02", "乙", "予以公开", "2024-03-21"],
    ],
    "清单.csv": [["标题", "发布时间"], ["甲", "2024-01-01"], ["乙", "2024-02-01"]],
    "收费台账.csv": [
        ["序号", "收费项目", "金额", "收费日期"],
        ["1", "考试费", "1000", "2024-02-01"],
        ["2", "考试费", "2000", "2024-03-01"],
        ["", "本期收入", "3000", "2024-12-31"],
        ["", "", "77", "2024-12-31"],
    ],
    "规范性文件目录.csv": [
        ["文号", "文件标题", "文件类别", "印发日期"],
        ["某政〔2024〕1号", "某办法", "行政规范性文件", "2024-05-01"],
        ["某政〔2024〕2号", "某通知", "通知", "2024-06-01"],
    ],
    "考勤.csv": [["姓名", "科室", "应出勤"], ["张三", "办公室", "22"], ["李四", "人事科", "21"]],
}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    for name, rows in FILES.items():
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


@pytest.fixture(scope="module")
def first(office):
    return tally([office], year=2024)


def words_of(code, answer):
    """The choices that are right for the file: what is unlike every ledger is none."""
    words = [word for word, _ in answer.choices] or [""]
    return words[-1:] if code == "R201" else words


def asked(found):
    return {
        (one.code, one.file, one.rows, one.answer.lines): one.answer
        for one in found.diagnostics
        if one.answer is not None and one.code[0] != "T"
    }


def settled(office, tmp_path, lines):
    """The year once more, with these lines in a settings file."""
    path = tmp_path / "zbreport.toml"
    path.write_text(added("", lines), encoding="utf-8")
    return tally([office], year=2024, config=path)


def test_the_year_asks_in_many_ways(first):
    codes = {code for code, *_ in asked(first)}
    assert {"L113", "L114", "L115", "L161", "L180", "L182", "L190"} <= codes
    assert {"R201", "R203", "R207", "R219"} <= codes


def test_lines_pasted_as_offered_are_valid_and_decide_nothing_that_is_open(office, first, tmp_path):
    """Every remedy's lines below their section, as a clerk copies them, `…` and all."""
    offered = [line for answer in asked(first).values() for line in answer.lines]
    pasted = added("", offered)
    assert tomllib.loads(pasted)
    for answer in asked(first).values():
        assert all(line.assignment in answer.text or answer.suggested for line in answer.lines)
        assert all("*" not in line.key.replace("…", "") for line in answer.lines)
    open_lines = [line for one in asked(first).values() if one.choices for line in one.lines]
    again = settled(office, tmp_path, open_lines)
    assert again.report.cells == first.report.cells
    assert "S403" in {one.code for one in again.diagnostics}


def test_an_answer_settles_its_question_and_nothing_is_lost(office, first, tmp_path):
    before = asked(first)
    for key, answer in before.items():
        for word in words_of(key[0], answer)[:3]:
            again = settled(office, tmp_path, answer.chosen(word))
            assert key not in asked(again), (key, word)
            assert not {"S401", "S402", "S403"} & {one.code for one in again.diagnostics}, key
            for source in again.sources:
                assert source.rows == source.counted + sum(source.set_aside.values())


def test_all_answers_together_leave_no_question(office, first, tmp_path):
    lines, found = [], first
    for _ in range(4):  # a column that is known shows wordings that are not
        for (code, *_), answer in asked(found).items():
            lines += answer.chosen(words_of(code, answer)[0])
        found = settled(office, tmp_path, lines)
    assert not asked(found)
    assert sum(source.counted for source in found.sources) > sum(
        source.counted for source in first.sources
    )
