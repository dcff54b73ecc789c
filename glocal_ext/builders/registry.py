"""The pages that are made of the registry and are no documents: records, indices, their map."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils.utils import new_document
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.osutil import relative_uri

from glocal_ext.partnerships.maps import map_node
from glocal_ext.render.strict import marked
from glocal_ext.site.units import unit_of_index, unit_of_record

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes

    from glocal_ext.core.maps import Plot
    from glocal_ext.render.html import HTMLTranslator
    from glocal_ext.site.front import Links
    from glocal_ext.site.indices import Indices
    from glocal_ext.site.records import RecordPages
    from glocal_ext.site.search import SiteIndexer


class RegistryPages(StandaloneHTMLBuilder):
    """A builder of HTML that writes those pages where they are *stale*.

    *record_pages* maps a page to its record's kind and id, *indices* has the pages of indices,
    *links_of* tells how a page addresses others, *indexer* takes what there is to find.
    """

    records: RecordPages
    record_pages: dict[str, tuple[str, str]]
    indices: Indices
    indexer: SiteIndexer | None
    links_of: Callable[[str], Links]
    stale: set[str]

    def gen_pages_from_extensions(self) -> None:
        """Write the pages of records that are stale, and those of other extensions."""
        super().gen_pages_from_extensions()
        for page, (kind, key) in self.record_pages.items():
            if page in self.stale:
                self._write_record(page, kind, key)
        for page in self.indices.pages:
            if page in self.stale:
                shown = self.indices.context(page, self.links_of(page))
                context = {"title": shown["title"], "index": shown}
                self.handle_page(page, context, "index.html")
                if self.indexer is not None:
                    self.indexer.take(page, [unit_of_index(page, shown["title"])])

    def _write_record(self, page: str, kind: str, key: str) -> None:
        self.current_docname = page
        self.secnumbers, self.fignumbers = {}, {}
        self.imgpath = relative_uri(self.get_target_uri(page), self.imagedir)
        head = self.records.head(self, kind, key)
        record = self.records.context(kind, key, self.links_of(page))
        context = {
            "title": marked(self.records.domain.title(kind, key), self.records.languages),
            "body": self._fragment(head),
            "sources": "",
            "record": record,
            "indices": self.indices.others(page, self.links_of(page)),
        }
        sources = self.records.sources(self, kind, key)
        if sources is not None:
            context["sources"] = self._fragment(sources)
        self.handle_page(page, context, "record.html")
        if self.indexer is not None:
            self.indexer.take(page, [unit_of_record(self.env, kind, key, head, record)])

    def world_map(self, plot: Plot) -> str:
        """Return the map of all partnerships as HTML, for the home page."""
        page = self.config.root_doc
        self.imgpath = relative_uri(self.get_target_uri(page), self.imagedir)
        document = new_document(page, self.docsettings)
        document += map_node(plot, "")
        return self._fragment(document)

    def _fragment(self, doctree: nodes.document) -> str:
        """Return what is in *doctree* as HTML."""
        visitor = self.create_translator(doctree, self)
        doctree.walkabout(visitor)
        return "".join(cast("HTMLTranslator", visitor).fragment)
