"""The search index: what is kept of the last one, what is written anew, in one fixed order.

Sphinx prunes the index that it wrote last, which leaves words without pages and an order that
tells its history. Here the index that is there is the store of what unchanged pages say; before
it is written, all of it is sorted, so that it depends on the pages alone.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from sphinx.search import IndexBuilder, js_index
from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from pathlib import Path


class English(SearchEnglish):
    """Sphinx's English, whose stemmer remembers words from one page to the next."""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self._stem = functools.lru_cache(maxsize=100_000)(super().stem)

    def stem(self, word: str) -> str:
        """Return the stem of *word*."""
        return self._stem(word)


class SiteIndexer(IndexBuilder):
    """Sphinx's index builder, filled from the last index and put into a fixed order.

    Its tables are private to Sphinx; `tests/outputs/test_search.py` notices a change of them.
    """

    def restore(self, file: Path, pages: AbstractSet[str]) -> bool:
        """Take over from the index in *file* what it says of *pages*; tell whether it could."""
        self._empty()
        if not pages:
            return True
        try:
            with file.open(encoding="utf-8") as stream:
                self._take(js_index.load(stream), pages)
        except (OSError, ValueError, LookupError, TypeError):
            self._empty()
            return False
        return True

    def _empty(self) -> None:
        self._titles, self._filenames, self._all_titles = {}, {}, {}
        self._mapping, self._title_mapping, self._index_entries = {}, {}, {}

    def _take(self, frozen: dict[str, Any], pages: AbstractSet[str]) -> None:
        names: list[str] = frozen["docnames"]
        kept = {number: page for number, page in enumerate(names) if page in pages}
        for number, page in kept.items():
            self._titles[page] = frozen["titles"][number]
            self._filenames[page] = frozen["filenames"][number]
            self._all_titles[page] = []
            self._index_entries[page] = []
        for title, places in frozen["alltitles"].items():
            for number, anchor in places:
                if number in kept:
                    self._all_titles[kept[number]].append((title, anchor))
        for entry, places in frozen["indexentries"].items():
            for number, anchor, main in places:
                if number in kept:
                    self._index_entries[kept[number]].append(
                        (entry, anchor, "main" if main else "")
                    )
        for table, terms in ((self._mapping, "terms"), (self._title_mapping, "titleterms")):
            for word, number_or_numbers in frozen[terms].items():
                one = isinstance(number_or_numbers, int)
                numbers = [number_or_numbers] if one else number_or_numbers
                table[word] = {kept[number] for number in numbers if number in kept}

    def sort(self) -> None:
        """Put all tables into the order of pages and words; drop words without a page."""
        self._mapping = {word: pages for word, pages in sorted(self._mapping.items()) if pages}
        titles = sorted(self._title_mapping.items())
        self._title_mapping = {word: pages for word, pages in titles if pages}
        for page, found in self._all_titles.items():
            self._all_titles[page] = sorted(found, key=lambda each: (each[0], each[1] or ""))
        self._index_entries = {
            page: sorted((entry.lower(), anchor, main) for entry, anchor, main in entries)
            for page, entries in sorted(self._index_entries.items())
        }
        self._objtypes, self._objnames = {}, {}
