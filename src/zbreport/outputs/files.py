"""Writing a result to disk: all of it or nothing, and never over somebody's work."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import time
from typing import TYPE_CHECKING

from zbreport.errors import OutputError, system_reason
from zbreport.outputs.fingerprint import is_untouched_output

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["is_untouched_output", "write"]

_PATIENCE = (0.05, 0.1, 0.2, 0.4)
"""Seconds between attempts to swap files: a virus scanner may hold a new one for a moment."""

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}


def write(path: Path, data: bytes, *, force: bool) -> None:
    """Writes a file in one step: a reader sees the old file or the new one, never a part.

    A file that is there already is replaced when it holds the same bytes, when it is an unedited
    file of zbreport, or with `force`; mode and owner stay, where the system lets us keep them.

    Args:
        path: where to.
        data: the whole file.
        force: replace whatever file is there.

    Raises:
        OutputError: the folder is missing, the place is a folder, somebody else's file is there, it
            is open elsewhere or not writable, or the disk is full. Nothing is left behind then.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():  # /dev/stdout, a pipe
            path.write_bytes(data)
            return
        target = path.resolve()
        _require_place(path, target, data, force=force)
        _replace(target, data)
    except OSError as error:
        raise OutputError(_explain(path, error)) from error


def _require_place(path: Path, target: Path, data: bytes, *, force: bool) -> None:
    if target.is_dir():
        message = f"“{path}”是文件夹，不能当作文件写入：请用 -o 指定文件名"
        raise OutputError(message)
    if not target.parent.is_dir():
        message = f"文件夹“{path.parent}”不存在：请先建立文件夹，或用 -o 另指定位置"
        raise OutputError(message)
    if not target.exists():
        return
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    if not (force or is_untouched_output(target) or _holds(target, data)):
        message = (
            f"文件“{path}”已经存在，而且不是本程序生成后未改动的结果："
            "确要覆盖请加 --force，或用 -o 另指定文件名"
        )
        raise OutputError(message)


def _holds(path: Path, data: bytes) -> bool:
    return path.stat().st_size == len(data) and path.read_bytes() == data


def _replace(target: Path, data: bytes) -> None:
    """Writes beside the target, then swaps.

    The file beside is gone afterwards, whatever happened.
    """
    beside = target.with_name(f".zbreport-{secrets.token_hex(8)}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _keep_rights(target, beside)
        _swap(beside, target)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _keep_rights(target: Path, beside: Path) -> None:
    """Gives the new file the owner, group and mode of the one that it replaces."""
    if not target.exists():
        return
    old = target.stat()
    chown = getattr(os, "chown", None)
    if chown:
        new = beside.stat()
        for owner, group in ((old.st_uid, -1), (-1, old.st_gid)):
            if owner not in {-1, new.st_uid} or group not in {-1, new.st_gid}:
                with contextlib.suppress(PermissionError):  # only the superuser may give files away
                    chown(beside, owner, group)
        beside.chmod(old.st_mode & 0o7777)


def _swap(beside: Path, target: Path) -> None:
    """Puts the new file in the place of the old one; tries again where something holds it."""
    for pause in _PATIENCE:
        try:
            beside.replace(target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    beside.replace(target)


def _explain(path: Path, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return f"无法写入“{path}”：文件正被 Word、Excel 或 WPS 打开，或没有写权限，请先关闭该文件"
    if error.errno == errno.EROFS:
        return f"无法写入“{path}”：那里是只读的，请用 -o 另指定位置"
    if error.errno in _FULL:
        return f"无法写入“{path}”：磁盘空间不足，请清理后再试"
    if error.errno == errno.ENAMETOOLONG:
        return f"无法写入“{path}”：文件名太长，请用 -o 指定短一些的文件名"
    return f"无法写入“{path}”：{system_reason(error)}"
