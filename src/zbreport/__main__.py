"""The entry point: `zbreport`, and `python -m zbreport`."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the command line; an interruption while it is being loaded ends like one later on."""
    try:
        from zbreport.cli import main as run
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
