"""The table of sentences in `sentences.txt`: every figure is bound to its cells, and nothing else is taken for a figure of the form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from made_reports import clean, figures, paragraphs
from test_sentences import FORM, YEAR, cells

from zbreport.checks import check
from zbreport.checks.binding import PROCESSING_FEE
from zbreport.checks.narrative import read_text
from zbreport.diagnostics import Level
from zbreport.forms.layout import number_text

LINES = [
    line
    for line in Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines()
    if line[:1] not in {"", "#"}
]
TABLE = list(zip(LINES[::2], LINES[1::2], strict=True))
KINDS = {
    "count": "{}",
    "none": "没有",
    "done": "办完",
    "all": "全部{}",
    "share": "{}%",
    "rate": "率{}%",
    "slip": "年份{}",
}


def meaning(readings):
    return frozenset(frozenset(reading) for reading in readings)


def told(sentence):
    found = [claim for claim in read_text(sentence, FORM, YEAR) if claim.readings]
    return [
        (KINDS[claim.kind].format(number_text(claim.figure)), meaning(claim.readings))
        for claim in found
    ]


def wanted(line):
    pairs = [part.split(maxsplit=1) for part in line.split("；")] if line.strip() != "—" else []
    return [(figure, meaning(cells(one) for one in names.split(" & "))) for figure, names in pairs]


@pytest.mark.parametrize(
    ("sentence", "line"), TABLE, ids=[str(number) for number in range(len(TABLE))]
)
def test_every_figure_means_its_cells(sentence, line):
    assert told(sentence) == wanted(line), sentence


def test_the_table_is_large_and_has_sentences_without_figures_of_the_form():
    assert len(TABLE) > 180
    assert sum(line.strip() == "—" for _, line in TABLE) > 60


@pytest.mark.parametrize(
    ("sentence", "line"), TABLE, ids=[str(number) for number in range(len(TABLE))]
)
def test_white_space_and_full_width_digits_change_nothing(sentence, line):
    wide = re.sub(r"\d", lambda digit: chr(ord(digit[0]) + 0xFEE0), sentence)
    assert told(wide) == wanted(line), wide
    spaced = re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])", " ", sentence)
    assert told(spaced) == wanted(line), spaced


def agreeing(sentence):
    """Cells under which every figure of a sentence is right; None where two of its figures share a cell, or one is only a part."""
    values, used = dict.fromkeys(figures(), 0), set()
    for claim in read_text(sentence, FORM, YEAR):
        if claim.dimension == "part":
            return None
        for reading in claim.readings if claim.kind == "count" else ():
            if (
                used & set(reading)
                or PROCESSING_FEE in reading
                or claim.figure != int(claim.figure)
            ):
                return None
            used |= set(reading)
            values[reading[0]] = int(claim.figure)
    return values if used else None


COUNTED = [
    (sentence, values)
    for sentence, line in TABLE
    if "全部" not in line and (values := agreeing(sentence))
]


def faults(sentence, values):
    found = check(clean(values, text=paragraphs(sentence)), only=("C13",)).findings
    return [one.said for one in found if one.level is not Level.INFO]


@pytest.mark.parametrize(
    ("sentence", "values"), COUNTED, ids=[str(number) for number in range(len(COUNTED))]
)
def test_a_report_that_agrees_raises_no_alarm_and_any_changed_cell_does(sentence, values):
    assert faults(sentence, values) == []
    for claim in read_text(sentence, FORM, YEAR):
        if claim.kind == "count" and claim.readings:
            key = claim.readings[0][0]
            assert number_text(claim.figure) in faults(sentence, values | {key: values[key] + 1000})
