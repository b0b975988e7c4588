"""The same item in two exports, the same case registered twice: counted once, and said.

Publications: by url, else by the platform's id, else by channel, day and title (domain: overlapping exports). Registers: by number.
The number counted does not depend on the order of files or rows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from zbreport.diagnostics import diagnose
from zbreport.ledgers.distinct import factorise
from zbreport.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from zbreport.ledgers.judge import Judge

_TRACKING = re.compile(r"(?:mpshare|scene|srcid|sharer_\w+|chksm|from|isappinstalled)=.*")
_SERIAL = re.compile(r"\d{1,4}")
_RUNNING = re.compile(r"\d{1,6}")


def plain_url(url: str) -> str:
    """A url as identity: no scheme, no fragment, no sharing parameters; empty when the text is no url."""
    address = url.partition("#")[0].strip()
    scheme, mark, rest = address.partition("://")
    if not mark:
        rest = scheme
    if "." not in rest or "/" not in rest.rstrip("/"):
        return ""
    page, _, query = rest.partition("?")
    kept = "&".join(part for part in query.split("&") if part and not _TRACKING.fullmatch(part))
    return f"{page}?{kept}" if kept else page.rstrip("/")


def _plain_urls(urls: pd.Series) -> pd.Series:
    """`plain_url` of every row; addresses without fragments and parameters, which is most lists, take the short way."""
    listed = urls.tolist()
    if not {"#", "?"} & set("".join(listed)):
        bare = [url.rpartition("://")[2].strip().rstrip("/") for url in listed]
        return pd.Series([url if "." in url and "/" in url else "" for url in bare], index=urls.index, dtype=object)
    return _distinct_map(urls, plain_url)


def platform_id(text: str) -> str:
    """A platform's id as identity; empty for a running number, and for a number that a spreadsheet has rounded."""
    return "" if _RUNNING.fullmatch(text) or "e+" in text else text


def mark_overlaps(judge: Judge) -> None:
    """Marks publications that another row has already as `duplicate`, with `same_as` naming that row's index."""
    frame = judge.frame
    frame["same_as"] = -1
    work = frame.loc[judge.open, ["source", "row", "channel", "published_on", "title", "url", "item_id"]].copy()
    if work.empty:
        return
    work["title"] = ["".join(title.split()) for title in work["title"]]
    work["entity"] = _entities(work)
    odd = _split_entities(work)
    judge.say(odd.reindex(frame.index, fill_value=False), "L142", "url", by=frame["url"])
    repeats, by_title = _same_entity(work), _same_title(judge, work)
    firsts = repeats.reindex(by_title.to_numpy())  # the row found under a url may itself repeat another
    same = pd.concat([repeats, by_title.where(firsts.isna().to_numpy(), firsts.to_numpy())]).astype(np.int64)
    frame.loc[same.index, "same_as"] = same.to_numpy()
    _say_overlaps(judge, same)
    judge.put_aside(pd.Series(frame.index.isin(same.index), index=frame.index), "duplicate")


def _distinct_map(values: pd.Series, change: Callable[[str], str]) -> pd.Series:
    codes, distinct = factorise(values.tolist())
    changed = np.array([change(str(value)) for value in distinct], dtype=object)
    return pd.Series(changed[codes], index=values.index, dtype=object)


def _entities(work: pd.DataFrame) -> pd.Series:
    """What identifies each row: its url, else the url of a row with the same platform id, else the id, else nothing.

    One url with several platform ids is several items (posts that link to one article).
    """
    url, ids = _plain_urls(work["url"]), _distinct_map(work["item_id"], platform_id)
    if not (ids != "").any():
        return url
    named = pd.DataFrame({"channel": work["channel"], "url": url, "id": ids.where(ids != "", None)})
    entity = url.copy()
    shared = named[(url != "") & named.duplicated(["channel", "url"], keep=False)]
    if not shared.empty:
        by_url = shared.groupby(["channel", "url"])["id"]
        several = by_url.transform("nunique") > 1
        split = several.index[several]
        entity.loc[split] = url[split] + "#" + ids[split].where(ids[split] != "", by_url.transform("min")[split])
    both = (url != "") & (ids != "")
    known = entity[both].groupby([work.loc[both, "channel"], ids[both]]).min()
    only_id = (url == "") & (ids != "")
    keys = pd.MultiIndex.from_arrays([work.loc[only_id, "channel"], ids[only_id]])
    given = pd.Series(known.reindex(keys).to_numpy(), index=ids.index[only_id], dtype=object)
    entity.loc[only_id] = given.where(given.notna(), "#" + ids[only_id])
    return entity


def _split_entities(work: pd.DataFrame) -> pd.Series:
    """Tells apart what shares a url though neither titles nor days connect it; those rows are returned as a mask to be asked about.

    Rows of one url belong together when a chain of equal titles or equal days leads from one to the other, whatever their order.
    """
    keyed = work.loc[work["entity"] != "", ["channel", "entity", "title", "published_on"]]
    odd = pd.Series(data=False, index=work.index)
    if not keyed["entity"].duplicated().any():
        return odd
    among = keyed[keyed.duplicated(["channel", "entity"], keep=False)]
    if among.empty:
        return odd
    among = among.assign(group=among.groupby(["published_on", "title"]).ngroup())
    before = None
    while before is None or not among["group"].equals(before):
        before = among["group"]
        for link in ("title", "published_on"):
            among["group"] = among.groupby(["channel", "entity", link])["group"].transform("min")
    least = among.groupby(["channel", "entity"])["group"].transform("min")
    apart = among[among["group"] != least]
    work.loc[apart.index, "entity"] += " " + apart["group"].astype(str)
    odd[apart.index] = True
    return odd


def _same_entity(work: pd.DataFrame) -> pd.Series:
    """Rows that repeat an identified item: row index → index of its first row."""
    keyed = work.loc[work["entity"] != "", ["channel", "entity"]]
    keyed = keyed[keyed.duplicated(keep=False)]
    first = keyed.index.to_series().groupby([keyed["channel"], keyed["entity"]]).transform("first")
    return first[first != first.index]


def _same_title(judge: Judge, work: pd.DataFrame) -> pd.Series:
    """Rows without url and id that stand elsewhere by channel, day and title: row index → index of the row that counts.

    Each table may list an item n times by right, under urls or not: the number of items is the largest n of any table, or that of all
    urls, whatever the order of tables and rows. Equal titles that count within one table are only asked about.
    """
    key = ["channel", "published_on", "title"]
    loose = work.loc[work["entity"] == "", ["source", "row", *key]]
    if loose.empty or not work.duplicated(key).any():
        return pd.Series(dtype=np.int64)
    loose = loose.assign(key=loose.groupby(key).ngroup(), turn=loose.groupby([*key, "source"]).cumcount())
    keyed = work[work["entity"] != ""].reset_index(names="index").merge(loose[[*key, "key"]].drop_duplicates(), on=key)
    items = keyed.drop_duplicates(["key", "entity"])
    listed = keyed.drop_duplicates(["key", "source", "entity"]).groupby(["key", "source"]).size()
    own = pd.Series(listed.reindex(pd.MultiIndex.from_frame(loose[["key", "source"]]), fill_value=0).to_numpy(), index=loose.index)
    elsewhere = loose["key"].map(items.groupby("key").size()).fillna(0).astype(int) - own
    loose["extra"] = loose["turn"] - elsewhere
    rest = loose[loose["extra"] >= 0]
    first: pd.Series = rest.index.to_series().groupby([rest["key"], rest["extra"]]).transform("first")
    _ask_again(judge, rest[first == rest.index], key)
    same: pd.Series = pd.concat([_under_url(loose[loose["extra"] < 0], keyed, items), first[first != first.index]])
    return same


def _under_url(absorbed: pd.DataFrame, keyed: pd.DataFrame, items: pd.DataFrame) -> pd.Series:
    """For rows that another table lists under a url: the row there, each taken once for every table."""
    if absorbed.empty:
        return pd.Series(dtype=np.int64)
    pairs = absorbed[["key", "source"]].drop_duplicates().merge(items[["key", "entity", "index"]], on="key")
    own = pd.MultiIndex.from_frame(keyed[["key", "source", "entity"]])
    pairs = pairs[~pd.MultiIndex.from_frame(pairs[["key", "source", "entity"]]).isin(own)]
    places = pairs.assign(turn=pairs.groupby(["key", "source"]).cumcount()).set_index(["key", "source", "turn"])["index"]
    return pd.Series(places.loc[pd.MultiIndex.from_frame(absorbed[["key", "source", "turn"]])].to_numpy(), index=absorbed.index)


def _ask_again(judge: Judge, counted: pd.DataFrame, key: list[str]) -> None:
    again = counted[counted.duplicated([*key, "source"], keep=False)]
    for (_, source), group in again.groupby(["key", "source"], sort=True):
        table = judge.tables[cast("int", source)]
        rows = [int(row) for row in group["row"]]
        judge.findings.append(diagnose("L140", sheet=table.sheet, rows=rows, column=table.letter("title"), count=len(rows)))


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
        name = "同一张表" if mine == other else f"{two.file}{f' / {two.name}' if two.name and two.file == one.file else ''}"
        judge.findings.append(diagnose("L141", sheet=one, rows=[int(row) for row in group["row"]], count=len(group), other=name))


def mark_same_numbers(judge: Judge, content: list[str]) -> None:
    """Marks rows whose registration number stands already: with the same content a `duplicate`, else a `duplicate_number`.

    Short running numbers that start again in every table are no registration numbers, and are left alone across tables.

    Args:
        judge: the ledger; column `number`.
        content: columns that must agree for two rows to be the same case.
    """
    frame = judge.frame
    frame["same_as"] = -1
    number = judge.text("number")
    frame["number"] = number
    numbered = judge.open & (number != "")
    if not number[numbered].duplicated().any():
        return
    work = frame.loc[numbered, ["source", "row", "number", *content]].copy()
    serial = work["number"].astype(str).str.fullmatch(_SERIAL)
    work["scope"] = work["source"].where(serial, -1)
    work = work.sort_values(content, na_position="last", kind="stable")  # which row stays must not depend on the order of rows or files
    repeated = work[work.duplicated(["scope", "number"])]
    if repeated.empty:
        return
    firsts = work.drop_duplicates(["scope", "number"]).reset_index().set_index(["scope", "number"])
    found = firsts.loc[pd.MultiIndex.from_frame(repeated[["scope", "number"]])]
    alike = pd.Series(data=True, index=repeated.index)
    for column in content:
        mine, theirs = repeated[column].to_numpy(), found[column].to_numpy()
        alike &= (mine == theirs) | (pd.isna(mine) & pd.isna(theirs))
    same = pd.Series(found["index"].to_numpy(), index=repeated.index)
    frame.loc[same.index, "same_as"] = same.to_numpy()
    _say_same_numbers(judge, same, alike)
    judge.put_aside(_spread(alike, frame), "duplicate")
    judge.put_aside(_spread(~alike, frame), "duplicate_number")


def _spread(mask: pd.Series, frame: pd.DataFrame) -> pd.Series:
    return mask.reindex(frame.index, fill_value=False)


def _say_same_numbers(judge: Judge, same: pd.Series, alike: pd.Series) -> None:
    frame = judge.frame
    pairs = pd.DataFrame(
        {
            "mine": frame.loc[same.index, "source"].to_numpy(),
            "row": frame.loc[same.index, "row"].to_numpy(),
            "number": frame.loc[same.index, "number"].to_numpy(),
            "other": frame.loc[same.to_numpy(), "source"].to_numpy(),
            "first": frame.loc[same.to_numpy(), "row"].to_numpy(),
            "alike": alike.to_numpy(),
        }
    )
    for (mine, other), group in pairs[pairs["alike"]].groupby(["mine", "other"]):
        rows = [int(row) for row in group["row"]]
        table = judge.tables[cast("int", mine)]
        elsewhere = "本表前面的" if mine == other else f"“{judge.tables[cast('int', other)].sheet.file}”中的"
        judge.findings.append(
            diagnose("L131", sheet=table.sheet, rows=rows, column=table.letter("number"), count=len(rows), other=elsewhere)
        )
    differing = pairs[~pairs["alike"]]
    columns = (differing[name].tolist() for name in ("mine", "row", "number", "other", "first"))
    for mine, row, number, other, first in zip(*columns, strict=True):
        table = judge.tables[cast("int", mine)]
        place = f"第 {first} 行" if mine == other else f"“{judge.tables[int(other)].sheet.file}”第 {first} 行"
        judge.findings.append(
            diagnose("L130", sheet=table.sheet, rows=[int(row)], column=table.letter("number"), value=shown(number), first=place)
        )
