"""Load the registry: one TOML file a record, validated whole, once a build.

A record with a mistake is not in the registry; what leans on it falls with it, and each
mistake is one `RecordProblem` with its file and line.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from pybtex.database import BibliographyDataError
from pybtex.database.input.bibtex import Parser as BibtexParser
from pybtex.exceptions import PybtexError

from glocal_ext.core.dates import PartialDate, parse_day
from glocal_ext.core.frontmatter import parse_url
from glocal_ext.core.model import (
    PARTNERSHIP_KINDS,
    PLACE_KINDS,
    STATUSES,
    Event,
    Partnership,
    Party,
    Place,
    Registry,
    Source,
)
from glocal_ext.core.names import country_name, is_han_run, parse_language
from glocal_ext.core.problems import Problem, did_you_mean, listed, parse_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from pybtex.database import Entry

T = TypeVar("T")

# A record is a page of facts; what is larger was put here by mistake.
MAX_BYTES = 65_536

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


@dataclass(frozen=True, slots=True)
class RecordProblem:
    """A mistake in a registry file: *path* as it was given to `load`."""

    path: Path
    problem: Problem


@dataclass(frozen=True, slots=True)
class Loaded:
    """The registry, and the mistakes in its files."""

    registry: Registry
    problems: tuple[RecordProblem, ...] = ()


class _Refused(Exception):  # noqa: N818  (carries a problem, is not one)
    def __init__(self, name: str, key: str, message: str) -> None:
        self.name, self.key, self.message = name, key, message


def load(
    folder: Path, bibliography: Path, today: dt.date, extra_kinds: Iterable[str] = ()
) -> Loaded:
    """Read ``folder/places``, ``folder/partnerships`` and *bibliography*.

    Records with a ``published`` after *today* are left out without a word; *extra_kinds* are
    kinds of partnership that conf.py adds.
    """
    loader = _Loader(today, (*PARTNERSHIP_KINDS, *extra_kinds))
    loader.read_sources(bibliography)
    places = loader.read_folder(folder / "places", loader.place)
    partnerships = loader.read_folder(folder / "partnerships", loader.partnership)
    places, partnerships = loader.check_references(places, partnerships)
    registry = Registry(
        places=places,
        partnerships=partnerships,
        sources=loader.sources,
        name_languages=_name_languages(places.values()),
        held=loader.held(places, partnerships),
    )
    return Loaded(registry, tuple(loader.problems))


def _name_languages(places: Iterable[Place]) -> dict[str, str]:
    """Map names in Chinese characters alone to their language; what two languages share is ja."""
    found: dict[str, str] = {}
    for place in places:
        for language, name in place.names:
            if is_han_run(name) and found.setdefault(name, language) != language:
                found[name] = "ja"
    return found


class _Loader:
    """Reads records, collecting problems; *kinds* are the allowed kinds of partnership."""

    def __init__(self, today: dt.date, kinds: tuple[str, ...]) -> None:
        self.today = today
        self.kinds = kinds
        self.sources: dict[str, Source] = {}
        self.problems: list[RecordProblem] = []
        self._texts: dict[str, tuple[Path, str]] = {}
        self._seen: dict[str, set[str]] = {"places": set(), "partnerships": set()}
        self._embargoes: dict[str, dt.date] = {}

    def note(self, path: Path, line: int, name: str, message: str) -> None:
        self.problems.append(RecordProblem(path, Problem(name, line, message)))

    def read_folder(self, folder: Path, convert: Callable[[str, _Table], T]) -> dict[str, T]:
        """Read the records of *folder* by id; a folder that is not there has none."""
        records: dict[str, T] = {}
        for path in sorted(folder.glob("*")) if folder.is_dir() else ():
            if path.name.startswith(".") or path.is_dir():
                continue
            if path.suffix != ".toml":
                self.note(path, 1, "registry-file", "Only .toml files are records; passed over.")
                continue
            self._seen[folder.name].add(path.stem)
            text = ""
            try:
                record_id = _record_id(path)
                text = _text(path)
                records[record_id] = convert(record_id, _Table(_toml(text)))
                self._texts[f"{folder.name}/{record_id}"] = path, text
            except _Refused as refused:
                line = int(refused.key) if refused.key.isdigit() else line_of(text, refused.key)
                self.note(path, line, refused.name, refused.message)
        return records

    def place(self, record_id: str, table: _Table) -> Place:
        table.expect(PLACE_KEYS)
        country = table.required("country", _string)
        try:
            country_name(country, "en")
        except ValueError as error:
            raise _Refused("registry-value", "country", str(error)) from None
        place = Place(
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
        if place.code and place.country != "JP":
            raise _Refused("registry-value", "code", "“code” is for places in Japan only.")
        return place

    def partnership(self, record_id: str, table: _Table) -> Partnership:
        table.expect(PARTNERSHIP_KEYS)
        status = table.optional("status", _choice(STATUSES)) or "active"
        ended = table.optional("ended", _date)
        established = table.required("established", _date)
        if (status == "ended") != (ended is not None):
            raise _Refused(
                "registry-value",
                "ended" if ended else "status",
                '“ended” (a date) and status = "ended" go together.',
            )
        if ended and ended.year < established.year:
            raise _Refused("registry-value", "ended", "It ended before it was established.")
        return Partnership(
            id=record_id,
            kind=table.required("kind", _choice(self.kinds)),
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

    def check_references(
        self, places: dict[str, Place], partnerships: dict[str, Partnership]
    ) -> tuple[dict[str, Place], dict[str, Partnership]]:
        """Drop what is embargoed, and records that name what is not there, until none is left."""
        known = set(places)
        places = {key: place for key, place in places.items() if not self._embargoed(place)}
        sound: dict[str, Place] = {}
        for key, place in places.items():
            if self._places_exist(place, known, places):
                sound[key] = _without_hidden(place, places)
        kept: dict[str, Partnership] = {}
        for key, partnership in partnerships.items():
            if self._embargoed(partnership):
                continue
            if self._parties_exist(partnership, known, sound) and self._sources_exist(partnership):
                kept[key] = partnership
        return sound, kept

    def _embargoed(self, record: Place | Partnership) -> bool:
        if record.published is None or record.published <= self.today:
            return False
        folder = "places" if isinstance(record, Place) else "partnerships"
        self._embargoes[f"{folder}/{record.id}"] = record.published
        return True

    def held(self, *kept: Mapping[str, object]) -> dict[str, str]:
        """Say of each record that has a file and is not in *kept* why it is not."""
        found = {}
        for folder, records in zip(("places", "partnerships"), kept, strict=True):
            for key in sorted(self._seen[folder] - records.keys()):
                day = self._embargoes.get(f"{folder}/{key}")
                found[f"{folder}/{key}"] = (
                    f"is not published before {day}" if day else "has a mistake in its file"
                )
        return found

    def _places_exist(self, place: Place, known: set[str], places: Mapping[str, Place]) -> bool:
        for key in ("within", "successor"):
            named = getattr(place, key)
            if named is None or (named in known and named != place.id):
                continue
            self._refuse_reference("places", place.id, key, named, known)
            return False
        return self._country_agrees(place, places)

    def _country_agrees(self, place: Place, places: Mapping[str, Place]) -> bool:
        within = places.get(place.within or "")
        if within is None or within.country == place.country:
            return True
        path, text = self._texts[f"places/{place.id}"]
        message = f"“{within.name}” is in {within.country}, this place in {place.country}."
        self.note(path, line_of(text, "within"), "registry-value", message)
        return False

    def _parties_exist(
        self, partnership: Partnership, known: set[str], sound: Mapping[str, Place]
    ) -> bool:
        for party in partnership.parties:
            if party.place not in known:
                self._refuse_reference(
                    "partnerships", partnership.id, "parties", party.place, known
                )
                return False
            if party.place not in sound:  # embargoed, or its own mistake is reported
                return False
        return True

    def _sources_exist(self, partnership: Partnership) -> bool:
        cited = [*partnership.sources]
        for event in partnership.history:
            cited += event.sources
        for key in cited:
            if key not in self.sources:
                path, text = self._texts[f"partnerships/{partnership.id}"]
                self.note(
                    path,
                    line_of(text, f'"{key}"'),
                    "registry-source",
                    f"“{key}” is no key of the bibliography.{did_you_mean(key, self.sources)}",
                )
                return False
        return True

    def _refuse_reference(
        self, folder: str, record_id: str, key: str, named: str, known: Iterable[str]
    ) -> None:
        path, text = self._texts[f"{folder}/{record_id}"]
        self.note(
            path,
            line_of(text, f'"{named}"' if key == "parties" else key),
            "registry-reference",
            f"There is no place “{named}”.{did_you_mean(named, known)} "
            f"A record for it would be data/places/{named}.toml.",
        )

    def read_sources(self, bibliography: Path) -> None:
        """Read references.bib; a file that is not there has no sources."""
        if not bibliography.is_file():
            return
        parser = BibtexParser(encoding="utf-8")
        try:
            text = _text(bibliography, limit=None)
            data = parser.parse_string(text)
        except (_Refused, PybtexError, BibliographyDataError, RecursionError) as error:
            line = getattr(error, "lineno", None) or 1
            message = getattr(error, "message", None) or str(error)
            self.note(
                bibliography,
                line,
                "bibliography",
                f"The bibliography cannot be read here: {message.rstrip('.')}.",
            )
            return
        for key, entry in data.entries.items():
            try:
                self.sources[key] = _source(key, entry)
            except ValueError as error:
                line = line_of(text, f"{{{key}")
                self.note(bibliography, line, "bibliography", f"{key}: {error}")


def _without_hidden(place: Place, visible: Mapping[str, Place]) -> Place:
    """Return *place* without the places that an embargo hides."""
    within = place.within if place.within in visible else None
    successor = place.successor if place.successor in visible else None
    return replace(place, within=within, successor=successor)


def _source(key: str, entry: Entry) -> Source:
    """Make a source of a BibTeX entry; raises `ValueError` where author or title is missing."""
    fields = entry.fields
    persons = [" ".join(str(person).replace(",", "").split()) for person in _persons(entry)]
    author = fields.get("organization") or fields.get("institution") or " and ".join(persons)
    title = fields.get("title")
    if not author or not title:
        raise ValueError("a source needs author (or organization) and title.")
    url = fields.get("url")
    date = fields.get("date") or fields.get("year")
    accessed = fields.get("urldate")
    return Source(
        key=key,
        author=_plain_tex(author),
        title=_plain_tex(title),
        url=parse_url(url) if url else None,
        date=PartialDate.parse(date) if date else None,
        accessed=PartialDate.parse(accessed) if accessed else None,
    )


def _persons(entry: Entry) -> list[str]:
    found = []
    for person in entry.persons.get("author", ()):
        parts = [*person.first_names, *person.middle_names]
        parts += [*person.prelast_names, *person.last_names, *person.lineage_names]
        found.append(" ".join(parts))
    return found


def _plain_tex(text: str) -> str:
    return " ".join(re.sub(r"[{}]", "", text).split())


def _record_id(path: Path) -> str:
    try:
        return parse_id(path.stem)
    except ValueError as error:
        raise _Refused("registry-id", "1", f"The file’s name is the record’s id. {error}") from None


def _text(path: Path, limit: int | None = MAX_BYTES) -> str:
    try:
        if limit and path.stat().st_size > limit:
            raise _Refused("registry-file", "1", f"A record has at most {limit:,} bytes.")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise _Refused(
            "registry-file", "1", "The file is not in UTF-8: save it as UTF-8."
        ) from None
    except OSError as error:
        raise _Refused("registry-file", "1", f"It cannot be read: {error.strerror}.") from None


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        where = re.search(r"line (\d+)", str(error))
        line = where[1] if where else str(max(1, text.count("\n")))
        reason = re.sub(r"\s*\(at .*\)", "", str(error))
        raise _Refused(
            "registry-toml",
            line,
            f"This is not TOML: {reason}. Text stands in double quotes, lists in [ ].",
        ) from None


def line_of(text: str, key: str) -> int:
    """Return the 1-based line of *text* on which *key* is set (or first stands), else 1.

    *key* is a key of a TOML file, or any string, which is then looked for as it stands.
    """
    pattern = rf"^\s*(?:\[+\s*)?{re.escape(key)}\s*[=\].]"
    match = re.search(pattern, text, re.MULTILINE)
    position = match.start() + len(match[0]) - len(match[0].lstrip()) if match else text.find(key)
    return text.count("\n", 0, max(position, 0)) + 1


class _Table:
    """The keys of one record; each conversion error names its key."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values
        self.known: Mapping[str, str] = {}

    def expect(self, known: Mapping[str, str]) -> None:
        """Refuse keys that are not among *known*, which gives each key's meaning."""
        self.known = known
        for key in self.values:
            if key not in known:
                raise _Refused(
                    "registry-key",
                    key,
                    f"“{key}” is no key of this record.{did_you_mean(key, known)} "
                    f"Known: {', '.join(known)}.",
                )

    def required(self, key: str, convert: Callable[[Any], T]) -> T:
        if key not in self.values:
            raise _Refused("registry-missing", "1", f"“{key}” is missing ({self.known[key]}).")
        value = self.optional(key, convert)
        assert value is not None
        return value

    def optional(self, key: str, convert: Callable[[Any], T]) -> T | None:
        if key not in self.values:
            return None
        try:
            return convert(self.values[key])
        except ValueError as error:
            raise _Refused("registry-value", key, f"“{key}”: {error}") from None


def _string(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or "\n" in value.strip():
        raise ValueError("expected a text of one line in double quotes.")
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
    latitude, longitude = (float(number) for number in numbers)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(
            "latitude lies between -90 and 90, longitude between -180 and 180, in this order."
        )
    return latitude, longitude


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


def _history(value: Any) -> tuple[Event, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError("expected tables: a line [[history]], then date, event and sources.")
    found = []
    for item in value:
        unknown = sorted(set(item) - {"date", "event", "sources"})
        if unknown:
            raise ValueError(f"an event has date, event and sources, no “{unknown[0]}”.")
        if "date" not in item or "event" not in item:
            raise ValueError("an event has both date and event.")
        sources = _strings(item.get("sources", []))
        found.append(Event(_date(item["date"]), _string(item["event"]), sources))
    for earlier, later in itertools.pairwise(found):
        if later.date.iso < earlier.date.iso and not earlier.date.iso.startswith(later.date.iso):
            raise ValueError(f"oldest first, please: {later.date} stands under {earlier.date}.")
    return tuple(found)
