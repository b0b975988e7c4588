"""Tells Big5 (traditional Chinese) from GB18030, which reads nearly all of it as rubbish.

The two share their first bytes, so single characters decide nothing; what is common in one is rare
in the other. Both put the usual characters into one range: level 1 of GB 2312 covers over 85 of 100
characters of any office's text, level 1 of Big5 nearly all.
"""

from __future__ import annotations

import re
from itertools import islice

_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_ENOUGH, _SAMPLE = 4, 2000
_IN_BIG5, _IN_GB2312, _BELOW = 0.95, 0.8, 0.1
"""Shares of characters.

At least in the usual range of Big5, at most in that of GB 2312, at least with a second byte that GB
2312 lacks.
"""


def looks_like_big5(data: bytes) -> bool:
    """Whether a text that is no UTF-8 is more likely Big5 than GB18030.

    Args:
        data: the whole file; the first 2,000 Chinese characters count.

    Returns:
        False for fewer than four characters: as many words are common in both.
    """
    pairs = [found[0] for found in islice(_PAIR.finditer(data), _SAMPLE)]
    if len(pairs) < _ENOUGH:
        return False
    shares = (
        sum(0xA1 <= first <= 0xC6 and (second < 0x7F or second >= 0xA1) for first, second in pairs),
        sum(
            (0xA1 <= first <= 0xA9 or 0xB0 <= first <= 0xD7) and second >= 0xA1
            for first, second in pairs
        ),
        sum(second < 0xA1 for _, second in pairs),
    )
    big5, gb2312, below = (share / len(pairs) for share in shares)
    return (
        big5 >= _IN_BIG5 and gb2312 <= _IN_GB2312 and below >= _BELOW and _is_big5(b"".join(pairs))
    )


def _is_big5(data: bytes) -> bool:
    try:
        data.decode("big5hkscs")
    except UnicodeDecodeError:
        return False
    return True
