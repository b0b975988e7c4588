"""The flat table: every figure once, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import pytest
from handmade import outcome_for

from zbreport.forms.layout import form_of
from zbreport.outputs.csvfile import guarded, render


def rows(outcome):
    return list(csv.DictReader(io.StringIO(render(outcome).decode("utf-8-sig"))))


def test_excel_is_told_the_encoding(outcome):
    assert render(outcome).startswith(b"\xef\xbb\xbf")


def test_every_cell_of_the_form_once(outcome):
    keys = [row["键"] for row in rows(outcome)]
    assert len(keys) == len(set(keys))
    assert set(form_of(outcome.report).cells) <= set(keys)
    assert {
        "channels.website",
        "channels.website.12",
        "request_methods.信函",
        "proposals.npc.published",
    } <= set(keys)


def test_figures_stand_in_the_words_of_the_form():
    found = {row["键"]: row for row in rows(outcome_for(2024))}
    fees = found["disclosure.fees_wan_yuan"]
    assert (fees["行"], fees["列"], fees["数值"], fees["单位"]) == (
        "行政事业性收费",
        "本年收费金额（单位：万元）",
        "96171.6",
        "万元",
    )
    assert found["requests.state_secret.research"]["数值"] == "—"
    assert found["requests.granted.business"]["行"] == "三、本年度办理结果 / （一）予以公开"


def test_formulas_are_guarded_but_negative_numbers_are_numbers():
    found = {row["键"]: row for row in rows(outcome_for(2020))}
    assert found["channels.other:视频号"]["行"] == "'@视频号"
    assert found["disclosure.licences.change"]["数值"] == "-8"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1"])
def test_guarded(text):
    assert guarded(text) == "'" + text


def test_plain_text_is_left_alone():
    assert guarded("（一）予以公开 = 1") == "（一）予以公开 = 1"
