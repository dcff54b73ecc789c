"""How to cite an issue and each of its articles: the line on the page, the files beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from glocal_ext.config import publication
from glocal_ext.core.citations import EXPORTS, Citation, exports
from glocal_ext.core.dates import Month, PartialDate
from glocal_ext.core.problems import ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.config import Config

    from glocal_ext.issues.domain import ArticleRow, IssueRow

_ = get_translation("glocal")


class Citing:
    """The citations of one publication."""

    def __init__(self, config: Config) -> None:
        self.publication = publication(config)
        self._language = config.language

    def issue(self, document: str, row: IssueRow) -> Citation:
        """Return how the issue in *document* is cited."""
        return Citation(
            self.publication,
            title=row.title,
            issued=PartialDate.parse(row.published or row.month),
            number=row.number,
            address=self.publication.page(document),
            abstract=row.summary,
        )

    def article(self, document: str, row: IssueRow, article: ArticleRow) -> Citation:
        """Return how an article of that issue is cited."""
        return Citation(
            self.publication,
            title=article.title,
            issued=PartialDate.parse(row.published or row.month),
            article=article.target,
            number=row.number,
            address=self.publication.page(document, article.target),
            abstract=article.summary,
            byline=article.byline,
            topics=article.topics,
        )

    def shown(self, citation: Citation, month: Month, stem: str) -> dict[str, Any]:
        """Return what a page shows: the line, the address, the files that begin with *stem*.

        *month* is the issue's, which may have been published in another.
        """
        number = _("No. %s") % citation.number if citation.number else ""
        return {
            "text": citation.line(month.format(self._language), number),
            "address": citation.address,
            "exports": [
                {"name": each.name, "href": f"{stem}{each.suffix}", "type": each.media_type}
                for each in EXPORTS
                if stem
            ],
        }

    def add(self, document: str, row: IssueRow, context: dict[str, Any]) -> None:
        """Add `citation` to the issue and to each article in the context of its page."""
        month = Month.parse(row.month)
        context["issue"]["citation"] = self.shown(self.issue(document, row), month, row.month)
        for shown, article in zip(context["articles"], row.articles, strict=True):
            citation = self.article(document, row, article)
            shown["citation"] = self.shown(citation, month, _stem(article))

    def names(self, document: str, row: IssueRow) -> Iterator[str]:
        """Yield the files that lie beside the page in *document*."""
        folder = document.removesuffix("index")
        for stem in (row.month, *(_stem(article) for article in row.articles)):
            if stem:
                yield from (f"{folder}{stem}{each.suffix}" for each in EXPORTS)

    def files(self, document: str, row: IssueRow) -> Iterator[tuple[str, str]]:
        """Yield the same files, each with its text."""
        folder = document.removesuffix("index")
        yield from exports(f"{folder}{row.month}", self.issue(document, row))
        for article in row.articles:
            if _stem(article):
                citation = self.article(document, row, article)
                yield from exports(f"{folder}{article.target}", citation)


def _stem(article: ArticleRow) -> str:
    """Return the name of an article's files: its address, which never begins with a digit.

    So no article has the file of its issue, which is named by the month.
    """
    return article.target if ID.fullmatch(article.target) else ""
