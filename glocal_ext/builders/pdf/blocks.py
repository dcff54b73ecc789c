"""A chapter as blocks: a headline, paragraphs, groups of pictures, boxes of facts."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from docutils import nodes as docnodes
from sphinx.locale import get_translation

from glocal_ext import nodes
from glocal_ext.builders.pdf.flow import (
    ABOVE_HEADING,
    APART,
    AROUND,
    ARTICLES,
    BELOW_HEADING,
    LINES,
    SMALL,
    SPACE_LONG,
    SPACE_SHORT,
    block,
    plain_block,
    row,
)
from glocal_ext.render.html import LONG_TITLE
from glocal_ext.render.photos import SHORT_TEXT
from glocal_ext.render.typst.code import call, content, string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
        if found and isinstance(found[0], nodes.article):
            yield from self._article(found[0], found[1:])
        else:
            yield from self._flowing(found)
        yield from self._descriptions()
        yield from self._notes()

    def _article(self, article: nodes.article, behind: list[Node]) -> Iterator[FlowBlock]:
        """Yield the blocks of *article* and what follows it; a short one is better not parted."""
        self._short = article["words"] < SHORT_TEXT
        title, *rest = article.children or [docnodes.title()]
        opening = _opening(rest) if self._short else []
        head = self._headline(article, title)
        beside = self._visitor.children(opening, article) if any(map(_says, opening)) else None
        code = call("article-head", head, beside=beside)
        found = [plain_block(code, space=ARTICLES, stays=beside is None, opens=True)]
        found += self._flowing([*rest[len(opening) :], *behind])
        if article["original"]:
            label = string(_("In the original language"))
            code = call("aside", call("web", article["original"], label))
            found.append(plain_block(code, space=SMALL, columns=4))
        yield from (each._replace(whole=self._short) for each in found)

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
            "title": self._visitor.inside(title) if title.astext().strip() else string("–"),
            "kicker": self._visitor.kicker(article["kicker"]),
            "standfirst": self._visitor.marked(standfirst) if standfirst else None,
            "byline": self._visitor.marked(byline) if byline else None,
        }

    def _flowing(self, found: Sequence[Node], above: float = APART) -> Iterator[FlowBlock]:
        """Yield the blocks of text, pictures and boxes that follow one another.

        *above* is the space above them, if they begin with text.
        """
        kinds = (nodes.infobox, nodes.photo, nodes.photo_row, docnodes.section)
        start = 0
        while start < len(found):
            end = next((n for n in range(start, len(found)) if isinstance(found[n], kinds)), None)
            text = [*found[start:end]]
            node = None if end is None else found[end]
            start = len(found) if end is None else end + 1
            if isinstance(node, nodes.infobox):
                following = [*itertools.takewhile(_is_plain, found[start:])]
                before, after = self._beside(text, node, following)
                yield from self._text(text[: len(text) - before], above)
                if before:
                    yield self._beside_box(text[-before:], node, following[:after], above)
                    start += after
                    above = self._between
                    continue
                yield plain_block(call("box-of-facts", self._visitor.facts(node)), space=APART)
            else:
                yield from self._text(text, above)
                if isinstance(node, docnodes.section):
                    yield from self._subsection(node)
                elif isinstance(node, docnodes.Element):
                    yield from self._pictures(node)
            above = APART

    @property
    def _between(self) -> float:
        """The space between two paragraphs, in millimetres."""
        return SPACE_SHORT if self._short else SPACE_LONG

    def _text(self, text: Iterable[Node], above: float) -> Iterator[FlowBlock]:
        """Yield the blocks of a text; *above* is the space above the first."""
        space = above
        for node in text:
            if not _says(node):
                continue
            apart, heads = isinstance(node, _SET_APART), isinstance(node, docnodes.rubric)
            if space == self._between:
                space = ABOVE_HEADING if heads else AROUND if apart else space
            yield block(
                space=space,
                breaks=True,
                stays=heads,
                kind="text",
                short=self._short,
                body=self._visitor.children([node], node),
                columns=6 if isinstance(node, (docnodes.table, docnodes.literal_block)) else 4,
                breakable=True,
            )
            space = BELOW_HEADING if heads else AROUND if apart else self._between

    def _subsection(self, section: docnodes.section) -> Iterator[FlowBlock]:
        self._visitor.level += 1
        title, *rest = section.children
        heading = isinstance(title, docnodes.title) and title.astext().strip()
        shown = [self._visitor.children([title], section)] if heading else []
        body = content([*self._visitor.places_of(section), *shown])
        yield block(
            space=ABOVE_HEADING, stays=True, kind="text", short=self._short, body=body, columns=4
        )
        yield from self._flowing(rest, BELOW_HEADING)
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

    def _beside_box(
        self, before: list[Node], box: nodes.infobox, after: list[Node], space: float
    ) -> FlowBlock:
        """Return a box in the columns beside a text, in the order of the source."""
        return block(
            space=space,
            kind="beside",
            before=self._visitor.children(before, box),
            box=self._visitor.facts(box),
            after=self._visitor.children(after, box) if after else None,
        )

    def _beside(
        self, text: list[Node], box: nodes.infobox, following: list[Node]
    ) -> tuple[int, int]:
        """Return how much of the text before and behind a box is as high as it.

        Zeros say that there is too little, or none before it, and that the box is a band.
        """
        if self._short or not text or not all(map(_is_plain, text)):
            return 0, 0
        room = _height_of(box)
        before = after = 0
        while room > 0 and before < len(text):
            before += 1
            room -= _text_height(text[-before])
        while room > 0 and after < len(following):
            room -= _text_height(following[after])
            after += 1
        return (before, after) if -_HIGHEST < room <= 0 else (0, 0)

    def _descriptions(self) -> Iterator[FlowBlock]:
        """Yield the long descriptions of the chapter's photos, each named by its caption."""
        items = []
        for photo in self._chapter.find(nodes.photo):
            assert isinstance(photo, nodes.photo)
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


_WORDS_A_LINE, _LINE, _FACT, _VALUE = 10, 5.1, 10.5, 28
"""About how many words a line of text has, how high it is in millimetres; how high a fact is, and
how many characters of its value are on a line."""

_HIGHEST = 70
"""By how many millimetres a text beside a box may be higher, since the two are not parted."""


_BESIDE_HEADLINE = 110.0
"""How high in millimetres a text beside a headline is at most, since the two are not parted."""


def _opening(found: Sequence[Node]) -> list[Node]:
    """Return the text with which an article opens, as far as it may stand beside a headline."""
    room = _BESIDE_HEADLINE
    opening = []
    for node in itertools.takewhile(_is_plain, found):
        room -= _text_height(node)
        if room < 0:
            break
        opening.append(node)
    return opening


def _text_height(node: Node) -> float:
    """Return about how high a text is, with the space below it, in millimetres."""
    kinds = (docnodes.paragraph, docnodes.term)
    words = [len(part.astext().split()) for part in node.findall() if isinstance(part, kinds)]
    return _LINE * sum(-(-count // _WORDS_A_LINE) + 0.5 for count in words)


def _height_of(box: nodes.infobox) -> float:
    """Return about how high a box is in a column of its own, in millimetres."""
    facts = [*box.findall(docnodes.definition)]
    height = 18 + sum(_FACT + 4.2 * (len(each.astext()) // _VALUE) for each in facts)
    others = [child for child in box.children if not isinstance(child, docnodes.definition_list)]
    return height + sum(4.2 * (1 + len(each.astext()) // _VALUE) for each in others)
