"""The HTML of the site's pages: valid, without inline styles, readable without CSS."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes as docnodes
from markupsafe import Markup
from sphinx.locale import get_translation
from sphinx.writers.html5 import HTML5Translator

from glocal_ext import nodes
from glocal_ext.core.dates import PartialDate
from glocal_ext.core.names import japanese_runs
from glocal_ext.partnerships.domain import partnerships_domain
from glocal_ext.partnerships.facts import shown_date
from glocal_ext.photos.publish import published_size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Element

_ = get_translation("glocal")

LONG_TITLE = 90
"""Above this many characters a headline is set smaller."""

SHORT_TEXT = 120
"""Below this many words an article is set large."""


def marked(text: str, languages: Mapping[str, str]) -> Markup:
    """Return *text* as HTML; *languages* gives the language of names in Chinese characters."""
    return Markup("").join(
        Markup('<span lang="{}">{}</span>').format(language, run) if language else run
        for run, language in japanese_runs(text, languages)
    )


class HTMLTranslator(HTML5Translator):
    """Sphinx's HTML5, with this publication's nodes and what a strict site needs."""

    # -- what a strict Content-Security-Policy and the checkers ask of docutils' HTML -----------

    def starttag(self, node: Any, tagname: str, *args: Any, **attributes: Any) -> str:
        """Return a start tag without ``style``: the policy refuses it, stylesheets do it."""
        attributes.pop("style", None)
        attributes.pop("STYLE", None)
        return str(super().starttag(node, tagname, *args, **attributes))

    def visit_colspec(self, node: Element) -> None:
        """Leave out the widths of columns, which only an inline style could give."""
        parent: Any = node.parent  # docutils keeps there which columns hold headers
        parent.stubs.append(node.get("stub"))
        raise docnodes.SkipNode

    def depart_colspec(self, node: Element) -> None:
        """Nothing was begun."""

    def visit_entry(self, node: docnodes.entry) -> None:
        """Say what a header cell is the header of."""
        row: Any = node.parent  # docutils keeps the column in it
        if isinstance(row.parent, docnodes.thead):
            node["scope"] = "col"
        elif row.parent.parent.stubs[row.column]:
            node["scope"] = "row"
        start = len(self.body)
        super().visit_entry(node)
        if "scope" in node:
            tag = self.body[start]
            self.body[start] = tag.replace("<th", f'<th scope="{node["scope"]}"', 1)

    def visit_table(self, node: docnodes.table) -> None:
        """Let a wide table scroll by itself, by keyboard too."""
        title = node.next_node(docnodes.title)
        label = title.astext() if title is not None else str(_("Table"))
        self.body.append(
            f'<div class="table" role="region" tabindex="0" aria-label="{self.attval(label)}">\n'
        )
        super().visit_table(node)

    def depart_table(self, node: docnodes.table) -> None:
        """Close the region."""
        super().depart_table(node)
        self.body.append("</div>\n")

    def visit_meta(self, node: Element) -> None:
        """Pass over docutils' meta elements: the page's head has its own."""
        raise docnodes.SkipNode

    def marked(self, text: str) -> str:
        """Return *text* as HTML, its Japanese and Chinese runs with their language."""
        languages = partnerships_domain(self.builder.env).registry.name_languages
        return marked(text, languages)

    # -- articles -----------------------------------------------------------------------------

    def visit_article(self, node: Element) -> None:
        """Begin an article, named by its headline."""
        self.section_level += 1
        first, *others = node["ids"] or [""]
        words = "short" if node["words"] < SHORT_TEXT else "long"
        classes = ["article", f"text-{words}", *node["classes"]]
        opening = next((child for child in node.children[1:]), None)
        if isinstance(opening, (nodes.photo, nodes.photo_row)):
            classes.append("opens-with-pictures")
        if node["kind"] != "article":
            classes.append(node["kind"])
        attributes: dict[str, Any] = {"ids": [first] if first else []}
        attributes["CLASS"] = " ".join(classes)
        if first:
            attributes["aria-labelledby"] = f"{first}_title"
        self.body.append(self.starttag({}, "article", **attributes))
        self.body += [f'<span id="{other}"></span>' for other in others]

    def depart_article(self, node: Element) -> None:
        """End the article, with a link to the original where there is one."""
        if node["original"]:
            link = self.starttag({}, "a", "", href=node["original"], CLASS="original")
            self.body.append(f"<p>{link}{_('In the original language')}</a></p>\n")
        self.section_level -= 1
        self.body.append("</article>\n")

    def visit_title(self, node: docnodes.title) -> None:
        """Give an article's headline its id, and its class where it is long."""
        article = node.parent
        if not isinstance(article, nodes.article):
            super().visit_title(node)
            return
        level = self.section_level + self.initial_header_level - 1
        attributes: dict[str, Any] = {"CLASS": "long"} if len(node.astext()) > LONG_TITLE else {}
        if article["ids"]:
            attributes["ids"] = [f"{article['ids'][0]}_title"]
        self.body.append(self.starttag({}, f"h{level}", "", **attributes))
        self.context.append(f"</h{level}>\n")
        standfirst, byline = article["standfirst"], article["byline"]
        if standfirst:
            self.context[-1] += f'<p class="standfirst">{self.marked(standfirst)}</p>\n'
        if byline:
            self.context[-1] += f'<p class="byline">{self.marked(byline)}</p>\n'

    def visit_pull_quote(self, node: Element) -> None:
        """Set a repeated sentence apart."""
        self.body.append(self.starttag(node, "blockquote", CLASS="pull-quote"))

    def depart_pull_quote(self, node: Element) -> None:
        """End it."""
        self.body.append("</blockquote>\n")

    # -- photos -------------------------------------------------------------------------------

    def visit_photo(self, node: Element) -> None:
        """Begin a figure, with its picture or with the frame that stands for it."""
        classes = ["photo", f"size-{node['size']}"]
        pending = node.get("pending", False)
        if pending:
            classes.append("pending")
        self.body.append(self.starttag(node, "figure", CLASS=" ".join(classes)))
        if pending:
            self.body.append(f'<p class="frame">{_("Photograph to come")}</p>\n')
        self._in_caption = False

    def depart_photo(self, node: Element) -> None:
        """End the caption with what is known of the photo, and the figure."""
        facts = self._photo_facts(node)
        if facts and not self._in_caption:
            self.body.append("<figcaption>\n")
            self._in_caption = True
        if facts:
            self.body.append(f'<p class="credit">{facts}</p>\n')
        if self._in_caption:
            self.body.append("</figcaption>\n")
        self._in_caption = False
        self.body.append("</figure>\n")

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
        width, height = published_size(photo["width"], photo["height"], posixpath.splitext(uri)[1])
        loading = {} if self._is_first_photo(photo) else {"loading": "lazy"}
        self.body.append(
            self.emptytag(
                docnodes.image(),
                "img",
                src=uri,
                alt=photo["alt"],
                width=width,
                height=height,
                **loading,
            )
        )

    def depart_image(self, node: docnodes.image) -> None:
        """Nothing is open after a photo's picture."""
        if not isinstance(node.parent, nodes.photo):
            super().depart_image(node)

    def _is_first_photo(self, photo: Element) -> bool:
        first = self.document.next_node(nodes.photo)
        return photo is first

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
        self.body.append("<figcaption>\n")
        self._in_caption = True

    def depart_photo_caption(self, node: Element) -> None:
        """End a row's caption; a photo's stays open for credit and description."""
        if isinstance(node.parent, nodes.photo_row):
            self.body.append("</figcaption>\n")
            self._in_caption = False

    def visit_photo_description(self, node: Element) -> None:
        """Begin a long description, folded away."""
        if not self._in_caption:
            self.body.append("<figcaption>\n")
            self._in_caption = True
        self.body.append(f"<details>\n<summary>{_('Description')}</summary>\n")

    def depart_photo_description(self, node: Element) -> None:
        """End it."""
        self.body.append("</details>\n")

    def visit_photo_row(self, node: Element) -> None:
        """Begin a row; with a caption of its own it is a figure of figures."""
        captioned = any(isinstance(child, nodes.photo_caption) for child in node.children)
        tag = "figure" if captioned else "div"
        self.body.append(self.starttag(node, tag, CLASS="photo-row"))
        self.context.append(f"</{tag}>\n")

    def depart_photo_row(self, node: Element) -> None:
        """End it."""
        self.body.append(self.context.pop())

    # -- facts --------------------------------------------------------------------------------

    def visit_definition_list_item(self, node: docnodes.definition_list_item) -> None:
        """Keep a fact's label and value together, so that they can be set as one."""
        super().visit_definition_list_item(node)
        if "facts" in node.parent["classes"]:
            self.body.append("<div>")

    def depart_definition_list_item(self, node: docnodes.definition_list_item) -> None:
        """End the pair."""
        if "facts" in node.parent["classes"]:
            self.body.append("</div>\n")
        super().depart_definition_list_item(node)

    # -- infoboxes ----------------------------------------------------------------------------

    def visit_infobox(self, node: Element) -> None:
        """Begin a box of facts, named by its title."""
        self._infoboxes = getattr(self, "_infoboxes", 0) + 1
        classes = "infobox partnership" if "partnership" in node else "infobox"
        attributes: Any = {"CLASS": classes, "aria-labelledby": self._infobox_id}
        self.body.append(self.starttag(node, "aside", **attributes))

    def depart_infobox(self, node: Element) -> None:
        """End it."""
        self.body.append("</aside>\n")

    @property
    def _infobox_id(self) -> str:
        return f"infobox_{self._infoboxes}"

    def visit_infobox_title(self, node: Element) -> None:
        """Begin the title, a heading one level below where the box stands."""
        level = min(self.section_level + self.initial_header_level, 6)
        self.body.append(f'<h{level} class="infobox-title" id="{self._infobox_id}">')
        self.context.append(f"</h{level}>\n")

    def depart_infobox_title(self, node: Element) -> None:
        """End it."""
        self.body.append(self.context.pop())

    def visit_infobox_sources(self, node: Element) -> None:
        """Begin the line of sources."""
        self.body.append(self.starttag(node, "p", "", CLASS="infobox-sources"))

    def depart_infobox_sources(self, node: Element) -> None:
        """End it."""
        self.body.append("</p>\n")
