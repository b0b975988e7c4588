"""Rules on the report as a document: its year, its numbering, its length (C50-C52)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zbreport.checks.case import Case, failed, unjudged
from zbreport.checks.grammar import plain
from zbreport.checks.verdicts import Passed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.checks.verdicts import Result

_YEAR = re.compile(r"(?:19|20)\d\d(?=年)|二[〇○零]二[〇○零一二三四五六七八九](?=年)")
_NUMERAL = re.compile(r"[(（]?([一二三四五六七八九])[)）]?[、.．]?")
_OVERVIEW = "一"


def names_a_year(case: Case) -> Iterator[Result]:
    """C50: the title or the text names a year."""
    texts = (case.published.title, *(part.text for part in case.published.paragraphs))
    if case.published.year is not None or any(_YEAR.search(plain(text)) for text in texts):
        yield Passed()
    elif not case.published.paragraphs:
        yield unjudged("C50", "全文", "没有正文")
    else:
        yield failed("C50", "全文", "标题、正文中都没有年份，看不出是哪一年的年报")


def numbered_in_order(case: Case) -> Iterator[Result]:
    """C51: the headings of the six parts are numbered 一 to 六, once."""
    headings = [part for part in case.published.paragraphs if part.heading and part.section]
    told = [
        (part, match[1])
        for part in headings
        if (match := _NUMERAL.match(plain(part.text))) and not part.text.startswith(part.section)
    ]
    wrong = [(part, numeral) for part, numeral in told if numeral != part.section]
    if not headings:
        yield unjudged("C51", "全文", "没有读到各部分的标题")
    elif wrong:
        part, numeral = wrong[0]
        more = f"等 {len(wrong)} 处" if len(wrong) > 1 else ""
        message = f"“{plain(part.text)}”{more}的编号是“{numeral}”，应为“{part.section}”"
        yield failed("C51", f"第{part.section}部分", message, said=numeral, expected=part.section)
    else:
        yield Passed()


def overview_length(case: Case) -> Iterator[Result]:
    """C52: section 一 is no longer than the office allows (`report.overview_characters`).

    Without a limit nothing is tested.
    """
    most = case.settings.overview_characters
    written = len(plain(case.published.text(_OVERVIEW)))
    if not most:
        return
    if not written:
        yield unjudged("C52", "一、总体情况", "没有读到第一部分的文字")
    elif written > most:
        yield failed(
            "C52",
            "一、总体情况",
            f"第一部分 {written} 字，多于 {most} 字",
            said=str(written),
            expected=f"≤ {most}",
            difference=str(written - most),
        )
    else:
        yield Passed()
