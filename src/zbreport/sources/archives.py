"""Lists the files inside zip archives, and inside the archives in there.

Runs while files are looked for, before any is read.
"""

from __future__ import annotations

import stat
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.sources.package import is_absurd
from zbreport.sources.sniff import Kind, package_kind
from zbreport.sources.zips import DAMAGED, is_locked, name_of, open_zip

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from pathlib import Path

    from zbreport.model import Limits

MAX_ENTRIES = 10_000
"""Files that an archive may hold, those of the archives in it included."""

MAX_DEPTH = 4
"""How many archives may stand in each other."""

_MARK, _EMPTY = b"PK\x03\x04", b"PK\x05\x06"
_LOCAL_HEADER = 30
_PACKAGE_STARTS = (b"[content_types].xml", b"_rels/", b"docprops/", b"mimetype")
"""What the first entry of most workbooks and documents is called, in lower case.

Others are known by their directory.
"""


@dataclass(slots=True)
class _Walk:
    """One archive on disk while it is walked.

    What it may still ask for, and what there is to say.
    """

    label: str
    limits: Limits
    entries: int
    bytes: int
    told: list[Diagnostic]


class _TooMuchError(Exception):
    """The archive asks for more than any honest one; the text says what."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path there, and which entry it is, as in `model.InputFile`."""

    name: str
    entry: tuple[int, ...]


def is_archive(path: Path) -> bool:
    """Whether a file is a zip archive of files, not a document or a damaged archive."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_LOCAL_HEADER + 64)
        if head[:4] not in {_MARK, _EMPTY} or _begins_a_package(head):
            return False
        with open_zip(path) as archive:
            return package_kind(archive) is Kind.ARCHIVE
    except DAMAGED:
        return False


def members(
    path: Path, label: str, limits: Limits
) -> tuple[tuple[Member, ...], tuple[Diagnostic, ...]]:
    """Lists the files in an archive by name, those of inner archives in their places.

    Args:
        path: of the archive.
        label: what messages call it.
        limits: what it may unpack to.

    Returns:
        The files, and what there is to say: F120 for an archive that is not opened (then no file of
            it is given: a part would be
        a silent wrong number), F103 for one that holds nothing.
    """
    walk = _Walk(label, limits, MAX_ENTRIES, limits.unpacked_mb * 1024**2, [])
    try:
        with open_zip(path) as archive:
            found = tuple(_walked(walk, archive, "", ()))
    except _TooMuchError as error:
        return (), (diagnose("F120", file=label, why=str(error)),)
    except DAMAGED as error:
        return (), (diagnose("F101", file=label, detail=f"压缩包不完整 [{type(error).__name__}]"),)
    if not found and not walk.told:
        walk.told.append(diagnose("F103", file=label, detail="压缩包里没有文件"))
    return found, tuple(walk.told)


def _walked(
    walk: _Walk, archive: zipfile.ZipFile, inside: str, chain: tuple[int, ...]
) -> Iterator[Member]:
    entries = [
        (name_of(entry), number, entry)
        for number, entry in enumerate(archive.infolist())
        if not entry.is_dir()
    ]
    _allow(walk, [entry for _, _, entry in entries])
    for name, number, entry in sorted(entries, key=lambda item: item[:2]):
        where = (*chain, number)
        inner = _inner_archive(archive, entry)
        if inner is None:
            yield Member(f"{inside}{name}", where)
        elif len(where) >= MAX_DEPTH:
            why = f"压缩包一个套一个，超过 {MAX_DEPTH} 层"
            walk.told.append(diagnose("F120", file=f"{walk.label}/{inside}{name}", why=why))
        else:
            yield from _walked(walk, inner, f"{inside}{name}/", where)


def _allow(walk: _Walk, entries: list[zipfile.ZipInfo]) -> None:
    """Takes what some entries need from what the archive may ask for."""
    walk.entries -= len(entries)
    walk.bytes -= sum(entry.file_size for entry in entries)
    if walk.entries < 0:
        message = f"里面的文件超过 {MAX_ENTRIES:,} 个"
        raise _TooMuchError(message)
    if walk.bytes < 0 or any(
        is_absurd(entry.file_size, entry.compress_size, walk.limits) for entry in entries
    ):
        message = "解压后大得不像正常的材料"
        raise _TooMuchError(message)


def _inner_archive(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> zipfile.ZipFile | None:
    """The archive that an entry is, if it is one and not a document.

    Documents are told by their first part, without unpacking them.
    """
    if is_locked(entry) or stat.S_ISLNK(entry.external_attr >> 16):
        return None
    try:
        with archive.open(entry) as stream:
            head = stream.read(_LOCAL_HEADER + 64)
            if head[:4] != _MARK or _begins_a_package(head):
                return None
            inner = open_zip(BytesIO(head + stream.read()))
    except (*DAMAGED, zlib.error):
        return None  # reading it will say why
    return inner if package_kind(inner) is Kind.ARCHIVE else None


def _begins_a_package(head: bytes) -> bool:
    return head[_LOCAL_HEADER:].lower().startswith(_PACKAGE_STARTS)
