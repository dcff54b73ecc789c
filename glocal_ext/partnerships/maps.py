"""Maps of places: where the parties to a partnership are, and how far from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from sphinx.locale import get_translation

from glocal_ext import nodes
from glocal_ext.core.geo import distance
from glocal_ext.core.maps import Plot, Spot, region, star, tie
from glocal_ext.core.names import locale_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glocal_ext.core.geo import Point
    from glocal_ext.core.model import Partnership, Place, Registry

_ = get_translation("glocal")


MAP_PAGE = "map"
"""The page beside an issue's own with the map of its places; no photo's is called so."""


def tie_map(registry: Registry, record: Partnership, language: str) -> nodes.place_map | None:
    """Return the map of a partnership's parties; `None` where fewer than two have coordinates."""
    spots = spots_of(registry, record)
    if len(spots) < 2:
        return None
    plot = tie(spots)
    pairs = ((spots[a], spots[b]) for a, b in plot.joined)
    far = [(a, b, shown_distance(distance(a.point, b.point), language)) for a, b in pairs]
    if len(far) == 1:
        text = _("%s by the great circle") % far[0][2]
    else:
        ways = [_("%(one)s to %(other)s %(distance)s") % _way(*each) for each in far]
        text = _("By the great circle: %s") % "; ".join(ways)
    return map_node(plot, text)


def map_of_place(
    registry: Registry, place: Place, ties: Iterable[Partnership], language: str
) -> nodes.place_map | None:
    """Return the map of a place with all that it is tied to; `None` without its coordinates."""
    if not place.coordinates:
        return None
    here = Spot(place.name, place.coordinates)
    spots = dict.fromkeys(spot for tie in ties for spot in spots_of(registry, tie))
    others = [spot for spot in spots if spot != here]
    far = [(spot, shown_distance(distance(here.point, spot.point), language)) for spot in others]
    if far:
        ways = "; ".join(_("%(other)s %(distance)s") % _way(here, *each) for each in far)
        text = _("By the great circle: %s") % ways
    else:
        text = shown_point(here.point)
    return map_node(star([here, *others]), text)


def issue_map(
    registry: Registry, partnerships: Iterable[str], places: Iterable[str]
) -> tuple[nodes.place_map | None, list[tuple[str, str]]]:
    """Return the map of what an issue names, and what is on it: ``partnership`` or ``place``, id.

    Parties are not told beside their tie. The map's caption is left to be filled in; below three
    places there is no map, since a box shows as much.
    """
    about = [*registry.about(partnerships, places)]
    records = [registry.partnerships[each] for kind, each in about if kind == "partnership"]
    parties = {party.place for record in records for party in record.parties}
    alone = [each for kind, each in about if kind == "place" and each not in parties]
    ties = [spots for record in records if len(spots := spots_of(registry, record)) > 1]
    named = (registry.places[each] for each in alone)
    spots = [Spot(place.name, place.coordinates) for place in named if place.coordinates]
    plot = region(ties, spots)
    shown = [("partnership", record.id) for record in records] + [("place", key) for key in alone]
    return map_node(plot, "") if len(plot.spots) > 2 else None, shown


def map_node(plot: Plot, caption: str) -> nodes.place_map:
    """Return a map with its caption; the names of its places are what is seen on it."""
    return nodes.place_map(
        "",
        caption,
        spots=[(spot.name, *spot.point) for spot in plot.spots],
        joined=[*plot.joined],
        of_world=plot.of_world,
        alt=", ".join(spot.name for spot in plot.spots),
    )


def shown_point(point: Point) -> str:
    """Return "34.289° N, 133.798° E"."""
    (latitude, longitude) = point
    north = f"{abs(latitude):g}° {'N' if latitude >= 0 else 'S'}"
    return f"{north}, {abs(longitude):g}° {'E' if longitude >= 0 else 'W'}"


def spots_of(registry: Registry, record: Partnership) -> list[Spot]:
    """Return the parties whose coordinates are known."""
    places = (registry.places[party.place] for party in record.parties)
    return [Spot(place.name, place.coordinates) for place in places if place.coordinates]


def shown_distance(kilometres: float, language: str) -> str:
    """Return a distance for readers, as exact as what a town's coordinates stand for."""
    exact = 10 if kilometres >= 1000 else 1
    number = format_decimal(round(kilometres / exact) * exact, "#,##0", locale=locale_of(language))
    return _("%s km") % number


def _way(one: Spot, other: Spot, far: str) -> dict[str, str]:
    return {"one": one.name, "other": other.name, "distance": far}
