"""Mutated copies of files of every format: never a traceback, never rows out of the account, never another number without a word.

Formats with checksums tell every flipped bit. In the others (.xls, text, web pages) a changed digit
is a valid digit: there the law is that rows are accounted for.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from counting import opened
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from makers import WORKBOOKS, Fault, Formula, zipped

from zbreport.workers import Lost, WorkerPool

DAYS = [date(2021, 1, 1) + timedelta(days=7 * number) for number in range(30)]
ROWS = [["标题", "发布时间", "链接"]]
ROWS += [
    [f"关于第{n}次检查的通知", str(day) if n % 2 else day, f"http://a.cn/{n}"]
    for n, day in enumerate(DAYS)
]


def page(rows):
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><meta charset=gb2312><table>{body}</table></html>".encode("gb18030")


def text(rows, codec="gb18030"):
    return "".join(",".join(map(str, row)) + "\r\n" for row in rows).encode(codec)


MAKERS = {**WORKBOOKS, "html": page, "csv": text, "utf16": lambda rows: text(rows, "utf-16")}
GOLDEN = {kind: make(ROWS) for kind, make in MAKERS.items()}
CHECKED = ("xlsx", "xlsb", "ods")
"""Kinds whose content has checksums."""


def relaxed(examples):
    return settings(
        deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=examples
    )


GUARD = WorkerPool("counting", 1, megabytes=2048, seconds=60)
"""Reads as the program does: what takes a worker along is told (F124), and takes nothing else."""


@pytest.fixture(scope="module", autouse=True)
def _guarded():
    yield
    GUARD.end()


def counted(content):
    """What a file counts for, and whether anything was said about it (see `counting`)."""
    found = GUARD.call("counted", content)
    return (None, True) if isinstance(found, Lost) else found


RIGHT = {kind: counted(content)[0] for kind, content in GOLDEN.items()}


@pytest.mark.parametrize("kind", GOLDEN)
def test_every_format_gives_the_same_figures(kind):
    assert RIGHT[kind] == RIGHT["xlsx"]
    assert RIGHT[kind][1][0].count == 30


@pytest.mark.parametrize("kind", [kind for kind in GOLDEN if kind not in {"csv", "utf16"}])
def test_a_file_that_was_cut_off_is_told(kind):
    content = GOLDEN[kind]
    end = content.rindex(b"</table") if kind == "html" else len(content) - 1
    for length in range(1, end, max(end // 25, 1)):
        found, said = counted(content[:length])
        assert said or found == RIGHT[kind], length


def flipped(content, places):
    changed = bytearray(content)
    for place, bit in places:
        changed[place % len(content)] ^= 1 << bit
    return bytes(changed)


PLACES = st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 7)), min_size=1, max_size=3)


def test_every_flipped_bit_of_the_shared_texts_is_told():
    content = GOLDEN["xlsx"]
    rows = list(opened(content)[0][0].rows)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo("xl/sharedStrings.xml")
    start = entry.header_offset + 30 + len(entry.filename)
    for place in range(start, start + entry.compress_size):
        sheets, told = opened(flipped(content, [(place, place % 8)]))
        assert told or list(sheets[0].rows) == rows, place


@relaxed(200)
@given(kind=st.sampled_from(CHECKED), places=PLACES)
def test_flipped_bits_change_no_number_without_a_word(kind, places):
    found, said = counted(flipped(GOLDEN[kind], places))
    assert said or found == RIGHT[kind]


@relaxed(80)
@given(kind=st.sampled_from([kind for kind in GOLDEN if kind not in CHECKED]), places=PLACES)
def test_flipped_bits_lose_no_row_of_the_account(kind, places):
    counted(flipped(GOLDEN[kind], places))


@relaxed(80)
@given(
    first=st.sampled_from(sorted(GOLDEN)),
    second=st.sampled_from(sorted(GOLDEN)),
    cuts=st.tuples(st.integers(0, 9999), st.integers(0, 9999)),
)
def test_spliced_files_are_survived(first, second, cuts):
    one, other = GOLDEN[first], GOLDEN[second]
    counted(one[: cuts[0] % len(one)] + other[cuts[1] % len(other) :])


PARTS = [
    ("xlsx", "xl/worksheets/sheet1.xml"),
    ("xlsx", "xl/sharedStrings.xml"),
    ("xlsx", "xl/workbook.xml"),
    ("xlsx", "xl/styles.xml"),
    ("xlsx", "xl/_rels/workbook.xml.rels"),
    ("ods", "content.xml"),
    ("xlsb", "xl/workbook.bin"),
    ("xlsb", "xl/worksheets/sheet1.bin"),
]
PIECES = [
    b"",
    b"<",
    b">",
    b'"',
    b"&",
    b"&amp;",
    b"&#0;",
    b"]]>",
    b"<row>",
    b"</row>",
    b"<c>",
    b'<c r="ZZZ9"/>',
    b'<c r="A9999999"><v>1</v></c>',
    b"<sheetData>",
    b"</sheetData>",
    b'r="A1"',
    b"99999999999",
    b"-1",
    b"\xff\xff\xff\xff",
    b"\x00",
    b"<!--",
    b"<![CDATA[",
    b"<!DOCTYPE x>",
]


@relaxed(150)
@given(
    part=st.sampled_from(PARTS),
    edits=st.lists(
        st.tuples(st.integers(0, 2**20), st.integers(0, 12), st.sampled_from(PIECES)),
        min_size=1,
        max_size=3,
    ),
)
def test_parts_that_were_written_wrongly_are_survived(part, edits):
    kind, name = part
    with zipfile.ZipFile(io.BytesIO(GOLDEN[kind])) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    for place, length, piece in edits:
        at = place % len(parts[name])
        parts[name] = parts[name][:at] + piece + parts[name][at + length :]
    counted(zipped(parts))


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=15
).map(str.strip)
CELLS = (
    TEXTS
    | st.integers(-(10**9), 10**9)
    | st.floats(-1e12, 1e12, allow_nan=False).map(lambda number: round(number, 3))
    | st.dates(date(1990, 1, 1), date(2099, 12, 31))
    | st.sampled_from(["#REF!", "#N/A", "#VALUE!"]).map(Fault)
    | st.sampled_from(["#DIV/0!", 3.5, 0]).map(
        lambda result: Formula(Fault(result) if isinstance(result, str) else result)
    )
)


def same(cell):
    """A cell as it should come back: numbers as floats, blanks and faults as blanks."""
    if isinstance(cell, Formula):
        return same(cell.result)
    if isinstance(cell, Fault) or cell == "":
        return ""
    return float(cell) if isinstance(cell, int) else cell


def trimmed(rows):
    kept = [list(row) for row in rows]
    for row in kept:
        while row and row[-1] == "":
            row.pop()
    while kept and not kept[-1]:
        kept.pop()
    return kept


@relaxed(40)
@given(
    header=st.lists(TEXTS, min_size=2, max_size=4),
    body=st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=5),
)
def test_whatever_the_cells_every_format_says_the_same(header, body):
    rows = [["标题", *header], *body]
    expected = trimmed([[same(cell) for cell in row] for row in rows])
    for kind, make in WORKBOOKS.items():
        (sheet,), told = opened(make(rows))
        assert told == ()
        assert trimmed([[same(cell) for cell in row] for row in sheet.rows]) == expected, kind
        faults = {
            (top, left)
            for top, row in enumerate(rows, 1)
            for left, cell in enumerate(row)
            if "Fault" in str(cell)
        }
        assert set(sheet.faults) == faults, kind
