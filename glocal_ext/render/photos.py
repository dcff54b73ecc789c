"""Photos in HTML: figures, rows of one height, captions with what is known of a picture."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes as docnodes
from sphinx.locale import get_translation

from glocal_ext import nodes
from glocal_ext.core.dates import PartialDate
from glocal_ext.core.rows import rows
from glocal_ext.partnerships.facts import shown_date
from glocal_ext.photos.publish import published_size
from glocal_ext.render.strict import StrictTranslator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element

_ = get_translation("glocal")

SHORT_TEXT = 120
"""Below this many words an article is set large."""

ROW_HEIGHT = 640
"""The height in pixels above which no picture in the text is shown."""

FRAME_RATIO = 3 / 2
"""Width to height of the frame that stands for a photo to come."""


class row_line(docnodes.Element):  # noqa: N801  (docutils names nodes in lower case)
    """Pictures of a row that stand side by side; made while the row is written."""


def _ratio(photo: Element) -> float:
    return photo["width"] / photo["height"] if "width" in photo else FRAME_RATIO


def _lines(photos: Sequence[nodes.photo]) -> Iterator[row_line]:
    """Yield the lines of a row of *photos*."""
    start = 0
    for size in rows([_ratio(photo) for photo in photos]):
        yield row_line("", *photos[start : start + size])
        start += size


class PhotoTranslator(StrictTranslator):
    """Renders photos and rows of them."""

    _in_caption = False

    def visit_photo(self, node: Element) -> None:
        """Begin a figure, with its picture or with the frame that stands for it."""
        classes = ["photo", f"size-{node['size']}"]
        pending = node.get("pending", False)
        if pending:
            classes.append("pending")
        # A picture that says nothing, and of which nothing is said, is nothing to announce.
        silent = not pending and not node["alt"] and len(node) == 1 and not self._photo_facts(node)
        tag = "div" if silent else "figure"
        self.body.append(self.starttag(node, tag, CLASS=" ".join(classes)))
        self.context.append(f"</{tag}>\n")
        if pending:
            frame = _("Photograph to come")
            self.body.append(f'<p class="frame">{frame}</p>\n')
        self._in_caption = False

    def depart_photo(self, node: Element) -> None:
        """End the figure, with what is known of a photo that has no description."""
        if node.first_child_matching_class(nodes.photo_description) is None:
            self._end_caption(node)
        if self._in_caption:
            self.body.append("</figcaption>\n")
        self._in_caption = False
        self.body.append(self.context.pop())

    def _end_caption(self, photo: Element) -> None:
        """Write what is known of a photo behind its caption; it may be the whole caption."""
        facts = self._photo_facts(photo)
        if facts and not self._in_caption:
            self._begin_caption()
        if facts:
            self.body.append(f'<p class="credit">{facts}</p>\n')

    def _begin_caption(self) -> None:
        self.body.append("<figcaption>\n")
        self._in_caption = True

    def visit_image(self, node: docnodes.image) -> None:
        """Show a photo's picture in its size; other images are docutils'."""
        photo = node.parent
        if not isinstance(photo, nodes.photo):
            super().visit_image(node)
            return
        uri = node["uri"]
        name = self.builder.images.get(uri)
        if name:
            uri = posixpath.join(self.builder.imgpath, quote(name))
        width, height = self._shown_size(photo, posixpath.splitext(uri)[1])
        first = photo is self.document.next_node(nodes.photo)
        self.body.append(
            self.emptytag(
                docnodes.image(),
                "img",
                src=uri,
                alt=photo["alt"],
                **({"lang": self.languages.of_text} if self.languages.of_text else {}),
                width=width,
                height=height,
                **({"fetchpriority": "high"} if first else {"loading": "lazy"}),
            )
        )

    def depart_image(self, node: docnodes.image) -> None:
        """Nothing is open after a photo's picture."""
        if not isinstance(node.parent, nodes.photo):
            super().depart_image(node)

    def _shown_size(self, photo: Element, suffix: str) -> tuple[int, int]:
        """Return width and height in pixels: those of the file, or those that make a row.

        Pictures of one height in a flexible row shrink by the same factor, so that the row
        fills the measure and the height stays common to all, without a style of its own.
        """
        width, height = published_size(photo["width"], photo["height"], suffix)
        if photo["size"] == "wide" and not isinstance(photo.parent, row_line):
            return width, height
        return max(1, round(ROW_HEIGHT * width / height)), ROW_HEIGHT

    def _photo_facts(self, node: Element) -> str:
        """Return credit, place, date, rights and licence as HTML."""
        parts = [self.marked(node["credit"])] if node["credit"] else []
        if node["place_name"]:
            parts.append(self.marked(node["place_name"]))
        if node["date"]:
            date = PartialDate.parse(node["date"])
            shown = self.encode(shown_date(date, self.settings.language_code))
            parts.append(f'<time datetime="{date.iso}">{shown}</time>')
        if node["rights"]:
            parts.append(self.marked(node["rights"]))
        if node["licence"]:
            link = self.starttag({}, "a", "", href=node["licence_url"], rel="license")
            parts.append(f"{link}{self.encode(node['licence'])}</a>")
        return " · ".join(parts)

    def visit_photo_caption(self, node: Element) -> None:
        """Begin a photo's or a row's caption."""
        self._begin_caption()

    def depart_photo_caption(self, node: Element) -> None:
        """End a row's caption; a photo's stays open for credit and description."""
        if isinstance(node.parent, nodes.photo_row):
            self.body.append("</figcaption>\n")
            self._in_caption = False

    def visit_photo_description(self, node: Element) -> None:
        """Begin a long description, folded away."""
        photo = node.parent
        assert isinstance(photo, nodes.photo)
        self._end_caption(photo)
        if not self._in_caption:
            self._begin_caption()
        label = _("Description")
        self.body.append(f"<details>\n<summary>{label}</summary>\n")

    def depart_photo_description(self, node: Element) -> None:
        """End it."""
        self.body.append("</details>\n")

    def visit_photo_row(self, node: Element) -> None:
        """Begin a row; with a caption of its own it is a figure of figures."""
        photos = [child for child in node.children if isinstance(child, nodes.photo)]
        captions = [child for child in node.children if child not in photos]
        classes = ["photo-row"]
        if self._leads(node, photos):
            classes.append("lead")
        else:
            node.children = [*_lines(photos), *captions]
            for child in node.children:
                child.parent = node
        tag = "figure" if captions else "div"
        self.body.append(self.starttag(node, tag, CLASS=" ".join(classes)))
        self.context.append(f"</{tag}>\n")

    def _leads(self, node: Element, photos: list[nodes.photo]) -> bool:
        """Tell whether three pictures open a short article: one large, two beside it."""
        article = node.parent
        if not isinstance(article, nodes.article) or article["words"] >= SHORT_TEXT:
            return False
        opens = article.index(node) == 1 and len(node.children) == len(photos) == 3
        return opens and _ratio(photos[0]) >= 1.2 and min(map(_ratio, photos[1:])) >= 1

    def visit_row_line(self, node: Element) -> None:
        """Begin a line of a row: pictures side by side."""
        self.body.append('<div class="row">\n')

    def depart_row_line(self, node: Element) -> None:
        """End it."""
        self.body.append("</div>\n")

    def depart_photo_row(self, node: Element) -> None:
        """End it."""
        self.body.append(self.context.pop())
