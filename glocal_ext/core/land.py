"""The outlines of land that maps are drawn from: Natural Earth's, without any border.

``tools/land.py`` makes the files; their licence lies beside them.
"""

from __future__ import annotations

import functools
import itertools
import json
from importlib import resources
from typing import NamedTuple

from glocal_ext.core.geo import equal_earth

WIDE, COARSE, FINE = "land-wide", "land-110m", "land-50m"
"""Outlines for maps of half the world and more, of continents (1 : 110 million), and of regions
(1 : 50 million)."""

_PIECE = 48
"""Of how many points a piece consists."""


class Bounds(NamedTuple):
    """From where to where points are: of longitudes in degrees, of both parts of `equal_earth`."""

    west: float
    east: float
    least_scale: float
    most_scale: float
    south: float
    north: float


class Piece(NamedTuple):
    """A run of points of a ring: triples of the longitude and of both parts of `equal_earth`."""

    points: list[tuple[float, float, float]]
    bounds: Bounds


class Ring(NamedTuple):
    """A closed outline in pieces; its longitudes may go beyond 180°."""

    pieces: list[Piece]
    bounds: Bounds


@functools.cache
def land(name: str) -> tuple[Ring, ...]:
    """Return the rings of a file, read once a process."""
    path = resources.files("glocal_ext") / "geodata" / f"{name}.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    scales: dict[int, tuple[float, float]] = {}
    return tuple(_ring(steps, data["units"], scales) for steps in data["rings"])


def _ring(steps: list[int], units: int, scales: dict[int, tuple[float, float]]) -> Ring:
    """Return a ring from its *steps*; *scales* keeps what latitudes give, for many are alike."""
    x = y = 0
    points = []
    for east, north in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + east, y + north
        if y not in scales:
            scales[y] = equal_earth(y / units)
        points.append((x / units, *scales[y]))
    runs = (points[start : start + _PIECE] for start in range(0, len(points), _PIECE))
    return Ring([Piece(run, _bounds(run)) for run in runs], _bounds(points))


def _bounds(points: list[tuple[float, float, float]]) -> Bounds:
    values = [(min(found), max(found)) for found in zip(*points, strict=True)]
    return Bounds(*itertools.chain(*values))
