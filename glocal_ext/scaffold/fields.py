"""The keys of a new record: how each is read, asked for and looked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel import Locale

from glocal_ext.core.dates import PartialDate
from glocal_ext.core.model import PLACE_KINDS
from glocal_ext.core.names import country_name
from glocal_ext.core.problems import did_you_mean, listed, nearest, parse_id, slug
from glocal_ext.core.registry import PARTNERSHIP_KEYS, PLACE_KEYS
from glocal_ext.scaffold.files import taken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from glocal_ext.core.registry import Loaded
    from glocal_ext.scaffold.toml import Value

    Answers = Mapping[str, Value]


def _no_offer(_answers: Answers) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Field:
    """One key: *meaning* for an editor, *read* raises `ValueError` with a sentence.

    *offer* returns what the answers so far say about it; *asked* tells whether the terminal
    asks for it, *table* whether its values are given one by one (``names.ja=…``).
    """

    key: str
    meaning: str
    read: Callable[[str], Value] = str
    required: bool = False
    asked: bool = False
    table: bool = False
    offer: Callable[[Answers], str] = _no_offer


def place_fields(folder: Path, loaded: Loaded) -> tuple[Field, ...]:
    """Return the keys of a place to be written to *folder*, in their order in the file."""
    known = loaded.registry.places

    def country_of_container(answers: Answers) -> str:
        within = answers.get("within")
        return known[within].country if isinstance(within, str) else ""

    readers = _Readers(loaded)
    return (
        _field("name", PLACE_KEYS, required=True),
        _id(folder, lambda answers: slug(str(answers.get("name", "")))),
        _field("kind", {"kind": listed(PLACE_KINDS)}, _choice(PLACE_KINDS), required=True),
        _field("within", PLACE_KEYS, readers.place, asked=True),
        _field(
            "country",
            {"country": "its name in English or its two letters, such as JP"},
            find_country,
            required=True,
            offer=country_of_container,
        ),
        _field("coordinates", {"coordinates": "latitude,longitude"}, _numbers, asked=True),
        _field("code", PLACE_KEYS),
        _field("aliases", {"aliases": "other spellings, with commas"}, _words),
        _field("successor", PLACE_KEYS, readers.place),
        _field("published", PLACE_KEYS),
        _field("names", {"names": "a name in another language: names.ja=…"}, table=True),
        _field("ids", {"ids": "an identifier elsewhere: ids.wikidata=…"}, table=True),
    )


def partnership_fields(folder: Path, loaded: Loaded, kinds: Sequence[str]) -> tuple[Field, ...]:
    """Return the keys of a partnership of one of *kinds*, in their order in the file.

    Its history is written in the file itself.
    """

    def id_of_parties(answers: Answers) -> str:
        parties = answers.get("parties")
        return "-".join(str(party) for party in parties) if isinstance(parties, list) else ""

    readers = _Readers(loaded)
    return (
        _field(
            "parties",
            {"parties": "ids of places, with commas"},
            readers.parties,
            required=True,
        ),
        _id(folder, id_of_parties),
        _field("name", PARTNERSHIP_KEYS),
        _field("kind", {"kind": listed(sorted(kinds))}, _choice(kinds), required=True),
        _field(
            "established",
            {"established": "2023, 2023-07 or 2023-07-07"},
            lambda text: str(PartialDate.parse(text)),
            required=True,
        ),
        _field("status", PARTNERSHIP_KEYS),
        _field("ended", PARTNERSHIP_KEYS),
        _field("fields", {"fields": "fields of exchange, with commas"}, _words, asked=True),
        _field(
            "sources",
            {"sources": "keys of the bibliography, with commas"},
            readers.sources,
            asked=True,
        ),
        _field("checked", PARTNERSHIP_KEYS),
        _field("published", PARTNERSHIP_KEYS),
        _field("note", PARTNERSHIP_KEYS),
    )


def _field(
    key: str,
    meanings: Mapping[str, str],
    read: Callable[[str], Value] = str,
    *,
    required: bool = False,
    asked: bool = False,
    table: bool = False,
    offer: Callable[[Answers], str] = _no_offer,
) -> Field:
    return Field(key, meanings[key], read, required, asked or required, table, offer)


def _id(folder: Path, offer: Callable[[Answers], str]) -> Field:
    def read(text: str) -> str:
        path = folder / f"{parse_id(text)}.toml"
        if path.exists():
            raise ValueError(taken(path))
        return text

    return Field("id", "its permanent id", read, required=True, asked=True, offer=offer)


def find_country(text: str) -> str:
    """Return the code of the country that *text* names exactly, or is the code of.

    Raises `ValueError` with a sentence that offers the nearest name; nothing near is taken.
    """
    names = {}
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


class _Readers:
    """Read what names other records: each has to be there."""

    def __init__(self, loaded: Loaded) -> None:
        self._registry = loaded.registry
        self._mistakes = {each.path.stem: each for each in loaded.problems}

    def place(self, text: str) -> str:
        places = self._registry.places
        if text in places:
            return text
        mistake = self._mistakes.get(text)
        if mistake is not None:
            raise ValueError(
                f"The record of “{text}” has a mistake to mend first: {mistake.problem.message}"
            )
        spellings = {
            word: key for key, place in places.items() for word in (*place.aliases, place.name, key)
        }
        near = spellings.get(nearest(text, spellings) or "")
        offer = f" Did you mean “{near}”?" if near else ""
        raise ValueError(f"There is no place “{text}”.{offer} “make place” adds one.")

    def parties(self, text: str) -> list[str]:
        parties = [self.place(word) for word in _words(text)]
        if len(set(parties)) < 2:
            raise ValueError("A partnership has two or more parties: write ids of places.")
        return parties

    def sources(self, text: str) -> list[str]:
        known = self._registry.sources
        keys = _words(text)
        for key in keys:
            if key not in known:
                raise ValueError(
                    f"“{key}” is no key of the bibliography.{did_you_mean(key, known)}"
                )
        return keys
