"""What the documents said of themselves: issues, articles, lists, files and visibility.

Every value is a plain tuple, string or number, keyed by document, so that purging and merging
are a line each and a pickled environment holds no class of this package but the domain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from sphinx.domains import Domain

from glocal_ext.core.dates import Month

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from typing import Any

    from sphinx.environment import BuildEnvironment


class ArticleRow(NamedTuple):
    """An article as lists show it: *target* is its permanent address in the issue."""

    target: str
    title: str
    short: str
    summary: str
    kind: str
    topics: tuple[str, ...]
    places: tuple[str, ...]
    partnerships: tuple[str, ...]
    words: int


class IssueRow(NamedTuple):
    """An issue as lists show it: *month* is ``2023-09``, *photos* the number of photos."""

    month: str
    title: str
    number: int | None
    published: str
    summary: str
    words: int
    photos: int
    articles: tuple[ArticleRow, ...]


class ListRow(NamedTuple):
    """A list on a page: its *kind* (``issue``, ``article``, ``partnership``) and options."""

    kind: str
    options: tuple[tuple[str, str], ...]


Stamp = tuple[int, int]
"""A file's state, cheaply told: modification time in nanoseconds, size in bytes."""


class IssuesDomain(Domain):
    """Keeps issues and their articles; the roles and directives of articles are global."""

    name = "issue"
    label = "Issues"
    data_version = 1
    initial_data: ClassVar[dict[str, Any]] = {
        "issues": {},  # docname → IssueRow as a tuple
        "lists": {},  # docname → tuple of ListRow as tuples
        "references": {},  # docname → tuple of (domain, type, target) of its cross-references
        "files": {},  # docname → {path from the source folder: Stamp, or None where missing}
        "pictures": {},  # docname → {path from the source folder: name it is published under}
        "digests": {},  # docname → digest of its doctree
        "seen": {},  # docname → (Stamp, hidden until: "" | ISO day | "draft" | "kept")
    }
    _BY_DOCUMENT = ("issues", "lists", "references", "files", "pictures", "digests")

    def clear_doc(self, docname: str) -> None:
        """Forget what *docname* said; what was seen of its file stays."""
        for table in self._BY_DOCUMENT:
            self.data[table].pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what a worker read."""
        for table in self._BY_DOCUMENT:
            for docname in docnames:
                if docname in otherdata[table]:
                    self.data[table][docname] = otherdata[table][docname]

    def issue(self, docname: str) -> IssueRow | None:
        """Return the issue that *docname* is, if it is one."""
        row = self.data["issues"].get(docname)
        return _issue(row) if row else None

    def issues(self) -> list[tuple[str, IssueRow]]:
        """Return all issues with their documents, newest first."""
        rows = sorted(self.data["issues"].items(), key=lambda item: item[1][0], reverse=True)
        return [(docname, _issue(row)) for docname, row in rows]

    def neighbours(self) -> Mapping[str, tuple[str | None, str | None]]:
        """Return each issue's previous and next issue by document."""
        ordered = [docname for docname, _row in reversed(self.issues())]
        padded = [None, *ordered, None]
        return dict(zip(ordered, zip(padded, padded[2:], strict=False), strict=False))

    def lists(self, docname: str) -> Iterable[ListRow]:
        """Return the lists on a page."""
        return [ListRow(*row) for row in self.data["lists"].get(docname, ())]


def _issue(row: tuple[Any, ...]) -> IssueRow:
    issue = IssueRow(*row)
    return issue._replace(articles=tuple(ArticleRow(*article) for article in issue.articles))


def plain(row: IssueRow) -> tuple[Any, ...]:
    """Return *row* as nested plain tuples, for the environment's pickle."""
    return (*row[:-1], tuple(tuple(article) for article in row.articles))


def issues_domain(env: BuildEnvironment) -> IssuesDomain:
    """Return the domain of *env*."""
    domain = env.domains["issue"]
    assert isinstance(domain, IssuesDomain)
    return domain


def month_of(row: IssueRow) -> Month:
    """Return the month of an issue."""
    return Month.parse(row.month)
