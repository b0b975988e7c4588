"""What clauses without a figure say: that there were none, all answered, all ended one way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zbreport.checks import clauses
from zbreport.checks.binding import Meaning
from zbreport.checks.grammar import Token

if TYPE_CHECKING:
    from zbreport.checks.claims import Claim
    from zbreport.checks.paragraph import Paragraph

_LEFT = Meaning((("requests.carried_forward.total",),))
_PUT_RIGHT = re.compile("纠[错正]")
_CASES = Token("subject", "proceedings", 0, 0)
_OVER = frozenset({"closed", "total"})
_MEANT = frozenset({"subject", "weak", "carry", "outcome", "result"})
_NARROWS = frozenset({"method", "applicant", "scope", "compare"})


def without_figures(reader: Paragraph, tokens: list[Token], kinds: set[str]) -> None:
    """Adds what a clause without figures states.

    Args:
        reader: the paragraph that it stands in.
        tokens: of the clause.
        kinds: of the tokens.
    """
    terms = [token for token in tokens if token.kind in clauses.TERMS]
    every = next((token for token in tokens if token.kind == "all"), None)
    if clauses.denial(tokens) is not None:
        before = [token for token in tokens if token.kind == "period"]
        for word, denied in clauses.denials(tokens):
            _none(reader, word, [*(one for one in before if one.end <= word.start), *denied])
    elif every is None:
        return
    elif "flow" in kinds and not kinds & {"outcome", "result"}:
        _done(reader, tokens, kinds, every)
    elif kinds & {"outcome", "result", "applicant"} or clauses.names_suits(terms):
        _all(reader, terms, every)


def _done(reader: Paragraph, tokens: list[Token], kinds: set[str], every: Token) -> None:
    """`全部办结`: nothing is left for 四; 均按时答复 leaves room for what is not yet due."""
    flow = next((token for token in tokens if token.kind == "flow" and token.value in _OVER), None)
    before = reader.claims[reader.flow] if reader.flow is not None else None
    named = reader.last is None and any(token.kind == "subject" for token in tokens)
    if flow is None or flow.start < every.start or not (before or named):
        return
    if reader.subject_of(tokens) != "requests":
        return
    in_time = "in_time" in kinds
    if in_time and flow.value != "closed":
        return
    came = before is None or any(
        "received" in cell for cells in before.candidates for cell in cells
    )
    since = reader.flow if reader.flow is not None else len(reader.claims)
    left = any(claim.dimension == "carry" for claim in reader.claims[since:])
    if came and not left:
        said = every._replace(number=0, end=flow.end)
        reader.add(_LEFT, said, "done", mild=in_time or flow.value != "closed")


def _all(reader: Paragraph, terms: list[Token], said: Token) -> None:
    """`行政复议 3 件，均获维持`: all cases of the figure before; of reviews and suits, each."""
    if reader.last is None:
        return
    named = [token for token in terms if token.kind != "all"]
    wholes = [reader.claims[reader.last]]
    if not any(token.kind == "subject" for token in named) and any(
        token.kind == "result" for token in named
    ):
        wholes = _totals_of_cases(reader) or wholes
    for whole in wholes:
        meaning = reader.meaning(named, "件")
        one_kind = whole.dimension == meaning.dimension == "outcome"
        if not whole.readings or not (one_kind or whole.dimension in {"flow", "suit"}):
            continue
        if meaning.dimension == "result":
            name = meaning.readings[0][0].rpartition(".")[2]
            groups = [cell.rpartition(".")[0] for cell in whole.readings[0]]
            meaning = Meaning((tuple(f"{group}.{name}" for group in groups),), dimension="result")
        if meaning.readings:
            reader.add(meaning, said._replace(number=whole.figure), "all")


def _totals_of_cases(reader: Paragraph) -> list[Claim]:
    """The totals of reviews and suits in a sentence since the last result or `；`, in order."""
    since = reader.text.rfind("；", 0, reader.claims[reader.last or 0].end)
    for claim in reader.claims:
        if claim.sentence is reader.text and claim.dimension == "result":
            since = max(since, claim.end)
    return [
        claim
        for claim in reader.claims
        if claim.start >= since
        and claim.sentence is reader.text
        and claim.kind == "count"
        and claim.figure
        and claim.dimension in {"flow", "suit"}
        and claim.readings
        and all(
            cell.startswith("proceedings.") and cell.endswith(".total")
            for cell in claim.readings[0]
        )
    ]


def _none(reader: Paragraph, denial: Token, after: list[Token]) -> None:
    """`未收到申请`: the cells that are named are 0."""
    terms = [token for token in after if token.kind in clauses.TERMS]
    if clauses.RECEIVED.search(reader.text[denial.start : denial.end]) or any(
        token.kind == "flow" and token.start == denial.end for token in terms
    ):  # of what else could 未收到申请 speak
        terms = [
            token._replace(kind="subject") if token.kind == "weak" else token for token in terms
        ]
    if {"natural_person", "法人"} <= {token.value for token in terms}:
        terms = [token for token in terms if token.kind != "applicant"]  # of everybody
    kinds = {token.kind for token in terms}
    if not kinds & _MEANT or kinds & _NARROWS:
        return
    if reader.subject_of(terms) == "" and any(
        token.kind == "result" and _PUT_RIGHT.search(reader.text[token.start : token.end])
        for token in terms
    ):
        terms = [_CASES, *terms]  # only reviews and suits can be
    unit = "元" if reader.subject_of(terms) in {"processing_fee", "fees"} else "件"
    meaning = reader.meaning(terms, unit)
    if meaning.readings or meaning.dimension == "carry":
        reader.add(meaning, denial._replace(number=0), "none")
