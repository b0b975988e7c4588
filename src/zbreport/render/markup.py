"""Text on its way into XML and HTML: nothing in it can start a tag, and no character is one that markup forbids."""

from __future__ import annotations

import html
import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escaped(text: str) -> str:
    """Text for a text node or a quoted attribute; control characters and lone surrogates become `�`."""
    return html.escape(_FORBIDDEN.sub("\ufffd", text), quote=True)
