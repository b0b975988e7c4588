"""Columns by distinct value: a million rows hold few date texts and wordings; each is read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zbreport.model import Scalar


@dataclass(frozen=True, slots=True)
class Column:
    """The cells of one field, kept by distinct value.

    Attributes:
        codes: n integers (`int32`), which of `distinct` each row holds.
        distinct: the values that occur, in order of first appearance.
    """

    codes: np.ndarray
    distinct: list[Scalar]

    @classmethod
    def of(cls, values: Sequence[Scalar]) -> Column:
        """The column of n cells."""
        codes, distinct = factorise(values)
        return cls(codes, distinct)

    @classmethod
    def blank(cls, size: int) -> Column:
        """A column of blank cells, for a table that has none of a field."""
        return cls(np.zeros(size, dtype=np.int32), [""])

    def spread(self, facts: Iterable[object]) -> np.ndarray:
        """A fact of every row (object), given one for each distinct value."""
        each = np.empty(len(self.distinct), dtype=object)
        each[:] = list(facts)
        spread: np.ndarray = each[self.codes]
        return spread


def joined(columns: Sequence[Column]) -> Column:
    """The columns of several tables as one, in their order."""
    if len(columns) == 1:
        return columns[0]
    numbers: dict[object, int] = {}
    distinct: list[Scalar] = []
    codes = []
    for column in columns:
        places = np.empty(len(column.distinct), dtype=np.int32)
        for place, value in enumerate(column.distinct):
            number = places[place] = numbers.setdefault(_key(value), len(numbers))
            if number == len(distinct):
                distinct.append(value)
        codes.append(places[column.codes])
    return Column(np.concatenate(codes), distinct)


def factorise(values: Sequence[Scalar]) -> tuple[np.ndarray, list[Scalar]]:
    """Gives each distinct value a number, in order of first appearance.

    Args:
        values: n cells of any type; `True` is not `1`.

    Returns:
        n integers (`int32`), and the distinct values they index.
    """
    if values and values.count(values[0]) == len(values) and len(set(map(type, values))) == 1:
        return np.zeros(len(values), dtype=np.int32), [values[0]]
    keys: Sequence[object] = values
    has_truth = bool in set(map(type, values))
    if has_truth:
        keys = [_key(value) for value in values]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    codes = np.fromiter(map(numbers.__getitem__, keys), dtype=np.int32, count=len(values))
    if not has_truth:
        return codes, cast("list[Scalar]", list(numbers))
    return codes, [cast("Scalar", key[0] if isinstance(key, tuple) else key) for key in numbers]


def _key(value: Scalar) -> object:
    """What a value is known by: `True` and `1` are equal to Python, and not the same cell."""
    return (value, bool) if isinstance(value, bool) else value
