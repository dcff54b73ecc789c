"""The XHTML of e-books: the site's HTML, for readers without script and without folding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from glocal_ext.render.html import HTMLTranslator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from docutils.nodes import Element

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

    def visit_table(self, node: nodes.table) -> None:
        """Begin a table without a scrolling region, which paper and e-ink do not have."""
        start = len(self.body)
        super().visit_table(node)
        self.body[start] = '<div class="table">\n'
