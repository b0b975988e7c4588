"""Workers: what a job gives, and that a job which takes its worker along takes nothing else."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zbreport.workers import VARIABLE, Lost, WorkerPool, strength

HERE = str(Path(__file__).parent)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals are otherwise there")


@pytest.fixture(autouse=True)
def _jobs(monkeypatch):
    monkeypatch.syspath_prepend(HERE)


def crew(size, megabytes=4096, seconds=60):
    return WorkerPool("jobs", size, megabytes=megabytes, seconds=seconds)


@pytest.mark.parametrize("size", [0, 1, 3])
def test_results_come_in_the_order_of_the_jobs(size):
    with crew(size) as workers:
        assert list(workers.each("doubled", [(number,) for number in range(20)])) == [
            2 * number for number in range(20)
        ]
        assert workers.call("doubled", 21) == 42


def test_jobs_are_done_in_other_processes():
    with crew(2) as workers:
        assert {pid for pid, _ in workers.each("process", [(0,)] * 9)}.isdisjoint(
            {__import__("os").getpid()}
        )


@POSIX
@pytest.mark.parametrize("function", ["die", "abort", "leave"])
def test_a_lost_worker_loses_its_job_only(function):
    with crew(2) as workers:
        found = list(workers.each("die", [(1,), (-1,), (2,), (3,)]))
        assert [isinstance(one, Lost) for one in found] == [False, True, False, False]
        assert isinstance(workers.call(function, -1), Lost)
        assert workers.call("doubled", 4) == 8


@POSIX
def test_a_job_whose_worker_was_killed_is_tried_once_more(tmp_path):
    marks = [(str(tmp_path / str(number)),) for number in range(3)]
    with crew(2) as workers:
        assert list(workers.each("die_once", marks)) == ["read"] * 3


PARENT = """
import sys, time
sys.path[:] = {path!r}
from zbreport.workers import WorkerPool
pool = WorkerPool("jobs", 1, megabytes=4096, seconds=600)
print(pool.call("process", 0)[0], flush=True)
pool.call("sleep", 600)
"""


@POSIX
def test_a_worker_does_not_outlive_the_program_even_in_the_middle_of_a_job():
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(path=sys.path)], stdout=subprocess.PIPE
    )
    worker = int(parent.stdout.readline())
    time.sleep(0.3)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        status = Path(f"/proc/{worker}/stat")
        if status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z":
            return  # ended; nobody asks how
        time.sleep(0.1)
    pytest.fail("the worker still runs")


def test_a_program_that_embeds_python_is_not_started_anew(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/opt/office/bin/suite")
    assert strength([10**6] * 9) == 0
    with crew(2) as workers:
        assert list(workers.each("doubled", [(1,), (2,)])) == [2, 4]


def test_a_pipe_that_is_closed_while_a_job_is_handed_over_loses_the_job_only():
    with crew(1) as workers:
        worker = workers._workers[0]
        worker.process.stdin.close()
        assert workers.call("doubled", 2) == 4


def test_a_job_that_takes_too_long_is_ended_and_said():
    with crew(1, seconds=1) as workers:
        lost = workers.call("sleep", 60)
        assert isinstance(lost, Lost)
        assert "1 秒" in lost.why
        assert workers.call("sleep", 0) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted otherwise elsewhere")
def test_memory_is_bounded():
    with crew(1, megabytes=800) as workers:
        lost = workers.call("swallow", 2000)
        assert isinstance(lost, Lost)
        assert "内存" in lost.why
        assert workers.call("swallow", 10) == 10 * 1024**2


@pytest.mark.parametrize("size", [0, 1])
def test_faults_of_our_own_are_raised(size):
    with crew(size) as workers:
        with pytest.raises(ValueError, match="wrong"):
            workers.call("fail", "wrong")
        assert workers.call("doubled", 1) == 2


def test_a_result_that_cannot_be_handed_over_is_a_fault_of_our_own():
    with crew(1) as workers:
        with pytest.raises((AttributeError, pickle.PicklingError)):
            workers.call("unspeakable", 0)
        assert workers.call("doubled", 1) == 2


def test_a_module_that_cannot_be_imported_is_a_fault_of_our_own():
    with (
        WorkerPool("no_such_module", 1, megabytes=4096, seconds=60) as workers,
        pytest.raises(ModuleNotFoundError),
    ):
        workers.call("doubled", 1)


def test_jobs_that_are_left_start_no_worker_again():
    with crew(1) as workers:
        results = workers.each("sleep", [(30,), (30,), (30,)])
    assert all(isinstance(one, Lost) for one in results)
    assert all(worker.process is None for worker in workers._workers)


def test_workers_end_with_the_crew():
    with crew(2) as workers:
        processes = [worker.process for worker in workers._workers]
    assert all(process.poll() is not None for process in processes)


def test_where_no_program_may_be_started_the_work_is_done_all_the_same(monkeypatch):
    def refused(*_, **__):
        raise PermissionError

    monkeypatch.setattr(subprocess, "Popen", refused)
    with crew(2) as workers:
        assert list(workers.each("doubled", [(1,), (2,)])) == [2, 4]


@pytest.mark.parametrize(
    ("told", "sizes", "expected"),
    [
        ("3", [10**6] * 9, 3),
        ("3", [10**6] * 2, 2),
        ("3", [9, 9, 9], 1),
        ("0", [10**6] * 9, 0),
        ("", [1], 1),
    ],
)
def test_strength(monkeypatch, told, sizes, expected):
    monkeypatch.setenv(VARIABLE, told)
    assert strength(sizes) == expected
