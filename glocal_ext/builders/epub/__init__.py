"""E-books: the XHTML of `render.xhtml` in a package that is made here.

Sphinx's own package cannot be made flawless by configuration.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from docutils.frontend import get_default_settings
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.writers.html import HTMLWriter

from glocal_ext.builders.editions import EditionBuilder
from glocal_ext.builders.epub.archive import archive
from glocal_ext.builders.epub.book import SUFFIX, Book
from glocal_ext.builders.epub.cover import cover
from glocal_ext.core import renditions
from glocal_ext.log import Warn, warn
from glocal_ext.photos.files import clean_svg
from glocal_ext.render.xhtml import XHTMLTranslator
from glocal_ext.site.editions import EPUB
from glocal_ext.site.templates import books

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from glocal_ext.builders.editiontext import EditionText
    from glocal_ext.core.editions import Edition
    from glocal_ext.site.editions import Editions


class EpubBuilder(EditionBuilder, StandaloneHTMLBuilder):
    """Registered in the place of Sphinx's ``epub``."""

    name = "epub"
    default_translator_class = XHTMLTranslator
    out_suffix = SUFFIX
    kind = ending = EPUB
    progress = "writing e-books… "
    faults = (OSError, ET.ParseError)
    search = False
    add_permalinks = False
    linked: AbstractSet[str] = frozenset()
    """The ids to which links of the book lead that is written."""
    epilog = "The e-books are in %(outdir)s."

    def init(self) -> None:
        """Prepare what a translator asks of a builder; no page of a theme is made."""
        super().init()
        self.theme = None  # type: ignore[assignment]  # Sphinx's builder of no theme has none
        self.imagedir, self.imgpath = "images", "../images"
        self.secnumbers, self.fignumbers = {}, {}
        self.init_highlighter()
        handlers = self._registry.translation_handlers
        self.foreign = {*handlers.get("epub", handlers.get("html", {})), "raw"}

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Prepare the settings of docutils."""
        del docnames
        self.docsettings = get_default_settings(HTMLWriter)
        vars(self.docsettings).update(self.env.settings)
        self.docsettings.compact_lists = bool(self.config.html_compact_lists)

    # -- a book ---------------------------------------------------------------------------------

    def text_of(self, editions: Editions, edition: Edition) -> Book:
        """Return a book; what it cannot show is found when its files are made."""
        return Book(self, editions, edition, books(self))

    def file_of(self, text: EditionText) -> bytes:
        """Return a book's package."""
        assert isinstance(text, Book)
        return archive(self._files(text))

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
            picture = self.known_pictures[name]
            if ending == ".svg":
                source = Path(self.env.srcdir, picture.uri)
                yield f"{name}.svg", ET.tostring(clean_svg(source.read_bytes()), encoding="utf-8")
            else:
                rendition = renditions.book(picture.width, picture.height, long_edge)
                wanted[f"{name}.jpg"] = picture, rendition
        yield from self.jpegs(wanted)

    def _cover(self, book: Book, long_edge: int) -> bytes:
        """Return a book's cover as JPEG."""
        picture = None
        row = book.cover_photo
        if row:
            found = self.known_pictures[row.picture]
            rendition = renditions.cover(row.width, row.height, long_edge, row.focus)
            made = dict(self.jpegs({"cover.jpg": (found, rendition)}))
            picture = made.get("cover.jpg")
            if picture is None:
                book.cover_photo, book.is_whole = None, False
        name = self.config.project
        return cover(picture, name, book.edition.title, book.cover_lines)
