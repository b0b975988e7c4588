"""What an item is known by: title, address, platform's id, each as a 63-bit number for its text.

Titles and addresses are only ever compared, so a list of a million items keeps two numbers a row
and not two texts. The numbers are the same in every process and run (XXH3); that two of a million
different texts share one happens once in twenty million runs.
"""

from __future__ import annotations

import re
from itertools import repeat
from operator import contains
from typing import TYPE_CHECKING

import numpy as np
from xxhash import xxh3_64_intdigest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

BLANK = 0
"""Stands for a blank text."""

UNADDRESSED = 1
"""Stands for a text in a column of addresses that is no address."""

_FIRST = 2
_TRACKING = re.compile(r"(?:mpshare|scene|srcid|sharer_\w+|chksm|from|isappinstalled)=.*")
_PASSING = frozenset(("rd", "wechat_redirect", "wechat_webview_type=1", "top", "main", "content"))
_ROUTE = re.compile(r"[/=\d]")
_LISTING = re.compile(r"(?:[^?#]*/)?(?:(?:index|list|default)\w{0,3}\.\w{3,5})?", re.ASCII)
_LONGEST_EXACT = 15  # digits that a spreadsheet keeps
_LONG_PATH = 12  # characters from which a path names an article; one with a number does too
_TELLING = 8  # digits before the zeros of a platform's id that was rounded
_RUNNING = re.compile(r"\d{1,6}")
_STEP = np.uint64(0x9E3779B97F4A7C15)  # an odd number: neighbours end up far apart


def title_keys(texts: Sequence[str]) -> np.ndarray:
    """Titles without their white space → n `int64`."""
    return _keys(texts if _unspaced(texts) else ["".join(text.split()) for text in texts])


def url_keys(texts: Sequence[str]) -> np.ndarray:
    """Addresses by `plain_url` → n `int64`; `UNADDRESSED` where the text is no address."""
    keys = _keys([plain_url(text) for text in texts])
    for place in np.flatnonzero(keys == BLANK).tolist():
        if texts[place].strip():
            keys[place] = UNADDRESSED
    return keys


def id_keys(texts: Sequence[str]) -> np.ndarray:
    """Ids by `platform_id` → n `int64`."""
    return _keys([platform_id(text.strip()) for text in texts])


def combined(first: np.ndarray | int, second: np.ndarray) -> np.ndarray:
    """Keys (`int64`) of pairs of keys."""
    mixed: np.ndarray = np.asarray(first, dtype=np.int64).view(np.uint64) * _STEP + second.astype(
        np.int64
    ).view(np.uint64)
    return _above(mixed)


def path_keys(texts: Sequence[str]) -> np.ndarray:
    """Hashes of what follows the host in addresses (n `int64`); `BLANK` where that says nothing."""
    return _keys([_path(text) for text in texts])


def _path(url: str) -> str:
    path = url.partition("://")[2].partition("/")[2]
    telling = len(path) >= _LONG_PATH or any(map(str.isdigit, path))
    return path if telling and path[-1] != "/" else ""


def plain_url(url: str) -> str:
    """A url as identity: without scheme, sharing parameters and mark; empty for a listing's.

    What stands behind `#` is kept where it opens another article of the same page (`#/detail/1`).
    """
    address, _, fragment = url.strip().partition("#")
    scheme, mark, rest = address.strip().partition("://")
    if not mark:
        rest = scheme
    if "." not in rest or "/" not in rest.rstrip("/"):
        route = _route(fragment)
        return f"{rest.rstrip('/')}{route}" if route and "." in rest else ""
    page, _, query = rest.partition("?")
    kept = "&".join(part for part in query.split("&") if part and not _TRACKING.fullmatch(part))
    route = _route(fragment)
    if not kept and not route and _is_listing(page):
        return ""
    page = page if kept else page.rstrip("/")
    return f"{page}?{kept}{route}" if kept else f"{page}{route}"


def _route(fragment: str) -> str:
    return f"#{fragment}" if fragment not in _PASSING and _ROUTE.search(fragment) else ""


def _is_listing(page: str) -> bool:
    """Whether an address is that of a column (`/zwgk/tzgg/`, `/list.html`), not of one item."""
    _, _, path = page.partition("/")
    return not any(map(str.isdigit, path)) and _LISTING.fullmatch(path) is not None


def platform_id(text: str) -> str:
    """A platform's id as identity; empty for running numbers and numbers that Excel rounded."""
    rounded = is_rounded(text) and len(text.rstrip("0")) >= _TELLING
    return "" if _RUNNING.fullmatch(text) or rounded else text


def is_rounded(text: str) -> bool:
    """Whether a spreadsheet rounded a number: `5.12346E+15`, or zeros from the 16th digit on."""
    if "e+" in text.lower():
        return True
    return (
        len(text) > _LONGEST_EXACT + 1
        and text.isascii()
        and text.isdigit()
        and not text[_LONGEST_EXACT:].strip("0")
    )


def _unspaced(texts: Sequence[str]) -> bool:
    """Whether no text has any white space: of what is printable only the space is some."""
    return all(map(str.isprintable, texts)) and not any(map(contains, texts, repeat(" ")))


def _keys(texts: Sequence[str]) -> np.ndarray:
    try:
        numbers = np.fromiter(
            map(xxh3_64_intdigest, map(str.encode, texts)), dtype=np.uint64, count=len(texts)
        )
    except UnicodeEncodeError:  # half a character
        coded = (text.encode("utf-8", "surrogatepass") for text in texts)
        numbers = np.fromiter(map(xxh3_64_intdigest, coded), dtype=np.uint64, count=len(texts))
    keys = _above(numbers)
    if "" in texts:
        keys[[place for place, text in enumerate(texts) if not text]] = BLANK
    return keys


def _above(numbers: np.ndarray) -> np.ndarray:
    """Numbers (`uint64`) as positive keys (`int64`) that none of the special ones is among."""
    keys: np.ndarray = np.maximum(numbers >> np.uint64(1), np.uint64(_FIRST)).view(np.int64)
    return keys


IDENTITIES: Mapping[str, Mapping[str, Callable[[Sequence[str]], np.ndarray]]] = {
    "publications": {"title": title_keys, "url": url_keys, "item_id": id_keys}
}
"""Ledger → its fields of which only a key is kept, and the function from texts to keys.

n texts → n `int64`, `BLANK` for a blank.
"""

DERIVED: Mapping[str, Mapping[str, tuple[str, Callable[[Sequence[str]], np.ndarray]]]] = {
    "publications": {"path": ("url", path_keys)}
}
"""Ledger → further keys, each with the field that it is made of."""
