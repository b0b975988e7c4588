"""Reads the figures in the text of a report: what sentences state, and which cells they mean.

The preface, sections 一 and 六, and what stands beside the tables are read. Dates, document
numbers, phone numbers and addresses have no unit of a count and are never figures; figures of other
years, comparisons and approximate figures are left alone. The words stand in `phrases.toml`, the
reading of a paragraph in `paragraph`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zbreport.checks.claims import Claim, Growth, Narrative
from zbreport.checks.grammar import Grammar, grammar, is_head, number, plain, sentences
from zbreport.checks.paragraph import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbreport.forms import Form
    from zbreport.readback.published import Published

_YEAR = re.compile(r"(20\d\d)年")
_COMPARED = re.compile("今年|本年|[较比]|上年|去年|以来|年底|年末|年起|年开始|历年")
SECTIONS = ("", "一", "二", "三", "四", "六")


def read_narrative(published: Published, form: Form | None) -> Narrative:
    """Reads a report's text, except section 五, which is about problems.

    Without a form no figure means a cell.
    """
    if form is None:
        return Narrative()
    claims: list[Claim] = []
    timely: list[str] = []
    totals: list[Claim] = []
    growth: list[Growth] = []
    words = grammar(form.edition)
    head = ""
    for part in published.paragraphs:
        if part.heading:
            head = ""
        elif part.section in SECTIONS:
            reader = Paragraph(words, form, published.year, part.section, claims, growth)
            reader.this_year = names_this_year(part.text, published.year)
            for sentence in sentences(part.text):
                head = sentence if is_head(sentence) else head
                timely += [sentence] if _timely(words, sentence, reader.subject) else []
                reader.sentence(sentence)
                totals += _totals(words, sentence, head, published.year)
    return Narrative(tuple(claims), tuple(growth), tuple(timely), tuple(totals))


def names_this_year(text: str, year: int | None) -> bool:
    """Whether a paragraph names the report year, or compares years on purpose."""
    return year is None or str(year) in text or bool(_COMPARED.search(text))


def read_text(text: str, form: Form, year: int | None = None) -> tuple[Claim, ...]:
    """The figures of one paragraph."""
    claims: list[Claim] = []
    reader = Paragraph(grammar(form.edition), form, year, "一", claims)
    for sentence in sentences(text):
        reader.sentence(sentence)
    return tuple(claims)


def _timely(words: Grammar, sentence: str, subject: str) -> bool:
    """Whether a sentence says that all requests (not proposals or cases) were answered in time."""
    text = plain(sentence)
    for match in words.timely.finditer(text):
        named = [
            token.value
            for token in words.tokens(text[: match.start()])
            if token.kind == "subject" and token.value != "nothing"
        ]
        if (named[-1] if named else subject) in {"requests", "requests_weak", ""}:
            return True
    return False


def _totals(words: Grammar, sentence: str, head: str, year: int | None) -> Iterator[Claim]:
    """The total published, where sentence and heading name no channel, part or other year."""
    text = plain(sentence)
    for match in words.totals.finditer(text):
        before = head + text[: match.start()]
        other = any(int(said) != year for said in _YEAR.findall(before)) if year else False
        if not match["about"] and not other and not words.channels.search(before):
            yield Claim(
                number(match["number"]), sentence, match.start(), match.end(), "一", kind="total"
            )
