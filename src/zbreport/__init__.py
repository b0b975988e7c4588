"""zbreport: an office's ledgers in, the official tables of the annual disclosure report out.

from zbreport import tally
outcome = tally(["inputs/"], year=2021)
outcome.report.table("requests")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zbreport.diagnostics import Diagnostic
    from zbreport.model import Report
    from zbreport.pipeline import Tally, tally

__version__ = "0.3.0"
__all__ = ["Diagnostic", "Report", "Tally", "__version__", "tally"]

_HOMES = {"Diagnostic": "diagnostics", "Report": "model", "Tally": "pipeline", "tally": "pipeline"}


def __getattr__(name: str) -> object:
    """Loads the public names on first use, so that `zbreport --help` does not pay for pandas."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"zbreport.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'zbreport' has no attribute {name!r}")
