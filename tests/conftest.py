"""Makes `helpers` and `reference` importable from every folder of tests.

Files are read in the tests' own process where no test asks for workers. Tests of published documents,
which are no part of the repository, are collected where these lie beside it; their kinds are made in
code for all others (`reference`, `sources/test_source_odd.py`).
"""

import os
from pathlib import Path

os.environ.setdefault("ZBREPORT_WORKERS", "0")

_PUBLISHED = Path(__file__).parents[2] / "shared" / "data"
collect_ignore = [] if _PUBLISHED.is_dir() else ["readback/test_published_reports.py"]
