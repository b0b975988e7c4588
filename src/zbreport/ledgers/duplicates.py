"""The same publication in two exports: counted once, and said.

By url and title, else by the platform's id, else by channel, day and title (domain: overlapping
exports). A url that stands beside several titles is that of a column or of a page that opens
articles by script, and names nothing. The number counted does not depend on the order of files or
rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from zbreport.diagnostics import diagnose
from zbreport.ledgers.identity import BLANK, UNADDRESSED, combined
from zbreport.ledgers.row_findings import rows_answer

if TYPE_CHECKING:
    from zbreport.ledgers.judge import Judge


def mark_overlaps(judge: Judge) -> None:
    """Marks publications that repeat another row as `duplicate`; `same_as` is that row's index."""
    frame = judge.frame
    frame["same_as"] = -1
    _ask_other_hosts(judge)
    work = frame.loc[
        judge.open, ["source", "row", "channel", "published_on", "title", "url", "item_id"]
    ]
    if work.empty:
        return
    work = work.assign(channel=pd.factorize(work["channel"])[0], entity=_entities(work))
    repeats = pd.Series(dtype=np.int64)
    if not work.loc[work["entity"] != BLANK, "entity"].is_unique:
        odd = _split_entities(work)
        judge.say(odd.reindex(frame.index, fill_value=False), "L142", "url", by=frame["url"])
        repeats = _same_entity(work)
    by_title = _same_title(judge, work)
    firsts = repeats.reindex(
        by_title.to_numpy()
    )  # the row found under a url may itself repeat another
    same = pd.concat([repeats, by_title.where(firsts.isna().to_numpy(), firsts.to_numpy())]).astype(
        np.int64
    )
    frame.loc[same.index, "same_as"] = same.to_numpy()
    _say_overlaps(judge, same)
    judge.put_aside(pd.Series(frame.index.isin(same.index), index=frame.index), "duplicate")


def _ask_other_hosts(judge: Judge) -> None:
    """Sets aside, and asks about, rows with a row's title, day and path on another host."""
    frame = judge.frame
    key = ["channel", "published_on", "title", "path"]
    placed = frame.loc[judge.open & (frame["path"] != BLANK) & (frame["title"] != BLANK)]
    again = placed[placed.duplicated(key, keep=False)]
    if again.empty:
        return
    first = again.groupby(key, observed=True)[["url", "source", "row"]].transform("first")
    others = again[(again["url"] != first["url"]) & ~_told_to_count(judge, again)]
    if others.empty:
        return
    places = (others["source"], others["row"], first["source"], first["row"])
    for mine, row, source, at in zip(
        *(one.loc[others.index].tolist() for one in places), strict=True
    ):
        table, other = judge.tables[mine], judge.tables[source]
        judge.findings.append(
            diagnose(
                "L185",
                sheet=table.sheet,
                rows=[row],
                column=table.letter("url"),
                other=f"“{other.sheet.file}”第 {at} 行",
                answer=rows_answer(table.sheet, [row]),
            )
        )
    judge.put_aside(pd.Series(frame.index.isin(others.index), index=frame.index), "unclear_row")


def _told_to_count(judge: Judge, rows: pd.DataFrame) -> pd.Series:
    """The rows that the office says are counted."""
    told = pd.Series(data=False, index=rows.index)
    for source, group in rows.groupby("source"):
        sheet = judge.tables[cast("int", source)].sheet
        answers = judge.settings.row_answers(sheet.file, sheet.name)
        told[group.index] = group["row"].isin([row for row, counts in answers.items() if counts])
    return told


def _entities(work: pd.DataFrame) -> pd.Series:
    """The identity of each row (`int64`), 0 for none.

    Its url, else the url of a row with the same platform id, else the id.

    One url with several platform ids is several items (posts that link to one article).
    """
    entity, ids = work["url"].where(work["url"] > UNADDRESSED, BLANK), work["item_id"]
    if not ids.any():
        return entity
    named = pd.DataFrame({"channel": work["channel"], "url": entity, "id": ids})
    several = (
        named[(entity != BLANK) & (ids != BLANK)]
        .groupby(["channel", "url"])["id"]
        .agg(["nunique", "min"])
    )
    split = named.reset_index(names="index").merge(
        several[several["nunique"] > 1].reset_index(), on=["channel", "url"]
    )
    entity = entity.copy()
    entity.loc[split["index"]] = combined(
        split["url"].to_numpy(), split["id"].where(split["id"] != BLANK, split["min"]).to_numpy()
    )
    named["entity"] = entity
    known = (
        named[(named["url"] != BLANK) & (ids != BLANK)]
        .groupby(["channel", "id"], as_index=False)["entity"]
        .min()
    )
    alone = named[(named["url"] == BLANK) & (ids != BLANK)]
    entity.loc[alone.index] = combined(BLANK, alone["id"].to_numpy())
    given = (
        alone.drop(columns="entity").reset_index(names="index").merge(known, on=["channel", "id"])
    )
    entity.loc[given["index"]] = given["entity"].to_numpy()
    return entity


def _split_entities(work: pd.DataFrame) -> pd.Series:
    """Tells apart rows that share a url but not the title.

    All but the first title's rows are returned as a mask, to be asked about.

    Within one table such a url names nothing, and neither does it in any other; where two tables
    have one title each, each title under that url is an item.
    """
    keyed = work.loc[work["entity"] != BLANK, ["source", "channel", "entity", "title", "item_id"]]
    odd = pd.Series(data=False, index=work.index)
    place = ["channel", "entity"]
    titles = keyed.groupby(place)["title"]
    several = keyed[(titles.transform("nunique") > 1) & (keyed["title"] != BLANK)]
    if several.empty:
        return odd
    in_table = several.groupby([*place, "source"])["title"].transform("nunique")
    page = in_table.groupby([several[name] for name in place]).transform("max") > 1
    named = (several["item_id"] != BLANK) & several.duplicated(["channel", "item_id"], keep=False)
    apart = several[~page & ~named]
    work.loc[page.index[page], "entity"] = BLANK
    work.loc[apart.index, "entity"] = combined(
        apart["entity"].to_numpy(), apart["title"].to_numpy()
    )
    first = several.groupby(place)["title"].transform("first")
    odd[several.index] = (several["title"] != first) & (page | ~named)
    return odd


def _same_entity(work: pd.DataFrame) -> pd.Series:
    """Rows that repeat an identified item: row index → index of the row of its first day."""
    keyed = work.loc[work["entity"] != BLANK, ["channel", "entity", "published_on"]]
    keyed = keyed[keyed.duplicated(["channel", "entity"], keep=False)].sort_values(
        "published_on", kind="stable"
    )
    first = (
        keyed.index.to_series()
        .groupby([keyed["channel"], keyed["entity"]])
        .transform("first")
        .sort_index()
    )
    return first[first != first.index]


def _same_title(judge: Judge, work: pd.DataFrame) -> pd.Series:
    """Rows without url and id that another table has: row index → index of the row that counts.

    They are compared by channel, day and title.

    Each table may list an item n times by right, under urls or not: the number of items is the
    largest n of any table, or that of all urls, whatever the order of tables and rows. Equal titles
    that count within one table are only asked about.
    """
    key = ["channel", "published_on", "title"]
    loose = work.loc[work["entity"] == BLANK, ["source", "row", *key]]
    if loose.empty or not work.duplicated(key).any():
        return pd.Series(dtype=np.int64)
    loose = loose.assign(
        key=loose.groupby(key).ngroup(), turn=loose.groupby([*key, "source"]).cumcount()
    )
    keyed = (
        work[work["entity"] != BLANK]
        .reset_index(names="index")
        .merge(loose[[*key, "key"]].drop_duplicates(), on=key)
    )
    items = keyed.drop_duplicates(["key", "entity"])
    listed = keyed.drop_duplicates(["key", "source", "entity"]).groupby(["key", "source"]).size()
    own = pd.Series(
        listed.reindex(pd.MultiIndex.from_frame(loose[["key", "source"]]), fill_value=0).to_numpy(),
        index=loose.index,
    )
    elsewhere = loose["key"].map(items.groupby("key").size()).fillna(0).astype(int) - own
    loose["extra"] = loose["turn"] - elsewhere
    rest = loose[loose["extra"] >= 0]
    first: pd.Series = (
        rest.index.to_series().groupby([rest["key"], rest["extra"]]).transform("first")
    )
    _ask_again(judge, rest[first == rest.index], key)
    same: pd.Series = pd.concat(
        [_under_url(loose[loose["extra"] < 0], keyed, items), first[first != first.index]]
    )
    return same


def _under_url(absorbed: pd.DataFrame, keyed: pd.DataFrame, items: pd.DataFrame) -> pd.Series:
    """For rows that another table lists under a url: the row there, each used once a table."""
    if absorbed.empty:
        return pd.Series(dtype=np.int64)
    pairs = (
        absorbed[["key", "source"]]
        .drop_duplicates()
        .merge(items[["key", "entity", "index"]], on="key")
    )
    own = pd.MultiIndex.from_frame(keyed[["key", "source", "entity"]])
    pairs = pairs[~pd.MultiIndex.from_frame(pairs[["key", "source", "entity"]]).isin(own)]
    places = pairs.assign(turn=pairs.groupby(["key", "source"]).cumcount()).set_index(
        ["key", "source", "turn"]
    )["index"]
    return pd.Series(
        places.loc[pd.MultiIndex.from_frame(absorbed[["key", "source", "turn"]])].to_numpy(),
        index=absorbed.index,
    )


def _ask_again(judge: Judge, counted: pd.DataFrame, key: list[str]) -> None:
    again = counted[counted.duplicated([*key, "source"], keep=False)]
    for (_, source), group in again.groupby(["key", "source"], sort=True):
        table = judge.tables[cast("int", source)]
        rows = [int(row) for row in group["row"]]
        judge.findings.append(
            diagnose(
                "L140", sheet=table.sheet, rows=rows, column=table.letter("title"), count=len(rows)
            )
        )


def _say_overlaps(judge: Judge, same: pd.Series) -> None:
    frame = judge.frame
    pairs = pd.DataFrame(
        {
            "mine": frame.loc[same.index, "source"].to_numpy(),
            "other": frame.loc[same.to_numpy(), "source"].to_numpy(),
            "row": frame.loc[same.index, "row"].to_numpy(),
        }
    )
    for (mine, other), group in pairs.groupby(["mine", "other"]):
        one, two = judge.tables[cast("int", mine)].sheet, judge.tables[cast("int", other)].sheet
        name = (
            "同一张表"
            if mine == other
            else f"{two.file}{f' / {two.name}' if two.name and two.file == one.file else ''}"
        )
        judge.findings.append(
            diagnose(
                "L141",
                sheet=one,
                rows=[int(row) for row in group["row"]],
                count=len(group),
                other=name,
            )
        )
