"""What the exceptions of the readers mean to a clerk."""

from __future__ import annotations

_REASONS = {
    "BadZipFile": "压缩包不完整",
    "CalamineError": "内部结构不完整",
    "MemoryError": "内存不够",
    "PanicException": "内部结构混乱",
    "WorksheetNotFound": "缺少工作表的内容",
    "XMLSyntaxError": "内部 XML 有误",
    "XmlError": "内部 XML 有误",
    "ZipError": "压缩包不完整",
    "error": "压缩数据有误",
}
"""Names of the readers' exceptions (not imported, they are heavy) → what a clerk is told."""


def reason_of(error: BaseException) -> str:
    """What an exception of a reader means, and its name for whoever looks closer."""
    name = type(error).__name__
    reason = (
        "缺少共享文字表" if "shared strings" in str(error) else _REASONS.get(name, "内容无法解析")
    )
    return f"{reason} [{name}]"
