"""The search index: what is kept of the last one, what is written anew, in one fixed order.

Sphinx's index knows pages; this one knows articles, records and pages (`site.units`), in far
fewer bytes. Sphinx's languages say which words count and what their stems are.

The index that is there is the store of what unchanged pages say. Before it is written, its
units are numbered and its words sorted, so that it depends on the pages alone.
"""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

from sphinx.search import IndexBuilder
from sphinx.search.en import SearchEnglish

from glocal_ext.core.editions import issue_month
from glocal_ext.core.search import Numbers, decode, fold, split
from glocal_ext.site.units import ARTICLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from glocal_ext.site.units import Unit

_CALL = "glocalSearch("
_END = ")\n"
_VERSION = 1


class English(SearchEnglish):
    """Sphinx's English with the splitter of this package."""

    def split(self, text: str) -> list[str]:
        """Return the words of *text*."""
        return split(text)


class Japanese(English):
    """Japanese in pairs of characters; the Latin words that stand between are English."""

    lang = "ja"
    # `language_name` stays: Sphinx makes the name of the stemmer of it.


class SiteIndexer(IndexBuilder):
    """Sphinx's index builder with units of its own in the place of its tables."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._stop_words = {each for word in self.lang.stopwords for each in split(word)[-1:]}
        self._stemmed = functools.cache(lambda word: fold(self.lang.stem(word)))
        self._pages: dict[str, list[tuple[int, str]]] = {}
        """Page → its units, each with its number of this build and its line in the index."""
        self._words: dict[str, tuple[list[int], list[int]]] = {}
        """Stem → the numbers of the units that have it in a text, and of those in a name."""
        self._count = 0

    # -- filling it -----------------------------------------------------------------------------

    def take(self, page: str, units: Iterable[Unit]) -> None:
        """Take in what there is to find on *page*."""
        self._pages[page] = []
        for unit in units:
            named = self._stems(unit.names)
            self._add(page, unit[:4], self._stems(unit.texts) - named, named)

    def _stems(self, texts: Iterable[str]) -> set[str]:
        words = {word for text in texts for word in split(text)}
        return {self._stemmed(word) for word in words - self._stop_words}

    def _add(
        self, page: str, line: tuple[str, ...], words: Iterable[str], named: Iterable[str]
    ) -> None:
        number, self._count = self._count, self._count + 1
        self._pages[page].append((number, "\t".join(line)))
        for place, found in enumerate((words, named)):
            for word in found:
                self._words.setdefault(word, ([], []))[place].append(number)

    def restore(self, file: Path, pages: AbstractSet[str]) -> bool:
        """Take over from the index in *file* what it says of *pages*; tell whether it could."""
        if not pages:
            return True
        try:
            text = file.read_text(encoding="utf-8")
            data = json.loads(text.removeprefix(_CALL).removesuffix(_END))
            if data["version"] != _VERSION:
                return False
            self._restore(data, pages)
        except (OSError, ValueError, LookupError, TypeError):
            self._pages, self._words, self._count = {}, {}, 0
            return False
        return True

    def _restore(self, data: Mapping[str, Any], pages: AbstractSet[str]) -> None:
        page = ""
        lines = data["units"].split("\n") if data["units"] else []
        for number, line in enumerate(lines):
            kind, address, _rest = line.split("\t", 2)
            page = page if kind == ARTICLE else address
            if page in pages:
                self._pages.setdefault(page, []).append((number, line))
        self._count = len(lines)
        tables = (data[name].split(" ") for name in ("words", "texts", "names"))
        for word, texts, names in zip(*tables, strict=True):
            if word:
                self._words[word] = decode(texts), decode(names)

    # -- writing it -----------------------------------------------------------------------------

    def written(self, languages: Mapping[str, str]) -> str:
        """Return the index as a script; *languages* are those of names that are not Japanese.

        A script and no JSON: what is opened from a file cannot fetch.
        """
        pages = sorted(self._pages, key=self._order)
        units = [unit for page in _newest_first(pages) for unit in self._pages[page]]
        places: list[int | None] = [None] * self._count
        for place, (number, _line) in enumerate(units):
            places[number] = place
        encode = Numbers(len(units)).encode
        words = []
        for word, tables in self._words.items():
            found = [
                sorted([at for each in table if (at := places[each]) is not None])
                for table in tables
            ]
            # Words in about as many units stand together: their numbers compress well so.
            size = len(found[0]) + len(found[1])
            if size:
                words.append((size.bit_length(), word, encode(found[0]), encode(found[1])))
        words.sort()
        data = {
            "version": _VERSION,
            "languages": dict(sorted(languages.items())),
            "units": "\n".join(line for _number, line in units),
            "words": " ".join(word for _size, word, _texts, _names in words),
            "texts": " ".join(texts for _size, _word, texts, _names in words),
            "names": " ".join(names for _size, _word, _texts, names in words),
        }
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return f"{_CALL}{text}{_END}"

    def _order(self, page: str) -> tuple[str, str]:
        first = next((line for _number, line in self._pages[page]), "\t\t")
        return fold(first.split("\t")[2]), page


def _newest_first(pages: list[str]) -> list[str]:
    """Return issues before other pages, the newest first: the order of equal results."""
    issues = sorted((page for page in pages if issue_month(page)), reverse=True)
    return issues + [page for page in pages if not issue_month(page)]
