"""The keys of a new record: how each is read, asked for and looked up."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel import Locale
from babel.languages import get_official_languages

from glocal_ext.core import recordvalues as values
from glocal_ext.core.dates import PartialDate, parse_day
from glocal_ext.core.model import PARTNERSHIP_KINDS, PLACE_KINDS, STATUSES
from glocal_ext.core.names import country_name
from glocal_ext.core.problems import (
    did_you_mean,
    did_you_mean_id,
    listed,
    one_of,
    parse_id,
    slug,
)
from glocal_ext.core.records import PARTNERSHIP_KEYS, PLACE_KEYS
from glocal_ext.scaffold.files import taken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from glocal_ext.core.registry import Loaded
    from glocal_ext.scaffold.toml import Value

    Answers = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Field:
    """One key: *meaning* for an editor, *read* raises `ValueError` with a sentence.

    A terminal asks for what is *required* or *asked*, in the words of *question* where there are
    any; *offer* returns what the answers so far say about it. The values of a *table* are given
    one by one (``names.ja=…``) and read as ``ja=…``; *entry* returns which of them to ask for.
    """

    key: str
    meaning: str
    read: Callable[[str], Value] = values.string
    required: bool = False
    asked: bool = False
    question: str = ""
    offer: Callable[[Answers], str] = lambda answers: ""  # noqa: ARG005  (most have none)
    table: bool = False
    entry: Callable[[Answers], str] = lambda answers: ""  # noqa: ARG005  (most have none)


_SOURCES = "keys of the bibliography, with commas"
_CHECKED = "the day on which somebody last verified the record"
_EMBARGO = "the day before which it is kept back, such as 2023-09-01"


def place_fields(folder: Path, loaded: Loaded) -> tuple[Field, ...]:
    """Return the keys of a place to be written to *folder*, in the order of asking."""
    readers = _Readers(loaded)

    def country_of_container(answers: Answers) -> str:
        within = answers.get("within")
        return loaded.registry.places[within].country if isinstance(within, str) else ""

    def own_language(answers: Answers) -> str:
        languages = get_official_languages(str(answers.get("country")), de_facto=True)
        # A place's name is English already.
        return next((tag.replace("_", "-") for tag in languages if tag != "en"), "")

    return (
        Field("name", PLACE_KEYS["name"], required=True),
        _id(folder, lambda answers: slug(str(answers.get("name", "")))),
        Field(
            "country",
            "its English name or its two letters, such as JP",
            find_country,
            required=True,
            offer=country_of_container,
        ),
        Field(
            "names",
            "names.ja=… and the like: its names in other languages",
            _entry(values.names),
            asked=True,
            question="its name in its own language; for another one the tag first, as in de=…",
            table=True,
            entry=own_language,
        ),
        Field("kind", listed(PLACE_KINDS), one_of(PLACE_KINDS), required=True),
        Field("within", PLACE_KEYS["within"], readers.place, asked=True),
        Field("coordinates", "latitude,longitude in degrees", _coordinates, asked=True),
        Field("code", PLACE_KEYS["code"], values.government_code),
        Field("aliases", "other spellings, with commas", _words),
        Field("successor", PLACE_KEYS["successor"], readers.place),
        Field("sources", _SOURCES, readers.sources),
        Field("checked", _CHECKED, _day),
        Field("published", _EMBARGO, _day),
        Field(
            "ids",
            "ids.wikidata=… and the like: its identifiers elsewhere",
            _entry(values.identifiers),
            table=True,
        ),
    )


def partnership_fields(
    folder: Path, loaded: Loaded, extra_kinds: Sequence[str]
) -> tuple[Field, ...]:
    """Return the keys of a partnership to be written to *folder*, in the order of asking.

    *extra_kinds* are kinds that conf.py adds. Its history is written in the file itself.
    """
    readers = _Readers(loaded)
    kinds = sorted({*PARTNERSHIP_KINDS, *extra_kinds})

    def id_of_parties(answers: Answers) -> str:
        parties = answers.get("parties")
        return "-".join(map(str, parties)) if isinstance(parties, list) else ""

    return (
        Field("parties", "ids of two or more places, with commas", readers.parties, required=True),
        _id(folder, id_of_parties),
        Field("kind", listed(kinds), one_of(kinds), required=True),
        Field("established", "2023, 2023-07 or 2023-07-07", _date, required=True),
        Field("fields", "fields of exchange, with commas", _words, asked=True),
        Field("sources", _SOURCES, readers.sources, asked=True),
        Field("published", _EMBARGO, _day, asked=True),
        Field("status", PARTNERSHIP_KEYS["status"], one_of(STATUSES)),
        Field("ended", PARTNERSHIP_KEYS["ended"], _date),
        Field("checked", _CHECKED, _day),
        Field("note", PARTNERSHIP_KEYS["note"]),
        Field("name", PARTNERSHIP_KEYS["name"]),
        Field("formerly", "names that it had before, with commas", _words),
    )


def _id(folder: Path, offer: Callable[[Answers], str]) -> Field:
    def read(text: str) -> str:
        path = folder / f"{parse_id(text)}.toml"
        if path.exists():
            raise ValueError(taken(path))
        return text

    meaning = "its permanent address: lower-case letters, digits and hyphens"
    return Field("id", meaning, read, required=True, offer=offer)


def find_country(text: str) -> str:
    """Return the code of the country that *text* names exactly, or is the code of.

    Raises `ValueError` with a sentence that offers the nearest name; nothing near is taken.
    """
    names = _countries()
    folded = {name.casefold(): code for name, code in names.items()}
    if text.upper() in names.values():
        return text.upper()
    try:
        return folded[text.casefold()]
    except KeyError:
        raise ValueError(
            f"“{text}” is no country: write its name in English or its two letters "
            f"(ISO 3166-1).{did_you_mean(text, names)}"
        ) from None


@functools.cache
def _countries() -> dict[str, str]:
    """Return the codes of countries by their English names, CLDR's and ours."""
    names: dict[str, str] = {}
    for code, name in Locale("en").territories.items():
        try:
            ours = country_name(code, "en")
        except ValueError:
            continue  # a continent, or no territory at all
        names |= {str(name): code, ours: code}
    return names


def _words(text: str) -> list[str]:
    return [*values.strings([word.strip() for word in text.split(",") if word.strip()])]


def _entry(
    read_table: Callable[[dict[str, str]], tuple[tuple[str, str], ...]],
) -> Callable[[str], dict[str, str]]:
    def read(text: str) -> dict[str, str]:
        key, _, value = (part.strip() for part in text.partition("="))
        if not (key and value):
            raise ValueError(f"“{text}” says nothing on one side of its “=”.")
        return dict(read_table({values.string(key): value}))

    return read


def _coordinates(text: str) -> list[float]:
    try:
        latitude, longitude = map(float, text.split(","))
    except ValueError:
        raise ValueError(
            f"“{text}” is no pair of numbers: write latitude,longitude, such as 34.289,133.798."
        ) from None
    return [*values.coordinates([latitude, longitude])]


def _date(text: str) -> str:
    return str(PartialDate.parse(text))


def _day(text: str) -> str:
    return parse_day(text).isoformat()


class _Readers:
    """Read what names other records and sources: each has to be there."""

    def __init__(self, loaded: Loaded) -> None:
        self._places = loaded.registry.places
        self._sources = loaded.registry.sources
        self._problems = loaded.problems

    def place(self, text: str) -> str:
        if text in self._places:
            return text
        for mistake in self._problems:
            if mistake.path.parent.name == "places" and mistake.path.stem == text:
                raise ValueError(
                    f"The record of “{text}” has a mistake to mend first: {mistake.problem.message}"
                )
        offer = did_you_mean_id(text, {key: each.spellings for key, each in self._places.items()})
        raise ValueError(f"There is no place “{text}”.{offer} “make place” adds one.")

    def parties(self, text: str) -> list[str]:
        parties = [self.place(word) for word in _words(text)]
        if len(parties) < 2:
            raise ValueError("a partnership has two or more parties: write their ids with commas.")
        return parties

    def sources(self, text: str) -> list[str]:
        keys = _words(text)
        for key in keys:
            if key not in self._sources:
                reasons = [
                    mistake.problem.message
                    for mistake in self._problems
                    if mistake.problem.name == "bibliography"
                ]
                offer = did_you_mean(key, self._sources)
                sentence = f"“{key}” is no key of the bibliography.{offer}"
                raise ValueError(" ".join([sentence, *reasons]))
        return keys
