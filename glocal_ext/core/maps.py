"""Maps of land, of places and of the great circles between them: what is drawn where.

A map is a picture of `Map.width` by `Map.height` units; what draws it sets lines, dots and
labels as its output has them. Its size on a page is not known here: labels are as large on a
narrow screen as on a wide one, and are placed so that they fit on the narrowest.
"""

from __future__ import annotations

import functools
import itertools
import math
from typing import TYPE_CHECKING, NamedTuple

from glocal_ext.core.geo import apart, distance, equal_earth, great_circle, middle
from glocal_ext.core.land import COARSE, FINE, land

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from glocal_ext.core.geo import Point
    from glocal_ext.core.land import Bounds, Piece, Ring

Drawn = tuple[float, float]
"""A point of a map in units, right and down from its upper left corner."""

WIDTH, HEIGHT = 960, 480
"""Units of a locator, which is 2 : 1: as high as the facts beside it."""

WORLD_CENTRE = 150.0
"""The longitude in the middle of a map of the world: Japan is left of it, America right."""

_NORTHMOST, _SOUTHMOST = 84.0, -57.0
"""The latitudes where a map of the world ends: all land but Antarctica is on it."""

MOST_ARCS, MOST_NAMES = 300, 24
"""Of how many ties a map has the great circles, of how many places it has names."""

_EXACT = 40
"""Of how many great circles a map has them in tenths of units; of more, in whole ones."""

_ROOM = 0.16
"""What is left free at each side of what a locator shows, as a share of its width."""

_BEYOND = 0.06
"""How far a locator reaches beyond a pole, as a share of its height."""

_LEAST = 0.16
"""The least width of a locator in radii of the globe, about 1,200 km: a coast is recognised."""

_FINE = 0.9
"""Below this width in radii (about 6,000 km) a locator has the finer outlines."""

_STEP = 3.0
"""Degrees between the points of a great circle."""

_NARROWEST = 288
"""Pixels that a map has at least: a telephone of 360 without the margins of page and box."""

_EM, _LINE, _DOT = 7.4, 17, 9
"""Pixels of a label: a character's mean width, a line's height, the free space around a dot.

Measured on Source Sans 3 Semibold at 14 pixels.
"""


class Spot(NamedTuple):
    """A place on a map."""

    name: str
    point: Point


class Plot(NamedTuple):
    """What a map is of: places, pairs of their numbers that great circles join.

    *of_world* tells whether all of the world is seen, or what is around the places.
    """

    spots: tuple[Spot, ...]
    joined: tuple[tuple[int, int], ...]
    of_world: bool = False


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


class Map(NamedTuple):
    """What stands on a map's land: *arcs* is a path as SVG has it, *dots* are in whole units."""

    width: int
    height: int
    arcs: str
    dots: tuple[tuple[int, int], ...]
    labels: tuple[Label, ...]


class _View:
    """What a map shows of the plane of Equal Earth around a central meridian.

    The plane's units are radii of the globe; *left* and *top* are those of the map's corner,
    *scale* is how many units of the map one of them has.
    """

    def __init__(
        self, centre: float, left: float, top: float, scale: float, size: tuple[int, int]
    ) -> None:
        self.centre, self.left, self.top, self.scale = centre, left, top, scale
        self.width, self.height = size
        self.right, self.bottom = left + self.width / scale, top - self.height / scale
        farthest = max(-self.left, self.right)
        self._has_edge = farthest > 180 * equal_earth(90)[0]
        """Whether what is 180° from the middle may be seen, where land has to be cut."""

    def place(self, point: Point) -> Drawn:
        """Return where a place is drawn."""
        x, y = _on_plane(point, self.centre)
        return (x - self.left) * self.scale, (self.top - y) * self.scale

    # -- land -----------------------------------------------------------------------------------

    def outlines(self, rings: Iterable[Ring]) -> str:
        """Return the land that is seen as a path."""
        return "".join(
            self._outline(ring, turn - self.centre)
            for ring in rings
            if ring.bounds.south < self.top and ring.bounds.north > self.bottom
            for turn in (-360.0, 0.0, 360.0)
            if self._may_show(ring.bounds, turn - self.centre)
        )

    def _outline(self, ring: Ring, shift: float) -> str:
        """Return the path of a ring whose longitudes are moved by *shift*; empty if unseen."""
        is_beyond = ring.bounds.west + shift < -180 or ring.bounds.east + shift > 180
        if is_beyond and self._has_edge:
            drawn = self._drawn(_cut(ring, shift), 0)
        else:
            drawn = [point for piece in ring.pieces for point in self._piece(piece, shift)]
        return _shape(_clipped(drawn, self.width, self.height))

    def _piece(self, piece: Piece, shift: float) -> list[Drawn]:
        """Return the points of a piece; of one that is beyond a side, its ends alone.

        What is between them is beyond that side as well, and the line that takes its place.
        """
        is_seen = self._may_show(piece.bounds, shift)
        points = piece.points if is_seen else [piece.points[0], piece.points[-1]]
        return self._drawn(points, shift)

    def _may_show(self, bounds: Bounds, shift: float) -> bool:
        """Tell whether points within *bounds* may be on the map, and not all beyond one side."""
        least, most = bounds.west + shift, bounds.east + shift
        return (
            most > -180
            and least < 180
            and bounds.south < self.top
            and bounds.north > self.bottom
            and max(most * bounds.least_scale, most * bounds.most_scale) > self.left
            and min(least * bounds.least_scale, least * bounds.most_scale) < self.right
        )

    def _drawn(self, points: Iterable[tuple[float, float, float]], shift: float) -> list[Drawn]:
        left, top, scale = self.left, self.top, self.scale
        return [
            (((x + shift) * factor - left) * scale, (top - y) * scale) for x, factor, y in points
        ]

    # -- great circles --------------------------------------------------------------------------

    def arc(self, points: Sequence[Point], *, exact: bool) -> str:
        """Return a great circle as a path, in two parts where it leaves the map and returns."""
        parts: list[list[Drawn]] = [[]]
        before: Point | None = None
        for point in points:
            if before and abs(apart(point[1], self.centre) - apart(before[1], self.centre)) > 180:
                parts.append([])
            parts[-1].append(self.place(point))
            before = point
        return "".join(_curve(part) if exact else _line(part) for part in parts)


def _on_plane(point: Point, centre: float) -> Drawn:
    """Return where Equal Earth has a place, in radii of the globe right of and above the middle."""
    scale, height = equal_earth(point[0])
    return apart(point[1], centre) * scale, height


def _cut(ring: Ring, shift: float) -> list[tuple[float, float, float]]:
    """Return the points of a ring between the map's own edges, which are 180° from its middle.

    An edge is a curve: a line along it has points of its own.
    """
    points = [(x + shift, factor, y) for piece in ring.pieces for x, factor, y in piece.points]
    for side in (-1, 1):
        kept: list[tuple[float, float, float]] = []
        for before, after in zip(points[-1:] + points[:-1], points, strict=True):
            is_in, was_in = side * after[0] <= 180, side * before[0] <= 180
            if is_in != was_in:
                share = (side * 180 - before[0]) / (after[0] - before[0])
                kept.append(_between(before, after, share))
            if is_in:
                kept.append(after)
        points = kept
    found: list[tuple[float, float, float]] = []
    for before, after in zip(points[-1:] + points[:-1], points, strict=True):
        if abs(before[0]) == 180 and before[0] == after[0]:
            count = int(abs(after[2] - before[2]) / 0.05)
            found += [_between(before, after, each / (count + 1)) for each in range(1, count + 1)]
        found.append(after)
    return found


def _between(
    one: tuple[float, float, float], other: tuple[float, float, float], share: float
) -> tuple[float, float, float]:
    """Return the point at a *share* of the way; on an edge exactly there."""
    x, factor, y = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return math.copysign(180.0, x) if abs(abs(x) - 180) < 1e-6 else x, factor, y


_MARGIN = 8.0
"""Units that outlines go beyond the map's edge, so that the line along it is not seen."""


def _clipped(points: list[Drawn], width: float, height: float) -> list[Drawn]:
    """Return a polygon without what is outside the map (I. Sutherland, G. Hodgman, 1974)."""
    sides = ((0, 1, width + _MARGIN), (0, -1, _MARGIN), (1, 1, height + _MARGIN), (1, -1, _MARGIN))
    for axis, sign, most in sides:
        values = [sign * point[axis] for point in points]
        if not values or min(values) > most:
            return []
        if max(values) <= most:
            continue
        kept: list[Drawn] = []
        before, beyond = points[-1], values[-1]
        for point, value in zip(points, values, strict=True):
            if (value <= most) != (beyond <= most):
                share = (most - beyond) / (value - beyond)
                kept.append((
                    before[0] + (point[0] - before[0]) * share,
                    before[1] + (point[1] - before[1]) * share,
                ))  # fmt: skip
            if value <= most:
                kept.append(point)
            before, beyond = point, value
        points = kept
    return points


def _shape(points: Iterable[Drawn]) -> str:
    """Return an outline as SVG's path; nothing for one of fewer than three points."""
    start, *steps = _steps(points, 2) or [""]
    return _path(start, steps) + "z" if len(steps) > 1 else ""


def _line(points: Iterable[Drawn]) -> str:
    """Return a line as SVG's path, in few bytes."""
    start, *steps = _steps(points, 4)
    return _path(start, steps) if steps else ""


def _path(start: str, steps: list[str]) -> str:
    return f"{start}l{' '.join(steps)}".replace(" -", "-")


def _steps(points: Iterable[Drawn], least: int) -> list[str]:
    """Return the start of a line and the steps from point to point, in whole units.

    A point that is less than *least* units from the one before is passed over.
    """
    x = y = -10_000
    steps: list[str] = []
    for drawn in points:
        right, down = round(drawn[0]), round(drawn[1])
        if not steps:
            steps.append(f"M{right} {down}")
        elif abs(right - x) + abs(down - y) < least:
            continue
        else:
            steps.append(f"{right - x} {down - y}")
        x, y = right, down
    return steps


def _curve(points: Iterable[Drawn]) -> str:
    """Return a line as SVG's path in tenths of units, so that it looks round."""
    first, *others = (f"{x:.1f} {y:.1f}" for x, y in points)
    return f"M{first}L{' '.join(others)}" if others else ""


# -- maps ---------------------------------------------------------------------------------------


def tie(spots: Sequence[Spot]) -> Plot:
    """Return the map of a tie's places: all are joined by the shortest lines."""
    return Plot(tuple(spots), tuple(_shortest(spots)))


def star(spots: Sequence[Spot]) -> Plot:
    """Return the map of a place and of what it is tied to: the first is joined to the others."""
    return Plot(tuple(spots), tuple((0, each) for each in range(1, len(spots))))


def world(ties: Iterable[Sequence[Spot]]) -> Plot:
    """Return the map of many ties; of more than `MOST_ARCS`, the places alone."""
    numbers: dict[Spot, int] = {}
    joined = []
    for spots in ties:
        found = [numbers.setdefault(spot, len(numbers)) for spot in spots]
        joined += [(found[a], found[b]) for a, b in _shortest(spots)]
    if len(joined) > MOST_ARCS:
        joined = []
    return Plot(tuple(numbers), tuple(dict.fromkeys(joined)), of_world=True)


def draw(plot: Plot) -> Map:
    """Return what stands on the land of a map."""
    ways, view = _laid(plot)
    drawn = [view.place(spot.point) for spot in plot.spots]
    dots = tuple((round(x), round(y)) for x, y in drawn)
    lines = [each for way in ways for each in _dotted([view.place(point) for point in way])]
    labels = _labels(plot.spots, dots, lines) if len(plot.spots) <= MOST_NAMES else ()
    arcs = "".join(view.arc(way, exact=len(ways) <= _EXACT) for way in ways)
    return Map(view.width, view.height, arcs, dots, tuple(labels))


def outlines(plot: Plot) -> str:
    """Return the land of the same map as a path."""
    _great_circles, view = _laid(plot)
    return view.outlines(land(FINE if view.width / view.scale < _FINE else COARSE))


@functools.lru_cache(maxsize=1)
def _laid(plot: Plot) -> tuple[list[list[Point]], _View]:
    """Return the great circles of a map, and its view; land and names ask for both in turn."""
    step = _STEP * 2 if plot.of_world else _STEP
    points = [spot.point for spot in plot.spots]
    ways = [_way(points[a], points[b], step) for a, b in plot.joined]
    return ways, _view(plot, ways)


def _shortest(spots: Sequence[Spot]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that join all places by the shortest lines (R. C. Prim, 1957)."""
    joined, others = [0], [*range(1, len(spots))]
    while others:
        found = [(distance(spots[a].point, spots[b].point), a, b) for a in joined for b in others]
        _length, near, new = min(found)
        yield near, new
        joined.append(new)
        others.remove(new)


def _dotted(line: list[Drawn]) -> Iterator[Drawn]:
    """Yield points of a line that are at most some units from each other."""
    for a, b in itertools.pairwise(line):
        count = math.ceil(math.dist(a, b) / 12) or 1
        for step in range(count):
            share = step / count
            yield a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
    yield line[-1]


def _way(one: Point, other: Point, step: float) -> list[Point]:
    """Return the great circle between two places, close enough to look round."""
    way = great_circle(one, other, 2)
    span = max(abs(apart(b[1], a[1])) + abs(b[0] - a[0]) for a, b in itertools.pairwise(way)) * 2
    return great_circle(one, other, max(2, math.ceil(span / step)))


def _view(plot: Plot, ways: Iterable[list[Point]]) -> _View:
    """Return the view that shows places and great circles with room around them, or the world."""
    if plot.of_world:
        scale, top = WIDTH / (360 * equal_earth(0)[0]), equal_earth(_NORTHMOST)[1]
        height = round((top - equal_earth(_SOUTHMOST)[1]) * scale)
        return _View(WORLD_CENTRE, -WIDTH / scale / 2, top, scale, (WIDTH, height))
    centre = middle([spot.point[1] for spot in plot.spots])
    shown = itertools.chain((spot.point for spot in plot.spots), *ways)
    lefts, heights = zip(*(_on_plane(point, centre) for point in shown), strict=True)
    ratio = WIDTH / HEIGHT
    width = max(max(lefts) - min(lefts), (max(heights) - min(heights)) * ratio)
    width = max(width / (1 - 2 * _ROOM), _LEAST)
    x, y = (max(lefts) + min(lefts)) / 2, (max(heights) + min(heights)) / 2
    height = width / ratio
    pole = equal_earth(90)[1] + height * _BEYOND
    if height < 2 * pole:  # hardly farther than the poles
        y = min(max(y, height / 2 - pole), pole - height / 2)
    return _View(centre, x - width / 2, y + height / 2, WIDTH / width, (WIDTH, HEIGHT))


# -- labels -------------------------------------------------------------------------------------

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


def _labels(
    spots: Sequence[Spot], dots: Sequence[tuple[int, int]], lines: Sequence[Drawn]
) -> Iterator[Label]:
    """Yield the labels of *spots*: towards the inside, off each other, off dots and lines.

    One that fits nowhere is left out; what stands beside the map has its name.
    """
    scale = _NARROWEST / WIDTH
    line = [(x * scale, y * scale) for x, y in lines]
    marks = [(x * scale, y * scale) for x, y in dots]
    taken: list[_Box] = [(x - 5, y - 5, x + 5, y + 5) for x, y in marks]
    for spot, dot, (x, y) in zip(spots, dots, marks, strict=True):
        found = []
        for number, (anchor, dx, dy) in enumerate(_PLACES):
            box = _box(spot.name, x + dx, y + dy, anchor)
            if not _is_inside(box) or any(_overlap(box, other) for other in taken):
                continue
            outward = anchor == ("end" if x < _NARROWEST / 2 else "start")
            crossed = sum(box[0] <= px <= box[2] and box[1] <= py <= box[3] for px, py in line)
            found.append((crossed > 0, outward, crossed, number, box))
        if found:
            *_cost, number, box = min(found)
            taken.append(box)
            anchor, dx, dy = _PLACES[number]
            yield Label(spot.name, *dot, dx, dy, anchor)


def _box(text: str, x: float, y: float, anchor: str) -> _Box:
    """Return what a label covers whose baseline begins, is centred or ends at *x* and *y*."""
    width = len(text) * _EM
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return left, y - _LINE + 4, left + width, y + 4


def _is_inside(box: _Box) -> bool:
    high = _NARROWEST * HEIGHT / WIDTH
    return box[0] >= 0 and box[1] >= 0 and box[2] <= _NARROWEST and box[3] <= high


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
