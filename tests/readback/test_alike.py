"""Pages that a site draws alike are read as if each were the first: what was kept of one never shows in another."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import figures, html_report, html_table, report, tables

from zbreport.forms.layout import layout
from zbreport.readback import html
from zbreport.readback.alike import MARK, take_out

STYLED = '<p style="text-align:center"><span>{}</span></p>'


def texts(data):
    """The texts of every table of a page, with how far each cell reaches and what those that look for labels see of it."""
    return [(raw.texts, raw.shape()) for raw in html.read(data).tables]


def in_its_page(monkeypatch, data):
    """The same, with nothing taken out of the page."""
    with monkeypatch.context() as patch:
        patch.setattr(html, "take_out", lambda page, _: (page, {}))
        return texts(data)


def page(body):
    return f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


@pytest.mark.parametrize("inside", ["{}", STYLED, " {} ", "\n{}<br>"])
def test_tables_that_differ_in_figures_only_are_taken_out_and_read_with_their_own(
    monkeypatch, inside
):
    for year, shift in ((2024, 0), (2024, 7), (2020, 0), (2020, 5000)):
        values = {key: value + shift for key, value in figures(year).items()}
        drawn = "".join(html_table(rows, inside=inside) for rows in tables(year, values).values())
        rest, found = take_out(page(drawn), html._take_apart)
        assert len(found) == 3
        assert len(rest) < len(drawn) / 2
        assert texts(page(drawn)) == in_its_page(monkeypatch, page(drawn))
        shown = {text for told, _ in texts(page(drawn)) for text in told}
        assert {
            cell.text for grid in layout(*form_and_report(year, values)) for cell in grid.numbers
        } <= shown


def form_and_report(year, values):
    from zbreport.forms import form_for

    return form_for(year), report(year, values)


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td>1<br>2</td><td>3</td></tr></table>",
        "<table><caption>3</caption><tr><td>4</td></tr></table>",
        "<table><tr><td title='>5<'>6</td></tr></table>",
        "<table><tr><td>名称</td><td><table><tr><td>7</td></tr></table></td></tr><tr><td>8</td></tr><tr><td>9</td></tr></table>",
        "<table><tr><td>10</td></tr><!-- <tr><td>11</td></tr></table> --><tr><td>12</td></tr></table>",
        "<!-- <table><tr><td>13</td></tr></table> --><table><tr><td>14</td></tr></table>",
        "<script>var t = '<table><tr><td>15</td></tr></table>';</script><table><tr><td>16</td></tr></table>",
        "<table><tr><td>17</td><td>18</table><p>一</p><table><tr><td>19</td></tr>",
        "<TABLE><TR><TD>20</TD></TR></TABLE><table><tr><td>21</td></tr></table>",
        f"<table {MARK}='0'><tr><td>22</td></tr></table><table {MARK}='5'><tr><td>23</td></tr></table>",
        "<table><tr><td>\ue0000</td><td>24</td></tr></table>",
        "<table><tr><td><h1>某局2024年政府信息公开工作年度报告</h1></td></tr></table>",
        "<table></table><table><tr><td>1,234</td><td>96171.6</td><td>2.</td><td>25件</td></tr></table>",
        "</table><p>二</p><table><tr><td>26</td></tr></table>",
    ],
)
def test_whatever_is_not_plainly_a_table_of_its_own_reads_the_same(monkeypatch, body):
    for _ in range(2):  # the second time it is known
        assert texts(page(body)) == in_its_page(monkeypatch, page(body))


cell = st.sampled_from(
    [
        "<td>3</td>",
        "<td> 45 </td>",
        "<td>合计</td>",
        "<td colspan=2>6</td>",
        "<td><b>7</b></td>",
        "<td>8<p>9</p></td>",
    ]
)
piece = st.one_of(
    st.lists(st.lists(cell, max_size=3).map("".join), max_size=3).map(
        lambda rows: f"<table><tr>{'</tr><tr>'.join(rows)}</tr></table>"
    ),
    st.sampled_from(
        [
            "<table>",
            "</table>",
            "<!--",
            "-->",
            "<p>文字 5 件</p>",
            "</td>",
            "<tr>",
            "<div>",
            "</div>",
        ]
    ),
)


@settings(deadline=None, max_examples=200)
@given(st.lists(piece, max_size=6))
def test_any_mixture_of_tables_reads_the_same_as_in_its_page(pieces):
    with pytest.MonkeyPatch.context() as patch:
        data = page("".join(pieces))
        assert texts(data) == in_its_page(patch, data)


def test_text_and_titles_around_tables_stay(monkeypatch):
    data = html_report(2024)
    whole = html.read(data)
    with monkeypatch.context() as patch:
        patch.setattr(html, "take_out", lambda found, _: (found, {}))
        plain = html.read(data)
    assert [item for item in whole.items if isinstance(item, str)] == [
        item for item in plain.items if isinstance(item, str)
    ]
    assert list(whole.titles) == list(plain.titles)
