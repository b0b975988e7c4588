"""What filling a template costs, as ratios; prints them and judges nothing.

    python benchmarks/template.py [--ledgers examples/2021-clean] [--template 模板.docx] [--pairs 7]

Whole commands: `zbreport export LEDGERS --template …` beside `zbreport tally` of the same ledgers
(target: at most 1.5 times). In one
process: filling a workbook beside openpyxl loading and saving it, which is how it is usually done
and loses what openpyxl does not know. Templates are our own exports without figures unless one is
named. Every line is the median of the ratios of several pairs, run in turn.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from speed import compare
from zbreport import tally
from zbreport.outputs import render
from zbreport.outputs.template import fill, load

if TYPE_CHECKING:
    from collections.abc import Callable

    from zbreport.tabulation.tally import Tally

ROOT = Path(__file__).parents[1]


def blank(outcome: Tally, folder: Path, kind: str) -> Path:
    """A template: our own export with no figure in it."""
    path = folder / f"模板.{kind}"
    path.write_bytes(
        render(
            replace(
                outcome, report=replace(outcome.report, cells=dict.fromkeys(outcome.report.cells))
            ),
            kind,
        )
    )
    return path


def rewritten(path: Path) -> None:
    """The usual way: openpyxl reads the whole workbook and writes it anew."""
    openpyxl.load_workbook(path).save(io.BytesIO())


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def beside(title: str, work: Callable[[], object], other: Callable[[], object], pairs: int) -> None:
    """Prints the ratio of two calls in this process."""
    work(), other()
    measured = [(seconds(work), seconds(other)) for _ in range(pairs)]
    ratio = statistics.median(one / two for one, two in measured)
    one, two = (statistics.median(times) * 1000 for times in zip(*measured, strict=True))
    print(f"{title:<58} time {ratio:5.2f}x ({one:.1f} ms / {two:.1f} ms)", flush=True)


def main() -> None:
    """Prints one line per comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledgers", type=Path, default=ROOT / "examples" / "2021-clean")
    parser.add_argument("--template", type=Path)
    parser.add_argument("--pairs", type=int, default=7)
    options = parser.parse_args()
    outcome = tally([options.ledgers])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = {kind: blank(outcome, folder, kind) for kind in ("docx", "xlsx")}
        command = [sys.executable, "-m", "zbreport"]
        for path in [options.template] if options.template else made.values():
            out = ["-o", str(folder / f"成稿{path.suffix}"), "--force", "-q"]
            filling = [*command, "export", str(options.ledgers), "--template", str(path), *out]
            compare(
                f"export --template {path.name} against tally",
                filling,
                [*command, "tally", str(options.ledgers)],
                options.pairs,
            )
        beside(
            "filling a workbook against openpyxl loading and saving",
            lambda: fill(load(made["xlsx"]), outcome),
            lambda: rewritten(made["xlsx"]),
            options.pairs,
        )
        beside(
            "filling a Word document against the export of one",
            lambda: fill(load(options.template or made["docx"]), outcome),
            lambda: render(outcome, "docx"),
            options.pairs,
        )


if __name__ == "__main__":
    main()
