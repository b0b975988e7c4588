"""Makes `helpers` importable from every folder of tests; files are read in the tests' own process where no test asks for workers."""

import os

os.environ.setdefault("ZBREPORT_WORKERS", "0")
