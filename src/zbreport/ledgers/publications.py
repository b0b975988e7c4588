"""Publications: what every channel published, one row an item.

Frame: `published_on` (datetime64[s]), `channel` (key), `status` (`published`, `not_published` or None), `title`, `url`, `item_id`
(int64: what the item is known by, see `identity`; 0 for a blank), `same_as` (index of the row that an item repeats, else -1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zbreport.ledgers.channels import channel_words
from zbreport.ledgers.duplicates import mark_overlaps
from zbreport.ledgers.identity import BLANK, id_keys, title_keys, url_keys
from zbreport.ledgers.wordings import toml_key

if TYPE_CHECKING:
    from zbreport.ledgers.judge import Judge

DATE = "published_on"
IDENTITIES = {"title": title_keys, "url": url_keys, "item_id": id_keys}


def typed(judge: Judge) -> None:
    """Types the columns; rows that were never published are set aside before their date is asked for."""
    frame = judge.frame
    judge.choice("status", "statuses", "发布状态", reason="unknown_status", required=False)
    judge.put_aside(frame["status"] == "not_published", "not_published")
    judge.dates("published_on")
    judge.needs_date("published_on")
    for field in IDENTITIES:
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


def _channels(judge: Judge) -> None:
    """Gives every row its channel: that of its table, or by the table's channel column."""
    frame = judge.frame
    given = judge.by_table(lambda table: table.channel)
    judge.faults("channel", among=given.isna())
    found = judge.look_up("channel", channel_words(judge.settings))
    texts, missing = found.texts, given.isna() & found.codes.isna()
    judge.say(missing & (texts == ""), "L150", "channel", by=texts, reason="unknown_channel", what="渠道")
    judge.say(
        missing & (texts != ""), "L113", "channel", by=texts, reason="unknown_channel", what="渠道", vocabulary="channels",
        facts=lambda text: {"example": f"other:{toml_key(text)}"},
    )  # fmt: skip
    frame["channel"] = given.where(given.notna(), found.codes)


def _traffic_rows(judge: Judge) -> None:
    """In WeChat's trend export an article has a row per traffic source: one of them is the article."""
    if not judge.has("traffic_source"):
        return
    frame = judge.frame
    source = judge.text("traffic_source")
    listed = (source != "") & judge.open
    part = pd.DataFrame({"source": frame["source"], "day": frame["published_on"], "title": frame["title"], "rest": source != "全部"})
    order = part[listed].sort_values("rest", kind="stable")
    repeated = order.duplicated(["source", "day", "title"])
    judge.put_aside(listed & repeated.reindex(frame.index, fill_value=False), "traffic_row")
