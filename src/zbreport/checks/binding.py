"""Which cells of the form a figure may mean, by the terms that stand beside it."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from zbreport.forms import form_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zbreport.forms import Form
    from zbreport.model import Number

Cells = tuple[str, ...]
"""Cells whose sum is meant."""

PROCESSING_FEE = "processing_fee"
"""信息处理费 in 元: a figure that section 六 tells and no table holds."""

_KINDS = {
    "review": ("review",),
    "litigation": ("litigation_direct", "litigation_after_review"),
    "litigation_direct": ("litigation_direct",),
    "litigation_after_review": ("litigation_after_review",),
    "proceedings": ("review", "litigation_direct", "litigation_after_review"),
}
DECISIONS = frozenset({"licences", "penalties", "coercive_measures"})
_LEGAL_PERSONS = "法人或其他组织"
"""The label over the columns of applicants that are no natural persons."""

_ENDED = ("upheld", "corrected", "other")
_CASES = {"件次", "件", "宗", "起", "例", "份", "条", "项", "笔", ""}
_TIMES = ("coercive_measures", "次")
_DOCUMENTS = {"件", "份", "部", "个", "项", ""}
_MONEY: dict[str, Number] = {"元": 1, "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


class Meaning(NamedTuple):
    """What a figure may mean.

    Attributes:
        readings: what the words say, each a sum of cells; with several, the words say them all at
            once.
        also: other readings that an office may have had in mind.
        dimension: what kind of part it is in a breakdown: `outcome`, `applicant`, `method`,
            `result`, `suit`, `carry`, `flow`, `free`; `part` of what the cells in `also` hold.
        row: row of section 三 that parts after it belong to.
        factor: multiply the figure by it to get the unit of the cell.
        each: whether the figure is said of each of the readings.
    """

    readings: tuple[Cells, ...] = ()
    also: tuple[Cells, ...] = ()
    dimension: str = "free"
    row: Cells = ()
    factor: Number = 1
    each: bool = False


class Terms(NamedTuple):
    """The terms beside a figure.

    Each is a kind and a key; besides, the subject that holds, the row that parts belong to, and
    whether the figure is a part.
    """

    found: tuple[tuple[str, str], ...]
    subject: str
    row: Cells = ("received",)
    part: bool = False

    def has(self, *kinds: str) -> bool:
        """Whether a term of one of these kinds is among them."""
        return any(kind in kinds for kind, _ in self.found)

    def values(self, kind: str) -> list[str]:
        """The keys of the terms of a kind, each once, in order."""
        return list(dict.fromkeys(value for its_kind, value in self.found if its_kind == kind))


@lru_cache(maxsize=4096)
def bind(terms: Terms, unit: str, edition: str) -> Meaning:
    """The cells that a figure with these terms and this unit may mean; empty where none."""
    form, subject = form_named(edition), terms.subject
    if (
        terms.has("compare")
        or (terms.has("scope") and not terms.has("outcome", "applicant", "result"))
        or (terms.has("aside") and subject not in _KINDS)
    ):
        return Meaning()
    if unit in _MONEY:
        return _money(terms, unit)
    if subject in _KINDS and unit in _CASES:
        return _proceedings(terms, form)
    if subject in {"rules", "normative_documents"} and unit in _DOCUMENTS:
        return _documents(terms, form)
    if subject in DECISIONS and (unit in _CASES or (subject, unit) == _TIMES):
        cell = f"disclosure.{subject}"
        return _meaning(((cell,),) if cell in form.cells else ((f"{cell}.decisions",),))
    if subject == "requests" and unit in _CASES:
        return _requests(terms, form)
    return Meaning(dimension="method" if terms.has("method") else "free")


def _meaning(
    readings: Iterable[Cells], also: Iterable[Cells] = (), dimension: str = "free", row: Cells = ()
) -> Meaning:
    return Meaning(tuple(readings), tuple(also), dimension, row)


def in_columns(meaning: Meaning, cells: Cells) -> Meaning:
    """A meaning in the columns of these cells: an outcome of the requests of some applicants."""
    columns = dict.fromkeys(key.rpartition(".")[2] for key in cells)

    def moved(readings: tuple[Cells, ...]) -> tuple[Cells, ...]:
        rows = [dict.fromkeys(key.rpartition(".")[0] for key in those) for those in readings]
        return tuple(
            tuple(f"{row}.{column}" for row in those for column in columns) for those in rows
        )

    return meaning._replace(readings=moved(meaning.readings), also=moved(meaning.also))


def _money(terms: Terms, unit: str) -> Meaning:
    if terms.subject == "processing_fee":
        return Meaning(((PROCESSING_FEE,),), factor=_MONEY[unit])
    if terms.subject == "fees":
        return Meaning((("disclosure.fees_wan_yuan",),), factor=Decimal(_MONEY[unit]) / 10_000)
    return Meaning()


def _documents(terms: Terms, form: Form) -> Meaning:
    columns = _document_columns(form, terms.subject)
    cells = [(key, columns[key]) for key in terms.values("document") if key in columns]
    strict = [(cell,) for key, cell in cells if key != "loose"]
    loose = [(cell,) for key, cell in cells if key == "loose" and not strict]
    if terms.values("document") and not cells:
        return Meaning()
    return (
        _meaning((), loose)
        if loose
        else _meaning([tuple(cell for (cell,) in strict)] if strict else [])
    )


@cache
def _document_columns(form: Form, row: str) -> Mapping[str, str]:
    """The cell of a row of section 二 for what became of documents (`terms` in the form)."""
    table = form.table("disclosure")
    return {
        term: table.cell_key(line, column)
        for _, line, column in table.lines()
        if line.key == row
        for term in column.terms
    }


def _proceedings(terms: Terms, form: Form) -> Meaning:
    named = [value for value in terms.values("subject") if value in _KINDS] or [terms.subject]
    if (
        len(named) > 1
        and "litigation" in named
        and {"litigation_direct", "litigation_after_review"} & set(named)
    ):
        named.remove("litigation")
    kinds = list(dict.fromkeys(kind for name in named for kind in _KINDS[name]))
    every = (
        [(name, _KINDS[name]) for name in named]
        if terms.has("all") and len(named) > 1
        else [("", tuple(kinds))]
    )
    results, flows = terms.values("result"), terms.values("flow")
    if not results and "forward" in terms.values("carry"):
        results = ["pending"]  # 尚未办结 of a case is 尚未审结

    def cells(names: Iterable[str], of: Iterable[str]) -> Cells:
        found = tuple(f"proceedings.{kind}.{name}" for kind in of for name in names)
        return found if all(key in form.cells for key in found) else ()

    if results:
        listed = [cells(results, of) for _, of in every]
        return Meaning(tuple(listed), dimension="result", each=len(listed) > 1)
    totals = [cells(["total"], of) for _, of in every]
    ended = [cells(_ENDED, of) for _, of in every]
    if "closed" in flows:
        return _meaning(ended, totals, "flow")
    if "new" in flows:
        return _meaning((), totals, "flow")
    if terms.has("subject", "all") or flows:
        dimension = "suit" if len(kinds) == 1 and kinds[0] != "review" else "flow"
        also = ended if {"total", "handled"} & set(flows) else ()
        return Meaning(tuple(totals), tuple(also), dimension, each=len(totals) > 1)
    return Meaning()


def _requests(terms: Terms, form: Form) -> Meaning:
    columns = _columns(terms.values("applicant"), form)
    outcomes, narrower = (
        _outcome_rows(terms.values(kind), form) for kind in ("outcome", "narrower")
    )
    both = ("received", "carried_in")
    flows = terms.values("flow")
    if outcomes or narrower:
        meant = _cells(dict.fromkeys((*outcomes, *narrower)), columns)
        return (
            _meaning((), [meant], "part")
            if narrower
            else _meaning([meant], _finer(terms, form, columns), "outcome", outcomes)
        )
    if terms.has("carry"):
        return _carried(terms, columns)
    if flows:
        return (
            _meaning((), [_cells(("received",), columns)], "method")
            if terms.has("method")
            else _flow(flows, columns)
        )
    if terms.has("applicant"):
        other = [row for row in (("received",), both, ("total",)) if row != terms.row]
        return _meaning(
            [_cells(terms.row, columns)], [_cells(row, columns) for row in other], "applicant"
        )
    if terms.has("subject") and not terms.has("method") and not terms.part:
        return _meaning(
            [_cells(("received",), columns)], [_cells(both, columns)], "flow", ("received",)
        )
    return Meaning(dimension="method" if terms.has("method") else "free")


def _flow(flows: list[str], columns: Cells) -> Meaning:
    """收到 is 一, 答复 is （七）; both at once must both be true.

    With or without what was carried in.
    """
    both = ("received", "carried_in")
    rows: list[Cells] = [("received",)] if {"received", "new"} & set(flows) else []
    rows += [("total",)] if {"total", "closed", "handled"} & set(flows) else []
    rows = [both] if "on_hand" in flows else rows
    also: list[Cells] = [] if "new" in flows or rows in ([("total",)], [both]) else [both]
    also += [both, ("received",)] if flows == ["handled"] else []
    also += [("received",), ("total",)] if "on_hand" in flows else []
    return _meaning(
        [_cells(row, columns) for row in rows],
        [_cells(row, columns) for row in also],
        "flow",
        rows[0],
    )


def _carried(terms: Terms, columns: Cells) -> Meaning:
    """Requests carried over a year's end.

    The direction comes from its own word, else from the year beside it; else it may be both.
    """
    words, years, flows = terms.values("carry"), terms.values("period"), terms.values("flow")
    back, forward = _cells(("carried_in",), columns), _cells(("carried_forward",), columns)
    if "back" in words or (words == ["either"] and "previous" in years):
        if {"received", "new"} & set(flows) and terms.has("joint"):
            return _meaning([_cells(("received", "carried_in"), columns)], dimension="flow")
        if flows and not terms.has("include"):
            return _meaning((), [back], "part")  # of those carried in, some may still be open
        return _meaning([back], dimension="carry", row=("carried_in",))
    if "forward" in words or "next" in years:
        return _meaning([forward], dimension="carry", row=("carried_forward",))
    return _meaning((), [back, forward], "carry")


def _columns(applicants: list[str], form: Form) -> Cells:
    (block,) = form.table("requests").blocks
    legal = tuple(line.key for line in block.columns if _LEGAL_PERSONS in line.path)
    found: dict[str, None] = {}
    for key in applicants:
        found.update(dict.fromkeys(legal if key == "法人" else (key,)))
    return tuple(found) or ("total",)


def _finer(terms: Terms, form: Form, columns: Cells) -> list[Cells]:
    """Of a group named with one of its rows (`因不掌握无法提供`), the row alone."""
    keys = terms.values("outcome")
    rows = [key for key in keys if not key.startswith("（")]
    groups = [row for key in keys if key.startswith("（") for row in group_rows(form, key)]
    return [_cells(rows, columns)] if rows and set(rows) <= set(groups) else []


def _outcome_rows(outcomes: list[str], form: Form) -> Cells:
    rows: dict[str, None] = {}
    for key in outcomes:
        rows.update(dict.fromkeys(group_rows(form, key) if key.startswith("（") else (key,)))
    known = {line.key for line in form.table("requests").blocks[0].rows}
    return tuple(rows) if rows and all(row in known for row in rows) else ()


def group_rows(form: Form, group: str) -> Cells:
    """The rows under `（三）不予公开` and the like."""
    return tuple(line.key for line in form.table("requests").blocks[0].rows if group in line.path)


def _cells(rows: Iterable[str], columns: Iterable[str]) -> Cells:
    columns = tuple(columns)
    return tuple(f"requests.{row}.{column}" for row in rows for column in columns)
