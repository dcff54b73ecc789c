"""A chapter as blocks: a headline, paragraphs, groups of pictures, boxes of facts."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from docutils import nodes as docnodes
from sphinx.locale import get_translation

from glocal_ext import nodes
from glocal_ext.builders.pdf.flow import (
    APART,
    AROUND,
    ARTICLES,
    LINES,
    SMALL,
    TEXT,
    block,
    plain_block,
    row,
)
from glocal_ext.render.html import LONG_TITLE
from glocal_ext.render.photos import SHORT_TEXT
from glocal_ext.render.typst.code import call, content, string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Element, Node

    from glocal_ext.builders.chapters import Chapter
    from glocal_ext.builders.pdf.flow import FlowBlock
    from glocal_ext.render.typst.code import Code
    from glocal_ext.render.typst.figures import TypstTranslator

_ = get_translation("glocal")

_FEW = 4
"""Up to this many photos are not parted by a page's end."""


class ChapterBlocks:
    """The blocks of a chapter, in the order of the source."""

    def __init__(self, chapter: Chapter, visitor: TypstTranslator) -> None:
        self._chapter, self._visitor = chapter, visitor
        self._short = False

    def blocks(self) -> Iterator[FlowBlock]:
        """Yield the blocks of an article, or of what stands before the articles."""
        found = self._chapter.nodes
        if not found or not isinstance(found[0], nodes.article):
            yield from self._flowing(found)
            yield from self._notes()
            return
        first, *behind = found
        assert isinstance(first, nodes.article)
        self._short = first["words"] < SHORT_TEXT
        title, *rest = first.children or [docnodes.title()]
        opening = [*itertools.takewhile(_is_plain, rest)] if self._short else []
        head = self._headline(first, title)
        beside = self._visitor.children(opening, first) if any(map(_says, opening)) else None
        code = call("article-head", head, beside=beside)
        yield plain_block(code, space=ARTICLES, stays=beside is None, opens=True)
        yield from self._flowing([*rest[len(opening) :], *behind])
        if first["original"]:
            link = call("web", first["original"], string(_("In the original language")))
            yield plain_block(call("par", link), space=TEXT)
        yield from self._descriptions(first)
        yield from self._notes()

    def end_section(self) -> Code:
        """Return what stands behind the articles: notes, corrections or sources."""
        chapter = self._chapter
        body = [
            self._visitor.children(
                node.children[1:] if isinstance(node, docnodes.section) else [node], node
            )
            for node in (*chapter.nodes, *chapter.footnotes)
        ]
        return call("end-section", string(chapter.title), content(body), name=chapter.name)

    def _headline(self, article: nodes.article, title: Node) -> dict[str, Any]:
        form = "long" if len(title.astext()) > LONG_TITLE else "short"
        form = "notice" if article["kind"] == "notice" else form
        standfirst, byline = article["standfirst"], article["byline"]
        assert isinstance(title, docnodes.Element)
        return {
            "level": 2,
            "name": self._chapter.name,
            "form": form,
            "anchors": self._visitor.labels(article),
            "title": self._visitor.inside(title),
            "kicker": self._visitor.kicker(article["kicker"]),
            "standfirst": self._visitor.marked(standfirst) if standfirst else None,
            "byline": self._visitor.marked(byline) if byline else None,
        }

    def _flowing(self, found: Iterable[Node]) -> Iterator[FlowBlock]:
        """Yield the blocks of text, pictures and boxes that follow one another."""
        text: list[Node] = []
        for node in found:
            if isinstance(node, nodes.infobox):
                yield from self._box(text, node)
                text = []
            elif isinstance(node, (nodes.photo, nodes.photo_row, docnodes.section)):
                yield from self._text(text)
                text = []
                if isinstance(node, docnodes.section):
                    yield from self._subsection(node)
                else:
                    yield from self._pictures(node)
            else:
                text.append(node)
        yield from self._text(text)

    def _text(self, text: list[Node]) -> Iterator[FlowBlock]:
        space = APART  # behind what is no text
        for node in text:
            if not _says(node):
                continue
            body = self._visitor.children([node], node)
            wide = isinstance(node, (docnodes.table, docnodes.literal_block))
            apart = isinstance(node, _SET_APART)
            yield block(
                space=AROUND if apart and space == TEXT else space,
                breaks=True,
                stays=isinstance(node, docnodes.rubric),
                kind="text",
                short=self._short,
                body=body,
                columns=6 if wide else 4,
                breakable=True,
            )
            space = AROUND if apart else TEXT

    def _subsection(self, section: docnodes.section) -> Iterator[FlowBlock]:
        self._visitor.level += 1
        title, *rest = section.children
        heading = isinstance(title, docnodes.title) and title.astext().strip()
        shown = [self._visitor.children([title], section)] if heading else []
        body = content([*self._visitor.places_of(section), *shown])
        yield block(
            space=APART, stays=True, kind="text", short=self._short, body=body, columns=4
        )  # fmt: skip
        yield from self._flowing(rest)
        self._visitor.level -= 1

    def _pictures(self, node: Element) -> Iterator[FlowBlock]:
        """Yield a photo, a group of a few as one, a larger group line by line."""
        if isinstance(node, nodes.photo):
            if node["size"] == "column" and "width" in node:
                yield row([node], APART, self._visitor)
            else:
                yield block(space=APART, kind="photo", photo=self._visitor.photo(node))
            return
        photos = self._visitor.photos(node)
        groups = [photos] if len(photos) <= _FEW else [*self._visitor.lines(node)]
        captions = [self._visitor.inside(each) for each in self._visitor.captions(node)]
        for number, group in enumerate(groups):
            caption = captions[0] if captions and group is groups[-1] else None
            yield row(group, LINES if number else APART, self._visitor, caption)

    def _box(self, text: list[Node], box: nodes.infobox) -> Iterator[FlowBlock]:
        """Yield a box: beside the text before it where that is as high, else as a band."""
        facts = self._visitor.facts(box)
        beside = 0 if self._short else _beside(text, box)
        yield from self._text(text[: len(text) - beside])
        if beside:
            body = self._visitor.children(text[len(text) - beside :], box)
            yield block(space=TEXT, kind="beside", body=body, box=facts)
        else:
            yield plain_block(call("box-of-facts", facts), space=APART)

    def _descriptions(self, article: nodes.article) -> Iterator[FlowBlock]:
        """Yield the long descriptions of an article's photos, each named by its caption."""
        items = []
        for photo in article.findall(nodes.photo):
            said = self._visitor.description(photo)
            if said:
                name = self._visitor.marked(photo.caption_text() or photo["alt"])
                items.append(call("terms.item", name, said))
        if items:
            title = string(_("Descriptions of pictures"))
            code = call("small-notes", title, call("terms", *items))
            yield plain_block(code, space=SMALL, breaks=True, columns=4)

    def _notes(self) -> Iterator[FlowBlock]:
        """Yield the footnotes that the chapter cites."""
        if self._chapter.footnotes:
            body = content(self._visitor.note(each) for each in self._chapter.footnotes)
            code = call("small-notes", string(_("Notes")), body)
            yield plain_block(code, space=SMALL, breaks=True, columns=4)


_SET_APART = (
    docnodes.Admonition, docnodes.block_quote, docnodes.literal_block, docnodes.math_block,
    docnodes.table,
)  # fmt: skip

_PLAIN = (
    docnodes.paragraph, docnodes.bullet_list, docnodes.enumerated_list, docnodes.block_quote,
    docnodes.definition_list, docnodes.Invisible, docnodes.target,
)  # fmt: skip


def _is_plain(node: Node) -> bool:
    """Tell whether *node* is text that may stand beside a headline."""
    return isinstance(node, _PLAIN) and not any(node.findall(nodes.photo))


def _says(node: Node) -> bool:
    """Tell whether there is anything to see of *node*."""
    return not isinstance(node, (docnodes.Invisible, docnodes.target)) or bool(node.astext())


_WORDS_A_LINE, _LINE, _FACT, _VALUE = 11, 5.1, 8.5, 30
"""About how many words a line of text has, how high it is in millimetres; how high a fact is, and
how many characters of its value are on a line."""

_HIGHEST = 130
"""How high in millimetres a text beside a box is at most, since the two are not parted."""


def _beside(text: list[Node], box: nodes.infobox) -> int:
    """Return how many of the last of *text* are about as high as *box*; 0 if all are not."""
    facts = [*box.findall(docnodes.definition)]
    height = 16 + sum(_FACT + 4.2 * (len(each.astext()) // _VALUE) for each in facts)
    others = [child for child in box.children if not isinstance(child, docnodes.definition_list)]
    height += sum(4.2 * (1 + len(each.astext()) // (_VALUE + 10)) for each in others)
    lines = 0.0
    for count, node in enumerate(reversed(text), 1):
        if not isinstance(node, (*_PLAIN, docnodes.Admonition)):
            return 0
        lines += -(-len(node.astext().split()) // _WORDS_A_LINE) + 0.5
        if lines * _LINE >= height:
            return count if lines * _LINE <= _HIGHEST else 0
    return 0
