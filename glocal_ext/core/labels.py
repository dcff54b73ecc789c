"""The names on a map: beside their dots, off each other, as large on any screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glocal_ext.core.view import Drawn

_NARROWEST = 288
"""Pixels that a map has at least: a telephone of 360 without the margins of page and box."""

_EM, _LINE, _DOT = 7.4, 17, 9
"""Pixels of a label: a character's mean width, a line's height, the free space around a dot.

Measured on Source Sans 3 Semibold at 14 pixels.
"""


class Label(NamedTuple):
    """A name beside a dot: *x* and *y* are the dot's, in units.

    *anchor* says whether the text starts there, is in its middle or ends there; *dx* and *dy*
    are pixels right of and below the dot, at which the text's baseline begins.
    """

    text: str
    x: int
    y: int
    dx: int
    dy: int
    anchor: str


_Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels of the narrowest map."""

_PLACES = (
    ("start", 0, _DOT + 14),
    ("end", 0, _DOT + 14),
    ("start", 0, -_DOT - 4),
    ("end", 0, -_DOT - 4),
    ("start", _DOT, 5),
    ("end", -_DOT, 5),
    ("middle", 0, _DOT + 14),
    ("middle", 0, -_DOT - 4),
)
"""Where a label may stand: its anchor, and pixels right of and below the dot."""


def labels(
    names: Sequence[str],
    dots: Sequence[tuple[int, int]],
    lines: Sequence[Drawn],
    size: tuple[int, int],
) -> Iterator[Label]:
    """Yield the labels of *dots*: towards the inside, off each other, off dots and *lines*.

    Dots and lines are in units of a map that is of *size*. A label that fits nowhere on the
    narrowest screen is left out; what stands beside the map has its name.
    """
    scale = _NARROWEST / size[0]
    high = size[1] * scale
    line = [(x * scale, y * scale) for x, y in lines]
    marks = [(x * scale, y * scale) for x, y in dots]
    taken: list[_Box] = [(x - 5, y - 5, x + 5, y + 5) for x, y in marks]
    for name, dot, (x, y) in zip(names, dots, marks, strict=True):
        found = []
        for number, (anchor, dx, dy) in enumerate(_PLACES):
            box = _box(name, x + dx, y + dy, anchor)
            if not _is_inside(box, high) or any(_overlap(box, other) for other in taken):
                continue
            outward = anchor == ("end" if x < _NARROWEST / 2 else "start")
            crossed = sum(box[0] <= px <= box[2] and box[1] <= py <= box[3] for px, py in line)
            found.append((crossed > 0, outward, crossed, number, box))
        if found:
            *_cost, number, box = min(found)
            taken.append(box)
            anchor, dx, dy = _PLACES[number]
            yield Label(name, *dot, dx, dy, anchor)


def _box(text: str, x: float, y: float, anchor: str) -> _Box:
    """Return what a label covers whose baseline begins, is centred or ends at *x* and *y*."""
    width = len(text) * _EM
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return left, y - _LINE + 4, left + width, y + 4


def _is_inside(box: _Box, high: float) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= _NARROWEST and box[3] <= high


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
