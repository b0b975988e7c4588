"""What a clerk sees on a screen of 80 columns, and what ends up in a log of any encoding."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace

import pytest
from handmade import EDITIONS, YEARS, outcome_for
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from zbreport.diagnostics import diagnose
from zbreport.forms.layout import form_of
from zbreport.model import Channel
from zbreport.outputs.terminal import show, text
from zbreport.render import console
from zbreport.render.console import make_console
from zbreport.render.grids import ASCII, BOX
from zbreport.render.width import cell_width, fold


def printed(outcome, encoding="utf-8", **options):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n", write_through=True)
    show(outcome, make_console(stream), **options)
    return raw.getvalue().decode(encoding)


def joined(text):
    """The text of a drawing without lines, blanks and folds."""
    return re.sub(r"[\s│─┌┐└┘├┤┬┴┼|+-]", "", text)


@pytest.fixture(autouse=True)
def _plain(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)


def test_no_line_is_wider_than_80(outcome):
    assert max(cell_len(line) for line in printed(outcome).splitlines()) <= 80


@pytest.mark.parametrize("width", [80, 100, 140, 200])
def test_columns_of_the_environment_are_used(outcome, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    lines = printed(outcome).splitlines()
    assert max(cell_len(line) for line in lines) <= width
    assert all("…" not in line for line in lines)


def test_labels_of_the_form_are_whole(outcome, monkeypatch):
    monkeypatch.setenv("COLUMNS", "250")
    text = joined(printed(outcome))
    for table in form_of(outcome.report).tables:
        assert joined(table.title) in text
    for cell in form_of(outcome.report).cells.values():
        for label in (*cell.row[-1:], *cell.column[-1:]):
            assert joined(label) in text


def test_folded_labels_lose_nothing():
    text = printed(outcome_for(2024))
    column = joined(
        "".join(line.split("│")[3] for line in text.splitlines() if line.count("│") == 11)
    )
    assert "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请" in column


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_number_is_whole_and_in_place(edition):
    outcome = outcome_for(YEARS[edition])
    figures = {
        key: 3985758
        if value is not None and not form_of(outcome.report).cells[key].is_money
        else value
        for key, value in outcome.report.cells.items()
    }
    text = printed(replace(outcome, report=replace(outcome.report, cells=figures)))
    count = sum(value == 3985758 for value in figures.values())
    assert len(re.findall(r"(?<!\d)3985758(?!\d)", text)) >= count
    assert "3001" in printed(outcome)


def test_relations_are_readable_in_a_row():
    line = next(line for line in printed(outcome_for(2024)).splitlines() if "一、本年新收" in line)
    assert line.split() == [
        "│一、本年新收政府信息公开申请数量",
        "│",
        "3001│",
        "80│",
        "5│",
        "120│",
        "0│",
        "20│",
        "3226│",
    ]


def test_missing_is_a_dash_not_a_zero():
    line = next(
        line for line in printed(outcome_for(2024)).splitlines() if "1.属于国家秘密" in line
    )
    assert [part.strip() for part in line.split("│")[4:-1]] == ["3", "4", "—", "6", "0", "1", "—"]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "ascii", "latin-1", "big5"])
def test_no_encoding_is_an_error(outcome, encoding):
    text = printed(outcome, encoding)
    assert "3001" in text
    assert not set("│─┌┼") & set(text)
    assert "+--" in text


def test_gbk_keeps_the_chinese(outcome):
    text = printed(outcome, "gbk")
    assert "三、收到和处理政府信息公开申请情况" in text
    assert "未经复议直接起诉" in text
    assert "?" not in text


def test_a_log_has_no_colour(outcome, monkeypatch):
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert "\x1b" not in printed(outcome)


def test_findings_are_grouped_by_code():
    text = printed(outcome_for(2024))
    assert text.count("L101 缺少日期") == 1
    assert text.count("处理：请补上日期") == 1
    assert "错误（21 处）" in text
    assert "第5—24行" in joined(text)
    assert text.index("错误（") < text.index("提醒（") < text.index("说明（")
    assert "二/规章/本年制发件数" in text


def test_many_places_are_counted_not_listed():
    outcome = outcome_for(2024)
    many = tuple(diagnose("F102", file=f"{index}.xlsx") for index in range(30))
    text = printed(replace(outcome, diagnostics=many))
    assert "另有 25 处，全部行号见 zbreport inspect --set-aside" in text


def test_many_messages_are_counted_not_listed():
    facts = {"header": "结果", "what": "结果", "vocabulary": "outcomes", "example": "granted"}
    many = tuple(
        diagnose("L113", file="a.csv", rows=(row,), value=f"写法{row}", **facts)
        for row in range(30)
    )
    assert "另有 22 种" in printed(replace(outcome_for(2024), diagnostics=many))


def test_quiet_is_tables_and_errors():
    text = printed(outcome_for(2024), quiet=True)
    assert "行政规范性文件" in text
    assert "L101" in text
    assert "T301" not in text
    assert "口径说明" not in text
    assert "共读入" not in text


def test_text_for_a_file_is_what_is_printed(outcome):
    assert text(outcome) == printed(outcome)


def test_rows_are_summed_up():
    assert "共读入 3 个文件 452 行：计入 449 行，未计入 3 行" in printed(outcome_for(2024))


def test_wide_channels_are_cut_into_half_years():
    outcome = outcome_for(2024)
    channels = (Channel("website", "网站", 12_000_000, (1_000_000,) * 12),)
    text = printed(replace(outcome, report=replace(outcome.report, channels=channels)))
    assert text.count("1000000") == 24
    assert max(cell_len(line) for line in text.splitlines()) <= 80


def test_an_empty_report_says_so(empty):
    assert "没有数据" in printed(empty)


def test_showing_is_quick():
    outcome = outcome_for(2024)
    printed(outcome)
    start = time.perf_counter()
    printed(outcome)
    assert time.perf_counter() - start < 0.5  # 20 ms on a plain machine


@given(st.text(alphabet="公开申请（一）、。“”abc 12.\n", max_size=60), st.integers(2, 30))
def test_folding_loses_nothing_and_keeps_the_width(text, width):
    lines = fold(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert all(cell_width(line) <= width for line in lines)


def test_marks_do_not_begin_a_line():
    assert fold("申请人无正当理由、逾期", 16) == ("申请人无正当理", "由、逾期")
    assert fold("数量 1234567 件", 8) == ("数量", "1234567", "件")


@pytest.mark.parametrize(
    ("page", "session", "terminal", "drawn"),
    [
        (936, "", True, ASCII),
        (936, "1", True, BOX),
        (65001, "", True, BOX),
        (0, "", True, BOX),
        (936, "", False, BOX),
    ],
)
def test_a_chinese_console_gets_lines_that_it_draws_one_place_wide(
    page, session, terminal, drawn, monkeypatch
):
    monkeypatch.setenv("WT_SESSION", session)
    monkeypatch.setattr(console, "console_page", lambda: page)
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    made = Console(file=stream, force_terminal=terminal, legacy_windows=False)
    assert console.borders_for(made) == drawn
