"""The keys of a new record: how each is read, asked for and looked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel import Locale

from glocal_ext.core.dates import PartialDate
from glocal_ext.core.model import PLACE_KINDS
from glocal_ext.core.names import country_name
from glocal_ext.core.problems import did_you_mean, listed, nearest, parse_id, slug
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

    *offer* returns what the answers so far say about it. A terminal asks for what is *required*
    or *asked*; the values of a *table* are given one by one (``names.ja=…``).
    """

    key: str
    meaning: str
    read: Callable[[str], Value] = str
    required: bool = False
    asked: bool = False
    table: bool = False
    offer: Callable[[Answers], str] = lambda answers: ""  # noqa: ARG005  (most have none)


def place_fields(folder: Path, loaded: Loaded) -> tuple[Field, ...]:
    """Return the keys of a place to be written to *folder*, in the order of asking."""
    readers = _Readers(loaded)

    def country_of_container(answers: Answers) -> str:
        within = answers.get("within")
        return loaded.registry.places[within].country if isinstance(within, str) else ""

    return (
        Field("name", PLACE_KEYS["name"], required=True),
        _id(folder, lambda answers: slug(str(answers.get("name", "")))),
        Field("kind", listed(PLACE_KINDS), _choice(PLACE_KINDS), required=True),
        Field("within", PLACE_KEYS["within"], readers.place, asked=True),
        Field(
            "country",
            "its English name or its two letters, such as JP",
            find_country,
            required=True,
            offer=country_of_container,
        ),
        Field("coordinates", "latitude,longitude in degrees", _numbers, asked=True),
        Field("code", PLACE_KEYS["code"]),
        Field("aliases", "other spellings, with commas", _words),
        Field("successor", PLACE_KEYS["successor"], readers.place),
        Field("published", PLACE_KEYS["published"]),
        Field("names", "names.ja=… and the like: its names in other languages", table=True),
        Field("ids", "ids.wikidata=… and the like: its identifiers elsewhere", table=True),
    )


def partnership_fields(folder: Path, loaded: Loaded, kinds: Sequence[str]) -> tuple[Field, ...]:
    """Return the keys of a partnership of one of *kinds*, in the order of asking.

    Its history is written in the file itself.
    """
    readers = _Readers(loaded)

    def id_of_parties(answers: Answers) -> str:
        parties = answers.get("parties")
        return "-".join(map(str, parties)) if isinstance(parties, list) else ""

    return (
        Field("parties", "ids of two or more places, with commas", readers.parties, required=True),
        _id(folder, id_of_parties),
        Field("kind", listed(sorted(kinds)), _choice(kinds), required=True),
        Field("established", "2023, 2023-07 or 2023-07-07", _date, required=True),
        Field("fields", "fields of exchange, with commas", _words, asked=True),
        Field("sources", "keys of the bibliography, with commas", readers.sources, asked=True),
        Field("status", PARTNERSHIP_KEYS["status"]),
        Field("ended", PARTNERSHIP_KEYS["ended"]),
        Field("checked", "the day on which somebody last verified the record"),
        Field("published", PARTNERSHIP_KEYS["published"]),
        Field("note", PARTNERSHIP_KEYS["note"]),
        Field("name", PARTNERSHIP_KEYS["name"]),
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
    names: dict[str, str] = {}
    for code, name in Locale("en").territories.items():
        try:
            ours = country_name(code, "en")
        except ValueError:
            continue  # a continent, or no territory at all
        names |= {str(name): code, ours: code}
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


def _choice(allowed: Sequence[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError(
                f"“{text}” is none of {listed(sorted(allowed))}.{did_you_mean(text, allowed)}"
            )
        return text

    return read


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _numbers(text: str) -> list[float]:
    try:
        return [float(number) for number in _words(text)]
    except ValueError:
        raise ValueError(
            f"“{text}” is no pair of numbers: write latitude,longitude, such as 34.289,133.798."
        ) from None


def _date(text: str) -> str:
    return str(PartialDate.parse(text))


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
        spellings = {
            spelling: place.id
            for place in self._places.values()
            for spelling in (*place.aliases, place.name, place.id)
        }
        near = spellings.get(nearest(text, spellings) or "")
        offer = f" Did you mean “{near}”?" if near else ""
        raise ValueError(f"There is no place “{text}”.{offer} “make place” adds one.")

    def parties(self, text: str) -> list[str]:
        parties = [self.place(word) for word in _words(text)]
        if len(set(parties)) < 2:
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
