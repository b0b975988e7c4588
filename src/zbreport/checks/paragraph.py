"""Reads one paragraph: sentences into clauses, figures bound to the terms beside them (see `phrases.toml`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zbreport.checks.binding import Cells, Meaning, Terms, bind
from zbreport.checks.claims import Claim
from zbreport.checks.clauses import bases, denial, speaks_of_requests
from zbreport.checks.grammar import Grammar, Token, plain

if TYPE_CHECKING:
    from zbreport.forms import Form

_SUBJECTS = frozenset({"subject", "weak"})
_NONE = frozenset({"requests_weak", "nothing"})
_TERMS = frozenset(
    {
        "subject", "weak", "flow", "carry", "period", "outcome", "applicant", "result", "document", "method", "scope", "compare", "all",
        "joint", "include",
    }
)  # fmt: skip
_BINDING = frozenset({"flow", "carry", "outcome", "applicant", "result", "document", "method", "subject", "weak", "scope"})
_SHARES = frozenset({"share", "share_of_received", "share_of_total"})
_BEFORE = _TERMS | _SHARES


@dataclass(slots=True)
class Paragraph:
    """The state of reading one paragraph: who is spoken of, in which year, and what 其中 refers to."""

    words: Grammar
    form: Form
    year: int | None
    section: str
    claims: list[Claim]
    subject: str = ""
    row: Cells = ("received",)
    period: str = "this"
    last: int | None = None
    base: int | None = None
    of_which: bool = False
    text: str = ""
    waiting: list[Token] = field(default_factory=list)

    def sentence(self, text: str) -> None:
        """Reads one sentence, clause by clause."""
        self.text, self.period, self.last, self.base, self.row, self.waiting = text, "this", None, None, ("received",), []
        outer: list[tuple[int | None, int | None]] = []
        clause: list[Token] = []
        for token in (*self.words.tokens(plain(text)), Token("stop", ".", len(text), len(text))):
            if token.kind != "stop":
                clause.append(self._dated(token) if token.kind == "year" else token)
                continue
            if clause:
                self._clause(clause)
            clause = []
            if token.value == "(":
                outer.append((self.base, self.last))
            elif token.value == ")" and outer:
                self.base, self.last = outer.pop()

    def _dated(self, token: Token) -> Token:
        """A year becomes the period that it is from the report year."""
        if self.year is None:
            return token
        ahead = token.number - self.year
        return Token("period", "this" if ahead == 0 else "next" if ahead == 1 else "previous", token.start, token.end)

    def _clause(self, tokens: list[Token]) -> None:
        kinds = {token.kind for token in tokens}
        if "period" in kinds and "carry" not in kinds and "compare" not in kinds:
            self.period = [token.value for token in tokens if token.kind == "period"][-1]
        if "ends_parts" in kinds and "of_which" not in kinds:
            self.base = None
        self.of_which = "of_which" in kinds
        if self.of_which:
            self.base = self.last
        tokens = self._one_subject(tokens) if "subject" in kinds else tokens
        figures = [index for index, token in enumerate(tokens) if token.kind == "figure"] if "figure" in kinds else []
        if self.period != "this" and "carry" not in kinds:
            self._remember(tokens)
        elif not figures:
            self._without_figures(tokens, kinds)
        elif "each" in kinds or (self.waiting and len(figures) == len(self._bound(self.waiting)) and len(figures) > 1):
            self._each(tokens, figures)
        else:
            self._figures(tokens, figures)
        self._remember(tokens)

    def _one_subject(self, tokens: list[Token]) -> list[Token]:
        """`申请` by itself names the subject only where nothing else in the clause does."""
        subjects = {token.value for token in tokens if token.kind == "subject"}
        if subjects.isdisjoint(_NONE):
            return tokens
        weak = [] if subjects != {"requests_weak"} else ["requests_weak"]
        kept = [token for token in tokens if token.value not in _NONE or token.value in weak]
        return [token._replace(kind="weak", value="requests") if token.value == "requests_weak" else token for token in kept]

    def _remember(self, tokens: list[Token]) -> None:
        self._speaks_of(tokens)
        has_figure = any(token.kind == "figure" for token in tokens)
        self.waiting = [] if has_figure else [token for token in tokens if token.kind in _TERMS]

    def _speaks_of(self, terms: list[Token]) -> None:
        for token in terms:
            if token.kind in _SUBJECTS:
                self.subject = token.value

    def _bound(self, tokens: list[Token]) -> list[Token]:
        """The terms that can each have a figure of their own, subjects only where nothing finer is named."""
        fine = [token for token in tokens if token.kind in {"outcome", "result", "applicant", "flow", "carry"}]
        return fine or [token for token in tokens if token.kind in _SUBJECTS]

    def _subject_of(self, terms: list[Token]) -> str:
        subject = self.subject
        for token in terms:
            if token.kind in _SUBJECTS:
                subject = token.value
        return subject or ("requests" if any(map(speaks_of_requests, terms)) else "")

    def _meaning(self, terms: list[Token], unit: str) -> Meaning:
        named = tuple([(token.kind, token.value) for token in terms])
        return bind(Terms(named, self._subject_of(terms), self.row, self.base is not None), unit, self.form.edition)

    def _figures(self, tokens: list[Token], figures: list[int]) -> None:
        start = 0
        for place, index in enumerate(figures):
            figure = tokens[index]
            before = [token for token in tokens[start:index] if token.kind in _BEFORE]
            start = index + 1
            if figure.value == "%":
                self._share(figure, before)
            elif figure.value and not figure.about:
                self._count(figure, before, tokens[start : figures[place + 1] if place + 1 < len(figures) else None])

    def _count(self, figure: Token, before: list[Token], after: list[Token]) -> None:
        kinds = {token.kind for token in before}
        if "compare" in kinds:
            return
        terms = before
        if kinds.isdisjoint(_BINDING):
            terms = before + _before_joint(after)
        elif kinds.isdisjoint(_SUBJECTS) and (following := _before_joint(after)):
            terms = before + [token for token in following[:1] if token.kind in _SUBJECTS and token.start == figure.end]
        meaning = self._meaning(terms, figure.value)
        self._speaks_of(terms)
        if meaning.row == ("carried_in",) and (self.of_which or "include" in kinds):
            self._include_carried()
        self._add(meaning, figure)

    def _include_carried(self) -> None:
        """`受理 3153 件（含上年结转 34 件）`: the figure before includes what was carried in."""
        if self.last is None or self.claims[self.last].dimension != "flow":
            return
        before = self.claims[self.last]
        if before.readings and all(reading == ("requests.received.total",) for reading in before.readings):
            both = ("requests.received.total", "requests.carried_in.total")
            self.claims[self.last] = before._replace(readings=(both,), also=())

    def _add(self, meaning: Meaning, figure: Token, kind: str = "count") -> None:
        if meaning.dimension == "flow" and not self.of_which:
            self.base = None
        stated = (figure.number * meaning.factor, self.text, figure.start, figure.end, self.section)
        claim = Claim(*stated, meaning.readings, meaning.also, kind, meaning.dimension, self.base)
        if meaning.dimension == "flow" and meaning.row:
            self.row = meaning.row
        self.claims.append(claim)
        self.last = len(self.claims) - 1

    def _each(self, tokens: list[Token], figures: list[int]) -> None:
        """`维持、纠正分别为 72、64 件`: as many terms as figures, in order."""
        shares = any(token.kind.startswith("share") for token in tokens)
        if shares:
            last = self.last
            for offset, index in enumerate(figures):
                self.last = None if last is None else last - len(figures) + 1 + offset
                self._share(tokens[index], [token for token in tokens if token.kind.startswith("share")])
            self.last = last
            return
        named = [*self.waiting, *(token for token in tokens[: figures[0]] if token.kind in _TERMS)]
        terms = self._bound(named)
        if len(terms) != len(figures):
            return
        subject = [token for token in named if token.kind in _SUBJECTS][-1:]
        unit = tokens[figures[-1]].value
        for term, index in zip(terms, figures, strict=True):
            periods = [token for token in named if token.kind == "period" and term.kind == "carry"]
            meaning = self._meaning([*(subject if term.kind not in _SUBJECTS else []), *periods, term], tokens[index].value or unit)
            self._add(meaning, tokens[index])

    def _share(self, figure: Token, before: list[Token]) -> None:
        if self.last is None or not any(token.kind.startswith("share") for token in before) or self.last < 0:
            return
        part = self.claims[self.last]
        base = self.claims[part.part_of] if part.part_of is not None else None
        kinds = {token.kind for token in before}
        readings, also = bases(part, base, kinds)
        stated = (figure.number, self.text, figure.start, figure.end, self.section)
        share = Claim(*stated, readings, also, "share", part.dimension, None, part, base)
        self.claims.append(share)

    def _without_figures(self, tokens: list[Token], kinds: set[str]) -> None:
        """Clauses that say none or all."""
        terms = [token for token in tokens if token.kind in _TERMS]
        if "all_done" in kinds:
            done = next(token for token in tokens if token.kind == "all_done")
            if self._subject_of(terms) == "requests" and self.last is not None:
                self._add(Meaning((("requests.carried_forward.total",),)), done._replace(number=0), "none")
        elif (place := denial(tokens)) is not None:
            self._none(tokens[place], tokens[place + 1 :])
        elif "all" in kinds and self.last is not None and kinds & {"outcome", "result"} and "flow" not in kinds:
            before = self.claims[self.last]
            meaning = self._meaning(terms, "件")
            if before.dimension == "flow" and meaning.readings:
                said = next(token for token in tokens if token.kind == "all")
                self._add(meaning, said._replace(number=before.figure), "all")

    def _none(self, denial: Token, after: list[Token]) -> None:
        terms = [token for token in after if token.kind in _TERMS]
        if not any(token.kind in {"subject", "weak", "carry", "outcome", "result"} for token in terms):
            return
        if any(token.kind in {"method", "applicant", "scope", "compare"} for token in terms):
            return
        unit = "元" if self._subject_of(terms) in {"processing_fee", "fees"} else "件"
        meaning = self._meaning(terms, unit)
        if meaning.readings:
            self._add(meaning, denial._replace(number=0), "none")


def _before_joint(tokens: list[Token]) -> list[Token]:
    """The terms right after a figure: 、 and 和 begin what has a figure of its own."""
    found: list[Token] = []
    for token in tokens:
        if token.kind == "joint":
            break
        if token.kind in _TERMS:
            found.append(token)
    return found
