"""Indices of partnerships by country, prefecture, kind and year, as Sphinx knows indices."""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING, ClassVar

from sphinx.domains import Index, IndexEntry
from sphinx.locale import get_translation

from glocal_ext.core.names import country_name
from glocal_ext.partnerships.facts import in_short, shown_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from glocal_ext.core.model import Partnership, Place, Registry


_ = get_translation("glocal")


class PartnershipIndex(Index, abc.ABC):
    """An index whose groups are what partnerships have in common; each has an order of its own."""

    is_newest_first: ClassVar[bool] = False

    @abc.abstractmethod
    def groups(self, registry: Registry, record: Partnership) -> Iterable[str]:
        """Return the names of the groups in which *record* is."""

    def generate(
        self, docnames: Iterable[str] | None = None
    ) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """Return the groups with their entries; all of the registry, whatever documents say."""
        del docnames
        domain: Any = self.domain
        found: dict[str, list[IndexEntry]] = {}
        language = domain.env.config.language
        for record_id, record in domain.registry.partnerships.items():
            title = domain.title("partnership", record_id)
            entry = IndexEntry(
                title,
                0,
                domain.page_of("partnership", record_id),
                "",
                in_short(record, language),
                "",
                "",
            )
            for group in dict.fromkeys(self.groups(domain.registry, record)):
                found.setdefault(group, []).append(entry)
        content = [
            (group, sorted(found[group], key=lambda entry: (entry.name.casefold(), entry.docname)))
            for group in sorted(found, key=str.casefold, reverse=self.is_newest_first)
        ]
        return content, False

    def places(self, registry: Registry, record: Partnership, *, at_home: bool) -> Iterator[Place]:
        """Yield the parties that are in the publisher's country, or those that are not."""
        home = self.domain.env.config.glocal_home_country
        for party in record.parties:
            place = registry.places[party.place]
            if (place.country == home) == at_home:
                yield place


class ByCountry(PartnershipIndex):
    """By the countries abroad."""

    name = "by-country"
    localname = _("Partnerships by country")
    shortname = _("By country")

    def groups(self, registry: Registry, record: Partnership) -> Iterator[str]:
        """Yield the countries abroad; the own one where no party is abroad."""
        language = self.domain.env.config.language
        abroad = [*self.places(registry, record, at_home=False)]
        for place in abroad or self.places(registry, record, at_home=True):
            yield country_name(place.country, language)


class ByRegion(PartnershipIndex):
    """By what contains the parties at home: in Japan, by prefecture."""

    name = "by-prefecture"
    localname = _("Partnerships by prefecture")
    shortname = _("By prefecture")

    def groups(self, registry: Registry, record: Partnership) -> Iterator[str]:
        """Yield what contains the parties at home, or themselves where nothing does."""
        for place in self.places(registry, record, at_home=True):
            container = registry.container(place)
            yield container.name if container else place.name


class ByKind(PartnershipIndex):
    """By kind."""

    name = "by-kind"
    localname = _("Partnerships by kind")
    shortname = _("By kind")

    def groups(self, registry: Registry, record: Partnership) -> Iterator[str]:
        """Yield the kind."""
        del registry
        kind = shown_kind(record.kind)
        yield kind[0].upper() + kind[1:]


class ByYear(PartnershipIndex):
    """By the year in which a tie began, the newest first."""

    name = "by-year"
    localname = _("Partnerships by year")
    shortname = _("By year")
    is_newest_first = True

    def groups(self, registry: Registry, record: Partnership) -> Iterator[str]:
        """Yield the year."""
        del registry
        yield f"{record.established.year:04}"


INDICES: list[type[Index]] = [ByCountry, ByRegion, ByKind, ByYear]


def index_page(name: str) -> str:
    """Return the page of an index, as a document would be named."""
    return f"partnerships/{name}/index"
