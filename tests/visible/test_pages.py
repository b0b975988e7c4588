"""What a person sees of a web page: everything that is hidden, deleted or struck out is passed over, and nothing else."""

from __future__ import annotations

import pytest

from zbreport.visible.page import drop_unseen, parse
from zbreport.visible.tables import data_tables, grid_of, text_of


def seen(cell, *, head="", **options):
    """The text of a table's only cell."""
    tree = parse(
        f"<html><head>{head}</head><body><table><tr><td>{cell}</td></tr></table></body></html>"
    )
    drop_unseen(tree, **options)
    return text_of(next(tree.iter("td")))


@pytest.mark.parametrize(
    "hidden",
    [
        '<span style="display:none">7</span>',
        '<span style="DISPLAY : NONE !important">7</span>',
        '<span style="color:red;display: none;">7</span>',
        '<span style="display:block;display:none">7</span>',
        '<span style="visibility:hidden">7</span>',
        '<b style="visibility: collapse">7</b>',
        '<span style="mso-hide:all">7</span>',
        '<span style="opacity:0">7</span>',
        '<span style="font-size:0px">7</span>',
        "<span hidden>7</span>",
        '<span hidden="hidden">7</span>',
        '<span style="display:none"><b>7</b><i>7</i></span>',
        '<div style="visibility:hidden"><p>7</p></div>',
        '<span style="position:absolute;left:-9999px">7</span>',
        '<span style="text-indent:-999em">7</span>',
        '<span style="position:absolute;clip:rect(0, 0, 0, 0)">7</span>',
        '<span style="clip:rect(1px,1px,1px,1px)">7</span>',
        '<span style="height:0;overflow:hidden">7</span>',
        '<span style="color:transparent">7</span>',
        '<span style="font-size:1px">7</span>',
        "<dialog>7</dialog>",
        '<input type="hidden" value="7">',
        '<input type="checkbox" value="7">',
        "<del>7</del>",
        "<s>7</s>",
        "<strike><b>7</b></strike>",
        '<span style="text-decoration:line-through">7</span>',
        '<span style="text-decoration: underline line-through red">7</span>',
        '<span style="text-decoration-line:line-through">7</span>',
        "<script>7</script>",
        "<style>7</style>",
        "<template>7</template>",
        "<noscript>7</noscript>",
        "<svg><title>7</title><text>7</text></svg>",
        "<!-- 7 -->",
        "<textarea>7</textarea>",
        "<select multiple><option>7</option></select>",
    ],
)
@pytest.mark.parametrize("order", ["{}6", "6{}", "<p>{}6</p>", "<p>6{}</p>"])
def test_what_is_not_seen_is_not_read(hidden, order):
    assert seen(order.format(hidden)) == "6"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<span style="display:inline">6</span>', "6"),
        ('<span hidden style="display:block">6</span>', "6"),
        ('<span style="overflow:hidden">6</span>', "6"),
        ('<span style="visibility:visible">6</span>', "6"),
        ('<span style="opacity:0.9">6</span>', "6"),
        ('<span style="font-size:0.9em">6</span>', "6"),
        ('<span style="text-decoration:none">6</span>', "6"),
        ('<del style="text-decoration:none">6</del>', "6"),
        ("<ins>6</ins>", "6"),
        ('<div style="visibility:hidden">5<span style="visibility:visible">6</span>7</div>', "6"),
        ('<div style="font-size:0"> <span style="font-size:14px">6</span> </div>', "6"),
        ("<select><option>5</option><option selected>6</option></select>", "6"),
        ("<select><option>6</option><option>5</option></select>", "6"),
        ('<input value="6">', "6"),
        ('<input type="number" value="6">件', "6件"),
        ("<dialog open>6</dialog>", "6"),
        ("<details>6</details>", "6"),
        ('<span style="left:-1px;text-indent:-2em">6</span>', "6"),
        ('<span style="height:0">6</span>', "6"),
        ('<span style="color:transparent;background-clip:text">6</span>', "6"),
        ('<span style="font-size:12px">6</span>', "6"),
        ("<ruby>6<rp>(</rp><rt>liu</rt><rp>)</rp></ruby>", "6"),
        ("6<sup>①</sup>", "6^①"),
        ("\u200b6\u200d", "6"),
        ("1\u00ad2", "12"),
        ("6&#8203;&shy;&zwnj;", "6"),
        ("\ufeff6\u2060", "6"),
    ],
)
def test_what_is_seen_is_read(cell, text):
    assert seen(cell) == text


@pytest.mark.parametrize(
    ("sheet", "text"),
    [
        (".old{display:none}", "6"),
        ("span.old , p { display : none }", "6"),
        ("/* .x */ .old{visibility:hidden}", "6"),
        (".old{text-decoration:line-through}", "6"),
        ("@media screen{.old{display:none}}", "6"),
        (".old{display:none} .old{display:inline}", "76"),
        ("@media print{.old{display:none}}", "76"),
        ("@supports (x:y){.old{display:none}} .new{display:none}", "76"),
        ("div .old{display:none}", "76"),
        (".old.very{display:none}", "76"),
        (".old:hover{display:none}", "76"),
        ("i.old{display:none}", "76"),
        (".old{display:none", "76"),
        (".old{color:red}", "76"),
    ],
)
def test_rules_of_the_pages_own_sheets_count(sheet, text):
    assert seen('<span class="x old">7</span>6', head=f"<style>{sheet}</style>") == text


def test_an_inline_style_shows_what_a_rule_hides():
    head = "<style>.tab{display:none}</style>"
    assert seen('<span class="tab" style="display:inline">6</span>', head=head) == "6"


@pytest.mark.parametrize("style", ["visibility:hidden", "opacity:0", "display:none"])
def test_a_page_that_waits_for_its_script_is_seen(style):
    tree = parse(f'<html><body style="{style}"><table><tr><td>6</td></tr></table></body></html>')
    drop_unseen(tree)
    assert text_of(next(tree.iter("td"))) == "6"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<s>7</s>6", "6"),
        ("<s>7</s>", "7"),
        ("<p><s>7</s></p><p><del>8</del></p>", "7\n8"),
        ("<p><s>7</s></p><p>6</p>", "6"),
        ('<span style="text-decoration:line-through">作废</span>', "作废"),
    ],
)
def test_a_cell_of_a_ledger_that_is_struck_out_whole_keeps_its_text(cell, text):
    assert seen(cell, keep_struck=True) == text


# --- tables


def laid_out(rows, most=1000):
    """(text, top, left, bottom, right) of every cell of a table."""
    tree = parse(f"<table>{rows}</table>")
    grid = grid_of(data_tables(tree)[0], most)
    return [tuple(cell) for row in grid.rows for cell in row], grid.lengths


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        (
            "<tr><td rowspan=2>a<td>b<tr><td>c",
            [("a", 0, 0, 2, 1), ("b", 0, 1, 1, 2), ("c", 1, 1, 2, 2)],
        ),
        ("<tr><td colspan=2>a<td>b", [("a", 0, 0, 1, 2), ("b", 0, 2, 1, 3)]),
        (
            "<tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d",
            [("a", 0, 0, 3, 1), ("b", 0, 1, 1, 2), ("c", 1, 1, 2, 2), ("d", 2, 1, 3, 2)],
        ),
        (
            "<thead><tr><th rowspan=9>a<th>b<tbody><tr><td>c",
            [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 2), ("c", 1, 0, 2, 1)],
        ),
        ("<tr><td colspan=x rowspan=-1>a<td colspan=''>b", [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 2)]),
    ],
)
def test_cells_stand_where_a_browser_puts_them(rows, cells):
    assert laid_out(rows)[0] == cells


def test_columns_that_only_cells_from_above_cover_count_for_the_length_of_a_row():
    assert laid_out("<tr><td>a<td rowspan=2>b<tr><td>c")[1] == [2, 2]


def test_hidden_rows_are_dropped_or_marked():
    rows = '<tr><td>a<tr style="display:none"><td>b<tr hidden><td>c<tr hidden><td> <tr><td>d'
    for keep, texts, hidden in (
        (False, ["a", "d"], set()),
        (True, ["a", "b", "c", "", "d"], {1, 2}),
    ):
        tree = parse(f"<table>{rows}</table>")
        drop_unseen(tree, keep_rows=keep)
        grid = grid_of(next(tree.iter("table")), 100)
        assert [cell.text for row in grid.rows for cell in row] == texts
        assert grid.hidden == hidden


def test_rows_of_a_hidden_body_are_hidden():
    tree = parse("<table><tbody><tr><td>a<tbody hidden><tr><td>b<tr><td>c</table>")
    drop_unseen(tree, keep_rows=True)
    assert grid_of(next(tree.iter("table")), 100).hidden == {1, 2}


@pytest.mark.parametrize("count", [2_000, 20_000])
def test_hostile_nesting_and_sheets_are_read_in_time_that_grows_with_their_size(count):
    import time

    body = "<div style='visibility:hidden'>" * 200 + "x" + "<s>" * 200
    page = f"<style>{'@media x{' * count}{'.a{b:c}' * count}</style>{body}<table>{'<tr><td>1' * count}</table>"
    began = time.perf_counter()
    tree = parse(page)
    drop_unseen(tree)
    assert time.perf_counter() - began < 5
