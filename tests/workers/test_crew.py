"""Workers: what a job gives, and that a job which takes its worker along takes nothing else."""

from __future__ import annotations

import pickle
import subprocess
import sys
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
