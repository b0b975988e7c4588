"""Codes and wordings that hold for some report years only: a new edition takes words over, and older reports stay as they were."""

import pytest

from zbreport.ledgers.channels import new_media, standard_channels
from zbreport.vocabulary import parse_vocabulary

WORDS = """
[codes]
business = "商业企业"
other = "其他"
village = { label = "村民委员会", since = 2031, otherwise = "other" }
old = { label = "旧项", until = 2020 }

[[entries]]
code = "other"
words = ["其他", "村委会"]
ask = "village"
why = "没有单独的一列"

[[entries]]
code = "village"
words = ["村委会"]
since = 2031

[[entries]]
code = "village"
words = ["村民小组"]

[[entries]]
code = "old"
words = ["旧"]

[[entries]]
label = "组织"
words = ["组织"]
group = ["business", "other"]
"""


def meaning(text, year):
    return parse_vocabulary(WORDS, "made").in_year(year).resolve(text)


def test_a_wording_is_taken_over_from_the_year_on_that_its_entry_names():
    assert meaning("村委会", 2031).code == "village"
    before = meaning("村委会", 2030)
    assert (before.code, before.ask) == ("other", "village")


def test_a_code_that_an_edition_lacks_is_what_otherwise_says():
    assert meaning("村民小组", 2031).code == "village"
    assert meaning("村民小组", 2030).code == "other"


def test_a_wording_of_a_code_that_ended_without_a_heir_is_unknown():
    assert meaning("旧", 2020).code == "old"
    assert meaning("旧", 2021) is None


def test_what_was_taken_out_of_a_row_stands_under_the_same_heading():
    assert meaning("组织", 2031).group == ("business", "other", "village")
    assert meaning("组织", 2030).group == ("business", "other")


def test_only_the_codes_of_a_year_are_offered():
    words = parse_vocabulary(WORDS, "made")
    assert set(words.in_year(2019).labels()) == {"business", "other", "old"}
    assert set(words.in_year(2031).labels()) == {"business", "other", "village"}
    assert words.standing("village", 2021) == "other"
    assert words.standing("old", 2031) is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('otherwise = "other"', 'otherwise = "others"', "which is no code"),
        ("since = 2031\n\n", "\n\n", "stands in words of two entries"),
    ],
)
def test_a_faulty_vocabulary_is_refused(old, new, message):
    with pytest.raises(ValueError, match=message):
        parse_vocabulary(WORDS.replace(old, new, 1), "made")


def test_codes_that_stand_for_each_other_end_nowhere():
    circle = WORDS.replace("until = 2020", 'until = 2020, otherwise = "village"').replace(
        'since = 2031, otherwise = "other"', 'since = 2031, otherwise = "old"'
    )
    assert parse_vocabulary(circle, "made").standing("old", 2025) is None


def test_the_standard_channels_are_those_of_the_contract_in_its_order():
    assert standard_channels() == ("website", "weibo", "wechat", "toutiao", "douyin", "press")
    assert new_media() == {"weibo", "wechat", "toutiao", "douyin"}


def test_a_mark_makes_no_code_dated():
    marked = WORDS.replace('business = "商业企业"', 'business = { label = "商业企业", big = true }')
    words = parse_vocabulary(marked, "made")
    assert words.marked("big") == {"business"}
    assert words.in_year(1999).labels()["business"] == "商业企业"
