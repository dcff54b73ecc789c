"""The text of an edition: its issues' documents as chapters, their links set, their pictures."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from docutils import nodes as docnodes
from sphinx.locale import get_translation
from sphinx.util.logging import suppress_logging

from glocal_ext import nodes
from glocal_ext.builders.chapters import Chapter, Links, chapters
from glocal_ext.core.dates import PartialDate
from glocal_ext.core.editions import volume_year
from glocal_ext.core.renditions import LEAST_COVER
from glocal_ext.partnerships.facts import shown_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from contextlib import AbstractContextManager

    from glocal_ext.core.editions import Edition
    from glocal_ext.issues.domain import PhotoRow
    from glocal_ext.site.editions import Editions

_ = get_translation("glocal")


class EditionText:
    """What an edition's file is made from, whatever its format; *suffix* is that of its `Links`.

    *builder* is an `EditionBuilder`.
    """

    def __init__(
        self, builder: Any, editions: Editions, edition: Edition, suffix: str = ""
    ) -> None:
        self.edition = edition
        self.rows = {document: editions.rows[document] for document in edition.issues}
        self.about = editions.publication
        self.language = str(builder.config.language).replace("_", "-")
        self._builder = builder
        self.doctrees = {document: self._doctree(document) for document in self._documents()}
        self.chapters = [
            chapter
            for document, doctree in self.doctrees.items()
            for chapter in self._split(document, doctree)
        ]
        self.links = Links(self.chapters, self.about, suffix)
        for chapter in self.chapters:
            self.links.set(chapter)
        covers = (row.cover_photo for row in reversed(self.rows.values()))
        self.cover_photo = next((each for each in covers if each and _is_cover(each)), None)
        """The photo on the cover: of the newest issue that has one."""
        self.is_whole = True
        """Whether all photos are in it: a file that lacks one is made again by the next build."""
        self.length = 0
        """How many pages it has where it is printed, known once its file is made."""

    @property
    def version(self) -> str:
        """Which version it is and since when; empty where nothing was corrected."""
        if not self.edition.corrected:
            return ""
        day = shown_date(PartialDate.parse(self.edition.corrected), self.language)
        said = {"number": self.edition.version, "date": day}
        return str(_("Version %(number)s, corrected on %(date)s.")) % said

    def _documents(self) -> Iterator[str]:
        """Yield the documents in it; a volume's own comes first, where it says something."""
        volume = self.edition.document
        if self.edition.is_volume and volume in self._builder.env.found_docs:
            yield volume
        yield from self.edition.issues

    def _doctree(self, document: str) -> docnodes.document:
        builder = self._builder
        builder.current_docname = document
        with self.unheard(document):
            doctree: docnodes.document = builder.env.get_and_resolve_doctree(
                document, builder, tags=builder.tags
            )
        if volume_year(document) is not None:  # what it lists is in the edition
            for each in [*doctree.findall(docnodes.bullet_list)]:
                if "issue-list" in each["classes"]:
                    _remove(each)
        doctree.settings = builder.docsettings
        return doctree

    @property
    def opens_issues(self) -> bool:
        """Whether every issue has an opening chapter, be there something in it or not."""
        return self.edition.is_volume

    def unheard(self, document: str) -> AbstractContextManager[object]:
        """Say nothing once more of a document of which another edition has told."""
        return suppress_logging() if document in self._builder.told else nullcontext()

    def _split(self, document: str, doctree: docnodes.document) -> list[Chapter]:
        row = self.rows.get(document)
        found = chapters(document, row.month if row else self.edition.key, doctree)
        if row and self.opens_issues and (not found or found[0].kind != "opening"):
            found.insert(0, Chapter(document, row.month, "opening", ""))
        for chapter in found:
            if chapter.kind == "opening":
                chapter.title = row.title if row else self.edition.title
        return found

    def leave_out(self, names: AbstractSet[str]) -> None:
        """Leave out the photos whose files begin with *names*, with their captions."""
        self.is_whole = self.is_whole and not names
        for chapter in self.chapters:
            for photo in [*chapter.find(nodes.photo)]:
                image = photo.next_node(docnodes.image)
                if image is not None and image["published"] in names:
                    # What leads to it leads to where it stood.
                    place = docnodes.inline(ids=photo["ids"])
                    if photo in chapter.nodes:
                        chapter.nodes[chapter.nodes.index(photo)] = place
                    else:
                        photo.parent.replace(photo, place)
        if self.cover_photo and self.cover_photo.picture in names:
            self.cover_photo = None

    @property
    def pictures(self) -> dict[str, str]:
        """The names with which the files of its pictures begin, each with its file's ending."""
        return {
            image["published"]: ".svg" if image["is_drawing"] else ".jpg"
            for chapter in self.chapters
            for image in chapter.find(docnodes.image)
        }


def _remove(node: docnodes.Element) -> None:
    """Remove *node*, and a section of which it leaves the heading alone."""
    parent: Any = node.parent
    parent.remove(node)
    if isinstance(parent.parent, docnodes.section) and len(parent) == 1:
        _remove(parent)


def _is_cover(photo: PhotoRow) -> bool:
    return not photo.is_drawing and min(photo.width, photo.height) >= LEAST_COVER
