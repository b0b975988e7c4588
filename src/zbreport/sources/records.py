"""Reads JSON that is a list of records, as systems export it.

One row a record, one column a key. Runs when `sniff` says text.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from zbreport.diagnostics import Diagnostic, diagnose
from zbreport.model import Scalar, Sheet
from zbreport.sources.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zbreport.model import InputFile

_DEEPEST = 4
"""Objects around the list: `{"data": {"list": [...]}}` has two."""


def read(file: InputFile, data: bytes) -> tuple[tuple[Sheet, ...], tuple[Diagnostic, ...]] | None:
    """Reads a list of records, alone or in an object, or one object a line.

    Args:
        file: where the text comes from.
        data: its content.

    Returns:
        One unnamed sheet, the keys in its first row, with F107 for undecodable bytes; F109 and no
        sheet for more cells than are allowed; None for a text that is no such list.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in {b"[", b"{"}:
        return None
    decoded = decode(data, told=file.encoding)
    records = _parsed(decoded.text.lstrip("\ufeff"))
    if not records:
        return None
    keys = list(dict.fromkeys(key for record in records for key in record))
    if len(keys) * len(records) > file.limits.cells:
        sheet = Sheet(file.label, "", ())
        found = diagnose(
            "F109", sheet=sheet, address="A1", height=len(records) + 1, width=len(keys)
        )
        return (), (found,)
    rows: list[list[Scalar]] = [
        [*keys],
        *([_scalar(record.get(key)) for key in keys] for record in records),
    ]
    return (Sheet(file.label, "", rows),), tuple(decoded.diagnostics(file.label))


def _parsed(text: str) -> Sequence[Mapping[str, object]]:
    """The records of a text; none where it holds something else."""
    try:
        return _records_in(json.loads(text, parse_constant=str))
    except (ValueError, RecursionError):
        pass
    try:
        lines = [json.loads(line, parse_constant=str) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return ()
    return _records_in(lines)


def _records_in(value: object, depth: int = 0) -> Sequence[Mapping[str, object]]:
    """The one list of objects in a value."""
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return cast("list[dict[str, object]]", value)
    if isinstance(value, dict) and depth < _DEEPEST:
        found = [records for one in value.values() if (records := _records_in(one, depth + 1))]
        return found[0] if len(found) == 1 else ()
    return ()


def _scalar(value: object) -> Scalar:
    """A value as a cell; a list or an object is no value, and stays as its JSON."""
    if value is None:
        return ""
    if isinstance(value, str | bool | int | float):
        return value
    return json.dumps(value, ensure_ascii=False)
