"""The XHTML of e-books: the site's HTML, for readers without script and without folding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from glocal_ext.core.renditions import book
from glocal_ext.photos.publish import file_name
from glocal_ext.render.html import HTMLTranslator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes as docnodes
    from docutils.nodes import Element

    from glocal_ext import nodes

_ = get_translation("glocal")


class XHTMLTranslator(HTMLTranslator):
    """Renders for the `epub` builder: what is folded away on the site stands open here."""

    title_in_frame = False

    def visit_article(self, node: Element) -> None:
        """Begin an article as a section: what e-readers make a chapter of."""
        start = len(self.body)
        super().visit_article(node)
        self.body[start] = self.body[start].replace("<article", "<section", 1)

    def _onward(self, node: Element) -> Iterator[str]:
        """Yield nothing: an e-reader turns pages, and has contents of its own."""
        yield from ()

    def _enlarge(self, photo: Element) -> str:
        """Return nothing: an e-reader enlarges by itself."""
        del photo
        return ""

    def _picture(self, photo: nodes.photo, name: str, loading: dict[str, str]) -> str:
        """Return the picture as one file: a JPEG, which every reader shows, or the drawing."""
        del loading
        found = book(photo["width"], photo["height"])
        file = file_name(name, found) if photo["ground"] else f"{name}.svg"
        # Without a width and a height: an e-reader narrows the one and keeps the other.
        return self._image(photo, file)

    def depart_article(self, node: Element) -> None:
        """End it."""
        super().depart_article(node)
        self.body[-1] = "</section>\n"

    def visit_photo_description(self, node: Element) -> None:
        """Begin a long description, open."""
        super().visit_photo_description(node)
        label = _("Description")
        self.body[-1] = f'<div class="description">\n<p>{label}</p>\n'

    def depart_photo_description(self, node: Element) -> None:
        """End it."""
        self.body.append("</div>\n")

    def visit_table(self, node: docnodes.table) -> None:
        """Begin a table without a scrolling region, which paper and e-ink do not have."""
        start = len(self.body)
        super().visit_table(node)
        self.body[start] = '<div class="table">\n'
