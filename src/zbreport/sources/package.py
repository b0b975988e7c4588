"""Opens the zip package of a workbook: its size, whose it is, and which part holds which sheet.

Runs before calamine sees the file.
"""

from __future__ import annotations

import html
import posixpath
import re
from io import BytesIO
from typing import TYPE_CHECKING

from zbreport.errors import UnreadableFileError
from zbreport.sources.zips import open_zip

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Mapping

    from zbreport.model import Limits

MAX_RATIO = 300
"""How many times its packed size a large package may unpack to; honest worksheets stay below 100."""

_LARGE = 256 * 1024**2
_CHUNK = 1024**2
_CHECKED = re.compile(
    r"(?:^|/)(?:workbook|styles|sharedStrings)\.(?:xml|bin)$|\.rels$|^\[Content_Types\]",
    re.IGNORECASE,
)
_OUR_MARK = b"zbreport-digest"
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def is_absurd(unpacked: int, packed: int, limits: Limits) -> bool:
    """Whether something unpacks to more than is allowed, or to more than its packed size lets expect."""
    return unpacked > limits.unpacked_mb * 1024**2 or (
        unpacked > _LARGE and unpacked > MAX_RATIO * packed
    )


def open_package(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """Opens a package.

    Args:
        data: the whole file.
        limits: what it may unpack to.

    Returns:
        The archive.

    Raises:
        UnreadableFileError: F101, it unpacks to more than any workbook would.
        zipfile.BadZipFile: it is damaged.
    """
    archive = open_zip(BytesIO(data))
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if is_absurd(unpacked, len(data), limits):
        raise UnreadableFileError(
            "F101", detail=f"解压后有 {unpacked // 1024**2} MB，不像正常的表格"
        )
    return archive


def check_parts(archive: zipfile.ZipFile) -> None:
    """Holds the small parts and the shared texts of a workbook against their checksums; whoever reads the sheets does so for them.

    calamine stops reading where a part has said all, before its checksum: a flipped bit would
    change a text or a date unseen. And parts that unpack to more than they state end here.

    Raises:
        zipfile.BadZipFile, zlib.error: a part is damaged.
    """
    for entry in archive.infolist():
        if _CHECKED.search(entry.filename.replace("\\", "/")):
            with archive.open(entry) as part:
                while part.read(_CHUNK):
                    pass


def is_ours(archive: zipfile.ZipFile) -> bool:
    """Whether the workbook is a report that zbreport wrote."""
    return any(
        entry.filename == "docProps/custom.xml"
        and entry.file_size < 1024**2
        and _OUR_MARK in archive.read(entry)
        for entry in archive.infolist()
    )


def sheet_parts(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Visible sheet's name → the archive's entry that holds it, for `.xlsx`; missing entries are left out."""
    entries, targets = part_targets(archive, "workbook.xml")
    workbook = next((name for name in entries if name.endswith("workbook.xml")), None)
    found: dict[str, str] = {}
    for sheet in _tags(_SHEET, archive.read(entries[workbook])) if workbook and targets else ():
        relation_id = next((value for key, value in sheet.items() if key.endswith(":id")), "")
        # Hidden sheets are not read, so that what is in them cannot do harm either.
        if sheet.get("state", "visible") == "visible" and (
            part := entries.get(targets.get(relation_id, ""))
        ):
            found[sheet.get("name", "")] = part
    return found


def part_targets(
    archive: zipfile.ZipFile, workbook: str
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The parts of a package, and which of them the workbook's relations lead to.

    Args:
        archive: the package.
        workbook: how the name of the workbook's part ends.

    Returns:
        Name of a part in lower case → entry of the archive; id of a relation → name of the part in
        lower case.
    """
    entries = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
    main = next((name for name in entries if name.endswith(workbook)), "")
    folder, file = posixpath.split(main)
    relations = entries.get(posixpath.join(folder, "_rels", f"{file}.rels")) if main else None
    targets: dict[str, str] = {}
    for relation in _tags(_RELATION, archive.read(relations)) if relations else ():
        target = posixpath.normpath(
            posixpath.join("/", folder, relation.get("Target", "").replace("\\", "/"))
        )
        targets[relation.get("Id", "")] = target.lstrip("/").lower()
    return entries, targets


def _tags(pattern: re.Pattern[bytes], xml: bytes) -> list[dict[str, str]]:
    """The attributes of every tag that a pattern finds."""
    texts = (tag[1].decode("utf-8", "replace") for tag in pattern.finditer(xml))
    return [
        {name: html.unescape(double or single) for name, double, single in _ATTRIBUTE.findall(text)}
        for text in texts
    ]
