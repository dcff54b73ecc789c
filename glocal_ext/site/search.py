"""The search index, made anew from what each page said.

Sphinx loads the index that it wrote last and prunes it, which leaves words of pages that are
gone and numbers objects by history. Here each page's words are kept by themselves; the index
is assembled from them in the order of the pages, so that it depends on the pages alone.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.search import IndexBuilder
from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils import nodes


class English(SearchEnglish):
    """Sphinx's English, whose stemmer remembers words from one page to the next."""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self._stem = functools.lru_cache(maxsize=100_000)(super().stem)

    def stem(self, word: str) -> str:
        """Return the stem of *word*."""
        return self._stem(word)


class PageWords(NamedTuple):
    """What the index needs of one page."""

    filename: str
    title: str
    titles: list[tuple[str, str | None]]
    words: list[str]
    title_words: list[str]
    entries: list[tuple[str, str, str]]


class PageIndexer(IndexBuilder):
    """Sphinx's index builder, fed and filled page by page.

    Its tables are private to Sphinx; `tests/outputs/test_search.py` notices a change of them.
    """

    def words_of(self, page: str, filename: str, title: str, doctree: nodes.document) -> PageWords:
        """Return the words of one page."""
        self._reset()
        self.feed(page, filename, title, doctree)
        return PageWords(
            filename,
            title,
            self._all_titles[page],
            sorted(self._mapping),
            sorted(self._title_mapping),
            self._index_entries[page],
        )

    def fill(self, pages: Mapping[str, PageWords]) -> None:
        """Fill the index with *pages*."""
        self._reset()
        for page, words in sorted(pages.items()):
            self._titles[page] = words.title
            self._filenames[page] = words.filename
            self._all_titles[page] = [(title, anchor) for title, anchor in words.titles]
            self._index_entries[page] = [
                (entry, anchor, main) for entry, anchor, main in words.entries
            ]
            for word in words.words:
                self._mapping.setdefault(word, set()).add(page)
            for word in words.title_words:
                self._title_mapping.setdefault(word, set()).add(page)

    def _reset(self) -> None:
        empty: tuple[dict[Any, Any], ...] = tuple({} for _ in range(8))
        (
            self._titles,
            self._filenames,
            self._mapping,
            self._title_mapping,
            self._all_titles,
            self._index_entries,
            self._objtypes,
            self._objnames,
        ) = empty
