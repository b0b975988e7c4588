"""Fills a Word template.

Figures into the cells of its tables, placeholders in its body, headers, footers and notes.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING

from zbreport.diagnostics import diagnose
from zbreport.errors import TemplateError, UnreadableFileError
from zbreport.outputs.template import placeholders
from zbreport.outputs.template.fit import scale
from zbreport.outputs.template.looks import (
    Look,
    Looks,
    narrowed,
    properties,
    run_properties,
    size,
    visible,
)
from zbreport.outputs.template.package import with_parts
from zbreport.outputs.template.plan import Task, Written, places_text
from zbreport.outputs.template.xmlpart import (
    Element,
    encoded,
    local,
    new,
    remove,
    set_text,
    utf8,
    without_doctype,
)
from zbreport.readback.docx import read_styles, read_tree
from zbreport.visible.word import DROPPED, STRICT, TRANSITIONAL, main_part, parse, related_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zbreport.outputs.template.placeholders import Account

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_PARTS = ("/header", "/footer", "/footnotes", "/endnotes")
_TRACKED = frozenset(f"{_W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_BREAKS = frozenset(f"{_W}{name}" for name in ("br", "cr", "tab"))
_BARE_RUN = frozenset(("rPr", "lastRenderedPageBreak", "t", "br", "cr", "tab"))
_LOCKS = frozenset(("contentLocked", "sdtContentLocked"))
_ON = frozenset(("1", "true", "on"))
_BLANKS = "_＿ \u3000\u00a0"


class Filler:
    """A Word template that is being filled.

    Attributes:
        document: its paragraphs and tables, as `check` reads them.
        hint: what more there is to say when a table is missing.
    """

    def __init__(self, label: str, data: bytes) -> None:
        self._label = label
        self._data = data
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self._name = _main(archive)
            self._content = archive.read(self._name)
            styles = read_styles(archive, self._name)
        self._root = _tree(self._content)
        self.document, self._homes = read_tree(self._root, styles)
        boxed = next(self._root.iterfind(f".//{_W}txbxContent//{_W}tbl"), None) is not None
        self.hint = "（模板的文本框里有表格，文本框里的表不读也不填，请移到正文）" if boxed else ""

    def write(self, tasks: Sequence[Task]) -> Written:
        """Writes the figures."""
        done = Written(self._data)
        looks = Looks(self._homes, tasks)
        tracked: list[Task] = []
        narrow: list[Task] = []
        for task in (task for task in tasks if not task.idle):
            cell = self._homes[task.cell]
            if _is_locked(cell):
                done.locked.append(task)
                continue
            if next(cell.iter(*_TRACKED), None) is not None:
                tracked.append(task)
            if _write(cell, task, looks):
                narrow.append(task)
            done.cells.append(task)
        for code, found in (("M518", tracked), ("M520", narrow)):
            if found:
                done.findings.append(
                    diagnose(code, file=self._label, places=places_text(found), count=len(found))
                )
        if done.cells:
            done.data = with_parts(self._data, {self._name: _written(self._root, self._content)})
        return done


def with_placeholders(data: bytes, account: Account) -> bytes:
    """The document with its placeholders filled."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        main = _main(archive)
        others = (related_parts(archive, main, kind) for kind in _TEXT_PARTS)
        for name in dict.fromkeys((main, *chain.from_iterable(others))):
            content = archive.read(name)
            if not any(mark[0].encode() in utf8(content) for mark in placeholders.MARKS):
                continue
            root = _tree(content)
            filled = [_replace(paragraph, account) for paragraph in root.iter(f"{_W}p")]
            if any(filled):
                parts[name] = _written(root, content)
    return with_parts(data, parts)


def refuse_protected(label: str, data: bytes) -> None:
    """Refuses a document whose editing is restricted: nobody could type into it either.

    Raises:
        TemplateError: it is.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in related_parts(archive, _main(archive), "/settings"):
            found = parse(utf8(archive.read(name))).find(f"{_W}documentProtection")
            if found is not None and found.get(f"{_W}enforcement", "0") in _ON:
                message = (
                    f"{label}：模板设了“限制编辑”，不能填写。"
                    "请在 Word 中点“审阅 → 限制编辑 → 停止保护”，另存后再试"
                )
                raise TemplateError(message)


def _main(archive: zipfile.ZipFile) -> str:
    """The main part of a document.

    Raises:
        UnreadableFileError: it has none.
    """
    name = main_part(archive)
    if name is None:
        raise UnreadableFileError("F101", detail="没有正文")
    return name


def _tree(content: bytes) -> Element:
    return without_doctype(parse(utf8(content)))


def _written(root: Element, content: bytes) -> bytes:
    """A part from its tree, in the namespace of Word's that its content is in."""
    data = encoded(root)
    return data.replace(TRANSITIONAL, STRICT) if STRICT in utf8(content) else data


def _write(cell: Element, task: Task, looks: Looks) -> bool:
    """Puts a figure into a cell in place of what is read there.

    In the run that is there, else in a new one.

    Returns:
        Whether its characters had to be set narrower.
    """
    text = _with_unit(task)
    seen = list(_seen(cell))
    texts = [one for one in seen if local(one) == "t"]
    target = next((one for one in texts if one.text and one.text.strip()), next(iter(texts), None))
    for one in seen:
        if one is not target and (local(one) == "t" or (one.tag in _BREAKS and target is not None)):
            remove(one)
    if target is None:
        return _new_text(cell, seen, task, text, looks)
    set_text(target, text)
    run = next(target.iterancestors(f"{_W}r"))
    look = properties(run.find(f"{_W}rPr"))
    return _look_again(run, task, text, look, prompts=_no_prompt(target))


def _new_text(cell: Element, seen: Sequence[Element], task: Task, text: str, looks: Looks) -> bool:
    """Puts a figure into a cell that has no text: in its bare run, else in a new one."""
    figure = new(cell, "t")
    set_text(figure, text)
    run = next(
        (one for one in seen if local(one) == "r" and {local(child) for child in one} <= _BARE_RUN),
        None,
    )
    if run is not None and len(run):
        run.append(figure)
        return _look_again(run, task, text, properties(run.find(f"{_W}rPr")), prompts=False)
    look = looks.of(task)
    percent = scale(cell, task.cell, text, size(look))
    style = run_properties(narrowed(look, cell, percent), cell)
    made = new(cell, "r", [figure] if style is None else [style, figure])
    paragraph = next((one for one in seen if local(one) == "p"), None)
    if paragraph is None:
        cell.append(new(cell, "p", [made]))
    else:
        paragraph.append(made)
    return percent is not None


def _look_again(run: Element, task: Task, text: str, look: Look, *, prompts: bool) -> bool:
    """Changes a run's properties only where the figure would not fit, or looked like a prompt."""
    cell = next(run.iterancestors(f"{_W}tc"))
    percent = scale(cell, task.cell, text, size(look))
    wanted = [one for one in visible(look) if not (prompts and local(one) == "rStyle")]
    wanted = narrowed(wanted, run, percent)
    if wanted != look:
        there = run.find(f"{_W}rPr")
        if there is not None:
            remove(there)
        style = run_properties(wanted, run)
        if style is not None:
            run.insert(0, style)
    return percent is not None


def _no_prompt(target: Element) -> bool:
    """A content control that has shown what to type holds content now; says whether it was one."""
    for control in target.iterancestors(f"{_W}sdt"):
        prompt = control.find(f"{_W}sdtPr/{_W}showingPlcHdr")
        if prompt is not None:
            remove(prompt)
            return True
    return False


def _seen(element: Element) -> Iterator[Element]:
    """An element's descendants that a reader sees, in document order."""
    for child in element:
        if child.tag not in DROPPED and local(child) not in {"tbl", "tcPr", "sdtPr"}:
            yield child
            yield from _seen(child)


def _is_locked(cell: Element) -> bool:
    """Whether a content control of a cell locks its content, or takes it from elsewhere."""
    controls = [*cell.iterdescendants(f"{_W}sdt"), *cell.iterancestors(f"{_W}sdt")]
    for number, control in enumerate(controls):
        properties = control.find(f"{_W}sdtPr")
        if properties is None:
            continue
        lock = properties.find(f"{_W}lock")
        # A group keeps the text between its controls and leaves the controls to be filled.
        if number and properties.find(f"{_W}group") is not None:
            continue
        if (lock is not None and lock.get(f"{_W}val") in _LOCKS) or properties.find(
            f"{_W}dataBinding"
        ) is not None:
            return True
    return False


def _with_unit(task: Task) -> str:
    """The figure, with the form's unit behind it where the template has it in the cell."""
    rest = task.cell.text.removesuffix(task.unit) if task.unit else task.cell.text
    keeps = rest != task.cell.text and (task.old is not None or not rest.strip(_BLANKS))
    return f"{task.text}{task.unit}" if keeps else task.text


def _replace(paragraph: Element, account: Account) -> bool:
    """Replaces the placeholders of one paragraph; those of paragraphs inside it have their turn.

    Returns:
        Whether any text changed.
    """
    pieces = list(_pieces(paragraph))
    texts = [piece.text or "" if piece is not None else placeholders.BREAK for piece in pieces]
    if not any(mark in "".join(texts) for mark in placeholders.MARKS):
        return False
    replaced = placeholders.replaced(texts, account)
    for piece, old, text in zip(pieces, texts, replaced, strict=True):
        if piece is not None and text != old:
            set_text(piece, text)
    return replaced != texts


def _pieces(element: Element) -> Iterator[Element | None]:
    """The texts of a paragraph; None for what no placeholder reaches over."""
    for child in element:
        if child.tag == f"{_W}t":
            yield child
        elif child.tag in _BREAKS:
            yield None
        elif child.tag not in DROPPED and child.tag != f"{_W}p":
            yield from _pieces(child)
