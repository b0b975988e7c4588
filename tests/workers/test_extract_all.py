"""Reading by workers: the same figures as without, and a file that ends its reader is one error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import conserved, figures
from zbreport import tally
from zbreport.ledgers import extract_all
from zbreport.ledgers.applicant_ids import FIELD
from zbreport.workers import VARIABLE

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
HERE = str(Path(__file__).parent)
LIST = "标题,发布时间,链接\n" + "".join(
    f"第{number}条,2021-03-{number:02d},http://a.cn/{number}\n" for number in range(1, 10)
)


@pytest.fixture
def folder(tmp_path):
    for name in ("网站清单1.csv", "网站清单2.csv", "网站清单3.csv"):
        (tmp_path / name).write_text(
            LIST.replace("http://a.cn", f"http://{name[4]}.cn").replace("第", name[4]),
            encoding="utf-8",
        )
    return tmp_path


@pytest.mark.parametrize("example", ["2020-clean", "2021-clean", "2024-messy"])
def test_workers_change_nothing(monkeypatch, example):
    found = []
    for workers in ("0", "2"):
        monkeypatch.setenv(VARIABLE, workers)
        found.append(tally([EXAMPLES / example]))
    alone, together = found
    assert figures(together) == figures(alone)
    assert together.diagnostics == alone.diagnostics
    assert together.sources == alone.sources
    for key, frame in alone.frames.items():
        assert (
            together.frames[key]
            .drop(columns=FIELD, errors="ignore")
            .equals(frame.drop(columns=FIELD, errors="ignore"))
        ), key


@pytest.mark.parametrize("workers", ["0", "2"])
def test_an_applicant_is_known_again_in_another_file_and_not_in_another_run(
    monkeypatch, tmp_path, workers
):
    header = "登记编号,申请人姓名,收到日期,申请人类别,申请方式,办理结果,答复日期\n"
    for number in (1, 2):
        row = f"2021-{number},张三,2021-03-01,自然人,网络,予以公开,2021-03-1{number}\n"
        (tmp_path / f"依申请公开台账{number}.csv").write_text(header + row, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, workers)
    runs = [tally([tmp_path], year=2021).frames["requests"][FIELD].tolist() for _ in range(2)]
    assert runs[0][0] == runs[0][1] != ""
    assert runs[0][0] != runs[1][0]


def test_a_file_that_ends_its_reader_is_one_error_and_the_rest_counts(monkeypatch, folder):
    (folder / "网站清单2.csv").rename(folder / "毒网站清单.csv")
    monkeypatch.setenv(VARIABLE, "2")
    monkeypatch.syspath_prepend(HERE)
    monkeypatch.setattr(extract_all, "_EXTRACT", "jobs")
    outcome = tally([folder], year=2021)
    conserved(outcome)
    assert outcome.report.channels[0].count == 18
    (lost,) = [finding for finding in outcome.diagnostics if finding.code == "F124"]
    assert (lost.file, lost.level) == ("毒网站清单.csv", "error")
    assert "memory_mb" in lost.remedy


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted otherwise elsewhere")
def test_a_file_that_wants_all_memory_is_one_error_and_the_rest_counts(monkeypatch, folder):
    (folder / "网站清单2.csv").write_text(
        LIST + "某条,2021-04-01,http://a.cn/长\n" * 3_000_000, encoding="utf-8"
    )
    (folder / "zbreport.toml").write_text(
        "[limits]\nmemory_mb = 300\ncells = 100_000_000\n", encoding="utf-8"
    )
    monkeypatch.setenv(VARIABLE, "1")
    outcome = tally([folder], year=2021)
    (lost,) = [finding for finding in outcome.diagnostics if finding.level == "error"]
    assert lost.file == "网站清单2.csv"
    assert lost.code in {"F101", "F124"}
    assert "内存" in lost.message
    assert outcome.report.channels[0].count == 18


def test_nothing_of_the_folder_is_imported_by_workers(folder):
    (folder / "numpy.py").write_text("raise SystemExit")
    environment = {**os.environ, VARIABLE: "2"}
    run = subprocess.run(
        [sys.executable, "-P", "-m", "zbreport", "tally", ".", "-q"],
        cwd=folder,
        env=environment,
        check=False,
    )
    assert run.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_ends_the_workers_too(folder):
    code = f"""
import os, sys, threading, signal
sys.path.insert(0, {HERE!r})
from zbreport import workers as crew
from zbreport.ledgers import extract_all
extract_all._EXTRACT = "sleepers"
started = crew.WorkerPool.each
def each(self, *arguments):
    print(*[worker.process.pid for worker in self._workers], flush=True)
    threading.Timer(1, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    return started(self, *arguments)
crew.WorkerPool.each = each
from zbreport.cli import main
main()
"""
    environment = {**os.environ, VARIABLE: "2"}
    run = subprocess.run(
        [sys.executable, "-c", code, "tally", folder],
        env=environment,
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=50,
    )
    assert run.returncode == 130, run.stderr
    for pid in map(int, run.stdout.split()):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
