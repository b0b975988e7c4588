"""Fixtures of the tests of outputs: the handmade outcomes, and a stand-in for the tracing of rows, which needs frames."""

from __future__ import annotations

import pytest
from handmade import EDITIONS, SET_ASIDE, YEARS, outcome_for

from zbreport.forms import form_for
from zbreport.model import Report
from zbreport.settings import Settings
from zbreport.tabulation import selection
from zbreport.tabulation.tally import Tally


@pytest.fixture(params=EDITIONS)
def outcome(request):
    return outcome_for(YEARS[request.param])


@pytest.fixture
def empty():
    blank = Report(2022, "2021", None, dict.fromkeys(form_for(2022).cells))
    return Tally(blank, (), (), (), {}, Settings())


@pytest.fixture(autouse=True)
def trace(monkeypatch):
    """Stands in for the tracing of rows: the rows set aside are `SET_ASIDE` where there are sources."""
    monkeypatch.setattr(
        selection, "set_aside_rows", lambda sources, _frames: SET_ASIDE if sources else ()
    )
    return selection
