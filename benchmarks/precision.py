"""Precision and recall of what `check` says of sentences, over the tables in `tests/checks`.

    python benchmarks/precision.py [FILE ...]

`judged.txt` (or FILEs like it) holds sentences that are right and sentences with one planted fault,
each beside a table: precision is the share of sentences told that are wrong, recall the share of
wrong sentences told. `sentences.txt` holds sentences with the cells that each figure means: of
these figures, how many are bound to just these cells, and how many others are bound. What is told
wrongly or missed is listed.
"""

from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent / "tests" / "checks"
sys.path.insert(0, str(TESTS))

from judged import Judged, findings, right, table  # noqa: E402
from test_more_sentences import TABLE, told, wanted  # noqa: E402


def judged(name: str) -> None:
    """Prints how the sentences of one file are judged, set by set."""
    every = table(name)
    for part in dict.fromkeys(line.part for line in every):
        measured(f"{name} {part}".strip(), [line for line in every if line.part == part])


def measured(name: str, lines: list[Judged]) -> None:
    """Prints precision and recall over some lines, and the lines that are judged wrongly."""
    wrong = [line for line in lines if line.mark != "对"]
    sound = [line for line in lines if line.mark == "对"]
    found = [line for line in wrong if findings(line)]
    alarms = [line for line in sound if not right(line)]
    precision = len(found) / (len(found) + len(alarms))
    print(f"{name}: {len(sound)} sound sentences, {len(wrong)} with a fault or a question")
    print(f"  precision {precision:.3f}   recall {len(found) / len(wrong):.3f}")
    for line in alarms:
        print(f"  false alarm: {line.sentence} {[one.message for one in findings(line)]}")
    for line in wrong:
        if line not in found:
            print(f"  missed: {line.sentence}")


def bound() -> None:
    """Prints how many figures of `sentences.txt` are bound to their cells."""
    right_ones = stated = extra = 0
    for sentence, line in TABLE:
        expected, got = wanted(line), told(sentence)
        stated += len(expected)
        right_ones += sum(one in got for one in expected)
        extra += sum(one not in expected for one in got)
    print(f"sentences.txt: {len(TABLE)} sentences, {stated} figures with a cell")
    print(f"  bound to it {right_ones / stated:.3f}   bound to another {extra}")


if __name__ == "__main__":
    for name in sys.argv[1:] or ["judged.txt"]:
        judged(name)
    bound()
