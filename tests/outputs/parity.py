"""What the site's page of an issue says, to be found again in every other edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import Tag

ISSUES = {
    "real": ("monthly-glocal-news-2023-09", "issues/2023/09/index.html"),
    "kitchen": ("river-news-2031-05", "issues/2031/05/index.html"),
    "long": ("river-news-2031-05", "issues/2031/05/index.html"),
}
"""The issue of each project: the name of its files, and its page."""

NOT_OF_THE_TEXT = (".onward", ".enlarge", "summary", "#notes > h2", "rp")
"""What leads on or folds away; footnotes stand with their articles, without a heading."""


def said(page: Tag) -> Iterator[str]:
    """Yield what the site's page says: paragraphs, headings, captions, facts, cells, sources."""
    for part in page.select(", ".join(NOT_OF_THE_TEXT)):
        part.decompose()
    for whole in page.select("article, #notes, #corrections, #sources"):
        for element in whole.select("p, h2, h3, li, dt, dd, td, th, figcaption, pre, math"):
            if not element.select("p, li, dt, details, h2, h3"):
                yield " ".join(element.get_text().split())
        yield from (image["alt"] for image in whole.select("img"))
