"""Counts a case registered twice once, by its number (登记编号, 案号, 文号, 票据号), and says so.

Numbers that a spreadsheet has rounded name nothing. The number counted does not depend on the order
of files or rows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import pandas as pd

from zbreport.diagnostics import diagnose
from zbreport.ledgers.contained import ANSWERED
from zbreport.ledgers.identity import is_rounded
from zbreport.ledgers.row_findings import rows_answer
from zbreport.text.privacy import shown

if TYPE_CHECKING:
    from zbreport.ledgers.judge import Judge

_SERIAL = re.compile(r"\d{1,4}")


def mark_same_numbers(judge: Judge, content: list[str], *, lines: bool = False) -> None:
    """Marks rows whose number another row has.

    With the same content a `duplicate`, else a `duplicate_number`.

    Short running numbers that start again in every table are no registration numbers, and are left
    alone across tables.

    Args:
        judge: the ledger; column `number`.
        content: columns that must agree for two rows to be the same case.
        lines: whether a number may have several lines in one table, each an item of its own, as a
            receipt has.
    """
    frame = judge.frame
    frame["same_as"] = -1
    number = judge.text("number")
    frame["number"] = number
    numbered = judge.open & (number != "") & ~_rounded(judge, number)
    if not number[numbered].duplicated().any():
        return
    work = frame.loc[numbered, ["source", "row", "number", *content]].copy()
    serial = work["number"].astype(str).str.fullmatch(_SERIAL)
    work["scope"] = work["source"].where(serial, -1)
    work = work.sort_values(
        content, na_position="last", kind="stable"
    )  # which row stays must not depend on the order of rows or files
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
    if lines:
        same, alike = _lines(work, same, alike, content)
    if ANSWERED in frame:  # another number is the office's to write; that both count, it may say
        kept = alike | ~frame.loc[same.index, ANSWERED].astype(bool)
        same, alike = same[kept], alike[kept]
    frame.loc[same.index, "same_as"] = same.to_numpy()
    _say_same_numbers(judge, same, alike)
    judge.put_aside(_spread(alike, frame), "duplicate")
    judge.put_aside(_spread(~alike, frame), "duplicate_number")


def _lines(
    work: pd.DataFrame, same: pd.Series, alike: pd.Series, content: list[str]
) -> tuple[pd.Series, pd.Series]:
    """The same for numbers with several lines.

    A line that another table has is a duplicate; another line conflicts only between tables.
    """
    whole = ["scope", "number", *content]
    first = work.index.to_series().groupby([work[name] for name in whole], dropna=False)
    line = first.transform("first")
    repeats = line[line != line.index]
    source = work["source"]
    foreign = ~alike & (source.loc[same.index].to_numpy() != source.loc[same.to_numpy()].to_numpy())
    conflicts = same[foreign & ~same.index.isin(repeats.index)]
    whether = pd.Series(data=True, index=repeats.index)
    return (
        pd.concat([repeats, conflicts]).astype("int64"),
        pd.concat([whether, pd.Series(data=False, index=conflicts.index)]).astype(bool),
    )


def _rounded(judge: Judge, number: pd.Series) -> pd.Series:
    """Reports, once a table, rows whose number was rounded: several cases may share it."""
    known = {text: is_rounded(text) for text in map(str, number.unique())}
    rounded = number.map(known).astype(bool)
    judge.say(rounded, "L184", "number", by=pd.Series("", index=number.index, dtype=object))
    return rounded


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
        elsewhere = (
            "本表前面的"
            if mine == other
            else f"“{judge.tables[cast('int', other)].sheet.file}”中的"
        )
        judge.findings.append(
            diagnose(
                "L131",
                sheet=table.sheet,
                rows=rows,
                column=table.letter("number"),
                count=len(rows),
                other=elsewhere,
            )
        )
    differing = pairs[~pairs["alike"]]
    columns = (differing[name].tolist() for name in ("mine", "row", "number", "other", "first"))
    for mine, row, number, other, first in zip(*columns, strict=True):
        table = judge.tables[cast("int", mine)]
        place = (
            f"第 {first} 行"
            if mine == other
            else f"“{judge.tables[int(other)].sheet.file}”第 {first} 行"
        )
        judge.findings.append(
            diagnose(
                "L130",
                sheet=table.sheet,
                rows=[int(row)],
                column=table.letter("number"),
                answer=rows_answer(table.sheet, [int(row)]),
                value=shown(number),
                first=place,
            )
        )
