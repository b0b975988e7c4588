"""What a path on the command line means: itself where it exists, else the names that `*` and `?` stand for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from zbreport.cli.paths import expanded

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
