"""What an office writes itself: Markdown files beside its ledgers → its own text by section.

`一.md` … `六.md` (or a section's whole heading) and `前言.md`, or one `report.md` with the headings
of the sections; in the first input folder, or named in zbreport.toml (`[report] prose`). Runs
beside `sources`; `prose` joins the text with the sentences from ledgers.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.errors import SettingsError, require_file, system_reason
from zbreport.manuscript.sections import is_whole, own_text, section_named, split
from zbreport.sources.encoding import decode
from zbreport.sources.sniff import Kind, sniff
from zbreport.text.blocks import Manuscript, OwnText
from zbreport.text.privacy import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from zbreport.manuscript.markdown import Line, Parsed
    from zbreport.settings import Settings

__all__ = ["Manuscript", "find", "read"]

_PLAIN = ".txt"
_EXTENSIONS = {".md", ".markdown", _PLAIN}
_SHOWN = 8
_TEXTS = {Kind.TEXT, Kind.HTML, Kind.XML, Kind.EMPTY, Kind.BLANK}
"""What the content of a text may look like: one that begins with a tag is still Markdown."""


def find(paths: Sequence[Path], settings: Settings) -> tuple[Path, ...]:
    """The files that hold text of the report.

    Args:
        paths: the input paths; only the first one's folder is looked into, not its subfolders.
        settings: names files by `prose`, relative to the settings file; then the folder is not
            looked into.

    Raises:
        SettingsError: a file that the settings name is not there.
    """
    if settings.prose and settings.origin:
        files = tuple(settings.origin.parent / name for name in settings.prose)
        for file, name in zip(files, settings.prose, strict=True):
            if not file.is_file():
                message = (
                    f"设置文件 {settings.origin.name} 中 report.prose 写的“{name}”不存在："
                    "请核对文件名（相对于设置文件所在的文件夹）"
                )
                raise SettingsError(message)
        return files
    folder = next((path if path.is_dir() else path.parent for path in paths[:1]), None)
    if folder is None or not folder.is_dir():
        return ()
    return tuple(sorted(filter(_is_named, _listed(folder))))


def _listed(folder: Path) -> Iterator[Path]:
    try:
        yield from (
            file
            for file in folder.iterdir()
            if file.suffix.lower() in _EXTENSIONS and file.is_file()
        )
    except PermissionError:
        return  # the reader of ledgers tells it


def _is_named(file: Path) -> bool:
    """Whether a file's name says what it holds: `一.md.txt` does, `report.txt` may be anything."""
    return section_named(_stem(file)) is not None or (
        is_whole(_stem(file)) and file.suffix.lower() != _PLAIN
    )


def _stem(file: Path) -> str:
    return file.stem.removesuffix(".md")


def read(files: Sequence[Path]) -> tuple[Manuscript, tuple[Diagnostic, ...]]:
    """Reads the text.

    Args:
        files: as `find` gives them.

    Returns:
        The text by section, and what was found on the way; a file that cannot be read is told and
        left out.
    """
    found: dict[str, OwnText] = {}
    said: list[Diagnostic] = []
    for section in (
        section
        for file in sorted(files, key=lambda file: is_whole(_stem(file)))
        for section in _read(file, said)
    ):
        if section.key in found:
            label = f"第{section.key}部分" if section.key else "前言"
            said.append(
                diagnose("P504", file=section.file, section=label, other=found[section.key].file)
            )
        else:
            found[section.key] = own_text(section.file, section.lines)
    return Manuscript(MappingProxyType(found)), tuple(said)


@dataclass(frozen=True, slots=True)
class _Found:
    """The lines of a section, and the file that they stand in."""

    file: str
    key: str
    lines: tuple[Line, ...]


def _read(file: Path, said: list[Diagnostic]) -> Iterator[_Found]:
    parsed = _parsed(file, said)
    if parsed is None:
        return
    if not parsed.lines:
        said.append(diagnose("P505", file=file.name))
    key = None if is_whole(_stem(file)) else section_named(_stem(file))
    if key is None:
        sections, strangers = split(parsed.lines)
        if parsed.lines and not any(one.key for one in sections):
            said.append(diagnose("P503", file=file.name))
            return
        said += [
            diagnose("P509", file=file.name, line=line.number, heading=shown(line.heading))
            for line in strangers
        ]
        yield from (_Found(file.name, one.key, one.lines) for one in sections)
    elif lines := _without_heading(parsed.lines, key):
        yield _Found(file.name, key, lines)


def _without_heading(lines: tuple[Line, ...], key: str) -> tuple[Line, ...]:
    """The lines of a section's own file without the heading of the section in front."""
    heading = lines[0].heading if lines else ""
    return lines[1:] if heading and section_named(heading) == key else lines


def _parsed(file: Path, said: list[Diagnostic]) -> Parsed | None:
    from zbreport.manuscript.markdown import parse

    try:
        data = require_file(file).read_bytes()
    except OSError as error:
        said.append(diagnose("F104", file=file.name, detail=system_reason(error)))
        return None
    if sniff(data) not in _TEXTS:
        said.append(diagnose("P506", file=file.name))
        return None
    decoded = decode(data)
    if decoded.unknown:
        said.append(
            diagnose(
                "P507",
                file=file.name,
                encoding=decoded.encoding,
                line=decoded.line,
                count=decoded.unknown,
            )
        )
    parsed = parse(decoded.text)
    if parsed.html:
        said.append(
            diagnose(
                "P502",
                file=file.name,
                lines="、".join(map(str, parsed.html[:_SHOWN])),
                more="等处" * (len(parsed.html) > _SHOWN),
            )
        )
    for what, line in parsed.plain:
        said.append(diagnose("P508", file=file.name, line=line, what=what))
    return parsed
