"""The HTML of the site's pages: valid, without inline styles, readable without CSS."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes as docnodes
from sphinx.locale import get_translation

from glocal_ext import nodes
from glocal_ext.core.maps import draw
from glocal_ext.core.renditions import ENLARGED, enlarged, scaled
from glocal_ext.partnerships.maps import MAP_PAGE
from glocal_ext.photos.notes import instead
from glocal_ext.photos.publish import Choice, choices, file_name, plain_file
from glocal_ext.render.maps import names, plot_of
from glocal_ext.render.photos import SHORT_TEXT, PhotoTranslator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Element, Node

_ = get_translation("glocal")

LONG_TITLE = 90
"""Above this many characters a headline is set smaller."""

_APART = (nodes.photo, nodes.photo_row, nodes.infobox)
"""What stands beside or between the runs of an article's text."""


class text_run(docnodes.Element):  # noqa: N801  (docutils names nodes in lower case)
    """Text between pictures and boxes; made while the article is written."""


def _text_runs(children: Iterable[Node]) -> Iterator[Node]:
    """Yield *children* with what is text put into runs."""
    for apart, run in itertools.groupby(children, lambda child: isinstance(child, _APART)):
        if apart:
            yield from run
        else:
            yield text_run("", *run)


class HTMLTranslator(PhotoTranslator):
    """Sphinx's HTML5 with this publication's nodes."""

    title_in_frame = True
    _map_begun = 0
    enlarges = True
    """Whether its output has pages that show photos enlarged."""

    # -- the page's title, which the frame shows ------------------------------------------------

    def _is_frames(self, section: Any) -> bool:
        """Tell whether *section* is the whole page, whose title the template sets."""
        return (
            self.title_in_frame
            and type(section) is docnodes.section
            and isinstance(section.parent, docnodes.document)
            and section is section.parent.next_node(docnodes.section)
        )

    def visit_section(self, node: docnodes.section) -> None:
        """Begin a section; the page's own is the frame's, and only its ids stay."""
        if self._is_frames(node):
            self.section_level += 1
            self.body += self._targets(node["ids"])
            return
        if "places" in node["classes"]:
            self._map_begun = len(self.body)
        super().visit_section(node)

    def depart_section(self, node: docnodes.section) -> None:
        """End it."""
        if self._is_frames(node):
            self.section_level -= 1
            return
        super().depart_section(node)
        if self.enlarges and "places" in node["classes"]:  # a page of its own
            shown = "".join(self.body[self._map_begun :])
            del self.body[self._map_begun :]
            document = self.builder.current_docname
            self._view(
                MAP_PAGE,
                node[0].astext(),
                of=self.builder.env.titles[document].astext(),
                back=document.rpartition("/")[2] + self.builder.link_suffix,
                map=shown,
            )

    def _targets(self, ids: Iterable[str]) -> Iterator[str]:
        """Yield a place for each of *ids* that can be linked to.

        docutils makes one of every title; nobody knows those, unless the document links to one.
        """
        if not hasattr(self, "_linkable"):
            links = self.document.findall(docnodes.reference)
            slugs = self.builder.env.metadata[self.builder.current_docname].get("myst_slugs", {})
            self._linkable = {each["refid"] for each in links if "refid" in each}
            self._linkable |= {anchor for _level, anchor, _title in slugs.values()}
        yield from (f'<span id="{each}"></span>' for each in ids if each in self._linkable)

    # -- articles -------------------------------------------------------------------------------

    def visit_article(self, node: Element) -> None:
        """Begin an article, named by its headline."""
        self.section_level += 1
        first, *others = node["ids"] or [""]
        title, *rest = node.children or [docnodes.title()]
        short = node["words"] < SHORT_TEXT
        pictures = bool(rest) and isinstance(rest[0], (nodes.photo, nodes.photo_row))
        opening = "pictures" if pictures else "text"
        classes = ["article", f"text-{'short' if short else 'long'}", f"opens-with-{opening}"]
        if node["kind"] != "article":
            classes.append(node["kind"])
        node.children = [title, *_text_runs(rest)]
        for child in node.children:
            child.parent = node
        attributes: dict[str, Any] = {"ids": [first] if first else []}
        attributes["CLASS"] = " ".join([*classes, *node["classes"]])
        if first:
            attributes["aria-labelledby"] = f"{first}_title"
        self.body.append(self.starttag({}, "article", **attributes))
        self.body += self._targets(others)

    def visit_text_run(self, node: Element) -> None:
        """Begin a run of text between pictures and boxes."""
        self.body.append('<div class="text">\n')

    def depart_text_run(self, node: Element) -> None:
        """End it."""
        self.body.append("</div>\n")

    def depart_article(self, node: Element) -> None:
        """End the article: with the original where there is one, and the ways on."""
        if node["original"]:
            link = self.starttag({}, "a", "", href=node["original"], CLASS="original")
            label = _("In the original language")
            self.body.append(f"<p>{link}{label}</a></p>\n")
        self.body += self._onward(node)
        self.section_level -= 1
        self.body.append("</article>\n")

    def _onward(self, node: Element) -> Iterator[str]:
        """Yield the links to the next article and back to the contents."""
        articles: list[Element] = list(self.document.findall(nodes.article))
        following = articles[articles.index(node) + 1 :][:1]
        if len(articles) < 2:
            return
        onward, back = _("Next:"), _("Contents")
        yield '<p class="onward">'
        for article in following:
            if article["ids"]:
                title = article.next_node(docnodes.title)
                name = article["short"] or (title.astext() if title is not None else "")
                yield self.starttag({}, "a", "", href=f"#{article['ids'][0]}")
                yield f"{onward} {self.marked(name)}</a> "
        yield f'<a href="#contents">{back}</a></p>\n'

    def visit_title(self, node: docnodes.title) -> None:
        """Give an article's headline its id, and its class where it is long."""
        article = node.parent
        if self._is_frames(article):
            raise docnodes.SkipNode
        if not isinstance(article, nodes.article):
            super().visit_title(node)
            return
        level = self.section_level + self.initial_header_level - 1
        attributes: dict[str, Any] = {"CLASS": "long"} if len(node.astext()) > LONG_TITLE else {}
        if article["ids"]:
            attributes["ids"] = [f"{article['ids'][0]}_title"]
        self.body.append("<header>\n")
        if article["kicker"]:
            kicker = " · ".join(self.marked(name) for name in article["kicker"])
            self.body.append(f'<p class="kicker">{kicker}</p>\n')
        self.body.append(self.starttag({}, f"h{level}", "", **attributes))
        self.context.append(f"</h{level}>\n")
        standfirst, byline = article["standfirst"], article["byline"]
        if standfirst:
            self.context[-1] += f'<p class="standfirst">{self.marked(standfirst)}</p>\n'
        if byline:
            self.context[-1] += f'<p class="byline">{self.marked(byline)}</p>\n'
        self.context[-1] += "</header>\n"

    # -- photos enlarged ------------------------------------------------------------------------

    def _enlarge(self, photo: Element) -> str:
        """Return the link to the page that shows the photo enlarged."""
        page = photo.get("page", "")
        if not (page and self.enlarges and isinstance(photo, nodes.photo)) or "withdrawn" in photo:
            return ""
        enlarge = _("Enlarge")
        label = _("Enlarge: %s") % (photo.caption_text() or photo["alt"])
        attributes = {"href": f"{page}{self.builder.link_suffix}", "aria-label": label}
        link = self.starttag({}, "a", "", **attributes)
        return f'<p class="enlarge">{link}{enlarge}</a></p>\n'

    def _hand_over(self, photo: Element) -> None:
        """Hand over what the page with the enlarged photo shows."""
        link = self._enlarge(photo)
        if self.enlarges and "withdrawn" in photo:
            note = instead(photo, self.builder.config.language)
            self._view(photo["page"], note, **self._way_back(photo), note=note)
        elif link and isinstance(photo, nodes.photo):
            said = "".join(part for part in self.body[self._caption_start :] if part != link)
            self._view(
                photo["page"],
                photo.caption_text() or photo["alt"],
                **self._way_back(photo),
                picture=self._enlarged(photo),
                caption=said.replace("<details>", "<details open>"),
            )

    def _view(self, page: str, title: str, **shown: str) -> None:
        """Hand over what a page beside the document's own shows; what it lacks is empty."""
        lacking = dict.fromkeys(("picture", "caption", "note", "map"), "")
        self.builder.enlarged.append({"page": page, "title": title, **lacking, **shown})

    def _enlarged(self, photo: nodes.photo) -> str:
        """Return the picture of an enlarged view: as large as the window allows."""
        [image] = photo.findall(docnodes.image)
        name, size = quote(image["published"]), (photo["width"], photo["height"])
        formats = self.builder.picture_formats
        found = []
        for choice in choices(name, *size, formats):
            [largest] = enlarged(*size, (choice.format,))
            more = (file_name(name, largest), largest.width)
            found.append(Choice(choice.format, tuple(dict.fromkeys((*choice.files, more)))))
        sizes = f"min(100vw, {90 * size[0] / size[1]:.0f}vh)"
        shown = dict(zip(("width", "height"), scaled(*size, ENLARGED), strict=True))
        return self._chosen(photo, found, sizes, src=plain_file(name, *size)[0], **shown)

    def _way_back(self, photo: Element) -> dict[str, str]:
        """Return where the photo stands, and what that is called."""
        document = self.builder.current_docname
        around: Element | None = photo.parent
        while around is not None and not isinstance(around, nodes.article):
            around = around.parent
        title = self.builder.env.titles[document].astext()
        target = photo["ids"][:1]
        if around is not None:
            own = around.next_node(docnodes.title)
            title = around["short"] or (own.astext() if own is not None else title)
            target = target or around["ids"][:1]
        file = document.rpartition("/")[2] + self.builder.link_suffix
        return {"of": title, "back": f"{file}#{target[0]}" if target else file}

    def visit_pull_quote(self, node: Element) -> None:
        """Set a repeated sentence apart."""
        self.body.append(self.starttag(node, "blockquote", CLASS="pull-quote"))

    def depart_pull_quote(self, node: Element) -> None:
        """End it."""
        self.body.append("</blockquote>\n")

    def visit_ruby(self, node: Element) -> None:
        """Begin a name with its reading."""
        self.body.append(self.starttag(node, "ruby", ""))

    def depart_ruby(self, node: Element) -> None:
        """Add the reading, in parentheses where it cannot be set above."""
        reading = self.encode(node["reading"])
        self.body.append(f"<rp>（</rp><rt>{reading}</rt><rp>）</rp></ruby>")

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

    # -- maps -----------------------------------------------------------------------------------

    def visit_place_map(self, node: Element) -> None:
        """Begin a map of places; its text follows as the caption."""
        self.body.append(
            self.starttag(node, "figure", "", CLASS="map world" if node["of_world"] else "map")
        )
        self.body += [self.drawn_map(node), "<figcaption>"]

    def drawn_map(self, node: Element) -> str:
        """Return the map of places: a file that pages share, and over it the names."""
        plot = plot_of(node)
        found = draw(plot, with_arcs=False)
        file = f"{self.builder.imgpath}/{self.builder.map_name(plot)}"
        said: dict[str, Any] = {"width": found.width, "height": found.height, "loading": "lazy"}
        if self.languages.of_text:
            said["lang"] = self.languages.of_text
        picture = self.emptytag(node, "img", "", src=file, alt=self.seen_on(node), **said)
        return f"{picture}{names(found, self.languages.of_text)}"

    def seen_on(self, node: Element) -> str:
        """Return what is seen on a map; names alone where these are in another language."""
        alt: str = node["alt"]
        return alt if self.languages.of_text else _("Map: %s") % alt

    def depart_place_map(self, node: Element) -> None:
        """End it."""
        self.body.append("</figcaption></figure>\n")

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
