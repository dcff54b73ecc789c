"""The feeds: one of issues with all of their text, one of articles (Atom, RFC 4287).

They exist where the site has a public address, because readers of feeds resolve no relative
ones. No time in them is the clock's: a feed is as new as its newest entry, an entry as its
newest correction, else as its day or month.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zoneinfo
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from feedgenerator import Atom1Feed
from markupsafe import escape
from sphinx.locale import get_translation

from glocal_ext.config import publication
from glocal_ext.core.dates import PartialDate
from glocal_ext.core.publication import page_path
from glocal_ext.issues.domain import issues_domain
from glocal_ext.site.manifest import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator
    from sphinx.environment import BuildEnvironment

    from glocal_ext.core.publication import Publication
    from glocal_ext.issues.domain import IssueRow

_ = get_translation("glocal")

_PRISM = "http://prismstandard.org/namespaces/basic/2.0/"

# What XML 1.0 cannot hold.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Feed(NamedTuple):
    """A feed: its file, which is its permanent address, and how many entries it has at most."""

    file: str
    entries: int

    def title(self, publication: Publication) -> str:
        """Return the feed's title."""
        articles = _("Articles")
        return publication.name if self is ISSUES else f"{publication.name}: {articles}"


ISSUES = Feed("feed.xml", 24)
ARTICLES = Feed("articles.xml", 60)
FEEDS = (ISSUES, ARTICLES)


class Rendered(Protocol):
    """An issue's text as HTML with absolute addresses: all of it, and by articles' targets."""

    @property
    def text(self) -> str:
        """All of the issue."""

    @property
    def articles(self) -> Mapping[str, str]:
        """Each article's own text, by its target."""


class _Atom(Atom1Feed):  # type: ignore[misc]  # feedgenerator ships no types
    """Django's Atom, which takes its own time where it has no entry to take one from."""

    def latest_post_date(self) -> dt.datetime:
        """Return the time of the newest entry, or what stands for it."""
        times: list[dt.datetime] = [item["updateddate"] for item in self.items]
        return max(times, default=self.feed["updated"])

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Add the icon and the serial number."""
        super().add_root_elements(handler)
        handler.addQuickElement("icon", self.feed["icon"])
        if self.feed["issn"]:
            handler.addQuickElement("prism:issn", self.feed["issn"], {"xmlns:prism": _PRISM})


class Feeds:
    """The feeds of one site, *seen* giving the digest of each page."""

    def __init__(self, env: BuildEnvironment, seen: Mapping[str, str]) -> None:
        config = env.config
        self._publication = publication(config)
        self._prefix = config.glocal_feed_ids or self._publication.address
        self._zone = zoneinfo.ZoneInfo(config.glocal_timezone)
        issues = issues_domain(env).issues()
        self._issues = issues[: ISSUES.entries]
        rest = ARTICLES.entries
        self._of_articles: list[tuple[str, IssueRow]] = []
        for document, row in issues:
            if rest > 0:
                self._of_articles.append((document, row))
                rest -= sum(bool(article.target) for article in row.articles)
        shown = {ISSUES: self._issues, ARTICLES: self._of_articles}
        self.digests = {
            feed.file: digest([(document, seen[document]) for document, _row in shown[feed]])
            for feed in FEEDS
            if self._publication.address and issues
        }

    def write(self, file: str, render: Callable[[str], Rendered]) -> bytes:
        """Return the feed of *file*; *render* gives the text of an issue's document."""
        return self._of_issues(render) if file == ISSUES.file else self._of_each_article(render)

    def _of_issues(self, render: Callable[[str], Rendered]) -> bytes:
        feed = self._feed(ISSUES)
        for document, row in self._issues:
            feed.add_item(
                **self._entry(document, "", row, row.title, row.summary),
                content=_clean(render(document).text),
                categories=sorted({topic for each in row.articles for topic in each.topics}),
            )
        return _bytes(feed)

    def _of_each_article(self, render: Callable[[str], Rendered]) -> bytes:
        feed = self._feed(ARTICLES)
        for document, row in self._of_articles:
            for article in row.articles:
                if article.target and feed.num_items() < ARTICLES.entries:
                    summary = article.summary or article.opening
                    feed.add_item(
                        **self._entry(document, article.target, row, article.title, summary),
                        content=_clean(render(document).articles[article.target]),
                        categories=article.topics,
                    )
        return _bytes(feed)

    def _feed(self, feed: Feed) -> _Atom:
        ours = self._publication
        newest = self._issues[0][1]
        return _Atom(
            feed.title(ours),
            ours.address,
            None,
            language=ours.language.replace("_", "-"),
            author_name=ours.publisher or ours.name,
            subtitle=ours.description or None,
            feed_url=f"{ours.address}{feed.file}",
            feed_guid=f"{self._prefix}{'' if feed is ISSUES else feed.file}",
            feed_copyright=ours.rights or None,
            icon=f"{ours.address}_static/icon.svg",
            issn=ours.issn,
            updated=self._time(newest.published or newest.month),
        )

    def _entry(
        self, document: str, target: str, row: IssueRow, title: str, summary: str
    ) -> dict[str, Any]:
        path = page_path(document, target)
        return {
            "title": _clean(title),
            "link": self._publication.page(document, target),
            "unique_id": f"{self._prefix}{path}",
            "description": str(escape(_clean(summary))) if summary else None,
            "pubdate": self._time(row.published) if row.published else None,
            "updateddate": self._time(max(row.published or row.month, row.corrected(target))),
        }

    def _time(self, date: str) -> dt.datetime:
        """Return the beginning of a day or a month where the publication is at home."""
        known = PartialDate.parse(date)
        return dt.datetime(known.year, known.month or 1, known.day or 1, tzinfo=self._zone)


def _clean(text: str) -> str:
    return _CONTROLS.sub("", text)


def _bytes(feed: _Atom) -> bytes:
    file = io.StringIO()
    feed.write(file, "utf-8")
    return f"{file.getvalue()}\n".encode()
