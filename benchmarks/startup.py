"""What starting zbreport costs, as ratios to what nobody can avoid; prints them and judges nothing.

* `zbreport --help` beside the `--help` of a Typer app of one command (target: at most 1.5 times).
* `zbreport tally examples/2021-clean` beside `python -c "import pandas"` (target: at most 2 times).

The two commands of a pair run one after the other, so that a busy machine slows both; the median of
the pairs' ratios is shown. Run it with the Python of an environment that zbreport is installed in:
`python benchmarks/startup.py [--runs 15]`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
BARE_APP = '''
import typer

app = typer.Typer(add_completion=False)


@app.command()
def tally(path: str, year: int = 2021) -> None:
    """Does nothing."""


if __name__ == "__main__":
    app()
'''


def seconds(command: Sequence[str]) -> float:
    """Wall-clock time of one run; the command must succeed."""
    start = time.perf_counter()
    subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True
    )
    return time.perf_counter() - start


def compare(
    title: str, command: Sequence[str], beside: Sequence[str], *, runs: int, target: float
) -> None:
    """Runs two commands in turn and prints the median ratio with its spread."""
    seconds(command), seconds(beside)  # the first run fills the file cache
    pairs = [(seconds(command), seconds(beside)) for _ in range(runs)]
    ratios = sorted(one / other for one, other in pairs)
    one, other = (statistics.median(times) for times in zip(*pairs, strict=True))
    spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
    print(
        f"{title}\n  {statistics.median(ratios):.2f} times ({spread}; target {target}): {one * 1000:.0f} ms beside {other * 1000:.0f} ms"
    )


def main() -> None:
    """Prints both ratios."""
    parser = argparse.ArgumentParser(description="What starting zbreport costs, as ratios.")
    parser.add_argument("--runs", type=int, default=15, help="pairs to run (default 15)")
    runs = parser.parse_args().runs
    # Where it is set, a checkout compiles itself at every start, which users never see.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    ours = (sys.executable, "-m", "zbreport")
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder) / "bare.py"
        app.write_text(BARE_APP, encoding="utf-8")
        compare(
            "zbreport --help / a bare Typer app --help",
            (*ours, "--help"),
            (sys.executable, str(app), "--help"),
            runs=runs,
            target=1.5,
        )
    tally = (*ours, "tally", str(ROOT / "examples" / "2021-clean"))
    compare(
        "zbreport tally examples/2021-clean / import pandas",
        tally,
        (sys.executable, "-c", "import pandas"),
        runs=runs,
        target=2.0,
    )


if __name__ == "__main__":
    main()
