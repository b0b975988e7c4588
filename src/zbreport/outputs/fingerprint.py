"""The digest in what zbreport writes, by which an unedited file is known and may be overwritten.

In workbooks and documents it is a document property over the parts: Excel, Word, WPS and
LibreOffice rewrite these whenever they save. In a web page it is a `meta` element over the rest of
the page.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PROPERTY = "zbreport-digest"
NO_DIGEST = "0" * 64

_CUSTOM = "docProps/custom.xml"
_NAME = PROPERTY.encode()
_IN_PACKAGE = re.compile(rb'name="' + _NAME + rb'"[^>]*>\s*<vt:lpwstr>([0-9a-f]{64})<')
_IN_PAGE = re.compile(rb'<meta name="' + _NAME + rb'" content="([0-9a-f]{64})">')
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def digest(parts: Mapping[str, bytes]) -> str:
    """SHA-256 over the sorted names and contents of every part except the document properties."""
    total = hashlib.sha256()
    for name in sorted(parts):
        if not name.startswith("docProps/"):
            for piece in (name.encode(), parts[name]):
                total.update(len(piece).to_bytes(8, "big"))
                total.update(piece)
    return total.hexdigest()


def with_digest(package: bytes) -> bytes:
    """Puts the digest into a package whose property holds `NO_DIGEST`.

    Fixes the times of its parts.

    Args:
        package: bytes of an `.xlsx` or `.docx`.

    Returns:
        The package: the same input gives the same bytes.
    """
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    parts[_CUSTOM] = parts[_CUSTOM].replace(NO_DIGEST.encode(), digest(parts).encode())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
    return target.getvalue()


def page_property() -> str:
    """The element that `page_with_digest` fills."""
    return f'<meta name="{PROPERTY}" content="{NO_DIGEST}">'


def page_with_digest(page: bytes) -> bytes:
    """Puts the digest into a web page that carries `page_property`."""
    return page.replace(NO_DIGEST.encode(), hashlib.sha256(page).hexdigest().encode(), 1)


def is_untouched_output(path: Path) -> bool:
    """Whether a file is one that zbreport wrote and that nothing has saved since."""
    try:
        if path.suffix.lower() in {".html", ".htm"}:
            return _is_untouched_page(path.read_bytes())
        with zipfile.ZipFile(path) as archive:
            found = _IN_PACKAGE.search(archive.read(_CUSTOM))
            if found is None:
                return False
            parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except (
        OSError,
        KeyError,
        zipfile.BadZipFile,
        RuntimeError,
        ValueError,
        NotImplementedError,
        EOFError,
    ):
        return False
    return found.group(1).decode() == digest(parts)


def _is_untouched_page(page: bytes) -> bool:
    found = _IN_PAGE.search(page)
    if found is None:
        return False
    return page_with_digest(page.replace(found[1], NO_DIGEST.encode(), 1)) == page
