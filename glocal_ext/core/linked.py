"""What pages of records say in the words of schema.org and of Wikidata, as JSON-LD.

schema.org has no word for a tie of two towns. Wikidata has: "twinned administrative body", P190,
with the start and the end of the time in which it was so, P580 and P582. Where both parties have
an item there, the tie is stated in these, as a statement with qualifiers (Wikidata's RDF dump
format).
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from glocal_ext.core.structured import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from glocal_ext.core.model import Partnership, Place, Registry
    from glocal_ext.core.publication import Publication
    from glocal_ext.core.structured import Node

CONTEXT = [
    "https://schema.org",
    {
        "wd": "http://www.wikidata.org/entity/",
        "p": "http://www.wikidata.org/prop/",
        "ps": "http://www.wikidata.org/prop/statement/",
        "pq": "http://www.wikidata.org/prop/qualifier/",
    },
]

_TYPES = {"country": "Country", "city": "City", "town": "City", "village": "City"}
"""schema.org's types of places; of all other kinds it is AdministrativeArea."""


def place(
    publication: Publication,
    registry: Registry,
    found: Place,
    page: str,
    ties: Iterable[Partnership],
) -> Node:
    """Return what the page of a place says: of the place, and whom it is twinned with."""
    said = _place(publication, registry, found, page)
    said["p:P190"] = [
        _twin(tie, other)
        for tie in ties
        for other in _others(registry, tie, found)
        if item(found) and item(other)
    ]
    return known({"@context": CONTEXT, **said})


def partnership(
    publication: Publication, registry: Registry, found: Partnership, page: str
) -> Node:
    """Return what the page of a tie says: what it is about, and who is twinned with whom."""
    places = [registry.places[party.place] for party in found.parties]
    about = []
    for one in places:
        said = _place(publication, registry, one, "")
        said["p:P190"] = [
            _twin(found, other)
            for other in places
            if other is not one and item(one) and item(other)
        ]
        about.append(said)
    return known({
        "@context": CONTEXT,
        "@type": "WebPage",
        "@id": publication.page(page),
        "url": publication.page(page),
        "name": registry.partnership_name(found),
        "alternateName": list(found.formerly),
        "inLanguage": publication.language,
        "lastReviewed": found.checked.isoformat() if found.checked else "",
        "about": about,
        "citation": [
            {
                "@type": "CreativeWork",
                "name": source.title,
                "author": {"@type": "Organization", "name": source.author},
                "url": source.url,
            }
            for source in map(registry.sources.__getitem__, found.cited)
        ],
    })  # fmt: skip


def item(found: Place) -> str:
    """Return a place's item of Wikidata, ``Q…``; empty where the record has none."""
    return dict(found.ids).get("wikidata", "")


def _place(publication: Publication, registry: Registry, found: Place, page: str) -> Node:
    latitude, longitude = found.coordinates or (None, None)
    container = registry.places.get(found.within or "")
    return {
        "@type": _TYPES.get(found.kind, "AdministrativeArea"),
        "@id": f"wd:{item(found)}" if item(found) else "",
        "name": found.name,
        "alternateName": [*(name for _language, name in found.names), *found.aliases],
        "identifier": found.code or "",
        "url": publication.page(page) if page else "",
        "sameAs": f"https://www.wikidata.org/wiki/{item(found)}" if item(found) else "",
        "geo": {
            "@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude,
        } if found.coordinates else {},
        "containedInPlace": {
            "@type": _TYPES.get(container.kind, "AdministrativeArea"), "name": container.name,
        } if container else {"@type": "Country", "identifier": found.country},
    }  # fmt: skip


def _others(registry: Registry, tie: Partnership, found: Place) -> Iterator[Place]:
    places = (registry.places[party.place] for party in tie.parties)
    return itertools.filterfalse(lambda place: place is found, places)


def _twin(tie: Partnership, other: Place) -> Node:
    """Return the statement that a place is twinned with *other*."""
    return {
        "ps:P190": {"@id": f"wd:{item(other)}"},
        "pq:P580": tie.established.iso,
        "pq:P582": tie.ended.iso if tie.ended else "",
    }
