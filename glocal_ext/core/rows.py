"""Rows of pictures: which stand side by side, so that all are of one height and none is small."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BEST = 3.0
"""The best proportion of a row, width to height: two landscapes of 3 : 2."""


def rows(ratios: Sequence[float], most: int = 4, best: float = BEST) -> list[int]:
    """Return how many pictures stand in each row, in their order, at most *most* in one.

    *ratios* are widths divided by heights. Pictures of one height make a row whose proportion
    is the sum of theirs; of all ways to cut the rows the one is taken whose proportions differ
    least from *best*, by the squares of their logarithms.
    """
    costs, sizes = [0.0], [0]
    for end in range(1, len(ratios) + 1):
        choices = []
        for size in range(1, min(most, end) + 1):
            proportion = math.fsum(ratios[end - size : end])
            cost = math.log(proportion / best) ** 2
            choices.append((costs[end - size] + cost, -size))
        least, size = min(choices)
        costs.append(least)
        sizes.append(-size)
    found: list[int] = []
    end = len(ratios)
    while end:
        found.append(sizes[end])
        end -= sizes[end]
    return found[::-1]
