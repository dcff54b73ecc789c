"""Maps of places and of the great circles between them: what is on a map, and how it is laid.

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
from glocal_ext.core.labels import labels
from glocal_ext.core.land import COARSE, FINE, WIDE, land
from glocal_ext.core.view import View, on_plane

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from glocal_ext.core.geo import Point
    from glocal_ext.core.labels import Label
    from glocal_ext.core.view import Drawn

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

_FINE, _WIDE = 0.9, 1.6
"""Below the one width in radii (about 6,000 km) a locator has the finer outlines, above the other
(10,000 km) the ones of fewest points: they are off by two of its units at most."""

_STEP = 3.0
"""Degrees between the points of a great circle."""


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


class Map(NamedTuple):
    """What stands on a map's land: *arcs* is a path as SVG has it, *dots* are in whole units."""

    width: int
    height: int
    arcs: str
    dots: tuple[tuple[int, int], ...]
    labels: tuple[Label, ...]


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


def region(ties: Iterable[Sequence[Spot]], places: Iterable[Spot]) -> Plot:
    """Return the map of what is around some ties and some *places* without one."""
    found = world(ties)
    return Plot(tuple(dict.fromkeys((*found.spots, *places))), found.joined)


def draw(plot: Plot, *, with_arcs: bool = True) -> Map:
    """Return what stands on the land of a map; what only names it does without the arcs."""
    ways, view = _laid(plot)
    drawn = [view.place(spot.point) for spot in plot.spots]
    dots = tuple((round(x), round(y)) for x, y in drawn)
    names, size = [spot.name for spot in plot.spots], (view.width, view.height)
    lines = [each for way in ways for each in _dotted([view.place(point) for point in way])]
    shown = labels(names, dots, lines, size) if len(names) <= MOST_NAMES else ()
    arcs = "".join(view.arc(way, exact=len(ways) <= _EXACT) for way in ways if with_arcs)
    return Map(*size, arcs, dots, tuple(shown))


def outlines(plot: Plot) -> str:
    """Return the land of the same map as a path."""
    _great_circles, view = _laid(plot)
    width = view.width / view.scale
    return view.outlines(land(FINE if width < _FINE else COARSE if width < _WIDE else WIDE))


@functools.lru_cache(maxsize=1)
def _laid(plot: Plot) -> tuple[list[list[Point]], View]:
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


def _view(plot: Plot, ways: Iterable[list[Point]]) -> View:
    """Return the view that shows places and great circles with room around them, or the world."""
    if plot.of_world:
        scale, top = WIDTH / (360 * equal_earth(0)[0]), equal_earth(_NORTHMOST)[1]
        height = round((top - equal_earth(_SOUTHMOST)[1]) * scale)
        return View(WORLD_CENTRE, -WIDTH / scale / 2, top, scale, (WIDTH, height))
    centre = middle([spot.point[1] for spot in plot.spots])
    shown = itertools.chain((spot.point for spot in plot.spots), *ways)
    lefts, heights = zip(*(on_plane(point, centre) for point in shown), strict=True)
    ratio = WIDTH / HEIGHT
    width = max(max(lefts) - min(lefts), (max(heights) - min(heights)) * ratio)
    width = max(width / (1 - 2 * _ROOM), _LEAST)
    x, y = (max(lefts) + min(lefts)) / 2, (max(heights) + min(heights)) / 2
    height = width / ratio
    pole = equal_earth(90)[1] + height * _BEYOND
    if height < 2 * pole:  # hardly farther than the poles
        y = min(max(y, height / 2 - pole), pole - height / 2)
    return View(centre, x - width / 2, y + height / 2, WIDTH / width, (WIDTH, HEIGHT))
