"""The calendar of anniversaries (iCalendar, RFC 5545), to subscribe to.

It depends on the registry and on the latest issue, and not on the clock: a program that asks
for it each month has it as it was when that issue was published.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING

from icalendar import Calendar, Event
from sphinx.locale import get_translation

from glocal_ext.core.anniversaries import Coming, between, twelve_months
from glocal_ext.core.dates import ordinal
from glocal_ext.core.problems import slug
from glocal_ext.issues.lists import CALENDAR
from glocal_ext.partnerships.domain import record_page
from glocal_ext.partnerships.facts import in_short
from glocal_ext.site.manifest import digest as digest_of

if TYPE_CHECKING:
    from glocal_ext.core.dates import Month, PartialDate
    from glocal_ext.core.publication import Publication
    from glocal_ext.site.atlas import Atlas

_ = get_translation("glocal")


[FILE] = CALENDAR.values()


def coming(atlas: Atlas) -> list[Coming]:
    """Return the anniversaries of the twelve months that begin with the latest issue's."""
    if atlas.month is None:
        return []
    return between(atlas.registry.partnerships.values(), *twelve_months(atlas.month))


def digest(atlas: Atlas) -> str:
    """Return a digest of all that the calendar says."""
    names = [atlas.registry.partnership_name(each.record) for each in coming(atlas)]
    return digest_of(atlas.month, coming(atlas), names)


def written(publication: Publication, atlas: Atlas, language: str) -> bytes:
    """Return the calendar."""
    found = Calendar()
    found.add("prodid", f"-//{publication.name}//{FILE}//")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", _("%s: anniversaries") % publication.name)
    for each in coming(atlas):
        assert atlas.month is not None  # without an issue nothing is coming
        found.add_component(_event(publication, atlas, each, atlas.month, language))
    return bytes(found.to_ical())


def _event(
    publication: Publication, atlas: Atlas, each: Coming, month: Month, language: str
) -> Event:
    record, found = each.record, each.anniversary
    name = atlas.registry.partnership_name(record)
    first, last = _days(found.date)
    event = Event()
    event.add("uid", f"{record.id}-{found.date.year}@{slug(publication.name) or 'glocal'}")
    event.add("dtstamp", dt.datetime(month.year, month.month, 1, tzinfo=dt.UTC))
    event.add("dtstart", first)
    event.add("dtend", last + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")  # nobody is busy because of it
    summary = _("%(ordinal)s anniversary: %(name)s")
    event.add(
        "summary", summary % {"ordinal": ordinal(found.years), "years": found.years, "name": name}
    )
    event.add("description", in_short(record, language))
    address = publication.page(record_page("partnership", record.id))
    if address:
        event.add("url", address)
    return event


def _days(date: PartialDate) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of what is known of a date: a day, a month, a year."""
    month = date.month or 12
    last = date.day or calendar.monthrange(date.year, month)[1]
    first = dt.date(date.year, date.month or 1, date.day or 1)
    return first, dt.date(date.year, month, last)
