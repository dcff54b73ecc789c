"""One record: a TOML table becomes a place or a partnership, or is refused with its line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from glocal_ext.core import recordvalues as read
from glocal_ext.core.model import (
    PLACE_KINDS,
    STATUSES,
    Event,
    Partnership,
    Party,
    Place,
    Withdrawal,
)
from glocal_ext.core.problems import one_of
from glocal_ext.core.toml import ItemError, Refused, Table, parse_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from glocal_ext.core.dates import PartialDate

PLACE_KEYS = {
    "name": "the English name in running text",
    "kind": "city, town, prefecture, country …",
    "country": "ISO 3166-1 alpha-2, such as JP",
    "within": "the id of the place that contains it",
    "coordinates": "[latitude, longitude] in degrees",
    "code": "the local government code",
    "aliases": "a list of other spellings",
    "successor": "the id of the place it was merged into",
    "names": "a table of names by language",
    "ids": "a table of identifiers",
    "sources": "a list of keys of references.bib",
    "checked": "a day",
    "published": "a day",
}
PARTNERSHIP_KEYS = {
    "name": "a name of its own",
    "kind": "sister city, friendship city …",
    "parties": "a list of two or more place ids",
    "established": "a date",
    "status": "active, suspended or ended",
    "ended": "a date",
    "fields": "a list of fields of exchange",
    "sources": "a list of keys of references.bib",
    "checked": "a day",
    "published": "a day",
    "note": "a sentence",
    "formerly": "a list of names that it had before",
    "history": "tables with date, event and sources",
}
_WITHDRAWAL_KEYS = {
    "withdrawn": "a day",
    "reason": "a sentence",
    "replaced_by": "the id of the record that stands for it now",
}


def withdrawal(text: str) -> Withdrawal | None:
    """Return what *text* says of its withdrawal, if anything; raises `Refused`.

    What the record said before may still stand there; it is not looked at.
    """
    values = parse_toml(text) if "withdrawn" in text else {}
    if "withdrawn" not in values:
        return None
    table = Table(text, {**dict.fromkeys(values, ""), **_WITHDRAWAL_KEYS})
    return Withdrawal(
        day=table.required("withdrawn", read.day),
        reason=table.required("reason", read.string),
        replaced_by=table.optional("replaced_by", read.string),
    )


def place(record_id: str, text: str) -> Place:
    """Return the place that the TOML *text* describes; raises `Refused`."""
    table = Table(text, PLACE_KEYS)
    country = table.required("country", read.country)
    found = Place(
        id=record_id,
        name=table.required("name", read.string),
        kind=table.required("kind", _one_of(PLACE_KINDS)),
        country=country,
        within=table.optional("within", read.string),
        coordinates=table.optional("coordinates", read.coordinates),
        code=table.optional("code", read.government_code),
        aliases=table.optional("aliases", read.strings) or (),
        successor=table.optional("successor", read.string),
        names=table.optional("names", read.names) or (),
        ids=table.optional("ids", read.identifiers) or (),
        sources=table.optional("sources", read.strings) or (),
        checked=table.optional("checked", read.day),
        published=table.optional("published", read.day),
    )
    if found.code and country != "JP":
        raise Refused("registry-value", "“code” is for places in Japan only.", key="code")
    return found


def partnership(record_id: str, text: str, kinds: Sequence[str]) -> Partnership:
    """Return the partnership that the TOML *text* describes; raises `Refused`.

    *kinds* are the kinds of partnership that there are.
    """
    table = Table(text, PARTNERSHIP_KEYS)
    status = table.optional("status", _one_of(STATUSES)) or "active"
    ended = table.optional("ended", read.date)
    established = table.required("established", read.date)
    if (status == "ended") != (ended is not None):
        message = '“ended” (a date) and status = "ended" go together.'
        raise Refused("registry-value", message, key="ended" if ended else "status")
    if ended and _before(ended, established):
        raise Refused("registry-value", "It ended before it was established.", key="ended")
    return Partnership(
        id=record_id,
        kind=table.required("kind", _one_of(kinds)),
        parties=table.required("parties", _parties),
        established=established,
        status=status,
        ended=ended,
        fields=table.optional("fields", read.strings) or (),
        sources=table.optional("sources", read.strings) or (),
        history=table.optional("history", _history) or (),
        checked=table.optional("checked", read.day),
        note=table.optional("note", read.string),
        published=table.optional("published", read.day),
        name=table.optional("name", read.string),
        formerly=table.optional("formerly", read.strings) or (),
    )


def _one_of(allowed: Sequence[str]) -> Callable[[Any], str]:
    choose = one_of(allowed)
    return lambda value: choose(read.string(value))


def _before(one: PartialDate, other: PartialDate) -> bool:
    """Tell whether *one* lies before *other*, as far as both are known."""
    known = min(len(one.iso), len(other.iso))
    return one.iso[:known] < other.iso[:known]


def _parties(value: Any) -> tuple[Party, ...]:
    if not isinstance(value, list) or len(value) < 2:
        raise ValueError("expected a list of two or more place ids.")
    found = []
    for item in value:
        if isinstance(item, dict):
            unknown = sorted(set(item) - {"place", "since"})
            if unknown or "place" not in item:
                raise ValueError('expected {place = "…", since = "…"}.')
            since = read.date(item["since"]) if "since" in item else None
            found.append(Party(read.string(item["place"]), since))
        else:
            found.append(Party(read.string(item)))
    twice = [key for key, count in Counter(party.place for party in found).items() if count > 1]
    if twice:
        raise ValueError(f"“{twice[0]}” is a party twice.")
    return tuple(found)


def _history(value: Any) -> tuple[Event, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError("expected tables: a line [[history]], then date, event and sources.")
    found: list[Event] = []
    for number, item in enumerate(value, 1):
        try:
            event = _event(item)
        except ValueError as error:
            raise ItemError(number, str(error)) from None
        if found and _before(event.date, found[-1].date):
            message = f"oldest first, please: {event.date} stands under {found[-1].date}."
            raise ItemError(number, message)
        found.append(event)
    return tuple(found)


def _event(item: dict[str, Any]) -> Event:
    unknown = sorted(set(item) - {"date", "event", "sources"})
    if unknown:
        raise ValueError(f"an event has date, event and sources, no “{unknown[0]}”.")
    if "date" not in item or "event" not in item:
        raise ValueError("an event has both date and event.")
    return Event(
        read.date(item["date"]), read.string(item["event"]), read.strings(item.get("sources", []))
    )
