"""What the search can find: each article of an issue, what an issue says beside them, each page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes as docnodes

from glocal_ext import nodes
from glocal_ext.core.names import opening_sentence
from glocal_ext.issues.domain import issues_domain
from glocal_ext.partnerships.domain import partnerships_domain, record_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from docutils.nodes import Element, Node
    from sphinx.environment import BuildEnvironment

    from glocal_ext.issues.domain import ArticleRow, IssueRow

ISSUE, ARTICLE, PLACE, PARTNERSHIP, DOCUMENT = KINDS = "iaptd"
"""What a unit is, as the index writes it."""

_RECORDS = {"place": PLACE, "partnership": PARTNERSHIP}
_EXCERPT = 140

# What is somebody else's text: lists of what has a unit of its own, the articles that name a
# record, and what Sphinx has a class for.
_PASSED_OVER = frozenset({
    "issue-list", "year-list", "article-list", "partnership-list", "anniversary-list", "articles",
    "no-search",
})  # fmt: skip

_NO_TEXT = (
    docnodes.Invisible,
    docnodes.raw,
    docnodes.label,
    nodes.infobox_sources,
    nodes.place_map,
)


class Unit(NamedTuple):
    """One thing to find.

    *address* is a page or, for an article, its target in the page of the unit before it;
    *names* are the texts that weigh most, *texts* all others.
    """

    kind: str
    address: str
    title: str
    excerpt: str
    names: tuple[str, ...]
    texts: tuple[str, ...]


def units_of_document(
    env: BuildEnvironment, docname: str, doctree: docnodes.document, title: str
) -> Iterator[Unit]:
    """Yield what there is to find in a document: of an issue the issue itself first."""
    issue = issues_domain(env).issue(docname)
    if issue is None:
        texts = tuple(_texts(doctree))
        excerpt = env.metadata.get(docname, {}).get("summary", "") or _opening(doctree)
        yield Unit(DOCUMENT, docname, title, _shortened(excerpt), (title,), texts)
        return
    texts = (issue.summary, *_texts(doctree, nodes.article))
    yield Unit(ISSUE, docname, issue.title, _shortened(issue.summary), (issue.title,), texts)
    written = doctree.findall(nodes.article)
    for row, article in zip(issue.articles, written, strict=True):
        yield _article(issue, row, article)


def _article(issue: IssueRow, row: ArticleRow, article: nodes.article) -> Unit:
    captions = (photo.caption for photo in row.photos if photo.caption)
    excerpt = row.summary or row.opening or article["standfirst"] or next(captions, "")
    texts = [row.summary, article["standfirst"], article["byline"], *row.topics]
    names = (row.short, row.title, issue.title)  # “lavender September 2023”
    return Unit(
        ARTICLE, row.target, row.short, _shortened(excerpt), names, (*texts, *_texts(article))
    )


def unit_of_index(page: str, title: str) -> Unit:
    """Return the page of an index, by its title: what it lists has units of its own."""
    return Unit(DOCUMENT, page, title, "", (title,), ())


def unit_of_record(
    env: BuildEnvironment,
    kind: str,
    record_id: str,
    head: docnodes.document,
    shown: Mapping[str, Any],
) -> Unit:
    """Return a record: its facts are the excerpt, all that it is called are its names.

    Facts are in *head*; of what else is *shown*, its ties and what happened to it count.
    """
    domain = partnerships_domain(env)
    facts = [definition.astext() for definition in head.findall(docnodes.definition)]
    happened = [entry["title"] for entry in shown["timeline"] if not entry["href"]]
    tied = [tie[key] for tie in shown["ties"] for key in ("title", "detail")]
    return Unit(
        _RECORDS[kind],
        record_page(kind, record_id),
        domain.title(kind, record_id),
        _shortened(" · ".join(facts)),
        domain.spellings(kind, record_id),
        (*_texts(head, docnodes.term), *happened, *tied),
    )


def _texts(node: Node, *without: type[Element]) -> Iterator[str]:
    """Yield the texts of *node*, block by block, and what its photos say beside the caption."""
    if isinstance(node, (*_NO_TEXT, *without)):
        return
    if not isinstance(node, docnodes.Element) or not _PASSED_OVER.isdisjoint(node["classes"]):
        return
    if isinstance(node, nodes.infobox) and "partnership" in node:
        without = (*without, docnodes.term)  # “Kind”, “Since”: the same in every box
    if isinstance(node, docnodes.TextElement):
        yield "".join(_inline(node))
        return
    if isinstance(node, nodes.photo):
        shown = node.next_node(docnodes.image) is not None
        yield from (
            node["alt"] if shown else "",
            node["credit"],
            node["place_name"],
            node["rights"],
        )
    for child in node.children:
        yield from _texts(child, *without)


def _inline(node: Element) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, docnodes.Text):
            yield str(child)
        elif isinstance(child, docnodes.Element) and not isinstance(
            child, (docnodes.raw, docnodes.footnote_reference)
        ):
            yield from _inline(child)


def _opening(doctree: docnodes.document) -> str:
    """Return the first sentence of a page's own text."""
    paragraphs: Iterable[docnodes.paragraph] = doctree.findall(docnodes.paragraph)
    own = (each for each in paragraphs if isinstance(each.parent, docnodes.section))
    return next((opening_sentence(each.astext()) for each in own), "")


def _shortened(text: str) -> str:
    """Return *text* in one line, cut at a word where it is long."""
    text = " ".join(text.split())
    if len(text) <= _EXCERPT:
        return text
    cut = text[: _EXCERPT - 1]
    # Japanese has no spaces to be cut at.
    return f"{(cut.rpartition(' ')[0] if ' ' in cut[90:] else cut).rstrip(' ,;·')}…"
