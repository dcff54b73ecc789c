"""A magazine: the chapters of an edition as blocks that fill pages, in the template's calls."""

from __future__ import annotations

import itertools
from functools import cached_property
from typing import TYPE_CHECKING, Any

from docutils import nodes as docnodes
from sphinx.locale import get_translation

from glocal_ext import nodes
from glocal_ext.builders.editiontext import EditionText
from glocal_ext.builders.pdf.colophon import colophon
from glocal_ext.builders.pdf.typesetter import Flow, FlowBlock
from glocal_ext.builders.pdf.volume import Names, index, year_contents
from glocal_ext.core.pagination import ROW_HEIGHTS
from glocal_ext.core.rows import arrangements
from glocal_ext.render.html import LONG_TITLE
from glocal_ext.render.photos import SHORT_TEXT
from glocal_ext.render.typst.code import NONE, Code, array, call, content, dictionary, string
from glocal_ext.render.typst.figures import ratio

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Element, Node

    from glocal_ext.builders.chapters import Chapter
    from glocal_ext.builders.pdf import PdfBuilder
    from glocal_ext.core.editions import Edition
    from glocal_ext.issues.domain import ArticleRow, IssueRow, PhotoRow
    from glocal_ext.render.typst.figures import TypstTranslator
    from glocal_ext.site.editions import Editions

_ = get_translation("glocal")

_ARTICLES, _APART, _AROUND, _LINES, _TEXT, _SMALL = 9.0, 5.5, 4.5, 4.0, 2.7, 4.5
"""Space in millimetres above an article, a box or a row, around a table, above a row's next line,
a paragraph, notes."""

_MEASURE = 174.0
"""The width in millimetres of the text's six columns on A4; that of US letter is near it."""

_RAGGED, _ALONE = 3.0, 1.0
"""What a line costs that is empty, of several pictures and of one alone; see `core.pagination`."""

_FEW = 4
"""Up to this many photos are not parted by a page's end."""

_STORIES = 3
_BEHIND = ("notes", "corrections", "sources")


class Magazine(EditionText):
    """An edition's source for Typst; *places* are the nodes by the numbers in it."""

    def __init__(self, builder: PdfBuilder, editions: Editions, edition: Edition) -> None:
        super().__init__(builder, editions, edition)
        self.places: list[Node] = []
        self._visitors: dict[str, TypstTranslator] = {}

    # -- the whole ------------------------------------------------------------------------------

    def compose(self) -> tuple[str, list[Flow]]:
        """Return the source and the flows in it."""
        self.places.clear()
        flows: list[Flow] = []
        fronts: list[list[Code]] = []
        for document, chapters in itertools.groupby(self.chapters, lambda each: each.document):
            row, found = self.rows.get(document), [*chapters]
            blocks, front = [*self._blocks(row, found)], []
            if row:
                shown = self._front(row, found)
                if self._cover_of(row):
                    front = [call("front", Code("edition"), shown)]
                else:
                    code = call("small-front", Code("edition"), shown)
                    blocks.insert(0, plain_block(code, space=0.0))
            fronts.append(front)
            flows.append(Flow(row.month if row else self.edition.key, blocks))
        parts = []
        if self.edition.is_volume:
            parts.append(self._opening())
            flows[-1].blocks.append(self._closing())
        appendix = self._builder.appendix(self)
        if appendix:
            fronts.append([])
            flows.append(Flow("appendix", appendix))
        for front, flow in zip(fronts, flows, strict=True):
            codes = array(Code(each.code) for each in flow.blocks)
            parts += [*front, call("flow", flow.key, codes)]
        head = '#import "/magazine.typ": *\n'
        edition = f"#let edition = {dictionary(self._about())}\n"
        body = "\n".join(parts)
        return f"{head}{edition}#show: magazine.with(edition)\n#{{\n{body}\n}}\n", flows

    def _opening(self) -> Code:
        """Return the title page of a volume and its contents."""
        visitor = self.visitor(self.chapters[0])
        rows = [*self.rows.values()]
        return call(
            "volume-opening",
            Code("edition"),
            {
                "key": f"volume-{self.edition.key}",
                "title": visitor.marked(self.edition.title),
                "cover": self._cover(self.cover_photo, visitor) if self.cover_photo else None,
                "contents": year_contents(rows, self._names, visitor),
            },
        )

    def _closing(self) -> FlowBlock:
        """Return the index of a volume and its colophon."""
        visitor = self.visitor(self.chapters[0])
        rows = [*self.rows.values()]
        entries = index(self._builder.env, rows, self._names, visitor)
        code = call(
            "volume-closing",
            {"title": _("Places"), "entries": entries["place"]},
            {"title": _("Partnerships"), "entries": entries["partnership"]},
            colophon(self, rows[-1], visitor),
        )
        return plain_block(code, space=_ARTICLES, breaks=True, opens=True)

    @cached_property
    def _names(self) -> Names:
        """The names of articles' chapters by month and target."""
        return {
            (self.rows[chapter.document].month, article["target"]): chapter.name
            for chapter in self.chapters
            if chapter.document in self.rows
            for article in chapter.nodes
            if isinstance(article, nodes.article)
        }

    @property
    def opens_issues(self) -> bool:
        """Each does: its front page."""
        return True

    def _about(self) -> dict[str, Any]:
        """Return what the template knows of the edition."""
        rows = [*self.rows.values()]
        articles = [article for row in rows for article in row.articles]
        topics = dict.fromkeys(topic for each in articles for topic in each.topics)
        return {
            "name": self.about.name,
            "full-title": f"{self.about.name}, {self.edition.title}",
            "publisher": ", ".join(self.about.publishers),
            "creators": [self.about.publisher or self.about.name],
            "subjects": [*topics],
            "summary": "" if self.edition.is_volume else rows[0].summary,
            "language": self.language.partition("-")[0],
        }

    def visitor(self, chapter: Chapter) -> TypstTranslator:
        """Return the translator of a chapter's document, at the chapter."""
        visitor = self._visitors.get(chapter.document)
        if visitor is None:
            doctree = self.doctrees[chapter.document]
            visitor = self._builder.create_translator(doctree, self._builder)
            visitor.places, visitor.linked = self.places, frozenset(self.links.linked)
            self._visitors[chapter.document] = visitor
        self._builder.current_docname = chapter.document
        visitor.chapter = chapter.name
        visitor.level = 2
        return visitor

    # -- the front page -------------------------------------------------------------------------

    def _front(self, row: IssueRow, chapters: list[Chapter]) -> Code:
        """Return what the front page of an issue shows."""
        visitor = self.visitor(chapters[0])
        there = self.pictures
        articles = [
            each._replace(photos=tuple(photo for photo in each.photos if photo.picture in there))
            for each in row.articles
        ]
        cover = self._cover_of(row)
        lead = next((each for each in articles if cover in each.photos), None)
        lead = lead or next(iter(articles), None)
        others = [each for each in articles if each is not lead and each.photos]
        number = f" · {_('No. %s') % row.number}" if row.number else ""
        return dictionary(
            {
                "key": row.month,
                "title": content([visitor.marked(row.title), string(number)]),
                "anchors": [],
                "cover": self._cover(cover, visitor) if cover else None,
                "lead": self._lead(row, lead, visitor) if lead else None,
                "contents": [
                    {
                        "name": self._name(row, each),
                        "title": visitor.marked(each.short),
                    }
                    for each in row.articles
                ],
                "stories": [
                    {
                        "name": self._name(row, each),
                        "title": visitor.marked(each.short),
                        "photo": _shown(each.photos[0]),
                    }
                    for each in others[:_STORIES]
                ],
            }
        )

    def _cover_of(self, row: IssueRow) -> PhotoRow | None:
        """Return the photo on the cover of an issue; one that cannot be made is on none."""
        cover = row.cover_photo
        return cover if cover and cover.picture in self.pictures else None

    def _name(self, row: IssueRow, article: ArticleRow) -> str:
        """Return the name of an article's chapter; the issue's where it has none."""
        return self._names.get((row.month, article.target), row.month)

    def _cover(self, photo: PhotoRow, visitor: TypstTranslator) -> dict[str, Any]:
        said = [visitor.marked(photo.caption)] if photo.caption else []
        if photo.credit:
            said += [string(" "), call("credit", visitor.marked(photo.credit))]
        return {**_shown(photo), "caption": content(said) if said else None}

    def _lead(self, row: IssueRow, article: ArticleRow, visitor: TypstTranslator) -> dict[str, Any]:
        return {
            "name": self._name(row, article),
            "kicker": _kicker(article.kicker, visitor),
            "title": visitor.marked(article.short),
            "standfirst": visitor.marked(article.summary or article.opening),
        }

    # -- blocks ---------------------------------------------------------------------------------

    def _blocks(self, row: IssueRow | None, chapters: list[Chapter]) -> Iterator[FlowBlock]:
        """Yield the blocks of a document."""
        behind = []
        for chapter in chapters:
            visitor = self.visitor(chapter)
            with self.unheard(chapter.document):
                if chapter.kind == "article":
                    yield from self._article(chapter, visitor)
                elif chapter.kind in _BEHIND:
                    behind.append(self._section(chapter, visitor))
                else:
                    yield from self._flowing(chapter.nodes, visitor, short=False)
                    yield from self._notes(chapter, visitor)
        if row and (not self.edition.is_volume or behind):
            visitor = self.visitor(chapters[0])
            end = NONE if self.edition.is_volume else colophon(self, row, visitor)
            code = call("end-matter", array(behind), end)
            yield plain_block(code, space=_ARTICLES, breaks=True, opens=True)

    def _section(self, chapter: Chapter, visitor: TypstTranslator) -> Code:
        """Return what stands behind the articles: notes, corrections or sources."""
        body = [
            visitor.children(
                node.children[1:] if isinstance(node, docnodes.section) else [node], node
            )
            for node in (*chapter.nodes, *chapter.footnotes)
        ]
        return call("end-section", string(chapter.title), content(body), name=chapter.name)

    def _article(self, chapter: Chapter, visitor: TypstTranslator) -> Iterator[FlowBlock]:
        """Yield the blocks of an article."""
        article, *behind = chapter.nodes
        assert isinstance(article, nodes.article)
        short = article["words"] < SHORT_TEXT
        title, *rest = article.children or [docnodes.title()]
        opening = [*itertools.takewhile(_is_plain, rest)] if short else []
        head = dictionary(self._headline(article, title, chapter.name, visitor))
        beside = visitor.children(opening, article) if any(map(_says, opening)) else None
        code = call("article-head", head, beside=beside)
        yield plain_block(code, space=_ARTICLES, stays=beside is None, opens=True)
        yield from self._flowing(rest[len(opening) :], visitor, short=short)
        yield from self._flowing(behind, visitor, short=short)
        if article["original"]:
            link = call("web", article["original"], string(_("In the original language")))
            yield plain_block(call("par", link), space=_TEXT)
        yield from self._descriptions(article, visitor)
        yield from self._notes(chapter, visitor)

    def _headline(
        self, article: nodes.article, title: Node, name: str, visitor: TypstTranslator
    ) -> dict[str, Any]:
        form = "long" if len(title.astext()) > LONG_TITLE else "short"
        form = "notice" if article["kind"] == "notice" else form
        standfirst, byline = article["standfirst"], article["byline"]
        assert isinstance(title, docnodes.Element)
        return {
            "level": 2,
            "name": name,
            "form": form,
            "anchors": visitor.labels(article),
            "title": visitor.inside(title),
            "kicker": _kicker(article["kicker"], visitor),
            "standfirst": visitor.marked(standfirst) if standfirst else None,
            "byline": visitor.marked(byline) if byline else None,
        }

    def _flowing(
        self, found: Iterable[Node], visitor: TypstTranslator, *, short: bool
    ) -> Iterator[FlowBlock]:
        """Yield the blocks of text, pictures and boxes that follow one another."""
        text: list[Node] = []
        for node in found:
            if isinstance(node, nodes.infobox):
                yield from self._box(text, node, visitor, short=short)
                text = []
            elif isinstance(node, (nodes.photo, nodes.photo_row, docnodes.section)):
                yield from self._text(text, visitor, short=short)
                text = []
                if isinstance(node, docnodes.section):
                    yield from self._subsection(node, visitor, short=short)
                else:
                    yield from self._pictures(node, visitor)
            else:
                text.append(node)
        yield from self._text(text, visitor, short=short)

    def _text(
        self, text: list[Node], visitor: TypstTranslator, *, short: bool
    ) -> Iterator[FlowBlock]:
        space = _APART  # behind what is no text
        for node in text:
            body = visitor.children([node], node)
            if not _says(node):
                continue
            wide = isinstance(node, (docnodes.table, docnodes.literal_block))
            apart = isinstance(node, _SET_APART)
            yield _block(
                space=_AROUND if apart and space == _TEXT else space,
                breaks=True,
                stays=isinstance(node, docnodes.rubric),
                kind="text",
                short=short,
                body=body,
                columns=6 if wide else 4,
                breakable=True,
            )
            space = _AROUND if apart else _TEXT

    def _subsection(
        self, section: docnodes.section, visitor: TypstTranslator, *, short: bool
    ) -> Iterator[FlowBlock]:
        visitor.level += 1
        title, *rest = section.children
        heading = isinstance(title, docnodes.title) and title.astext().strip()
        body = content(
            [
                *(
                    call("anchor", f"{visitor.chapter}#{each}")
                    for each in section["ids"]
                    if each in visitor.linked
                ),
                *([visitor.children([title], section)] if heading else []),
            ]
        )
        yield _block(
            space=_APART, stays=True, kind="text", short=short, body=body, columns=4
        )  # fmt: skip
        yield from self._flowing(rest, visitor, short=short)
        visitor.level -= 1

    def _pictures(self, node: Element, visitor: TypstTranslator) -> Iterator[FlowBlock]:
        """Yield a photo, a group of a few as one, a larger group line by line."""
        if isinstance(node, nodes.photo):
            if node["size"] == "column" and "width" in node:
                yield _row([node], _APART, visitor)
            else:
                yield _block(space=_APART, kind="photo", photo=visitor.photo(node))
            return
        photos = visitor.photos(node)
        groups = [photos] if len(photos) <= _FEW else [*visitor.lines(node)]
        captions = [visitor.inside(each) for each in visitor.captions(node)]
        for number, group in enumerate(groups):
            caption = captions[0] if captions and group is groups[-1] else None
            yield _row(group, _LINES if number else _APART, visitor, caption)

    def _box(
        self, text: list[Node], box: nodes.infobox, visitor: TypstTranslator, *, short: bool
    ) -> Iterator[FlowBlock]:
        """Yield a box: beside the text before it where that is as high, else as a band."""
        facts = visitor.facts(box)
        beside = 0 if short else _beside(text, box)
        yield from self._text(text[: len(text) - beside], visitor, short=short)
        if beside:
            body = visitor.children(text[len(text) - beside :], box)
            yield _block(space=_TEXT, kind="beside", body=body, box=facts)
        else:
            yield plain_block(call("box-of-facts", facts), space=_APART)

    def _descriptions(
        self, article: nodes.article, visitor: TypstTranslator
    ) -> Iterator[FlowBlock]:
        """Yield the long descriptions of an article's photos, each named by its caption."""
        items = []
        for photo in article.findall(nodes.photo):
            said = visitor.description(photo)
            if said:
                name = visitor.marked(photo.caption_text() or photo["alt"])
                items.append(call("terms.item", name, said))
        if items:
            title = string(_("Descriptions of pictures"))
            code = call("small-notes", title, call("terms", *items))
            yield plain_block(code, space=_SMALL, breaks=True, columns=4)

    def _notes(self, chapter: Chapter, visitor: TypstTranslator) -> Iterator[FlowBlock]:
        """Yield the footnotes that a chapter cites."""
        if chapter.footnotes:
            body = content(visitor.note(each) for each in chapter.footnotes)
            code = call("small-notes", string(_("Notes")), body)
            yield plain_block(code, space=_SMALL, breaks=True, columns=4)


def _kicker(names: Iterable[str], visitor: TypstTranslator) -> Code | None:
    shown = [visitor.marked(name) for name in names]
    dotted = [part for each in shown for part in (string(" · "), each)][1:]
    return content(dotted) if dotted else None


def _shown(photo: PhotoRow) -> dict[str, Any]:
    """Return a photo on the front page, where it may be cut around its focus."""
    return {
        "file": f"pictures/{photo.picture}.{'svg' if photo.is_drawing else 'jpg'}",
        "ratio": photo.width / photo.height,
        "alt": photo.alt or None,
        "focus": [*(photo.focus or (50, 50))],
    }


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


def _block(
    *, space: float, breaks: bool = False, stays: bool = False, opens: bool = False, **values: Any
) -> FlowBlock:
    return FlowBlock(dictionary({**values, "space": space}), space, breaks, stays, opens)


def _row(
    photos: list[Element], space: float, visitor: TypstTranslator, caption: Code | None = None
) -> FlowBlock:
    """Return photos that are set in rows as the page has room."""
    ratios = [ratio(photo) for photo in photos]
    forms = arrangements(ratios)
    costs = tuple(
        tuple(_ragged(ratios, sizes, height) for height in ROW_HEIGHTS) for sizes in forms
    )
    shown = array(map(visitor.photo, photos))
    row = _block(space=space, kind="row", photos=shown, forms=forms, caption=caption)
    return row._replace(costs=costs)


def _ragged(ratios: list[float], sizes: list[int], height: float) -> float:
    """Return what it costs that lines of pictures end before the measure does."""
    start, cost = 0, 0.0
    for size in sizes:
        filled = height * sum(ratios[start : start + size]) / _MEASURE
        cost += (_RAGGED if len(ratios) > 1 else _ALONE) * max(0.0, 1 - filled) ** 2
        start += size
    return cost


def plain_block(code: Code, *, columns: int = 6, breaks: bool = False, **said: Any) -> FlowBlock:
    """Return a block that the template sets as it is, *columns* wide."""
    said |= {"breaks": breaks, "breakable": breaks}
    return _block(kind="other", body=code, columns=columns, **said)
