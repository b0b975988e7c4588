"""Tells what a file really is from its content. Runs on every file before a reader is chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum, auto
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING

from zbreport.sources.compound import MAGIC, streams_of
from zbreport.sources.encoding import marked_codec, wide_codec
from zbreport.sources.zips import DAMAGED, is_locked, open_zip

if TYPE_CHECKING:
    import zipfile

_HEAD = 8192
"""Bytes looked at to tell the kinds of text apart."""


class Kind(StrEnum):
    """What a file is; those in `REFUSED` have no reader."""

    XLSX = auto()
    XLSB = auto()
    ODS = auto()
    XLS = auto()
    HTML = auto()
    XML2003 = auto()
    TEXT = auto()
    EMPTY = auto()
    BLANK = auto()
    ZEROS = auto()
    LOCKED = auto()
    BROKEN_ZIP = auto()
    BROKEN_OLE = auto()
    MHT = auto()
    PDF = auto()
    DOC = auto()
    DOCX = auto()
    SLIDES = auto()
    RTF = auto()
    IMAGE = auto()
    MEDIA = auto()
    OFD = auto()
    NUMBERS = auto()
    MAIL = auto()
    ARCHIVE = auto()
    EXCEL4 = auto()
    XML = auto()
    BINARY = auto()


_SAVE_AS = "请在 Excel 或 WPS 中打开后另存为 .xlsx"
_COPY = "请把其中的表格复制到 Excel 或 WPS 表格中，另存为 .xlsx"
_ASK = "请向提供者索取 Excel 表格，或把内容录入 Excel 后另存为 .xlsx"
_UNPACK = "请先解压，再把解压出来的表格放进文件夹，或重新压缩成 .zip"
_ATTACHED = "请把其中的表格（附件）另存到文件夹"

_Refusal = tuple[str, Mapping[str, str]]

REFUSED: Mapping[Kind, _Refusal] = MappingProxyType(
    {
        Kind.EMPTY: ("F103", {"detail": "大小为 0 字节"}),
        Kind.BLANK: ("F103", {"detail": "只有空白"}),
        Kind.ZEROS: ("F103", {"detail": "全部是零字节，多半是没有保存完"}),
        Kind.LOCKED: ("F102", {}),
        Kind.BROKEN_ZIP: ("F101", {"detail": "压缩包不完整"}),
        Kind.BROKEN_OLE: ("F101", {"detail": "内部没有工作簿，多半是没有传完"}),
        Kind.MHT: ("F105", {"kind": "单个文件网页（MHT）", "advice": _SAVE_AS}),
        Kind.PDF: ("F105", {"kind": " PDF 文件", "advice": _ASK}),
        Kind.DOC: ("F105", {"kind": " Word 或 WPS 文字文档", "advice": _COPY}),
        Kind.DOCX: ("F105", {"kind": " Word 或 WPS 文字文档", "advice": _COPY}),
        Kind.SLIDES: ("F105", {"kind": "演示文稿", "advice": _COPY}),
        Kind.RTF: ("F105", {"kind": " RTF 文档", "advice": _COPY}),
        Kind.IMAGE: ("F105", {"kind": "图片", "advice": _ASK}),
        Kind.MEDIA: ("F105", {"kind": "音频或视频", "advice": _ASK}),
        Kind.OFD: ("F105", {"kind": " OFD 版式文件", "advice": _ASK}),
        Kind.NUMBERS: (
            "F105",
            {"kind": "苹果 Numbers 等程序的文档", "advice": "请在原来的程序中导出为 .xlsx"},
        ),
        Kind.MAIL: ("F105", {"kind": "邮件", "advice": _ATTACHED}),
        Kind.ARCHIVE: ("F105", {"kind": "压缩包", "advice": _UNPACK}),
        Kind.EXCEL4: ("F105", {"kind": "很旧的 Excel 4.0 文件", "advice": _SAVE_AS}),
        Kind.XML: ("F105", {"kind": "普通的 XML 文件", "advice": _SAVE_AS}),
        Kind.BINARY: ("F105", {"kind": "认不出的二进制文件", "advice": _SAVE_AS}),
    }
)
"""Kinds without a reader: the diagnostic that says so, and its facts."""

_MAGIC = (
    (b"%PDF", Kind.PDF),
    (b"{\\rtf", Kind.RTF),
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"BM", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
    (b"RIFF", Kind.IMAGE),
    (b"Rar!", Kind.ARCHIVE),
    (b"7z\xbc\xaf", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"BZh", Kind.ARCHIVE),
    (b"\xfd7zXZ", Kind.ARCHIVE),
    (b"ID3", Kind.MEDIA),
    (b"OggS", Kind.MEDIA),
    (b"\x09\x00\x04\x00", Kind.EXCEL4),
    (b"\x09\x02\x06\x00", Kind.EXCEL4),
    (b"\x09\x04\x06\x00", Kind.EXCEL4),
)
_AMBIGUOUS = frozenset({Kind.IMAGE, Kind.MEDIA, Kind.ARCHIVE})
"""Kinds whose marks may begin a text as well.

Such a file has bytes in its header that no ASCII text has.
"""

_DOCUMENTS = {
    "WordDocument": Kind.DOC,
    "__properties_version1.0": Kind.MAIL,
    "PowerPoint Document": Kind.SLIDES,
}
"""Streams that documents have which are no workbooks."""

_BRAND = b"ftyp"
_PICTURES = (b"heic", b"heix", b"mif1", b"avif")
_PLAIN_MAIL = re.compile(
    r"\s*(?:received|return-path|delivered-to|mime-version|from|date|subject|message-id)\s*:.*?\n(?:content-type|mime-version)\s*:",
    re.IGNORECASE | re.DOTALL,
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b"))
_MARKUP = re.compile(
    r"(?:<\?xml[^<>]*+>|<!--(?:[^-]++|-(?!->))*+-->|\s++)*+<(?:!doctype\s+html|html|head|title|meta|link|style|script|body|form|div|center|p|br|font|span|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL = re.compile(
    r"\s*(?:mime-version|from|content-type|x-[\w-]+|date|subject)\s*:.*?multipart/",
    re.IGNORECASE | re.DOTALL,
)


def sniff(data: bytes) -> Kind:
    """Tells the kind of a file from its whole content."""
    if not data:
        return Kind.EMPTY
    if data[:2] == b"PK" and data[2:4] in {b"\x03\x04", b"\x05\x06", b"\x07\x08"}:
        return _zip_kind(data)
    if data.startswith(MAGIC):
        return _ole_kind(data)
    if not data.strip(b"\x00"):
        return Kind.ZEROS
    binary = b"\x00" in data[:64] or any(byte >= 0x7F for byte in data[:64])
    for magic, kind in _MAGIC:
        if data.startswith(magic) and (binary or kind not in _AMBIGUOUS):
            return kind
    if binary and data[4:8] == _BRAND:
        return Kind.IMAGE if data[8:12] in _PICTURES else Kind.MEDIA
    return _text_kind(data)


def _text_kind(data: bytes) -> Kind:
    codec = marked_codec(data) or wide_codec(data)
    raw = data[:_HEAD]
    if codec is None and len(raw.translate(None, _CONTROLS)) < len(raw) * 0.95:
        return Kind.BINARY
    head = raw.decode(codec or "latin-1", "replace").lstrip("\ufeff")
    if not head.strip() and not data.strip():
        return Kind.BLANK
    if _MAIL.match(head):
        return Kind.MHT
    if _PLAIN_MAIL.match(head):
        return Kind.MAIL
    if "urn:schemas-microsoft-com:office:spreadsheet" in head and re.search(
        r"<(?:\w+:)?Workbook\b", head
    ):
        return Kind.XML2003
    if _MARKUP.match(head):
        return Kind.HTML
    return Kind.XML if head.lstrip().startswith("<?xml") else Kind.TEXT


def _zip_kind(data: bytes) -> Kind:
    try:
        with open_zip(BytesIO(data)) as archive:
            return package_kind(archive)
    except DAMAGED:
        return Kind.BROKEN_ZIP


def package_kind(archive: zipfile.ZipFile) -> Kind:
    """Tells the kind of a zip archive from the names of its entries; `ARCHIVE` is one of files."""
    entries = archive.infolist()
    names = {entry.filename.replace("\\", "/").lower() for entry in entries}
    ends = {name.rpartition("/")[2] for name in names}
    if "mimetype" in names:
        return _open_document_kind(archive)
    if not names & {"[content_types].xml", "xl/workbook.xml"}:
        return (
            Kind.OFD
            if "ofd.xml" in names
            else Kind.NUMBERS
            if "index/document.iwa" in names
            else Kind.ARCHIVE
        )
    if any(map(is_locked, entries)):
        return Kind.LOCKED
    for mark, kind in (
        ("workbook.xml", Kind.XLSX),
        ("workbook.bin", Kind.XLSB),
        ("document.xml", Kind.DOCX),
        ("presentation.xml", Kind.SLIDES),
    ):
        if mark in ends:
            return kind
    # Some programs call the main part of a document `word/document2.xml`.
    return Kind.DOCX if any(name.startswith("word/") for name in names) else Kind.ARCHIVE


def _open_document_kind(archive: zipfile.ZipFile) -> Kind:
    mime = archive.read("mimetype")
    if b"spreadsheet" in mime:
        manifest = (
            archive.read("META-INF/manifest.xml")
            if "META-INF/manifest.xml" in archive.namelist()
            else b""
        )
        return Kind.LOCKED if b"encryption-data" in manifest else Kind.ODS
    if b"presentation" in mime:
        return Kind.SLIDES
    return Kind.DOCX if b"opendocument" in mime else Kind.ARCHIVE


def _ole_kind(data: bytes) -> Kind:
    streams = streams_of(data, ("EncryptedPackage", "Workbook", "Book", *_DOCUMENTS))
    if "EncryptedPackage" in streams:
        return Kind.LOCKED
    workbook = streams.get("Workbook") or streams.get("Book")
    if workbook:
        return Kind.LOCKED if _has_password(workbook) else Kind.XLS
    return next((kind for name, kind in _DOCUMENTS.items() if name in streams), Kind.BROKEN_OLE)


def _has_password(workbook: bytes) -> bool:
    """Whether FILEPASS (0x2F) is among the first records of an xls workbook."""
    start = 0
    for _ in range(6):
        record = int.from_bytes(workbook[start : start + 2], "little")
        if record == 0x2F:
            return True
        start += 4 + int.from_bytes(workbook[start + 2 : start + 4], "little")
    return False
