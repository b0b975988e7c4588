"""Reads one paragraph: sentences into clauses, figures bound to terms (see `phrases.toml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zbreport.checks import clauses
from zbreport.checks.binding import Cells, Meaning, Terms, bind, in_columns
from zbreport.checks.claims import Claim, Growth
from zbreport.checks.comparing import Comparison
from zbreport.checks.grammar import Grammar, Token, plain
from zbreport.checks.sayings import without_figures

if TYPE_CHECKING:
    from zbreport.forms import Form

_STANDING = frozenset({"flow", "carry", "result"})
_NAMED = frozenset({"outcome", "applicant", "result"})
_LEADS_LIST = frozenset({"joint", "period", "flow", "all"})
_OUTCOMES = frozenset({"outcome", "narrower"})
_CONTINUES = ("其中", "包括", "包含", "含")
"""A sentence that begins so goes on about the figure before it."""
_EVERY = re.compile("各|本级|部门|其他|其余|街道")
"""In the name of a part: the parts by unit are all there are."""
_SOME = re.compile("其中|含|包括|包含|等|主要")
"""In brackets: what is listed need not be all."""
_ANSWERS = re.compile("答复(?:情况|中|结果|的|申请)|(?:办理|处理)结果|申请|[受办]理|收到|答复")
"""In a sentence that names no subject: it speaks of requests."""
_AMOUNT = re.compile("[量数]")
"""Between what is named and a word that compares: how many there were."""
_BOTH = [["review", joint, "litigation"] for joint in "、和及与"]
"""`行政复议、行政诉讼共 18 件，被纠错 2 件`: of both."""
_TOGETHER = re.compile("[两二三四几]项|两者|二者|三者|合计|合占|共占")
"""Before a share: of several figures at once, which only the reader can add up."""
_ANSWERED = [Token("subject", "requests", 0, 0), Token("flow", "total", 0, 0)]
_LIST_ENDS = (",", "、", ";", "。", "(", ")", "占")

_SUMS_UP = ("合计", "共计", "总计")
"""Right before a figure behind a list of outcomes: their sum."""
_PLACES = frozenset({"个", "家", "名"})
"""Units of who did something: what follows is not theirs (`12 个单位收到 40 件`)."""

_NEXT = 2
"""Characters between a figure and what it counts: `12 件信息依申请公开`."""


@dataclass(slots=True)
class Paragraph:
    """The state of reading one paragraph: its subject, its year, what 其中 refers to.

    Besides, whether documents are being classed.
    """

    words: Grammar
    form: Form
    year: int | None
    section: str
    claims: list[Claim]
    growth: list[Growth] = field(default_factory=list)
    this_year: bool = False
    subject: str = ""
    row: Cells = ("received",)
    flow: int | None = None
    period: str = "this"
    dated: int | None = None
    last: int | None = None
    base: int | None = None
    of_which: bool = False
    complete: bool = False
    classed: bool = False
    office: bool = False
    text: str = ""
    kinds: frozenset[str] = frozenset()
    waiting: list[Token] = field(default_factory=list)
    comparison: Comparison = field(default_factory=Comparison)

    def sentence(self, text: str) -> None:
        """Reads one sentence, clause by clause."""
        whole = plain(text)
        self._begin(text, whole)
        outer: list[tuple[int | None, int | None, bool]] = []
        clause: list[Token] = []
        tokens = self.words.tokens(whole)
        self.kinds = frozenset([token.kind for token in tokens])
        tokens = clauses.brackets_last(tokens)
        for token in (*tokens, Token("stop", ".", len(text), len(text))):
            if token.kind != "stop":
                clause.append(self._dated(token) if token.kind == "year" else token)
                continue
            if clause:
                self._clause(clause)
            clause = []
            if token.value == "(":
                outer.append((self.base, self.last, self.complete))
                self._bracket(whole, token.end)
            elif token.value == ")" and outer:
                self.base, self.last, self.complete = outer.pop()
        self._compared()

    def _begin(self, text: str, whole: str) -> None:
        """Forgets what holds only within a sentence."""
        if not whole.startswith(_CONTINUES):
            self.last, self.row, self.flow = None, ("received",), None
        self.text, self.period, self.dated, self.base, self.waiting = text, "this", None, None, []
        self.classed = self.office = self.complete = False

    def _bracket(self, whole: str, start: int) -> None:
        """Figures in brackets are parts of the figure before; all of its parts unless some are."""
        end = whole.find(")", start)
        inside = whole[start : end if end > 0 else len(whole)]
        if self.last is not None and whole[start - 2 : start - 1] not in ",;":
            self.base, self.complete = self.last, not _SOME.search(inside)

    def _compared(self) -> None:
        if found := self.comparison.finished():
            self.growth.append(found)

    def _dated(self, token: Token) -> Token:
        """A year becomes the period that it is from the report year."""
        if self.year is None:
            return token
        ahead = token.number - self.year
        self.dated = int(token.number) if ahead < 0 else self.dated
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
        if "ends_parts" in kinds and "of_which" not in kinds and not self.complete:
            self.base = None
        self.office |= "office" in kinds
        self.of_which = "of_which" in kinds
        if self.of_which:
            self.base = self.last
        tokens = clauses.one_subject(tokens, self.text) if "subject" in kinds else tokens
        figures = (
            [index for index, token in enumerate(tokens) if token.kind == "figure"]
            if "figure" in kinds
            else []
        )
        self._unnumbered(tokens, kinds)
        if self.comparison.takes(tokens, kinds, self.claims, self.last):
            pass
        elif self.period != "this" and "carry" not in kinds:
            self._slip(tokens, figures, kinds)
        elif not figures:
            without_figures(self, tokens, kinds)
        elif "each" in kinds or (
            self.waiting and len(figures) == len(clauses.bound(self.waiting)) and len(figures) > 1
        ):
            self._each(tokens, figures)
        else:
            self._figures(tokens, figures)
            self._ended_one_way(tokens[figures[-1] + 1 :])
            self._of_one_kind(tokens[figures[-1]])
        if not kinds.isdisjoint(clauses.SUBJECTS):
            self.speaks_of(tokens)
        self.waiting = [] if figures else [token for token in tokens if token.kind in clauses.TERMS]

    def _ended_one_way(self, rest: list[Token]) -> None:
        """`收到的 25 件申请全部予以公开`: what is said of all behind the last figure."""
        kinds = {token.kind for token in rest}
        if "all" in kinds and kinds & {"outcome", "result"} and "flow" not in kinds:
            without_figures(self, rest, kinds)

    def _of_one_kind(self, figure: Token) -> None:
        """`商业企业申请 9 件中，予以公开 4 件`: what follows is of these applicants."""
        of = self.claims[self.last] if self.last is not None else None
        if of is None or of.dimension != "applicant" or of.end != figure.end:
            return
        if plain(self.text).startswith("中", figure.end):
            self.base = self.last

    def _unnumbered(self, tokens: list[Token], kinds: set[str]) -> None:
        """`新收申请量同比上升 7.4%`: of what it tells the change without telling the figure."""
        if self.last is not None or "compare" not in kinds or self.comparison.of is not None:
            return
        first = next(place for place, token in enumerate(tokens) if token.kind == "compare")
        end = tokens[first].start
        named = [
            token._replace(kind="subject") if token.kind == "weak" else token
            for token in tokens[:first]
            if token.kind != "period"
        ]
        if {token.kind for token in named} - {"subject", "flow"} or not named:
            return
        if not _AMOUNT.search(plain(self.text), named[-1].end, end):
            return
        meaning = self.meaning(named, "件")
        stated = (0, self.text, named[0].start, end, self.section, meaning.readings, meaning.also)
        if meaning.readings:
            self.comparison.of = Claim(*stated, kind="named")

    def _slip(self, tokens: list[Token], figures: list[int], kinds: set[str]) -> None:
        """A figure of the form under another year where the report's is never named: a slip."""
        if self.this_year or self.dated is None or kinds & {"compare", "carry", "part"}:
            return
        for index in figures[:1]:
            named = [token for token in tokens if token.kind in clauses.TERMS - {"period"}]
            if self.meaning(named, tokens[index].value).readings:
                stated = (self.dated, self.text, tokens[index].start, tokens[index].end)
                self.claims.append(Claim(*stated, self.section, kind="slip"))

    def speaks_of(self, terms: list[Token]) -> None:
        """Notes the subject that holds from here on."""
        for place, token in enumerate(terms):
            if token.kind in clauses.SUBJECTS:
                both = [one.value for one in terms[max(place - 2, 0) : place + 1]] in _BOTH
                self.subject = "proceedings" if both else token.value
                if token.value == "attribute":
                    self.classed = True
                elif token.value in clauses.DOCUMENTS:
                    self.classed = False

    def meaning(self, terms: list[Token], unit: str) -> Meaning:
        """The cells that a figure with these terms and this unit means."""
        named = tuple([(token.kind, token.value) for token in terms])
        return bind(
            Terms(named, self.subject_of(terms), self.row, self.base is not None),
            unit,
            self.form.edition,
        )

    def subject_of(self, terms: list[Token]) -> str:
        """The subject of terms: their own, the one before, or requests where nothing else fits."""
        subject = clauses.subject_of(terms, self.subject)
        return subject or ("requests" if self._of_requests() else "")

    def _of_requests(self) -> bool:
        """Whether a sentence that names no subject can only speak of requests."""
        if self.kinds & _OUTCOMES:
            return bool(_ANSWERS.search(self.text))
        if "申请" in self.text and "applicant" in self.kinds:
            return True
        return "flow" in self.kinds and bool(self.kinds & {"applicant", "carry"})

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
            if after and kinds.isdisjoint(clauses.BINDING) and figure.value not in _PLACES:
                start = (
                    tokens.index(after[-1], index) + 1
                )  # 20 件予以公开、5 件部分公开: what follows a figure is its own
            verb = (
                [token for token in before if token.kind == "document"]
                if "document" in kinds
                else verb
            )
            if figure.value == "%":
                self._percent(figure, before)
            elif (
                self._counts(figure, before)
                and not clauses.elsewhere(before, kinds)
                and not clauses.compared(tokens[:index], kinds)
            ):
                if (
                    verb
                    and verb[0] not in before
                    and any(token.value in clauses.DOCUMENTS for token in before)
                ):
                    before, kinds = [*verb, *before], kinds | {"document"}
                self._count(figure, before, after, kinds)

    def _counts(self, figure: Token, before: list[Token]) -> bool:
        """Whether a figure counts something.

        It has a unit, or stands right behind an outcome in a list (`部分公开 8，占 20%`).
        """
        if figure.about:
            return False
        if figure.value:
            return True
        named = bool(before) and before[-1].end == figure.start and before[-1].kind in _NAMED
        rest = plain(self.text)[figure.end :]
        return named and (not rest or rest.startswith(_LIST_ENDS))

    def _count(
        self, figure: Token, before: list[Token], after: list[Token], kinds: set[str]
    ) -> None:
        """A figure between the terms before it, of these kinds, and those right after it."""
        if figure.whose and not kinds & _NAMED and not kinds & {"flow", "result", "subject"}:
            self._of_unit(figure)
            return
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
        meaning = self.meaning(self._listed(terms, figure), figure.value)
        if not (meaning.readings or meaning.also) and self._sums_up(figure):
            meaning = self.meaning(_ANSWERED, figure.value)
        self.speaks_of(terms)
        if self.subject in clauses.DOCUMENTS and clauses.REVISED.search(self.text):
            meaning = meaning._replace(readings=(), also=(*meaning.readings, *meaning.also))
        if self.classed and not any(token.kind in _STANDING for token in terms):
            meaning = Meaning(dimension="method" if "method" in kinds else "free")
        if (
            not meaning.readings
            and self.of_which
            and any(token.kind == "disclosure" for token in (*before, *after))
        ):
            meaning = self._of_all_cases()
        if meaning.row == ("carried_in",) and (self.of_which or "include" in kinds):
            self._include_carried()
        values = [token.value for token in terms if token.kind == "document"]
        mild = any(token.about for token in terms) or {"loose", "in_force"} <= set(values)
        self.add(self._within(meaning), figure, mild=mild)

    def _sums_up(self, figure: Token) -> bool:
        """Whether a figure is the sum of the list of outcomes before it in the sentence."""
        if not plain(self.text).endswith(_SUMS_UP, 0, figure.start):
            return False
        listed = [
            claim for claim in self.claims if claim.sentence is self.text and claim.kind == "count"
        ]
        outcomes = sum(claim.dimension == "outcome" for claim in listed)
        return outcomes > 2 and all(
            claim.dimension == "outcome" or not claim.candidates for claim in listed
        )

    def _of_unit(self, figure: Token) -> None:
        """`其中县政府办 12 件、各镇 27 件`: one unit's part of the figure before."""
        if self.base is None:
            return
        name = self.text[max(figure.start - 8, 0) : figure.start]
        every = _EVERY.search(name.rpartition("，")[2].rpartition("、")[2])
        self.add(Meaning(dimension="every_unit" if every else "unit"), figure)

    def _listed(self, terms: list[Token], figure: Token) -> list[Token]:
        """`公开 20 件，部分公开 8 件`: among outcomes 公开 is one."""
        if not terms or self.subject_of(terms) != "requests":
            return terms
        *rest, last = terms
        if (last.kind, last.value) != ("document", "loose") or last.end != figure.start:
            return terms
        if not self.kinds & _OUTCOMES or {token.kind for token in rest} - _LEADS_LIST:
            return terms
        return [*rest, last._replace(kind="outcome", value="granted")]

    def _within(self, meaning: Meaning) -> Meaning:
        """A figure that is a part of another: of the requests carried in, of a fee."""
        whole = self.claims[self.base] if self.base is not None else None
        if whole is None or not meaning.readings:
            return meaning
        if whole.dimension == "carry" and meaning.dimension in {"outcome", "flow"}:
            return Meaning((), meaning.readings, "part")
        of_some = whole.kind == "count" and whole.dimension == "applicant"
        if of_some and whole.readings and meaning.dimension == "outcome":
            return in_columns(meaning, whole.readings[0])
        if whole.readings == meaning.readings and meaning.dimension == "free":
            return Meaning(factor=meaning.factor)
        return meaning

    def _of_all_cases(self) -> Meaning:
        """`行政诉讼 32 件，其中政府信息公开案件 4 件`: only the second figure is the form's."""
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
        if before.also and before.readings == (("requests.received.total",),):
            both = ("requests.received.total", "requests.carried_in.total")
            self.claims[self.last] = before._replace(readings=(both,), also=())

    def add(
        self, meaning: Meaning, figure: Token, kind: str = "count", *, mild: bool = False
    ) -> None:
        """Adds what a figure states."""
        if meaning.dimension == "flow" and not self.of_which and not self.complete:
            self.base = None
        part_of = self.base
        if part_of is None and meaning.dimension == "method" and kind == "count":
            part_of = self.flow  # 收到 40 件，通过网络 30 件、信函 10 件
        stated = (figure.number * meaning.factor, self.text, figure.start, figure.end, self.section)
        claim = Claim(
            *stated,
            meaning.readings,
            meaning.also,
            kind,
            meaning.dimension,
            part_of,
            on=self.flow if meaning.dimension == "applicant" else None,
            each=meaning.each,
            scope=self.office,
            complete=self.complete and self.base is not None,
            mild=mild,
        )
        self.claims.append(claim)
        self.last = len(self.claims) - 1
        if kind == "count":
            self._compared()
        if meaning.dimension == "flow" and meaning.row:
            self.row, self.flow = meaning.row, self.last

    def _each(self, tokens: list[Token], figures: list[int]) -> None:
        """`维持、纠正分别为 72、64 件`: as many terms as figures, in order."""
        shares = [token for token in tokens if token.kind.startswith("share")]
        named = [token for token in tokens[: figures[0]] if token.kind in _NAMED]
        if shares and len(named) == len(figures):
            for term, index in zip(named, figures, strict=True):
                self._share(tokens[index], [term, *shares])
            return
        if shares:
            last = self.last
            for offset, index in enumerate(figures):
                self.last = None if last is None else last - len(figures) + 1 + offset
                self._share(tokens[index], shares)
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
            meaning = self.meaning(
                [*(subject if term.kind not in clauses.SUBJECTS else []), *periods, term],
                tokens[index].value or unit,
            )
            self.add(meaning, tokens[index])

    def _percent(self, figure: Token, before: list[Token]) -> None:
        """A share: with 占, in brackets behind its figure, or of requests that were answered."""
        kinds = {token.kind for token in before}
        text = plain(self.text)
        clause = text[: figure.start].replace(";", ",").rpartition(",")[2]
        if _TOGETHER.search(clause):
            return
        if "rate" in kinds:
            if self.subject_of(before) in {"requests", ""}:
                self._rate(figure)
        elif any(kind.startswith("share") for kind in kinds) or (
            not before
            and text[figure.start - 1 : figure.start] == "("
            and text[figure.end : figure.end + 1] in {")", ""}
        ):
            self._share(figure, before)

    def _rate(self, figure: Token) -> None:
        """`办结率 97.5%`: （七） of 一 + 二, or of 一 alone."""
        part = (("requests.total.total",),)
        both = ("requests.received.total", "requests.carried_in.total")
        stated = (figure.number, self.text, figure.start, figure.end, self.section)
        numerator = Claim(0, "", 0, 0, self.section, part, kind="named")
        also = (("requests.received.total",),)
        self.claims.append(Claim(*stated, (both,), also, "rate", numerator=numerator))

    def _share(self, figure: Token, before: list[Token]) -> None:
        """`…1362 件，占 44.7%` is of the figure before; `自然人申请占 96.2%` of the cells named."""
        named = [token for token in before if token.kind in _NAMED]
        if named:
            meaning = self.meaning(named, "件")
            part = Claim(
                0, "", 0, 0, self.section, meaning.readings, (), "named", meaning.dimension
            )
        elif self.last is not None and self.last >= 0:
            part = self.claims[self.last]
        else:
            return
        base = self.claims[part.part_of] if part.part_of is not None else None
        if base is None and self.flow is not None and self.claims[self.flow] is not part:
            base = self.claims[self.flow]
        kinds = {token.kind for token in before}
        readings, also = clauses.bases(part, base, kinds)
        stated = (figure.number, self.text, figure.start, figure.end, self.section)
        share = Claim(*stated, readings, also, "share", part.dimension, None, part, base)
        self.claims.append(share)
