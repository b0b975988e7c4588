"""The package of a template.

What kind it is, what it must not be, and the same package with some of its parts changed.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from lxml.etree import LxmlError

from zbreport.diagnostics import diagnose
from zbreport.errors import TemplateError, UnreadableFileError, require_file, system_reason
from zbreport.model import Limits
from zbreport.readback.damage import is_damage
from zbreport.sources.package import open_package
from zbreport.sources.sniff import REFUSED, Kind, sniff
from zbreport.visible.word import main_part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DOCX, XLSX = "docx", "xlsx"
DAMAGE = (
    LxmlError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
)
"""What reading a damaged package raises."""

_TYPES = "[content_types].xml"
_MACROS = re.compile(rb"macroEnabled|vbaProject|macrosheet", re.IGNORECASE)
_TEMPLATES = re.compile(rb"(?:wordprocessingml|spreadsheetml)\.template", re.IGNORECASE)
_WORD, _SHEET = (
    "请用 Word 或 WPS 打开，另存为 .docx 后再试",
    "请用 Excel 或 WPS 打开，另存为 .xlsx 后再试",
)
_ADVICE = {
    Kind.DOC: f"这是旧版 Word 或 WPS 文字文档（.doc、.wps），{_WORD}",
    Kind.RTF: f"这是 RTF 文档，{_WORD}",
    Kind.XLS: f"这是旧版 Excel 或 WPS 表格（.xls、.et），{_SHEET}",
    Kind.XLSB: f"这是二进制工作簿（.xlsb），{_SHEET}",
    Kind.ODS: f"这是 OpenDocument 表格（.ods），{_SHEET}",
    Kind.XML2003: f"这是 XML 表格，{_SHEET}",
    Kind.HTML: f"这是网页文件。如果原来是 Excel 表格，{_SHEET}；如果原来是 Word 文档，{_WORD}",
    Kind.PDF: "这是 PDF 文件，不能填写。请向发文单位索取 Word 或 Excel 模板",
    Kind.LOCKED: "模板设有打开密码，无法填写。请打开后去掉密码（文件 → 信息 → 保护），另存后再试",
}
_OTHER = "模板只能是 .docx 或 .xlsx 文件"


@dataclass(frozen=True, slots=True)
class Template:
    """A template that may be filled.

    Where it is, its name for messages, its content, and whether it is `docx` or `xlsx`.
    """

    path: Path
    label: str
    data: bytes
    kind: str


def load(path: Path) -> Template:
    """Reads a template and refuses what cannot be filled.

    Args:
        path: of the file; its content decides what it is, never its name.

    Raises:
        TemplateError: not there, not a document or workbook of the present formats, with macros, or
            damaged.
    """
    label = path.name
    try:
        data = require_file(path).read_bytes()
    except OSError as error:
        message = f"模板“{path}”打不开（{_reason(error)}）"
        raise TemplateError(message) from error
    kind = sniff(data)
    if kind in _ADVICE or kind not in {Kind.DOCX, Kind.XLSX}:
        raise TemplateError(f"{label}：{_ADVICE.get(kind) or _refusal(kind)}")
    try:
        found = _kind(label, data)
    except UnreadableFileError as error:
        raise damaged(label, error) from error
    except BaseException as error:
        if not is_damage(error) and not isinstance(error, DAMAGE):
            raise
        raise damaged(label, UnreadableFileError("F101", detail="压缩包不完整")) from error
    return Template(path, label, data, found)


def damaged(label: str, error: UnreadableFileError) -> TemplateError:
    """What is said of a template that cannot be read."""
    found = diagnose(error.code, file=label, facts=error.facts)
    return TemplateError(
        f"{label}：{found.message}。请用 Word、Excel 或 WPS 打开模板并重新保存后再试；"
        "打不开时请向发文单位重新索取"
    )


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "没有这个文件，请核对 --template 后面的路径"
    if isinstance(error, IsADirectoryError):
        return "这是文件夹"
    return (
        "没有读取权限，或正被其他程序独占"
        if isinstance(error, PermissionError)
        else system_reason(error)
    )


def _refusal(kind: Kind) -> str:
    if kind not in REFUSED:
        return f"这是文字文件，不是模板。{_OTHER}"
    code, facts = REFUSED[kind]
    if code == "F105":
        return f"这是{facts['kind']}，不是模板。{_OTHER}"
    return f"{diagnose(code, facts=facts).message}。{_OTHER}"


def _kind(label: str, data: bytes) -> str:
    with open_package(data, Limits()) as archive:
        names = [entry.filename for entry in archive.infolist()]
        lower = {name.replace("\\", "/").lower(): name for name in names}
        if len(lower) < len(names):
            raise UnreadableFileError("F101", detail="压缩包里有重名的文件")
        if _TYPES not in lower:
            raise TemplateError(f"{label}：这是 OpenDocument 文字文档（.odt），{_WORD}")
        types = archive.read(lower[_TYPES])
        word = any(name.startswith("word/") for name in lower)
        if _MACROS.search(types) or any(
            "vbaproject" in name or "/macrosheets/" in name for name in lower
        ):
            kinds = ".docm 带宏的文档" if word else ".xlsm 带宏的工作簿"
            message = (
                f"{label}：模板带有宏（{kinds}），为安全起见不填写。"
                f"请在 Word、Excel 或 WPS 中另存为不带宏的 .{DOCX if word else XLSX}"
            )
            raise TemplateError(message)
        if _TEMPLATES.search(types):
            raise TemplateError(
                f"{label}：这是 Office 的模板格式（.dotx、.xltx），{_WORD if word else _SHEET}"
            )
        if word and main_part(archive) is None:
            raise UnreadableFileError("F101", detail="没有正文")
    return DOCX if word else XLSX


def is_signed(data: bytes) -> bool:
    """Whether a package carries a digital signature."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return any(name.lower().startswith("_xmlsignatures/") for name in archive.namelist())


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A package with the content of some of its parts changed.

    Every other part keeps its content to the byte; all keep their order, time and way of packing.

    Args:
        data: the whole package.
        parts: name of an entry → its new content.
    """
    if not parts:
        return data
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        new.comment = old.comment
        for entry in old.infolist():
            content = parts.get(entry.filename)
            entry.extra = b""  # may hold the old sizes once more (ZIP64), which would be wrong now
            new.writestr(entry, old.read(entry) if content is None else content)
    return target.getvalue()
