"""A file's content → what it counts for: by itself, so that it can be done in a worker."""

from __future__ import annotations

from pathlib import Path

from helpers import conserved, figures, run
from zbreport.errors import NoInputError
from zbreport.model import InputFile, Limits
from zbreport.sources import read_content


def opened(content):
    return read_content(
        InputFile(Path(), "网站信息发布清单.xls", limits=Limits(cells=100_000)), content
    )


def counted(content):
    """What a file counts for, and whether anything was said about it; its rows are accounted for."""
    sheets, told = opened(content)
    if not sheets:
        assert told
        return None, True
    try:
        outcome = run(*sheets, year=2021)
    except NoInputError:
        return None, True
    conserved(outcome)
    said = (
        bool(told)
        or any(one.level != "info" for one in outcome.diagnostics)
        or any(source.set_aside for source in outcome.sources)
    )
    return figures(outcome), said
