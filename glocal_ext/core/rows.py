"""Rows of pictures: which stand side by side, so that all are of one height and none is small."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BEST = 3.0
"""The best proportion of a row, width to height: two landscapes of 3 : 2."""


def rows(ratios: Sequence[float], most: int = 4) -> list[int]:
    """Return how many pictures stand in each row, in their order, at most *most* in one.

    *ratios* are widths divided by heights. Pictures of one height make a row whose proportion
    is the sum of theirs; of all ways to cut the rows the one is taken whose proportions differ
    least from `BEST`, by the squares of their logarithms.
    """
    costs, sizes = [0.0], [0]
    for end in range(1, len(ratios) + 1):
        choices = []
        for size in range(1, min(most, end) + 1):
            proportion = math.fsum(ratios[end - size : end])
            cost = math.log(proportion / BEST) ** 2
            choices.append((costs[end - size] + cost, -size))
        best, size = min(choices)
        costs.append(best)
        sizes.append(-size)
    found: list[int] = []
    end = len(ratios)
    while end:
        found.append(sizes[end])
        end -= sizes[end]
    return found[::-1]


_LEAST = 1.3
"""The least proportion of a row among several: one narrow picture is no row."""


def arrangements(ratios: Sequence[float]) -> list[list[int]]:
    """Return the ways to set a few pictures in rows, by how many stand in each.

    The first has all in one row, the others have two, each at least `_LEAST` wide to high.
    """
    count = len(ratios)
    cuts = range(1, count)
    parts = ((ratios[:cut], ratios[cut:]) for cut in cuts)
    wide = [min(map(math.fsum, both)) >= _LEAST for both in parts]
    return [[count], *([cut, count - cut] for cut, fits in zip(cuts, wide, strict=True) if fits)]
