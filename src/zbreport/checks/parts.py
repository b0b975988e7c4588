"""Rules on the report's parts, year, date and gaps (C18, C19, C39, C40, C47)."""

from __future__ import annotations

import re
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from zbreport.checks.case import Case, failed, unjudged
from zbreport.checks.grammar import number, plain
from zbreport.checks.narrative import names_this_year
from zbreport.checks.offices import is_government, office_of
from zbreport.checks.verdicts import Passed
from zbreport.text.gaps import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.checks.verdicts import Result
    from zbreport.readback.published import Published

_NUMERALS = "一二三四五六七八九"
_SAID_PARTS = re.compile(r"(?:分为|包括|包含|共|由)([一二三四五六七八九\d])个?(?:大?部分)")
_LISTED_PARTS = re.compile(
    r"(?:由|包括|包含|分为|分)(?P<names>[^。;；]{8,200}?)(?P<etc>等)?(?P<count>[一二三四五六七八九\d])个?(?:大?部分|方面)"
)
_PART_NAMES = (
    ("总体情况", "总体"),
    ("主动公开情况", "主动公开"),
    ("申请情况", "申请"),
    ("行政复议、行政诉讼情况", "复议|诉讼"),
    ("存在的主要问题及改进情况", "问题|改进"),
    ("其他需要报告的事项", "其他"),
)
_YEAR = re.compile(r"(20\d\d)年")
_PERIOD = re.compile(
    r"(20\d\d)年(?:度)?1月1日(?:起)?(?:至|到|[-—~～]{1,2})(?:(20\d\d)年)?(?:度)?(\d{1,2})月(\d{1,2})日|(20\d\d)年(\d{1,2})月(\d{1,2})日(?:起)?(?:至|到|[-—~～]{1,2})(20\d\d)年(\d{1,2})月(\d{1,2})日"
)
_TABLE_HEADING = re.compile(r"^.{0,20}?(20\d\d)年.{0,12}(?:情况)?(?:统计)?表")
_DAY = re.compile(r"(20\d\d)(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?")
_SPELT_DAY = re.compile(
    r"(二[〇○零][〇○零一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_SPELT_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_PUBLISHED = re.compile(r"(?:发布|公布|公开|发文|印发|生成|成文|更新)(?:日期|时间)[:：]?$")
_EMPTY = re.compile(
    r"^(?:[(（]?[一二三四五六七八九\d]+[)）]?[、.．]?)?(?:无|没有|暂无|无其他需要报告的事项|没有其他需要报告的事项|本年度无其他需要报告的事项)?[。.]?$"
)
_ALIKE = 0.9
_LONG_ENOUGH = 60
_SHOWN_GAPS = 3
_LONGEST_DATE_LINE = 200


def all_parts(case: Case) -> Iterator[Result]:
    """C18: the six parts, and as many as the text says."""
    headings = [part for part in case.published.paragraphs if part.heading and part.section]
    found = {part.section for part in headings}
    if not headings:
        yield unjudged("C18", "全文", "没有读到各部分的标题")
        return
    numerals = case.form.numerals if case.form else tuple(_NUMERALS[:6])
    missing = [section for section in numerals if section not in found]
    for section in missing:
        title = (
            next((title for title in case.form.sections if title.startswith(section)), section)
            if case.form
            else section
        )
        yield failed("C18", "全文", f"缺少第{section}部分（{title}）", expected=title)
    said = _SAID_PARTS.search(plain(case.published.text("")))
    if said:
        count = int(said[1]) if said[1].isdigit() else _NUMERALS.index(said[1]) + 1
        if count != len(found):
            yield failed(
                "C18",
                "前言",
                f"文中说{said[0]}，实际有 {len(found)} 部分",
                said=str(count),
                expected=str(len(found)),
                quote=said[0],
            )
        else:
            yield Passed()
    yield from _named_parts(plain(case.published.text("")))
    if not missing:
        yield Passed()


def _named_parts(preface: str) -> Iterator[Result]:
    """`由总体情况、……等六部分组成`: all six are named where the sentence names any."""
    said = _LISTED_PARTS.search(preface)
    if said is None or said["etc"] or said["count"] not in {"六", "6"}:
        return
    absent = [title for title, words in _PART_NAMES if not re.search(words, said["names"])]
    if len(absent) in {0, len(_PART_NAMES)}:
        return
    told = "、".join(absent)
    message = f"文中说六部分，只列出 {len(_PART_NAMES) - len(absent)} 部分，没有列{told}"
    yield failed("C18", "前言", message, expected=told, quote=said[0])


def one_year(case: Case) -> Iterator[Result]:
    """C19: title, period, text and table headings name one year, and the period is all of it."""
    year = case.published.year
    if year is None:
        yield unjudged("C19", "标题", "标题和统计期限中都没有年份")
        return
    title = _YEAR.search(plain(case.published.title))
    if title:
        yield _same_year("标题", title[1], year, case.published.title)
    for part in case.published.paragraphs:
        if part.section in {"", "一"}:
            for match in _PERIOD.finditer(plain(part.text)) if "日" in part.text else ():
                yield _period(match, year)
        elif (
            part.section in {"二", "三", "四"}
            and len(text := plain(part.text)) < 60
            and (heading := _TABLE_HEADING.match(text))
        ):
            yield _same_year(f"第{part.section}部分表题", heading[1], year, text)
    yield from _first_words(case.published, year)


def _same_year(place: str, said: str, year: int, quote: str) -> Result:
    if int(said) == year:
        return Passed()
    return failed(
        "C19",
        place,
        f"{place}写的是 {said} 年，报告年度是 {year} 年",
        said=said,
        expected=str(year),
        quote=quote,
    )


def _period(match: re.Match[str], year: int) -> Result:
    first, last = (int(match[1] or match[5]), int(match[2] or match[8] or match[1]))
    start = (1, 1) if match[1] else (int(match[6]), int(match[7]))
    end = (int(match[3]), int(match[4])) if match[1] else (int(match[9]), int(match[10]))
    if first == last == year and start == (1, 1) and end == (12, 31):
        return Passed()
    wanted = f"{year}年1月1日至{year}年12月31日"
    return failed(
        "C19",
        "统计期限",
        f"统计期限写的是{match[0]}，应为{wanted}",
        said=match[0],
        expected=wanted,
        quote=match[0],
    )


def _first_words(published: Published, year: int) -> Iterator[Result]:
    """The year that section 一 opens with, which tells a text left over from another year."""
    opening = next(
        (
            plain(part.text)
            for part in published.paragraphs
            if part.section == "一" and not part.heading and part.text
        ),
        "",
    )
    said = re.match(r"(20\d\d)年度?(?=[,，]|以来|全年|我|本)", opening)
    if (
        said
        and int(said[1]) != year
        and not names_this_year(opening, year)
        and year not in {int(found) for found in _YEAR.findall(plain(published.text("一")))}
    ):
        yield _same_year("一、总体情况", said[1], year, opening[:30])
    elif said:
        yield Passed()


def published_in_time(case: Case) -> Iterator[Result]:
    """C39: published by 31 January (department) or 31 March (government) of the next year."""
    day, office = (
        _date_of(case.published),
        office_of(case.published.title) or case.settings.unit or "",
    )
    year, government = case.published.year, is_government(office)
    if day is None or year is None:
        yield unjudged("C39", "公布日期", "没有找到公布日期" if day is None else "不知道报告年度")
        return
    limit = date(year + 1, 3, 31) if government is not False else date(year + 1, 1, 31)
    if day <= limit:
        if government is None and day > date(year + 1, 1, 31):
            yield unjudged("C39", "公布日期", "看不出是政府还是部门", said=day.isoformat())
        else:
            yield Passed()
        return
    who = "政府" if government else "部门" if government is False else "政府或部门"
    yield failed(
        "C39",
        "公布日期",
        f"报告日期是 {day}，{who}年报应在 {limit} 前公布",
        said=day.isoformat(),
        expected=f"≤ {limit}",
    )


def _date_of(published: Published) -> date | None:
    """The date under the report, or the one that the page calls its date of publication."""
    near = (
        part.text
        for part in (*published.paragraphs[-4:], *published.paragraphs[:12])
        if len(part.text) < _LONGEST_DATE_LINE
    )
    for text in map(plain, near):
        for match in (*_DAY.finditer(text), *_SPELT_DAY.finditer(text)):
            alone = text == match[0]
            if (alone or _PUBLISHED.search(text[: match.start()])) and (day := _day(match)):
                return day
    told = _DAY.match(published.page_date)
    return _day(told) if told else None


def _day(match: re.Match[str]) -> date | None:
    """The day that a match names, in digits or Chinese numerals; None if there is no such day."""
    year, month, day = match.groups()
    try:
        return date(int(year.translate(_SPELT_DIGITS)), int(number(month)), int(number(day)))
    except ValueError:
        return None


def said_something(case: Case) -> Iterator[Result]:
    """C40: sections 五 and 六 say something, and 五 not the same as last year."""
    headings = {part.section for part in case.published.paragraphs if part.heading}
    five, six = (_written(case.published, section) for section in ("五", "六"))
    for section, text in (("五", five), ("六", six)):
        if section not in headings:
            yield unjudged("C40", f"第{section}部分", "没有找到这一部分")
        elif _EMPTY.match(text):
            need = "应写明信息处理费的收取情况" if section == "六" else "应写明存在的问题和改进情况"
            yield failed(
                "C40",
                f"第{section}部分",
                f"第{section}部分{'只写“无”' if text else '没有内容'}，{need}",
                said=text,
                quote=text,
            )
        else:
            yield Passed()
    if case.previous is None or len(five) < _LONG_ENOUGH:
        return
    before = _written(case.previous, "五")
    alike = (
        SequenceMatcher(None, _undated(before), _undated(five), autojunk=False).ratio()
        if before
        else 0
    )
    if alike >= _ALIKE:
        yield failed(
            "C40", "第五部分", f"第五部分与上年年报的文字 {alike:.0%} 相同", quote=five[:40]
        )
    else:
        yield Passed()


def gaps(case: Case) -> Iterator[Result]:
    """C47: marks that `export` left where no ledger tells what to write; one finding a section."""
    found: dict[str, list[str]] = {}
    for part in case.published.paragraphs:
        marks = found.setdefault(part.section, [])
        if "【" in part.text:  # most paragraphs hold none, and looking closer costs time
            marks.extend(piece for piece, is_gap in pieces(part.text) if is_gap)
    for section, marks in found.items():
        if marks:
            place = f"第{section}部分" if section else "前言"
            different = list(dict.fromkeys(marks))
            told = "、".join(different[:_SHOWN_GAPS]) + (
                "等" if len(different) > _SHOWN_GAPS else ""
            )
            yield failed("C47", place, f"有 {len(marks)} 处待补充：{told}")
        else:
            yield Passed()


def _written(published: Published, section: str) -> str:
    """The text of a section without what is only marked as missing, which C47 tells."""
    return plain("".join(piece for piece, is_gap in pieces(published.text(section)) if not is_gap))


def _undated(text: str) -> str:
    return re.sub(r"20\d\d", "", text)
