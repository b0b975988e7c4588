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

_TRACKING = re.compile(r"[?&](?:mpshare|scene|srcid|sharer_\w+|chksm|from|isappinstalled)=[^&]*")
_SERIAL = re.compile(r"\d{1,4}")


def plain_url(url: str) -> str:
    """A url as identity: no scheme, no fragment, no sharing parameters; empty when the text is no url."""
    address = url.partition("#")[0].strip()
    scheme, mark, rest = address.partition("://")
    if not mark:
        rest = scheme
    if "." not in rest or "/" not in rest.rstrip("/"):
        return ""
    return _TRACKING.sub("", rest).rstrip("/?&")


def mark_overlaps(judge: Judge) -> None:
    """Marks publications that another row has already as `duplicate`, with `same_as` naming that row's index."""
    frame = judge.frame
    frame["same_as"] = -1
    work = frame.loc[judge.open, ["source", "row", "channel", "published_on", "title", "url", "item_id"]].copy()
    if work.empty:
        return
    work["title"] = _distinct_map(work["title"], lambda text: re.sub(r"\s+", "", text))
    work["entity"] = _entities(work)
    first_of, odd = _same_entity(work)
    judge.say(odd.reindex(frame.index, fill_value=False), "L142", "url", by=frame["url"])
    work.loc[odd, "entity"] = ""
    same = pd.concat([first_of, _same_title(judge, work.drop(index=first_of.index))])
    frame.loc[same.index, "same_as"] = same.to_numpy()
    _say_overlaps(judge, same)
    judge.put_aside(pd.Series(frame.index.isin(same.index), index=frame.index), "duplicate")


def _distinct_map(values: pd.Series, change: Callable[[str], str]) -> pd.Series:
    codes, distinct = factorise(values.tolist())
    changed = np.array([change(str(value)) for value in distinct], dtype=object)
    return pd.Series(changed[codes], index=values.index, dtype=object)


def _entities(work: pd.DataFrame) -> pd.Series:
    """What identifies each row: its url, else the url of a row with the same platform id, else the id, else nothing."""
    url = _distinct_map(work["url"], plain_url)
    ids = work["item_id"].where(work["item_id"].str.len() > 0, "")
    with_both = (url != "") & (ids != "")
    known = dict(zip(zip(work.loc[with_both, "channel"], ids[with_both], strict=True), url[with_both], strict=True))
    only_id = (url == "") & (ids != "")
    keys = zip(work.loc[only_id, "channel"], ids[only_id], strict=True)
    return url.where(
        ~only_id,
        pd.Series([known.get(key, f"#{key[1]}") for key in keys], index=url.index[only_id], dtype=object).reindex(url.index),
    )


def _same_entity(work: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Rows that repeat an identified item: (row index → index of the first, rows whose title and day both differ from the first's)."""
    keyed = work[work["entity"] != ""]
    repeated = keyed[keyed.duplicated(["channel", "entity"])]
    if repeated.empty:
        return pd.Series(dtype=np.int64), pd.Series(data=False, index=work.index)
    firsts = keyed.drop_duplicates(["channel", "entity"]).reset_index().set_index(["channel", "entity"])
    found = firsts.loc[pd.MultiIndex.from_frame(repeated[["channel", "entity"]])]
    alike = (found["title"].to_numpy() == repeated["title"].to_numpy()) | (
        found["published_on"].to_numpy() == repeated["published_on"].to_numpy()
    )
    first_of = pd.Series(found["index"].to_numpy(), index=repeated.index)[alike]
    return first_of, pd.Series(work.index.isin(repeated.index[~alike]), index=work.index)


def _same_title(judge: Judge, work: pd.DataFrame) -> pd.Series:
    """Rows without url and id that another table has by channel, day and title; within one table equal titles are only asked about.

    Each table may hold an item n times by right; the number of items is the largest n, whatever the order of the tables.
    """
    key = ["channel", "published_on", "title"]
    loose = work[work["entity"] == ""]
    if loose.empty:
        return pd.Series(dtype=np.int64)
    keys = pd.MultiIndex.from_frame(loose[key])
    among = work[pd.MultiIndex.from_frame(work[key]).isin(keys)].copy()
    among["keyed"] = among["entity"] != ""
    among["turn"] = among.groupby([*key, "source", "keyed"], sort=False).cumcount()
    elsewhere = among.sort_values("keyed", ascending=False, kind="stable")
    elsewhere["place"] = elsewhere.groupby([*key, "keyed"], sort=False).cumcount().where(elsewhere["keyed"], elsewhere["turn"])
    first = elsewhere.reset_index().drop_duplicates([*key, "place"]).set_index([*key, "place"])
    rest = elsewhere[~elsewhere["keyed"]]
    found = first.loc[pd.MultiIndex.from_frame(rest[[*key, "place"]])]
    same = pd.Series(found["index"].to_numpy(), index=rest.index)
    repeats = same[(same.to_numpy() != same.index.to_numpy()) & (found["source"].to_numpy() != rest["source"].to_numpy())]
    counted = rest.drop(index=repeats.index)
    again = counted[counted.duplicated([*key, "source"], keep=False)]
    for _, group in again.groupby([*key, "source"], sort=True):
        table = judge.tables[group["source"].astype(int).tolist()[0]]
        judge.findings.append(
            diagnose(
                "L140",
                sheet=table.sheet,
                rows=[int(row) for row in group["row"]],
                column=table.letter("title"),
                count=len(group),
            )
        )
    return repeats


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
    work = frame.loc[judge.open & (number != ""), ["source", "row", "number", *content]].copy()
    serial = work["number"].map(lambda text: _SERIAL.fullmatch(str(text)) is not None).astype(bool)
    work["scope"] = work["source"].where(serial, -1)
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
