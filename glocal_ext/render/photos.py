"""Photos in HTML: figures, rows of one height, captions with what is known of a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes as docnodes
from sphinx.locale import get_translation

from glocal_ext import nodes
from glocal_ext.core import layout
from glocal_ext.core.dates import PartialDate
from glocal_ext.core.layout import ROW_HEIGHT
from glocal_ext.core.renditions import AVIF, JPEG
from glocal_ext.core.rows import rows
from glocal_ext.partnerships.facts import shown_date
from glocal_ext.photos.notes import instead
from glocal_ext.photos.publish import choices, plain_file
from glocal_ext.render.strict import StrictTranslator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element

    from glocal_ext.photos.publish import Choice

_ = get_translation("glocal")

SHORT_TEXT = 120
"""Below this many words an article is set large."""

FRAME_RATIO = 3 / 2
"""Width to height of the frame that stands for a photo to come."""


class row_line(docnodes.Element):  # noqa: N801  (docutils names nodes in lower case)
    """Pictures of a row that stand side by side; made while the row is written."""


def _ratio(photo: Element) -> float:
    return photo["width"] / photo["height"] if "width" in photo else FRAME_RATIO


def _is_in_article(node: docnodes.Node) -> bool:
    around: docnodes.Node | None = node.parent
    while around is not None and not isinstance(around, nodes.article):
        around = around.parent
    return around is not None


def _lines(photos: Sequence[nodes.photo]) -> Iterator[row_line]:
    """Yield the lines of a row of *photos*."""
    start = 0
    for size in rows([_ratio(photo) for photo in photos]):
        yield row_line("", *photos[start : start + size])
        start += size


class PhotoTranslator(StrictTranslator):
    """Renders photos and rows of them."""

    _in_caption = False
    shows_ground = True
    """Whether a picture has the classes of its mean colour, which shows until it has come."""

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
            note = self.encode(instead(node, self.settings.language_code))
            self.body.append(f'<p class="frame">{note}</p>\n')
        self._in_caption = False

    def depart_photo(self, node: Element) -> None:
        """End the figure, with what is known of a photo that has no description."""
        if node.first_child_matching_class(nodes.photo_description) is None:
            self._end_caption(node)
        self._hand_over(node)
        if self._in_caption:
            self.body.append("</figcaption>\n")
        self._in_caption = False
        self.body.append(self.context.pop())

    def _enlarge(self, photo: Element) -> str:
        """Return the link to an enlarged view: only the site has such pages."""
        del photo
        return ""

    def _hand_over(self, photo: Element) -> None:
        """Hand over what an enlarged view shows."""

    def _end_caption(self, photo: Element) -> None:
        """Write what is known of a photo behind its caption; it may be the whole caption."""
        facts, enlarge = self._photo_facts(photo), self._enlarge(photo)
        if (facts or enlarge) and not self._in_caption:
            self._begin_caption()
        if facts:
            self.body.append(f'<p class="credit">{facts}</p>\n')
        if enlarge:
            self.body.append(enlarge)

    def _begin_caption(self) -> None:
        self.body.append("<figcaption>\n")
        self._caption_start = len(self.body)
        self._in_caption = True

    def visit_image(self, node: docnodes.image) -> None:
        """Show a photo's picture in its size; other images are docutils'."""
        photo = node.parent
        if not isinstance(photo, nodes.photo):
            super().visit_image(node)
            return
        first = photo is self.document.next_node(nodes.photo)
        loading = {"fetchpriority": "high"} if first else {"loading": "lazy"}
        self.body.append(self._picture(photo, node["published"], loading))

    def _picture(self, photo: nodes.photo, name: str, loading: dict[str, str]) -> str:
        """Return a photo's picture: files of several sizes and formats to choose from."""
        size = photo["width"], photo["height"]
        width, height = self._shown_size(photo)
        shown = {"width": width, "height": height, **loading}
        if not photo["ground"]:  # a drawing
            return self._image(photo, f"{quote(name)}.svg", **shown)
        found = choices(quote(name), *size, self.builder.picture_formats)
        narrow = layout.HALF if photo["size"] == "half" else width
        sizes = layout.sizes(self._wide(photo), narrow)
        return self._chosen(photo, found, sizes, src=plain_file(quote(name), *size)[0], **shown)

    def _chosen(
        self, photo: nodes.photo, found: Sequence[Choice], sizes: str, src: str, **shown: Any
    ) -> str:
        """Return ``picture``: what *found* offers, and the file *src* for who cannot choose."""
        offered = {each.format: each.srcset(self._folder) for each in found}
        image = self._image(photo, src, srcset=offered[JPEG], sizes=sizes, **shown)
        if AVIF in offered:
            avif = {"type": "image/avif", "srcset": offered[AVIF], "sizes": sizes}
            image = self.emptytag(docnodes.image(), "source", "", **avif) + image
        return f"<picture>{image.rstrip()}</picture>\n"

    def _image(self, photo: nodes.photo, src: str, **attributes: Any) -> str:
        """Return ``img`` with the file *src* of the pictures' folder."""
        if photo["ground"] and self.shows_ground:
            attributes["class"] = photo["ground"]
        if self.languages.of_text:
            attributes["lang"] = self.languages.of_text
        address = f"{self._folder}{src}"
        return self.emptytag(docnodes.image(), "img", src=address, alt=photo["alt"], **attributes)

    @property
    def _folder(self) -> str:
        """The address of the pictures' folder."""
        return f"{self.builder.imgpath}/"

    def _wide(self, photo: nodes.photo) -> float:
        """Return how wide the picture stands on the grid, in CSS pixels."""
        row = photo.parent
        if isinstance(row, row_line):
            photos = row.children
            return layout.row([_ratio(each) for each in photos])[photos.index(photo)]  # type: ignore[arg-type]  # all are photos
        if isinstance(row, nodes.photo_row):  # three that open an article
            return layout.columns(8 if photo is row.children[0] else 4)
        place = {"wide": layout.WIDTH, "half": layout.HALF}.get(photo["size"], layout.columns(8))
        if not isinstance(row, nodes.article) and _is_in_article(photo):
            place = min(place, layout.columns(7))  # in the text, below a heading within
        return place if photo["size"] == "wide" else min(place, ROW_HEIGHT * _ratio(photo))

    def depart_image(self, node: docnodes.image) -> None:
        """Nothing is open after a photo's picture."""
        if not isinstance(node.parent, nodes.photo):
            super().depart_image(node)

    def _shown_size(self, photo: Element) -> tuple[int, int]:
        """Return width and height in pixels: those that make a row, or a wide one's own.

        Pictures of one height in a flexible row shrink by the same factor, so that the row
        fills the measure and the height stays common to all, without a style of its own.
        """
        width, height = photo["width"], photo["height"]
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
