"""The one family of exceptions: work that cannot go on.

Everything that can be said while going on is a `Diagnostic`. These are caught once, in `cli`, and
shown as their Chinese message.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zbreport.diagnostics import Diagnostic


FILE_NAME = "zbreport.toml"
"""The settings file, which messages name."""

_REASONS = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有权限，或正被其他程序独占",
    errno.EPERM: "没有权限，或正被其他程序独占",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOSPC: "磁盘空间不足",
    errno.EROFS: "那里是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EIO: "磁盘或网络读写出错",
    errno.EMFILE: "打开的文件太多",
    errno.ELOOP: "快捷方式（链接）绕成了圈",
    errno.ENXIO: "这是管道或设备，不是文件",
}


def system_reason(error: OSError) -> str:
    """Why the system refused, in Chinese; its own texts are in the language of its setup."""
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno or type(error).__name__}")


def require_file(path: Path) -> Path:
    """A path whose reading ends.

    Raises:
        OSError: ENXIO, it is a pipe or a device.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(errno.ENXIO, "no file", str(path))
    return path


class ZbreportError(Exception):
    """Work could not go on; the text is for the person at the keyboard (exit status 3).

    `diagnostics` is what was found before that.
    """

    def __init__(self, message: str, diagnostics: Sequence[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.diagnostics = tuple(diagnostics)


class NoInputError(ZbreportError):
    """None of the paths given led to a file that could be read."""


class UnreadableFileError(ZbreportError):
    """One file could not be read; `code` names the diagnostic that says so to the user."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class YearError(ZbreportError):
    """The report year is unknown, tied, or outside every edition of the form."""


class SettingsError(ZbreportError):
    """zbreport.toml is not valid TOML, or a setting has a value that means nothing."""


class OutputError(ZbreportError):
    """The result could not be written: no folder, file open elsewhere, or not ours."""


class UnknownCellError(ZbreportError):
    """A cell name that the form does not have, or that fits several cells."""


class TemplateError(ZbreportError):
    """A template cannot be filled: other format, macros, protected, no tables, other edition."""
