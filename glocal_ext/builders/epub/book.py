"""A book: the chapters of an edition rendered, its contents, its package document."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

from sphinx.locale import get_translation

from glocal_ext.builders.editiontext import EditionText
from glocal_ext.builders.epub import fonts
from glocal_ext.builders.epub.metadata import claims, content_of, makers_and_subjects
from glocal_ext.core.dates import PartialDate
from glocal_ext.partnerships.facts import shown_date
from glocal_ext.site.front import Front

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

    from glocal_ext.builders.chapters import Chapter
    from glocal_ext.builders.epub import EpubBuilder
    from glocal_ext.core.editions import Edition
    from glocal_ext.site.editions import Editions

_ = get_translation("glocal")

_FOLDER = "EPUB/"
SUFFIX = ".xhtml"
"""The ending of a chapter's file."""

_STYLES = "book.css"
_TYPES = {
    ".css": "text/css",
    ".jpg": "image/jpeg",
    ".ncx": "application/x-dtbncx+xml",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".xhtml": "application/xhtml+xml",
}
"""The types of all files in a book, by their endings; a system's own list may say otherwise."""

_COVER = "images/cover.jpg"
_NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no way to write, however it came into a text."""

_LANGUAGE = re.compile(r'(?<= )lang="([^"]*)"')


class Item(NamedTuple):
    """A file of the book, as the package document lists it: *href* is its path in the package."""

    id: str
    href: str
    data: bytes
    in_spine: bool = False
    properties: str = ""

    @property
    def media_type(self) -> str:
        """The file's type."""
        ending = PurePosixPath(self.href).suffix
        return _TYPES[ending]


class Entry(NamedTuple):
    """A line of the contents."""

    id: str
    title: str
    href: str
    headings: tuple[Any, ...] = ()
    entries: tuple[Entry, ...] = ()


class Book(EditionText):
    """The files of an edition that are text; *templates* are those of `site.templates.books`."""

    def __init__(
        self, builder: EpubBuilder, editions: Editions, edition: Edition, templates: Environment
    ) -> None:
        super().__init__(builder, editions, edition, SUFFIX)
        self._templates = templates
        self._front = Front(builder.env)

    @property
    def cover_lines(self) -> list[str]:
        """What stands below the title on the cover."""
        number = None if self.edition.is_volume else next(iter(self.rows.values())).number
        return [*([_("No. %s") % number] if number else []), *self.about.publishers]

    # -- its files ------------------------------------------------------------------------------

    def files(self, pictures: dict[str, bytes], cover: bytes) -> dict[str, bytes]:
        """Return all files by their paths; *pictures* are files of images, *cover* is a JPEG."""
        japanese = self._japanese
        own = self._templates.loader.get_source(self._templates, _STYLES)[0]  # type: ignore[union-attr]  # it has one
        styles = own + fonts.rules([*japanese])
        items = [
            Item(f"text-{number}", name, text.encode(), True, _properties(text))
            for number, (name, text) in enumerate(self._texts, 1)
        ]
        items += [
            Item("ncx", "toc.ncx", self._render("toc.ncx", contents=self._contents()).encode()),
            Item("styles", _STYLES, styles.encode()),
            Item("cover-image", _COVER, cover, properties="cover-image"),
        ]
        files = {f"images/{name}": data for name, data in pictures.items()}
        files |= {f"fonts/{name}": data for name, data in japanese.items()}
        items += [Item(f"file-{number}", *each) for number, each in enumerate(files.items(), 1)]
        package = self._render("package.opf", items=items, **self._metadata())
        return {
            "META-INF/container.xml": self._render("container.xml").encode(),
            f"{_FOLDER}package.opf": package.encode(),
            **{f"{_FOLDER}{item.href}": item.data for item in items},
        }

    @cached_property
    def _texts(self) -> list[tuple[str, str]]:
        """The content documents in reading order, by their paths: a doctree is rendered once."""
        found = [*self._content_documents()]
        for _name, text in found:
            ET.fromstring(text)  # noqa: S314  (our own; what is not well-formed is a defect)
        return found

    @cached_property
    def _japanese(self) -> dict[str, bytes]:
        """The fonts that it needs; one in Japanese as a whole is set in the reader's own."""
        shown = "".join(text for _name, text in self._texts)
        return {} if self.language.startswith("ja") else dict(fonts.japanese(shown))

    def _content_documents(self) -> Iterator[tuple[str, str]]:
        yield (
            "text/cover.xhtml",
            self._render(
                "cover.xhtml", title=_("Cover"), cover=_COVER, cover_text=self._cover_text()
            ),
        )
        first = next(iter(self.rows.values()))
        yield (
            "text/title.xhtml",
            self._render(
                "title.xhtml",
                title=_("Title page"),
                issue=self._front.facts(first),
                published=self._shown_date(),
                version=self.version,
                original="" if self.edition.is_volume else first.original,
            ),
        )
        yield (
            "nav.xhtml",
            self._render(
                "nav.xhtml",
                title=_("Contents"),
                contents=self._contents(),
                illustrations=self._illustrations(),
                landmarks=self._landmarks(),
            ),
        )
        for chapter in self.chapters:
            yield f"text/{chapter.name}{SUFFIX}", self._chapter(chapter)

    def _chapter(self, chapter: Chapter) -> str:
        doctree, row = self.doctrees[chapter.document], self.rows.get(chapter.document)
        self._builder.current_docname = chapter.document
        self._builder.linked = self.links.linked
        visitor: Any = self._builder.create_translator(doctree, self._builder)
        visitor.section_level = int(self.edition.is_volume or chapter.kind == "opening")
        with self.unheard(chapter.document):
            for node in (*chapter.nodes, *chapter.footnotes):
                node.walkabout(visitor)
        body = "".join(visitor.body).replace("&nbsp;", "\N{NO-BREAK SPACE}")
        return self._render(
            "opening.xhtml" if chapter.kind == "opening" else "chapter.xhtml",
            title=chapter.title,
            body=body,
            row=row,
            issue=self._front.facts(row) if row else None,
        )

    def _render(self, template: str, **context: Any) -> str:
        """Fill in a template; each language is stated for old readers, too, as XML has it."""
        text = self._templates.get_template(template).render(
            edition=self.edition,
            about=self.about,
            language=self.language,
            full_title=f"{self.about.name}, {self.edition.title}",
            summary="" if self.edition.is_volume else next(iter(self.rows.values())).summary,
            address=self.about.page(self.edition.document),
            **context,
        )
        if template.endswith(".xhtml"):
            text = _LANGUAGE.sub(r'xml:lang="\1" lang="\1"', text)
        return _NO_CHARACTERS.sub("", text)

    def _shown_date(self) -> str:
        published = next(iter(self.rows.values())).published
        if self.edition.is_volume or not published:
            return ""
        return shown_date(PartialDate.parse(published), self.language)

    def _cover_text(self) -> str:
        """Return what the cover shows, for who does not see it."""
        text = f"{self.about.name}, {self.edition.title}."
        return f"{text} {self.cover_photo.alt}".strip() if self.cover_photo else text

    # -- contents -------------------------------------------------------------------------------

    def _contents(self) -> list[Entry]:
        """Return the lines of the contents; a volume's issues hold their chapters."""
        found = [
            Entry(f"entry-{number}", each.title, f"text/{each.name}{SUFFIX}", each.headings())
            for number, each in enumerate(self.chapters, 1)
        ]
        if not found:
            return [Entry("entry-1", self.edition.title, "text/title.xhtml")]
        if not self.edition.is_volume:
            return found
        nested: list[Entry] = []
        for chapter, entry in zip(self.chapters, found, strict=True):
            if chapter.kind == "opening":
                nested.append(entry)
            else:
                nested[-1] = nested[-1]._replace(entries=(*nested[-1].entries, entry))
        return nested

    def _illustrations(self) -> list[tuple[str, str]]:
        """Return title and address of each picture in the list of illustrations."""
        return [
            (each.title, f"text/{each.chapter}{SUFFIX}#{each.anchor}")
            for chapter in self.chapters
            for each in chapter.illustrations()
        ]

    def _landmarks(self) -> Iterator[tuple[str, str, str]]:
        """Yield the places that a reader goes to by a button: type, address, name."""
        yield "cover", "text/cover.xhtml", _("Cover")
        yield "titlepage", "text/title.xhtml", _("Title page")
        yield "toc", "nav.xhtml#toc", _("Contents")
        articles = [each.name for each in self.chapters if each.kind == "article"]
        if articles:
            yield "bodymatter", f"text/{articles[0]}{SUFFIX}", _("First article")
        if self._illustrations():
            yield "loi", "nav.xhtml#loi", _("Illustrations")
        sources = [each.name for each in self.chapters if each.kind == "sources"]
        if sources:
            yield "bibliography", f"text/{sources[0]}{SUFFIX}", _("Sources")

    def _metadata(self) -> dict[str, Any]:
        content = content_of(self.chapters, has_cover_photo=bool(self.cover_photo))
        certifier = self._builder.config.glocal_epub_certifier
        return {
            **makers_and_subjects(self.about, [*self.rows.values()]),
            "accessibility": [*claims(content, certifier)],
        }


def _properties(text: str) -> str:
    """Return what the package document says of a content document."""
    found = [name for name, tag in (("mathml", "<math"), ("svg", "<svg")) if tag in text]
    if '<nav epub:type="toc"' in text:
        found.append("nav")
    return " ".join(found)
