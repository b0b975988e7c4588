"""The bytes of an input file, wherever it stands.

On disk, in an archive, or in an archive inside one.

Nothing is ever extracted to disk. Everything here can be called from several threads and processes.
"""

from __future__ import annotations

import os
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from zbreport.errors import UnreadableFileError
from zbreport.sources.zips import is_locked, open_zip

if TYPE_CHECKING:
    import zipfile
    from pathlib import Path

    from zbreport.model import InputFile

_OPEN_ARCHIVES = 4
_AES = 99


def data_of(file: InputFile, password: str = "") -> bytes:
    """Reads a whole file.

    Args:
        file: what to read.
        password: for entries of archives that need one.

    Raises:
        OSError: it is gone, or may not be read.
        UnreadableFileError: F102, F121, F122, the entry needs another password, or one that cannot
            be tried; F104, it changes while it is read.
        zipfile.BadZipFile, zlib.error, and others: the archive is damaged.
    """
    if not file.entry:
        return _steady(file.path)
    archive = _archive(file.path, file.entry[:-1])
    entry = archive.infolist()[file.entry[-1]]
    return _unlocked(archive, entry, password) if is_locked(entry) else archive.read(entry)


def _steady(path: Path) -> bytes:
    """The content of a file that was the same before and after.

    One that is still written is read again once.
    """
    for _ in range(2):
        before = path.stat()
        data = path.read_bytes()
        after = path.stat()
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
            return data
    raise UnreadableFileError("F104", detail="读取时内容还在变化")


def size_of(file: InputFile) -> int:
    """Bytes of the file; 0 where that cannot be told (reading it will say why)."""
    try:
        return (
            _archive(file.path, file.entry[:-1]).infolist()[file.entry[-1]].file_size
            if file.entry
            else file.path.stat().st_size
        )
    except OSError:
        return 0


def digest_of(file: InputFile) -> bytes:
    """SHA-256 of the content; empty where it cannot be read."""
    from hashlib import file_digest, sha256

    try:
        if file.entry:
            return sha256(data_of(file)).digest()
        with file.path.open("rb") as stream:
            return file_digest(stream, "sha256").digest()
    except Exception:  # noqa: BLE001  (a damaged entry is told when it is read)
        return b""


def _unlocked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, password: str) -> bytes:
    if entry.compress_type == _AES:
        raise UnreadableFileError("F122", kind="压缩包里加密的文件（AES）")
    if not password:
        raise UnreadableFileError("F102")
    for codec in ("utf-8", "gb18030"):
        try:
            return archive.read(entry, pwd=password.encode(codec))
        except Exception as error:  # noqa: BLE001  (one byte tells a right password: a wrong one may pass, and then the data make no sense)
            wrong = error
    raise UnreadableFileError("F121") from wrong


def _archive(path: Path, chain: tuple[int, ...]) -> zipfile.ZipFile:
    """An open archive: the one at a path, or one inside it.

    The last few stay open, for their entries are read one after the other.
    """
    status = path.stat()
    return _opened(path, chain, (status.st_mtime_ns, status.st_size), os.getpid())


@lru_cache(maxsize=_OPEN_ARCHIVES)
def _opened(
    path: Path, chain: tuple[int, ...], state: tuple[int, int], process: int
) -> zipfile.ZipFile:
    """Opens an archive anew when the file changed, and in every process.

    A file that two processes share has one position.
    """
    if not chain:
        return open_zip(path)
    outer = _opened(path, chain[:-1], state, process)
    return open_zip(BytesIO(outer.read(outer.infolist()[chain[-1]])))
