"""The entry point: `zbreport`, and `python -m zbreport`."""

from __future__ import annotations

import gc
import os
import sys

_READERS = {
    **dict.fromkeys(("tally", "export", "inspect", "explain"), "zbreport.ledgers.extract"),
    "check": "zbreport.checks.reports",
}
"""The commands that read files → what the workers import that read them."""


def main() -> None:
    """Runs the command line; an interruption while it is being loaded ends like one later on."""
    try:
        _make_ready(sys.argv[1:])
        from zbreport.cli import main as run
    except KeyboardInterrupt:
        sys.exit(130)
    run()


def _make_ready(words: list[str]) -> None:
    """Sees to what must stand before the program is loaded (words: of the command line).

    One short run over many cells: looking for garbage as often as usual costs a tenth of the time.
    Numpy's library of linear algebra starts threads when it is loaded, which take time and serve
    nothing here.
    """
    gc.set_threshold(200_000, 20, 20)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    reader = _READERS.get(words[0]) if words else None
    if reader and not {"-h", "--help"} & set(words):
        from zbreport.workers import start_ahead, strength

        if strength([0]):  # as many workers as the smallest file takes
            start_ahead(reader)


if __name__ == "__main__":
    main()
