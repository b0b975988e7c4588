"""Values of the command line that need no closer look, as their types: what is not given, words, paths that may be read, numbers, choices.

Typer hands every value to pydantic, which takes longer to load than a small folder to count. Where
a value is not as plain as these, or wrong, it is left to Typer, which then says of it what it
always says.
"""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin


class _UnclearError(ValueError):
    """The value is one for Typer."""


def take_plain_values(param: Any) -> None:  # noqa: ANN401  (typer does not export the type of its parameters)
    """Lets a parameter take plain values by itself (param: of a command; of a Typer without pydantic it stays as it is)."""
    described, thorough = getattr(param, "type_descriptor", None), param.process_value
    if described is None or "process_value" in vars(param):  # it has been here before
        return

    def process_value(context: Any, value: Any) -> Any:  # noqa: ANN401
        try:
            taken = _taken(value, described.annotation, several=param.multiple or param.nargs == -1)
        except _UnclearError:
            return thorough(context, value)
        if param.required and not taken:
            return thorough(context, value)
        return param.callback(context, param, taken) if param.callback else taken

    param.process_value = process_value


def _taken(value: object, kind: Any, *, several: bool) -> object:  # noqa: ANN401  (any type that a parameter may have)
    if value is None:
        return () if several else None
    if not several:
        return _one(value, kind)
    if get_origin(kind) is not list or not isinstance(value, (list, tuple)):
        raise _UnclearError
    return [_one(one, get_args(kind)[0]) for one in value]


def _one(value: object, kind: Any) -> object:  # noqa: ANN401
    if not isinstance(kind, type):
        raise _UnclearError
    if isinstance(value, kind):
        return value
    if isinstance(value, str):
        if kind is Path and (os.access(value, os.R_OK) or not Path(value).exists()):
            return Path(value)
        if kind is int and value.isascii() and value.isdecimal():
            return int(value)
        if issubclass(kind, Enum) and value in {one.value for one in kind}:
            return kind(value)
    raise _UnclearError
