"""The XHTML of e-books: the site's HTML, for readers without script and without folding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes as docnodes
from sphinx.locale import get_translation

from glocal_ext.log import Warn, warn
from glocal_ext.render.html import HTMLTranslator
from glocal_ext.render.maps import fixed, plot_of
from glocal_ext.render.wellformed import fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Element, Node

    from glocal_ext import nodes

_ = get_translation("glocal")


class XHTMLTranslator(HTMLTranslator):
    """Renders for the `epub` builder: what is folded away on the site stands open here.

    What comes from another extension is looked at before it is taken: an e-book that is not
    well-formed, or that runs a script, is refused whole by readers.
    """

    title_in_frame = False
    shows_ground = False
    enlarges = False  # an e-reader does so by itself

    def __init__(self, document: docnodes.document, builder: Any) -> None:
        super().__init__(document, builder)
        self._begun: dict[Node, int] = {}

    # -- what other extensions make -------------------------------------------------------------

    def dispatch_visit(self, node: Node) -> None:
        """Begin a node; note where one of another extension begins."""
        if type(node).__name__ not in self.builder.foreign:
            super().dispatch_visit(node)
            return
        self._begun[node] = len(self.body)
        try:
            super().dispatch_visit(node)
        except docnodes.SkipNode:
            self._examine(node)
            raise

    def dispatch_departure(self, node: Node) -> None:
        """End a node; look at what another extension made of it."""
        super().dispatch_departure(node)
        if node in self._begun:
            self._examine(node)

    def _examine(self, node: Node) -> None:
        """Take out, with a warning, what an e-book cannot hold."""
        start = self._begun.pop(node)
        reason = fault("".join(self.body[start:]))
        if reason:
            del self.body[start:]
            name = type(node).__name__
            warn(Warn.EPUB_CONTENT, f"“{name}” is left out of the e-book: {reason}.", node)

    # -- structure ------------------------------------------------------------------------------

    def _targets(self, ids: Iterable[str]) -> Iterator[str]:
        """Yield a place for each of *ids* to which the book leads."""
        yield from (f'<span id="{each}"></span>' for each in ids if each in self.builder.linked)

    def visit_article(self, node: Element) -> None:
        """Begin an article as a section: what e-readers make a chapter of."""
        start = len(self.body)
        super().visit_article(node)
        chapter = '<section epub:type="chapter" role="doc-chapter"'
        self.body[start] = self.body[start].replace("<article", chapter, 1)

    def depart_article(self, node: Element) -> None:
        """End it."""
        super().depart_article(node)
        self.body[-1] = "</section>\n"

    def _onward(self, node: Element) -> Iterator[str]:
        """Yield nothing: an e-reader turns pages, and has contents of its own."""
        yield from ()

    def visit_footnote_reference(self, node: Element) -> None:
        """Begin the mark of a footnote, which e-readers open above the page."""
        start = len(self.body)
        super().visit_footnote_reference(node)
        self.body[start] = self.body[start].replace("<a", '<a epub:type="noteref"', 1)

    def visit_footnote(self, node: Element) -> None:
        """Begin a footnote."""
        attributes: Any = {"epub:type": "footnote", "role": "doc-footnote", "CLASS": "footnote"}
        self.body.append(self.starttag(node, "aside", **attributes))

    def depart_footnote(self, node: Element) -> None:
        """End it."""
        self.body.append("</aside>\n")

    def visit_infobox_title(self, node: Element) -> None:
        """Begin a box's title: no heading, since the contents of the book list headings."""
        self.body.append(f'<p class="infobox-title" id="{self._infobox_id}">')
        self.context.append("</p>\n")

    def visit_table(self, node: docnodes.table) -> None:
        """Begin a table without a scrolling region, which paper and e-ink do not have."""
        start = len(self.body)
        super().visit_table(node)
        self.body[start] = '<div class="table">\n'

    def depart_ruby(self, node: Element) -> None:
        """Add the reading, without the parentheses that e-books are not to have."""
        self.body.append(f"<rt>{self.encode(node['reading'])}</rt></ruby>")

    def drawn_map(self, node: Element) -> str:
        """Return the map of places, which is read in one size."""
        return fixed(plot_of(node), self.seen_on(node))

    # -- photos ---------------------------------------------------------------------------------

    def _picture(self, photo: nodes.photo, name: str, loading: dict[str, str]) -> str:
        """Return the picture as one file: a JPEG, which every reader shows, or the drawing."""
        del loading
        file = f"{quote(name)}{'.jpg' if photo['ground'] else '.svg'}"
        # Without a width and a height: an e-reader narrows the one and keeps the other.
        return self._image(photo, file)

    def visit_photo_description(self, node: Element) -> None:
        """Begin a long description, open."""
        super().visit_photo_description(node)
        label = _("Description")
        self.body[-1] = f'<div class="description">\n<p class="description-title">{label}</p>\n'

    def depart_photo_description(self, node: Element) -> None:
        """End it."""
        self.body.append("</div>\n")
