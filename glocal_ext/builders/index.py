"""The search index: kept for pages that stay, written where one came, went or changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from glocal_ext.builders.static import UNUSED, asset_name
from glocal_ext.site.manifest import changed_only
from glocal_ext.site.search import SiteIndexer
from glocal_ext.site.units import units_of_document

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from docutils import nodes

    from glocal_ext.site.records import RecordPages

SEARCH_SCRIPTS = ("language_data.js", "search.js")
"""The scripts of the search page."""

FILTER_SCRIPT = "filter.js"
"""The script of a long index of partnerships."""


class SearchIndex(StandaloneHTMLBuilder):
    """A builder of HTML with this package's index.

    *digests* names all pages, *stale* those to be written; the index is *index_is_current*
    where none came, went or is stale.
    """

    indexer: SiteIndexer | None
    index_is_current: bool
    digests: dict[str, str]
    stale: set[str]
    records: RecordPages

    def init_js_files(self) -> None:
        """Name the scripts of the search page: this package's in the place of Sphinx's."""
        super().init_js_files()
        self._js_files = [each for each in self._js_files if asset_name(each) not in UNUSED]
        for name in (*SEARCH_SCRIPTS, FILTER_SCRIPT):
            self.add_js_file(name, defer="defer")

    def load_indexer(self, docnames: AbstractSet[str]) -> None:
        """Put our indexer in Sphinx's place, with what it knows of pages not written now."""
        del docnames  # Sphinx's own reckoning; `SiteBuilder.plan` knows better
        config = self.config
        language = config.html_search_language or config.glocal_language or config.language
        self.indexer = SiteIndexer(self.env, language, self.config.html_search_options, "")
        kept = self.digests.keys() - self.stale
        if not self.index_is_current and not self.indexer.restore(self.index_file, kept):
            self.stale |= kept  # the index is lost: every page has to give its words again

    def index_page(self, pagename: str, doctree: nodes.document, title: str) -> None:
        """Index a document's page, unless it asks to be left out."""
        metadata = self.env.metadata.get(pagename, {})
        if self.indexer is not None and title and "nosearch" not in metadata:
            self.indexer.take(pagename, units_of_document(self.env, pagename, doctree, title))

    def dump_search_index(self) -> None:
        """Write the index where a page came, went or changed."""
        if self.indexer is None or self.index_is_current:
            return
        text = self.indexer.written(self.names_not_japanese())
        with changed_only(self.index_file) as temporary:
            temporary.write_text(text, encoding="utf-8", newline="\n")

    def names_not_japanese(self) -> dict[str, str]:
        """Return the languages of names that the search would take for Japanese."""
        languages = self.records.registry.name_languages
        return {name: tag for name, tag in sorted(languages.items()) if tag != "ja"}

    @property
    def index_file(self) -> Path:
        """Where the index is written."""
        return Path(self.outdir) / self.searchindex_filename
