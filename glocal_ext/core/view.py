"""What a map shows of the globe: land and great circles in Equal Earth, as paths of SVG.

The plane's units are radii of the globe, right of a central meridian and above the equator; a
map's units are right and down from its upper left corner.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from glocal_ext.core.geo import apart, equal_earth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from glocal_ext.core.geo import Point
    from glocal_ext.core.land import Bounds, Piece, Ring

Drawn = tuple[float, float]
"""A point of a map, in its units."""

_MARGIN = 8.0
"""Units that outlines go beyond the map's edge, so that the line along it is not seen."""


class View:
    """What a map shows of the plane of Equal Earth around a central meridian.

    *left* and *top* are the map's corner on the plane, *scale* is how many units of the map one
    of the plane's has, *size* is the map's in its own.
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
        x, y = on_plane(point, self.centre)
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


def on_plane(point: Point, centre: float) -> Drawn:
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


def _clipped(points: list[Drawn], width: float, height: float) -> list[Drawn]:
    """Return a polygon without what is outside the map (I. Sutherland, G. Hodgman, 1974)."""
    for axis, end in ((0, width + _MARGIN), (1, height + _MARGIN)):
        values = [point[axis] for point in points]
        if not values or min(values) > end or max(values) < -_MARGIN:
            return []
        if max(values) > end:
            points = _cut_off(points, axis, 1, end)
        if min(values) < -_MARGIN:
            points = _cut_off(points, axis, -1, _MARGIN)
    return points


def _cut_off(points: list[Drawn], axis: int, sign: int, most: float) -> list[Drawn]:
    """Return a polygon without what is beyond *most* on one side of an axis."""
    values = [sign * point[axis] for point in points]
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
    return kept


def _shape(points: Iterable[Drawn]) -> str:
    """Return an outline as SVG's path; nothing for one of fewer than three points."""
    start, *steps = _steps(points, 2)
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
    whole = ((round(x), round(y)) for x, y in points)
    x, y = next(whole, (0, 0))
    steps = [f"M{x} {y}"]
    for right, down in whole:
        east, south = right - x, down - y
        if east >= least or east <= -least or abs(east) + abs(south) >= least:
            steps.append(f"{east} {south}")
            x, y = right, down
    return steps


def _curve(points: Iterable[Drawn]) -> str:
    """Return a line as SVG's path in tenths of units, so that it looks round."""
    first, *others = (f"{x:.1f} {y:.1f}" for x, y in points)
    return f"M{first}L{' '.join(others)}" if others else ""
