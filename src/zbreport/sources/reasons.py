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
"""Names of exceptions of the readers (not imported here for their weight), and what each means to a clerk."""


def reason_of(error: BaseException) -> str:
    """What an exception of a reader means, and its name for whoever looks closer."""
    name = type(error).__name__
    reason = (
        "缺少共享文字表" if "shared strings" in str(error) else _REASONS.get(name, "内容无法解析")
    )
    return f"{reason} [{name}]"
