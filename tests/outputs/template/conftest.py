"""Makes `pages`, the maker of reports in every shape, importable here: a template is such a report without its figures."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "readback"))


@pytest.fixture(autouse=True)
def trace():
    """Nothing stands in for the tracing of rows here: whole runs are made."""
