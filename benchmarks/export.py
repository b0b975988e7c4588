"""What `export` costs beside `tally` of the same ledgers, format by format, as ratios of whole processes; prints and judges nothing.

    python benchmarks/export.py [--pairs 9] [--folder LEDGERS]

The ledgers are those of `../shared/data/huaian-2024` where they are there, else made up: a register
of 3,153 requests, 397 reviews and suits. The two commands of a pair run one after the other, so
that a busy machine slows both; the median of the ratios is shown (target: at most 1.5 for every
format).
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
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
HUAIAN = ROOT.parent / "shared" / "data" / "huaian-2024"
TARGET = 1.5
FORMATS = {"docx": ".docx", "html": ".html", "xlsx": ".xlsx", "json": ".json"}
OUTCOMES = (
    "予以公开",
    "部分公开",
    "不予公开 1.属于国家秘密",
    "本机关不掌握相关政府信息",
    "信访举报投诉类申请",
    "重复申请",
    "其他",
)
APPLICANTS = ("自然人", "商业企业", "法律服务机构", "其他")
RESULTS = ("维持", "撤销", "终止", "审理中")
TEXT = "## 监督保障\n一是**培训**，二是考核 {{ requests.received.total }} 件。\n\n| 项目 | 次数 |\n|---|---|\n| 培训 | 2 |\n"


def seconds(command: Sequence[str]) -> float:
    """Wall-clock time of one run; findings are no failure, anything else is."""
    start = time.perf_counter()
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode > 1:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}")
    return time.perf_counter() - start


def compare(title: str, command: Sequence[str], beside: Sequence[str], pairs: int) -> None:
    """Runs two commands in turn and prints the median ratio with its spread."""
    seconds(command), seconds(beside)  # the first run fills the file cache
    timed = [(seconds(command), seconds(beside)) for _ in range(pairs)]
    ratios = sorted(one / other for one, other in timed)
    one, other = (statistics.median(times) for times in zip(*timed, strict=True))
    spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
    print(
        f"{title:24} {statistics.median(ratios):.2f} times ({spread}; target {TARGET}): {one * 1000:.0f} ms beside {other * 1000:.0f} ms"
    )


def write(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """One ledger as a workbook."""
    book = xlsxwriter.Workbook(str(path))
    sheet, day = book.add_worksheet("台账"), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, header)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            else:
                sheet.write(number, column, value)
    book.close()


def make(folder: Path) -> Path:
    """Ledgers of the size of Huai'an's."""
    dice = random.Random(7)  # noqa: S311  (data to measure with)
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(340)]
    requests = [
        (
            f"2024-{number:04}",
            day,
            dice.choice(APPLICANTS),
            "网络",
            dice.choice(OUTCOMES),
            day + timedelta(days=15),
        )
        for number, day in enumerate(dice.choices(days, k=3153), start=1)
    ]
    write(
        folder / "依申请公开台账.xlsx",
        ("登记编号", "收到日期", "申请人类别", "申请方式", "办理结果", "答复日期"),
        requests,
    )
    cases = [
        (
            f"复{number}",
            "行政复议" if number % 8 else "行政诉讼",
            "否",
            day,
            result,
            "" if result == "审理中" else day + timedelta(days=20),
        )
        for number, (day, result) in enumerate(
            zip(dice.choices(days, k=397), dice.choices(RESULTS, k=397), strict=True), start=1
        )
    ]
    write(
        folder / "行政复议诉讼台账.xlsx",
        ("案号", "案件类型", "是否经过复议", "受理日期", "结果", "结案日期"),
        cases,
    )
    return folder


def main() -> None:
    """Prints a ratio for every format, then with the office's own text, then for three formats in one command."""
    parser = argparse.ArgumentParser(description="What export costs beside tally, as ratios.")
    parser.add_argument("--pairs", type=int, default=9)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        folder = asked.folder or (HUAIAN if HUAIAN.is_dir() else make(work))
        print(
            f"ledgers: {'of Huai’an' if folder == HUAIAN else folder.name if asked.folder else 'made up'}"
        )
        program = [
            str(Path(sys.executable).with_name("zbreport.exe" if os.name == "nt" else "zbreport"))
        ]
        tally = [*program, "tally", str(folder), "--year", "2024", "-q"]
        started = [*program, "export", str(folder), "--year", "2024", "-q", "--force"]
        for key, extension in FORMATS.items():
            compare(key, [*started, "-o", str(work / f"年报{extension}")], tally, asked.pairs)
        settings, text = work / "zbreport.toml", work / "一.md"
        text.write_text(TEXT, encoding="utf-8")
        settings.write_text('[report]\nprose = ["一.md"]\n', encoding="utf-8")
        for key in ("docx", "html"):
            compare(
                f"{key} with own text",
                [*started, "-c", str(settings), "-o", str(work / f"年报{FORMATS[key]}")],
                tally,
                asked.pairs,
            )
        several = [
            word
            for key in ("docx", "html", "xlsx")
            for word in ("-o", str(work / f"年报{FORMATS[key]}"))
        ]
        compare("docx + html + xlsx", [*started, *several], tally, asked.pairs)


if __name__ == "__main__":
    main()
