"""How time and memory of `tally` grow with the rows of a file and with the number of files; prints them and judges nothing.

    python benchmarks/growth.py [--runs 3] [--only NAME] [--rows 10000 100000 1000000] [--files 1 10
    100 1000] [--each 500]

Makes its own data in a temporary folder. Every size gets a line: the median of the seconds of some
runs, and the most memory that the process and its children held together, from one more run. The
exponent is the slope of log time over log size (1 is linear; target: at most 1.05): of the time
beyond that of a run over ten rows, which is what starting costs, and of the whole time. Workers
read while
the program itself still starts, so the first third of a second of reading hardly shows: the slope
between the two largest sizes tells most.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from speed import peak, run, write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TINY = 10  # rows


def tally(path: Path) -> list[str]:
    """The command that is measured."""
    return [sys.executable, "-m", "zbreport", "tally", "-q", "--year", "2024", str(path)]


def one_workbook(place: Path, rows: int) -> Path:
    """A workbook of so many rows."""
    path = place / f"网站清单{rows}.xlsx"
    write_xlsx(path, rows, 1)
    return path


def one_text(place: Path, rows: int) -> Path:
    """A GB18030 text file of so many rows."""
    path = place / f"网站清单{rows}.csv"
    write_csv(path, rows)
    return path


def workbooks(each: int) -> Callable[[Path, int], Path]:
    """Makes folders of so many workbooks with `each` rows."""

    def folder(place: Path, count: int) -> Path:
        path = place / f"{count}个文件"
        path.mkdir()
        for number in range(count):
            write_xlsx(path / f"网站清单{number:04d}.xlsx", each, number)
        return path

    return folder


def seconds(path: Path, runs: int) -> float:
    """The median time of some runs, after one that fills the file cache."""
    run(tally(path))
    return statistics.median(run(tally(path)).seconds for _ in range(runs))


def slope(sizes: Sequence[int], times: Sequence[float]) -> float:
    """The exponent of growth: the slope of log time over log size, by least squares."""
    return statistics.linear_regression(
        [math.log(size) for size in sizes], [math.log(time) for time in times]
    ).slope


def grow(
    name: str, make: Callable[[Path, int], Path], sizes: Sequence[int], start: float, runs: int
) -> None:
    """Prints what every size costs, and the exponents.

    Args:
        name: what grows.
        make: makes the data of one size in a folder.
        sizes: two or more, rising.
        start: seconds of a run over next to nothing.
        runs: of every size.
    """
    times = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            path = make(Path(place), size)
            times.append(seconds(path, runs))
            print(
                f"{name:<32} {size:>9,}  {times[-1]:7.2f} s  {peak(tally(path)):6.0f} MB",
                flush=True,
            )
    beyond = [max(time - start, 0.001) for time in times]
    print(
        f"{name:<32} exponent {slope(sizes, beyond):.2f} beyond starting ({slope(sizes[-2:], beyond[-2:]):.2f} between the two largest), "
        f"{slope(sizes, times):.2f} of the whole time",
        flush=True,
    )


def main() -> None:
    """Prints one block per kind of growth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default="")
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--files", type=int, nargs="+", default=[1, 10, 100, 1000])
    parser.add_argument("--each", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        start = seconds(one_workbook(Path(place), TINY), 2 * options.runs + 1)
    print(f"starting (a workbook of {TINY} rows): {start:.2f} s")
    for name, make, sizes in (
        ("rows of one .xlsx", one_workbook, options.rows),
        ("rows of one .csv", one_text, options.rows),
        (f"files of {options.each} each", workbooks(options.each), options.files),
    ):
        if options.only in name:
            grow(name, make, sizes, start, options.runs)


if __name__ == "__main__":
    main()
