"""Placeholders in what an office writes itself, such as `{{ unit }}`, and what they stand for.

The one grammar and the one list of names, for Markdown and for templates. A placeholder is a plain
name and is only ever looked up: nothing in it is evaluated. In Markdown a figure that nothing gives
becomes a marked gap, and a name that nobody knows stays as it is and is told with the nearest one;
what a template makes of both is in `outputs.template.placeholders`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.forms.extras import groups_with_figures, possible_figures
from zbreport.forms.layout import form_of, number_text
from zbreport.forms.names import find_cells
from zbreport.prose.disclosure import is_new_media
from zbreport.prose.matters import processing_fee
from zbreport.prose.proceedings import litigation
from zbreport.prose.requests import outcome_groups, share
from zbreport.prose.sentences import given
from zbreport.settings import CONTACT
from zbreport.text.gaps import gap
from zbreport.text.privacy import shown
from zbreport.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zbreport.forms import Form
    from zbreport.model import Number, Report
    from zbreport.settings import Settings
    from zbreport.tabulation.tally import Tally

Value: TypeAlias = "str | Number | None"

MARKS = ("{{", "｛｛")
"""What a placeholder begins with."""

PLACEHOLDER = re.compile(r"(?:\{\{|｛｛)\s*([^{}｛｝\n]{1,80}?)\s*(?:\}\}|｝｝)")
"""One placeholder; its group 1 is the name."""

SETTINGS = {
    "unit": "单位名称",
    "contact": "联系单位",
    "address": "地址",
    "postcode": "邮编",
    "phone": "电话",
    "email": "电子邮箱",
}
"""Names that zbreport.toml gives, and what is missing where it does not."""

_CHINESE = {
    "单位": "unit",
    "年度": "year",
    "标题": "title",
    "统计期限": "period",
    "表样": "edition",
    "联系人": "contact",
    "联系单位": "contact",
    "地址": "address",
    "邮编": "postcode",
    "电话": "phone",
    "电子邮箱": "email",
}


class Known(NamedTuple):
    """What a name stands for: a text or a figure, and what to call it when it is missing.

    The value is None or empty where nothing gives it.
    """

    value: Value
    label: str = ""

    @property
    def text(self) -> str:
        """The text; a gap where the value is missing."""
        return gap(self.label) if self.value in {None, ""} else value_text(self.value)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of placeholders, besides the form's words for its cells and a few Chinese names."""

    known: Mapping[str, Known]
    form: Form

    def key(self, name: str) -> str | None:
        """The key of a name; None where nobody knows it or it may mean several cells."""
        plain = _CHINESE.get(name, name)
        if plain in self.known:
            return plain
        cells = find_cells(self.form, name)
        return cells[0] if len(cells) == 1 else None

    def text(self, name: str) -> str | None:
        """The text that stands for a name; None where nobody knows it."""
        key = self.key(name)
        return None if key is None else self.known[key].text

    def nearest(self, name: str) -> str | None:
        """The known name that is most like an unknown one."""
        return next(iter(get_close_matches(name, (*self.known, *_CHINESE), n=1)), None)


def names(tally: Tally) -> Names:
    """Every name and what stands for it.

    `unit`, `year`, `last_year`, `next_year`, `title`, `period`, `edition`, and the contact of
    zbreport.toml; every cell key of the edition's form and its own words (`三/予以公开/自然人`),
    `proceedings.litigation.…` (both kinds of suits together), `outcomes.不予公开` and
    `outcomes.不予公开.share` (the groups of section 三, share in percent of （七）);
    `channels.website`, `channels.website.3` (March),
    `channels.new_media` (all accounts together), `channels.total`; the figures outside the form
    (`request_methods.信函`, `proposals.npc.answered`), `processing_fee` (元); and the sentences
    that zbreport writes itself by the name of their part: `主动公开`, `依申请公开`, `前言`….
    """
    report = tally.report
    form = form_of(report)
    found = {
        **_office(report, tally.settings, form),
        **{key: Known(report.cells.get(key), form.label(key)) for key in form.cells},
        **{
            f"proceedings.litigation.{key}": Known(number, f"四/行政诉讼/{label}")
            for key, label, number in litigation(report)
        },
        **_outcomes(report),
        **_channels(report),
    }
    numbers = [one for _, some in groups_with_figures(report.extras) for one in some]
    found |= {one.key: Known(one.number, one.wanted) for one in (*possible_figures(), *numbers)}
    found["processing_fee"] = Known(processing_fee(tally), "信息处理费（元）")
    found |= {
        part.name: Known(part.text)
        for parts in given(tally).values()
        for part in parts
        if not part.by_office
    }
    return Names(MappingProxyType(found), form)


def value_text(value: Value) -> str:
    """A value as text: one line, plain digits."""
    return " ".join(value.split()) if isinstance(value, str) else number_text(value)


def fill(text: str, known: Names) -> str:
    """A text with its placeholders replaced; those that are not known stay as they are."""
    return PLACEHOLDER.sub(
        lambda match: found if (found := known.text(match[1])) is not None else match[0], text
    )


def unknown(text: str, known: Names, *, file: str) -> Iterator[Diagnostic]:
    """Tells every placeholder of a text that is not known (P501).

    Args:
        text: as the office wrote it.
        known: what `names` gives.
        file: label of the file for the message.
    """
    for name in dict.fromkeys(match[1] for match in PLACEHOLDER.finditer(text)):
        if known.key(name) is None:
            near = known.nearest(name)
            hint = f"（是否想写“{near}”？）" if near else ""
            yield diagnose("P501", file=file, name=shown(name), hint=hint)


def _office(report: Report, settings: Settings, form: Form) -> Mapping[str, Known]:
    year = report.year
    said: dict[str, Value] = {
        "unit": report.unit,
        **{key: getattr(settings, key) for key in CONTACT},
    }
    return {
        **{key: Known(said[key], label) for key, label in SETTINGS.items()},
        "year": Known(year),
        "last_year": Known(year - 1),
        "next_year": Known(year + 1),
        "title": Known(report.title if report.unit else None, "带单位名称的标题"),
        "edition": Known(form.name),
        "period": Known(f"{year}年1月1日至{year}年12月31日"),
    }


def _outcomes(report: Report) -> Mapping[str, Known]:
    whole = report.cells.get("requests.total.total")
    found: dict[str, Known] = {}
    for label, number in outcome_groups(report):
        found[f"outcomes.{label}"] = Known(number, f"三/{label}")
        told = None if number is None or not whole else share(number, whole)
        found[f"outcomes.{label}.share"] = Known(told, f"{label}所占百分比")
    return found


def _channels(report: Report) -> Mapping[str, Known]:
    """Counts of channels; a channel that the office does not have is missing, not unknown."""
    found = {
        f"channels.{key}": Known(None, f"{label}公开信息的数量")
        for key, label in vocabulary("channels").labels().items()
    }
    for channel in report.channels:
        found[f"channels.{channel.key}"] = Known(channel.count)
        for month, count in enumerate(channel.by_month or [None] * 12, start=1):
            found[f"channels.{channel.key}.{month}"] = Known(
                count, f"{channel.label}{month}月公开信息的数量"
            )
    media = [channel.count for channel in report.channels if is_new_media(channel)]
    total = sum(channel.count for channel in report.channels) if report.channels else None
    found["channels.new_media"] = Known(sum(media) if media else None, "政务新媒体公开信息的数量")
    found["channels.total"] = Known(total, "各渠道公开信息的数量")
    return found
