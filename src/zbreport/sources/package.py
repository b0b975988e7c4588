"""Opens the zip package of a workbook: its size, whose it is, and which part holds which sheet.

Runs before calamine sees the file.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from zbreport.errors import UnreadableFileError
from zbreport.sources.number_formats import number_format
from zbreport.sources.visible import unique_names
from zbreport.sources.zips import open_zip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zbreport.model import Limits, NumberFormat

MAX_RATIO = 300
"""How many times its packed size a large package may unpack to.

Honest worksheets stay below 100.
"""

_LARGE = 256 * 1024**2
_CHUNK = 1024**2
_CHECKED = re.compile(
    r"(?:^|/)(?:workbook|styles|sharedStrings)\.(?:xml|bin)$|\.rels$|^\[Content_Types\]",
    re.IGNORECASE,
)
_OUR_MARK = b"zbreport-digest"
# Every search is linear in hostile content too: a tag has no `<` in it, a name begins only where no
# name goes on.
_SHEET = re.compile(rb"<(?:\w{1,64}:)?sheet\b([^<>]*)>")
_RELATION = re.compile(rb"<(?:\w{1,64}:)?Relationship\b([^<>]*)>")
_PROPERTIES = re.compile(rb"<(?:\w{1,64}:)?workbookPr\b([^<>]*)>")
_FORMAT = re.compile(rb"<(?:\w{1,64}:)?numFmt\b([^<>]*)>")
_STYLES = re.compile(rb"<(?:\w{1,64}:)?cellXfs\b")
_STYLE = re.compile(rb"<(?:\w{1,64}:)?xf\b([^<>]*)>")
_ATTRIBUTE = re.compile(r"""(?<![\w:])([\w:]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)')""")


def is_absurd(unpacked: int, packed: int, limits: Limits) -> bool:
    """Whether something unpacks to more than is allowed, or than its packed size lets expect."""
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
    """Holds the small parts and the shared texts of a workbook against their checksums.

    Whoever reads the sheets does so for them.

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
    """Visible sheet's name → the archive's entry that holds it, for `.xlsx`.

    Missing entries are left out.

    A name that stood before is given a number (see `visible.unique_names`).
    """
    entries, targets = part_targets(archive, "workbook.xml")
    sheets = _tags(_SHEET, _workbook(archive)) if targets else []
    names = unique_names([sheet.get("name", "") for sheet in sheets])
    found: dict[str, str] = {}
    for name, sheet in zip(names, sheets, strict=True):
        relation_id = next((value for key, value in sheet.items() if key.endswith(":id")), "")
        # Hidden sheets are not read, so that what is in them cannot do harm either.
        if sheet.get("state", "visible") == "visible" and (
            part := entries.get(targets.get(relation_id, ""))
        ):
            found[name] = part
    return found


def with_unique_names(data: bytes, archive: zipfile.ZipFile) -> bytes:
    """The workbook, with a number behind every sheet's name that stood before.

    Calamine goes by the name, and would read the first twice.

    Args:
        data: a whole `.xlsx`.
        archive: the same, opened.
    """
    workbook = _workbook(archive)
    names = [sheet.get("name", "") for sheet in _tags(_SHEET, workbook)]
    unique = unique_names(names)
    if names == unique:
        return data
    others = iter(unique)

    def renamed(tag: re.Match[bytes]) -> bytes:
        name = html.escape(next(others)).encode()
        return re.sub(
            rb"""(\sname\s*=\s*)(?:"[^"]*"|'[^']*')""", rb'\1"%b"' % name, tag[0], count=1
        )

    target = BytesIO()
    with zipfile.ZipFile(target, "w") as changed:
        for entry in archive.infolist():
            content = (
                _SHEET.sub(renamed, workbook)
                if _is_workbook(entry.filename)
                else archive.read(entry)
            )
            changed.writestr(entry.filename, content)
    return target.getvalue()


def since_1904(archive: zipfile.ZipFile) -> bool:
    """Whether an `.xlsx` counts days from 1904 on."""
    return any(
        tag.get("date1904") in {"1", "true"} for tag in _tags(_PROPERTIES, _workbook(archive))
    )


def scaled_styles(archive: zipfile.ZipFile) -> Mapping[int, NumberFormat]:
    """Style number of an `.xlsx` → number format, for those that scale or write a unit."""
    entries = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
    part = next((name for name in entries if name.endswith("styles.xml")), "")
    xml = archive.read(entries[part]) if part else b""
    codes = {tag.get("numFmtId"): tag.get("formatCode", "") for tag in _tags(_FORMAT, xml)}
    formats = {key: found for key, code in codes.items() if (found := number_format(code))}
    start = _STYLES.search(xml) if formats else None
    if start is None:
        return {}
    styles = xml[start.end() : xml.find(b"cellXfs", start.end())]
    return {
        number: formats[tag["numFmtId"]]
        for number, tag in enumerate(_tags(_STYLE, styles))
        if tag.get("numFmtId") in formats
    }


def _is_workbook(name: str) -> bool:
    return name.replace("\\", "/").lower().endswith("workbook.xml")


def _workbook(archive: zipfile.ZipFile) -> bytes:
    """The list of sheets of an `.xlsx`, without comments; empty where there is none."""
    name = next((name for name in archive.namelist() if _is_workbook(name)), "")
    first, *others = (archive.read(name) if name else b"").split(b"<!--")
    return first + b"".join(part.partition(b"-->")[2] for part in others)


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
