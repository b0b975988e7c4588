"""Decodes text files. Used by the readers of delimited text, HTML and XML.

The order matters: short GBK words such as 通知 are valid UTF-8 by accident, so that strict UTF-8
first is not safe, and detectors fall for it too. A text that shows Chinese only when read as
GB18030 is GB18030. One that would rather be Big5 is not decoded but asked about, for in GB18030 it
has a reading too, and a wrong one.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.errors import UnreadableFileError
from zbreport.sources.big5 import looks_like_big5

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_TOLD_APART = {"ascii", "utf-8", "gb2312", "gbk", "gb18030", "hz", "iso8859-1", "cp1252"}
"""Declared encodings that the content tells more reliably than the declaration does."""

_UNKNOWN = "\ufffd"
_EURO = "euro"
"""Error handler: code page 936 has the single byte 0x80 for the euro sign, GB18030 not."""

_SAMPLE = 8192
_MARK = "\ufeff"
"""The byte order mark as a character; files that were put together from pieces have it twice."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding that it was read in, and the bytes that made no sense.

    Attributes:
        text: the text, without byte order mark.
        encoding: codec, in the upper case that people write.
        unknown: how many characters were replaced.
        line: number of the first line with one, from 1.
    """

    text: str
    encoding: str
    unknown: int = 0
    line: int = 0

    def diagnostics(self, file: str) -> tuple[Diagnostic, ...]:
        """F107 if characters were lost."""
        if not self.unknown:
            return ()
        return (
            diagnose("F107", file=file, encoding=self.encoding, line=self.line, count=self.unknown),
        )


def marked_codec(data: bytes) -> str | None:
    """The codec that a byte order mark announces."""
    return next((codec for mark, codec in _BOMS if data.startswith(mark)), None)


def wide_codec(data: bytes) -> str | None:
    """The codec of UTF-16 text without its mark.

    Read in it, the text has line ends and no control characters; nothing else has.
    """
    head = data[:_SAMPLE]
    for codec, line_end in (("utf-16-le", b"\n\x00"), ("utf-16-be", b"\x00\n")):
        if line_end in head:
            text = head.decode(codec, "replace")
            if "\n" in text and not _CONTROL.search(text) and _strict(data, codec) is not None:
                return codec
    return None


def decode(data: bytes, declared: str | None = None, told: str = "") -> Decoded:
    """Decodes a text.

    Args:
        data: the whole file.
        declared: encoding that the file names itself; believed only where content cannot tell (Big5
            and the like).
        told: encoding that the office names; believed always, but for a byte order mark.

    Returns:
        The text; what cannot be decoded is replaced and counted.

    Raises:
        UnreadableFileError: F113, it looks like Big5, and nobody says so.
    """
    codec = marked_codec(data) or told or wide_codec(data) or _known(declared)
    if codec:
        text = _strict(data, codec)
        return Decoded(text, _shown(codec)) if text is not None else _replaced(data, codec)
    wide = _strict(data, "utf-8")
    if wide is not None and (_IDEOGRAPH.search(wide) or wide.isascii()):
        return Decoded(wide, "UTF-8")
    if looks_like_big5(data):
        raise UnreadableFileError("F113")
    chinese = _strict(data, "gb18030")
    if chinese is not None and (wide is None or _IDEOGRAPH.search(chinese)):
        return Decoded(chinese, "GB18030")
    if wide is not None:
        return Decoded(wide, "UTF-8")
    # A few bad bytes break both: the encoding that loses less is the right one.
    return min(
        _replaced(data, "gb18030"), _replaced(data, "utf-8"), key=lambda decoded: decoded.unknown
    )


def _known(declared: str | None) -> str | None:
    """The codec of a declared encoding, unless it is one of those that the content tells apart."""
    try:
        name = codecs.lookup(declared or "utf-8").name
    except LookupError:
        return None
    return None if name in _TOLD_APART or name.startswith(("utf", "iso8859")) else name


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec, _EURO if codec == "gb18030" else "strict").lstrip(_MARK)
    except UnicodeDecodeError:
        return None


def _replaced(data: bytes, codec: str) -> Decoded:
    # Where 0x80 is not the only odd byte, it is told like the others.
    text = data.decode(codec, "replace").lstrip(_MARK)
    first = text.find(_UNKNOWN)
    return Decoded(
        text, _shown(codec), text.count(_UNKNOWN), text.count("\n", 0, max(first, 0)) + 1
    )


def _shown(codec: str) -> str:
    return codec.removesuffix("-sig").upper()


def _euro(error: UnicodeError) -> tuple[str, int]:
    if isinstance(error, UnicodeDecodeError) and error.object[error.start] == 0x80:
        return "€", error.start + 1
    raise error


codecs.register_error(_EURO, _euro)
