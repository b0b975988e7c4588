"""Reports that go to workers together: what a lost worker takes along, and the order in which they come back."""

from __future__ import annotations

import pytest

from zbreport.checks.reports import ReportResult
from zbreport.cli.check_request import Request
from zbreport.cli.report_workers import several
from zbreport.settings import Settings
from zbreport.workers import Lost


class WorkerPool:
    """Stands in for workers: reports called `坏…` end the one that reads them."""

    def __init__(self):
        self.batches = []

    def each(self, _function, jobs):
        for batch, task in jobs:
            self.batches.append([label for _, label in batch])
            results = [self.call("check_report", path, label, task) for path, label in batch]
            yield next((one for one in results if isinstance(one, Lost)), results)

    def call(self, _function, _path, label, _task):
        return Lost("内存不够") if label.startswith("坏") else ReportResult(reason=f"读过{label}")


def reviewed(folder, names, size=1):
    for name in names:
        (folder / name).write_bytes(b"x" * size)
    crew = WorkerPool()
    batch = several(
        Request([folder]), crew, [(folder / name, name) for name in names], Settings(), None
    )
    return crew.batches, [(one.file, one.reason) for one in batch.unread]


@pytest.mark.parametrize("bad", [0, 3, 9, 19])
def test_a_lost_worker_takes_one_report_along_and_not_those_that_went_with_it(tmp_path, bad):
    names = [f"{'坏' if number == bad else '好'}{number:02d}.html" for number in range(20)]
    batches, told = reviewed(tmp_path, names)
    assert len(batches) < len(names)
    assert [name for batch in batches for name in batch] == names == [name for name, _ in told]
    for name, reason in told:
        assert reason == f"读过{name}" if name.startswith("好") else "内存不够" in reason


def test_large_reports_go_alone_and_none_is_left_out(tmp_path):
    assert reviewed(tmp_path, ["甲.pdf", "乙.pdf", "丙.pdf"], size=600_000)[0] == [
        ["甲.pdf"],
        ["乙.pdf"],
        ["丙.pdf"],
    ]
    assert reviewed(tmp_path, [])[0] == []
