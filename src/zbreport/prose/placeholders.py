"""Placeholders in what an office writes itself: `{{ unit }}`, `{{ requests.received.total }}` → the text that stands for them.

Used for Markdown prose and for the text of templates. A placeholder is a plain name and is only ever looked up: nothing in it is
evaluated. A figure that nothing gives becomes a marked gap, and a name that nobody knows stays as it is and is told with the nearest
one.
"""

from __future__ import annotations

import difflib
import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.layout import form_of, number_text
from zbreport.prose.disclosure import NEW_MEDIA
from zbreport.prose.gaps import gap
from zbreport.prose.matters import processing_fee
from zbreport.prose.proceedings import litigation
from zbreport.prose.requests import outcome_groups, share
from zbreport.prose.sentences import given

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zbreport.model import Number, Outcome, Report
    from zbreport.settings import Settings

PLACEHOLDER = re.compile(r"\{\{[ \t\u3000]*([^\s{}]+)[ \t\u3000]*\}\}")
"""One placeholder; its group 1 is the name."""

_CONTACT = {"contact": "联系单位", "address": "地址", "postcode": "邮编", "phone": "电话", "email": "电子邮箱"}


def names(outcome: Outcome) -> Mapping[str, str]:
    """Every name and the text that stands for it.

    `unit`, `year`, `last_year`, `next_year`, `title`, `period`, the contact of zbreport.toml, every cell key of the edition's form,
    `proceedings.litigation.…` (both kinds of suits together), `outcomes.不予公开` and `outcomes.不予公开.share` (the groups of section
    三, share in percent of （七）), `channels.website`, `channels.website.3` (March), `channels.new_media` (all accounts together),
    `request_methods.信函`, `proposals.npc.answered`, `processing_fee` (元); and the sentences that zbreport writes itself by the name of
    their part: `主动公开`, `依申请公开`, `收取信息处理费情况`, `前言`….
    """
    report = outcome.report
    found = dict(_office(report, outcome.settings))
    form = form_of(report)
    found |= {key: _figure(report.cells.get(key), form.label(key)) for key in form.cells}
    for column, label, number in litigation(report):
        found[f"proceedings.litigation.{column}"] = _figure(number, f"四/行政诉讼/{label}")
    found |= _outcomes(report)
    found |= _channels(report)
    found |= {f"request_methods.{way}": str(count) for way, count in report.request_methods.items()}
    found |= {f"proposals.{kind}.{key}": str(count) for kind, counts in report.proposals.items() for key, count in counts.items()}
    found["processing_fee"] = _figure(processing_fee(outcome), "信息处理费（元）")
    found |= {part.name: part.text for parts in given(outcome).values() for part in parts if part.is_known}
    return MappingProxyType(found)


def fill(text: str, known: Mapping[str, str]) -> str:
    """A text with its placeholders replaced; those that are not known stay as they are."""
    return PLACEHOLDER.sub(lambda match: known.get(match[1], match[0]), text)


def unknown(text: str, known: Mapping[str, str], *, file: str, place: str = "") -> Iterator[Diagnostic]:
    """Tells every placeholder of a text that is not known (P501).

    Args:
        text: as the office wrote it.
        known: what `names` gives.
        file: label of the file for the message.
        place: where in it, for people (`第 12 行`), if that is known.
    """
    for name in dict.fromkeys(match[1] for match in PLACEHOLDER.finditer(text)):
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"（是否想写“{near[0]}”？）" if near else ""
            yield diagnose("P501", file=file, name=name, hint=hint, place=place)


def _office(report: Report, settings: Settings) -> Iterator[tuple[str, str]]:
    year = report.year
    yield "unit", report.unit or gap("单位名称")
    yield "year", str(year)
    yield "last_year", str(year - 1)
    yield "next_year", str(year + 1)
    yield "title", report.title
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
    found = {f"channels.{channel.key}": str(channel.count) for channel in report.channels}
    for channel in report.channels:
        found |= {f"channels.{channel.key}.{month}": str(count) for month, count in enumerate(channel.by_month or (), start=1)}
    media = [channel.count for channel in report.channels if channel.key in NEW_MEDIA]
    return found | ({"channels.new_media": str(sum(media))} if media else {})
