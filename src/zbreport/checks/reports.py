"""One report: read, and checked. What workers do for `zbreport check`.

What comes out is small, and says why where there is nothing: whatever a document makes the program
raise is said of that document, and the others are checked all the same.
"""

from __future__ import annotations

from collections import defaultdict
from time import perf_counter
from traceback import extract_tb
from typing import TYPE_CHECKING, NamedTuple

from zbreport import readback
from zbreport.checks import check
from zbreport.checks.offices import office_of
from zbreport.checks.output import jsonfile
from zbreport.errors import YearError, ZbreportError
from zbreport.forms import form_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from zbreport.checks.output import Written
    from zbreport.checks.verdicts import Verdicts
    from zbreport.readback.published import Published
    from zbreport.settings import Settings

_MOST_NAMED = 3


class ReportResult(NamedTuple):
    """What became of one report.

    Attributes:
        published: the report as read, where it was only to be read.
        verdicts: what the rules say, without the content of the report, where that was asked for.
        written: the report and its verdicts as JSON, where that was asked for.
        reason: why there is nothing of all that, as one sentence without the file's name.
        locked: whether it is because of a password.
        seconds: that it took.
    """

    published: Published | None = None
    verdicts: Verdicts | None = None
    written: Written | None = None
    reason: str = ""
    locked: bool = False
    seconds: float = 0.0


class LastYear(NamedTuple):
    """Last year's report of an office, or why there is none to compare with."""

    published: Published | None = None
    reason: str = ""


class Task(NamedTuple):
    """How reports are checked.

    Attributes:
        settings: what the office set.
        only, skip: codes of rules, as of `check`.
        verdicts, written: whether the verdicts are wanted, and the JSON.
        previous: office → its reports among last year's; None where none were given.
    """

    settings: Settings
    only: Sequence[str]
    skip: Sequence[str]
    verdicts: bool
    written: bool
    previous: Mapping[str, Sequence[Published]] | None = None


def read(path: Path, label: str, password: str = "") -> ReportResult:
    """Reads a report.

    It is refused where it holds none of the official tables, or is of a year that no edition of the
    form covers.

    Args:
        path: of the file.
        label: what it is called.
        password: for a file that has one.
    """
    began = perf_counter()
    asked: list[str] = []

    def ask(name: str) -> str:
        asked.append(name)
        return password

    try:
        published = readback.read_published(path, label, ask)
        reason = _unfit(published)
    except ZbreportError as error:
        reason = str(error).removeprefix(f"{label}：")
        return ReportResult(reason=reason, locked=bool(asked), seconds=perf_counter() - began)
    except Exception as error:  # noqa: BLE001  (one document never takes the others along)
        return ReportResult(reason=failure(error), seconds=perf_counter() - began)
    seconds = perf_counter() - began
    return ReportResult(None if reason else published, reason=reason, seconds=seconds)


def check_report(path: Path, label: str, task: Task, password: str = "") -> ReportResult:
    """Reads a report and checks it (arguments as `read`)."""
    return _checked(read(path, label, password), task)


def check_reports(files: Sequence[tuple[Path, str]], task: Task) -> list[ReportResult]:
    """Reads and checks some reports, each given by its path and label."""
    return [check_report(path, label, task) for path, label in files]


def by_office(reports: Iterable[Published]) -> dict[str, list[Published]]:
    """Reports by the office that their titles name."""
    found: defaultdict[str, list[Published]] = defaultdict(list)
    for one in reports:
        found[office_of(one.title)].append(one)
    return dict(found)


def last_year_of(published: Published, previous: Mapping[str, Sequence[Published]]) -> LastYear:
    """Last year's report of the office that a report is of.

    Args:
        published: this year's report.
        previous: office → its reports among last year's.
    """
    office = office_of(published.title)
    if not office:
        return LastYear(reason="标题里没有机关名称，找不到它的上年年报")
    found = list(previous.get(office, ()))
    if published.year is not None:
        of_that_year = [one for one in found if one.year in {None, published.year - 1}]
        found = of_that_year or found
    if not found:
        return LastYear(reason=f"给出的上年年报里没有“{office}”的")
    if len(found) > 1:
        some = "、".join(one.file for one in found[:_MOST_NAMED])
        return LastYear(reason=f"给出的上年年报里有 {len(found)} 份是“{office}”的（{some}）")
    return LastYear(found[0])


def _checked(found: ReportResult, task: Task) -> ReportResult:
    """Checks a report that was read."""
    published = found.published
    if published is None:
        return found
    began = perf_counter()
    try:
        last = LastYear() if task.previous is None else last_year_of(published, task.previous)
        verdicts = check(
            published,
            previous=last.published,
            no_previous=last.reason,
            settings=task.settings,
            only=task.only,
            skip=task.skip,
        )
        written = jsonfile.written(verdicts) if task.written else None
    except Exception as error:  # noqa: BLE001  (one document never takes the others along)
        return ReportResult(reason=failure(error), seconds=found.seconds)
    seconds = found.seconds + perf_counter() - began
    return ReportResult(
        None, verdicts.without_content() if task.verdicts else None, written, seconds=seconds
    )


def failure(error: Exception) -> str:
    """That the program failed over a document: the kind of error and where, none of its content."""
    if isinstance(error, MemoryError):
        return "内存不够，没有核对。请用 Word、WPS 或浏览器打开并另存后再试"
    (*_, last) = extract_tb(error.__traceback__)
    place = f"{last.filename.replace(chr(92), '/').rpartition('/')[2]}:{last.lineno}"
    return (
        f"程序在这份年报上出错（{type(error).__name__}，{place}），没有核对。"
        "请用 Word、WPS 或浏览器打开并另存后再试；仍然出错时，请把这一行告诉程序的维护者"
    )


def _unfit(published: Published) -> str:
    """Why a report cannot be checked, if so."""
    if published.edition is None:
        return "没有找到法定表格（第二、三、四部分的表），无法核对。"
    if published.year is not None:
        try:
            form_for(published.year)
        except YearError:
            return (
                f"这是 {published.year} 年度的年报，"
                "没有对应的全国统一表样（2019 年度起才有），无法核对。"
            )
    return ""
