"""Laws that hold for every described export, on variations of its tables: columns in any order, cells gone, rows twice."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from export_files import EXPORTS, describe, grid, spans
from helpers import channel, conserved, figures, run, sheet
from zbreport.errors import ZbreportError
from zbreport.model import Span

NAMES = sorted(path.stem for path in EXPORTS.glob("*.toml"))
LAWS = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])

ONE_TABLE = (
    "cms-gov-metadata cms-jcms-list cms-trs-list douyin-works register-system-codes register-system-html toutiao-items toutiao-trends "
    "wechat-not-notified-14 wechat-notified-16 wechat-post-records weibo-crawler weibo-search weibo-spider"
)
"""Exports whose sheets are a header and rows, so that the order of columns means nothing."""


def pages(name):
    """The sheets of an export, as if they had been read."""
    for file in describe(name)["files"]:
        for described in file["sheets"]:
            merged = tuple(Span(*span) for span in spans(described))
            label = (
                described["name"] if file["format"] in {"xlsx", "xls", "xlsx-empty-fill"} else ""
            )
            yield sheet(*grid(described), file=file["name"], name=label, merged=merged)


@pytest.mark.parametrize("name", ONE_TABLE.split())
@LAWS
@given(st.randoms(use_true_random=False))
def test_the_order_of_columns_changes_nothing(name, chance):
    year = describe(name)["year"]
    turned = []
    for page in pages(name):
        width = max(map(len, page.rows))
        wide = [[*row, *[""] * (width - len(row))] for row in page.rows]
        used = [
            column for column in range(width) if any(row[column] != "" for row in wide)
        ]  # a blank column may separate tables
        order = [
            *(column for column in range(width) if column not in used),
            *chance.sample(used, len(used)),
        ]
        rows = [[row[column] for column in order] for row in wide]
        turned.append(sheet(*rows, file=page.file, name=page.name))
    assert figures(run(*turned, year=year)) == figures(run(*pages(name), year=year))


JUNK = st.sampled_from(
    [
        "",
        "",
        "合计",
        "2024-13-45",
        "张三",
        "标题",
        "发布时间",
        -1,
        2024.1,
        True,
        "条数",
        "\n",
        "网站",
        "#REF!",
        10**20,
        0.5,
    ]
)


@pytest.mark.parametrize("name", NAMES)
@LAWS
@given(st.data())
def test_no_change_of_cells_loses_a_row(name, data):
    year = describe(name)["year"]
    changed = []
    for page in pages(name):
        rows = [list(row) for row in page.rows]
        for _ in range(data.draw(st.integers(0, 4))):
            row = data.draw(st.integers(0, len(rows) - 1))
            if rows[row]:
                rows[row][data.draw(st.integers(0, len(rows[row]) - 1))] = data.draw(JUNK)
        if data.draw(st.booleans()):
            rows.insert(
                data.draw(st.integers(0, len(rows))),
                list(rows[data.draw(st.integers(0, len(rows) - 1))]),
            )
        changed.append(sheet(*rows, file=page.file, name=page.name, merged=page.merged))
    try:
        outcome = run(*changed, year=year)
    except ZbreportError:
        assert all(not str(value).strip() for page in changed for row in page.rows for value in row)
        return
    conserved(outcome)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_export_twice_adds_nothing(name):
    year = describe(name)["year"]
    once = run(*pages(name), year=year)
    twice = run(
        *pages(name),
        *(
            sheet(*page.rows, file=f"副本/{page.file}", name=page.name, merged=page.merged)
            for page in pages(name)
        ),
        year=year,
    )
    for entry in once.report.channels:
        assert channel(twice, entry.key) == entry.count, entry.key
