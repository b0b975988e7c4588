"""What long commands show on a terminal while they run, and that others show nothing of it."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys

import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile
from terminals import on_a_terminal

from zbreport.cli.progress import slowest

LONG = 40_000  # rows of 60 bytes: more than a file that is read at once


@pytest.fixture
def office(tmp_path):
    """A folder with a list of a few rows."""
    folder = tmp_path / "台账"
    folder.mkdir()
    (folder / "局网站.csv").write_text(
        "标题,发布时间\n甲,2024-01-02\n乙,2024-01-03\n", encoding="utf-8"
    )
    return folder


@pytest.fixture
def busy(office):
    """A folder with a list that takes its time too."""
    rows = "".join(
        f"关于某事的第{number:06}号通知通告公告,2024-01-{number % 28 + 1:02}\n"
        for number in range(LONG)
    )
    (office / "门户网站.csv").write_text(f"标题,发布时间\n{rows}", encoding="utf-8")
    return office


def run(*arguments):
    environment = {**os.environ, "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "zbreport", *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, check=False, encoding="utf-8", env=environment
    )
    assert done.returncode == 0, done.stderr
    return done


def test_a_long_run_shows_a_bar_by_files_and_bytes_and_leaves_the_output_alone(busy, tmp_path):
    with (tmp_path / "out.json").open("wb") as output:
        shown, status = on_a_terminal("tally", str(busy), "--format", "json", output=output)
    assert status == 0
    assert re.search(r"读取 [012]/2 .*\d\.\d/\d\.\d MB 0:00:0\d", shown)
    assert "局网站.csv" in shown
    assert (tmp_path / "out.json").read_text(encoding="utf-8").startswith("{")
    assert shown.endswith("\x1b[2K")  # the line of the bar is cleared


def test_ctrl_c_while_files_are_read_says_so_and_writes_nothing(busy, tmp_path):
    for number in range(4):
        (busy / f"门户网站{number}.csv").write_text(
            (busy / "门户网站.csv").read_text(encoding="utf-8") + f"第{number}号,2024-01-01\n",
            encoding="utf-8",
        )
    shown, status = on_a_terminal(
        "export", str(busy), "-o", str(tmp_path / "表.xlsx"), lines=["\x03"], prompts=["读取 0/"]
    )
    assert status == 130
    assert "已中断，没有写出任何文件。" in shown
    assert "Traceback" not in shown
    assert not (tmp_path / "表.xlsx").exists()


def test_a_password_is_asked_for_while_the_bar_is_out_of_the_way(busy, monkeypatch):
    monkeypatch.delenv("ZBREPORT_PASSWORD", raising=False)
    book = xlsxwriter.Workbook(plain := io.BytesIO())
    book.add_worksheet("清单").write_row(0, 0, ["标题", "发布时间"])
    book.close()
    plain.seek(0)
    with (busy / "网站锁住.xlsx").open("wb") as locked:
        OOXMLFile(plain).encrypt("pw", locked)
    shown, _ = on_a_terminal("inspect", str(busy), lines=["pw\n"], prompts=["不读这类文件）："])
    question = shown.index("“网站锁住.xlsx”设有打开密码。请输入密码")
    assert "读取" not in shown[question : shown.index("）：", question)]
    assert "网站锁住.xlsx\n  清单：主动公开信息清单（网站）" in shown


def test_a_short_run_shows_none(office, tmp_path):
    with (tmp_path / "out.json").open("wb") as output:
        assert on_a_terminal("tally", str(office), "--format", "json", output=output) == ("", 0)


def test_a_quiet_run_shows_none(busy, tmp_path):
    with (tmp_path / "out.json").open("wb") as output:
        assert on_a_terminal("tally", str(busy), "--format", "json", "--quiet", output=output) == (
            "",
            0,
        )


def test_without_a_terminal_nothing_is_shown(busy):
    assert run("tally", busy, "--format", "json").stderr == ""


@pytest.mark.parametrize("command", ["tally", "inspect"])
def test_verbose_names_the_slowest_files_after_the_result(busy, command):
    first, second, *files = run(command, busy, "-v", "--format", "json").stderr.splitlines()
    assert re.fullmatch(r"用时 \d+\.\d\d 秒，2 个文件，\d+\.\d MB", first)
    assert second == "最慢的文件（读取）："
    small, large = sorted(files, key=len)
    assert re.fullmatch(r" +\d+\.\d\d 秒 +\d+\.\d KB  局网站\.csv", small)
    assert re.fullmatch(r" +\d+\.\d\d 秒 +\d+\.\d MB  门户网站\.csv", large)


def test_verbose_of_export_and_check(office, tmp_path):
    report = tmp_path / "表.xlsx"
    assert "局网站.csv" in run("export", office, "-v", "-o", report, "--missing", "zero").stderr
    told = run("check", report, "-v").stderr
    assert "最慢的文件（核对）：" in told
    assert "表.xlsx" in told


def test_quiet_wins_over_verbose(office):
    assert run("tally", office, "-v", "-q", "--format", "json").stderr == ""


def test_only_the_slowest_are_named_the_slowest_first():
    seconds = {f"{number}.xlsx": float(number) for number in range(9)}
    lines = slowest("读取", seconds, dict.fromkeys(seconds, 3_000_000), 40.0)
    assert lines[0] == "用时 40.00 秒，9 个文件，27.0 MB"
    assert [line.split()[-1] for line in lines[2:]] == [
        "8.xlsx",
        "7.xlsx",
        "6.xlsx",
        "5.xlsx",
        "4.xlsx",
    ]
