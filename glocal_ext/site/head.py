"""What a page says of itself to machines: addresses, pictures, feeds, structured data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from glocal_ext.config import publication
from glocal_ext.core import structured
from glocal_ext.core.editions import volume_year
from glocal_ext.core.names import territorial
from glocal_ext.issues.domain import issues_domain
from glocal_ext.partnerships.domain import partnerships_domain
from glocal_ext.site.feeds import FEEDS
from glocal_ext.site.pictures import largest, shared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

    from glocal_ext.issues.domain import ArticleRow, IssueRow, PhotoRow
    from glocal_ext.site.records import RecordPages

NOT_FOUND = "404"
"""The page of an address at which there is nothing, by the name under which servers of static
sites look for it. It alone is in no search engine: a search has the address of the empty form."""


class Head:
    """The heads of one site's pages; *records* are those that have pages."""

    def __init__(self, env: BuildEnvironment, records: RecordPages, images: str) -> None:
        self._env = env
        self._publication = publication(env.config)
        self._images = images
        self._records = records
        self._registry = partnerships_domain(env).registry
        self._issues = dict(issues_domain(env).issues())
        self._covers = {
            document: cover
            for document, row in self._issues.items()
            if (cover := self._cover(document, row))
        }
        self._newest = next(iter(self._covers.values()), None)
        self.has_feeds = bool(self._publication.address and self._issues)

    # -- pictures -----------------------------------------------------------------------------

    def _cover(self, document: str, row: IssueRow) -> dict[str, Any] | None:
        photo = row.cover_photo
        found = shared(document, photo) if photo and self._publication.address else None
        if not photo or not found:
            return None
        return {
            "address": f"{self._publication.address}{found.name}",
            "width": found.width,
            "height": found.height,
            "alt": photo.alt,
        }

    def _picture(self, photo: PhotoRow) -> structured.Picture | None:
        """Return a photo as it is published; `None` where nothing has a public address."""
        if not self._publication.address:
            return None
        found = largest(photo)
        return structured.Picture(
            address=f"{self._publication.address}{self._images}/{found.name}",
            width=found.width,
            height=found.height,
            caption=photo.caption,
            credit=photo.credit,
            licence=photo.licence_url,
        )

    def _image(self, page: str) -> dict[str, Any] | None:
        """Return the picture that stands for a page.

        An issue has its cover or none: a picture of another month would be wrong under its
        title. A year has its newest issue's, a record that of the newest issue that names it.
        """
        if page in self._issues:
            return self._covers.get(page)
        year = volume_year(page)
        if year is not None:
            documents: Iterable[str] = (
                document for document, row in self._issues.items() if row.month[:4] == f"{year:04}"
            )
        else:
            documents = self._records.issues(page)
        found = (self._covers[document] for document in documents if document in self._covers)
        return next(found, None if year is not None else self._newest)

    # -- what a page is made from -------------------------------------------------------------

    def digest(self, page: str) -> object:
        """Return what the head of *page* shows beside what the page itself was made from."""
        row = self._issues.get(page)
        if row is None:
            return self.has_feeds, self._image(page)
        return self.has_feeds, [self._places_of(article) for article in row.articles]

    def _places_of(self, article: ArticleRow) -> tuple[str, ...]:
        """Return the names of the places that an article is about."""
        found = self._registry.about(article.partnerships, article.places)
        return tuple(self._registry.places[each].name for kind, each in found if kind == "place")

    # -- what the template is given -----------------------------------------------------------

    def context(self, page: str) -> dict[str, Any]:
        """Return what the head of *page* shows."""
        if page == NOT_FOUND or page.rpartition("/")[2].startswith("photo-"):
            nothing = {"kind": "", "structured": "", "feeds": self._feeds()}
            return {"canonical": None, "head": nothing}
        row = self._issues.get(page)
        canonical = self._publication.page(page)
        data = self._structured(page, row, canonical)
        return {
            "canonical": canonical,
            "head": {
                "kind": "article" if row else "website",
                "locale": territorial(self._publication.language),
                "image": self._image(page),
                "feeds": self._feeds(),
                "structured": Markup(structured.script_text(data)) if data else "",  # noqa: S704  (JSON, with all that HTML could take for markup escaped)
            },
        }

    def _feeds(self) -> list[dict[str, str]]:
        feeds = FEEDS if self.has_feeds else ()
        return [{"file": each.file, "title": each.title(self._publication)} for each in feeds]

    def _structured(self, page: str, row: IssueRow | None, address: str) -> structured.Node | None:
        if row:
            return structured.issue(self._publication, self._issue(page, row, address))
        if page == self._env.config.root_doc:
            return structured.periodical(self._publication)
        year = volume_year(page)
        if year is not None:
            title = self._env.titles[page].astext()
            return structured.volume(self._publication, year, title, address)
        return self._records.structured(page)

    def _issue(self, document: str, row: IssueRow, address: str) -> structured.Issue:
        articles = [
            structured.Article(
                title=article.title,
                short=article.short,
                summary=article.summary,
                byline=article.byline,
                words=article.words,
                topics=article.topics,
                places=self._places_of(article),
                pictures=tuple(filter(None, (self._picture(photo) for photo in article.photos))),
                corrected=row.corrected(article.target) if article.target else "",
                address=self._publication.page(document, article.target) if article.target else "",
            )
            for article in row.articles
        ]
        return structured.Issue(
            title=row.title,
            published=row.published or row.month,
            number=row.number,
            summary=row.summary,
            corrected=row.corrected(),
            version=row.version if row.corrections else 0,
            address=address,
            articles=tuple(articles),
        )
