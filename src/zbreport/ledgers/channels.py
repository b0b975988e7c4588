"""Finds the channel of a list: by zbreport.toml, a column, the export's shape, or its names."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from zbreport.model import CHOICE, Answer, SettingLine
from zbreport.text.compare import normalise
from zbreport.vocabulary import Vocabulary, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zbreport.ledgers.blocks import Block
    from zbreport.settings import Settings
    from zbreport.vocabulary import LedgerColumns, Meaning


@cache
def standard_channels() -> tuple[str, ...]:
    """The keys of the channels that are known by a key of their own, in the order of outputs."""
    return tuple(key for key in vocabulary("channels").labels() if not key.startswith("other:"))


def new_media() -> frozenset[str]:
    """The keys of the channels that texts tell together, as 政务新媒体."""
    return vocabulary("channels").marked("new_media")


@dataclass(frozen=True, slots=True)
class ChannelFound:
    """The channel of a list: one `key`, or one a row (`by_column`), or why it is unclear.

    `code` and `facts` are those of the diagnostic.
    """

    key: str | None = None
    by_column: bool = False
    why: str = ""
    code: str = "R207"
    facts: Mapping[str, object] = field(default_factory=dict)


def channel_words(settings: Settings) -> Vocabulary:
    """The wordings of channels, with the channels that the office names and its own wordings."""
    own = {
        channel_key(entry.key): entry.label
        for entry in settings.channels
        if entry.label and channel_key(entry.key) not in standard_channels()
    }
    said = {word: channel_key(code) for word, code in settings.wordings.get("channels", {}).items()}
    return vocabulary("channels", said, own)


def channel_key(name: str) -> str:
    """The key of a channel in JSON: a standard one as it is, an office's own as `other:<name>`."""
    return name if name in standard_channels() or name.startswith("other:") else f"other:{name}"


def channel_label(key: str, settings: Settings) -> str:
    """The label of a channel: as the office names it, else by the vocabulary, else its name."""
    for entry in settings.channels:
        if channel_key(entry.key) == key and entry.label:
            return entry.label
    return vocabulary("channels").labels().get(key, key.removeprefix("other:"))


def channel_of(
    block: Block,
    names: tuple[str, ...],
    values: frozenset[str],
    spec: LedgerColumns,
    settings: Settings,
    *,
    lesser: bool = False,
) -> ChannelFound:
    """Decides the channel of one list.

    Args:
        block: the list.
        names: sheet, file, title and folder names, the most telling first, normalised.
        values: the distinct texts of the column that may name the platform.
        spec: aliases and shapes of publications.
        settings: channels that the office assigns.
        lesser: the column is one that may also name newspapers and stations (媒体名称): in a list
            of the press they all are the press.

    Returns:
        The answer; a shape that contradicts sheet or file name is R208, nothing that tells is R207.
    """
    words = channel_words(settings)
    if (named := settings.channel_for(block.sheet.file)) is not None:
        return ChannelFound(channel_key(named), why="渠道由 zbreport.toml 指定")
    shape = _shape(block, spec)
    named_by = [
        (where, words.find_in(text))
        for where, text in zip(
            ("工作表名", "文件名", "标题", *["文件夹名"] * 9), names, strict=False
        )
    ]
    telling = next(
        ((where, next(iter(found))) for where, found in named_by if len(found) == 1), None
    )
    known = [meaning for value in values if (meaning := words.resolve(value)) is not None]
    if known and not (lesser and _of_the_press(shape, telling, known)):
        return ChannelFound(by_column=True)
    strict = next((entry for entry in named_by[:2] if len(entry[1]) == 1), None)
    if shape and strict and shape not in strict[1]:
        other = next(iter(strict[1]))
        labels = {key: channel_label(key, settings) for key in (shape, other)}
        facts = {
            "first_why": "表头",
            "first": labels[shape],
            "second_why": strict[0],
            "second": labels[other],
        }
        return ChannelFound(code="R208", facts=facts, why="渠道互相矛盾")
    if shape:
        return ChannelFound(shape, why=f"表头是{channel_label(shape, settings)}导出的样子")
    if telling:
        return ChannelFound(
            telling[1], why=f"{telling[0]}说明是{channel_label(telling[1], settings)}"
        )
    return ChannelFound(why="看不出渠道", facts=_nearest(names, words))


def channel_answer(file: str, settings: Settings) -> Answer:
    """The answer that says which channel a file belongs to: a known one, or an own one.

    Args:
        file: label of the file.
        settings: has the channels that the office named already.
    """
    words = channel_words(settings).labels()
    own = {entry.key: entry.label or entry.key for entry in settings.channels}
    names = {**{key: words[key] for key in standard_channels()}, **own}
    line = SettingLine(("channels", CHOICE), "files", (file.rpartition("/")[2],))
    return Answer((line,), tuple(names.items()))


def _of_the_press(
    shape: str | None, telling: tuple[str, str] | None, known: Iterable[Meaning]
) -> bool:
    """Whether a column names papers and stations, and not the office's own platforms."""
    if shape == "press":
        return True
    platforms = {key for key in standard_channels() if key != "press"}
    return (
        telling is not None
        and telling[1] == "press"
        and not any(platforms & meaning.possible for meaning in known)
    )


def _nearest(names: tuple[str, ...], words: Vocabulary) -> Mapping[str, object]:
    """What R207 says of a name that has the word of a channel but for one character."""
    for name in names:
        if (found := words.nearest_in(name)) is not None:
            said, known = found
            meaning = words.resolve(known)
            if meaning is not None and meaning.code in standard_channels():
                return {"near": f"；名称里的“{said}”与“{known}”只差一个字"}
    return {}


def _shape(block: Block, spec: LedgerColumns) -> str | None:
    headers = {normalise(header) for header in block.headers if header}
    fitting = {
        channel
        for channel, shapes in spec.shapes.items()
        if any(headers.issuperset(shape) for shape in shapes)
    }
    return fitting.pop() if len(fitting) == 1 else None
