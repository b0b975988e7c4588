"""A made-up edition of the form for 2031: one form file and entries of vocabularies, and everything works; older editions stay.

`editions/2031.toml` has one column of applicants more (村民委员会), one row of outcomes more
(（三）9.属于个人信息) and one more table in a section of its own.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from zbreport import forms, vocabulary
from zbreport.checks import check
from zbreport.cli import app
from zbreport.diagnostics import Level
from zbreport.forms import all_forms, form_for, form_named
from zbreport.forms.comparable import same_cells
from zbreport.readback import read_published

EDITION = Path(__file__).parent / "editions"
HEADER = ["登记编号", "收到日期", "申请人类别", "申请方式", "办理结果", "具体情形", "答复日期"]
FORMATS = ("xlsx", "docx", "html", "json")


def _forget():
    """Empties every cache of the program: a test must not see what was worked out for other editions."""
    for name, module in list(sys.modules.items()):
        if name.startswith("zbreport"):
            for thing in list(vars(module).values()):
                getattr(thing, "cache_clear", lambda: None)()
    shapes = getattr(sys.modules["zbreport.readback.locate"], "_shapes", {})
    shapes.clear()


@pytest.fixture(scope="module", autouse=True)
def edition():
    """The made-up edition beside the others, as its files would put it there."""
    patch = pytest.MonkeyPatch()
    texts = {**forms._texts(), "2031.toml": (EDITION / "2031.toml").read_text(encoding="utf-8")}
    words = vocabulary._text

    def text(name):
        more = EDITION / f"{name}.toml"
        return words(name) + (more.read_text(encoding="utf-8") if more.exists() else "")

    patch.setattr(forms, "_texts", lambda: texts)
    patch.setattr(vocabulary, "_text", text)
    _forget()
    yield
    patch.undo()
    _forget()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Ledgers of 2030 and 2031 of an invented office, and what every export makes of them."""
    place = tmp_path_factory.mktemp("edition")
    for year in (2030, 2031):
        _ledgers(place / str(year), year)
        for form in FORMATS:
            _run("export", f"{year}", "-o", f"{year}.{form}", "-q", place=place)
    return place


def _ledgers(place, year):
    place.mkdir()
    before = year - 1
    rows = [
        ["1", f"{year}-03-01", "自然人", "网络", "予以公开", "", f"{year}-03-20"],
        ["2", f"{year}-03-02", "村委会", "信函", "不予公开", "属于个人信息", f"{year}-03-20"],
        ["3", f"{year}-03-03", "公司", "当面", "部分公开", "", f"{year}-03-21"],
        ["4", f"{before}-12-30", "居委会", "网络", "予以公开", "", f"{year}-01-10"],
        ["5", f"{year}-12-30", "居委会", "网络", "", "", ""],
    ]
    _write(place / "依申请公开台账.csv", [HEADER, *rows])
    if year == 2031:
        figures = [["教育行业/单位数量", "3", "个"], ["教育行业/本年公开信息数量", "40", "条"]]
        _write(place / "数据表.csv", [["项目", "数量", "单位"], *figures])
    (place / "zbreport.toml").write_text(
        f'[report]\nunit = "某市某局"\nyear = {year}\nmissing = "zero"\n', encoding="utf-8"
    )


def _write(path, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def _here(words, place):
    """Words that name a year's ledgers or a file, as paths below `place`."""
    return [str(place / word) if word[:2] == "20" or "." in word else word for word in words]


def _run(*words, place):
    done = CliRunner().invoke(app, _here(words, place))
    assert done.exit_code == 0, done.output + done.stderr
    return done.stdout


def _payload(*words, place):
    return json.loads(_run(*words, "--format", "json", place=place))


def test_the_edition_before_ends_where_the_new_one_begins():
    assert [(form.first_year, form.last_year) for form in all_forms()] == [
        (2019, 2020),
        (2021, 2030),
        (2031, None),
    ]
    assert (form_for(2030).edition, form_for(2031).edition) == ("2021", "2031")


def test_ledgers_fill_the_new_column_row_and_table(folder):
    found = _payload("tally", "2031", place=folder)
    assert found["edition"] == "2031"
    assert found["requests"]["received"]["village"] == 2
    assert found["requests"]["carried_in"]["village"] == 1
    assert found["requests"]["personal_data"]["village"] == 1
    assert found["requests"]["total"]["total"] == 4
    assert found["public_services"]["schools"] == {"bodies": 3, "published": 40}


def test_the_same_words_count_in_2030_where_they_always_did(folder):
    found = _payload("tally", "2030", place=folder)
    assert found["edition"] == "2021"
    assert found["requests"]["received"]["other"] == 2
    assert found["requests"]["prohibited_by_law"]["other"] == 1
    assert "village" not in found["requests"]["received"]
    assert any("“村委会”" in choice["text"] for choice in found["choices"])


@pytest.mark.parametrize("form", ["table", "csv", "markdown"])
def test_every_way_of_printing_shows_it(folder, form):
    text = _run("tally", "2031", "--format", form, place=folder)
    assert "9.属于个人信息" in text
    assert "公共企事业单位信息公开情况" in text


@pytest.mark.parametrize("year", [2030, 2031])
@pytest.mark.parametrize("form", FORMATS)
def test_every_export_reads_back_whole_and_right(folder, form, year):
    path = folder / f"{year}.{form}"
    published = read_published(path, path.name)
    assert published.edition == form_for(year).edition
    assert (published.year, len(published.cells)) == (year, published.expected)
    assert published.oddities == ()
    tally = _payload("tally", f"{year}", place=folder)
    assert (
        published.cells["requests.received.other"].value == (tally["requests"]["received"]["other"])
    )
    serious = [one for one in check(published).findings if one.level is Level.ERROR]
    assert serious == []


@pytest.mark.parametrize("form", FORMATS)
def test_check_takes_last_years_report_of_the_edition_before(folder, form):
    found = _payload(
        *("check", f"2031.{form}", "--previous", f"2030.{form}", "--ledgers", "2031"),
        place=folder,
    )
    assert found["edition"] == "2031"
    carried = [finding for finding in found["findings"] if finding["rule"] == "C06"]
    assert carried == []
    assert not [one for one in found["findings"] if one["level"] == "error"]


def test_columns_that_were_divided_are_compared_by_their_sum(folder):
    page = (folder / "2030.html").read_text(encoding="utf-8")
    line = page[page.index("四、结转下年度继续办理") :]
    more = line.replace(">1<", ">3<", 2)
    assert more != line
    last = folder / "last.html"
    last.write_text(page.replace(line, more), encoding="utf-8")
    now, before = folder / "2031.html", read_published(last, last.name)
    found = check(read_published(now, now.name), previous=before, only=("C06",)).findings
    assert [(one.place, one.said, one.expected) for one in found] == [
        ("三/第二项/村民委员会 + 其他", "1", "3"),
        ("三/二、上年结转政府信息公开申请数量/总计", "1", "3"),
    ]


def test_a_report_on_the_form_before_is_told_so(folder):
    page = (folder / "2030.html").read_text(encoding="utf-8").replace("2030年", "2031年")
    old = folder / "old.html"
    old.write_text(page, encoding="utf-8")
    found = check(read_published(old, old.name), only=("C01",))
    (finding,) = found.findings
    assert "2031 年度应使用 2031 年版表样" in finding.message


def test_a_report_that_mixes_editions_is_told_so(folder):
    page = (folder / "2031.html").read_text(encoding="utf-8")
    mixed = folder / "mixed.html"
    changed = page.replace("本年制发件数", "本年新制作数量").replace(
        "本年废止件数", "对外公开总数量"
    )
    mixed.write_text(changed, encoding="utf-8")
    found = check(read_published(mixed, mixed.name), only=("C01",))
    assert "本年新制作数量" in found.findings[0].message


def test_explain_lists_the_rows_of_the_new_cells(folder):
    found = _payload("explain", "三/属于个人信息/村民委员会", "2031", place=folder)
    assert [row["row"] for row in found] == [3]
    assert "教育行业/单位数量：3" in _run("explain", "七/教育行业/单位数量", "2031", place=folder)


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_its_own_export_is_a_template_and_that_of_another_edition_is_none(folder, form):
    words = ("export", "2031", "-q", "-o", f"filled.{form}", "--template")
    _run(*words, f"2031.{form}", place=folder)
    published = read_published(folder / f"filled.{form}", "filled")
    assert published.cells["public_services.schools.published"].value == 40
    done = CliRunner().invoke(app, _here([*words, f"2030.{form}"], folder))
    assert "模板是 2021 年版表样" in str(done.exception)


def test_the_workbook_compares_what_means_the_same(folder):
    _run("export", "2031", "-o", "both.xlsx", "--previous", "2030.xlsx", "-q", place=folder)
    sheet = openpyxl.load_workbook(folder / "both.xlsx", data_only=True)["与上年对比"]
    last = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2)}
    assert last["三/（三）不予公开（各行之和）"] == 1
    assert last["三/（三）不予公开/2.其他法律行政法规禁止公开"] == "—"
    assert last["三/（七）总计"] == 4
    assert last["三/一、本年新收政府信息公开申请数量/其他"] == "—"
    assert last["三/一、本年新收政府信息公开申请数量/自然人"] == 1


def test_a_column_that_another_was_taken_out_of_means_something_else():
    now, then = form_named("2031"), form_named("2021")
    for key, same in (
        ("requests.granted.natural_person", True),
        ("requests.granted.other", False),
        ("requests.granted.village", False),
        ("requests.granted.total", True),
        ("requests.prohibited_by_law.total", False),
        ("requests.total.total", True),
        ("public_services.schools.bodies", False),
    ):
        assert bool(same_cells(now, (key,), then)) is same, key


def test_the_oldest_edition_is_compared_with_the_newest():
    now, then = form_named("2031"), form_named("2019")
    sixth = ("not_corrected_in_time", "fee_unpaid", "other")
    keys = tuple(f"requests.{row}.total" for row in sixth)
    assert same_cells(now, keys, then) == ("requests.other.total",)
    assert same_cells(now, keys[2:], then) == ()
