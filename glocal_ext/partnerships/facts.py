"""The facts of a record as nodes: what an infobox and a record's page say."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from docutils import nodes as docnodes
from sphinx.locale import get_translation

from glocal_ext.core.dates import anniversary, coming, is_jubilee, is_round, ordinal
from glocal_ext.core.names import country_name, language_name
from glocal_ext.text import in_language, record_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Node

    from glocal_ext.core.dates import Anniversary, Month, PartialDate
    from glocal_ext.core.model import Partnership, Party, Place, Registry

_ = get_translation("glocal")

Fact = tuple[str, list["Node"]]
"""A label and the inline nodes of its value."""


def shown_date(date: PartialDate, language: str) -> str:
    """Return a date for readers: "7 July 2023", "about 2023"."""
    text = date.format(language)
    return _("about %s") % text if date.approximate else text


def shown_anniversary(found: Anniversary, language: str) -> str:
    """Return "30th, 20 April 2024"."""
    return _("%(ordinal)s, %(date)s") % {
        "ordinal": ordinal(found.years),
        "years": found.years,
        "date": shown_date(found.date, language),
    }


def round_anniversary(partnership: Partnership, year: int) -> Anniversary | None:
    """Return the round anniversary that falls in *year* or the next; none once it has ended."""
    if partnership.status == "ended":
        return None
    for candidate in (year, year + 1):
        found = anniversary(partnership.established, candidate)
        if found and is_round(found.years):
            return found
    return None


def coming_anniversaries(
    record: Partnership, month: Month | None
) -> Iterator[tuple[str, Anniversary]]:
    """Yield the next anniversary from *month* on and the next round one, each with its label."""
    if month is None or record.status == "ended":
        return
    found = coming(record.established, month)
    if found is None:
        return
    yield _("Next anniversary"), found
    years = next(years for years in itertools.count(found.years) if is_jubilee(years))
    later = anniversary(record.established, record.established.year + years)
    if later and later != found:
        yield _("Next round anniversary"), later


def shown_kind(kind: str) -> str:
    """Return the kind of a place or a partnership, "sister city", in the page's language."""
    return str(_(kind))


def in_short(record: Partnership, language: str) -> str:
    """Return "sister city, 7 July 2023", for lists, with how it stands and its last name."""
    text = _("%(kind)s, %(date)s") % {
        "kind": shown_kind(record.kind),
        "date": shown_date(record.established, language),
    }
    if record.ended:
        ended = shown_date(record.ended, language)
        text = _("%(tie)s, ended %(date)s") % {"tie": text, "date": ended}
    elif record.status == "suspended":
        text = _("%s (suspended)") % text
    if record.formerly:
        text = _("%(tie)s; formerly %(name)s") % {"tie": text, "name": record.formerly[0]}
    return text


def definition_list(facts: Iterable[Fact]) -> docnodes.definition_list:
    """Return *facts* as a definition list."""
    entries = docnodes.definition_list(classes=["facts"])
    for label, value in facts:
        entries += docnodes.definition_list_item(
            "",
            docnodes.term("", label),
            docnodes.definition("", docnodes.paragraph("", "", *value)),
        )
    return entries


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]


class Facts:
    """Builds the facts of records in *language*, those of *home* (ISO 3166-1) first."""

    def __init__(self, registry: Registry, language: str, home: str) -> None:
        self.registry = registry
        self.language = language
        self.home = home

    def partnership(self, record: Partnership, year: int | None) -> list[Fact]:
        """Return the facts of a partnership for an issue of *year*, or for no issue."""
        found = round_anniversary(record, year) if year else None
        text = shown_anniversary(found, self.language) if found else ""
        return self._partnership(record, [(_("Anniversary"), text)] if text else [])

    def record(self, record: Partnership, month: Month | None) -> list[Fact]:
        """Return the facts of a partnership for its page: *month* is the latest issue's."""
        shown = {
            label: shown_anniversary(found, self.language)
            for label, found in coming_anniversaries(record, month)
        }
        return self._partnership(record, [*shown.items()])

    def _partnership(self, record: Partnership, anniversaries: list[tuple[str, str]]) -> list[Fact]:
        facts = [*self._parties(record)]
        kind = _capitalised(shown_kind(record.kind))
        if record.status == "suspended":
            kind = _("%s (suspended)") % kind
        facts.append((_("Kind"), [docnodes.Text(kind)]))
        facts.append((_("Since"), [docnodes.Text(self._since(record))]))
        if record.ended:
            facts.append((_("Until"), [docnodes.Text(shown_date(record.ended, self.language))]))
        facts += [(label, [docnodes.Text(text)]) for label, text in anniversaries]
        if record.formerly:
            facts.append((_("Formerly"), [docnodes.Text("; ".join(record.formerly))]))
        if record.fields:
            fields = ", ".join(record.fields)
            facts.append((_("Fields"), [docnodes.Text(_capitalised(fields))]))
        return facts

    def _since(self, record: Partnership) -> str:
        """Return "7 July 2023; friendship declaration 6 July 2018".

        What came before is said where it was a tie already: a declaration or an agreement.
        """
        parts = [shown_date(record.established, self.language)]
        for event in record.history:
            tied = re.search(r"\b(declaration|agreement)\b", event.event, re.IGNORECASE)
            if tied and event.date.iso < record.established.iso:
                name = event.event[0].lower() + event.event[1:]
                parts.append(f"{name} {shown_date(event.date, self.language)}")
        return "; ".join(parts)

    def _parties(self, record: Partnership) -> list[Fact]:
        """Return the parties as "In Japan" and "Abroad", or together where that says nothing."""
        home = [p for p in record.parties if self.registry.places[p.place].country == self.home]
        abroad = [party for party in record.parties if party not in home]
        if not home or not abroad:
            return [(_("Parties"), self._named(record.parties))]
        country = country_name(self.home, self.language)
        return [
            (_("In %s") % country, self._named(home)),
            (_("Abroad"), self._named(abroad)),
        ]

    def _named(self, parties: Iterable[Party]) -> list[Node]:
        found: list[Node] = []
        for party in parties:
            if found:
                found.append(docnodes.Text("; "))
            found += self.place_line(self.registry.places[party.place])
            if party.since:
                since = _("since %s") % shown_date(party.since, self.language)
                found.append(docnodes.Text(f" ({since})"))
        return found

    def place_line(self, place: Place) -> list[Node]:
        """Return "Marugame, Kagawa Prefecture 丸亀市", the country behind it unless it is home."""
        line: list[Node] = [record_link("place", place.id, [docnodes.Text(place.name)])]
        container = self.registry.container(place)
        if container:
            line.append(docnodes.Text(f", {container.name}"))
        if place.kind != "country" and place.country != self.home:
            line.append(docnodes.Text(f", {country_name(place.country, self.language)}"))
        for language, name in place.names:
            line += [docnodes.Text(" "), in_language(name, language)]
        return line

    def place(self, record: Place) -> list[Fact]:
        """Return the facts of a place."""
        kind = _capitalised(shown_kind(record.kind))
        facts: list[Fact] = [(_("Kind"), [docnodes.Text(kind)])]
        container = self.registry.places.get(record.within or "")
        if container:
            link = record_link("place", container.id, [docnodes.Text(container.name)])
            facts.append((_("Part of"), [link]))
        if record.kind != "country":
            name = country_name(record.country, self.language)
            facts.append((_("Country"), [docnodes.Text(name)]))
        for language, name in record.names:
            label = language_name(language, self.language)
            facts.append((label, [in_language(name, language)]))
        if record.aliases:
            facts.append((_("Also written"), [docnodes.Text(", ".join(record.aliases))]))
        successor = self.registry.places.get(record.successor or "")
        if successor:
            link = record_link("place", successor.id, [docnodes.Text(successor.name)])
            facts.append((_("Merged into"), [link]))
        return facts
