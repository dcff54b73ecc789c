"""What records have to do with each other and with articles."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from glocal_ext.core.dates import Month
from glocal_ext.issues.domain import issues_domain
from glocal_ext.partnerships.domain import partnerships_domain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

    from glocal_ext.core.model import Partnership, Place
    from glocal_ext.issues.domain import ArticleRow, IssueRow

Record = tuple[str, str]
"""A kind, ``place`` or ``partnership``, and an id."""

_MOST = 8
"""How many neighbours a record has."""


class Mention(NamedTuple):
    """An article that names a record."""

    document: str
    issue: IssueRow
    article: ArticleRow

    @property
    def day(self) -> str:
        """The ISO date under which it stands: of publication, or the month."""
        return self.issue.published or self.issue.month


class Atlas:
    """The records of one build: who is tied to whom, what is written about them."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.domain = partnerships_domain(env)
        self.registry = self.domain.registry
        self._issues = issues_domain(env).issues()

    @cached_property
    def mentions(self) -> dict[Record, list[Mention]]:
        """The articles that name each record, the newest issue first."""
        found: dict[Record, list[Mention]] = {}
        for document, issue in self._issues:
            for article in issue.articles:
                for record in self.registry.about(article.partnerships, article.places):
                    found.setdefault(record, []).append(Mention(document, issue, article))
        return found

    @cached_property
    def ties(self) -> dict[str, list[Partnership]]:
        """The partnerships of each place, the oldest first."""
        found: dict[str, list[Partnership]] = {}
        records = self.registry.partnerships.values()
        for record in sorted(records, key=lambda each: (each.established.iso, each.id)):
            for party in record.parties:
                found.setdefault(party.place, []).append(record)
        return found

    @cached_property
    def within(self) -> dict[str, list[Place]]:
        """The places that lie in each place, by name."""
        found: dict[str, list[Place]] = {}
        for place in sorted(self.registry.places.values(), key=_by_name):
            if place.within:
                found.setdefault(place.within, []).append(place)
        return found

    def neighbours(self, record: Partnership) -> list[Partnership]:
        """Return the ties that are nearest to *record* in the registry.

        Those of its own parties come first, then those of places in the same prefecture or
        region; of as near ones the oldest.
        """
        found: dict[str, Partnership] = {}
        for place in self._around(record):
            for tie in self.ties.get(place, ()):
                if tie is not record:
                    found.setdefault(tie.id, tie)
                if len(found) == _MOST:
                    return [*found.values()]
        return [*found.values()]

    def _around(self, record: Partnership) -> Iterator[str]:
        """Yield the parties, what contains them, and what else that contains."""
        places = [self.registry.places[party.place] for party in record.parties]
        yield from (place.id for place in places)
        for place in places:
            if place.within:
                yield place.within
                yield from (each.id for each in self.within[place.within])

    @cached_property
    def month(self) -> Month | None:
        """The month of the latest issue, from which what is coming is counted."""
        return Month.parse(self._issues[0][1].month) if self._issues else None


def _by_name(place: Place) -> tuple[str, str]:
    return place.name.casefold(), place.id
