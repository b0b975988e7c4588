"""A Word document as shown: its main part without deleted, hidden and struck-out text.

Deletions that are tracked are as good as made, insertions too (ECMA-376 part 1, 17.13.5); hidden
text (`w:vanish`, 17.3.2.41) and hidden rows (17.4.20) do not show. Whether a run is hidden or
struck may stand in its styles.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from lxml import etree

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

Element: TypeAlias = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BOX = f"{W}txbxContent"
DROPPED = frozenset(
    [
        BOX,
        *(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "rt")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    ]
)
"""Elements whose text a reader of the document does not see, or sees elsewhere."""

_OFF = frozenset({"0", "false", "off", "none"})
MAIN = "word/document.xml"
"""The main part of nearly every document; see `main_part`."""

_ROOT_RELATIONS = "_rels/.rels"
_TOGGLES = (f"{W}vanish", f"{W}strike", f"{W}dstrike")
_SPACES = {"w": W[1:-1]}
_RUNS = etree.XPath(
    ".//w:r[w:rPr/w:vanish or w:rPr/w:strike or w:rPr/w:dstrike]", namespaces=_SPACES
)
_ROWS = etree.XPath(".//w:tr/w:trPr/*[self::w:del or self::w:hidden]", namespaces=_SPACES)
_CELLS = etree.XPath(".//w:tc/w:tcPr/w:cellDel", namespaces=_SPACES)
_ALL_RUNS = etree.XPath(".//w:r", namespaces=_SPACES)


def main_part(archive: zipfile.ZipFile) -> str | None:
    """The name of a Word document's main part, which is not `word/document.xml` everywhere.

    None when the package is no Word document. Damaged relations count as none.

    Raises:
        zipfile.BadZipFile: the package is damaged.
    """
    names = {name.lower(): name for name in archive.namelist()}
    if _ROOT_RELATIONS in names:
        for target in _targets(archive.read(names[_ROOT_RELATIONS]), "", "/officeDocument"):
            if target.lower() in names and target.lower().startswith("word/"):
                return names[target.lower()]
    return names.get(MAIN)


def related_parts(archive: zipfile.ZipFile, part: str, kind: str) -> list[str]:
    """The parts of a kind (`/styles`, `/header`) that a part names, as far as they are there."""
    names = {name.lower(): name for name in archive.namelist()}
    folder, name = posixpath.split(part)
    relations = names.get(f"{folder}/_rels/{name}.rels".lower())
    if relations is None:
        return []
    found = _targets(archive.read(relations), folder, kind)
    return [names[target.lower()] for target in found if target.lower() in names]


def _targets(relations: bytes, folder: str, kind: str) -> Iterator[str]:
    """The targets of relations of a kind, as names of parts."""
    try:
        root = parse(relations)
    except etree.LxmlError:
        return
    for one in root:
        if one.get("Type", "").endswith(kind) and one.get("TargetMode") != "External":
            yield posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")


def parse(xml: bytes) -> Element:
    """The tree of one part of a document; a strict one is read as if it were transitional.

    Raises:
        lxml.etree.LxmlError: it is damaged.
    """
    parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
    return etree.fromstring(xml.replace(STRICT, TRANSITIONAL), parser)


class _Toggles(NamedTuple):
    """What properties of a run say: hidden, struck; None where they say nothing."""

    hidden: bool | None = None
    struck: bool | None = None


@dataclass(slots=True)
class Styles:
    """The styles of a document that hide or strike text.

    Attributes:
        own: style → what it says itself, and the style that it is based on.
    """

    own: dict[str, tuple[_Toggles, str | None]] = field(default_factory=dict)

    @property
    def hides(self) -> bool:
        """Whether any style hides or strikes text."""
        return any(toggles.hidden or toggles.struck for toggles, _ in self.own.values())

    def says(self, style: str | None) -> _Toggles:
        """What a style says, by itself or by those that it is based on."""
        hidden = struck = None
        met: set[str] = set()
        while style in self.own and style not in met:
            met.add(style)
            toggles, base = self.own[style]
            hidden = toggles.hidden if hidden is None else hidden
            struck = toggles.struck if struck is None else struck
            style = base
        return _Toggles(hidden, struck)


def styles_of(root: Element | None) -> Styles:
    """Reads the part with the styles; there may be none."""
    found = Styles()
    for style in root.iterchildren(f"{W}style") if root is not None else ():
        base = _value(style.find(f"{W}basedOn"))
        found.own[style.get(f"{W}styleId", "")] = _toggles(style.find(f"{W}rPr")), base
    return found


def unseen(root: Element, styles: Styles | None = None) -> frozenset[Element]:
    """The rows, cells and runs of a part that a person does not see.

    Args:
        root: of the part.
        styles: of the document.
    """
    found = {
        cast("Element", cast("Element", mark.getparent()).getparent())
        for mark in (*cast("list[Element]", _ROWS(root)), *cast("list[Element]", _CELLS(root)))
        if _is_on(mark)
    }
    by_style = styles if styles is not None and styles.hides else None
    runs = cast("list[Element]", (_ALL_RUNS if by_style else _RUNS)(root))
    found.update(run for run in runs if _is_unseen(run, by_style))
    return frozenset(found)


def _is_unseen(run: Element, styles: Styles | None) -> bool:
    """Whether a run is hidden or struck out, by itself or by its styles.

    Of the styles of a run and of its paragraph, one that says so undoes the other (17.7.3).
    """
    properties = run.find(f"{W}rPr")
    own = _toggles(properties)
    if styles is None:
        return bool(own.hidden or own.struck)
    paragraph = next(run.iterancestors(f"{W}p"), None)
    of_run = styles.says(_value(properties.find(f"{W}rStyle")) if properties is not None else None)
    of_paragraph = styles.says(
        _value(paragraph.find(f"{W}pPr/{W}pStyle")) if paragraph is not None else None
    )
    return any(
        bool(run_style) != bool(paragraph_style) if direct is None else direct
        for direct, run_style, paragraph_style in zip(own, of_run, of_paragraph, strict=True)
    )


def _toggles(properties: Element | None) -> _Toggles:
    if properties is None:
        return _Toggles()
    found = {child.tag: _is_on(child) for child in properties.iterchildren(*_TOGGLES)}
    if not found:
        return _Toggles()
    vanish, strike, double = (found.get(name) for name in _TOGGLES)
    struck = None if strike is None and double is None else bool(strike or double)
    return _Toggles(vanish, struck)


def _is_on(mark: Element) -> bool:
    return mark.get(f"{W}val", "1").lower() not in _OFF


def _value(element: Element | None) -> str | None:
    return None if element is None else element.get(f"{W}val")
