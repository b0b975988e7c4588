"""Paths of the command line: what exists is meant as it is written; `*` and `?` stand for names."""

from __future__ import annotations

import glob
from pathlib import Path


def expanded(paths: list[Path] | None) -> list[Path] | None:
    """The paths with their wildcards expanded, in the order of names.

    The shell has done so already on Linux and macOS, not on Windows. A path that exists is that
    path, whatever signs its name has; one that fits nothing stays, and is reported as missing.
    """
    if paths is None:
        return None
    return [one for path in paths for one in _expanded(path)]


def _expanded(path: Path) -> list[Path]:
    pattern = str(path)
    if not ("*" in pattern or "?" in pattern) or path.exists():
        return [path]
    found = glob.glob(pattern.replace("[", "[[]"))  # noqa: PTH207  (Path.glob wants a folder first)
    return [Path(one) for one in sorted(found)] or [path]
