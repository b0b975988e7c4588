"""Reports that are damaged on purpose: each is said to be so, and takes none of the others along."""

from __future__ import annotations

import json

import pytest
from pages import docx_document, figures, html_report, report, tables
from typer.testing import CliRunner

from zbreport.cli import app
from zbreport.outputs.jsonfile import SCHEMA
from zbreport.readback import read_published

DEEP = 200_000


def tally_text(value="3", **changes):
    """A tally as JSON; one of its figures is a text of one's own."""
    content = {"schema": SCHEMA, "unit": "某市某局", "year": 2024, "edition": "2021", **changes}
    for key in figures(2024):
        place = content
        *names, last = key.split(".")
        for name in names:
            place = place.setdefault(name, {})
        place[last] = 0
    content["requests"]["received"]["natural_person"] = "@"
    return json.dumps(content, ensure_ascii=False).replace('"@"', value)


def checked(tmp_path, files):
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    result = CliRunner().invoke(app, ["check", str(tmp_path), "--format", "json"])
    return json.loads(result.stdout), result


@pytest.mark.parametrize(
    "value",
    [
        "1" * 31,
        "-" + "9" * 5000,
        "1e9999999",
        "1e" + "9" * 30,
        "-1E400",
        "NaN",
        "Infinity",
        "-Infinity",
    ],
)
def test_numbers_beyond_reason_are_damage(tmp_path, value):
    good = html_report(2024)
    told, _ = checked(tmp_path, {"坏.json": tally_text(value).encode(), "好.html": good})
    assert [one["file"] for one in told["reports"]] == ["好.html"]
    (unread,) = told["unread"]
    assert "不合情理的数" in unread["reason"]


@pytest.mark.parametrize(
    "value", ['"NaN"', '"Infinity"', '"sNaN"', '"1e9999999"', '"²"', "true", "[1]", "{}"]
)
def test_what_is_no_number_is_said_of_its_cell(tmp_path, value):
    told, _ = checked(tmp_path, {"a.json": tally_text(value).encode()})
    (one,) = told["reports"]
    assert one["cells"]["not_a_number"] == 1
    assert one["report"]["requests"]["received"]["natural_person"] is None


@pytest.mark.parametrize(
    ("value", "read"), [("3", 3), ("3.0", 3), ("-0.0", 0), ("1e2", 100), ('"7"', 7)]
)
def test_sound_numbers_are_read(tmp_path, value, read):
    told, _ = checked(tmp_path, {"a.json": tally_text(value).encode()})
    assert told["reports"][0]["report"]["requests"]["received"]["natural_person"] == read


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "utf-8", "gb18030"])
def test_json_as_shells_write_it(tmp_path, encoding):
    text = tally_text().replace("\n", "\r\n")
    text = "\ufeff" + text if encoding == "utf-16-le" else text
    path = tmp_path / "年报.json"
    path.write_bytes(text.encode(encoding))
    published = read_published(path)
    assert published.value("requests.received.natural_person") == 3
    assert published.title == "某市某局2024年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "changes", [{"year": True}, {"year": "2024"}, {"unit": ["甲"]}, {"year": None}]
)
def test_odd_heads_of_json_do_no_harm(tmp_path, changes):
    told, _ = checked(tmp_path, {"a.json": tally_text(**changes).encode()})
    assert told["unread"] == []
    assert told["reports"][0]["year"] in {2024, None}


W_DEEP = "<w:sdt><w:sdtContent>" * DEEP + "<w:p/>"
NESTED = {
    "深.json": (f'{{"schema": {"[" * DEEP}'.encode(), "不完整"),
    "深.html": (b"<table>" + b"<tr><td><table>" * DEEP, ""),
    "深2.html": (b"<div>" * DEEP + html_report(2024), ""),
    "深3.html": (b"<span>" * DEEP + b"<s>" * 1000 + html_report(2024), ""),
    "深.docx": (docx_document(W_DEEP), ""),
}


@pytest.mark.parametrize("name", NESTED)
def test_nesting_200_000_deep_is_damage(tmp_path, name):
    content, words = NESTED[name]
    told, result = checked(tmp_path, {name: content, "好.html": html_report(2024)})
    assert "好.html" in [one["file"] for one in told["reports"]]
    assert result.exit_code == 3
    (unread,) = told["unread"]
    assert words in unread["reason"]
    assert "程序在这份年报上出错" not in unread["reason"]


@pytest.mark.parametrize("value", ["²", "9" * 4301, "-1", "١", ""])
def test_odd_numbers_of_columns_in_word_do_no_harm(tmp_path, value):
    from pages import docx_report

    content = docx_report(2024, tables(2024))
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    import io
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(
                name, text.replace('<w:gridSpan w:val="1"/>', f'<w:gridSpan w:val="{value}"/>', 1)
            )
    path.write_bytes(target.getvalue())
    assert len(read_published(path).cells) == len(report(2024).cells)


@pytest.mark.parametrize("text", ["1" * 31, "9" * 4301, "1" * 61, "²", "1e5", "NaN"])
def test_figures_beyond_reason_in_a_table_are_no_numbers(tmp_path, text):
    from dataclasses import replace

    found = tables(2024)
    rows = [
        [replace(cell, text=text, role="label") if cell.text == "1017" else cell for cell in row]
        for row in found["requests"]
    ]
    path = tmp_path / "a.html"
    path.write_bytes(html_report(2024, {**found, "requests": rows}))
    published = read_published(path)
    key = next(key for key, value in figures(2024).items() if value == 1017)
    assert (published.cells[key].text, published.cells[key].value) == (text, None)
