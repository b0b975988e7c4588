"""Speed and memory of `tally` as ratios against named alternatives, each pair measured in the same run.

    python benchmarks/speed.py [--pairs 5] [--only NAME] [--large]

Makes its own data in a temporary folder. Every line is the median of the ratios of several pairs,
run in turn (A B A B …), with the medians of the seconds behind it; memory is the most that the
process and its children held together, from one more run of each, since looking takes time. What
processes share counts once (PSS) on Linux; elsewhere it counts for each (RSS).
`--large` adds the files of a million rows.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import psutil
import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADER = ("序号", "信息标题", "所属栏目", "发布机构", "发布时间", "状态", "信息地址", "访问次数")
ANALYST = str(Path(__file__).with_name("analyst.py"))


class Run(NamedTuple):
    """One finished process: wall seconds and peak resident size in MB, without its children."""

    seconds: float
    megabytes: float


def listed(count: int, seed: int) -> list[tuple[object, ...]]:
    """Rows of a publication list over 2024: odd lists write dates as text."""
    dice = random.Random(seed)  # noqa: S311  (data to measure with)
    first = datetime(2024, 1, 1)  # noqa: DTZ001
    rows: list[tuple[object, ...]] = []
    for number in range(count):
        moment = first + timedelta(minutes=dice.randrange(366 * 1440))
        title = f"某局召开第{dice.randrange(10**6)}次工作会议研究部署重点任务"
        url = f"http://example.invalid/art/2024/{seed}_{number}.html"
        when = moment.strftime("%Y-%m-%d %H:%M") if seed % 2 else moment
        rows.append(
            (
                number + 1,
                title,
                dice.choice(("通知公告", "工作动态", "政策解读")),
                "某局",
                when,
                "已发布",
                url,
                dice.randrange(1000),
            )
        )
    return rows


def write_xlsx(path: Path, count: int, seed: int, *, by_hand: bool = False) -> None:
    """One list as a workbook: as a program exports it, or as people keep it.

    Args:
        path: of the file.
        count: rows of the list.
        seed: of the rows.
        by_hand: below a merged title, with a formula for the running numbers.
    """
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet, date = book.add_worksheet("清单"), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    if by_hand:
        sheet.merge_range(0, 0, 0, len(HEADER) - 1, "某局2024年网站信息发布清单")
    top = int(by_hand)
    sheet.write_row(top, 0, HEADER)
    for index, row in enumerate(listed(count, seed), start=top + 1):
        for column, value in enumerate(row):
            if by_hand and column == 0:
                sheet.write_formula(index, column, "=ROW()-2", None, value)
            elif isinstance(value, datetime):
                sheet.write_datetime(index, column, value, date)
            elif isinstance(value, int):
                sheet.write_number(index, column, value)
            else:
                sheet.write_string(index, column, str(value))
    book.close()


def write_csv(path: Path, count: int) -> None:
    """One list as a GB18030 text file."""
    lines = [",".join(HEADER), *(",".join(map(str, row)) for row in listed(count, 1))]
    path.write_text("\n".join(lines) + "\n", encoding="gb18030")


def run(command: Sequence[str]) -> Run:
    """Runs a command to its end and measures the whole process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    require(process, command)
    return Run(seconds, usage.ru_maxrss / 1024)


def peak(command: Sequence[str]) -> float:
    """Runs a command to its end: the most MB that it and its children held at any of the moments, 20 ms apart, when they were looked at."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    tree, held = psutil.Process(process.pid), 0
    while process.poll() is None:
        held = max(held, resident(tree))
        time.sleep(0.02)
    require(process, command)
    return held / 1024**2


def require(process: subprocess.Popen[bytes], command: Sequence[str]) -> None:
    """Stops where a command failed."""
    if process.returncode not in {0, 1}:
        message = f"{command} ended with {process.returncode}"
        raise RuntimeError(message)


def resident(tree: psutil.Process) -> int:
    """Bytes that a process and its children hold at the moment, those that they share once."""
    held = 0
    for process in (tree, *tree.children(recursive=True)):
        with suppress(psutil.Error):  # it has just ended
            memory = process.memory_full_info()
            held += getattr(memory, "pss", memory.rss)
    return held


def compare(name: str, ours: Sequence[str], theirs: Sequence[str], pairs: int) -> None:
    """Prints the ratio of two commands, run in turn after a warm-up of each."""
    run(ours), run(theirs)
    measured = [(run(ours), run(theirs)) for _ in range(pairs)]
    ratio = statistics.median(mine.seconds / other.seconds for mine, other in measured)
    mine, other = (statistics.median(pair[side].seconds for pair in measured) for side in (0, 1))
    size = [peak(ours), peak(theirs)]
    print(
        f"{name:<58} time {ratio:5.2f}x ({mine:.2f} s / {other:.2f} s)  "
        f"memory {size[0] / size[1]:5.2f}x ({size[0]:.0f} / {size[1]:.0f} MB)",
        flush=True,
    )


def main() -> None:
    """Makes the data and prints one line per comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--only", default="")
    parser.add_argument("--large", action="store_true")
    options = parser.parse_args()
    python = sys.executable
    tally = [python, "-m", "zbreport", "tally", "-q"]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        many, kept, few, big = (
            place / name for name in ("网站清单", "手工清单", "四个文件", "大文件")
        )
        for path in (many, kept, few, big):
            path.mkdir()
        for number in range(12):
            write_xlsx(many / f"网站清单{number + 1:02d}.xlsx", 20_000, number)
            write_xlsx(kept / f"网站清单{number + 1:02d}.xlsx", 20_000, number, by_hand=True)
        for number in range(4):
            write_xlsx(few / f"网站清单{number + 1:02d}.xlsx", 500, number)
        out = str(place / "out.csv")
        jobs = [
            (
                "12 x 20,000 xlsx against pandas + calamine",
                [*tally, str(many)],
                [python, ANALYST, str(many), "calamine", out],
            ),
            (
                "12 x 20,000 kept by hand against pandas + calamine",
                [*tally, str(kept)],
                [python, ANALYST, str(kept), "calamine", out, "1"],
            ),
            (
                "12 x 20,000 kept by hand against machine exports",
                [*tally, str(kept)],
                [*tally, str(many)],
            ),
            (
                "12 x 20,000 xlsx against pandas' default engine",
                [*tally, str(many)],
                [python, ANALYST, str(many), "openpyxl", out],
            ),
            (
                "4 x 500 xlsx against import pandas",
                [*tally, str(few)],
                [python, "-c", "import pandas"],
            ),
        ]
        if options.large:
            write_xlsx(big / "网站清单.xlsx", 1_000_000, 1)
            write_csv(place / "网站清单.csv", 1_000_000)
            bare = (
                "import sys; from python_calamine import CalamineWorkbook as W; "
                "[None for _ in W.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows()]"
            )
            plain = "import sys, pandas; pandas.read_csv(sys.argv[1], encoding='gb18030')"
            workbook, text = str(big / "网站清单.xlsx"), str(place / "网站清单.csv")
            jobs += [
                (
                    "1,000,000 xlsx against pandas + calamine",
                    [*tally, workbook],
                    [python, ANALYST, str(big), "calamine", out],
                ),
                (
                    "1,000,000 xlsx against a bare iter_rows",
                    [*tally, workbook],
                    [python, "-c", bare, workbook],
                ),
                (
                    "1,000,000 GB18030 csv against pandas.read_csv",
                    [*tally, text],
                    [python, "-c", plain, text],
                ),
            ]
        for name, ours, theirs in jobs:
            if options.only in name:
                compare(name, ours, theirs, options.pairs)


if __name__ == "__main__":
    main()
