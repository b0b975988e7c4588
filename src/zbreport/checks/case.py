"""What a rule is handed, and how it says what it found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict, Unpack

from zbreport.checks.catalogue import RULES
from zbreport.checks.relations import ReportFigures, cells_under, total
from zbreport.checks.verdicts import Finding, Passed, Result, Verdict
from zbreport.diagnostics import Level
from zbreport.forms.layout import number_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from zbreport.checks.claims import Narrative
    from zbreport.checks.relations import Figures
    from zbreport.forms import Form, Table
    from zbreport.model import Number, RowPlace
    from zbreport.readback.published import Published, ReadCell
    from zbreport.settings import Settings
    from zbreport.tabulation.tally import Tally


class Need(StrEnum):
    """What a rule cannot run without."""

    TABLES = "tables"
    TEXT = "text"
    PREVIOUS = "previous"
    LEDGERS = "ledgers"

    @property
    def label(self) -> str:
        """What it is, and how it is given."""
        return {
            "tables": "年报的表格",
            "text": "年报的正文",
            "previous": "上年年报（--previous）",
            "ledgers": "台账（--ledgers）",
        }[self.value]


@dataclass(frozen=True)
class Case:
    """One report under judgement.

    Attributes:
        published: the report as read.
        form: the edition that its tables follow; None when no table was found.
        previous: last year's report, if given.
        tally: the tally of its ledgers, if given.
        settings: what the office set.
    """

    published: Published
    form: Form | None
    previous: Published | None
    tally: Tally | None
    settings: Settings

    @cached_property
    def figures(self) -> Figures:
        """Cell → number, for every cell of the form; None where it was not found or holds none."""
        return figures_of(self.published, self.form)

    @cached_property
    def read_as(self) -> Figures:
        """Cell → number, with blanks as people mean them.

        0 where an office leaves zeros blank, and a blank 总计 as the sum of its addends.

        Only what is blank in a table with figures; what holds a text that is no number stays None.
        """
        return blanks_as_meant(self.published, self.form, self.figures)

    def total(self, cells: tuple[str, ...]) -> Number | None:
        """The sum of some cells, blanks as people mean them; None when one holds no number."""
        return total(cells, self.read_as)

    @cached_property
    def blank(self) -> frozenset[str]:
        """The cells of the form without a number, found or not."""
        figures = self.figures
        return (
            frozenset([key for key, value in figures.items() if value is None])
            if None in figures.values()
            else frozenset()
        )

    @cached_property
    def tables(self) -> tuple[tuple[Table, list[ReadCell]], ...]:
        """The tables of the form, each with those of its cells that were found."""
        read, form = self.published.cells, self.form
        if form is None:
            return ()
        return tuple(
            (table, list(filter(None, map(read.get, cells_under(form.edition, table.key)))))
            for table in form.tables
        )

    @cached_property
    def narrative(self) -> Narrative:
        """The figures that the text states."""
        from zbreport.checks.narrative import read_narrative

        return read_narrative(self.published, self.form)

    def label(self, key: str) -> str:
        """A cell in the form's own words."""
        return self.form.label(key) if self.form and key in self.form.cells else key


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of `RULES`: a code, its function, and what it needs besides the report."""

    code: str
    test: Callable[[Case], Iterable[Result]]
    needs: tuple[Need, ...] = (Need.TABLES,)


def blanks_as_meant(published: Published, form: Form | None, figures: Figures) -> Figures:
    """Cell → number; blanks of tables that hold figures are 0, blank totals are sums."""
    if form is None or None not in figures.values():
        return figures
    filled = {key.partition(".")[0] for key, value in figures.items() if value is not None}
    found = ReportFigures(figures, _unsplit_as_meant(published, form))
    blank = [
        key
        for key, value in figures.items()
        if value is None
        and key.partition(".")[0] in filled
        and (cell := published.cells.get(key)) is not None
        and not cell.text
    ]
    sums = [key for key in blank if form.cells[key].addends]
    found.update(dict.fromkeys(set(blank) - set(sums), 0))
    for key in sorted(sums, key=lambda key: key.startswith("requests.total.")):
        found[key] = total(form.cells[key].addends, found)
    return found


def _unsplit_as_meant(
    published: Published, form: Form
) -> Iterator[tuple[tuple[str, ...], Number | None]]:
    """The figures of rows that stand for several; blanks are 0, a blank 总计 is their sum."""
    for one in published.unsplit:
        sums = dict(one.sums())
        addends = {keys: form.cells[keys[0]].addends for keys in sums}
        for (keys, value), cell in zip(sums.items(), one.cells.values(), strict=True):
            if value is None and not cell.text and not addends[keys]:
                sums[keys] = 0
        for keys, value in sums.items():
            parts = [sums[other] for other in sums if other[0] in addends[keys]]
            known = [part for part in parts if part is not None]
            meant = value is None and parts and len(known) == len(parts)
            yield keys, sum(known) if meant else value


def figures_of(published: Published, form: Form | None) -> Figures:
    """Cell → number for every cell of a form."""
    if form is None:
        return {}
    read = {key: cell.value for key, cell in published.cells.items()}
    return ReportFigures(
        dict.fromkeys(form.cells) | read, [pair for one in published.unsplit for pair in one.sums()]
    )


class Told(TypedDict, total=False):
    """The optional parts of a `Finding`; what is empty is taken from the catalogue."""

    level: Level
    said: str
    expected: str
    difference: str
    quote: str
    remedy: str
    rows: tuple[RowPlace, ...]


def compare(
    rule: str,
    place: str,
    value: Number | None,
    wanted: Number | None,
    message: str,
    cells: tuple[str, ...] = (),
    **told: Unpack[Told],
) -> Result:
    """Passes equal numbers, cannot judge a missing one, fails the rest.

    Args:
        rule: code.
        place: in the form's own words.
        value: what the report says.
        wanted: what it should say.
        message: says the fault, without the difference.
        cells: operands.
        **told: level, quote, remedy.
    """
    if value is None or wanted is None:
        return unjudged(rule, place, "有的格子没有数", cells)
    if value == wanted:
        return Passed(cells)
    told.update(
        {
            "said": number_text(value),
            "expected": number_text(wanted),
            "difference": number_text(value - wanted),
        }
    )
    return failed(rule, place, f"{message}，相差 {number_text(value - wanted)}", cells, **told)


def failed(
    rule: str, place: str, message: str, cells: tuple[str, ...] = (), **told: Unpack[Told]
) -> Finding:
    """A fault; level and remedy are the catalogue's unless given."""
    entry = RULES[rule]
    told["remedy"] = told.get("remedy") or entry.remedy
    told.setdefault("level", entry.level)
    return Finding(
        rule=rule, verdict=Verdict.FAIL, place=place, message=message, cells=cells, **told
    )


def unjudged(
    rule: str, place: str, reason: str, cells: tuple[str, ...] = (), **told: Unpack[Told]
) -> Finding:
    """A comparison that lacks an operand."""
    told.setdefault("level", Level.INFO)
    return Finding(
        rule=rule,
        verdict=Verdict.CANNOT_JUDGE,
        place=place,
        message=f"无法判断：{reason}",
        cells=cells,
        **told,
    )


def question(
    rule: str, place: str, message: str, cells: tuple[str, ...] = (), **told: Unpack[Told]
) -> Finding:
    """Something that only the office can answer."""
    told.setdefault("level", Level.WARNING)
    told.setdefault("remedy", "请核对后写得明确些")
    return Finding(
        rule=rule, verdict=Verdict.CANNOT_JUDGE, place=place, message=message, cells=cells, **told
    )


def remark(rule: str, place: str, message: str, *, said: str = "", expected: str = "") -> Finding:
    """Something worth saying about what is right."""
    return Finding(
        rule,
        RULES[rule].level,
        Verdict.PASS,
        place,
        message,
        said=said,
        expected=expected,
        remedy=RULES[rule].remedy,
    )
