"""Photos, rows of them and boxes of facts, as the template takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes as docnodes
from sphinx.locale import get_translation

from glocal_ext import nodes
from glocal_ext.core.dates import PartialDate
from glocal_ext.core.maps import draw
from glocal_ext.core.rows import rows
from glocal_ext.partnerships.facts import shown_date
from glocal_ext.photos.notes import instead
from glocal_ext.render.maps import plot_of, standalone
from glocal_ext.render.photos import FRAME_RATIO
from glocal_ext.render.typst.blocks import BlockTranslator
from glocal_ext.render.typst.code import Code, array, call, content, dictionary, string

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element

_ = get_translation("glocal")

_LAND, _ARC = "#DCD5C4", "#A6321E"
"""The colours of maps on paper, whose panels are lighter than the site's land."""


def ratio(photo: Element) -> float:
    """Return width to height of a photo, or of the frame that stands for one to come."""
    return photo["width"] / photo["height"] if "width" in photo else FRAME_RATIO


def picture_path(name: str) -> str:
    """Return the path of the picture *name* among the files of an edition."""
    return f"pictures/{name}.svg"


def _file(photo: Element) -> str | None:
    """Return the path of a photo's picture; `None` for a frame."""
    image = photo.next_node(docnodes.image)
    return image and picture_path(image["published"])


class TypstTranslator(BlockTranslator):
    """Renders all nodes of this publication for the `pdf` builder."""

    def visit_article(self, node: Element) -> None:
        """Begin an article as a section, where the builder does not compose it."""
        self.visit_section(node)

    def depart_article(self, node: Element) -> None:
        """End it."""
        self.depart_section(node)

    def kicker(self, names: Sequence[str]) -> Code | None:
        """Return the names of an article's places, parted by dots; `None` without any."""
        shown = [self.marked(name) for name in names]
        return content(_between(shown, string(" · "))) if shown else None

    # -- photos ---------------------------------------------------------------------------------

    def visit_photo(self, node: Element) -> None:
        """Set a photo in the text."""
        self.add(call("in-text", self.photo(node)))
        raise docnodes.SkipNode

    def visit_photo_row(self, node: Element) -> None:
        """Set a row in the text, its lines one below the other."""
        self.anchors(node)
        for line in self.lines(node):
            self.add(call("in-text", *map(self.photo, line)))
        for caption in self.captions(node):
            self.add(call("group-caption", self.inside(caption)))
        raise docnodes.SkipNode

    def lines(self, row: Element) -> Iterator[list[Element]]:
        """Yield the photos of a row that stand side by side, where the text flows around it."""
        photos = self.photos(row)
        start = 0
        for size in rows([ratio(photo) for photo in photos]):
            yield photos[start : start + size]
            start += size

    def photos(self, row: Element) -> list[Element]:
        """Return the photos of a row."""
        return [child for child in row.children if isinstance(child, nodes.photo)]

    def captions(self, row: Element) -> list[Element]:
        """Return the caption of a row, if it has one of its own."""
        return [child for child in row.children if isinstance(child, nodes.photo_caption)]

    def photo(self, node: Element) -> Code:
        """Return a photo: its file, its proportion, its alternative, its caption."""
        return dictionary(
            {
                "file": _file(node),
                "ratio": ratio(node),
                "alt": node["alt"] or None,
                "instead": instead(node, self.config.language) if node.get("pending") else None,
                "caption": self._caption(node),
                "anchors": [
                    f"{self.chapter}#{each}" for each in node["ids"] if each in self.linked
                ],
                "size": node["size"],
            }
        )

    def _caption(self, photo: Element) -> Code | None:
        """Return a photo's caption, and who made it behind that; `None` if nothing is said."""
        said = [
            self.children(self._flat(child), child)
            for child in photo.children
            if isinstance(child, nodes.photo_caption)
        ]
        credit = self._credit(photo)
        if credit:
            said.append(call("credit", credit))
        return content(_spaced(said)) if said else None

    def _flat(self, caption: Element) -> list[docnodes.Node]:
        """Return what is in a caption; the lines of its only paragraph without the paragraph."""
        only = caption.children[0] if len(caption) == 1 else None
        return [*only.children] if isinstance(only, docnodes.paragraph) else [*caption.children]

    def _credit(self, photo: Element) -> Code | None:
        """Return credit, place, date, rights and licence, parted by dots."""
        parts = [photo["credit"], photo["place_name"]]
        if photo["date"]:
            parts.append(shown_date(PartialDate.parse(photo["date"]), self.config.language))
        shown = [self.marked(part) for part in (*parts, photo["rights"]) if part]
        if photo["licence"]:
            shown.append(call("web", photo["licence_url"], string(photo["licence"])))
        return content(_between(shown, string(" · "))) if shown else None

    def description(self, photo: Element) -> Code | None:
        """Return the long description of a photo, which stands at its article's end."""
        found = photo.next_node(nodes.photo_description)
        return self.inside(found) if found is not None else None

    def visit_photo_description(self, node: Element) -> None:
        """Pass over a long description where its photo stands."""
        raise docnodes.SkipNode

    def visit_image(self, node: Element) -> None:
        """Pass over a picture: its photo shows it, and there are no others."""
        raise docnodes.SkipNode

    # -- boxes of facts -------------------------------------------------------------------------

    def visit_infobox(self, node: Element) -> None:
        """Set a box of facts in the text."""
        self.add(call("box-of-facts", self.facts(node), form="column"))
        raise docnodes.SkipNode

    def facts(self, box: Element) -> Code:
        """Return a box's title, facts, further text and sources."""
        found: dict[str, Any] = {"title": None, "map": None, "facts": [], "sources": None}
        rest: list[docnodes.Node] = []
        for child in box.children:
            if isinstance(child, nodes.infobox_title):
                found["title"] = self.inside(child)
            elif isinstance(child, nodes.place_map):
                found["map"] = self.map(child)
            elif isinstance(child, nodes.infobox_sources):
                found["sources"] = self.inside(child)
            elif isinstance(child, docnodes.definition_list) and not found["facts"]:
                found["facts"] = [
                    self._fact(each) for each in child.findall(docnodes.definition_list_item)
                ]
            else:
                rest.append(child)
        found["more"] = self.children(rest, box) if rest else None
        found["anchors"] = self.labels(box)
        return dictionary(found)

    def map(self, node: Element) -> Code:
        """Return a map: its drawing, its dots and labels in shares of its size, its caption."""
        plot = plot_of(node)
        found = draw(plot)
        across, down = found.width / 100, found.height / 100
        return dictionary(
            {
                "drawing": standalone(plot, _LAND, _ARC),
                "ratio": found.width / found.height,
                "alt": _("Map: %s") % node["alt"],
                "dots": [(x / across, y / down) for x, y in found.dots],
                "labels": [
                    {
                        "text": self.marked(label.text),
                        "x": label.x / across,
                        "y": label.y / down,
                        "anchor": label.anchor,
                        "dx": label.dx,
                        "dy": label.dy,
                    }
                    for label in found.labels
                ],
                "caption": self.inside(node),
            }
        )

    def visit_place_map(self, node: Element) -> None:
        """Set a map outside of a box."""
        self.add(call("place-map", self.map(node)))
        raise docnodes.SkipNode

    def _fact(self, item: docnodes.definition_list_item) -> Code:
        """Return a label and its value."""
        label, *values = item.children
        said = [self.children(each.children, item) for each in values]
        inside = [child for each in values for child in each.children]
        is_line = len(inside) == 1 and isinstance(inside[0], docnodes.paragraph)
        shown = call("par", said[0]) if is_line else content(said)
        return array([self.inside(label), shown])  # type: ignore[arg-type]  # a term

    def visit_infobox_title(self, node: Element) -> None:
        """Set the title of a box that another extension took apart."""
        self.wrapped("rubric", node)

    def visit_infobox_sources(self, node: Element) -> None:
        """Set the sources of such a box."""
        self.wrapped("par", node)

    def visit_photo_caption(self, node: Element) -> None:
        """Set the caption of a photo that another extension took apart."""
        self.wrapped("group-caption", node)


def _between(parts: list[Code], sign: Code) -> list[Code]:
    """Return *parts* with *sign* between them."""
    found = [each for part in parts for each in (sign, part)]
    return found[1:]


def _spaced(parts: list[Code]) -> list[Code]:
    """Return *parts* with spaces between them."""
    return _between(parts, string(" "))
