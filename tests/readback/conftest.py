"""Fixtures of the tests of reading back."""

from __future__ import annotations

import pytest
from pages import YEARS

from zbreport.readback import read_published


@pytest.fixture(params=sorted(YEARS))
def year(request):
    return YEARS[request.param]


@pytest.fixture
def reading(tmp_path):
    """Writes a file and reads it back: `reading(content, "报告.html")`."""

    def write_and_read(content, name="报告.html"):
        path = tmp_path / name
        path.write_bytes(content)
        return read_published(path)

    return write_and_read
