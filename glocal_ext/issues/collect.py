"""Collect what a document said once it is read: its issue, its lists, its digest."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from docutils import nodes as docnodes
from sphinx import addnodes
from sphinx.util import docname_join

from glocal_ext import nodes
from glocal_ext.core.frontmatter import FrontMatter, read
from glocal_ext.core.problems import did_you_mean
from glocal_ext.issues.articles import records_of
from glocal_ext.issues.domain import (
    ArticleRow,
    IssueRow,
    ListRow,
    PhotoRow,
    issues_domain,
    plain,
)
from glocal_ext.issues.endmatter import CORRECTIONS_KEY
from glocal_ext.issues.matter import MATTER_KEY, front_matter
from glocal_ext.log import Warn, warn
from glocal_ext.partnerships.domain import partnerships_domain
from glocal_ext.photos.directives import LEFT_OUT_KEY
from glocal_ext.tracking import tracking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def keep_front_matter(app: Sphinx, docname: str, content: list[str]) -> None:
    """Keep the front matter of the document about to be parsed."""
    reading = read(content[0], docname)
    matter = reading.matter or FrontMatter()
    app.env.current_document[MATTER_KEY] = matter, dict(reading.lines)
    shown = {"summary": matter.summary, "original": matter.original} if not matter.month else {}
    app.env.metadata[docname].update(dict(matter.sphinx) | {k: v for k, v in shown.items() if v})


def collect(app: Sphinx, doctree: docnodes.document) -> None:
    """Store what the document says, for pages that show something of it."""
    env = app.env
    domain, tracked = issues_domain(env), tracking(env)
    docname = env.docname
    matter, lines = front_matter(env)
    if matter.month:
        domain.data["issues"][docname] = plain(_issue_row(env, doctree, matter))
        _check_cover(env, doctree, matter, lines)
    for text in _texts_in_attributes(doctree):
        partnerships_domain(env).note_names(text)
    for name in _linked_files(doctree):
        tracked.note_file(env.relfn2path(name)[1])
    for reference in doctree.findall(addnodes.pending_xref):
        if reference.get("refdomain") == "doc":
            tracked.note_file(env.doc2path(reference["reftarget"]))
    lists = tuple(tuple(row) for row in _lists(doctree))
    if lists:
        domain.data["lists"][docname] = lists
    references = tuple(_references(doctree))
    if references:
        tracked.data["references"][docname] = references
    facts = (matter, sorted(env.metadata[docname].items(), key=str))
    text = f"{doctree.pformat()}\n{facts!r}".replace(str(env.srcdir), "")
    tracked.data["digests"][docname] = hashlib.sha256(text.encode()).hexdigest()[:24]


def _texts_in_attributes(doctree: docnodes.document) -> Iterator[str]:
    """Yield what readers see of nodes' attributes, whose runs are marked when it is written."""
    for article in doctree.findall(nodes.article):
        yield from (article["short"], article["standfirst"], article["byline"])
    for photo in doctree.findall(nodes.photo):
        yield from (photo["credit"], photo["rights"], photo["place_name"])


def _linked_files(doctree: docnodes.document) -> Iterator[str]:
    """Yield the files that the document hands out, and what may yet turn out to be one."""
    for link in doctree.findall(addnodes.download_reference):
        yield link["reftarget"]
    for reference in doctree.findall(addnodes.pending_xref):
        target = str(reference["reftarget"])
        if reference["reftype"] == "myst" and "." in target and not reference.get("refdomain"):
            yield target.partition("#")[0]


def _issue_row(env: BuildEnvironment, doctree: docnodes.document, matter: FrontMatter) -> IssueRow:
    articles = tuple(_article_row(article) for article in doctree.findall(nodes.article))
    title = env.titles.get(env.docname)
    return IssueRow(
        month=str(matter.month),
        title=title.astext() if title is not None else str(matter.month),
        number=matter.number,
        published=matter.published.isoformat() if matter.published else "",
        original=matter.original or "",
        summary=matter.summary,
        words=sum(article.words for article in articles),
        pictures=sum("withdrawn" not in photo for photo in doctree.findall(nodes.photo)),
        cover=matter.cover or "",
        articles=articles,
        corrections=env.current_document.get(CORRECTIONS_KEY) or (),
    )


def _article_row(article: nodes.article) -> ArticleRow:
    title = article.next_node(docnodes.title)
    text = title.astext() if title is not None else ""
    return ArticleRow(
        target=article["ids"][0] if article["ids"] else "",
        title=text,
        short=article["short"] or text,
        summary=article["summary"],
        opening=article["opening"],
        byline=article["byline"],
        kicker=tuple(article["kicker"]),
        kind=article["kind"],
        topics=tuple(article["topics"]),
        places=tuple(records_of(article, "place")),
        partnerships=tuple(records_of(article, "partnership")),
        words=article["words"],
        photos=tuple(_photo_rows(article)),
        is_withdrawn="withdrawn" in article,
    )


def _photo_rows(article: nodes.article) -> Iterator[PhotoRow]:
    for photo in article.findall(nodes.photo):
        image = photo.next_node(docnodes.image)
        if image is not None:
            yield PhotoRow(
                name=photo.get("name", ""),
                picture=image["published"],
                is_drawing=image["is_drawing"],
                ground=photo["ground"],
                alt=photo["alt"],
                caption=photo.caption_text(),
                credit=photo["credit"],
                licence_url=photo["licence_url"],
                width=photo["width"],
                height=photo["height"],
                focus=tuple(photo["focus"]),
            )


def _check_cover(
    env: BuildEnvironment,
    doctree: docnodes.document,
    matter: FrontMatter,
    lines: dict[str, int],
) -> None:
    if not matter.cover:
        return
    names = {photo["name"] for photo in doctree.findall(nodes.photo) if photo.get("name")}
    told: set[str] = env.current_document.get(LEFT_OUT_KEY) or set()
    if matter.cover not in names | told:
        offer = did_you_mean(matter.cover, names)
        message = f"“cover: {matter.cover}” names no photo of this issue (its :name:).{offer}"
        warn(Warn.COVER, message, (env.docname, lines.get("cover", 1)))


def _lists(doctree: docnodes.document) -> Iterator[ListRow]:
    for node in doctree.findall(lambda node: isinstance(node, nodes.LISTS)):
        assert isinstance(node, docnodes.Element)
        kind = node.tagname.removesuffix("_list")
        options = {key: str(value) for key, value in node.non_default_attributes().items()}
        yield ListRow(kind, tuple(sorted(options.items())))


def _references(doctree: docnodes.document) -> Iterator[tuple[str, str, str]]:
    """Yield what the document refers to elsewhere, whose title its page may show."""
    for node in doctree.findall(addnodes.pending_xref):
        if node.get("refdomain") != "glocal":
            domain, kind = str(node.get("refdomain") or ""), str(node["reftype"])
            target = str(node["reftarget"])
            if (domain, kind) == ("std", "doc"):  # as it is written: from here, or from the root
                target = docname_join(node["refdoc"], target)
            yield domain, kind, target
