"""Plain text: what is left of a page without pictures and links, every word of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes as docnodes
from sphinx.locale import get_translation
from sphinx.writers.text import TextTranslator as SphinxTextTranslator

from glocal_ext.photos.notes import instead

if TYPE_CHECKING:
    from docutils.nodes import Element

_ = get_translation("glocal")


class TextTranslator(SphinxTextTranslator):
    """Renders for Sphinx's ``text`` builder; a node that it does not know is an error."""

    def visit_article(self, node: Element) -> None:
        """Begin an article as a section."""
        self.visit_section(node)

    def depart_article(self, node: Element) -> None:
        """End it."""
        self.depart_section(node)

    def visit_photo(self, node: Element) -> None:
        """Say what a photo shows; its caption and credit follow."""
        self.new_state(0)
        if node.get("pending", False):
            self._line(f"[{instead(node, self.config.language)}]")
        elif node["alt"]:
            self._line(_("[Photograph: %s]") % node["alt"])

    def depart_photo(self, node: Element) -> None:
        """Name who made it."""
        if node["credit"]:
            self._line(node["credit"])
        self.end_state()

    def _line(self, text: str) -> None:
        self.new_state(0)
        self.add_text(str(text))
        self.end_state(wrap=False)

    def visit_image(self, node: Element) -> None:
        """Pass over the picture: what it shows is said already."""
        raise docnodes.SkipNode

    def visit_infobox_title(self, node: Element) -> None:
        """Begin the title of a box of facts, on a line of its own."""
        self.new_state(0)

    def depart_infobox_title(self, node: Element) -> None:
        """End it."""
        self.end_state()

    visit_place_map = visit_infobox_sources = visit_infobox_title
    depart_place_map = depart_infobox_sources = depart_infobox_title

    def visit_pull_quote(self, node: Element) -> None:
        """Set a repeated sentence apart."""
        self.visit_block_quote(node)

    def depart_pull_quote(self, node: Element) -> None:
        """End it."""
        self.depart_block_quote(node)

    def visit_ruby(self, node: Element) -> None:
        """Begin a name."""

    def depart_ruby(self, node: Element) -> None:
        """Add its reading."""
        self.add_text(f"（{node['reading']}）")

    def _pass(self, node: Element) -> None:
        """Show what the node holds."""

    visit_photo_caption = depart_photo_caption = _pass
    visit_photo_description = depart_photo_description = _pass
    visit_photo_row = depart_photo_row = _pass
    visit_infobox = depart_infobox = _pass
