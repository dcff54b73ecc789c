"""The records of the registry: places, partnerships and sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from glocal_ext.core.dates import PartialDate

PLACE_KINDS = (
    "borough",
    "city",
    "country",
    "county",
    "department",
    "district",
    "island",
    "metropolis",
    "municipality",
    "prefecture",
    "province",
    "region",
    "state",
    "territory",
    "town",
    "village",
    "ward",
)

PARTNERSHIP_KINDS = (
    "cooperation agreement",
    "exchange",
    "friendship city",
    "friendship prefecture",
    "friendship region",
    "friendship state",
    "host town",
    "sister city",
    "sister port",
    "sister prefecture",
    "sister region",
    "sister school",
    "sister state",
    "sister town",
)

STATUSES = ("active", "suspended", "ended")


@dataclass(frozen=True, slots=True)
class Place:
    """A town, a region, a country: a party to a partnership or the scene of a photo.

    *country* is an ISO 3166-1 alpha-2 code, *within* the id of the place that contains this
    one, *coordinates* latitude and longitude in degrees (WGS 84), *code* the local government
    code with its check digit, *names* the name in other languages by BCP 47 tag.
    """

    id: str
    name: str
    kind: str
    country: str
    within: str | None = None
    coordinates: tuple[float, float] | None = None
    code: str | None = None
    aliases: tuple[str, ...] = ()
    successor: str | None = None
    names: tuple[tuple[str, str], ...] = ()
    ids: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    checked: dt.date | None = None
    published: dt.date | None = None

    @property
    def cited(self) -> tuple[str, ...]:
        """The keys of its sources."""
        return self.sources

    @property
    def spellings(self) -> tuple[str, ...]:
        """All that the place is called, in any language."""
        return (self.name, *self.aliases, *(name for _language, name in self.names))


@dataclass(frozen=True, slots=True)
class Party:
    """A place in a partnership; *since* where it joined later than the others."""

    place: str
    since: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a partnership: a declaration, a renewal, an anniversary."""

    date: PartialDate
    event: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Partnership:
    """A tie between two or more places; *formerly* it had other names, the newest first."""

    id: str
    kind: str
    parties: tuple[Party, ...]
    established: PartialDate
    status: str = "active"
    ended: PartialDate | None = None
    fields: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    history: tuple[Event, ...] = ()
    checked: dt.date | None = None
    note: str | None = None
    published: dt.date | None = None
    name: str | None = None
    formerly: tuple[str, ...] = ()

    @property
    def cited(self) -> tuple[str, ...]:
        """The keys of all sources, of the record and of its history, each once."""
        keys = [*self.sources, *(key for event in self.history for key in event.sources)]
        return tuple(dict.fromkeys(keys))


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A record that was taken back: on which day, why, and the id of what stands for it now."""

    day: dt.date
    reason: str
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of references.bib: who says it, what it is called, where and when."""

    key: str
    author: str
    title: str
    url: str | None = None
    date: PartialDate | None = None
    accessed: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Registry:
    """All records of one build, by id.

    What is embargoed, mistaken or withdrawn is not in it; *held* says why, by "places/id".
    *withdrawn* has what was withdrawn, by the same.
    """

    places: dict[str, Place] = field(default_factory=dict)
    partnerships: dict[str, Partnership] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    name_languages: dict[str, str] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)
    withdrawn: dict[str, Withdrawal] = field(default_factory=dict)

    def container(self, place: Place) -> Place | None:
        """Return the place that contains *place* and is no country, if the registry has it."""
        within = self.places.get(place.within or "")
        return within if within and within.kind != "country" else None

    def partnership_name(self, partnership: Partnership) -> str:
        """Return "Marugame and Willich", or the record's own name."""
        if partnership.name:
            return partnership.name
        *head, last = [self.places[party.place].name for party in partnership.parties]
        return f"{', '.join(head)} and {last}"

    def about(
        self, partnerships: Iterable[str], places: Iterable[str]
    ) -> Iterator[tuple[str, str]]:
        """Yield what names these ids is about: ``partnership`` or ``place``, and an id, once each.

        The parties to a partnership are among the places; what the registry has not is left out.
        """
        ties = [each for each in dict.fromkeys(partnerships) if each in self.partnerships]
        parties = (party.place for each in ties for party in self.partnerships[each].parties)
        found = dict.fromkeys((*places, *parties))
        yield from (("partnership", each) for each in ties)
        yield from (("place", each) for each in found if each in self.places)

    def partnerships_of(self, place: str) -> list[Partnership]:
        """Return the partnerships in which *place* is a party, oldest first."""
        found = [
            partnership
            for partnership in self.partnerships.values()
            if any(party.place == place for party in partnership.parties)
        ]
        return sorted(found, key=lambda each: (str(each.established), each.id))
