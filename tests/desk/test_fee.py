"""The fee for processing information: the steps of the notice, and what the command shows."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from zbreport.cli import app
from zbreport.desk.fee import by_items, by_pages, total


@pytest.mark.parametrize(
    ("items", "yuan"),
    [(1, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (35, 3000), (40, 4000), (41, 4300)],
)
def test_by_items(items, yuan):
    assert total(by_items(items)) == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"), [(1, 0), (30, 0), (31, 10), (100, 700), (200, 2700), (250, 4700)]
)
def test_by_pages(pages, yuan):
    assert total(by_pages(pages)) == yuan


@given(st.integers(1, 3000), st.sampled_from([by_items, by_pages]))
def test_every_piece_stands_in_one_step_and_none_is_cheaper_than_those_before(pieces, scale):
    steps = scale(pieces)
    assert [step.first for step in steps] == [1, *(step.last + 1 for step in steps[:-1])]
    assert steps[-1].last == pieces
    assert sum(step.pieces for step in steps) == pieces
    prices = [step.price for step in steps]
    assert prices == sorted(prices)
    if pieces > 1:
        assert total(steps) - total(scale(pieces - 1)) == steps[-1].price


@pytest.mark.parametrize("scale", [by_items, by_pages])
def test_nothing_is_no_number_to_charge(scale):
    with pytest.raises(ValueError, match="at least one"):
        scale(0)


def run(*words):
    return CliRunner().invoke(app, ["fee", *words])


def test_the_command_shows_the_steps_and_their_source():
    done = run("--items", "35")
    assert done.exit_code == 0
    assert "国办函〔2020〕109号" in done.stdout
    assert "第 31 至 35 件，每件 200 元：5 件，1000 元" in done.stdout
    assert done.stdout.rstrip().endswith("合计 3000 元")


def test_as_json():
    found = json.loads(run("--pages", "250", "--format", "json").stdout)
    assert found["total_yuan"] == "4700"
    assert found["steps"][1] == {
        "from": 31,
        "to": 100,
        "count": 70,
        "price_yuan": "10",
        "amount_yuan": "700",
    }


@pytest.mark.parametrize("words", [(), ("--items", "3", "--pages", "3"), ("--items", "0")])
def test_one_scale_with_a_number_is_needed(words):
    assert run(*words).exit_code == 2
