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
    numbers: dict[object, int] = {}
    codes = np.fromiter((numbers.setdefault(value, len(numbers)) for value in values), dtype=np.intp, count=len(values))
    if True not in numbers and False not in numbers:
        return codes, cast("list[Scalar]", list(numbers))
    apart: dict[object, int] = {}
    keys = ((value, isinstance(value, bool)) for value in values)
    codes = np.fromiter((apart.setdefault(key, len(apart)) for key in keys), dtype=np.intp, count=len(values))
    return codes, [cast("tuple[Scalar, bool]", key)[0] for key in apart]
