"""The globe: distances and great circles between places, and Equal Earth on a plane.

Latitudes and longitudes are degrees, WGS 84; a `Point` has the latitude first, as records do.
"""

from __future__ import annotations

import math

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

RADIUS = 6371.0088
"""The Earth's mean radius in km: R₁ of GRS 80 (H. Moritz, Journal of Geodesy 74, 2000)."""

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2
"""Of Equal Earth: B. Šavrič, T. Patterson, B. Jenny, “The Equal Earth map projection”, IJGIS 33,
2019, equations 1 to 3."""


def distance(one: Point, other: Point) -> float:
    """Return the length of the great circle between two places in km, on a sphere.

    By the haversine formula (R. W. Sinnott, “Virtues of the Haversine”, Sky and Telescope 68,
    1984), which is exact for near places too. From the ellipsoid it differs by at most 0.6 %.
    """
    (lat1, lon1), (lat2, lon2) = one, other
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * RADIUS * math.asin(math.sqrt(min(1.0, half)))


def great_circle(one: Point, other: Point, steps: int) -> list[Point]:
    """Return *steps* + 1 places on the shorter great circle from *one* to *other*.

    Longitudes are from -180 to 180. Between two places that are opposite each other every way
    is as long; the one over the north pole is taken.
    """
    angle = distance(one, other) / RADIUS
    start, end = _vector(one), _vector(other)
    if angle > math.pi - 1e-6:
        pole = (90.0, one[1])
        half = max(1, steps // 2)
        return great_circle(one, pole, half)[:-1] + great_circle(pole, other, steps - half)
    if angle < 1e-9:
        return [one] * steps + [other]
    found = [one]
    for step in range(1, steps):
        share = step / steps
        a, b = math.sin((1 - share) * angle), math.sin(share * angle)
        x, y, z = (a * p + b * q for p, q in zip(start, end, strict=True))
        found.append(
            (math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x)))
        )
    return [*found, other]


def _vector(point: Point) -> tuple[float, float, float]:
    """Return a place as a vector of length 1."""
    phi, lam = math.radians(point[0]), math.radians(point[1])
    return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)


def equal_earth(latitude: float) -> tuple[float, float]:
    """Return what Equal Earth makes of a latitude.

    The first is how far a degree of longitude from the central meridian is, the second how far
    the latitude is from the equator; both in radii of the globe. (A place's x is its longitude
    times the first.)
    """
    theta = math.asin(_M * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    height = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return math.radians(1) * math.cos(theta) / (_M * slope), height


def apart(longitude: float, centre: float) -> float:
    """Return how far east of *centre* a longitude is, from -180 up to 180 degrees."""
    return (longitude - centre + 180) % 360 - 180


def middle(longitudes: list[float]) -> float:
    """Return the longitude in the middle of others, by the shorter way around: -180 up to 180."""
    ordered = sorted({longitude % 360 for longitude in longitudes})
    gaps = [
        ((after - before) % 360 or 360, after)
        for before, after in zip(ordered, ordered[1:] + ordered[:1], strict=True)
    ]
    gap, first = max(gaps)
    return apart(first + (360 - gap) / 2, 0)
