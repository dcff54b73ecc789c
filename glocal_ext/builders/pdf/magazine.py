"""A magazine: the chapters of an edition as blocks that fill pages, in the template's calls."""

from __future__ import annotations

import itertools
from functools import cached_property
from typing import TYPE_CHECKING, Any

from docutils import nodes as docnodes
from sphinx.locale import get_translation

from glocal_ext import nodes
from glocal_ext.builders.chapters import BEHIND
from glocal_ext.builders.editiontext import EditionText
from glocal_ext.builders.pdf.blocks import ChapterBlocks
from glocal_ext.builders.pdf.colophon import colophon
from glocal_ext.builders.pdf.flow import ARTICLES, Flow, plain_block
from glocal_ext.builders.pdf.volume import Names, index, year_contents
from glocal_ext.render.typst.code import NONE, Code, array, call, content, dictionary, string
from glocal_ext.render.typst.figures import picture_path
from glocal_ext.render.typst.inline import PLACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Node

    from glocal_ext.builders.chapters import Chapter
    from glocal_ext.builders.pdf import PdfBuilder
    from glocal_ext.builders.pdf.flow import FlowBlock
    from glocal_ext.core.editions import Edition
    from glocal_ext.issues.domain import ArticleRow, IssueRow, PhotoRow
    from glocal_ext.render.typst.figures import TypstTranslator
    from glocal_ext.site.editions import Editions

_ = get_translation("glocal")

_STORIES = 3
_MOST_ON_FRONT = 24
"""Of how many articles the front page has the contents; of more, the next page has."""


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
                    if len(row.articles) > _MOST_ON_FRONT:
                        code = call("all-contents", self._contents(row, found))
                        blocks.insert(0, plain_block(code, space=0.0, breaks=True))
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
        return plain_block(code, space=ARTICLES, breaks=True, opens=True)

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

    def place(self, number: int) -> Node | None:
        """Return the node with this number in the source."""
        return self.places[number] if 0 <= number < len(self.places) else None

    @property
    def opens_issues(self) -> bool:
        """Each does: its front page."""
        return True

    def _about(self) -> dict[str, Any]:
        """Return what the template knows of the edition."""
        rows = [*self.rows.values()]
        articles = [article for row in rows for article in row.articles]
        topics = dict.fromkeys(topic for each in articles for topic in each.topics)
        summary = "" if self.edition.is_volume else rows[0].summary
        return {
            "name": self.about.name,
            "full-title": f"{self.about.name}, {self.edition.title}",
            "publisher": ", ".join(self.about.publishers),
            "creators": [self.about.publisher or self.about.name],
            "subjects": [*topics],
            "summary": " ".join(filter(None, (summary, self.version))),
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
        visitor.level = visitor.above = 1 if chapter.kind == "opening" else 2
        return visitor

    # -- the front page -------------------------------------------------------------------------

    def _front(self, row: IssueRow, chapters: list[Chapter]) -> Code:
        """Return what the front page of an issue shows."""
        visitor = self.visitor(chapters[0])
        doctree = self.doctrees[chapters[0].document]
        self.places.append(doctree.next_node(docnodes.title) or doctree)
        mark = f"{PLACE}{len(self.places) - 1}"
        there = self.pictures
        articles = [
            each._replace(photos=tuple(photo for photo in each.photos if photo.picture in there))
            for each in row.standing
        ]
        cover = self._cover_of(row)
        lead = next((each for each in articles if cover in each.photos), None)
        lead = lead or next(iter(articles), None)
        others = [each for each in articles if each is not lead and each.photos]
        number = f" · {_('No. %s') % row.number}" if row.number else ""
        shown = dictionary(
            {
                "key": row.month,
                "title": content([visitor.marked(row.title), string(number)]),
                "cover": self._cover(cover, visitor) if cover else None,
                "lead": self._lead(row, lead, visitor) if lead else None,
                "contents": (
                    self._contents(row, chapters) if len(row.articles) <= _MOST_ON_FRONT else []
                ),
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
        return Code(f"\n{mark}\n{shown}")

    def _contents(self, row: IssueRow, chapters: list[Chapter]) -> list[dict[str, Any]]:
        """Return the contents of an issue."""
        visitor = self.visitor(chapters[0])
        return [
            {"name": self._name(row, each), "title": visitor.marked(each.short)}
            for each in row.articles
        ]

    def _standfirst(self, row: IssueRow, article: ArticleRow) -> str:
        """Return what stands below the leading headline: as printed, or as lists have it."""
        name = self._name(row, article)
        found = [node for each in self.chapters if each.name == name for node in each.nodes]
        printed = (node["standfirst"] for node in found if isinstance(node, nodes.article))
        return next(printed, "") or article.summary or article.opening

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
            "kicker": visitor.kicker(article.kicker),
            "title": visitor.marked(article.short),
            "standfirst": visitor.marked(self._standfirst(row, article)),
        }

    # -- blocks ---------------------------------------------------------------------------------

    def _blocks(self, row: IssueRow | None, chapters: list[Chapter]) -> Iterator[FlowBlock]:
        """Yield the blocks of a document."""
        behind = []
        for chapter in chapters:
            found = ChapterBlocks(chapter, self.visitor(chapter))
            with self.unheard(chapter.document):
                if chapter.kind in BEHIND:
                    behind.append(found.end_section())
                else:
                    yield from found.blocks()
        if behind or (row and not self.edition.is_volume):
            visitor = self.visitor(chapters[0])
            end = colophon(self, row, visitor) if row and not self.edition.is_volume else NONE
            code = call("end-matter", array(behind), end)
            yield plain_block(code, space=ARTICLES, breaks=True, opens=True)


def _shown(photo: PhotoRow) -> dict[str, Any]:
    """Return a photo on the front page, where it may be cut around its focus."""
    return {
        "file": picture_path(photo.picture),
        "ratio": photo.width / photo.height,
        "alt": photo.alt or None,
        "focus": [*(photo.focus or (50, 50))],
    }
