"""A long sheet is read a piece at a time, and nobody can tell: the same rows, figures and messages as when it is read whole."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zbreport import tally
from zbreport.errors import ZbreportError
from zbreport.model import InputFile
from zbreport.pipeline import inspect
from zbreport.sources import cells, delimited, read
from zbreport.sources.long import LongRows

HEADER = ["序号", "信息标题", "发布时间", "状态", "信息地址"]
REQUESTS = ["登记编号", "收到日期", "申请人类别", "办理结果", "答复日期"]


def workbook(rows, *, left=0, merged=()):
    """Rows as a program writes them: texts in the cells, rows without cells left out."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet("清单")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value != "":
                sheet.write(number, left + column, value)
    for span in merged:
        sheet.merge_range(*span, "")
    book.close()
    return target.getvalue()


def text(rows):
    return "\n".join(",".join(str(value) for value in row) for row in rows).encode()


def item(number, day="2024-03-05", title="", status="已发布"):
    return [number, title or f"第{number}次会议", day, status, f"http://a.cn/{number}.html"]


@pytest.fixture
def pieces(monkeypatch):
    """Makes every sheet a long one, with pieces of a few rows; `off()` makes all of them short."""
    monkeypatch.setattr("zbreport.ledgers.contents.LOOKED_AT", 1)
    monkeypatch.setattr("zbreport.ledgers.recognise.LOOKED_AT", 1)

    def on():
        monkeypatch.setattr(cells, "_PIECE", 6)
        monkeypatch.setattr(delimited, "_LONG", 400)
        monkeypatch.setattr(delimited, "_PIECE", 100)
        monkeypatch.setattr(delimited, "_RECORDS", 3)
        monkeypatch.setattr("zbreport.sources.scan._CHUNK", 400)

    def off():
        monkeypatch.setattr(cells, "_PIECE", 10**9)
        monkeypatch.setattr(delimited, "_LONG", 10**9)

    on.off = off
    return on


def seen(path):
    """All that a run says of a folder."""
    found = inspect([path], year=2024)
    return found.sources, found.diagnostics, found.set_aside, found.channels


def both(folder, pieces):
    pieces.off()
    whole = seen(folder)
    pieces()
    return whole, seen(folder)


CELL = st.sampled_from(
    [
        "",
        "2024-03-05",
        "2024-05-06 10:00",
        "2023-12-31",
        "合计",
        "甲",
        "已发布",
        "草稿",
        45000,
        7.5,
        "标题 一",
    ]
)
ROW = st.one_of(
    st.builds(
        item, st.integers(1, 60), st.sampled_from(["2024-03-05", "2023-01-01", "三月", "", 45500])
    ),
    st.just([]),
    st.just(HEADER),
    st.just(REQUESTS),
    st.just(["", "第二季度"]),
    st.just(["合计", "", "", "", ""]),
    st.lists(CELL, max_size=6),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(ROW, min_size=1, max_size=40), st.integers(0, 2), st.booleans())
def test_nobody_can_tell_a_long_sheet_from_a_short_one(
    tmp_path_factory, pieces, rows, left, titled
):
    folder = tmp_path_factory.mktemp("long")
    table = [*([["某局网站信息发布清单"]] if titled else []), HEADER, *rows]
    (folder / "网站清单.xlsx").write_bytes(workbook(table, left=left))
    (folder / "网站文字.csv").write_bytes(text(table))
    whole, piecewise = both(folder, pieces)
    assert piecewise == whole


def test_rows_come_piece_by_piece_with_their_places(tmp_path, pieces):
    path = tmp_path / "清单.xlsx"
    path.write_bytes(
        workbook([[], HEADER, *(item(number) for number in range(20)), [], [], item(20)], left=1)
    )
    pieces()
    (sheet,), told = read(InputFile(path, path.name))
    assert isinstance(sheet.rows, LongRows)
    assert told == ()
    taken = list(sheet.rows.pieces())
    assert len(taken) > 3
    rows = [row for piece in taken for row in piece]
    assert [row[2] for row in rows if any(row)] == [
        "信息标题",
        *(f"第{number}次会议" for number in range(21)),
    ]
    assert not any(any(rows[place]) for place in (0, 22, 23))
    assert rows[24][1] == 20
    assert list(sheet.rows.pieces()) == taken == [taken[0], *taken[1:]]
    assert (len(sheet.rows), sheet.rows[24], list(sheet.rows)[1:3]) == (25, rows[24], rows[1:3])


@pytest.mark.parametrize("span", [(0, 0, 0, 4), (25, 0, 26, 1)])
def test_merged_cells_in_a_long_sheet(tmp_path, pieces, span):
    """A merged title is no reason to hold all rows; a merged cell further down is looked at with all of them."""
    rows = [["某局网站信息发布清单"], HEADER, *(item(number) for number in range(40))]
    (tmp_path / "清单.xlsx").write_bytes(workbook(rows, merged=[span]))
    whole, piecewise = both(tmp_path, pieces)
    assert piecewise == whole


def test_a_second_table_far_down_is_seen(tmp_path, pieces):
    request = ["2024-001", "2024-03-01", "自然人", "予以公开", "2024-03-20"]
    rows = [HEADER, *(item(number) for number in range(30)), [], ["依申请公开"], REQUESTS, request]
    (tmp_path / "网站清单.xlsx").write_bytes(workbook(rows))
    pieces()
    outcome = tally([tmp_path], year=2024)
    assert [(source.ledger, source.rows, source.counted) for source in outcome.sources] == [
        ("publications", 30, 30),
        ("requests", 1, 1),
    ]


TICKED = ["登记编号", "收到日期", "公民", "法律服务机构", "办理结果", "答复日期"]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        (
            "依申请公开.xlsx",
            [
                TICKED,
                *(
                    [
                        str(n),
                        "2024-03-01",
                        *(["√", ""] if n % 3 else ["", "√"]),
                        "予以公开",
                        "2024-03-20",
                    ]
                    for n in range(30)
                ),
            ],
        ),
        (
            "网站.xlsx",
            [
                ["标题", "发布时间", "条数"],
                *([f"第{n}次会议", "2024-03-01", 3 if n == 25 else 1] for n in range(30)),
            ],
        ),
        (
            "网站.xlsx",
            [
                ["2023年"],
                HEADER,
                *(item(n, "3月5日") for n in range(20)),
                ["2024年"],
                HEADER,
                *(item(n, "3月6日") for n in range(20, 25)),
            ],
        ),
    ],
)
def test_what_the_head_does_not_tell_is_told_all_the_same(tmp_path, pieces, name, table):
    (tmp_path / name).write_bytes(workbook(table))
    whole, piecewise = both(tmp_path, pieces)
    assert piecewise == whole
    assert sum(source.counted for source in piecewise[0]) == (5 if table[0] == ["2023年"] else 30)
    assert ("R214" in {finding.code for finding in piecewise[1]}) == ("条数" in table[0])


def test_a_piece_that_cannot_be_read_sets_the_file_aside_and_no_other(
    tmp_path, pieces, monkeypatch
):
    (tmp_path / "网站一.xlsx").write_bytes(
        workbook([HEADER, *(item(number) for number in range(40))])
    )
    (tmp_path / "网站二.xlsx").write_bytes(
        workbook([HEADER, *(item(number) for number in range(100, 103))])
    )
    pieces()
    original, calls = cells._pieces, []

    def broken(table):
        for piece in original(table):
            calls.append(piece)
            if any("第30次会议" in row for row in piece):
                raise ValueError(piece)
            yield piece

    monkeypatch.setattr(cells, "_pieces", broken)
    outcome = tally([tmp_path], year=2024)
    (finding,) = [one for one in outcome.diagnostics if one.code == "F101"]
    assert (finding.file, len(calls) > 5) == ("网站一.xlsx", True)
    assert {channel.key: channel.count for channel in outcome.report.channels}["website"] == 3


def test_text_with_a_lone_quote_keeps_every_record(tmp_path, pieces):
    rows = [
        HEADER,
        *(
            item(number, title=f'"第{number}次' if number % 7 == 0 else "")
            for number in range(1, 40)
        ),
    ]
    (tmp_path / "网站.csv").write_bytes(text(rows))
    whole, piecewise = both(tmp_path, pieces)
    assert piecewise == whole
    assert sum(source.counted for source in piecewise[0]) == 39
    assert "F114" in {finding.code for finding in piecewise[1]}


def test_nothing_but_separators_is_nothing(tmp_path, pieces):
    (tmp_path / "空.csv").write_bytes(b",,,\n" * 50)
    pieces()
    with pytest.raises(ZbreportError) as caught:
        tally([tmp_path], year=2024)
    assert [finding.code for finding in caught.value.diagnostics] == ["F103"]
