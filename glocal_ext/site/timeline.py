"""The timeline of a record: what happened, and what was written about it, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.locale import get_translation

from glocal_ext.core.dates import PartialDate
from glocal_ext.partnerships.domain import record_page
from glocal_ext.partnerships.facts import shown_date, shown_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glocal_ext.core.model import Partnership, Registry
    from glocal_ext.site.atlas import Atlas, Mention
    from glocal_ext.site.front import Front, Links

_ = get_translation("glocal")


class Happening(NamedTuple):
    """What happened to a tie, and when; *tie* is its name where another record's page says it."""

    date: PartialDate
    title: str
    tie: str = ""
    record: str = ""


def timeline(
    atlas: Atlas, front: Front, kind: str, record_id: str, links: Links
) -> list[dict[str, Any]]:
    """Return the entries of a record's timeline for a template."""
    language = front.language
    if kind == "partnership":
        happened = [*_happenings(atlas.registry, atlas.registry.partnerships[record_id])]
    else:
        happened = [*_of_place(atlas, record_id)]
    entries = [_happening(each, links, language) for each in happened]
    mentions = atlas.mentions.get((kind, record_id), ())
    entries += [_mention(each, front, links, language) for each in mentions]
    # As far as they are known: a year stands above its months, as what is written of it does.
    entries.sort(key=lambda entry: entry["date"].ljust(10, "~"), reverse=True)
    return entries


def _happenings(registry: Registry, record: Partnership) -> Iterator[Happening]:
    """Yield what happened to a tie; that it began and ended, too, if its history does not say."""
    said = {event.date.iso for event in record.history}
    for event in reversed(record.history):
        yield Happening(event.date, event.event)
    if record.established.iso not in said:
        yield Happening(record.established, _established(record))
    for party in record.parties:
        if party.since and party.since.iso not in said:
            name = registry.places[party.place].name
            yield Happening(party.since, _("%s joins") % name)
    if record.ended and record.ended.iso not in said:
        yield Happening(record.ended, _("Ended"))


def _of_place(atlas: Atlas, place: str) -> Iterator[Happening]:
    """Yield when the ties of a place began and ended."""
    for tie in atlas.ties.get(place, ()):
        name = atlas.registry.partnership_name(tie)
        joined = next(party.since for party in tie.parties if party.place == place)
        yield Happening(joined or tie.established, _established(tie), name, tie.id)
        if tie.ended:
            yield Happening(tie.ended, _("Ended"), name, tie.id)


def _established(record: Partnership) -> str:
    """Return "Established as sister city"."""
    return _("Established as %s") % shown_kind(record.kind)


def _happening(found: Happening, links: Links, language: str) -> dict[str, Any]:
    href = links.document(record_page("partnership", found.record)) if found.record else ""
    return {
        "date": found.date.iso,
        "shown": shown_date(found.date, language),
        "title": found.tie or found.title,
        "detail": found.title if found.tie else "",
        "href": href,
        "picture": None,
    }


def _mention(found: Mention, front: Front, links: Links, language: str) -> dict[str, Any]:
    story = front.thumbnail(found.document, found.article, links)
    return {
        "date": found.day,
        "shown": shown_date(PartialDate.parse(found.day), language),
        "title": story["title"],
        "detail": story["text"],
        "href": story["href"],
        "picture": story["picture"],
    }
