"""No figure changes, whatever is no item stands among the items: totals, signatures, samples, prefilled rows, second headers."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from item_rows import KINDS, ledgers, page, prefilled, samples, signatures, tops, totals

from helpers import conserved, figures, run

LAWS = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sample_anywhere(_kind, rows, _at):
    return samples(rows)


def errors(outcome):
    return [one for one in outcome.diagnostics if one.level == "error"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", [totals, signatures, prefilled, sample_anywhere])
@LAWS
@given(data=st.data())
def test_a_row_that_is_no_item_changes_no_figure(kind, what, data):
    rows = data.draw(ledgers(kind))
    at = data.draw(st.integers(0, len(rows)))
    clean = run(page(kind, rows))
    changed = run(page(kind, [*rows[:at], data.draw(what(kind, rows, at)), *rows[at:]]))
    assert figures(changed) == figures(clean)
    assert errors(changed) == errors(clean)
    conserved(changed)
    (source,) = changed.sources
    assert (source.rows, source.counted) == (len(rows) + 1, clean.sources[0].counted)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "figures"])
@LAWS
@given(data=st.data())
def test_rows_that_lists_to_choose_from_begin_change_no_figure(kind, data):
    """Several rows with a number and the first words of their lists, as a form is handed out."""
    rows = data.draw(ledgers(kind))
    header = KINDS[kind].header
    chosen = data.draw(st.sampled_from(["网络", "否", "办公室", "一般"]))
    free = [place for place, name in enumerate(header) if name in {"申请方式", "备注", "是否公开"}]
    drawn = data.draw(st.sampled_from(free)) if free else None
    ahead = [[len(rows) + more, *[""] * (len(header) - 1)] for more in (1, 2, 3)]
    for row in ahead:
        if drawn is not None and header[drawn] != "是否公开":
            row[drawn] = chosen
    clean, changed = run(page(kind, rows)), run(page(kind, [*rows, *ahead]))
    assert figures(changed) == figures(clean)
    assert errors(changed) == errors(clean)
    conserved(changed)


@pytest.mark.parametrize("kind", KINDS)
@LAWS
@given(data=st.data())
def test_what_stands_below_the_header_changes_no_figure(kind, data):
    rows = data.draw(ledgers(kind))
    above = data.draw(st.lists(tops(kind), max_size=2, unique_by=str))
    sample = data.draw(st.lists(samples(rows), max_size=1))
    clean, changed = run(page(kind, rows)), run(page(kind, [*above, *sample, *rows]))
    assert figures(changed) == figures(clean)
    assert errors(changed) == errors(clean)
    conserved(changed)


@pytest.mark.parametrize("kind", KINDS)
@LAWS
@given(data=st.data())
def test_all_of_them_together(kind, data):
    rows = data.draw(ledgers(kind))
    written = list(rows)
    whats = data.draw(st.lists(st.sampled_from([signatures, prefilled]), max_size=3))
    written.extend(data.draw(what(kind, rows, len(rows))) for what in whats)
    at = data.draw(st.integers(1, len(rows)))
    written.insert(at, data.draw(totals(kind, rows, at)))
    changed = run(page(kind, written))
    assert figures(changed) == figures(run(page(kind, rows)))
    conserved(changed)
