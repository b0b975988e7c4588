"""The text of a report: its headings, its title, and the year it is about."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from zbreport.readback.labels import footer_words, section_titles, simplified
from zbreport.readback.published import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BETWEEN = "、,，."
"""Marks that conversion leaves between the characters of a title."""

_FARTHEST = 100
"""No title ends farther from where it begins."""

_SENTENCE = re.compile(r"[。；！？!?]|，.*，")
_LONGEST_HEADING = 40
_LONGEST_TITLE = 60
_LONGEST_FOOTER = 120

_KIND = re.compile(
    r"政府信息公开(?:工作)?年度(?:工作)?报告|政府信息公开工作报告|政府信息公开(?:工作)?年报"
)
_QUOTED = re.compile(r"《([^《》]{4,60})》")
_YEAR = re.compile(r"(20\d\d)年")
_PERIOD = re.compile(r"(20\d\d)年1月1日(?:起|开始)?(?:至|到|[-—–~])+(?:(20\d\d)年)?12月31日")
_FOR_PEOPLE = re.compile(r"[>»›]|首页|当前位置|上一篇|下一篇")
_SENTENCE_MARK = re.compile("[。，；]")
_NAMELESS = re.compile(r"(?:20\d\d年度?)?政府信息公开")
_NO_OFFICE = re.compile(r"[。，；：:、《》\d]|政府信息公开")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SPELT = re.compile(r"二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")


@cache
def _order() -> tuple[str, ...]:
    """The Chinese numbers of the sections that any edition has, in order."""
    return tuple(number for number, _, _ in section_titles())


@cache
def _numbered() -> re.Pattern[str]:
    """A number in front of a heading."""
    numerals = "".join(_order())
    return re.compile(
        rf"\s*(?:第\s*([{numerals}])\s*部分[、.．:：\s]*|([{numerals}])\s*[、.．,，:：]"
        rf"|[1-{len(numerals)}]\s*[、.．](?!\d)|[(（]\s*([{numerals}])\s*[)）])\s*"
    )


class Heading(NamedTuple):
    """A heading of one of the sections.

    Which paragraph, which section, and where the heading ends in it.
    """

    at: int
    section: str
    end: int


def headings(texts: Sequence[str]) -> list[Heading]:
    """Finds the headings of the report among its paragraphs.

    A table of contents, a navigation bar and the report itself may all have them: the run with the
    most text below its headings is the report.
    """
    found = [Heading(i, *match) for i, text in enumerate(texts) if (match := section_heading(text))]
    runs: list[list[Heading]] = []
    for one in found:
        if not runs or _order().index(one.section) <= _order().index(runs[-1][-1].section):
            runs.append([])
        runs[-1].append(one)
    if not runs:
        return []
    ends = [*(run[0].at for run in runs[1:]), len(texts)]
    best, _ = max(zip(runs, ends, strict=True), key=lambda pair: _weight(texts, *pair))
    # What looks like a heading inside a section (`二、…` in a list of its own) breaks a run: go on
    # where the order allows.
    for one in (one for one in found if one.at > best[-1].at):
        if _order().index(one.section) > _order().index(best[-1].section):
            best.append(one)
    return best


def paragraphs(texts: Sequence[str]) -> tuple[Paragraph, ...]:
    """Gives every paragraph its section; a heading that runs into its text is told apart from it.

    What a site shows below the report (who runs it, its licence) belongs to no section.
    """
    parts = [part for text in texts for part in _split_at_headings(text)]
    at = {one.at: one for one in headings(parts)}
    last = max(at, default=len(parts))
    end = next((i for i, text in enumerate(parts) if i > last and is_site_footer(text)), len(parts))
    return tuple(_paragraphs(parts[:end], at))


def _split_at_headings(text: str) -> Iterator[str]:
    """A paragraph cut before every heading that stands in it behind the end of a sentence."""
    start = 0
    for mark in _inner_headings().finditer(text):
        rest = text[mark.end() :]
        if section_heading(rest) and text[start : mark.end()].strip():
            yield text[start : mark.end()].strip()
            start = mark.end()
    yield text[start:]


@cache
def _inner_headings() -> re.Pattern[str]:
    """The ends of sentences behind which a number follows."""
    numerals = "".join(_order())
    return re.compile(rf"[。；;！!\n](?=\s*(?:第\s*[{numerals}]\s*部分|[{numerals}]\s*[、.．]))")


def is_site_footer(text: str) -> bool:
    """Whether a line is one of those that a site shows below every article."""
    if len(text) > _LONGEST_FOOTER or _SENTENCE_MARK.search(text):
        return False
    plain = "".join(text.split())
    return any(word in plain for word in footer_words())


def _paragraphs(texts: Sequence[str], at: dict[int, Heading]) -> Iterator[Paragraph]:
    section = ""
    for index, text in enumerate(texts):
        if one := at.get(index):
            section = one.section
            yield Paragraph(section, text[: one.end].strip(), heading=True)
            rest = text[one.end :].lstrip(" 　\t.。:：，,")
            if rest:
                yield Paragraph(section, rest)
        else:
            yield Paragraph(section, text)


def _weight(texts: Sequence[str], run: Sequence[Heading], end: int) -> tuple[int, int]:
    """How many of a run's headings have text of their own below them, and how much text it is."""
    ends = [*(one.at for one in run[1:]), end]
    with_text = sum(
        1
        for one, until in zip(run, ends, strict=True)
        if until > one.at + 1 or len(texts[one.at]) > one.end + 8
    )
    return with_text, sum(map(len, texts[run[0].at : end]))


@lru_cache(maxsize=1024)
def section_heading(text: str) -> tuple[str, int] | None:
    """The section that a paragraph begins, and where its heading ends."""
    if not _beginnings().match(text):
        return None
    text = text.translate(simplified())
    mark = _numbered().match(text)
    found = _title(text, mark.end() if mark else 0)
    if mark and mark[3]:  # （三）numbers the parts of a section too: only the right title tells
        return found if found and found[0] == mark[3] else None
    if found and (mark or not text[found[1] :].strip()):
        return found
    if mark is None or len(text) - mark.end() > _LONGEST_HEADING or _SENTENCE.search(text):
        return None
    number = mark[1] or mark[2]
    words = next((words for section, _, words in section_titles() if section == number), ())
    return (
        (number, len(text)) if any(all(word in text for word in group) for group in words) else None
    )


@cache
def _beginnings() -> re.Pattern[str]:
    """What headings begin with, simplified or not: a number, or the first character of a title."""
    firsts = {title[0] for _, titles, _ in section_titles() for title in titles}
    firsts |= {chr(old) for old, new in simplified().items() if new in firsts}
    return re.compile(rf"{_numbered().pattern}|\s*[{re.escape(''.join(sorted(firsts)))}]")


def _title(text: str, start: int) -> tuple[str, int] | None:
    """The section whose title stands in a text from a place on, and where it ends.

    What stands between its characters is ignored.
    """
    while text[start : start + 1].isspace():
        start += 1
    places = [
        at
        for at, char in enumerate(text[start : start + _FARTHEST], start)
        if char not in _BETWEEN and not char.isspace()
    ]
    if not places or places[0] > start:
        return None
    said = "".join([text[at] for at in places])
    titles = ((section, title) for section, titles, _ in section_titles() for title in titles)
    return next(
        (
            (section, places[len(title) - 1] + 1)
            for section, title in titles
            if said.startswith(title)
        ),
        None,
    )


def squeezed(text: str) -> str:
    """A text for comparison: no white space, simplified, half-width, years in digits."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).translate(simplified())
    return _SPELT.sub(lambda spelt: spelt[0].translate(_DIGITS), plain)


def title_of(paragraphs_: Sequence[Paragraph], others: Iterable[str]) -> str:
    """The report's title.

    Args:
        paragraphs_: of the report; those before section 一 are looked at.
        others: what else may be it (a page's headings and its title), likeliest first.
    """
    front = [part.text for part in paragraphs_ if not part.section]
    first = ""
    for text in _candidates(front, others):
        if _YEAR.search(squeezed(text)):
            return text
        first = first or text
    return first


def _candidates(front: Sequence[str], others: Iterable[str]) -> Iterator[str]:
    """What may be the title, likeliest first."""
    yield from (_with_office(front, i) for i, text in enumerate(front) if _is_title(text))
    yield from (_cleaned(text) for text in others if _is_title(text))
    yield from (
        _cleaned(quoted)
        for text in front
        for quoted in _QUOTED.findall(text)
        if _KIND.search(squeezed(quoted))
    )


def year_of(title: str, paragraphs_: Sequence[Paragraph]) -> int | None:
    """The year that a report is about: by its title, else by the period that its text names."""
    if match := _YEAR.search(squeezed(title)):
        return int(match[1])
    for part in paragraphs_:
        if match := _PERIOD.search(squeezed(part.text)):
            return int(match[1])
    return None


def _is_title(text: str) -> bool:
    if len(text) > _LONGEST_TITLE or _FOR_PEOPLE.search(text) or _SENTENCE_MARK.search(text):
        return False
    return _KIND.search(squeezed(text)) is not None


def _with_office(front: Sequence[str], index: int) -> str:
    """A title that does not name its office has it in the line above."""
    title = _cleaned(front[index])
    above = _cleaned(front[index - 1]) if index else ""
    if (
        not above
        or len(above) > _LONGEST_TITLE // 2
        or _FOR_PEOPLE.search(above)
        or _NO_OFFICE.search(above)
    ):
        return title
    return above + title if _NAMELESS.match(squeezed(title)) else title


def _cleaned(text: str) -> str:
    """A title without white space and without the site's name before or behind it."""
    whole = "".join(text.split())
    parts = re.split(r"[|_｜]|[-—–]+", whole)
    return next(
        (part for part in parts if _KIND.search(squeezed(part)) and _YEAR.search(squeezed(part))),
        whole,
    )
