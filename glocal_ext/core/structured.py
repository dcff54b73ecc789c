"""What pages say of their content in the words of schema.org, as JSON-LD.

Only what is known is said: a value that is empty is left out, a date is as long as it is known,
and without a public address nothing has one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glocal_ext.core.publication import Publication

Node = dict[str, Any]

_CONTEXT = "https://schema.org"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is published: its *address*, its size there, and what is known of it."""

    address: str
    width: int
    height: int
    caption: str = ""
    credit: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """An article of an issue; *places* are the names of what it is about."""

    title: str
    short: str = ""
    summary: str = ""
    byline: str = ""
    words: int = 0
    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    corrected: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue; *published* is its day or its month, *corrected* the day of the last change.

    *version* is 0 while nothing was changed.
    """

    title: str
    published: str
    number: int | None = None
    summary: str = ""
    corrected: str = ""
    version: int = 0
    address: str = ""
    articles: tuple[Article, ...] = ()


def periodical(publication: Publication) -> Node:
    """Return what the home page says: what is published here, and by whom."""
    return _document(_periodical(publication) | {"description": publication.description})


def volume(publication: Publication, year: int, title: str, address: str) -> Node:
    """Return what the page of a year says."""
    return _document({
        "@type": "PublicationVolume",
        "@id": address,
        "name": title,
        "volumeNumber": str(year),
        "datePublished": f"{year:04}",
        "url": address,
        "isPartOf": _periodical(publication),
    })  # fmt: skip


def issue(publication: Publication, issue: Issue) -> Node:
    """Return what an issue's page says: of the issue, and of each of its articles."""
    # Who publishes is said once; blank nodes have names that begin so.
    publisher = known({"@id": "_:publisher"} | _publisher(publication))
    here = {"@id": publisher["@id"]} if publication.publishers else {}
    said = {
        "inLanguage": publication.language,
        "datePublished": issue.published,
        "copyrightNotice": publication.rights,
    }
    articles = [_article(here, issue, article) | said for article in issue.articles]
    return _document({
        "@type": "PublicationIssue",
        "@id": issue.address,
        "name": issue.title,
        "issueNumber": issue.number,
        "description": issue.summary,
        **said,
        "dateModified": issue.corrected,
        "version": issue.version or "",
        "url": issue.address,
        "isPartOf": _periodical(publication) | {"publisher": here},
        "publisher": publisher if here else {},
        "hasPart": articles,
    })  # fmt: skip


def script_text(data: Node) -> str:
    """Return *data* as the text of a ``script`` element, in which nothing can end it.

    Letters that HTML or an older JavaScript would take for something else are written as JSON's
    escapes, so that the text means the same to every reader.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _document(node: Node) -> Node:
    return {"@context": _CONTEXT, **known(node)}


def known(node: Mapping[str, Any]) -> Node:
    """Return *node* without what is empty in it, at any depth; 0 and `False` are not empty."""
    found = {key: _known(value) for key, value in node.items()}
    return {key: value for key, value in found.items() if value not in ("", None, [], {})}


def _known(value: Any) -> Any:
    if isinstance(value, dict):
        return known(value)
    return [_known(each) for each in value] if isinstance(value, (list, tuple)) else value


def _publisher(publication: Publication) -> Node:
    """Return the smallest unit that publishes, within those that it belongs to."""
    node: Node = {}
    for name in reversed(publication.publishers):
        node = {"@type": publication.kind, "name": name, "parentOrganization": node}
    return node


def _periodical(publication: Publication) -> Node:
    return {
        "@type": "Periodical",
        "@id": f"{publication.address}#periodical" if publication.address else "",
        "name": publication.name,
        "issn": publication.issn,
        "inLanguage": publication.language,
        "url": publication.address,
        "publisher": _publisher(publication),
    }


def _article(publisher: Node, issue: Issue, article: Article) -> Node:
    return {
        "@type": "NewsArticle",
        "@id": article.address,
        "headline": article.title,
        "alternativeHeadline": article.short if article.short != article.title else "",
        "description": article.summary,
        "dateModified": article.corrected,
        "articleSection": article.topics[0] if article.topics else "",
        "keywords": list(article.topics),
        "wordCount": article.words,
        "url": article.address,
        "author": publisher,
        "creditText": article.byline,  # a person's or an office's: the byline does not say which
        "publisher": publisher,
        "isPartOf": {"@id": issue.address} if issue.address else {},
        "about": [{"@type": "Place", "name": name} for name in article.places],
        "image": [_picture(picture) for picture in article.pictures],
    }


def _picture(picture: Picture) -> Node:
    return {
        "@type": "ImageObject",
        "contentUrl": picture.address,
        "width": picture.width,
        "height": picture.height,
        "caption": picture.caption,
        "creditText": picture.credit,
        "license": picture.licence,
    }
