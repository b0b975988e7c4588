"""Opens zip archives that may be anything.

Damaged, made to exhaust the memory, or with names in the code page of a Chinese Windows.

Used for archives of files (`archives`) and for the packages that workbooks are (`sniff`,
`package`).
"""

from __future__ import annotations

import zipfile
from contextlib import suppress
from io import BufferedIOBase, BytesIO
from typing import TYPE_CHECKING

from zbreport.errors import UnreadableFileError
from zbreport.sources.encoding import decode

if TYPE_CHECKING:
    from pathlib import Path

DAMAGED = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError)
"""What opening an archive may raise."""

_DIRECTORY_END = b"PK\x05\x06"
_LONGEST_END = 22 + 65_535
_MAX_DIRECTORY = 16 * 1024**2
"""Bytes of an archive's directory.

Some 100,000 entries. Python makes an object of half a kilobyte of each before it can be asked.
"""

_NAMED_IN_UNICODE = 0x800
_LOCKED = 1


def open_zip(source: Path | BytesIO) -> zipfile.ZipFile:
    """Opens an archive after a look at the size of its directory.

    Raises:
        zipfile.BadZipFile: it is damaged, or its directory is absurd.
        OSError, ValueError, NotImplementedError: as above.
    """
    if isinstance(source, BytesIO):
        _check_directory(source)
    else:
        with source.open("rb") as stream:
            _check_directory(stream)
    return zipfile.ZipFile(source)


def _check_directory(stream: BufferedIOBase) -> None:
    size = stream.seek(0, 2)
    stream.seek(max(size - _LONGEST_END, 0))
    tail = stream.read()
    end = tail.rfind(_DIRECTORY_END)
    # The size stands 12 bytes into the record.
    if end >= 0 and int.from_bytes(tail[end + 12 : end + 16], "little") > _MAX_DIRECTORY:
        message = "the directory is absurdly large"
        raise zipfile.BadZipFile(message)


def name_of(entry: zipfile.ZipInfo) -> str:
    """An entry's path with forward slashes, without drives, roots and `..`.

    Windows writes names in its code page and does not say which: those bytes, which `zipfile` takes
    for code page 437, are decoded as any other text is.
    """
    name = entry.filename
    if not entry.flag_bits & _NAMED_IN_UNICODE and not name.isascii():
        with suppress(
            UnicodeEncodeError
        ):  # the entry carries its name in Unicode elsewhere, and that was taken
            name = _decoded(name.encode("cp437"))
    return "/".join(
        part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}
    )


def _decoded(name: bytes) -> str:
    try:
        return decode(name).text
    except UnreadableFileError:
        return name.decode("big5hkscs", "replace")  # of a mere name nobody is asked


def is_locked(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry needs a password."""
    return bool(entry.flag_bits & _LOCKED)
