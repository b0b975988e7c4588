"""Of a cell a message shows what names nobody: dates, numbers, known wordings; of all else its kind."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile

import pytest

from helpers import request, requests, run
from ledgers.item_rows import DAY, KINDS
from zbreport import outputs, pipeline, tally
from zbreport.cli import inspection
from zbreport.text.privacy import cell_shown, shown

DETAILS = (
    "欧阳小明",
    "13812345678",
    "138 1234 5678",
    "0533-2345678",
    "11010119900307123X",
    "幸福路18号3单元501室",
    "E12345678",
    "xiaoming@example.com",
    "6222021234567890123",
    "鲁C12345",
)


@pytest.mark.parametrize(
    "text",
    [
        "2024年13月5日",
        "2024-02-30",
        "二〇二四年三月",
        "1,234.50元",
        "9月16日",
        "2024.3.1-2024.3.5",
        "#REF!",
    ],
)
def test_dates_and_numbers_are_shown(text):
    assert cell_shown(text) == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("王小明", "3 个汉字"),
        ("欧阳某某", "4 个汉字"),
        ("王小明 3", "5 个字符"),
        ("Li Ming", "7 个字符"),
    ],
)
def test_anything_else_is_told_by_its_kind(text, kind):
    assert cell_shown(text) == kind


@pytest.mark.parametrize("text", ["110101199003071234", "13812345678"])
def test_numbers_of_persons_are_no_numbers(text):
    assert text not in cell_shown(text)


def test_known_wordings_are_shown():
    assert cell_shown("予以公开", lambda text: text == "予以公开") == "予以公开"


@pytest.mark.parametrize("column", range(1, 7))
def test_a_name_in_a_wrong_column_of_a_register_is_never_shown(column):
    cells = request()
    cells[column] = "欧阳小明"
    tally = run(requests(cells, request("2")))
    assert not any("欧阳小明" in one.message + one.remedy for one in tally.diagnostics)


@pytest.mark.parametrize("text", DETAILS)
def test_a_detail_is_shown_by_its_kind(text):
    assert text not in cell_shown(text)
    assert text not in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "按领导意见办",
        "2024年3月收件数",
        "第12号令",
        "收件数（件）",
        "收文日期2024-03-05",
        "一、（三）8",
    ],
)
def test_wordings_and_headings_are_shown(text):
    assert shown(text) == text


def planted(kind, *columns):
    """A ledger whose first rows are sound, with a row for each detail, in every one of some columns."""
    rows = []
    for number in range(1, 5 + len(DETAILS)):
        row = kind.item(number, DAY + dt.timedelta(days=number), (number,) * 5, 100 * number)
        if number > 4:
            for column in columns:
                row[kind.header.index(column)] = DETAILS[number - 5]
        rows.append(row)
    return [list(kind.header), *rows]


def write(folder, kind, rows):
    path = folder / kind.file.replace(".xlsx", ".csv")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def printed(capsys, folder):
    """What the commands say of a folder: every message, and what was recognised."""
    found = tally([folder], year=2024)
    yield "\n".join(f"{one.message}{one.remedy}" for one in found.diagnostics)
    yield outputs.render(found, "json").decode("utf-8")
    for form in ("table", "json"):
        inspection.show(pipeline.inspect([folder], year=2024), form, set_aside=True)
        yield capsys.readouterr().out


def leaks(texts):
    return {detail for text in texts for detail in DETAILS if detail in text}


@pytest.mark.parametrize(
    ("key", "column"), [(key, column) for key, kind in KINDS.items() for column in kind.header]
)
def test_no_detail_in_any_column_of_any_ledger_is_shown(tmp_path, capsys, key, column):
    write(tmp_path, KINDS[key], planted(KINDS[key], column))
    assert not leaks(printed(capsys, tmp_path))


@pytest.mark.parametrize("key", KINDS)
def test_no_detail_in_a_heading_is_shown(tmp_path, capsys, key):
    header, *rows = planted(KINDS[key])
    write(tmp_path, KINDS[key], [[*header, *DETAILS], *rows])
    assert not leaks(printed(capsys, tmp_path))


def test_no_detail_gets_into_a_document(tmp_path):
    for kind in KINDS.values():
        described = [column for column in kind.header if column not in {"序号", kind.date}]
        write(tmp_path, kind, planted(kind, *described))
    found = tally([tmp_path], year=2024)
    for form in outputs.FORMATS:
        made = outputs.render(found, form)
        texts = [made.decode("utf-8", "replace")]
        if made.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(made)) as package:
                texts = [
                    package.read(name).decode("utf-8", "replace") for name in package.namelist()
                ]
        assert not leaks(texts), form
