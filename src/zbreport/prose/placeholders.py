"""Placeholders in what an office writes itself: `{{ unit }}`, `{{ requests.received.total }}` → the text that stands for them.

Used for Markdown prose and for the text of templates. A placeholder is a plain name and is only ever looked up: nothing in it is
evaluated. A figure that nothing gives becomes a marked gap, and a name that nobody knows stays as it is and is told with the nearest
one.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.forms.names import find_cells
from zbreport.layout import form_of, number_text
from zbreport.prose.disclosure import NEW_MEDIA
from zbreport.prose.gaps import gap
from zbreport.prose.matters import processing_fee
from zbreport.prose.proceedings import litigation
from zbreport.prose.requests import outcome_groups, share
from zbreport.prose.sentences import given
from zbreport.text import shown
from zbreport.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zbreport.forms import Form
    from zbreport.model import Number, Outcome, Report
    from zbreport.settings import Settings

PLACEHOLDER = re.compile(r"(?:\{\{|｛｛)\s*([^{}｛｝\n]{1,80}?)\s*(?:\}\}|｝｝)")
"""One placeholder; its group 1 is the name."""

_CONTACT = {"contact": "联系单位", "address": "地址", "postcode": "邮编", "phone": "电话", "email": "电子邮箱"}
_CHINESE = {"单位": "unit", "年度": "year", "标题": "title", "统计期限": "period", "表样": "edition", "联系人": "contact"}
_CHINESE |= {label: key for key, label in _CONTACT.items()}
_PROPOSALS = {
    f"proposals.{kind}.{key}": f"{name}的{word}件数"
    for kind, name in (("npc", "人大代表建议"), ("cppcc", "政协提案"))
    for key, word in (("total", "办理"), ("answered", "答复"), ("satisfied", "满意"), ("published", "公开"))
}


@dataclass(frozen=True, slots=True)
class Names:
    """What placeholders may be called: name → text, besides the words for the cells of a form and a few Chinese names."""

    texts: Mapping[str, str]
    form: Form

    def text(self, name: str) -> str | None:
        """The text that stands for a name; None where nobody knows it or it may mean several cells."""
        found = self.texts.get(_CHINESE.get(name, name))
        if found is None:
            cells = find_cells(self.form, name)
            found = self.texts[cells[0]] if len(cells) == 1 else None
        return found

    def nearest(self, name: str) -> str | None:
        """The known name that is most like an unknown one."""
        return next(iter(difflib.get_close_matches(name, (*self.texts, *_CHINESE), n=1, cutoff=0.5)), None)


def names(outcome: Outcome) -> Names:
    """Every name and the text that stands for it.

    `unit`, `year`, `last_year`, `next_year`, `title`, `period`, `edition`, and the contact of zbreport.toml; every cell key of the
    edition's form and its own words (`三/予以公开/自然人`), `proceedings.litigation.…` (both kinds of suits together), `outcomes.不予公开`
    and `outcomes.不予公开.share` (the groups of section 三, share in percent of （七）); `channels.website`, `channels.website.3` (March),
    `channels.new_media` (all accounts together), `channels.total`; `request_methods.信函`, `proposals.npc.answered`, `processing_fee`
    (元); and the sentences that zbreport writes itself by the name of their part: `主动公开`, `依申请公开`, `前言`….
    """
    report = outcome.report
    found = dict(_office(report, outcome.settings))
    form = form_of(report)
    found |= {key: _figure(report.cells.get(key), form.label(key)) for key in form.cells}
    for column, label, number in litigation(report):
        found[f"proceedings.litigation.{column}"] = _figure(number, f"四/行政诉讼/{label}")
    found |= _outcomes(report)
    found |= _channels(report)
    ways = dict.fromkeys(vocabulary("methods").labels().values()) | dict(report.request_methods)
    found |= {f"request_methods.{way}": _figure(count, f"{way}提出的申请件数") for way, count in ways.items()}
    counts = {f"proposals.{kind}.{key}": count for kind, told in report.proposals.items() for key, count in told.items()}
    found |= {key: _figure(counts.get(key), _PROPOSALS.get(key, key)) for key in (*_PROPOSALS, *counts)}
    found["processing_fee"] = _figure(processing_fee(outcome), "信息处理费（元）")
    found |= {part.name: part.text for parts in given(outcome).values() for part in parts if not part.by_office}
    return Names(MappingProxyType(found), form)


def fill(text: str, known: Names) -> str:
    """A text with its placeholders replaced; those that are not known stay as they are."""
    return PLACEHOLDER.sub(lambda match: found if (found := known.text(match[1])) is not None else match[0], text)


def unknown(text: str, known: Names, *, file: str, place: str = "") -> Iterator[Diagnostic]:
    """Tells every placeholder of a text that is not known (P501).

    Args:
        text: as the office wrote it.
        known: what `names` gives.
        file: label of the file for the message.
        place: where in it, for people (`第 12 行`), if that is known.
    """
    for name in dict.fromkeys(match[1] for match in PLACEHOLDER.finditer(text)):
        if known.text(name) is None:
            near = known.nearest(name)
            hint = f"（是否想写“{near}”？）" if near else ""
            yield diagnose("P501", file=file, name=shown(name, 60), hint=hint, place=place)


def _office(report: Report, settings: Settings) -> Iterator[tuple[str, str]]:
    year = report.year
    yield "unit", report.unit or gap("单位名称")
    yield "year", str(year)
    yield "last_year", str(year - 1)
    yield "next_year", str(year + 1)
    yield "title", report.title
    yield "edition", f"{report.edition} 年版（{form_of(report).notice}）"
    yield "period", f"{year}年1月1日至{year}年12月31日"
    for key, label in _CONTACT.items():
        yield key, getattr(settings, key) or gap(label)


def _figure(number: Number | None, label: str) -> str:
    return gap(label) if number is None else number_text(number)


def _outcomes(report: Report) -> Mapping[str, str]:
    whole = report.cells.get("requests.total.total")
    found: dict[str, str] = {}
    for label, number in outcome_groups(report):
        found[f"outcomes.{label}"] = _figure(number, f"三/{label}")
        told = None if number is None or not whole else share(number, whole)
        found[f"outcomes.{label}.share"] = gap(f"{label}所占百分比") if told is None else told
    return found


def _channels(report: Report) -> Mapping[str, str]:
    """Counts of channels; those that the office does not have are gaps, so that a wrong name is told from a missing list."""
    found = {f"channels.{key}": gap(f"{label}公开信息的数量") for key, label in vocabulary("channels").labels().items()}
    for channel in report.channels:
        found[f"channels.{channel.key}"] = str(channel.count)
        found |= {f"channels.{channel.key}.{month}": str(count) for month, count in enumerate(channel.by_month or (), start=1)}
    media = [channel.count for channel in report.channels if channel.key in NEW_MEDIA]
    found["channels.new_media"] = _figure(sum(media) if media else None, "政务新媒体公开信息的数量")
    total = sum(channel.count for channel in report.channels) if report.channels else None
    return found | {"channels.total": _figure(total, "各渠道公开信息的数量")}
