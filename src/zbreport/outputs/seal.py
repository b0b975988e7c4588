"""The seal of what zbreport writes: a digest by which an unedited file is known again and may be written over.

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
UNSEALED = "0" * 64

_CUSTOM = "docProps/custom.xml"
_SEAL = re.compile(rb'name="' + PROPERTY.encode() + rb'"[^>]*>\s*<vt:lpwstr>([0-9a-f]{64})<')
_PAGE_SEAL = re.compile(rb'<meta name="' + PROPERTY.encode() + rb'" content="([0-9a-f]{64})">')
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


def seal(workbook: bytes) -> bytes:
    """Puts the digest into a workbook that carries `UNSEALED` in the property, and fixes the time stamps of its parts.

    Args:
        workbook: bytes of an `.xlsx`.

    Returns:
        The sealed workbook: the same input gives the same bytes.
    """
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    parts[_CUSTOM] = parts[_CUSTOM].replace(UNSEALED.encode(), digest(parts).encode())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
    return target.getvalue()


def page_seal() -> str:
    """The element that `seal_page` fills."""
    return f'<meta name="{PROPERTY}" content="{UNSEALED}">'


def seal_page(page: bytes) -> bytes:
    """Puts the digest into a web page that carries `page_seal`."""
    return page.replace(UNSEALED.encode(), hashlib.sha256(page).hexdigest().encode(), 1)


def is_untouched_output(path: Path) -> bool:
    """Whether a file is one that zbreport wrote and that nothing has saved since."""
    try:
        if path.suffix.lower() in {".html", ".htm"}:
            return _is_untouched_page(path.read_bytes())
        with zipfile.ZipFile(path) as archive:
            found = _SEAL.search(archive.read(_CUSTOM))
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
    found = _PAGE_SEAL.search(page)
    return found is not None and seal_page(page.replace(found[1], UNSEALED.encode(), 1)) == page
