"""What a path on the command line means: itself where it exists, else the names that `*` and `?` stand for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zbreport.cli import app
from zbreport.cli.paths import expanded
from zbreport.settings import FIRST_YEAR, LAST_YEAR

HEADER = "标题,发布日期\n"


@pytest.fixture
def ledgers(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, rows in (("网站清单[1].csv", 2), ("网站清单1.csv", 3), ("网站清单2.csv", 4)):
        lines = "".join(f"第{row}号通知,2024-03-0{row + 1}\n" for row in range(rows))
        Path(name).write_text(HEADER + lines, encoding="utf-8")
    return tmp_path


def names(*paths):
    return [path.name for path in expanded([Path(path) for path in paths])]


@pytest.mark.usefixtures("ledgers")
def test_wildcards_stand_for_names_in_their_order():
    assert names("网站清单?.csv") == ["网站清单1.csv", "网站清单2.csv"]
    assert names("*[1]*") == ["网站清单[1].csv"]
    assert names("无.csv", "*2.csv") == ["无.csv", "网站清单2.csv"]
    assert names("没有*.csv") == ["没有*.csv"], "what fits nothing is said to be missing"
    assert expanded(None) is None


@pytest.mark.usefixtures("ledgers")
def test_a_path_that_exists_is_that_path():
    assert names("网站清单[1].csv") == ["网站清单[1].csv"]
    if os.name != "nt":  # Windows forbids the sign in names
        Path("网站*.csv").write_text(HEADER, encoding="utf-8")
        assert names("网站*.csv") == ["网站*.csv"]


def test_every_command_reads_the_files_that_are_meant(ledgers):
    def sources(*paths):
        command = [sys.executable, "-m", "zbreport", "inspect", *paths, "-f", "json"]
        found = subprocess.run(command, capture_output=True, check=False, cwd=ledgers)
        return [one["file"] for one in json.loads(found.stdout)["sources"]]

    assert sources("网站清单[1].csv") == ["网站清单[1].csv"]
    assert sources("网站清单?.csv") == ["网站清单1.csv", "网站清单2.csv"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names")
@pytest.mark.parametrize(
    "command",
    [
        ("check", "{pipe}"),
        ("tally", "{office}", "--config", "{pipe}"),
        ("export", "{office}", "--template", "{pipe}"),
        ("export", "{office}", "--previous", "{pipe}", "-o", "{office}/out.xlsx"),
        ("tally", "{pipe}"),
    ],
)
def test_a_pipe_is_no_file_and_is_not_waited_for(tmp_path, command):
    office = tmp_path / "office"
    office.mkdir()
    (office / "网站清单.csv").write_text("标题,发布时间\n甲,2024-01-01\n", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    words = [word.format(pipe=tmp_path / "pipe", office=office) for word in command]
    done = subprocess.run(
        [sys.executable, "-m", "zbreport", *words], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 3
    assert "Traceback" not in done.stderr.decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("year", "is_wrong"),
    [(FIRST_YEAR - 1, True), (FIRST_YEAR, False), (LAST_YEAR, False), (LAST_YEAR + 1, True)],
)
def test_a_year_without_reports_is_wrong_usage(tmp_path, year, is_wrong):
    done = CliRunner().invoke(app, ["tally", str(tmp_path), "--year", str(year)])
    assert (done.exit_code == 2) == is_wrong
