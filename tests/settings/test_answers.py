"""Lines for zbreport.toml: read back from what a message offers, and added to a file without touching what stands there."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zbreport.diagnostics import diagnose
from zbreport.errors import SettingsError
from zbreport.model import CHOICE, Answer, SettingLine
from zbreport.settings import load
from zbreport.settings.answers import added

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


CHOICES = (("granted", "（一）予以公开"), ("not_held", "（四）1.本机关不掌握"))


@pytest.mark.parametrize("key", ["告知", "某表[1].csv", '某"表\\.csv', "a = b", "…x"])
def test_an_offered_line_is_read_back_as_it_was_chosen(key):
    answer = Answer((SettingLine(("wordings", "outcomes"), key, CHOICE),), CHOICES)
    assert tomllib.loads(answer.chosen("granted")[0].text) == {
        "wordings": {"outcomes": {key: "granted"}}
    }


def test_an_open_line_names_its_choices_and_prefers_none():
    answer = Answer((SettingLine(("wordings", "outcomes"), "告知", CHOICE),), CHOICES)
    finding = diagnose(
        "L113", facts={"header": "结果", "value": "告知", "what": "结果"}, answer=answer
    )
    assert finding.remedy == (
        "请在 zbreport.toml 的 [wordings.outcomes] 下加一行，“…”处可写："
        'granted （一）予以公开、not_held （四）1.本机关不掌握\n告知 = "…"'.replace(
            "告知 =", '"告知" ='
        )
    )


def test_a_suggestion_is_put_into_the_line():
    line = SettingLine(("wordings", "outcomes"), "撤回", CHOICE)
    assert Answer((line,), CHOICES, "not_held").text.endswith('下加一行：\n"撤回" = "not_held"')


def test_a_line_that_was_pasted_and_not_completed_is_said_and_does_nothing(tmp_path):
    path = tmp_path / "zbreport.toml"
    path.write_text(
        '[wordings.outcomes]\n"告知" = "…"\n"甲" = "granted"\n[columns."表.xlsx"]\n"…" = "outcome"\n'
        '[channels."…"]\nfiles = ["表.xlsx"]\n',
        encoding="utf-8",
    )
    settings, said = load(path)
    assert settings.wordings == {"outcomes": {"甲": "granted"}}
    assert not any(settings.columns.values())
    assert settings.channels == ()
    assert [one.code for one in said] == ["S403"] * 3


def test_comments_order_and_the_rest_stay():
    made = added(
        FILE,
        [
            SettingLine(("wordings", "outcomes"), "撤回", "other"),
            SettingLine(("channels", "website"), "files", ("乙.csv",)),
            SettingLine(("columns", "登记表.xlsx"), "收文日", "received_on"),
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
        added("", [SettingLine(("ledgers",), "某表.csv", "none")])
        == '[ledgers]\n"某表.csv" = "none"\n'
    )


def test_line_ends_of_windows_stay():
    made = added(FILE.replace("\n", "\r\n"), [SettingLine(("ledgers",), "某表.csv", "none")])
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
        SettingLine(("wordings", "outcomes"), "乙", "granted"),
        SettingLine(("channels", "website"), "files", ("乙.csv",)),
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
    answers = [SettingLine(path, key, value) for path, key, value in lines]
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
    answer = SettingLine(("columns", key), value, key)
    assert tomllib.loads(answer.text) == {"columns": {key: {value: key}}}
