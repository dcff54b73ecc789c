"""What pages of records say to machines, in the words of schema.org and of Wikidata."""

from __future__ import annotations

from glocal_ext.core import linked
from glocal_ext.core.dates import PartialDate
from glocal_ext.core.model import Partnership, Party, Place, Registry, Source
from glocal_ext.core.publication import Publication

NEWS = Publication("River News", address="https://example.org/")
NORTH = Place("north", "North Prefecture", "prefecture", "JP")
RIVER = Place(
    "north-river", "North River", "town", "JP", within="north", coordinates=(34.3, 133.8),
    names=(("ja", "北川町"),), ids=(("wikidata", "Q100000001"),),
)  # fmt: skip
SOUTHPORT = Place("southport", "Southport", "city", "AU", ids=(("wikidata", "Q100000002"),))
TIE = Partnership(
    "tie", "sister city", (Party("north-river"), Party("southport")), PartialDate(2001, 5),
    sources=("rivers",),
)  # fmt: skip
REGISTRY = Registry(
    places={each.id: each for each in (NORTH, RIVER, SOUTHPORT)},
    partnerships={"tie": TIE},
    sources={"rivers": Source("rivers", "Office of Rivers", "On rivers")},
)


def test_a_place_is_where_it_is_and_is_twinned_since_a_date() -> None:
    found = linked.place(NEWS, REGISTRY, RIVER, "places/north-river/index", [TIE])

    assert found["@type"] == "City"
    assert found["@id"] == "wd:Q100000001"
    assert found["url"] == "https://example.org/places/north-river/"
    assert found["geo"] == {"@type": "GeoCoordinates", "latitude": 34.3, "longitude": 133.8}
    assert found["containedInPlace"]["name"] == "North Prefecture"
    assert found["alternateName"] == ["北川町"]
    assert found["p:P190"] == [{"ps:P190": {"@id": "wd:Q100000002"}, "pq:P580": "2001-05"}]


def test_an_ended_tie_says_until_when() -> None:
    ended = Partnership(
        "tie", "sister city", TIE.parties, PartialDate(2001), "ended", PartialDate(2020, 3, 31)
    )

    [twin] = linked.place(NEWS, REGISTRY, SOUTHPORT, "", [ended])["p:P190"]

    assert (twin["pq:P580"], twin["pq:P582"]) == ("2001", "2020-03-31")


def test_without_items_of_wikidata_nothing_is_stated_in_its_words() -> None:
    registry = Registry(
        places={**REGISTRY.places, "southport": Place("southport", "Southport", "city", "AU")}
    )

    found = linked.place(NEWS, registry, RIVER, "", [TIE])

    assert "p:P190" not in found


def test_a_tie_is_a_page_about_its_places_with_its_sources() -> None:
    found = linked.partnership(NEWS, REGISTRY, TIE, "partnerships/tie/index")

    assert found["@type"] == "WebPage"
    assert [each["name"] for each in found["about"]] == ["North River", "Southport"]
    assert [each["p:P190"][0]["ps:P190"]["@id"] for each in found["about"]] == [
        "wd:Q100000002",
        "wd:Q100000001",
    ]
    assert found["citation"][0]["name"] == "On rivers"
    assert "lastReviewed" not in found


def test_what_is_not_known_is_not_said() -> None:
    found = linked.place(Publication("River News"), REGISTRY, NORTH, "places/north/index", [])

    assert found["@type"] == "AdministrativeArea"
    assert found.keys() == {"@context", "@type", "name", "containedInPlace"}
