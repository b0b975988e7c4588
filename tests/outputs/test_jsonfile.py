"""The JSON is the contract's, key by key."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from handmade import outcome_for

from zbreport.outputs.jsonfile import payload, render


@pytest.fixture
def data():
    return json.loads(render(outcome_for(2024)))


def test_keys_stand_in_the_order_of_the_contract(data):
    assert list(data) == [
        "schema",
        "unit",
        "year",
        "edition",
        "channels",
        "disclosure",
        "requests",
        "proceedings",
        "request_methods",
        "proposals",
        "diagnostics",
        "sources",
        "choices",
    ]
    assert (data["schema"], data["year"], data["edition"]) == ("zbreport/1", 2024, "2021")


def test_tables_are_nested_as_in_the_contract(data):
    assert list(data["disclosure"]) == [
        "rules",
        "normative_documents",
        "licences",
        "penalties",
        "coercive_measures",
        "fees_wan_yuan",
    ]
    assert data["disclosure"]["rules"] == {"issued": 3985758, "repealed": 3985757, "in_force": None}
    assert data["disclosure"]["fees_wan_yuan"] == "96171.6"
    rows = list(data["requests"])
    assert (rows[0], rows[2], rows[-2], rows[-1], len(rows)) == (
        "received",
        "granted",
        "total",
        "carried_forward",
        25,
    )
    columns = [
        "natural_person",
        "business",
        "research",
        "public_interest",
        "legal_service",
        "other",
        "total",
    ]
    assert all(list(row) == columns for row in data["requests"].values())
    assert data["requests"]["received"]["natural_person"] == 3001
    assert data["requests"]["state_secret"]["research"] is None
    assert list(data["proceedings"]) == ["review", "litigation_direct", "litigation_after_review"]
    assert data["proceedings"]["review"] == {
        "upheld": 12,
        "corrected": 12,
        "other": 12,
        "pending": 12,
        "total": 48,
    }


def test_the_2019_edition_has_its_own_disclosure():
    disclosure = payload(outcome_for(2020))["disclosure"]
    assert disclosure["licences"].keys() == {"previous_items", "change", "decisions"}
    assert disclosure["fees"]["change"] == -8
    assert disclosure["procurement"]["amount_yuan"] == "96171.6"


def test_diagnostics_and_sources_say_where(data):
    first = data["diagnostics"][0]
    assert list(first) == [
        "code",
        "level",
        "message",
        "remedy",
        "answer",
        "file",
        "sheet",
        "row",
        "rows",
        "column",
        "cell",
    ]
    assert (first["code"], first["level"], first["row"], first["column"]) == (
        "L101",
        "error",
        5,
        "C",
    )
    many = data["diagnostics"][-1]
    assert (many["row"], len(many["rows"])) == (3, 37)
    source = data["sources"][0]
    assert source["rows"] == source["counted"] + sum(source["set_aside"].values())
    assert source["columns"] == {"title": "标题"}
    assert data["sources"][1]["months"] == [1, 3]
    assert data["choices"][0]["key"] == "decisions.withdrawn"


def test_an_undecodable_file_name_is_still_json():
    outcome = outcome_for(2024)
    broken = replace(outcome, sources=(replace(outcome.sources[0], file="\udcce.csv"),))
    assert json.loads(render(broken))["sources"][0]["file"] == "\udcce.csv"
