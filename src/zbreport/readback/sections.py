"""The text of a report: its headings 一 to 六, its title, and the year it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zbreport.readback.labels import section_titles
from zbreport.readback.published import Paragraph
from zbreport.text import normalise

_NUMBERED = re.compile(r"[\s　]*(?:第?([一二三四五六])(?:部分)?[、.．,，:：]|([1-6])[、.．](?!\d))[\s　]*")
_LEADER = re.compile(r"[\s.·…‥—\-]*\d*[\s]*")
_SENTENCE = re.compile(r"[。；！？!?]|，.*，")
_LONGEST_HEADING = 40
_LONGEST_TITLE = 60

_KIND = re.compile(r"政府信息公开(?:工作)?年度(?:工作)?报告|政府信息公开工作报告|政府信息公开(?:工作)?年报")
_QUOTED = re.compile(r"《([^《》]{4,60})》")
_YEAR = re.compile(r"(20\d\d)年")
_PERIOD = re.compile(r"(20\d\d)年1月1日(?:起|开始)?(?:至|到|[-—–~])+(?:(20\d\d)年)?12月31日")
_FOR_PEOPLE = re.compile(r"[>»›]|首页|当前位置|上一篇|下一篇")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SPELT = re.compile(r"二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")


class Heading(NamedTuple):
    """A heading of one of the six sections: which paragraph, which section, and where the heading ends in it."""

    index: int
    section: str
    end: int


def headings(texts: Sequence[str]) -> list[Heading]:
    """Finds the headings of the report among its paragraphs.

    A table of contents, a navigation bar and the report itself may all have them: the run with the most text below its headings is
    the report.
    """
    order = "".join(number for number, _, _ in section_titles())
    found = [Heading(i, *match) for i, text in enumerate(texts) if (match := _heading(text))]
    runs: list[list[Heading]] = []
    for one in found:
        if not runs or order.index(one.section) <= order.index(runs[-1][-1].section):
            runs.append([])
        runs[-1].append(one)
    ends = [*(run[0].index for run in runs[1:]), len(texts)]
    weights = [(_sections_with_text(run, texts, end), sum(map(len, texts[run[0].index : end]))) for run, end in zip(runs, ends, strict=True)]
    return runs[weights.index(max(weights))] if runs else []


def paragraphs(texts: Sequence[str]) -> tuple[Paragraph, ...]:
    """Gives every paragraph its section; a heading that runs into its text is told apart from it."""
    at = {one.index: one for one in headings(texts)}
    return tuple(_paragraphs(texts, at))


def _paragraphs(texts: Sequence[str], at: dict[int, Heading]) -> Iterator[Paragraph]:
    section = ""
    for index, text in enumerate(texts):
        if one := at.get(index):
            section = one.section
            yield Paragraph(section, text[: one.end].strip(), heading=True)
            text = text[one.end :].lstrip(" 　\t.。:：，,")  # noqa: PLW2901  (what follows the heading)
        if text:
            yield Paragraph(section, text)


def _sections_with_text(run: Sequence[Heading], texts: Sequence[str], end: int) -> int:
    ends = [*(one.index for one in run[1:]), end]
    return sum(1 for one, until in zip(run, ends, strict=True) if until > one.index + 1 or len(texts[one.index]) > one.end + 8)


def _heading(text: str) -> tuple[str, int] | None:
    """The section that a paragraph begins, and where its heading ends."""
    mark = _NUMBERED.match(text)
    start = mark.end() if mark else 0
    head = text[start : start + _LONGEST_HEADING]
    for number, titles, words in section_titles():
        for title in titles:
            end = _end(head, title)
            if end and (mark or not text[end:].strip()):
                return number, start + end
        short = mark and (mark[1] == number or mark[2]) and len(text) - start <= _LONGEST_HEADING and not _SENTENCE.search(text)
        if short and any(all(word in head for word in group) for group in words) and mark and mark[1] == number:
            return number, len(text)
    return None


def _end(head: str, title: str) -> int:
    """Where a title ends in a text that begins with it, white space and punctuation between its characters ignored; 0 if it does not."""
    at = 0
    for place, char in enumerate(head):
        if char == title[at]:
            at += 1
            if at == len(title):
                return place + 1
        elif char not in " 　\t\n、,，." or (at == 0 and char != " "):
            return 0
    return 0


def squeezed(text: str) -> str:
    """A text without white space, with half-width digits and letters, its years in digits."""
    plain = normalise(text)
    return _SPELT.sub(lambda spelt: spelt[0].translate(_DIGITS), plain)


def title_of(paragraphs_: Sequence[Paragraph], others: Sequence[str]) -> str:
    """The report's title.

    Args:
        paragraphs_: of the report; those before section 一 are looked at.
        others: what else may be it (a page's headings and its title), likeliest first.
    """
    front = [part.text for part in paragraphs_ if not part.section]
    candidates = [_with_office(front, i) for i, text in enumerate(front) if _is_title(text)]
    candidates += [_cleaned(text) for text in others if _is_title(text)]
    candidates += [_cleaned(quoted) for text in front for quoted in _QUOTED.findall(text) if _KIND.search(squeezed(quoted))]
    return next((text for text in candidates if _YEAR.search(squeezed(text))), candidates[0] if candidates else "")


def year_of(title: str, paragraphs_: Sequence[Paragraph]) -> int | None:
    """The year that a report is about: by its title, else by the period that its text names."""
    if match := _YEAR.search(squeezed(title)):
        return int(match[1])
    for part in paragraphs_:
        if match := _PERIOD.search(squeezed(part.text)):
            return int(match[1])
    return None


def _is_title(text: str) -> bool:
    return len(text) <= 2 * _LONGEST_TITLE and not _FOR_PEOPLE.search(text) and not re.search("[。，；]", text) and bool(_KIND.search(squeezed(text)))


def _with_office(front: Sequence[str], index: int) -> str:
    """A title that begins with the year has its office in the line above."""
    title = _cleaned(front[index])
    above = _cleaned(front[index - 1]) if index else ""
    has_office = not re.match(r"20\d\d年|政府信息", squeezed(title)) or bool(re.match(r"20\d\d年(?:度)?(?!度|政府信息公开)", squeezed(title)))
    fits = above and len(above) <= _LONGEST_TITLE // 2 and not _FOR_PEOPLE.search(above) and not re.search("[。，；：:、《》\\d]", above)
    return above + title if fits and not has_office else title


def _cleaned(text: str) -> str:
    """A title as one line without white space, site names behind a dash or bar left out."""
    return next((part for part in re.split(r"\s*[|_｜]\s*|\s+[-—–]+\s*|[-—–]+(?=[^-—–]*网)", "".join(text.split())) if _KIND.search(squeezed(part))), "".join(text.split()))
