"""Rows of pictures: which stand side by side, so that all are of one height and none is small."""

from __future__ import annotations

import itertools
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

    The first has all in one row; of the others, every row is at least `_LEAST` wide to high.
    """
    count = len(ratios)
    found = [[count]]
    for cuts in range(1, 2 ** (count - 1)):
        ends = [end for end in range(1, count) if cuts & (1 << (end - 1))] + [count]
        rows_of = [*itertools.pairwise([0, *ends])]
        if min(math.fsum(ratios[start:end]) for start, end in rows_of) >= _LEAST:
            found.append([end - start for start, end in rows_of])
    return sorted(found, key=len)
