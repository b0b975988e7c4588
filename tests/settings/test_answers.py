"""Lines for zbreport.toml: read back from what a message offers, and added to a file without touching what stands there."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zbreport.diagnostics import CATALOGUE, diagnose
from zbreport.errors import SettingsError
from zbreport.settings.answers import Answer, added, proposed

OTHERS = [
    "name",
    "headers",
    "field",
    "ledger",
    "first",
    "second",
    "header",
    "value",
    "what",
    "word",
    "kinds",
    "near",
    "why",
    "target",
    "count",
    "detail",
]
FACTS = dict.fromkeys([*OTHERS, "first_why", "second_why"], "甲") | {
    "first_key": "requests",
    "setting": "phone",
    "key": "outcome",
    "first_letter": "A",
    "second_letter": "B",
    "letter": "C",
    "vocabulary": "outcomes",
    "example": "granted",
    "code": "other",
    "second_key": "fees",
}
OFFERING = sorted(
    code
    for code, entry in CATALOGUE.items()
    if "下加一行" in entry.remedy or ("zbreport.toml 的 [" in entry.remedy and "\n" in entry.remedy)
)

FILE = """# 本单位的设置
[report]
unit = "某局"   # 全称

[wordings.outcomes]
"告知获取途径" = "granted" # 问过法规科

# 下面是渠道
[channels.website]
label = "门户"
files = ["甲.csv"]
"""


@pytest.mark.parametrize("name", ["某表.csv", "某表[1].csv", '某"表\\.csv'])
@pytest.mark.parametrize("code", OFFERING)
def test_every_line_that_a_message_offers_is_read_back(code, name):
    channel = {"first_key": '"other:视频号"'} if code == "R208" else {}
    finding = diagnose(code, file=f"网站/{name}", facts={**FACTS, **channel})
    answers = proposed(finding)
    assert answers
    for answer in answers:
        table = tomllib.loads(answer.text)
        for part in answer.path:
            table = table[part]
        assert table == {
            answer.key: list(answer.value) if isinstance(answer.value, tuple) else answer.value
        }


def test_messages_without_a_line_offer_nothing():
    assert proposed(diagnose("L101", file="a.csv", header="发布时间")) == ()


def test_comments_order_and_the_rest_stay():
    made = added(
        FILE,
        [
            Answer(("wordings", "outcomes"), "撤回", "other"),
            Answer(("channels", "website"), "files", ("乙.csv",)),
            Answer(("columns", "登记表.xlsx"), "收文日", "received_on"),
        ],
    )
    assert made.startswith(
        FILE.partition("\n# 下面")[0]
        + '"撤回" = "other"\n\n# 下面是渠道\n[channels.website]\nlabel = "门户"\n'
    )
    assert tomllib.loads(made) == {
        "report": {"unit": "某局"},
        "wordings": {"outcomes": {"告知获取途径": "granted", "撤回": "other"}},
        "channels": {"website": {"label": "门户", "files": ["甲.csv", "乙.csv"]}},
        "columns": {"登记表.xlsx": {"收文日": "received_on"}},
    }


def test_a_new_file_is_made_of_the_answers_alone():
    assert (
        added("", [Answer(("ledgers",), "某表.csv", "none")]) == '[ledgers]\n"某表.csv" = "none"\n'
    )


def test_line_ends_of_windows_stay():
    made = added(FILE.replace("\n", "\r\n"), [Answer(("ledgers",), "某表.csv", "none")])
    assert "\r\n" in made
    assert "\n" not in made.replace("\r\n", "")


@pytest.mark.parametrize(
    "text",
    [
        "wordings = 3\n",
        "[wordings]\noutcomes = 'x'\n",
        '[wordings.outcomes]\n"甲" = 1\n[[channels]]\nfiles = 3\n',
    ],
)
def test_what_cannot_be_added_to_is_left_alone_and_said(text):
    answers = [
        Answer(("wordings", "outcomes"), "乙", "granted"),
        Answer(("channels", "website"), "files", ("乙.csv",)),
    ]
    with pytest.raises(SettingsError, match="请自己加上"):
        added(text, answers)


NAMES = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([("ledgers",), ("wordings", "outcomes"), ("columns", "表 1.xlsx")]),
            NAMES,
            NAMES,
        ),
        max_size=6,
    )
)
def test_any_answers_can_be_added_and_are_there_afterwards(lines):
    answers = [Answer(path, key, value) for path, key, value in lines]
    found = tomllib.loads(added(FILE, answers))
    for answer in {(one.path, one.key): one for one in answers}.values():
        table = found
        for name in answer.path:
            table = table[name]
        assert table[answer.key] == answer.value
    assert found["report"] == {"unit": "某局"}
    assert found["channels"]["website"]["files"] == ["甲.csv"]


@settings(max_examples=60, deadline=None)
@given(NAMES, NAMES)
def test_the_text_of_an_answer_is_what_it_says(key, value):
    answer = Answer(("columns", key), value, key)
    assert tomllib.loads(answer.text) == {"columns": {key: {value: key}}}
