"""The files of the site that are for machines: citations, feeds, the map, moved pages."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sphinx.util.logging import suppress_logging
from sphinx.util.osutil import relative_uri

from glocal_ext.builders.moved import MovedPages
from glocal_ext.builders.pictures import PublishedPictures
from glocal_ext.builders.static import files_in
from glocal_ext.config import publication
from glocal_ext.core import ledger, renditions
from glocal_ext.issues.domain import issues_domain
from glocal_ext.render.feed import FeedTranslator
from glocal_ext.site import calendar as anniversaries
from glocal_ext.site import data, sitemap
from glocal_ext.site.citing import Citing
from glocal_ext.site.feeds import Feeds
from glocal_ext.site.head import NOT_FOUND
from glocal_ext.site.manifest import changed_only, digest, files_digest
from glocal_ext.site.pictures import card_name, shared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glocal_ext.issues.domain import PhotoRow
    from glocal_ext.site.editions import Offer
    from glocal_ext.site.manifest import Manifest
    from glocal_ext.site.records import RecordPages


class Companions(MovedPages, PublishedPictures):
    """A builder of HTML that writes such files where they differ.

    *digests* gives what each page was made from, *stale* the pages to be written, *offers* the
    e-books that pages offer.
    """

    manifest: Manifest
    digests: dict[str, str]
    stale: set[str]
    offers: list[Offer]
    other_files: set[str]
    records: RecordPages

    def plan_companions(self) -> None:
        """Find out which files there have to be; what an issue lacks of them makes it stale."""
        self.citing = Citing(self.config)
        self._issues = issues_domain(self.env).issues()
        self._home = publication(self.config).address
        self._feeds = Feeds(self.env, self.digests)
        pages = self.digests.keys() | set(self.config.html_additional_pages)
        self._cards = dict(self._find_cards())
        self._books = {offer.name: offer for offer in self.offers}
        self.companions = self._cards.keys() | self._feeds.digests.keys() | self._books.keys()
        self.companions |= self.plan_moved(pages)
        seen = anniversaries.digest(self.records.atlas)
        made_with = (publication(self.config), self.config.language, self.config.glocal_code)
        self._calendar = {anniversaries.FILE: digest(seen, *made_with)}
        records = self.records
        gone = sorted(records.registry.withdrawn.items())
        folder = Path(self.confdir, self.config.glocal_registry, ledger.SNAPSHOTS)
        self._snapshots = data.snapshots(folder)
        kept = files_digest(self._snapshots.items())
        made_from = digest(records.atlas.month, self.digests, records.seen(), gone, kept)
        self._data = dict.fromkeys((*data.FILES, *self._snapshots), made_from)
        self.companions |= self._calendar.keys() | self._data.keys()
        if self._home:
            self.companions |= {name for name, _content in self._map()}
        for document, row in self._issues:
            names = set(self.citing.names(document, row))
            self.companions |= names
            if not all(os.path.exists(f"{self.outdir}/{name}") for name in names):  # noqa: PTH110  (of 21,600 files a century, paths would cost more than the look)
                self.stale.add(document)

    def expect_companions(self) -> None:
        """Note what is about to change, so that a build that breaks off is repaired."""
        self.manifest.files |= self.companions
        known = self.manifest.made
        self._known = {name: seen for name, seen in self._made_from() if known.get(name) == seen}
        self.manifest.made = self._known

    def write_companions(self) -> None:
        """Write what differs."""
        for document, row in self._issues:
            if document in self.stale:
                for name, text in self.citing.files(document, row):
                    self._write(name, text.encode())
        self._write_feeds()
        self._write_cards()
        self._copy_books()
        self._write_calendar()
        self._write_data()
        self.manifest.made = dict(self._made_from())
        for name, content in self._map() if self._home else ():
            self._write(name, content)
        self.write_moved()
        self.other_files |= self.companions

    def _is_due(self, name: str) -> bool:
        """Tell whether a file differs from what it was last made from, or is not there."""
        return name not in self._known or not Path(self.outdir, name).is_file()

    def _write(self, name: str, content: bytes) -> None:
        with changed_only(Path(self.outdir, name)) as temporary:
            temporary.write_bytes(content)

    def _map(self) -> Iterator[tuple[str, bytes]]:
        """Yield the map of the site, and robots.txt where the project has none of its own."""
        metadata = self.env.metadata
        pages = [
            page
            for page in self.digests
            if page != NOT_FOUND and "nosearch" not in metadata.get(page, {})
        ]
        days = {doc: max(row.published, row.corrected()) for doc, row in self._issues}
        changed = {document: day for document, day in days.items() if day}
        yield sitemap.FILE, sitemap.sitemap(publication(self.config), pages, changed)
        robots = sitemap.robots(self._home)
        own = [Path(self.confdir, folder) for folder in self.config.html_extra_path]
        if robots and sitemap.ROBOTS not in dict(files_in(own)):
            yield sitemap.ROBOTS, robots

    def _write_feeds(self) -> None:
        """Write the feeds one of whose issues has changed; each issue is rendered once."""
        rendered: dict[str, FeedTranslator] = {}

        def render(document: str) -> FeedTranslator:
            if document not in rendered:
                rendered[document] = self._render(document)
            return rendered[document]

        for file in self._feeds.digests:
            if self._is_due(file):
                self._write(file, self._feeds.write(file, render))

    def _made_from(self) -> Iterator[tuple[str, str]]:
        """Yield each file that is no page's own with a digest of what it is made from."""
        yield from self._feeds.digests.items()
        yield from self._calendar.items()
        yield from self._data.items()
        yield from ((name, row.picture) for name, row in self._cards.items())
        yield from ((name, offer.digest) for name, offer in self._books.items())

    def _write_calendar(self) -> None:
        """Write the calendar of anniversaries where one has changed."""
        for name in self._calendar:
            if self._is_due(name):
                about, language = publication(self.config), self.config.language
                self._write(name, anniversaries.written(about, self.records.atlas, language))

    def _write_data(self) -> None:
        """Write the data where something in it may have changed, or a file is not there."""
        if any(self._is_due(name) for name in self._data):
            found = data.Data(self.env, self.records.atlas, self._snapshots)
            for name, content in found.files():
                self._write(name, content)

    def _find_cards(self) -> Iterator[tuple[str, PhotoRow]]:
        """Yield the pictures for sharing, one an issue: their names stay when a cover changes."""
        for document, row in self._issues if self._home else ():
            cover = row.cover_photo
            if cover and shared(document, cover):
                yield card_name(document), cover

    def _write_cards(self) -> None:
        """Write the pictures for sharing whose cover has changed."""
        pictures = self.pictures()
        due = [
            (pictures[row.picture], {name: renditions.card(row.width, row.height, row.focus)})
            for name, row in self._cards.items()
            if self._is_due(name)
        ]
        self.companions -= self.make_files(due, Path(self.outdir))

    def _copy_books(self) -> None:
        """Copy the editions that have changed."""
        for name, offer in self._books.items():
            if self._is_due(name):
                with changed_only(Path(self.outdir, name)) as temporary:
                    shutil.copyfile(offer.file, temporary)

    def _render(self, document: str) -> FeedTranslator:
        """Return an issue's text for the feeds; what it has to be warned of, its page has said."""
        uri = self.get_target_uri(document)
        self.imgpath = relative_uri(uri, self.imagedir)
        self.dlpath = relative_uri(uri, "_downloads")
        self.current_docname = document
        self.secnumbers, self.fignumbers = {}, {}
        with suppress_logging():
            doctree = self.env.get_and_resolve_doctree(document, self, tags=self.tags)
            self.post_process_images(doctree)
            doctree.settings = self.docsettings
            visitor = self._registry.create_translator(_FEED, doctree, self)
            assert isinstance(visitor, FeedTranslator)
            visitor.home, visitor.address = self._home, publication(self.config).page(document)
            doctree.walkabout(visitor)
        return visitor


_FEED: Any = SimpleNamespace(
    name="glocal-feed", format="html", default_translator_class=FeedTranslator
)
"""What Sphinx asks of a builder before it makes a translator, with what others add for HTML."""
