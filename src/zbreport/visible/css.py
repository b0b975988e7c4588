"""The CSS of an element that decides whether it is seen, inline or in a page's style sheets.

Sheets that a page only links to are not read. Of the sheets inside it only rules for a tag, a class
or an identifier count (`.hide`, `tr.old`, `#copy`): what a longer selector hides is often shown
again by a script.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

Declarations: TypeAlias = "Mapping[str, str]"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_NAME = re.compile(r"[.#][\w-]+")
_ZERO = re.compile(r"(?:0+(?:\.0*)?|\.0+)(?:px|pt|em|rem|%)?")
_SCREEN = frozenset({"all", "screen", "only screen"})
_TELLING = (
    *("display", "visibility", "mso-hide", "opacity", "font-size"),
    *("text-decoration", "text-decoration-line", "left", "top", "text-indent", "clip", "clip-path"),
    *("height", "max-height", "width", "overflow", "color", "background-clip"),
    "-webkit-background-clip",
)
_STYLE_WORDS = (
    *("none", "hid", "collapse", "through", "opacity", "font-size:0", "font-size: 0"),
    *("transparent", "clip", "-9"),
)
"""A style sheet without one of these words hides nothing and strikes nothing."""

_FAR_OFF = re.compile(r"-\d{3,6}(?:\.\d*)?(?:px|pt|em|rem|%)?")
_NOWHERE = re.compile(r"rect\(\s*(?:[01](?:px)?[\s,]*){4}\)|inset\(\s*(?:50|100)%.*")
_TINY = re.compile(r"(?:[01](?:\.0*)?|0?\.\d+)(?:px|pt)")

_MOST_RULES = 5000


class Look(NamedTuple):
    """What is declared of an element itself.

    Attributes:
        display: False where it is not displayed at all, nor anything in it; True where an inline
            style says how it is displayed; None where nothing is said.
        visible: whether its text can be seen, handed down to what is in it unless that says
            otherwise; None where nothing is said.
        struck: whether its text is struck out.
    """

    display: bool | None = None
    visible: bool | None = None
    struck: bool = False


@lru_cache(maxsize=4096)
def declarations(style: str) -> Declarations:
    """The declarations of a style that tell whether text is seen; the last of one name counts."""
    found: dict[str, str] = {}
    for one in _COMMENT.sub("", style).lower().split(";"):
        name, colon, value = one.partition(":")
        if colon and (name := name.strip()) in _TELLING:
            found[name] = value.replace("!important", "").strip()
    return MappingProxyType(found)


def may_hide(sheet: str) -> bool:
    """Whether a style sheet is worth a closer look."""
    low = sheet.lower()
    return any(word in low for word in _STYLE_WORDS)


@lru_cache(maxsize=4096)
def look_of_style(style: str) -> Look:
    """What an inline style says."""
    return look_of(declarations(style))


def look_of(found: Declarations) -> Look:
    """What declarations say, taken together."""
    display = found.get("display")
    hidden = display == "none" or found.get("mso-hide") == "all"
    faded = _ZERO.fullmatch(found.get("opacity") or "1")
    visibility, size = found.get("visibility"), found.get("font-size")
    visible: bool | None = None
    if visibility is not None:
        visible = visibility not in {"hidden", "collapse"}
    if size and visible is not False:
        visible = not (_ZERO.fullmatch(size) or _TINY.fullmatch(size))
    lines = " ".join((found.get("text-decoration", ""), found.get("text-decoration-line", "")))
    shown = None if display is None else True
    if hidden or faded or _takes_no_place(found):
        shown = False
    return Look(display=shown, visible=visible, struck="line-through" in lines)


def _takes_no_place(found: Declarations) -> bool:
    """Whether something is put where nobody sees it, or has no size or colour to be seen in."""
    if any(_FAR_OFF.fullmatch(found.get(name, "")) for name in ("left", "top", "text-indent")):
        return True
    if _NOWHERE.fullmatch(found.get("clip", "")) or _NOWHERE.fullmatch(found.get("clip-path", "")):
        return True
    sizes = (found.get(name, "") for name in ("height", "max-height", "width"))
    if found.get("overflow") == "hidden" and any(_ZERO.fullmatch(size) for size in sizes):
        return True
    painted = "text" in (found.get("background-clip"), found.get("-webkit-background-clip"))
    return found.get("color") == "transparent" and not painted


@dataclass(slots=True)
class Sheets:
    """The rules of a page's own style sheets that tell whether text is seen.

    Attributes:
        rules: names that an element must have (tag, `.class`, `#id`) and what is then declared, in
            the order of the sheets.
    """

    rules: list[tuple[frozenset[str], Declarations]] = field(default_factory=list)

    def add(self, sheet: str) -> None:
        """Reads one style sheet."""
        if not may_hide(sheet):
            return
        for selectors, body in _rules(_COMMENT.sub("", sheet)):
            found = declarations(body)
            if not found or len(self.rules) >= _MOST_RULES:
                continue
            for selector in selectors.split(","):
                if names := _names(selector.strip()):
                    self.rules.append((names, found))

    @property
    def hides(self) -> bool:
        """Whether any rule may hide or strike something."""
        return any(
            (look := look_of(found)).display is False or look.visible is False or look.struck
            for _, found in self.rules
        )

    def declared(self, element: etree._Element) -> Declarations:
        """What the rules declare of an element."""
        has = {str(element.tag).lower(), f"#{element.get('id', '')}"}
        has |= {f".{name}" for name in element.get("class", "").split()}
        found: dict[str, str] = {}
        for names, declared in self.rules:
            if names <= has:
                found.update(declared)
        return found


def _names(selector: str) -> frozenset[str]:
    """The names that a selector of one element asks for; none for any other selector."""
    match = _SIMPLE.fullmatch(selector)
    if not selector or match is None:
        return frozenset()
    tag = {match[1].lower()} if match[1] else set()
    return frozenset({*tag, *_NAME.findall(match[2])})


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The rules of a sheet for the screen: selectors and declarations. One pass, however long."""
    at = 0
    while (start := sheet.find("{", at)) >= 0:
        head = sheet[at:start].rpartition("}")[2].rpartition(";")[2].strip()
        if head.startswith("@media") and head.removeprefix("@media").strip().lower() in _SCREEN:
            at = start + 1
            continue
        if head.startswith("@"):
            at = _block_end(sheet, start)
            continue
        end = sheet.find("}", start)
        if end < 0:
            return
        yield head, sheet[start + 1 : end]
        at = end + 1


def _block_end(sheet: str, start: int) -> int:
    """Where a block with blocks in it ends."""
    depth, at = 0, start
    for at in range(start, len(sheet)):
        depth += (sheet[at] == "{") - (sheet[at] == "}")
        if depth == 0:
            return at + 1
    return at + 1
