"""What the documents said of themselves: issues, articles, lists, targets.

Every value is a plain tuple, string or number, so that a pickled environment holds no class of
this package but the domains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from docutils import nodes
from sphinx.util.nodes import make_refnode

from glocal_ext.domain import DocumentDomain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class PhotoRow(NamedTuple):
    """A photo that is there, as other pages show it.

    *picture* is the name with which its published files begin, *width* and *height* are its
    file's pixels, upright, *ground* is the class of its mean colour, *focus* is two percentages
    or empty; the texts may be empty.
    """

    name: str
    picture: str
    is_drawing: bool
    ground: str
    alt: str
    caption: str
    credit: str
    licence_url: str
    width: int
    height: int
    focus: tuple[int, ...]


class CorrectionRow(NamedTuple):
    """A correction: its ISO *date*, the target of an *article* (or nothing), what was put right."""

    date: str
    article: str
    text: str


class ArticleRow(NamedTuple):
    """An article as lists show it: *target* is its permanent address in the issue.

    *opening* is the first sentence of its text, *kicker* the names of its places, *byline* who
    wrote it where the article says so. One that was withdrawn has its title alone.
    """

    target: str
    title: str
    short: str
    summary: str
    opening: str
    byline: str
    kicker: tuple[str, ...]
    kind: str
    topics: tuple[str, ...]
    places: tuple[str, ...]
    partnerships: tuple[str, ...]
    words: int
    photos: tuple[PhotoRow, ...]
    is_withdrawn: bool


class IssueRow(NamedTuple):
    """An issue as lists show it: *month* is ``2023-09``, *pictures* counts pending photos too.

    *cover* is the name of a photo, empty for the first one that is there; *corrections*
    stand with the newest first.
    """

    month: str
    title: str
    number: int | None
    published: str
    original: str
    summary: str
    words: int
    pictures: int
    cover: str
    articles: tuple[ArticleRow, ...]
    corrections: tuple[CorrectionRow, ...]

    def corrected(self, article: str = "") -> str:
        """Return the day of the newest correction, of one article or of any; empty if none."""
        days = (each.date for each in self.corrections if article in ("", each.article))
        return max(days, default="")

    @property
    def standing(self) -> list[ArticleRow]:
        """The articles that were not withdrawn, which lists show."""
        return [article for article in self.articles if not article.is_withdrawn]

    @property
    def version(self) -> int:
        """How often the issue was published: once, and again on each day of a correction."""
        return 1 + len({each.date for each in self.corrections})

    @property
    def cover_photo(self) -> PhotoRow | None:
        """The photo on the cover; `None` where none has arrived."""
        photos = [photo for article in self.articles for photo in article.photos]
        named = (photo for photo in photos if photo.name and photo.name == self.cover)
        return next(named, photos[0] if photos else None)


class ListRow(NamedTuple):
    """A list on a page: its *kind* (``issue``, ``article``, ``correction``) and options."""

    kind: str
    options: tuple[tuple[str, str], ...]


class IssuesDomain(DocumentDomain):
    """Keeps issues and their articles; the roles and directives of articles are global."""

    name = "issue"
    label = "Issues"
    data_version = 7
    by_document = ("issues", "lists", "targets")
    initial_data: ClassVar[dict[str, Any]] = {
        "issues": {},  # docname → IssueRow as a tuple
        "lists": {},  # docname → tuple of ListRow as tuples
        "targets": {},  # docname → {target: (id, title)}
    }

    def issue(self, docname: str) -> IssueRow | None:
        """Return the issue that *docname* is, if it is one."""
        row = self.data["issues"].get(docname)
        return _issue(row) if row else None

    def issues(self, year: str = "") -> list[tuple[str, IssueRow]]:
        """Return the issues with their documents, newest first; those of a *year* (``2023-``)."""
        rows = [item for item in self.data["issues"].items() if item[1][0].startswith(year)]
        rows.sort(key=lambda item: item[1][0], reverse=True)
        return [(docname, _issue(row)) for docname, row in rows]

    def neighbours(self) -> Mapping[str, tuple[str | None, str | None]]:
        """Return each issue's previous and next issue by document."""
        ordered = [docname for docname, _row in reversed(self.issues())]
        padded = [None, *ordered, None]
        return dict(zip(ordered, zip(padded, padded[2:], strict=False), strict=False))

    def lists(self, docname: str) -> list[ListRow]:
        """Return the lists on a page."""
        return [ListRow(*row) for row in self.data["lists"].get(docname, ())]

    # -- links to targets in issues -----------------------------------------------------------

    def find_target(self, name: str) -> list[tuple[str, str, str]]:
        """Return (document, id, title) of every document's target called *name*."""
        targets = self.data["targets"]
        return [(doc, *targets[doc][name]) for doc in sorted(targets) if name in targets[doc]]

    def resolve_any_xref(  # type: ignore[override]  # Sphinx takes any node, as its docs say
        self,
        env: BuildEnvironment,  # noqa: ARG002  (Sphinx's signature)
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, Element]]:
        """Find a document's target for ``[text](#target)`` on another page."""
        found: list[tuple[str, Element]] = []
        for document, anchor, title in self.find_target(target.lower()):
            text = contnode if node["refexplicit"] else nodes.inline("", title or target)
            link = make_refnode(builder, fromdocname, document, anchor, text)
            found.append(("issue:target", link))
        return found

    def resolve_label(
        self, builder: Builder, fromdocname: str, node: pending_xref, contnode: Element
    ) -> Element | None:
        """Find a document's target for ``{ref}``, which Sphinx looks for among its labels."""
        if node["reftype"] != "ref":
            return None
        found = self.resolve_any_xref(
            self.env, fromdocname, builder, node["reftarget"], node, contnode
        )
        return found[0][1] if len(found) == 1 else None


def _issue(row: tuple[Any, ...]) -> IssueRow:
    issue = IssueRow(*row)
    return issue._replace(
        articles=tuple(_article(article) for article in issue.articles),
        corrections=tuple(CorrectionRow(*each) for each in issue.corrections),
    )


def _article(row: tuple[Any, ...]) -> ArticleRow:
    article = ArticleRow(*row)
    return article._replace(photos=tuple(PhotoRow(*photo) for photo in article.photos))


def plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return *row* and the rows in it as plain tuples, for the environment's pickle."""
    return tuple(plain(each) if isinstance(each, tuple) else each for each in row)


def covers(env: BuildEnvironment) -> dict[str, tuple[int, ...]]:
    """Return the pictures on covers, by the names with which their files begin: their focus."""
    found = (row.cover_photo for _document, row in issues_domain(env).issues())
    return {photo.picture: photo.focus for photo in found if photo}


def issues_domain(env: BuildEnvironment) -> IssuesDomain:
    """Return the domain of *env*."""
    domain = env.domains["issue"]
    assert isinstance(domain, IssuesDomain)
    return domain


def resolve_label(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: Element
) -> Element | None:
    """Resolve a label that Sphinx does not know (its event ``missing-reference``)."""
    docname = node.get("refdoc", env.docname)
    return issues_domain(env).resolve_label(app.builder, docname, node, contnode)
