"""The globe against PROJ, which many others check: distances, great circles, Equal Earth."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import Geod, Proj

from glocal_ext.core.geo import RADIUS, apart, distance, equal_earth, great_circle, middle

ELLIPSOID = Geod(ellps="WGS84")
SPHERE = Geod(a=RADIUS * 1000, b=RADIUS * 1000)
EQUAL_EARTH = Proj("+proj=eqearth +R=1")

longitudes = st.floats(-180, 180)
points = st.tuples(st.floats(-90, 90), longitudes)


def metres(geod: Geod, one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(geod.inv(one[1], one[0], other[1], other[0])[2])


@given(points, points)
def test_distances_are_those_of_the_ellipsoid_within_six_in_a_thousand(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    exact = metres(ELLIPSOID, one, other) / 1000

    assert distance(one, other) == pytest.approx(exact, rel=0.006, abs=0.001)


@given(points, points)
def test_distances_are_exact_on_a_sphere(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    assert distance(one, other) == pytest.approx(metres(SPHERE, one, other) / 1000, abs=0.01)


@given(points, points, st.integers(1, 12))
def test_a_great_circle_is_the_shortest_way_in_even_steps(
    one: tuple[float, float], other: tuple[float, float], steps: int
) -> None:
    whole = distance(one, other)
    assume(whole < 0.999 * math.pi * RADIUS)

    way = great_circle(one, other, steps)

    assert len(way) == steps + 1
    assert (way[0], way[-1]) == (one, other)
    for before, after in itertools.pairwise(way):
        assert distance(before, after) == pytest.approx(whole / steps, rel=1e-4, abs=0.01)


def test_between_opposite_places_the_way_is_over_the_north_pole() -> None:
    way = great_circle((-20.0, 30.0), (20.0, -150.0), 8)

    assert max(latitude for latitude, _longitude in way) == 90
    assert len(way) == 9


@given(st.floats(-90, 90), st.floats(-179.9, 179.9))
def test_equal_earth_is_proj_s(latitude: float, longitude: float) -> None:
    scale, height = equal_earth(latitude)

    assert (longitude * scale, height) == pytest.approx(EQUAL_EARTH(longitude, latitude), abs=1e-6)


@given(longitudes, longitudes)
def test_no_longitude_is_more_than_half_a_turn_apart(longitude: float, centre: float) -> None:
    found = apart(longitude, centre)

    assert -180 <= found <= 180
    assert math.remainder(centre + found - longitude, 360) == pytest.approx(0, abs=1e-9)


@given(longitudes, longitudes)
def test_the_middle_of_two_longitudes_is_as_near_to_both(one: float, other: float) -> None:
    found = middle([one, other])

    near, far = abs(apart(one, found)), abs(apart(other, found))
    assert math.isclose(near, far, abs_tol=1e-6)
    assert near <= 90 + 1e-6


@pytest.mark.parametrize(
    ("given_longitudes", "found"),
    [
        ([10.0], 10.0),
        ([170.0, -170.0], -180.0),
        ([134.0, 6.0], 70.0),
        ([140.0, 150.0, -150.0], 175.0),
    ],
)
def test_the_middle_is_by_the_shorter_way(given_longitudes: list[float], found: float) -> None:
    assert middle(given_longitudes) == pytest.approx(found)
