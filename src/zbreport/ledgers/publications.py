"""Publications: what every channel published, one row an item.

Frame: `published_on` (datetime64[s]), `channel` (key, category), `status` (`published`,
`not_published` or None), `title`, `url`, `item_id` (int64: what the item is known by, see
`identity`; 0 for a blank), `same_as` (index of the row that an item repeats, else -1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zbreport.ledgers.channels import channel_words
from zbreport.ledgers.duplicates import mark_overlaps
from zbreport.ledgers.identity import BLANK, DERIVED, IDENTITIES
from zbreport.text.privacy import shown

if TYPE_CHECKING:
    from zbreport.ledgers.judge import Judge

DATE = "published_on"


def typed(judge: Judge) -> None:
    """Types the columns; what was never published is set aside before its date is needed."""
    frame = judge.frame
    _further_lines(judge)
    status = judge.choice("status", "statuses", "发布状态", reason="unknown_status", required=False)
    judge.put_aside(status.means("not_published"), "not_published")
    judge.dates("published_on")
    _dates_by_month(judge)
    judge.needs_date("published_on")
    for field in (*IDENTITIES["publications"], *DERIVED["publications"]):
        if field not in frame:
            frame[field] = BLANK
    unnamed = (frame["title"] == BLANK) & (frame["url"] == BLANK)
    judge.faults("title", among=unnamed)
    judge.say(unnamed, "L143", "title", reason="no_title")
    _channels(judge)
    _traffic_rows(judge)


def facts(judge: Judge, year: int) -> None:
    """Sets aside other years and what another list has already."""
    judge.put_aside(judge.frame["published_on"].dt.year != year, "outside_year")
    mark_overlaps(judge)


def _dates_by_month(judge: Judge) -> None:
    """Gives rows of a list without dates the month that its sheet or file is named for (R216)."""
    if any(judge.tables[source].month for source in judge.sources):
        month = judge.by_table(lambda table: table.month)
        judge.frame["published_on"] = judge.frame["published_on"].fillna(
            month.astype("datetime64[s]")
        )


def _further_lines(judge: Judge) -> None:
    """Sets aside the rows under a title merged downwards.

    In a list of one channel they are further lines of the same item.
    """
    for source in judge.sources:
        table = judge.tables[source]
        column = table.fields.get("title")
        if table.channel is None or column is None:
            continue
        spans = [
            span
            for span in table.sheet.merged
            if span.left <= column <= span.right and span.bottom > span.top
        ]
        covered = {row + 1 for span in spans for row in range(span.top + 1, span.bottom + 1)}
        if covered:
            judge.put_aside(
                (judge.frame["source"] == source) & judge.frame["row"].isin(covered), "continuation"
            )


def _channels(judge: Judge) -> None:
    """Gives every row its channel: that of its table, or by the table's channel column."""
    channels = {source: judge.tables[source].channel for source in judge.sources}
    if None in channels.values():
        judge.frame["channel"] = _by_column(
            judge, judge.by_table(lambda table: table.channel)
        ).astype("category")
        return
    found, names = pd.factorize(np.array(list(channels.values()), dtype=object))
    codes = np.zeros(len(judge.tables), dtype=np.int16)
    codes[judge.sources] = found
    judge.frame["channel"] = pd.Categorical.from_codes(
        codes[judge.frame["source"].to_numpy()], categories=pd.Index(names)
    )


def _by_column(judge: Judge, given: pd.Series) -> pd.Series:
    """The channels, where no table gives one by the channel column."""
    judge.faults("channel", among=given.isna())
    words = channel_words(judge.settings)
    found = judge.look_up("channel", words)
    judge.judge_words(
        "channel",
        "channels",
        found,
        "渠道",
        "unknown_channel",
        within=given.isna(),
        words=words,
        more=lambda text: {f"other:{text}": f"单列为“{shown(text)}”"},
    )
    return given.where(given.notna(), found.codes)


def _traffic_rows(judge: Judge) -> None:
    """Keeps one row an article of WeChat's trend export, which has one a traffic source."""
    if not judge.has("traffic_source"):
        return
    frame = judge.frame
    source = judge.text("traffic_source")
    listed = (source != "") & judge.open
    part = pd.DataFrame(
        {
            "source": frame["source"],
            "day": frame["published_on"],
            "title": frame["title"],
            "rest": source != "全部",
        }
    )
    order = part[listed].sort_values("rest", kind="stable")
    repeated = order.duplicated(["source", "day", "title"])
    judge.put_aside(listed & repeated.reindex(frame.index, fill_value=False), "traffic_row")
