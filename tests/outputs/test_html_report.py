"""The report as a web page: what a browser and a screen reader find in it, and that reading it back gives the same figures."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as parser

import reference
from zbreport import tally
from zbreport.checks import check
from zbreport.diagnostics import Level
from zbreport.forms.layout import MISSING, form_of
from zbreport.model import Channel, Report
from zbreport.outputs import html
from zbreport.readback import read_published
from zbreport.settings import Settings
from zbreport.tabulation.tally import Tally

ROOT = Path(__file__).parents[2]
FOLDERS = [
    ROOT / "examples" / "2021-clean",
    ROOT / "examples" / "2020-clean",
    reference.city(),
    reference.bureau(),
]


def page_of(outcome):
    return parser.document_fromstring(html.render(outcome).decode())


def saved(folder, data):
    path = folder / "年报.html"
    path.write_bytes(data)
    return path


def test_figures_read_back_are_equal(outcome, tmp_path):
    published = read_published(saved(tmp_path, html.render(outcome)))
    assert {key: published.value(key) for key in outcome.report.cells} == dict(outcome.report.cells)
    assert all(
        published.cells[key].text == MISSING
        for key, value in outcome.report.cells.items()
        if value is None
    )
    assert (published.year, published.edition) == (outcome.report.year, outcome.report.edition)
    assert [part.text for part in published.paragraphs if part.heading] == list(
        form_of(outcome.report).sections
    )
    assert published.oddities == ()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_check_finds_no_error(folder, tmp_path):
    outcome = tally([folder])
    found = check(
        read_published(saved(tmp_path, html.render(outcome))),
        tally=outcome,
        settings=outcome.settings,
    )
    assert [one for one in found.findings if one.level is Level.ERROR] == []
    assert found.passed["C13"] > 5
    assert found.passed["C46"] > 0


def test_the_page_needs_nothing_else(outcome):
    page = page_of(outcome)
    assert page.xpath("//script | //link | //img | //iframe | //*[@src] | //*[@href]") == []
    assert not re.search(r"url\(|@import|https?://", html.render(outcome).decode())
    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [
        "default-src 'none'; style-src 'unsafe-inline'"
    ]
    assert (page.get("lang"), page.xpath("//meta[@charset]/@charset")) == ("zh-CN", ["utf-8"])


def test_every_table_has_a_caption_and_every_header_a_scope(outcome):
    page = page_of(outcome)
    tables = page.xpath("//table")
    assert len(tables) == 4
    assert all(len(table.xpath("./caption[normalize-space()]")) == 1 for table in tables)
    assert {header.get("scope") for header in page.xpath("//th")} == {"row", "col"}
    assert all(
        row.xpath(
            "./th[@scope='row'] | ancestor::div[contains(@class, 'proceedings')] | preceding::th[@scope='row']"
        )
        for row in page.xpath("//tr[td[@class='number']]")
    )
    for region in page.xpath("//*[@role='region']"):
        assert region.get("tabindex") == "0"
        assert region.get("aria-label") == region.xpath("string(.//caption)")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_headings_go_down_by_one_level(outcome):
    levels = [
        int(heading.tag[1]) for heading in page_of(outcome).xpath("//h1 | //h2 | //h3 | //h4")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def written(picture, where):
    """The texts of a part of a picture, as a reader selects them."""
    return picture.xpath(f".//*[contains(@class, '{where}')]//*[local-name()='text']/text()")


def bars(picture):
    return [
        float(bar.get("width") or 0)
        for bar in picture.xpath(".//*[contains(@class, 'bars')]/*[local-name()='rect']")
    ]


def test_pictures_tell_their_figures_in_words(outcome):
    pictures = page_of(outcome).xpath("//*[local-name()='svg']")
    known = [channel for channel in outcome.report.channels if channel.by_month]
    assert len(pictures) == len(
        known
    )  # （七） is unknown in the handmade report: no picture of outcomes
    for picture, channel in zip(pictures, known, strict=True):
        assert picture.get("role") == "img"
        assert picture.get("aria-label").endswith(
            "，".join(f"{month}月{count}" for month, count in enumerate(channel.by_month, 1))
        )
        assert written(picture, "figures") == [str(count) for count in channel.by_month]
        assert written(picture, "labels") == [str(month) for month in range(1, 13)]


def test_outcomes_are_drawn_with_their_shares():
    page = page_of(tally([ROOT / "examples" / "2021-clean"]))
    (picture,) = page.xpath("//figure[@class='wide']/*[local-name()='svg']")
    assert picture.get("aria-label").startswith(
        "办理结果：予以公开5件，占41.7%，部分公开1件，占8.3%"
    )
    assert written(picture, "figures") == [
        "5（41.7%）",
        "1（8.3%）",
        "2（16.7%）",
        "2（16.7%）",
        "1（8.3%）",
        "1（8.3%）",
    ]
    assert [round(width / bars(picture)[0] * 5) for width in bars(picture)] == [
        5,
        1,
        2,
        2,
        1,
        1,
    ]


def test_last_year_is_drawn_beside_this_year():
    outcome = tally([ROOT / "examples" / "2021-clean"])
    last = tally([ROOT / "examples" / "2020-clean"]).report
    (picture,) = page_of(replace(outcome, previous=last)).xpath(
        "//figure[@class='wide years']/*[local-name()='svg']"
    )
    assert "新收申请2020年6件、2021年12件" in picture.get("aria-label")
    assert written(picture, "legend") == ["2020年", "2021年"]
    assert written(picture, "labels") == [
        "新收申请",
        "上年结转",
        "办理结果",
        "结转下年",
        "行政复议",
        "行政诉讼",
    ]
    assert page_of(outcome).xpath("//figure[contains(@class, 'years')]") == []


def test_pictures_bring_no_styles_scripts_or_namespaces(outcome):
    text = html.render(outcome).decode()
    assert not re.search("(?i)xmlns|<defs|<style[^>]*type|<script", text)


@given(
    channels=st.lists(
        st.tuples(st.text(max_size=60), st.lists(st.integers(0, 10**6), min_size=12, max_size=12)),
        max_size=3,
    ),
    granted=st.integers(0, 10**6),
)
@settings(max_examples=30, deadline=None)
def test_whatever_the_figures_every_bar_has_its_figure_inside_the_picture(channels, granted):
    cells = {
        **dict.fromkeys(form_of(Report(2024, "2021", None, {})).cells, 0),
        "requests.granted.total": granted,
        "requests.total.total": granted,
    }
    drawn = tuple(
        Channel(f"other:{index}", name, sum(months), tuple(months))
        for index, (name, months) in enumerate(channels)
    )
    for picture in page_of(
        Tally(Report(2024, "2021", None, cells, drawn), (), (), (), {}, Settings())
    ).xpath("//*[local-name()='svg']"):
        right = float(picture.get("viewbox").split()[2])
        assert len(bars(picture)) == len(written(picture, "figures"))
        assert all(width >= 0 for width in bars(picture))
        for text in picture.xpath(".//*[contains(@class, 'figures')]//*[local-name()='text']"):
            assert float(text.get("x")) + len(text.text) * 4 <= right + 4


def test_a_report_without_figures_has_no_pictures(empty):
    assert "图解" not in html.render(empty).decode()


def test_what_is_only_known_for_the_year_stands_in_the_table_alone():
    report = Report(2024, "2021", "某局", {}, (Channel("website", "网站", 5500, None),))
    page = page_of(Tally(report, (), (), (), {}, Settings()))
    assert page.xpath("//*[local-name()='svg']") == []
    assert page.xpath("//div[contains(@class, 'channels')]//td/text()")[12] == "5500"


def test_markup_from_ledgers_is_only_text():
    bad = "<script>alert(1)</script>\"'&\x0b"
    months = (1,) * 12
    report = Report(2024, "2021", bad, {}, (Channel("other:x", bad, 12, months),))
    outcome = Tally(
        report, (), (), (), {}, Settings(contact=bad, address="</p><img src=x onerror=y>")
    )
    page = page_of(outcome)
    assert page.xpath("//script | //img | //*[@onerror]") == []
    assert "<script>alert(1)</script>\"'&" in page.xpath("string(//h1)")
    assert "\x0b" not in html.render(outcome).decode()


def test_gaps_are_marked(outcome):
    marked = page_of(outcome).xpath("//mark/text()")
    assert marked
    assert all(text.startswith("【请补充：") for text in marked)
