"""The worker that is started before the command line is read: it is the one that reads, and without work it does not stay."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from zbreport.__main__ import _READERS
from zbreport.cli import app
from zbreport.cli.check_request import READER
from zbreport.ledgers.extract_all import _EXTRACT
from zbreport.workers import VARIABLE, WorkerPool, start_ahead, worker

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "2021-clean"
COUNTING = """
import subprocess, sys
started = subprocess.Popen
def counted(*arguments, **more):
    if not isinstance(arguments[0], str):  # on Windows the platform is asked for by a shell command
        sys.stderr.write("typer loaded\\n" if "typer" in sys.modules else "nothing loaded\\n")
    return started(*arguments, **more)
subprocess.Popen = counted
from zbreport.__main__ import main
main()
"""


def starts(*arguments, workers="4"):
    """What was loaded whenever a process was started, and the exit status."""
    command = [sys.executable, "-c", COUNTING, *map(str, arguments)]
    environment = {**os.environ, VARIABLE: workers}
    done = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env=environment,
        check=False,
    )
    return [line for line in done.stderr.splitlines() if line.endswith(" loaded")], done.returncode


def test_the_worker_of_a_small_folder_is_started_first_and_is_the_only_one(tmp_path):
    assert starts("tally", EXAMPLE) == (["nothing loaded"], 0)
    assert starts("export", EXAMPLE, "--format", "html", "--output", tmp_path / "年报.html")[0] == [
        "nothing loaded"
    ]
    assert starts("check", tmp_path / "年报.html")[0] == ["nothing loaded"]


@pytest.mark.parametrize("arguments", [["tally", "--help"], ["rules"], ["--version"], []])
def test_what_reads_nothing_starts_nothing(arguments):
    assert starts(*arguments)[0] == []


def test_without_workers_none_is_started():
    assert starts("tally", EXAMPLE, workers="0") == ([], 0)


def test_commands_and_module_are_those_of_the_program():
    names = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert set(_READERS) < names
    assert {command for command, module in _READERS.items() if module == READER} == {"check"}
    assert set(_READERS.values()) == {_EXTRACT, READER}


@pytest.fixture
def _jobs(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setattr(worker, "_ahead", {})


@pytest.mark.usefixtures("_jobs")
def test_it_does_the_work_of_the_crew_and_ends_with_it():
    start_ahead("jobs")
    process = worker._ahead["jobs"]
    with WorkerPool("jobs", 1, megabytes=4096, seconds=60) as crew:
        assert crew.call("process", 0)[0] == process.pid
    assert process.poll() is not None
    assert worker._ahead == {}


@pytest.mark.usefixtures("_jobs")
def test_without_work_it_ends_when_its_input_does():
    start_ahead("jobs")
    process = worker._ahead.pop("jobs")
    process.stdin.close()
    process.stdout.close()
    assert process.wait(30) == 0


@pytest.mark.usefixtures("_jobs")
def test_where_no_program_may_be_started_nothing_is_said_yet(monkeypatch):
    def refused(*_, **__):
        raise PermissionError

    monkeypatch.setattr(subprocess, "Popen", refused)
    start_ahead("jobs")
    assert worker._ahead == {}
