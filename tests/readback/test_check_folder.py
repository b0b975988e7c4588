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
    assert [one["rule"] for one in told["findings"] if one["verdict"] == "fail"] == [
        "C44",
        "C44",
        "C44",
    ]
    assert told["verdicts"]["pass"] > 200


def test_a_text_with_figures_beside_zeros_is_an_error(folder):
    (folder / "甲.html").write_bytes(
        html_report(2024, tables(2024, ZERO)).replace(
            "收到申请".encode(), "收到政府信息公开申请".encode()
        )
    )
    told = json.loads(run(folder / "甲.html", "--format", "json").stdout)
    assert {"C13", "C17"} <= {one["rule"] for one in told["findings"] if one["level"] == "error"}
