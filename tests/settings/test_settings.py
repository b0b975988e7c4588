"""zbreport.toml: what is known is taken, what is unknown is told, what means nothing stops the run."""

from __future__ import annotations

import pytest

from zbreport.errors import SettingsError
from zbreport.settings import CONTACT, DECISIONS, WORDINGS, Settings, find, load, matches
from zbreport.vocabulary import NAMES

FULL = """
[report]
unit = "某局"
year = 2021
missing = "zero"
none = ["proceedings"]
contact = "某局办公室"
address = "甲路1号"
postcode = 255000
phone = "2777902"
email = "a@b.cn"

[columns."登记表*.xlsx"]
"收文日" = "received_on"

[ledgers]
"*台账.xls" = "requests"

[wordings.outcomes]
"告知获取途径" = "granted"

[decisions]
withdrawn = "not_counted"

[channels.shipinhao]
label = "视频号"
files = ["*视频号*"]

[encodings]
"*繁体*.csv" = "BIG5"

[limits]
cells = 50_000_000

[dismissed]
"C09:disclosure.rules" = "受委托制定"
"""


@pytest.fixture
def toml(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "zbreport.toml"
        path.write_bytes(text.encode(encoding))
        return load(path)

    return write


def test_everything_of_the_contract(toml):
    settings, said = toml(FULL)
    assert said == ()
    assert (settings.unit, settings.year, settings.missing, settings.none) == (
        "某局",
        2021,
        "zero",
        ("proceedings",),
    )
    assert [getattr(settings, key) for key in CONTACT] == [
        "某局办公室",
        "甲路1号",
        "255000",
        "2777902",
        "a@b.cn",
    ]
    assert settings.columns_for("a/登记表1.xlsx") == {"收文日": "received_on"}
    assert settings.columns_for("a/登记.xlsx") == {}
    assert (settings.encoding_for("a/繁体.csv"), settings.encoding_for("a.csv")) == ("big5", "")
    assert (settings.limits.cells, settings.limits.unpacked_mb) == (50_000_000, 4096)
    assert settings.ledger_for("x/某台账.xls") == "requests"
    assert settings.wordings == {"outcomes": {"告知获取途径": "granted"}}
    assert settings.decision("withdrawn") == "not_counted"
    assert (settings.origin_of("withdrawn"), settings.origin_of("fee_unit")) == (
        "zbreport.toml",
        "默认",
    )
    assert settings.channel_for("局视频号.xlsx") == "shipinhao"
    assert settings.dismissed == {"C09:disclosure.rules": "受委托制定"}


def test_no_file_means_defaults():
    assert load(None) == (Settings(), ())
    for key, values in DECISIONS.items():
        assert Settings().decision(key) == values[0]


@pytest.mark.parametrize(
    ("text", "key", "hint"),
    [
        ("[reports]\n", "reports", "report"),
        ("[report]\nyaer = 2021\n", "report.yaer", "report.year"),
        ("[decisions]\nwithdrawm = 'other'\n", "decisions.withdrawm", "decisions.withdrawn"),
        ("[wordings.outcome]\n'a' = 'granted'\n", "wordings.outcome", "wordings.outcomes"),
        ("[channels.x]\nfile = ['a']\n", "channels.x.file", "channels.x.files"),
        ("[zzz]\n", "zzz", ""),
    ],
)
def test_unknown_keys_are_told_with_the_nearest(toml, text, key, hint):
    _, (finding,) = toml(text)
    assert finding.code == "S401"
    assert f"“{key}”" in finding.message
    assert (f"“{hint}”" in finding.message) == bool(hint)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[report]\nyear = '2021'\n", "report.year"),
        ("[report]\nyear = true\n", "report.year"),
        ("[report]\nmissing = 'nothing'\n", "report.missing"),
        ("[report]\nnone = 'proceedings'\n", "report.none"),
        ("report = 5\n", "report"),
        ("[decisions]\nwithdrawn = 'maybe'\n", "decisions.withdrawn"),
        ("[ledgers]\n'a.xls' = 'request'\n", "ledgers"),
        ("[columns]\n'a.xls' = 'number'\n", "columns"),
        ("[channels.x]\nfiles = '*x*'\n", "channels.x.files"),
        ("[channels]\nx = 'y'\n", "x"),
        ("[wordings]\noutcomes = 'granted'\n", "wordings.outcomes"),
        ("[encodings]\n'a.csv' = 'big6'\n", 'encodings."a.csv"'),
        ("[encodings]\n'a.csv' = 'base64'\n", 'encodings."a.csv"'),
        ("[encodings]\n'a.csv' = 'undefined'\n", 'encodings."a.csv"'),
        ('[encodings]\n"a.csv" = "\\u0000"\n', 'encodings."a.csv"'),
        ("[limits]\ncells = 0\n", "limits.cells"),
        ("[limits]\ncells = true\n", "limits.cells"),
        ("[limits]\nunpacked_mb = '1 GB'\n", "limits.unpacked_mb"),
    ],
)
def test_values_that_mean_nothing_stop_the_run(toml, text, key):
    with pytest.raises(SettingsError, match=r"zbreport\.toml") as caught:
        toml(text)
    assert key in str(caught.value)


def test_not_toml_and_not_utf8(toml):
    with pytest.raises(SettingsError, match="写法有误：第 1 行第 8 个字符处"):
        toml("[report\n")
    with pytest.raises(SettingsError, match="写法有误：文件末尾"):
        toml("[report")
    with pytest.raises(SettingsError, match="UTF-8"):
        toml('[report]\nunit = "某局"\n', "gb18030")
    assert toml('[report]\nunit = "某局"\n', "utf-8-sig")[0].unit == "某局"


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(SettingsError, match="无法读取"):
        load(tmp_path / "没有.toml")


def test_which_file_holds(tmp_path, monkeypatch):
    folder, here = tmp_path / "a", tmp_path / "b"
    folder.mkdir()
    here.mkdir()
    monkeypatch.chdir(here)
    assert find([folder]) is None
    (here / "zbreport.toml").touch()
    assert find([folder]).resolve() == (here / "zbreport.toml").resolve()
    (folder / "zbreport.toml").touch()
    assert find([folder]) == folder / "zbreport.toml"
    (folder / "x.csv").touch()
    assert find([folder / "x.csv"]) == folder / "zbreport.toml"


@pytest.mark.parametrize(
    ("label", "glob", "yes"),
    [
        ("a/b.xlsx", "b.xlsx", True),
        ("a/b.xlsx", "a/*", True),
        ("a/b.xlsx", "*.xls", False),
        ("a[1].xls", "a[1].xls", True),
        ("B.xls", "b.xls", False),
    ],
)
def test_globs(label, glob, yes):
    assert matches(label, glob) is yes


def test_options_win_over_the_file():
    assert Settings(year=2021, missing="zero").with_options(year=2022, missing="blank") == Settings(
        year=2022, missing="blank"
    )
    assert Settings(year=2021).with_options() == Settings(year=2021)


def test_every_vocabulary_may_be_added_to():
    assert set(WORDINGS) == set(NAMES)
