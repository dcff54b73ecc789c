"""E-books: a file an issue and a file a volume, written where their content has changed.

Sphinx renders through this package's XHTML; the package around it is made here, since Sphinx's
own cannot be made flawless by configuration.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from docutils.frontend import get_default_settings
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.display import status_iterator
from sphinx.writers.html import HTMLWriter

from glocal_ext.builders.epub.archive import archive
from glocal_ext.builders.epub.book import Book
from glocal_ext.builders.epub.chapters import SCHEME
from glocal_ext.builders.epub.cover import cover
from glocal_ext.builders.pictures import PublishedPictures
from glocal_ext.core import renditions
from glocal_ext.core.problems import did_you_mean
from glocal_ext.log import Warn, warn
from glocal_ext.photos.cache import Cache
from glocal_ext.photos.files import clean_svg
from glocal_ext.photos.publish import published_bytes
from glocal_ext.render.xhtml import XHTMLTranslator
from glocal_ext.site.editions import EPUB, Editions
from glocal_ext.site.manifest import FOLDER, Manifest, changed_only
from glocal_ext.site.templates import books

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from glocal_ext.core.editions import Edition
    from glocal_ext.core.renditions import Rendition
    from glocal_ext.photos.publish import Picture


class EpubBuilder(PublishedPictures, StandaloneHTMLBuilder):
    """Registered in the place of Sphinx's ``epub``."""

    name = "epub"
    default_translator_class = XHTMLTranslator
    out_suffix = ".xhtml"
    search = False
    add_permalinks = False
    allow_parallel = True
    linked: AbstractSet[str] = frozenset()
    """The ids to which links of the book lead that is written."""
    epilog = "The e-books are in %(outdir)s."

    def init(self) -> None:
        """Prepare what a translator asks of a builder; no page of a theme is made."""
        self.theme = None  # type: ignore[assignment]  # Sphinx's builder of no theme has none
        self.imagedir, self.imgpath = "images", "../images"
        self.secnumbers, self.fignumbers = {}, {}
        self.current_docname = ""
        self.init_highlighter()
        handlers = self._registry.translation_handlers
        self.foreign = {*handlers.get("epub", handlers.get("html", {})), "raw"}
        self.told: set[str] = set()  # documents that a book has been made of
        self._unmade: set[str] = set()  # photos that cannot be made, each told once
        self.manifest = Manifest(Path(self.outdir))

    def get_outdated_docs(self) -> Iterator[str]:
        """Name nothing: no document has a file of its own."""
        return iter(())

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return what stands for *docname* until it is known where it is."""
        del typ
        return f"{SCHEME}{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same: a document is in one book or another."""
        del from_
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Prepare the settings of docutils."""
        del docnames
        self.docsettings = get_default_settings(HTMLWriter)
        vars(self.docsettings).update(self.env.settings)
        self.docsettings.compact_lists = bool(self.config.html_compact_lists)

    def copy_assets(self) -> None:
        """Copy none: a book holds what it shows."""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write none: what is stale is known once everything is read (`finish`)."""

    # -- editions -------------------------------------------------------------------------------

    def finish(self) -> None:
        """Write the editions that differ from what they were last made from."""
        editions = Editions(self)
        self._known = self.pictures()
        chosen = self._chosen(editions)
        digests = {f"{each.name}{EPUB}": editions.digest(each) for each in chosen}
        known = self.manifest.made
        stale = [
            edition
            for edition, (file, seen) in zip(chosen, digests.items(), strict=True)
            if known.get(file) != seen or not Path(self.outdir, file).is_file()
        ]
        current = {f"{each.name}{EPUB}" for each in editions.all.values()}
        # Were this build to break off, the next one must find these books stale.
        for edition in stale:
            known.pop(f"{edition.name}{EPUB}", None)
        self.manifest.made = {file: seen for file, seen in known.items() if file in current}
        self.manifest.files |= digests.keys() | {f"{FOLDER}/manifest.json"}
        self.manifest.save()
        templates = books(self)
        for edition in status_iterator(
            stale,
            "writing e-books… ",
            "darkgreen",
            len(stale),
            stringify_func=lambda each: each.name,
        ):
            file = f"{edition.name}{EPUB}"
            book = Book(self, editions, edition, templates)
            if self._write(file, book) and book.is_whole:
                self.manifest.made[file] = digests[file]
            self.told |= {*edition.issues}
        self.manifest.sweep(self.manifest.files & (current | {f"{FOLDER}/manifest.json"}))
        self.manifest.save()

    def _chosen(self, editions: Editions) -> list[Edition]:
        """Return the editions that were asked for; all of them where none was named."""
        key = self.config.glocal_editions
        if not key:
            return [*editions.all.values()]
        if key not in editions.all:
            message = f"There is no issue or volume “{key}”.{did_you_mean(key, editions.all)}"
            warn(Warn.CONFIG, message, None)
            return []
        return [editions.all[key]]

    def _write(self, file: str, book: Book) -> bool:
        """Write a book; tell whether that went well. The file of before stays where it did not."""
        try:
            with changed_only(Path(self.outdir, file)) as temporary:
                temporary.write_bytes(archive(self._files(book)))
        except (OSError, ET.ParseError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            message = f"“{file}” cannot be written: {reason}. The one of before stays."
            warn(Warn.EDITION_FILE, message, None)
            return False
        return True

    def _files(self, book: Book) -> dict[str, bytes]:
        """Return the files of a book, its pictures as large as its limit allows."""
        most = self.config.glocal_epub_bytes["volume" if book.edition.is_volume else "issue"]
        for long_edge in renditions.BOOK:
            pictures = dict(self._pictures(book, long_edge))
            if long_edge == renditions.BOOK[0]:
                made = {name.rpartition(".")[0] for name in pictures}
                book.leave_out(book.pictures.keys() - made)
            files = book.files(pictures, self._cover(book, long_edge))
            size = sum(map(len, files.values()))
            if size <= most:
                break
        else:
            message = (
                f"The e-book {book.edition.name} has {size / 1e6:.1f} MB with pictures of "
                f"{long_edge} pixels; glocal_epub_bytes allows {most / 1e6:.1f} MB."
            )
            warn(Warn.EDITION_SIZE, message, None)
        return files

    def _pictures(self, book: Book, long_edge: int) -> Iterator[tuple[str, bytes]]:
        """Yield the files of a book's pictures; what cannot be made is told."""
        wanted = {}
        for name, ending in book.pictures.items():
            picture = self._known[name]
            if ending == ".svg":
                source = Path(self.env.srcdir, picture.uri)
                yield f"{name}.svg", ET.tostring(clean_svg(source.read_bytes()), encoding="utf-8")
            else:
                wanted[name] = picture, renditions.book(picture.width, picture.height, long_edge)
        yield from self._jpegs(wanted)

    def _jpegs(self, wanted: dict[str, tuple[Picture, Rendition]]) -> Iterator[tuple[str, bytes]]:
        cache, source = Cache.of(self.config), Path(self.env.srcdir)
        jobs = {name: picture.job(source, [each]) for name, (picture, each) in wanted.items()}
        made = self.make_jobs([*jobs.values()])
        for name, (picture, each) in wanted.items():
            done = made.get((jobs[name].digest, jobs[name].room))
            problem = done.problem if done else ""
            try:
                yield f"{name}.jpg", published_bytes(picture, jobs[name], each, cache)
            except (OSError, ValueError) as error:
                if picture.uri not in self._unmade:  # it may be on the cover, too
                    self._unmade.add(picture.uri)
                    self._warn(picture, problem or str(error))

    def _cover(self, book: Book, long_edge: int) -> bytes:
        """Return a book's cover as JPEG."""
        picture = None
        row = book.cover_photo
        if row:
            found = self._known[row.picture]
            rendition = renditions.cover(row.width, row.height, long_edge, row.focus)
            made = dict(self._jpegs({"cover": (found, rendition)}))
            picture = made.get("cover.jpg")
            if picture is None:
                book.cover_photo, book.is_whole = None, False
        name = self.config.project
        return cover(picture, name, book.edition.title, book.cover_lines)
