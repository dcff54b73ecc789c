"""Locators: what is on them, and that nothing is where it should not be."""

from __future__ import annotations

import gzip
import itertools
import math
import random
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glocal_ext.core.land import COARSE, FINE, WIDE, land
from glocal_ext.core.maps import HEIGHT, WIDTH, Map, Spot, draw, outlines, star, tie, world

if TYPE_CHECKING:
    from collections.abc import Sequence

MARUGAME, WILLICH = Spot("Marugame", (34.289, 133.798)), Spot("Willich", (51.264, 6.547))
OSAKA, QUEENSLAND = Spot("Osaka Prefecture", (34.69, 135.5)), Spot("Queensland", (-27.47, 153.03))
TAKAMATSU, BUSAN = Spot("Takamatsu", (34.33, 134.05)), Spot("Busan", (35.18, 129.07))
HONOLULU, SAO_PAULO = Spot("Honolulu", (21.3, -157.86)), Spot("São Paulo", (-23.55, -46.63))
SUVA, APIA = Spot("Suva", (-18.14, 178.44)), Spot("Apia", (-13.83, -171.77))
LONGYEARBYEN, USHUAIA = Spot("Longyearbyen", (78.22, 15.65)), Spot("Ushuaia", (-54.8, -68.3))

TIES = [
    (MARUGAME, WILLICH),
    (OSAKA, QUEENSLAND),
    (MARUGAME, HONOLULU),
    (OSAKA, SAO_PAULO),
    (MARUGAME, TAKAMATSU),
    (MARUGAME, BUSAN),
    (SUVA, APIA),
    (OSAKA, LONGYEARBYEN),
    (OSAKA, USHUAIA),
    (OSAKA, HONOLULU, WILLICH),
    (HONOLULU, SAO_PAULO, MARUGAME, WILLICH),
]
NAMES = ["-".join(spot.name for spot in each) for each in TIES]

spots = st.builds(
    Spot,
    st.text("abcdefghij", min_size=1, max_size=16),
    st.tuples(st.floats(-60, 85), st.floats(-180, 180)),
)


def drawn(spots: Sequence[Spot]) -> Map:
    return draw(tie(spots))


def land_of(spots: Sequence[Spot]) -> str:
    return outlines(tie(spots))


def lines(path: str) -> list[list[tuple[int, int]]]:
    """Return the lines of a path, each as its points."""
    found = []
    for part in re.findall(r"M[^M]*", path):
        numbers = map(int, re.findall(r"-?\d+", part))
        steps = itertools.batched(numbers, 2) if hasattr(itertools, "batched") else _two(numbers)
        found.append([*itertools.accumulate(steps, lambda a, b: (a[0] + b[0], a[1] + b[1]))])
    return found


def _two(numbers: map[int]) -> zip[tuple[int, int]]:
    return zip(numbers, numbers, strict=True)


def curves(path: str) -> list[list[tuple[float, ...]]]:
    """Return the great circles of a path, each as its points."""
    return [
        [tuple(map(float, point)) for point in re.findall(r"([\d.-]+) ([\d.-]+)", part)]
        for part in re.findall(r"M[^M]*", path)
    ]


every_tie = pytest.mark.parametrize("places", TIES, ids=NAMES)


@every_tie
def test_every_place_is_on_the_map_with_its_name(places: tuple[Spot, ...]) -> None:
    found = drawn(places)

    assert len(found.dots) == len(places)
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in found.dots)
    assert [label.text for label in found.labels] == [spot.name for spot in places]


@every_tie
def test_a_great_circle_joins_the_places(places: tuple[Spot, ...]) -> None:
    found = drawn(places)

    ends = [end for arc in curves(found.arcs) for end in (arc[0], arc[-1])]
    assert all(any(math.dist(dot, end) < 1 for end in ends) for dot in found.dots)
    assert all(0 <= y <= HEIGHT for arc in curves(found.arcs) for _x, y in arc)


@every_tie
def test_land_has_no_bar_across_the_map(places: tuple[Spot, ...]) -> None:
    """A ring that jumps at 180° draws one: two long level lines within the map."""
    for line in lines(land_of(places)):
        for (x, y), (to_x, to_y) in itertools.pairwise(line):
            assert abs(to_x - x) < WIDTH / 3 or not (0 < y < HEIGHT and 0 < to_y < HEIGHT)


@every_tie
def test_a_locator_is_small(places: tuple[Spot, ...]) -> None:
    found = drawn(places)

    assert len(gzip.compress((land_of(places) + found.arcs).encode(), mtime=0)) < 10_000


def test_places_at_both_sides_of_the_antimeridian_are_near_each_other() -> None:
    found = drawn((SUVA, APIA))

    (suva, _down), (apia, _also) = found.dots
    assert suva < apia  # Apia is the eastern one
    assert len(curves(found.arcs)) == 1


def test_near_places_have_a_coast_around_them() -> None:
    near = drawn((MARUGAME, TAKAMATSU))

    assert abs(near.dots[0][0] - near.dots[1][0]) < WIDTH / 10
    assert len(lines(land_of((MARUGAME, TAKAMATSU)))) > 5
    assert len(lines(land_of((MARUGAME, WILLICH)))) > 20


def test_a_tie_of_three_is_joined_by_its_shortest_lines() -> None:
    assert tie((WILLICH, OSAKA, HONOLULU)).joined == ((0, 1), (1, 2))


def test_a_place_alone_is_in_the_middle_of_its_region() -> None:
    found = drawn((MARUGAME,))

    assert found.dots == ((WIDTH // 2, HEIGHT // 2),)
    assert found.arcs == ""
    assert len(lines(land_of((MARUGAME,)))) > 3


def test_a_place_is_joined_to_all_that_it_is_tied_to() -> None:
    found = draw(star((OSAKA, WILLICH, HONOLULU)))

    starts = [tuple(map(round, arc[0])) for arc in curves(found.arcs)]
    assert starts == [found.dots[0]] * 2


def test_one_place_twice_is_a_map_still() -> None:
    assert len(drawn((MARUGAME, MARUGAME._replace(name="Old Marugame"))).dots) == 2


@settings(max_examples=60, deadline=None)
@given(st.lists(spots, min_size=2, max_size=4))
def test_wherever_places_are_they_are_on_the_map(some: list[Spot]) -> None:
    found = drawn(tuple(some))

    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in found.dots)
    land_path = land_of(some)
    for line in lines(land_path):
        assert all(-9 <= x <= WIDTH + 9 and -9 <= y <= HEIGHT + 9 for x, y in line)
    assert len(gzip.compress((land_path + found.arcs).encode(), mtime=0)) < 25_000


@settings(max_examples=60, deadline=None)
@given(st.lists(spots, min_size=2, max_size=4))
def test_names_are_off_each_other_and_within_the_narrowest_map(some: list[Spot]) -> None:
    high, em = 288 * HEIGHT / WIDTH, 7.4
    boxes = []
    for label in drawn(tuple(some)).labels:
        wide = em * len(label.text)
        left = label.x * 288 / WIDTH + label.dx
        left -= {"start": 0, "middle": wide / 2, "end": wide}[label.anchor]
        base = label.y * 288 / WIDTH + label.dy
        boxes.append((left, base - 13, left + wide, base + 4))

    assert all(box[0] >= -1 and box[2] <= 289 for box in boxes)
    assert all(box[1] >= -1 and box[3] <= high + 1 for box in boxes)
    for one, other in itertools.combinations(boxes, 2):
        assert (
            one[2] <= other[0] + 1
            or other[2] <= one[0] + 1
            or one[3] <= other[1] + 1
            or (other[3] <= one[1] + 1)
        )


@pytest.mark.parametrize(("name", "most"), [(WIDE, 6), (COARSE, 6), (FINE, 6)])
def test_outlines_have_no_jump(name: str, most: float) -> None:
    for ring in land(name):
        ring_points = [point for piece in ring.pieces for point in piece.points]
        steps = zip(ring_points, ring_points[1:] + ring_points[:1], strict=True)
        assert max(abs(b[0] - a[0]) for a, b in steps) < most + 20


# -- the world --------------------------------------------------------------------------------


def ties(count: int) -> list[tuple[Spot, Spot]]:
    """Return ties of towns in Japan with towns all over the world."""
    at = random.Random(1)
    return [
        (
            Spot(f"Town {number}", (at.uniform(26, 45), at.uniform(128, 145))),
            Spot(f"City {number}", (at.uniform(-50, 65), at.uniform(-180, 180))),
        )
        for number in range(count)
    ]


def test_the_world_has_each_place_once_and_each_tie() -> None:
    found = draw(world([(OSAKA, QUEENSLAND), (MARUGAME, WILLICH), (OSAKA, WILLICH)]))

    assert len(found.dots) == 4
    assert len(curves(found.arcs)) == 3
    assert 2.2 < found.width / found.height < 2.5


def test_a_great_circle_that_leaves_the_world_comes_back_at_the_other_side() -> None:
    found = draw(world([(WILLICH, SAO_PAULO)]))  # over 30° W, where the map is cut

    first, second = curves(found.arcs)
    assert {first[-1][0] > 800, second[0][0] > 800} == {True, False}


def test_the_world_has_no_bar_across_it_and_all_continents() -> None:
    found = lines(outlines(world([(OSAKA, QUEENSLAND)])))

    for line in found:
        for (x, _y), (to_x, _to_y) in itertools.pairwise(line):
            assert abs(to_x - x) < WIDTH / 8
    assert max(len(line) for line in found) > 200
    assert len(found) > 40


@pytest.mark.parametrize("count", [1, 40, 300, 2000])
def test_the_world_is_small_however_many_ties_it_has(count: int) -> None:
    plot = world(ties(count))

    found = draw(plot)

    dots = "".join(f"M{x} {y}h0" for x, y in found.dots)
    size = len(gzip.compress((outlines(plot) + found.arcs + dots).encode(), mtime=0))
    assert size <= 25_000
    assert len(found.dots) == 2 * count
    assert bool(found.arcs) == (count <= 300)
