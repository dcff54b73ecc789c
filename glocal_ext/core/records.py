"""One record: a TOML table becomes a place or a partnership, or is refused with its line."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import tomllib
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar

from glocal_ext.core.dates import PartialDate, parse_day
from glocal_ext.core.model import PLACE_KINDS, STATUSES, Event, Partnership, Party, Place
from glocal_ext.core.names import country_name, parse_language
from glocal_ext.core.problems import did_you_mean, listed, parse_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")

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
    "history": "tables with date, event and sources",
}


class Refused(Exception):  # noqa: N818  (carries a problem, is not one)
    """A record that cannot be taken: the *name* of the problem, its sentence, and where it is.

    *key* is the key that is wrong, or its *line* is known.
    """

    def __init__(self, name: str, message: str, *, key: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.name, self.message, self.key, self.line = name, message, key, line


def parse_toml(text: str) -> dict[str, Any]:
    """Return the table that *text* is; raises `Refused` where it is no TOML."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        where = re.search(r"line (\d+)", str(error))
        line = int(where[1]) if where else max(1, text.rstrip().count("\n") + 1)
        reason = re.sub(r"\s*\(at .*\)", "", str(error))
        message = f"This is not TOML: {reason}. Text stands in double quotes, lists in [ ]."
        raise Refused("registry-toml", message, line=line) from None


def line_of(text: str, key: str, nth: int = 1) -> int:
    """Return the 1-based line of *text* on which *key* is set for the *nth* time, else 1."""
    name = rf"[\"']?{re.escape(key)}[\"']?"
    pattern = re.compile(rf"^[ \t]*(?:{name}[ \t]*[=.]|\[+[ \t]*{name}[ \t]*[\].])", re.MULTILINE)
    found = next(itertools.islice(pattern.finditer(text), nth - 1, None), None)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def line_of_string(text: str, value: str) -> int:
    """Return the 1-based line of *text* on which *value* first stands in quotes, else 1."""
    found = re.search(rf"([\"']){re.escape(value)}\1", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


class Table:
    """The keys of one record, of which *known* gives the meanings; errors name their key."""

    def __init__(self, text: str, known: Mapping[str, str]) -> None:
        self.text = text
        self.values = parse_toml(text)
        self.known = known
        for key in self.values:
            if key not in known:
                message = (
                    f"“{key}” is no key of this record.{did_you_mean(key, known)} "
                    f"Known: {', '.join(known)}."
                )
                raise Refused("registry-key", message, key=key)

    def required(self, key: str, convert: Callable[[Any], T]) -> T:
        """Return the value of *key*; `Refused` where it is missing or wrong."""
        value = self.optional(key, convert)
        if value is None:
            message = f"“{key}” is missing ({self.known[key]})."
            raise Refused("registry-missing", message, line=1)
        return value

    def optional(self, key: str, convert: Callable[[Any], T]) -> T | None:
        """Return the value of *key*, `None` where it is missing; `Refused` where it is wrong."""
        if key not in self.values:
            return None
        try:
            return convert(self.values[key])
        except _EventError as error:
            line = line_of(self.text, "history", error.number)
            raise Refused("registry-value", f"“history”: {error}", line=line) from None
        except ValueError as error:
            raise Refused("registry-value", f"“{key}”: {error}", key=key) from None


def place(record_id: str, text: str) -> Place:
    """Return the place that the TOML *text* describes; raises `Refused`."""
    table = Table(text, PLACE_KEYS)
    country = table.required("country", _country)
    found = Place(
        id=record_id,
        name=table.required("name", _string),
        kind=table.required("kind", _choice(PLACE_KINDS)),
        country=country,
        within=table.optional("within", _id),
        coordinates=table.optional("coordinates", _coordinates),
        code=table.optional("code", _code),
        aliases=table.optional("aliases", _strings) or (),
        successor=table.optional("successor", _id),
        names=table.optional("names", _names) or (),
        ids=table.optional("ids", _identifiers) or (),
        published=table.optional("published", _day),
    )
    if found.code and country != "JP":
        raise Refused("registry-value", "“code” is for places in Japan only.", key="code")
    return found


def partnership(record_id: str, text: str, kinds: tuple[str, ...]) -> Partnership:
    """Return the partnership that the TOML *text* describes; raises `Refused`.

    *kinds* are the kinds of partnership that there are.
    """
    table = Table(text, PARTNERSHIP_KEYS)
    status = table.optional("status", _choice(STATUSES)) or "active"
    ended = table.optional("ended", _date)
    established = table.required("established", _date)
    if (status == "ended") != (ended is not None):
        message = '“ended” (a date) and status = "ended" go together.'
        raise Refused("registry-value", message, key="ended" if ended else "status")
    if ended and _before(ended, established):
        raise Refused("registry-value", "It ended before it was established.", key="ended")
    return Partnership(
        id=record_id,
        kind=table.required("kind", _choice(kinds)),
        parties=table.required("parties", _parties),
        established=established,
        status=status,
        ended=ended,
        fields=table.optional("fields", _strings) or (),
        sources=table.optional("sources", _strings) or (),
        history=table.optional("history", _history) or (),
        checked=table.optional("checked", _day),
        note=table.optional("note", _string),
        published=table.optional("published", _day),
        name=table.optional("name", _string),
    )


def _before(one: PartialDate, other: PartialDate) -> bool:
    """Tell whether *one* lies before *other*, as far as both are known."""
    known = min(len(one.iso), len(other.iso))
    return one.iso[:known] < other.iso[:known]


def _country(value: Any) -> str:
    code = _string(value)
    country_name(code, "en")
    return code


def _string(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or "\n" in value.strip():
        raise ValueError("expected a text of one line in double quotes.")
    if not value.isprintable():
        raise ValueError("it has a character that cannot be seen: delete it.")
    return " ".join(value.split())


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError('expected a list in square brackets, such as ["a", "b"].')
    found = tuple(_string(item) for item in value)
    twice = [item for item, count in Counter(found).items() if count > 1]
    if twice:
        raise ValueError(f"“{twice[0]}” stands in it twice.")
    return found


def _id(value: Any) -> str:
    return parse_id(_string(value))


def _choice(allowed: tuple[str, ...]) -> Callable[[Any], str]:
    def convert(value: Any) -> str:
        text = _string(value)
        if text not in allowed:
            raise ValueError(
                f"“{text}” is none of {listed(sorted(allowed))}.{did_you_mean(text, allowed)}"
            )
        return text

    return convert


def _date(value: Any) -> PartialDate:
    """Read a date in quotes; TOML's own dates and numbers are taken as well."""
    if isinstance(value, (dt.date, int)) and not isinstance(value, (dt.datetime, bool)):
        value = str(value)
    return PartialDate.parse(_string(value))


def _day(value: Any) -> dt.date:
    date = _date(value)
    return parse_day(str(date))


def _coordinates(value: Any) -> tuple[float, float]:
    numbers = value if isinstance(value, list) else []
    if len(numbers) != 2 or not all(
        isinstance(number, (int, float)) and not isinstance(number, bool) for number in numbers
    ):
        raise ValueError("expected [latitude, longitude] in degrees, such as [34.289, 133.798].")
    latitude, longitude = numbers
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(
            "latitude lies between -90 and 90, longitude between -180 and 180, in this order."
        )
    return float(latitude), float(longitude)


def _code(value: Any) -> str:
    """Read a local government code with its check digit.

    The digit is (11 − Σ digit × weight) mod 10 with the weights 6 to 2, the rule of JIS X 0401
    and X 0402 as the Ministry of Internal Affairs and Communications publishes it.
    """
    text = _string(value)
    if not re.fullmatch(r"[0-9]{6}", text):
        raise ValueError('expected six digits in quotes, such as "372021".')
    total = sum(
        int(digit) * weight for digit, weight in zip(text[:5], (6, 5, 4, 3, 2), strict=True)
    )
    check = (11 - total % 11) % 10
    if int(text[5]) != check:
        raise ValueError(f"the check digit of {text[:5]} is {check}, not {text[5]}.")
    return text


def _names(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise ValueError('expected a table: a line [names], then lines such as ja = "丸亀市".')
    return tuple(sorted((parse_language(tag), _string(name)) for tag, name in value.items()))


def _identifiers(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise ValueError('expected a table: a line [ids], then lines such as wikidata = "Q1".')
    found = []
    for scheme, identifier in sorted(value.items()):
        text = _string(identifier)
        if scheme == "wikidata" and not re.fullmatch(r"Q[1-9][0-9]*", text):
            raise ValueError(f"“{text}” is no Wikidata id: Q and digits.")
        found.append((scheme, text))
    return tuple(found)


def _parties(value: Any) -> tuple[Party, ...]:
    if not isinstance(value, list) or len(value) < 2:
        raise ValueError("expected a list of two or more place ids.")
    found = []
    for item in value:
        if isinstance(item, dict):
            unknown = sorted(set(item) - {"place", "since"})
            if unknown or "place" not in item:
                raise ValueError('expected {place = "…", since = "…"}.')
            since = _date(item["since"]) if "since" in item else None
            found.append(Party(_id(item["place"]), since))
        else:
            found.append(Party(_id(item)))
    twice = [key for key, count in Counter(party.place for party in found).items() if count > 1]
    if twice:
        raise ValueError(f"“{twice[0]}” is a party twice.")
    return tuple(found)


class _EventError(ValueError):
    """A mistake in the event with the 1-based *number*."""

    def __init__(self, number: int, message: str) -> None:
        super().__init__(message)
        self.number = number


def _history(value: Any) -> tuple[Event, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError("expected tables: a line [[history]], then date, event and sources.")
    found: list[Event] = []
    for number, item in enumerate(value, 1):
        try:
            event = _event(item)
        except ValueError as error:
            raise _EventError(number, str(error)) from None
        if found and _before(event.date, found[-1].date):
            message = f"oldest first, please: {event.date} stands under {found[-1].date}."
            raise _EventError(number, message)
        found.append(event)
    return tuple(found)


def _event(item: dict[str, Any]) -> Event:
    unknown = sorted(set(item) - {"date", "event", "sources"})
    if unknown:
        raise ValueError(f"an event has date, event and sources, no “{unknown[0]}”.")
    if "date" not in item or "event" not in item:
        raise ValueError("an event has both date and event.")
    return Event(_date(item["date"]), _string(item["event"]), _strings(item.get("sources", [])))
