"""`zbreport check` on a folder of real files of every kind: what can be read is checked, what cannot is said, and one status tells."""

from __future__ import annotations

import json

import pytest
from pages import docx_report, figures, html_page, html_report, html_table, tables
from typer.testing import CliRunner

from zbreport.cli import app

ZERO = dict.fromkeys(figures(2024), 0)
GOOD = html_report(2024, tables(2024, ZERO)).replace(
    "全年收到申请3件".encode(), "全年未收到政府信息公开申请".encode()
)
OLD_FORM = html_page(
    2024, [html_table(rows) for rows in tables(2020, dict.fromkeys(figures(2020), 0)).values()]
)
UNREADABLE = {
    "框架.html": (b"<html><body><iframe src='a.html'></iframe></body></html>", "框架页"),
    "图片.html": (html_page(2024, ["<img src='1.png'>"] * 3), "图片"),
    "坏.docx": (docx_report(2024)[:2000], "损坏"),
    "空.xlsx": (b"", "没有任何内容"),
    "旧.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "损坏"),
    "2017年.html": (html_report(2024).replace(b"2024", b"2017"), "2017 年度"),
    "结果.json": (b"[1, 2]", "没有表格"),
}


@pytest.fixture
def folder(tmp_path):
    files = {"甲.html": GOOD, "乙.docx": docx_report(2024, tables(2024, ZERO)), "丙.html": OLD_FORM}
    for name, content in {
        **files,
        **{name: content for name, (content, _) in UNREADABLE.items()},
    }.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def run(*args):
    return CliRunner().invoke(app, ["check", *map(str, args)])


def test_what_cannot_be_read_is_said_and_the_others_go_on(folder):
    result = run(folder, "--format", "json")
    told = json.loads(result.stdout)
    assert result.exit_code == 3
    assert sorted(one["file"] for one in told["reports"]) == sorted(
        ["甲.html", "乙.docx", "丙.html"]
    )
    reasons = {one["file"]: one["reason"] for one in told["unread"]}
    assert reasons.keys() == UNREADABLE.keys()
    for name, (_, words) in UNREADABLE.items():
        assert words in reasons[name], (name, reasons[name])
        assert "Traceback" not in reasons[name]
        assert "Error" not in reasons[name] or "[" in reasons[name]


def test_last_editions_form_is_found_in_the_matrix(folder):
    told = json.loads(run(folder, "--format", "json").stdout)
    assert told["matrix"]["丙.html"]["C01"] == "fail"
    assert told["matrix"]["甲.html"]["C01"] == "pass"


def test_a_report_of_nothing_but_zeros_does_not_pass_silently(folder):
    told = json.loads(run(folder / "甲.html", "--format", "json").stdout)
    zeros = [one for one in told["findings"] if one["rule"] == "C44"]
    assert [one["verdict"] for one in zeros] == ["cannot_judge"]  # told once, and never a pass
    assert "全部是 0" in zeros[0]["message"]
    assert not [one for one in told["findings"] if one["verdict"] == "fail"]
    assert told["verdicts"]["pass"] > 200


def test_a_text_with_figures_beside_zeros_is_an_error(folder):
    (folder / "甲.html").write_bytes(
        html_report(2024, tables(2024, ZERO)).replace(
            "收到申请".encode(), "收到政府信息公开申请".encode()
        )
    )
    told = json.loads(run(folder / "甲.html", "--format", "json").stdout)
    assert {"C13", "C17"} <= {one["rule"] for one in told["findings"] if one["level"] == "error"}


# --- last year's folder


def of(office, year, total):
    """A report of an office; its requests received say a total."""
    cells = {**dict.fromkeys(figures(year), 0), "requests.carried_forward.total": total}
    return html_report(year, tables(year, cells)).replace("某市某局".encode(), office.encode())


@pytest.fixture
def two_years(tmp_path):
    for year, files in {
        "2024": {
            "a.html": ("甲市统计局", 0),
            "b.html": ("甲市水利局", 0),
            "c.html": ("甲市农业局", 0),
        },
        "2023": {"x.html": ("甲市水利局", 5), "y.html": ("甲市统计局", 0)},
    }.items():
        (tmp_path / year).mkdir()
        for name, (office, total) in files.items():
            (tmp_path / year / name).write_bytes(of(office, int(year), total))
    return tmp_path


def told_of(result):
    return {one["file"]: one for one in json.loads(result.stdout)["reports"]}


def test_a_folder_of_last_year_is_paired_by_the_offices_name(two_years):
    result = run(two_years / "2024", "--previous", two_years / "2023", "--format", "json")
    matrix = json.loads(result.stdout)["matrix"]
    assert (matrix["a.html"]["C06"], matrix["b.html"]["C06"]) == ("pass", "fail")
    not_run = {one["rule"]: one["reason"] for one in told_of(result)["c.html"]["not_run"]}
    assert not_run["C06"] == "给出的上年年报里没有“甲市农业局”的"


def test_one_report_takes_its_own_of_a_folder_of_last_year(two_years):
    result = run(two_years / "2024/b.html", "--previous", two_years / "2023", "--format", "json")
    found = json.loads(result.stdout)["findings"]
    assert "C06" in [one["rule"] for one in found if one["verdict"] == "fail"]


def test_two_reports_of_an_office_last_year_are_not_chosen_between(two_years):
    (two_years / "2023/z.html").write_bytes(of("甲市水利局", 2023, 7))
    result = run(two_years / "2024", "--previous", two_years / "2023", "--format", "json")
    not_run = {one["rule"]: one["reason"] for one in told_of(result)["b.html"]["not_run"]}
    assert not_run["C06"] == "给出的上年年报里有 2 份是“甲市水利局”的（x.html、z.html）"


def test_reports_of_other_years_in_the_folder_are_passed_over(two_years):
    (two_years / "2023/z.html").write_bytes(of("甲市水利局", 2022, 7))
    result = run(two_years / "2024", "--previous", two_years / "2023", "--format", "json")
    assert json.loads(result.stdout)["matrix"]["b.html"]["C06"] == "fail"


def test_an_unreadable_report_of_last_year_is_said_and_the_others_are_used(two_years):
    (two_years / "2023/x.html").write_bytes(b"<html><body></body></html>")
    result = run(two_years / "2024", "--previous", two_years / "2023", "--format", "json")
    told = json.loads(result.stdout)
    assert [one["file"] for one in told["unread"]] == ["上年：x.html"]
    assert result.exit_code == 3
    assert told["matrix"]["a.html"]["C06"] == "pass"


# --- whatever a document raises


@pytest.mark.parametrize(
    "where", ["zbreport.readback.read_published", "zbreport.checks.reports.check"]
)
def test_whatever_one_document_raises_is_said_of_it_alone(tmp_path, monkeypatch, where):
    from importlib import import_module

    for name in ("a.html", "b.html", "c.html"):
        (tmp_path / name).write_bytes(GOOD)
    monkeypatch.setenv("ZBREPORT_WORKERS", "0")
    module, _, name = where.rpartition(".")
    right = getattr(import_module(module), name)

    def fails(first, *rest, **options):
        if getattr(first, "name", "") == "b.html" or getattr(first, "file", "") == "b.html":
            raise IndexError("张三 13800000000")
        return right(first, *rest, **options)

    monkeypatch.setattr(where, fails)
    result = run(tmp_path, "--format", "json")
    told = json.loads(result.stdout)
    assert result.exit_code == 3
    assert [one["file"] for one in told["reports"]] == ["a.html", "c.html"]
    (unread,) = told["unread"]
    assert unread["file"] == "b.html"
    assert "程序在这份年报上出错（IndexError" in unread["reason"]
    assert "张三" not in result.output


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_a_folder_ends_with_what_a_person_does_next(tmp_path, form):
    """Which reports to send back, to look at, to get anew, and in which nothing was found."""
    wrong = GOOD.replace("未收到政府信息公开申请".encode(), "收到政府信息公开申请3件".encode())
    gap = GOOD.replace("全年未收到".encode(), "【请补充：渠道】全年未收到".encode())
    for name, content in (("甲", GOOD), ("乙", wrong), ("丙", gap), ("丁", b"")):
        (tmp_path / f"{name}.html").write_bytes(content)
    found = run(tmp_path, "--format", form)
    _, _, last = found.output.partition("下一步")
    lines = [line.strip(" -").replace("\\", "") for line in last.splitlines() if line.strip()]
    assert lines == [
        "退回改正（有错误）1 份：乙.html",
        "看一看（有提醒或需要确认）1 份：丙.html",
        "没有发现问题 1 份：甲.html",
        "换一份文件（无法读取）1 份：丁.html",
    ]
