"""What the home page shows: the newest issue, and the issues before it by year."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.locale import get_translation

from glocal_ext.core.dates import Month
from glocal_ext.core.editions import ALL_ISSUES, volume_document
from glocal_ext.core.layout import columns
from glocal_ext.core.renditions import BOTH
from glocal_ext.issues.domain import issues_domain
from glocal_ext.issues.lists import WORLD, entries, plot_of_row
from glocal_ext.partnerships.domain import record_page
from glocal_ext.partnerships.indices import INDICES, index_page
from glocal_ext.site.pictures import cropped

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.environment import BuildEnvironment

    from glocal_ext.issues.domain import ArticleRow, IssueRow, PhotoRow

_ = get_translation("glocal")

WORDS_A_MINUTE = 240
"""How fast adults read English silently: 238 words of non-fiction (Brysbaert 2019, J. Mem. Lang.
109, 104047)."""

COVER = columns(8), columns(12)
STORY = columns(3), 112.0
THUMBNAIL = columns(2), 112.0
"""How wide a picture stands on the grid and in one column, in CSS pixels."""

MOST_STORIES = 4
MOST_MONTHS = 12
"""How many months the home page lists; the page of all issues has the rest."""


class Links(NamedTuple):
    """How a page addresses others: *document* takes the name of a document.

    *pictures* is the address of the pictures' folder, *formats* are those in which they are.
    """

    document: Callable[[str], str]
    pictures: str
    formats: tuple[str, ...]


BY_NAME = Links(str, "", BOTH)
"""Addresses that are the names themselves: what a digest of a page goes by."""


class Front:
    """Composes facts for templates out of what issues said of themselves."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.env = env
        self.issues = issues_domain(env)
        self.language = env.config.language

    def facts(self, issue: IssueRow) -> dict[str, Any]:
        """Return what a page says of an issue in a line: number, counts, reading time."""
        minutes = max(1, round(issue.words / WORDS_A_MINUTE))
        return {
            "title": issue.title,
            "month": issue.month,
            "number": issue.number,
            "articles_count": len(issue.standing),
            "pictures": issue.pictures,
            "minutes": minutes,
        }

    def home(self, links: Links) -> dict[str, Any] | None:
        """Return the home page's facts; `None` where no issue is published."""
        issues = self.issues.issues()
        if not issues:
            return None
        docname, issue = issues[0]
        cover = issue.cover_photo
        lead = next(
            (article for article in issue.standing if cover in article.photos),
            issue.standing[0] if issue.standing else None,
        )
        others = [article for article in issue.standing if article is not lead]

        def story(
            article: ArticleRow, photo: PhotoRow | None, place: tuple[float, float]
        ) -> dict[str, Any]:
            return self._story(docname, article, photo, links, place)

        return {
            "issue": {**self.facts(issue), "href": links.document(docname)},
            "lead": story(lead, cover, COVER) if lead else None,
            "stories": [
                story(article, next(iter(article.photos), None), STORY)
                for article in others[:MOST_STORIES]
            ],
            "more": len(others[MOST_STORIES:]),
            "years": self._years(issues[1:], links),
            "all": links.document(ALL_ISSUES) if ALL_ISSUES in self.env.found_docs else "",
            "plot": plot_of_row(self.env, WORLD),
            "ties": self._ties(links),
            "partnerships": links.document(self._partnerships()),
        }

    def _ties(self, links: Links) -> list[dict[str, str]]:
        """Return what the map of the world shows, by name."""
        return [
            {"title": entry.title, "href": links.document(record_page("partnership", entry.anchor))}
            for entry in entries(self.env, WORLD)
        ]

    def _partnerships(self) -> str:
        """Return the page that lists the partnerships: a document's, else the first index."""
        own = "partnerships/index"
        return own if own in self.env.found_docs else index_page(INDICES[0].name)

    def thumbnail(self, docname: str, article: ArticleRow, links: Links) -> dict[str, Any]:
        """Return an article as a timeline shows it, with its first picture."""
        photo = next(iter(article.photos), None)
        return self._story(docname, article, photo, links, THUMBNAIL)

    def _story(
        self,
        docname: str,
        article: ArticleRow,
        photo: PhotoRow | None,
        links: Links,
        place: tuple[float, float],
    ) -> dict[str, Any]:
        anchor = f"#{article.target}" if article.target else ""
        return {
            "title": article.short,
            "kicker": article.kicker,
            "text": article.summary or article.opening,
            "href": links.document(docname) + anchor,
            "picture": self._picture(photo, links, place) if photo else None,
        }

    def _picture(self, photo: PhotoRow, links: Links, place: tuple[float, float]) -> dict[str, Any]:
        """Return a picture for a template."""
        shown = cropped(photo, links.pictures, *place, links.formats)
        return {
            **shown._asdict(),
            "alt": photo.alt,
            "ground": photo.ground,
            "focus": focus_classes(photo.focus),
        }

    def _years(self, issues: list[tuple[str, IssueRow]], links: Links) -> list[dict[str, Any]]:
        """Return the months before the newest issue, year by year, the newest first."""
        shown = issues[:MOST_MONTHS]
        years = []
        for year, group in itertools.groupby(shown, lambda each: Month.parse(each[1].month).year):
            volume = volume_document(year)
            months = [
                {
                    "name": Month.parse(issue.month).name(self.language),
                    "href": links.document(docname),
                    "stories": [article.short for article in issue.standing],
                }
                for docname, issue in group
            ]
            href = links.document(volume) if volume in self.env.found_docs else ""
            years.append({"year": year, "href": href, "months": months})
        return years


def focus_classes(focus: tuple[int, ...]) -> str:
    """Return the classes that keep the point *focus* (percentages) in a crop, in tenths.

    A style of its own is what the policy refuses; eleven steps each way are in the stylesheet.
    """
    if not focus:
        return ""
    across, down = (round(value / 10) * 10 for value in focus)
    return f"focus-x-{across} focus-y-{down}"
