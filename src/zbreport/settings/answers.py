"""Answers to open questions, and how they get into zbreport.toml: what stands there, comments included, stays as it is.

The line that a diagnostic offers is the question's form: `proposed` reads it back. Used by
`zbreport inspect --ask`.
"""

from __future__ import annotations

import re
import tomllib
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbreport.errors import SettingsError
from zbreport.settings import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping, Sequence

    from zbreport.diagnostics import Diagnostic

_LINE = re.compile(r"\[((?:\"[^\"\n]*\"|[^\]\"\n])+)\][^\n\[]*下[^\n]*：\n((?:[^\n]+\n?)+)$")


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of zbreport.toml: `key = value` in the section `path`; a tuple is added to the list that may be there."""

    path: tuple[str, ...]
    key: str
    value: str | tuple[str, ...]

    @property
    def text(self) -> str:
        """The line with its section, as it can be pasted."""
        value = (
            _quoted(self.value)
            if isinstance(self.value, str)
            else f"[{', '.join(map(_quoted, self.value))}]"
        )
        section = ".".join(
            name if name.isidentifier() and name.isascii() else _quoted(name) for name in self.path
        )
        key = self.key if self.key.isidentifier() and self.key.isascii() else _quoted(self.key)
        return f"[{section}]\n{key} = {value}"


def proposed(finding: Diagnostic) -> tuple[Answer, ...]:
    """The lines for zbreport.toml that a diagnostic offers; nothing when it offers none."""
    match = _LINE.search(finding.remedy)
    return tuple(_flat((), tomllib.loads(f"[{match[1]}]\n{match[2]}"))) if match else ()


def _flat(path: tuple[str, ...], table: Mapping[str, object]) -> Iterator[Answer]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat((*path, key), value)
        else:
            yield Answer(
                path, key, tuple(map(str, value)) if isinstance(value, list) else str(value)
            )


def added(text: str, answers: Sequence[Answer]) -> str:
    """The text of a settings file with answers added.

    Args:
        text: the file as it is; empty when there is none.
        answers: later ones win over earlier ones and over what the file says.

    Raises:
        SettingsError: the file is written in a way that cannot be added to without changing what it
            says.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    ends = "\r\n" if "\r\n" in text else "\n"
    plain = text.replace("\r\n", "\n")
    wanted = tomllib.loads(plain)
    try:
        document = tomlkit.parse(plain)
        for answer in answers:
            _put(wanted, answer)
            table: MutableMapping[str, object] = document
            for name in answer.path:
                if name not in table:
                    table[name] = tomlkit.table(is_super_table=name != answer.path[-1])
                table = table[name]  # type: ignore[assignment]
            _set(table, answer)
        made = tomlkit.dumps(document)
    except (TOMLKitError, AttributeError, TypeError) as error:
        raise _cannot(answers) from error
    if tomllib.loads(made) != wanted:
        raise _cannot(answers)
    return made.replace("\n", ends)


def _set(table: MutableMapping[str, object], answer: Answer) -> None:
    """Sets a key; a new one comes before the blank lines and comments at the end of its section, which belong to what follows."""
    from tomlkit.items import Table

    tail = []
    if isinstance(table, Table) and answer.key not in table:
        body = table.value.body
        while body and body[-1][0] is None:
            tail.append(body.pop()[1])
    table[answer.key] = _merged(table, answer)
    for item in reversed(tail):
        table.add(item)  # type: ignore[attr-defined]


def _put(data: dict[str, object], answer: Answer) -> None:
    table: object = data
    for name in answer.path:
        if not isinstance(table, dict) or not isinstance(table.setdefault(name, {}), dict):
            raise _cannot([answer])
        table = table[name]
    if isinstance(table, dict):
        table[answer.key] = _merged(deepcopy(table), answer)


def _merged(table: Mapping[str, object], answer: Answer) -> object:
    if isinstance(answer.value, str):
        return answer.value
    there = table.get(answer.key, [])
    if not isinstance(there, list):
        raise _cannot([answer])
    return [*there, *(value for value in answer.value if value not in there)]


def _cannot(answers: Sequence[Answer]) -> SettingsError:
    lines = "\n".join(answer.text for answer in answers)
    return SettingsError(f"{FILE_NAME} 的写法特殊，无法自动加入，没有改动它。请自己加上：\n{lines}")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
