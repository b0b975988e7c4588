"""Work on distinct values: a million rows hold a few hundred date texts and a few dozen wordings, so each is resolved once."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.model import Scalar


def factorise(values: Sequence[Scalar]) -> tuple[np.ndarray, list[Scalar]]:
    """Gives each distinct value a number, in order of first appearance.

    Args:
        values: n cells of any type; `True` is not `1`.

    Returns:
        n integers (`intp`), and the distinct values they index.
    """
    keys: Sequence[object] = values
    has_truth = bool in set(map(type, values))
    if has_truth:
        keys = [(value, isinstance(value, bool)) for value in values]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    codes = np.fromiter(map(numbers.__getitem__, keys), dtype=np.intp, count=len(values))
    distinct = [cast("tuple[Scalar, bool]", key)[0] for key in numbers] if has_truth else cast("list[Scalar]", list(numbers))
    return codes, distinct
