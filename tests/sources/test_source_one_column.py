"""Lists that are not kept in columns: pasted into column A, quoted line by line, divided by full-width commas, or JSON."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from zbreport import tally

LINES = [
    "标题,发布时间,链接",
    "甲,2024-03-04,https://a.gov.cn/1",
    "乙,2024-03-05,https://a.gov.cn/2",
]
ROWS = [line.split(",") for line in LINES]


def codes(found):
    return [one.code for one in found]


def pasted(lines):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append([line])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", pasted(LINES)),
        ("a.xlsx", pasted([line.replace(",", "\t") for line in LINES])),
        ("a.csv", "\n".join(f'"{line}"' for line in LINES).encode()),
        ("a.csv", "\n".join(LINES).replace(",", "，").encode()),
        ("a.csv", "\n".join(LINES).replace(",", "，").encode("gb18030")),
    ],
)
def test_rows_in_one_column_are_split_and_told(reading, name, data):
    (sheet,), found = reading(name, data)
    assert [list(row) for row in sheet.rows] == ROWS
    assert codes(found) == ["F127"]


def test_a_title_above_stays_and_quotes_hold_a_cell_together(reading):
    lines = ["某局信息清单", "", *LINES, '"丙，丁,戊",2024-03-06,https://a.gov.cn/3']
    (sheet,), found = reading("a.xlsx", pasted(lines))
    assert [list(row) for row in sheet.rows][-1] == [
        "丙，丁,戊",
        "2024-03-06",
        "https://a.gov.cn/3",
    ]
    assert codes(found) == ["F127"]


@pytest.mark.parametrize(
    "lines",
    [
        ["说明", "本表由办公室填写，每季度报送", "如有问题，请联系"],
        [*LINES, "丙,丁,2024-03-06,https://a.gov.cn/3"],
        ["标题", "甲"],
    ],
)
def test_rows_that_differ_are_left_as_they_are(reading, lines):
    (sheet,), found = reading("a.xlsx", pasted(lines))
    assert [row[0] for row in sheet.rows] == lines
    assert found == ()


def test_rows_in_one_column_are_counted(tmp_path):
    (tmp_path / "网站信息.xlsx").write_bytes(pasted(LINES))
    found = tally([tmp_path], year=2024)
    assert [(one.ledger, one.counted) for one in found.sources] == [("publications", 2)]


RECORDS = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RECORDS, ensure_ascii=False),
        json.dumps({"code": 200, "data": {"total": 2, "list": RECORDS}}, ensure_ascii=False),
        "\n".join(json.dumps(one, ensure_ascii=False) for one in RECORDS),
        "\ufeff" + json.dumps(RECORDS),
    ],
)
def test_a_list_of_records_is_a_sheet(reading, text):
    (sheet,), found = reading("网站.json", text.encode())
    assert sheet.rows == ROWS
    assert found == ()


def test_values_of_records_keep_their_kind(reading):
    text = '[{"a": 1, "b": null, "c": NaN}, {"a": 2.5, "d": [1]}]'
    (sheet,), _ = reading("a.json", text.encode())
    assert sheet.rows == [["a", "b", "c", "d"], [1, "", "NaN", ""], [2.5, "", "", "[1]"]]


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "[1, 2]", "{}", "[甲], 乙", '{"a": [{"b": 1}], "c": [{"b": 1}]}']
)
def test_other_json_is_text(reading, text):
    (sheet,), _ = reading("a.json", text.encode())
    assert str(sheet.rows[0][0]).startswith(text[:2])
