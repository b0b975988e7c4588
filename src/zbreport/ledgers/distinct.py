"""Work on distinct values: a million rows hold a few hundred date texts and a few dozen wordings, so each is resolved once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbreport.model import Scalar


def factorise(values: Sequence[Scalar]) -> tuple[np.ndarray, list[Scalar]]:
    """Gives each distinct value a number, in order of first appearance.

    Args:
        values: n cells of any type; values of different types stay apart when they are not equal.

    Returns:
        n integers (`intp`), and the distinct values they index.
    """
    numbers: dict[Scalar, int] = {}
    codes = np.fromiter((numbers.setdefault(value, len(numbers)) for value in values), dtype=np.intp, count=len(values))
    return codes, list(numbers)
