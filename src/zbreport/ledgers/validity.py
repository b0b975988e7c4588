"""Until when documents are valid: a day, a year, a span, a number of years, no end.

Source: domain.md 7: 长期, 永久, 无 and / have no end; `5年` and `自发布之日起5年` count from the
day of issue (from that of 施行 where the list gives it); `2027年` is its 31 December.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from zbreport.ledgers.dates import NOT_A_DATE, read_date, with_arabic
from zbreport.text.compare import NULLS, normalise, plain_text

if TYPE_CHECKING:
    from zbreport.model import Scalar

_ENDLESS = re.compile(
    r"-+|—+|/|空|0|(?:长期|永久|永续|持续|一直|继续|现行)(?:有效|执行|施行)?|有效|9999.*|n/?a"
    r"|(?:暂)?(?:无|没有?|未|不)(?:明确|规定|设定?|标注|注明|限定?|有|固定)*(?:的)?(?:有效)?(?:期限?|时间|年限)?(?:限制)?"
)
_SURE = re.compile(r"长期|永久|无固定(?:有效)?期限?")
"""What says without more that there is no end, within a longer text (`2024.4.1-长期`)."""

_DAY = (
    r"(?:19|20|21)\d\d[-/.年]\d{1,2}(?:[-/.月]\d{1,2}[日号]?|月|(?![-/.\d]))|(?<!\d)(?:19|20|21)\d{6}(?!\d)"
    r"|(?<!\d)(?:19|20|21)\d\d年?(?![-/.年\d])"
)
_DATES = re.compile(_DAY)
_YEAR_OR_MONTH = re.compile(r"(?:19|20|21)\d\d(?:年(?:度|底|末)?|[-/.年]\d{1,2}月?)?")
_NUMBER = r"(\d{1,3}|[一二两三四五六七八九十]{1,3})"
_LENGTH = re.compile(rf"(?<![\d年~—至到-]){_NUMBER}(?:周?年|个?(月))(?![\d月半])")
_PART = re.compile(r"年半|[\d一二三四五六七八九十][~—至到-][\d一二三四五六七八九十]+年")
_SMALL = {char: number for number, char in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
_BARE = re.compile(r"\d{1,3}(?:\.0)?")
_YEARS_AT_MOST = 100


def read_validity(
    value: Scalar, since: date | None = None, *, in_years: bool = False
) -> date | str | None:
    """Reads one cell as the last day of validity.

    Args:
        value: the cell.
        since: the day from which a number of years counts: that of 施行, else that of issue.
        in_years: whether the header says that a bare number is one of years.

    Returns:
        The last day; None where there is no end, or nothing is said; else the code of the
        diagnostic that says why it is not understood.
    """
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        return read_date(value)
    text = with_arabic(re.sub(r"\s", "", plain_text(str(value))).lower().strip("'"))
    plain = normalise(text).strip("()。,;")
    if not plain or plain in NULLS or _ENDLESS.fullmatch(plain):
        return None
    if in_years and _BARE.fullmatch(plain):
        return _after(since, 12 * int(float(plain)))
    if isinstance(value, (int, float)) and not (value == int(value) and 1900 <= value <= 2100):
        return read_date(value)
    if not _YEAR_OR_MONTH.fullmatch(text := text.removesuffix(".0")):
        day = read_date(value)
        if isinstance(day, date):
            return day
    return _from_text(text, since)


def _from_text(text: str, since: date | None) -> date | str | None:
    days = _DATES.findall(text)
    rest = _DATES.sub("", text)
    lengths = _LENGTH.findall(rest)
    if _PART.search(rest) or len(days) > 2 or len(lengths) > 1:
        return NOT_A_DATE
    if _SURE.search(text):
        return NOT_A_DATE if lengths or len(days) > 1 else None
    if lengths:
        return _by_length(lengths[0], days, since)
    if len(days) == 1 and re.search(r"[起始]|以?后$", text) and "止" not in text:
        return NOT_A_DATE  # it says when it begins
    return _last_day(days[-1]) if days else read_date(text)


def _by_length(length: tuple[str, str], days: list[str], since: date | None) -> date | str | None:
    """The end of a number of years or months, from a named day or `since`; a second must agree."""
    number, months = length
    begun = read_date(days[0]) if days else since
    if isinstance(begun, str):
        return begun
    end = _after(begun, _count(number) * (1 if months else 12))
    return end if len(days) < 2 or end == _last_day(days[1]) else NOT_A_DATE


def _last_day(text: str) -> date | str | None:
    """The last day of the day, month or year that a text names."""
    parts = [int(part) for part in re.findall(r"\d+", text)]
    if len(parts) == 1 and parts[0] <= 2199:
        return date(parts[0], 12, 31)
    if len(parts) == 2 and 1 <= parts[1] <= 12:
        return date(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1])
    return read_date(text)


def _after(since: date | None, months: int) -> date | str:
    """The last day of so many months from a day on: the day before it comes again."""
    if since is None or not 0 < months <= 12 * _YEARS_AT_MOST:
        return NOT_A_DATE
    year, month = divmod(since.month - 1 + months, 12)
    last = calendar.monthrange(since.year + year, month + 1)[1]
    return date(since.year + year, month + 1, min(since.day, last)) - timedelta(days=1)


def _count(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_SMALL.get(tens, 1) * 10 if ten else 0) + _SMALL.get(ones, 0)
