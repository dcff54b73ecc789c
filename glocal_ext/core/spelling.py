"""Names in a text that are nearly, and not quite, what the registry calls a place."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from babel import Locale
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[ \-‐‑–’']{1,2}")
_PEOPLE = re.compile(r"(?:a?n|ian|er|ese|ish|i)?s?")
_SHORTEST, _LONG = 5, 8


class Misspelt(NamedTuple):
    """A run of *words* in a text, and the *name* that is near."""

    words: str
    name: str


class Names:
    """Names of places, whose misspellings are found in texts.

    Of “Digne” and “City of Digne” the shorter is enough; names of less than five letters, and
    those with figures, are near to too much.
    """

    def __init__(self, names: Collection[str]) -> None:
        words = {name: set(_WORD.findall(name)) for name in names}
        shortest = (
            name for name in names if not any(words[name] > each for each in words.values())
        )
        self._wanted: dict[int, list[tuple[str, str]]] = {}
        for name in sorted(shortest):
            letters = _letters(name)
            if len(letters) >= _SHORTEST and not any(map(str.isdigit, name)):
                count = len(_WORD.findall(name))
                self._wanted.setdefault(count, []).append((name, letters))
        self._right = {folded(name) for name in names}

    def misspelt(self, text: str) -> Iterator[Misspelt]:
        """Yield the words of *text*, a sentence, that are nearly one of the names.

        Near is a letter more, less, other or in its neighbour's place, behind the first; two
        where a name has eight letters or more (optimal string alignment). Accents, capitals of
        a whole word, countries, and what the people of one are called are no mistakes. The word
        that begins a sentence has its capital from that, and is compared with long names alone.
        """
        words = [*_WORD.finditer(text)]
        capitals = [number for number, word in enumerate(words) if word[0][0].isupper()]
        for count, names in self._wanted.items():
            runs = (
                text[words[first].start() : words[first + count - 1].end()]
                for first in capitals
                if first + count <= len(words)
            )
            for run in dict.fromkeys(runs):
                found, begins = _letters(run), text.startswith(run)
                for name, letters in names:
                    if begins and len(letters) < _LONG:
                        continue
                    if _is_near(found, letters) and self._is_wrong(run):
                        yield Misspelt(run, name)

    def _is_wrong(self, run: str) -> bool:
        """Tell whether a run of words is one, is not written all in capitals, and is no name."""
        is_one = all(_BETWEEN.fullmatch(gap) for gap in _WORD.split(run)[1:-1])
        is_name = folded(run) in self._right or folded(run) in _countries()
        return is_one and not run.isupper() and not is_name


def _is_near(word: str, name: str) -> bool:
    """Tell whether *word* is nearly a name, both as `_letters` returns them."""
    limit = 2 if len(name) >= _LONG else 1
    if word[:1] != name[:1]:
        return False
    return OSA.distance(word, name, score_cutoff=limit) <= limit and not _are_people(word, name)


@functools.cache
def _countries() -> frozenset[str]:
    """Return the English names of all countries, as `folded` returns them."""
    return frozenset(map(folded, Locale("en").territories.values()))


def folded(text: str) -> str:
    """Return *text* without accents, in the form in which one spelling is one string."""
    parts = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(part for part in parts if not unicodedata.combining(part))


def _letters(text: str) -> str:
    return "".join(_WORD.findall(folded(text))).casefold()


def _are_people(word: str, name: str) -> bool:
    """Tell whether *word* may be an adjective of *name*: “German” and “Mexican” are."""
    stems = (stem for stem in (name, name[:-1]) if word != name and word.startswith(stem))
    return any(_PEOPLE.fullmatch(word[len(stem) :]) for stem in stems)
