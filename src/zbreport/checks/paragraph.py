"""Reads one paragraph: sentences into clauses, figures bound to the terms beside them (see `phrases.toml`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zbreport.checks import clauses
from zbreport.checks.binding import Cells, Meaning, Terms, bind
from zbreport.checks.claims import Claim
from zbreport.checks.grammar import Grammar, Token, plain

if TYPE_CHECKING:
    from zbreport.forms import Form

_STANDING = frozenset({"flow", "carry", "result"})
_NAMED = frozenset({"outcome", "applicant", "result"})

_NEXT = 2
"""Characters between a figure and what it counts: `12 件信息依申请公开`."""


@dataclass(slots=True)
class Paragraph:
    """The state of reading one paragraph: who is spoken of, in which year, what 其中 refers to, whether documents are being classed."""

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
    classed: bool = False
    text: str = ""
    waiting: list[Token] = field(default_factory=list)

    def sentence(self, text: str) -> None:
        """Reads one sentence, clause by clause."""
        self.text, self.period, self.last, self.base, self.row, self.waiting = (
            text,
            "this",
            None,
            None,
            ("received",),
            [],
        )
        self.classed = False
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
        return Token(
            "period",
            "this" if ahead == 0 else "next" if ahead == 1 else "previous",
            token.start,
            token.end,
        )

    def _clause(self, tokens: list[Token]) -> None:
        kinds = {token.kind for token in tokens}
        if "period" in kinds and "carry" not in kinds and "compare" not in kinds:
            self.period = [token.value for token in tokens if token.kind == "period"][-1]
        if "flow" in kinds:
            self.classed = False
        if "ends_parts" in kinds and "of_which" not in kinds:
            self.base = None
        self.of_which = "of_which" in kinds
        if self.of_which:
            self.base = self.last
        tokens = clauses.one_subject(tokens) if "subject" in kinds else tokens
        figures = (
            [index for index, token in enumerate(tokens) if token.kind == "figure"]
            if "figure" in kinds
            else []
        )
        if self.period != "this" and "carry" not in kinds:
            pass  # of another year
        elif not figures:
            self._without_figures(tokens, kinds)
        elif "each" in kinds or (
            self.waiting and len(figures) == len(clauses.bound(self.waiting)) and len(figures) > 1
        ):
            self._each(tokens, figures)
        else:
            self._figures(tokens, figures)
        if not kinds.isdisjoint(clauses.SUBJECTS):
            self._speaks_of(tokens)
        self.waiting = [] if figures else [token for token in tokens if token.kind in clauses.TERMS]

    def _speaks_of(self, terms: list[Token]) -> None:
        for token in terms:
            if token.kind in clauses.SUBJECTS:
                self.subject = token.value
                self.classed |= token.value == "attribute"

    def _meaning(self, terms: list[Token], unit: str) -> Meaning:
        named = tuple([(token.kind, token.value) for token in terms])
        return bind(
            Terms(named, clauses.subject_of(terms, self.subject), self.row, self.base is not None),
            unit,
            self.form.edition,
        )

    def _figures(self, tokens: list[Token], figures: list[int]) -> None:
        start = 0
        verb: list[Token] = []  # of documents: 制定政府规章 2 部、行政规范性文件 16 件
        for place, index in enumerate(figures):
            figure = tokens[index]
            before = [token for token in tokens[start:index] if token.kind in clauses.BESIDE]
            stop = figures[place + 1] if place + 1 < len(figures) else len(tokens)
            after = clauses.before_joint(tokens[index + 1 : stop])
            start = index + 1
            kinds = {token.kind for token in before}
            if after and kinds.isdisjoint(clauses.BINDING):
                start = (
                    tokens.index(after[-1], index) + 1
                )  # 20 件予以公开、5 件部分公开: what follows a figure is its own
            verb = (
                [token for token in before if token.kind == "document"]
                if "document" in kinds
                else verb
            )
            if figure.value == "%":
                self._share(figure, before)
            elif figure.value and not figure.about and not clauses.elsewhere(before, kinds):
                if (
                    verb
                    and verb[0] not in before
                    and any(token.value in clauses.DOCUMENTS for token in before)
                ):
                    before, kinds = [*verb, *before], kinds | {"document"}
                self._count(figure, before, after, kinds)

    def _count(
        self, figure: Token, before: list[Token], after: list[Token], kinds: set[str]
    ) -> None:
        """A figure between the terms before it, of these kinds, and those right after it."""
        terms = before
        if kinds.isdisjoint(clauses.BINDING):
            terms = before + after
        elif (
            after
            and kinds.isdisjoint(clauses.SUBJECTS)
            and after[0].kind in clauses.SUBJECTS
            and after[0].start - figure.end <= _NEXT
        ):
            terms = [*before, after[0]]
        meaning = self._meaning(terms, figure.value)
        self._speaks_of(terms)
        if self.subject in clauses.DOCUMENTS and clauses.REVISED.search(self.text):
            meaning = meaning._replace(readings=(), also=(*meaning.readings, *meaning.also))
        if self.classed and not any(token.kind in _STANDING for token in terms):
            return
        if (
            not meaning.readings
            and self.of_which
            and any(token.kind == "disclosure" for token in (*before, *after))
        ):
            meaning = self._of_all_cases()
        if meaning.row == ("carried_in",) and (self.of_which or "include" in kinds):
            self._include_carried()
        self._add(meaning, figure)

    def _of_all_cases(self) -> Meaning:
        """`行政诉讼 32 件，其中政府信息公开案件 4 件`: the figure before is of all suits, this one is the form's."""
        if (
            self.last is None
            or not self.claims[self.last].readings
            or "proceedings" not in self.claims[self.last].readings[0][0]
        ):
            return Meaning()
        every = self.claims[self.last]
        self.claims[self.last] = every._replace(readings=(), also=(), dimension="free")
        return Meaning(every.readings, dimension=every.dimension)

    def _include_carried(self) -> None:
        """`受理 3153 件（含上年结转 34 件）`: the figure before includes what was carried in."""
        if self.last is None or self.claims[self.last].dimension != "flow":
            return
        before = self.claims[self.last]
        if before.readings and all(
            reading == ("requests.received.total",) for reading in before.readings
        ):
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
                self._share(
                    tokens[index], [token for token in tokens if token.kind.startswith("share")]
                )
            self.last = last
            return
        named = [
            *self.waiting,
            *(token for token in tokens[: figures[0]] if token.kind in clauses.TERMS),
        ]
        terms = clauses.bound(named)
        if len(terms) != len(figures):
            return
        subject = [token for token in named if token.kind in clauses.SUBJECTS][-1:]
        unit = tokens[figures[-1]].value
        for term, index in zip(terms, figures, strict=True):
            periods = [token for token in named if token.kind == "period" and term.kind == "carry"]
            meaning = self._meaning(
                [*(subject if term.kind not in clauses.SUBJECTS else []), *periods, term],
                tokens[index].value or unit,
            )
            self._add(meaning, tokens[index])

    def _share(self, figure: Token, before: list[Token]) -> None:
        """`…1362 件，占 44.7%`: of the figure before; `自然人申请占 96.2%`: of the cells that are named."""
        if not any(token.kind.startswith("share") for token in before):
            return
        named = [token for token in before if token.kind in _NAMED]
        if named:
            meaning = self._meaning(named, "件")
            part = Claim(
                0, "", 0, 0, self.section, meaning.readings, (), "named", meaning.dimension
            )
        elif self.last is not None and self.last >= 0:
            part = self.claims[self.last]
        else:
            return
        base = self.claims[part.part_of] if part.part_of is not None else None
        kinds = {token.kind for token in before}
        readings, also = clauses.bases(part, base, kinds)
        stated = (figure.number, self.text, figure.start, figure.end, self.section)
        share = Claim(*stated, readings, also, "share", part.dimension, None, part, base)
        self.claims.append(share)

    def _without_figures(self, tokens: list[Token], kinds: set[str]) -> None:
        """Clauses that say none or all."""
        terms = [token for token in tokens if token.kind in clauses.TERMS]
        if "all_done" in kinds:
            done = next(token for token in tokens if token.kind == "all_done")
            if clauses.subject_of(terms, self.subject) == "requests" and self.last is not None:
                self._add(
                    Meaning((("requests.carried_forward.total",),)), done._replace(number=0), "none"
                )
        elif clauses.denial(tokens) is not None:
            for word, denied in clauses.denials(tokens):
                self._none(word, denied)
        elif (
            "all" in kinds
            and "flow" not in kinds
            and (kinds & {"outcome", "result", "applicant"} or clauses.names_suits(terms))
        ):
            self._all(terms, next(token for token in tokens if token.kind == "all"))

    def _all(self, terms: list[Token], said: Token) -> None:
        """`行政复议 3 件，均获维持`: the figure before is that of what is named, too."""
        before = self.claims[self.last] if self.last is not None else None
        meaning = self._meaning([token for token in terms if token.kind != "all"], "件")
        if before and before.dimension == "flow" and meaning.readings:
            self._add(meaning, said._replace(number=before.figure), "all")

    def _none(self, denial: Token, after: list[Token]) -> None:
        terms = [token for token in after if token.kind in clauses.TERMS]
        if clauses.RECEIVED.search(
            self.text[denial.start : denial.end]
        ):  # 未收到申请: of what else could it speak
            terms = [
                token._replace(kind="subject") if token.kind == "weak" else token for token in terms
            ]
        if not any(
            token.kind in {"subject", "weak", "carry", "outcome", "result"} for token in terms
        ):
            return
        if any(token.kind in {"method", "applicant", "scope", "compare"} for token in terms):
            return
        unit = (
            "元" if clauses.subject_of(terms, self.subject) in {"processing_fee", "fees"} else "件"
        )
        meaning = self._meaning(terms, unit)
        if meaning.readings:
            self._add(meaning, denial._replace(number=0), "none")
