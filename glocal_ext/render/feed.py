"""An issue's text for feeds: the pages' HTML with absolute addresses, without the page's frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urldefrag, urljoin

from docutils import nodes as docnodes

from glocal_ext import nodes
from glocal_ext.photos.publish import plain_file
from glocal_ext.render.html import HTMLTranslator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element


class FeedTranslator(HTMLTranslator):
    """Writes all of an issue, and notes where each article's own text begins and ends.

    *address* is the public address of the issue's page, *home* that of the site's.
    """

    address: str
    home: str
    shows_ground = False
    enlarges = False  # a feed reader shows pictures in its own way

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.articles: dict[str, str] = {}
        self._begun = 0

    @property
    def text(self) -> str:
        """All of the issue."""
        return self._joined(self.body)

    def _joined(self, parts: list[str]) -> str:
        """Return *parts* as one; docutils writes the links back from notes without `starttag`."""
        return "".join(parts).replace(' href="#', f' href="{self.address}#')

    def starttag(self, node: Any, tagname: str, *args: Any, **attributes: Any) -> str:
        """Return a start tag whose addresses lead to the site from anywhere."""
        for name in ("href", "src"):
            if name in attributes:
                attributes[name] = self._absolute(attributes[name])
        return super().starttag(node, tagname, *args, **attributes)

    def _absolute(self, address: str) -> str:
        found = urljoin(self.address, address)
        page, fragment = urldefrag(found)
        if page.startswith(self.home) and page.endswith("/index.html"):
            page = page.removesuffix("index.html")
            return f"{page}#{fragment}" if fragment else page
        return found

    def visit_title(self, node: docnodes.title) -> None:
        """Leave out the issue's title, which is the entry's."""
        if isinstance(node.parent, docnodes.section) and self.section_level <= 1:
            raise docnodes.SkipNode
        super().visit_title(node)

    def depart_title(self, node: docnodes.title) -> None:
        """End a headline; an article's own text begins behind it."""
        ending = len(self.body)
        super().depart_title(node)
        if isinstance(node.parent, nodes.article):
            heading, _end, standfirst = "".join(self.body[ending:]).partition(">\n")
            closed = "</header>\n"
            self.body[ending:] = [f"{heading}>\n{closed}", standfirst.removesuffix(closed)]
            self._begun = ending + 1

    def _onward(self, node: Element) -> Iterator[str]:
        """Yield nothing: the ways on are the page's."""
        yield from ()

    def visit_section(self, node: docnodes.section) -> None:
        """Leave out the section that has a map alone."""
        if "places" in node["classes"]:
            raise docnodes.SkipNode
        super().visit_section(node)

    def visit_place_map(self, node: Element) -> None:
        """Leave out a map: readers of feeds take drawings out of a text, and keep their words."""
        raise docnodes.SkipNode

    def _picture(self, photo: nodes.photo, name: str, loading: dict[str, str]) -> str:
        """Return the picture as one file, since readers of feeds do not choose."""
        del loading
        file, width, height = plain_file(quote(name), photo["width"], photo["height"])
        if not photo["ground"]:  # a drawing
            file = f"{quote(name)}.svg"
        return self._image(photo, file, width=width, height=height)

    def depart_article(self, node: Element) -> None:
        """End an article and keep its text."""
        super().depart_article(node)
        if node["ids"]:
            self.articles[node["ids"][0]] = self._joined(self.body[self._begun : -1])
