"""Text on its way into XML and HTML.

Nothing in it can start a tag, and no character is one that markup forbids.
"""

from __future__ import annotations

import html
import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """Text without characters that XML forbids.

    Control characters and lone surrogates become `�`.
    """
    return _FORBIDDEN.sub("\ufffd", text)


def escaped(text: str) -> str:
    """Text for a text node or a quoted attribute; what XML forbids becomes `�`."""
    return html.escape(printable(text), quote=True)
