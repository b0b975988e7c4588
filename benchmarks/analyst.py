"""The script an analyst would write to count a folder of lists by channel and month: the alternative that `speed.py` measures against.

python benchmarks/analyst.py FOLDER calamine|openpyxl OUTPUT.csv [ROWS_ABOVE_THE_HEADER]
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

COLUMNS = {"信息标题": "title", "发布时间": "published_on", "信息地址": "url"}


def main(folder: str, engine: str, output: str, header: str = "0") -> None:
    """Reads every list, normalises titles, parses dates, drops duplicates, pivots by month and writes the result."""
    frames = []
    for path in sorted(Path(folder).glob("*.xlsx")):
        frame = pd.read_excel(path, engine=engine, header=int(header))
        frame = frame.rename(columns=COLUMNS)
        frame["title"] = frame["title"].astype(str).str.replace(r"\s+", "", regex=True).str.strip()
        frame["published_on"] = pd.to_datetime(frame["published_on"], errors="coerce")
        frames.append(frame)
    listed = pd.concat(frames, ignore_index=True).drop_duplicates("url")
    listed = listed[listed["published_on"].dt.year == 2024]
    listed["month"] = listed["published_on"].dt.month
    listed.pivot_table(index="状态", columns="month", values="title", aggfunc="count").to_csv(
        output
    )


if __name__ == "__main__":
    main(*sys.argv[1:5])
