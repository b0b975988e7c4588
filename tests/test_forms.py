"""The official form as data: both editions cell by cell, and the names by which people call a cell."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from zbreport.errors import UnknownCellError, YearError
from zbreport.forms import all_forms, check_years, form_for, parse_form
from zbreport.forms.names import cell_named, find_cells

COLUMNS = (
    "natural_person",
    "business",
    "research",
    "public_interest",
    "legal_service",
    "other",
    "total",
)
ROWS = (
    "received",
    "carried_in",
    "granted",
    "partially_granted",
    "state_secret",
    "prohibited_by_law",
    "endangers_security_stability",
    "third_party_rights",
    "internal_affairs",
    "deliberative_process",
    "enforcement_file",
    "administrative_query",
    "not_held",
    "requires_creation",
    "unclear_after_correction",
    "petition",
    "repeated",
    "publication",
    "excessive",
    "reconfirmation",
    "not_corrected_in_time",
    "fee_unpaid",
    "other",
    "total",
    "carried_forward",
)


@pytest.mark.parametrize(
    ("year", "edition", "notice"),
    [
        (2019, "2019", "〔2019〕60号"),
        (2020, "2019", "〔2019〕60号"),
        (2021, "2021", "〔2021〕30号"),
        (2024, "2021", "〔2021〕30号"),
        (2099, "2021", "〔2021〕30号"),
    ],
)
def test_the_year_picks_the_edition(year, edition, notice):
    form = form_for(year)
    assert form.edition == edition
    assert notice in form.notice


def test_no_edition_before_2019():
    with pytest.raises(YearError, match="2018 年没有对应的表样"):
        form_for(2018)


@pytest.mark.parametrize(
    ("year", "two", "three", "four"), [(2024, 10, 175, 15), (2020, 22, 161, 15)]
)
def test_numbers_of_cells(year, two, three, four):
    cells = form_for(year).cells
    counts = {
        table: sum(1 for key in cells if key.startswith(f"{table}."))
        for table in ("disclosure", "requests", "proceedings")
    }
    assert counts == {"disclosure": two, "requests": three, "proceedings": four}


@pytest.mark.parametrize(
    ("year", "gone"), [(2024, ()), (2020, ("not_corrected_in_time", "fee_unpaid"))]
)
def test_section_three_in_the_form_s_order(year, gone):
    keys = [key for key in form_for(year).cells if key.startswith("requests.")]
    assert keys == [
        f"requests.{row}.{column}" for row in ROWS if row not in gone for column in COLUMNS
    ]


@pytest.mark.parametrize("year", [2020, 2024])
def test_every_detail_row_is_in_the_total_and_every_outcome_in_one_row(year):
    cells = form_for(year).cells
    details = [
        key
        for key, cell in cells.items()
        if key.endswith(".business") and cell.selection and "outcome" in cell.selection.where
    ]
    assert set(cells["requests.total.business"].addends) == set(details)
    outcomes = [code for key in details for code in cells[key].selection.where["outcome"]]
    assert len(outcomes) == len(set(outcomes)) == 21


@pytest.mark.parametrize("year", [2020, 2024])
def test_no_row_of_a_ledger_fits_two_cells(year):
    """Cells that count rows of one ledger are apart, but for 一 and 二 (by receipt) beside 三 and 四 (by answer)."""
    cells = [
        cell
        for cell in form_for(year).cells.values()
        if cell.selection and cell.selection.ledger in {"requests", "proceedings"}
    ]
    for one, other in itertools.combinations(cells, 2):
        mine, theirs = one.selection.where, other.selection.where
        if one.selection.ledger == other.selection.ledger and ("received" in mine) == (
            "received" in theirs
        ):
            assert any(
                not set(mine[fact]) & set(theirs[fact]) for fact in mine.keys() & theirs.keys()
            ), (one.key, other.key)


def test_the_printed_relation():
    for form in all_forms():
        assert [identity.left for identity in form.identities] == [
            (f"requests.received.{c}", f"requests.carried_in.{c}") for c in COLUMNS
        ]
        assert [identity.right for identity in form.identities] == [
            (f"requests.total.{c}", f"requests.carried_forward.{c}") for c in COLUMNS
        ]


def test_money_and_signs():
    new, old = form_for(2024).cells, form_for(2020).cells
    assert [key for key, cell in new.items() if cell.is_money] == ["disclosure.fees_wan_yuan"]
    assert [key for key, cell in old.items() if cell.is_money] == [
        "disclosure.procurement.amount_yuan"
    ]
    assert {key for key, cell in old.items() if cell.signed} == {
        key for key in old if key.endswith(".change")
    }
    assert not [key for key, cell in new.items() if cell.signed]


@pytest.mark.parametrize(
    ("year", "name", "key"),
    [
        (2024, "requests.granted.natural_person", "requests.granted.natural_person"),
        (2024, "requests.granted", "requests.granted.total"),
        (2024, "三/予以公开/自然人", "requests.granted.natural_person"),
        (2024, "三／（一）予以公开／自然人", "requests.granted.natural_person"),
        (2024, "予以公开/自然人", "requests.granted.natural_person"),
        (2024, "予以公开", "requests.granted.total"),
        (2024, "三/不予公开/1.属于国家秘密/总计", "requests.state_secret.total"),
        (2024, "三/属于国家秘密/商业企业", "requests.state_secret.business"),
        (2024, "三/（七）总计/总计", "requests.total.total"),
        (2024, "三/本年新收政府信息公开申请数量/总计", "requests.received.total"),
        (2024, "四/行政复议/结果维持", "proceedings.review.upheld"),
        (2024, "行政诉讼/复议后起诉/总计", "proceedings.litigation_after_review.total"),
        (2024, "二/规章/本年制发件数", "disclosure.rules.issued"),
        (2024, "行政许可", "disclosure.licences"),
        (2024, "行政事业性收费", "disclosure.fees_wan_yuan"),
        (2020, "行政处罚/本年增/减", "disclosure.penalties.change"),
        (2020, "二/行政事业性收费/本年增／减", "disclosure.fees.change"),
        (2020, "政府集中采购/采购总金额", "disclosure.procurement.amount_yuan"),
    ],
)
def test_names_of_cells(year, name, key):
    assert cell_named(form_for(year), name) == key


@pytest.mark.parametrize(
    "name", ["", "没有", "三/没有/自然人", "requests.granted.nobody", "自然人/予以公开"]
)
def test_names_of_no_cell(name):
    assert find_cells(form_for(2024), name) == ()
    with pytest.raises(UnknownCellError):
        cell_named(form_for(2024), name)


def test_a_name_that_fits_several_says_which():
    with pytest.raises(UnknownCellError, match=r"可能是 .* 格中的一格：.*自然人"):
        cell_named(form_for(2024), "三/自然人")


@pytest.mark.parametrize("year", [2020, 2024])
def test_a_cell_s_own_label_finds_it(year):
    form = form_for(year)
    assert {key: find_cells(form, form.label(key)) for key in form.cells} == {
        key: (key,) for key in form.cells
    }


FORM = """
edition = "2030"
notice = "某号"
first_year = 2030
sections = []
[[tables]]
key = "requests"
section = "三"
title = "三"
[[tables.blocks]]
columns = [{key = "a"}, {key = "b"}, {key = "all", sum = ["a", "b"]}]
rows = [{key = "x", ledger = "requests", where = {state = "open"}}, {key = "y", sum = ["x"]}]
"""


def test_a_new_edition_is_data():
    form = parse_form(FORM, "2030.toml")
    assert list(form.cells) == [
        f"requests.{row}.{column}" for row in "xy" for column in ("a", "b", "all")
    ]
    assert form.cells["requests.x.all"].addends == ("requests.x.a", "requests.x.b")
    assert form.cells["requests.y.a"].addends == ("requests.x.a",)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('sum = ["x"]', 'sum = ["z"]', "no line z"),
        ('{key = "b"}', '{key = "a"}', "stands twice"),
        ('sum = ["a", "b"]', 'sum = ["a", "c"]', "no line c"),
    ],
)
def test_a_faulty_edition_is_refused(old, new, message):
    with pytest.raises(ValueError, match=message):
        parse_form(FORM.replace(old, new), "2030.toml")


def test_editions_leave_no_gap_and_do_not_overlap():
    older, newer = all_forms()[:2]
    check_years((older, newer))
    for first_year in (newer.first_year - 1, newer.first_year + 1):
        with pytest.raises(ValueError, match="gap or overlap"):
            check_years((older, replace(newer, first_year=first_year)))
