"""Writes answers into zbreport.toml (`zbreport inspect --ask`) and keeps all that stands there."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from typing import TYPE_CHECKING

from zbreport.errors import SettingsError
from zbreport.settings import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence

    from zbreport.model import SettingLine


def added(text: str, answers: Sequence[SettingLine]) -> str:
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


def _set(table: MutableMapping[str, object], answer: SettingLine) -> None:
    """Sets a key; a new one comes before what ends its section.

    Blank lines and comments at the end belong to the section that follows.
    """
    from tomlkit.items import Table

    tail = []
    if isinstance(table, Table) and answer.key not in table:
        body = table.value.body
        while body and body[-1][0] is None:
            tail.append(body.pop()[1])
    table[answer.key] = _merged(table, answer)
    for item in reversed(tail):
        table.add(item)  # type: ignore[attr-defined]


def _put(data: dict[str, object], answer: SettingLine) -> None:
    table: object = data
    for name in answer.path:
        if not isinstance(table, dict) or not isinstance(table.setdefault(name, {}), dict):
            raise _cannot([answer])
        table = table[name]
    if isinstance(table, dict):
        table[answer.key] = _merged(deepcopy(table), answer)


def _merged(table: Mapping[str, object], answer: SettingLine) -> object:
    if isinstance(answer.value, str):
        return answer.value
    there = table.get(answer.key, [])
    if not isinstance(there, list):
        raise _cannot([answer])
    return [*there, *(value for value in answer.value if value not in there)]


def _cannot(answers: Sequence[SettingLine]) -> SettingsError:
    lines = "\n".join(answer.text for answer in answers)
    return SettingsError(f"{FILE_NAME} 的写法特殊，无法自动加入，没有改动它。请自己加上：\n{lines}")
